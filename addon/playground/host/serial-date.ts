// Moments as Sheets keeps them: days since 1899-12-30, by the wall clock of the spreadsheet's zone.
import { lenientInstant, utcToWall } from '../../../shared/time-zone.ts';

const DAY_MS = 86_400_000;
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);

export interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Whole seconds since the start of day zero. */
  readonly totalSeconds: number;
}

/** What the serial number shows on a clock, to the second; a serial is exact to the millisecond only. */
export function wallOf(serial: number): Wall {
  const ms = Math.round(serial * DAY_MS);
  const date = new Date(DAY_ZERO_MS + ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    totalSeconds: Math.floor(ms / 1000),
  };
}

/** The serial of a wall clock: `serialOf(2024, 4, 1)` is 45383. Undefined for a day or time that does not exist. */
export function serialOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number | undefined {
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  const exists =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? (ms - DAY_ZERO_MS) / DAY_MS : undefined;
}

/** The instant a clock in `zone` shows that serial; a time the clocks skipped is taken as much later as was skipped. */
export function instantOf(serial: number, zone: string): number {
  return lenientInstant(DAY_ZERO_MS + Math.round(serial * DAY_MS), zone);
}

export function serialAt(instantMs: number, zone: string): number {
  return (utcToWall(instantMs, zone) - DAY_ZERO_MS) / DAY_MS;
}

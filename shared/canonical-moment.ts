// Dates and times in columns of dates and times: the value by the sheet's own clock, or a fault; never a shifted day.

import type { CellFault, CellValue, WallClock } from './cell.ts';
import type { ColumnType } from './column-type.ts';
import { DAY_ZERO_MS, shownParts } from './number-format.ts';
import { wallToUtc } from './time-zone.ts';
import { DAY_MS, dateText, isInCalendar, parseMoment, timeOfDay, timeText, type WrittenMoment } from './wall-clock.ts';

/** A time of day that the cell does not show is dropped; one that it shows is a fault. */
export function canonicalDate(_type: ColumnType, value: CellValue, _display: string, format: string): Text {
  const moment = momentOf(value, format);
  if (moment === null || moment.dayMs === null || moment.offsetMinutes !== null) return NOT_A_DATE;
  if (moment.timeMs !== null && moment.timeMs !== 0)
    return isShown(value, format) ? TIME_IN_DATE : dateText(moment.dayMs);
  return dateText(moment.dayMs);
}

export function canonicalTimestamp(type: ColumnType, value: CellValue, _display: string, format: string): Text {
  const moment = momentOf(value, format);
  if (moment === null || moment.dayMs === null || moment.offsetMinutes !== null) return NOT_A_DATE;
  return instantText(rounded(moment.dayMs + (moment.timeMs ?? 0), type.fraction), '');
}

/** In UTC. A wall clock without an offset of its own is read in `zone`. */
export function canonicalTimestamptz(
  type: ColumnType,
  value: CellValue,
  _display: string,
  format: string,
  zone: string,
): Text {
  const moment = momentOf(value, format);
  if (moment === null || moment.dayMs === null) return NOT_A_DATE;
  const wallMs = moment.dayMs + (moment.timeMs ?? 0);
  const utcMs = moment.offsetMinutes === null ? wallToUtc(wallMs, zone) : wallMs - moment.offsetMinutes * 60_000;
  return utcMs === null ? TIME_DOES_NOT_EXIST : instantText(rounded(utcMs, type.fraction), 'Z');
}

export function canonicalTime(type: ColumnType, value: CellValue, _display: string, format: string): Text {
  const time = typeof value === 'object' && value !== null ? clockTime(value, format) : writtenTime(value);
  if (typeof time !== 'number') return time;
  const kept = rounded(time, type.fraction);
  return kept < DAY_MS ? timeText(kept) : OUT_OF_RANGE;
}

type Text = string | CellFault;

/** Null where the cell names no day: a time of day, a duration, anything that is no moment. */
function momentOf(value: CellValue, format: string): WrittenMoment | null {
  if (typeof value === 'string') return parseMoment(value);
  if (typeof value !== 'object' || value === null) return null;
  const wallMs = Math.round(value.wallMs);
  if (!isInCalendar(wallMs)) return null;
  const shown = shownParts(format, wallMs);
  if (shown.elapsed || (!shown.date && isDayZero(wallMs))) return null;
  const timeMs = timeOfDay(wallMs);
  return { dayMs: wallMs - timeMs, timeMs, offsetMinutes: null };
}

function isShown(value: CellValue, format: string): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return shownParts(format, Math.round(value.wallMs)).time;
}

function clockTime(value: WallClock, format: string): number | CellFault {
  const wallMs = Math.round(value.wallMs);
  if (!isInCalendar(wallMs)) return NOT_A_TIME;
  const shown = shownParts(format, wallMs);
  if (shown.elapsed) return isDayZero(wallMs) ? timeOfDay(wallMs) : NOT_A_TIME;
  return shown.date ? DATE_IN_TIME : timeOfDay(wallMs);
}

function writtenTime(value: string | number | boolean | null): number | CellFault {
  const moment = typeof value === 'string' ? parseMoment(value) : null;
  if (moment === null || moment.offsetMinutes !== null) return NOT_A_TIME;
  return moment.dayMs !== null || moment.timeMs === null ? DATE_IN_TIME : moment.timeMs;
}

function isDayZero(wallMs: number): boolean {
  return wallMs >= DAY_ZERO_MS && wallMs < DAY_ZERO_MS + DAY_MS;
}

/** Half up to the digits the column keeps; it may carry into the next day. */
function rounded(wallMs: number, fraction: number | null): number {
  if (fraction === null || fraction >= 3) return wallMs;
  const unit = 10 ** (3 - fraction);
  return Math.floor(wallMs / unit + 0.5) * unit;
}

function instantText(wallMs: number, ending: string): Text {
  return isInCalendar(wallMs) ? `${dateText(wallMs)} ${timeText(wallMs)}${ending}` : OUT_OF_RANGE;
}

const NOT_A_DATE: CellFault = { code: 'not_a_date' };
const NOT_A_TIME: CellFault = { code: 'not_a_time' };
const TIME_IN_DATE: CellFault = { code: 'time_in_date' };
const DATE_IN_TIME: CellFault = { code: 'date_in_time' };
const TIME_DOES_NOT_EXIST: CellFault = { code: 'time_does_not_exist' };
const OUT_OF_RANGE: CellFault = { code: 'out_of_range' };

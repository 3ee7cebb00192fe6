// Dates and times of day as text and as wall-clock milliseconds; a proleptic Gregorian calendar, no zone anywhere.

export const DAY_MS = 86_400_000;

/** What a text says: the day as milliseconds of its midnight, the time of day, and minutes east of UTC. */
export interface WrittenMoment {
  readonly dayMs: number | null;
  readonly timeMs: number | null;
  readonly offsetMinutes: number | null;
}

/** Years 0001 to 9999, the only ones taken from a sheet. */
export function isInCalendar(wallMs: number): boolean {
  return wallMs >= FIRST_MS && wallMs < END_MS;
}

export function timeOfDay(wallMs: number): number {
  return wallMs - Math.floor(wallMs / DAY_MS) * DAY_MS;
}

/** `YYYY-MM-DD` of a moment within the calendar. */
export function dateText(wallMs: number): string {
  // Days to a civil date by eras of 400 years (howardhinnant.github.io/date_algorithms.html).
  const days = Math.floor(wallMs / DAY_MS) + DAYS_TO_EPOCH;
  const era = Math.floor(days / ERA_DAYS);
  const dayOfEra = days - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${two(Math.floor(year / 100))}${two(year % 100)}-${two(month)}-${two(day)}`;
}

/** `HH:MM:SS`, and the milliseconds without trailing zeros if there are any. */
export function timeText(wallMs: number): string {
  const time = timeOfDay(wallMs);
  const seconds = Math.floor(time / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const ms = time % 1000;
  return ms === 0 ? text : text + String((1000 + ms) / 1000).slice(1);
}

/** Reads year-first dates and 24-hour times; null for anything else and for dates that do not exist. */
export function parseMoment(text: string): WrittenMoment | null {
  const space = text.search(SPACE_OR_T);
  const dayMs = parseDay(space < 0 ? text : text.slice(0, space));
  if (dayMs !== null && space < 0) return { dayMs, timeMs: null, offsetMinutes: null };
  if (dayMs === null && space >= 0) return null;
  const match = TIME.exec(text.slice(space + 1));
  if (match === null) return null;
  const [, hours, minutes, seconds = '0', fraction = '', offset] = match;
  const timeMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + milliseconds(fraction);
  return { dayMs, timeMs, offsetMinutes: offset === undefined ? null : offsetMinutes(offset) };
}

function parseDay(text: string): number | null {
  const match = DAY.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = Number(match[3] ?? match[5]);
  const day = Number(match[4] ?? match[6]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return null;
  return dayNumber(year, month, day) * DAY_MS;
}

function dayNumber(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - DAYS_TO_EPOCH;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Half up to the millisecond; may be 1000. */
function milliseconds(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0')) + (fraction.charCodeAt(3) >= 53 ? 1 : 0);
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return offset.startsWith('-') ? -minutes : minutes;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

const ERA_DAYS = 146_097;
/** From 0000-03-01, where the eras start, to 1970-01-01. */
const DAYS_TO_EPOCH = 719_468;
const FIRST_MS = dayNumber(1, 1, 1) * DAY_MS;
const END_MS = dayNumber(10_000, 1, 1) * DAY_MS;
const SPACE_OR_T = /[ T]/;
const DAY = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/;
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(Z|[-+](?:0\d|1[0-4])(?::[0-5]\d)?)?$/;

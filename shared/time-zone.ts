// Wall clock to UTC and back, to the second even where a zone kept local mean time, cheap for a column of 100,000 dates.

/** The instant of a wall-clock time; the earlier one where it occurs twice, null where the clocks skipped it. */
export function wallToUtc(wallMs: number, zone: string): number | null {
  const days = daysOf(zone);
  // No offset reaches a day, so the instant lies between these two.
  const before = offsetAt(days, wallMs - DAY_MS);
  const after = offsetAt(days, wallMs + DAY_MS);
  const larger = Math.max(before, after);
  if (offsetAt(days, wallMs - larger) === larger) return wallMs - larger;
  const smaller = Math.min(before, after);
  return offsetAt(days, wallMs - smaller) === smaller ? wallMs - smaller : null;
}

/** What a clock in the zone shows at an instant. */
export function utcToWall(utcMs: number, zone: string): number {
  return utcMs + offsetAt(daysOf(zone), utcMs);
}

/** The instant a lenient calendar (Google's, Java's) makes of a wall clock: one that was skipped is as much later as was skipped. */
export function lenientInstant(wallMs: number, zone: string): number {
  return wallToUtc(wallMs, zone) ?? wallMs - offsetAt(daysOf(zone), wallMs - DAY_MS);
}

/** The wall clock that does not exist and that a lenient calendar reads as this instant, of which `wallMs` is what a clock shows; null for nearly every instant. */
export function skippedWall(utcMs: number, wallMs: number, zone: string): number | null {
  const earlier = offsetAt(daysOf(zone), utcMs - DAY_MS);
  if (earlier >= wallMs - utcMs) return null;
  return wallToUtc(utcMs + earlier, zone) === null ? utcMs + earlier : null;
}

/** Whether this engine knows the zone; `wallToUtc` and `utcToWall` throw a RangeError for one it does not. */
export function isTimeZone(zone: string): boolean {
  try {
    daysOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The offsets of one zone, learnt day by day (UTC days), each with at most one change of the clocks. */
interface ZoneDays {
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, DayOffset>;
}

interface DayOffset {
  readonly before: number;
  readonly changeMs: number;
  readonly after: number;
}

function daysOf(zone: string): ZoneDays {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  if (zone === '') throw new RangeError('The time zone has no name.');
  const created = { format: new Intl.DateTimeFormat(CLOCK_LOCALE, { ...CLOCK, timeZone: zone }), days: new Map() };
  zones.set(zone, created);
  return created;
}

function offsetAt(zone: ZoneDays, utcMs: number): number {
  const day = Math.floor(utcMs / DAY_MS);
  let offset = zone.days.get(day);
  if (offset === undefined) {
    offset = readDay(zone.format, day * DAY_MS);
    if (zone.days.size >= MOST_DAYS) zone.days.clear();
    zone.days.set(day, offset);
  }
  return utcMs < offset.changeMs ? offset.before : offset.after;
}

function readDay(format: Intl.DateTimeFormat, startMs: number): DayOffset {
  const before = readOffset(format, startMs);
  const after = readOffset(format, startMs + DAY_MS);
  if (before === after) return { before, changeMs: startMs, after };
  let low = startMs;
  let high = startMs + DAY_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffset(format, middle) === before) low = middle;
    else high = middle;
  }
  return { before, changeMs: high, after };
}

function readOffset(format: Intl.DateTimeFormat, utcMs: number): number {
  const fields: Record<string, number> = {};
  let year = 0;
  let isBeforeChrist = false;
  for (const part of format.formatToParts(utcMs)) {
    if (part.type === 'era') isBeforeChrist = part.value.startsWith('B');
    else if (part.type === 'year') year = Number(part.value);
    else if (part.type !== 'literal') fields[part.type] = Number(part.value);
  }
  const { month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  // A year below 100 means 19xx to Date.UTC; 400 years are a whole number of weeks and leap cycles.
  const shifted = Date.UTC((isBeforeChrist ? 1 - year : year) + 400, month - 1, day, hour % 24, minute, second);
  return shifted - FOUR_CENTURIES_MS - Math.floor(utcMs / 1000) * 1000;
}

const DAY_MS = 86_400_000;
const FOUR_CENTURIES_MS = 146_097 * DAY_MS;
const MOST_DAYS = 50_000;
const zones = new Map<string, ZoneDays>();
const CLOCK_LOCALE = 'en-US-u-ca-gregory-nu-latn';
const CLOCK: Intl.DateTimeFormatOptions = {
  hour12: false,
  era: 'short',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
};

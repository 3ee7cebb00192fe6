// Which parts of a moment a number format shows: what a person sees of a date decides what a text column receives.

export interface ShownParts {
  /** A year, month, weekday or day. */
  readonly date: boolean;
  /** A day of the month: without it the format names no date (2024年4月). */
  readonly day: boolean;
  readonly time: boolean;
  /** A duration that counts past its unit: [h]:mm. */
  readonly elapsed: boolean;
}

/** By the format's pattern (Sheets' or Excel's); by the value where the pattern is automatic or shows no part of a moment. */
export function shownParts(format: string, wallMs: number): ShownParts {
  const parts = format === '' ? NOTHING : partsOf(format);
  if (parts !== NOTHING) return parts;
  if (wallMs >= DAY_ZERO_MS && wallMs < DAY_ZERO_MS + DAY_MS) return TIME;
  return wallMs % DAY_MS === 0 ? DATE : DATE_AND_TIME;
}

/** Whether the sheet chose how the number looks: only then is scientific notation nobody's wish. */
export function isAutomaticFormat(format: string): boolean {
  return format === '' || AUTOMATIC.test(format);
}

/** Milliseconds of 1899-12-30, the day a time without a date stands on. */
export const DAY_ZERO_MS = -2_209_161_600_000;

function partsOf(format: string): ShownParts {
  const known = memo.get(format);
  if (known !== undefined) return known;
  const parts = readParts(format);
  if (memo.size >= MEMO_LIMIT) memo.clear();
  memo.set(format, parts);
  return parts;
}

function readParts(format: string): ShownParts {
  const fields = fieldsOf(format);
  if (fields.length === 0) return NOTHING;
  const kinds = fields.map((field, at) => (field === 'm' ? monthOrMinute(fields[at - 1], fields[at + 1]) : field));
  return {
    date: kinds.some((kind) => kind === 'day' || kind === 'date'),
    day: kinds.includes('day'),
    time: kinds.some((kind) => kind === 'h' || kind === 's' || kind === 'minute' || kind.startsWith('[')),
    elapsed: kinds.some((kind) => kind.startsWith('[')),
  };
}

/** The fields of the first section, the one for positive numbers, in order; literals, colours and locales left out. */
function fieldsOf(format: string): string[] {
  const fields: string[] = [];
  for (const token of format.match(TOKEN) ?? []) {
    if (token === ';') break;
    const field = fieldOf(token.toLowerCase());
    if (field !== null) fields.push(field);
  }
  return fields;
}

function fieldOf(token: string): string | null {
  if (token.startsWith('[')) return ELAPSED.test(token) ? token.slice(0, 2) : null;
  if (LITERAL.test(token)) return null;
  if (token.startsWith('a')) return token.length >= 3 ? 'date' : null;
  if (token.startsWith('d')) return token.length <= 2 ? 'day' : 'date';
  if (token.startsWith('m')) return token.length <= 2 ? 'm' : 'date';
  return token.startsWith('h') || token.startsWith('s') ? token.charAt(0) : 'date';
}

/** An m next to hours or seconds is a minute: h:mm, mm:ss. */
function monthOrMinute(before: string | undefined, after: string | undefined): string {
  return before === 'h' || before === '[h' || after === 's' || after === '[s' ? 'minute' : 'date';
}

const DAY_MS = 86_400_000;
const NOTHING: ShownParts = { date: false, day: false, time: false, elapsed: false };
const DATE: ShownParts = { date: true, day: true, time: false, elapsed: false };
const TIME: ShownParts = { date: false, day: false, time: true, elapsed: false };
const DATE_AND_TIME: ShownParts = { date: true, day: true, time: true, elapsed: false };
const AUTOMATIC = /^(?:general|@|0\.#{15})$/i;
const MEMO_LIMIT = 500;
const memo = new Map<string, ShownParts>();
// Quoted and escaped literals, padding (_x, *x), brackets, sections; then runs of one letter: y, m, d, h, s, the eras g and e, the weekday aaa.
const TOKEN = /"[^"]*"?|\\.|[_*].|\[[^\]]*\]?|;|general|am\/pm|a\/p|e[+-]|([ymdhsgea])\1*/gis;
const LITERAL = /^(?:["\\_*]|general|am\/pm|a\/p|e[+-])/;
const ELAPSED = /^\[(?:h+|m+|s+)\+?\]$/;

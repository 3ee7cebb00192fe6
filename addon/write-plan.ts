// How a value of the database is written into a cell so that it reads back as the same text: what is written, and under which format. Pure.
import { type ColumnKind, parseColumnType } from '../shared/column-type.ts';
import { parseDecimal, SHEET_DIGITS } from '../shared/decimal.ts';
import { DAY_ZERO_MS, shownParts } from '../shared/number-format.ts';
import { utcToWall } from '../shared/time-zone.ts';
import { DAY_MS, parseMoment } from '../shared/wall-clock.ts';
import type { Stands } from './sidebar/repair-answers.ts';

/** Keeps what is typed as it is. */
export const PLAIN_TEXT = '@';
/** What Sheets answers, and takes, where nobody chose a format. */
const AUTOMATIC = '0.###############';

export interface CellContent {
  /** '' empties the cell. A moment is its serial number. */
  readonly value: string | number | boolean;
  /** Set before the value; null leaves the cell's own. */
  readonly format: string | null;
  /** Set after the value. */
  readonly formatAfter: string | null;
}

/** `text` is canonical, `format` the cell's own now. */
export function planWrite(type: string, text: string | null, format: string, zone: string): CellContent | Stands {
  if (text === null) return content('', null);
  const kind = parseColumnType(type)?.kind;
  if (kind === undefined) return 'no_cell_value';
  return PLANS[kind](text, format, zone);
}

type Plan = (text: string, format: string, zone: string) => CellContent | Stands;

const content = (value: CellContent['value'], format: string | null): CellContent => ({
  value,
  format,
  formatAfter: null,
});

const asText: Plan = (text, format) =>
  text.startsWith('=') ? 'like_formula' : content(text, format === PLAIN_TEXT ? null : PLAIN_TEXT);

/** More digits than a sheet's number holds stay as text. */
const asNumber: Plan = (text, format) => {
  const decimal = parseDecimal(text);
  if (decimal === null) return 'no_cell_value';
  if (decimal.digits.length > SHEET_DIGITS) return asText(text, format, '');
  return content(Number(text), isPlainOrMoment(format) ? AUTOMATIC : null);
};

const asBoolean: Plan = (text, format) => content(text === 'true', isPlainOrMoment(format) ? AUTOMATIC : null);

const asDate: Plan = (text, format) => moment(parseMoment(text)?.dayMs, format, shows(format).date, 'yyyy-mm-dd');

const asTimestamp: Plan = (text, format) => {
  const written = parseMoment(text);
  const wallMs = written?.dayMs == null ? null : written.dayMs + (written.timeMs ?? 0);
  return moment(wallMs, format, shows(format).date, 'yyyy-mm-dd hh:mm:ss');
};

/** In UTC as the database has it, by the sheet's clock as the sheet shows it. */
const asTimestamptz: Plan = (text, format, zone) => {
  const written = parseMoment(text);
  const wallMs = written?.dayMs == null ? null : utcToWall(written.dayMs + (written.timeMs ?? 0), zone);
  return moment(wallMs, format, shows(format).date, 'yyyy-mm-dd hh:mm:ss');
};

const asTime: Plan = (text, format) => {
  const timeMs = parseMoment(text)?.timeMs;
  const { time, date } = shows(format);
  return moment(timeMs == null ? null : DAY_ZERO_MS + timeMs, format, time && !date, 'hh:mm:ss');
};

/** As a serial number no time zone comes into it. */
function moment(wallMs: number | null | undefined, _format: string, isShown: boolean, format: string) {
  if (wallMs === null || wallMs === undefined) return 'no_cell_value';
  return content(serialOf(wallMs), isShown ? null : format);
}

export const serialOf = (wallMs: number): number => (wallMs - DAY_ZERO_MS) / DAY_MS;

/** Of the format alone: without parts of a moment it shows none. */
function shows(format: string): { readonly date: boolean; readonly time: boolean } {
  const parts = shownParts(format, 0);
  return parts === shownParts(format, DAY_ZERO_MS) ? parts : { date: false, time: false };
}

const isPlainOrMoment = (format: string): boolean => format === PLAIN_TEXT || shows(format).date || shows(format).time;

const PLANS: Readonly<Record<ColumnKind, Plan>> = {
  text: asText,
  char: asText,
  smallint: asNumber,
  integer: asNumber,
  bigint: asNumber,
  numeric: asNumber,
  real: asNumber,
  double: asNumber,
  boolean: asBoolean,
  date: asDate,
  timestamp: asTimestamp,
  timestamptz: asTimestamptz,
  time: asTime,
  uuid: asText,
};

/** What stood in a cell, so that it can be written again as it was; `format` is the one it had. */
export function planRestore({ value, format }: { value: string | number | boolean; format: string }): CellContent {
  // Under the format of plain text nothing is taken for a number, a date or a formula.
  if (typeof value === 'string' && value !== '')
    return { value, format: PLAIN_TEXT, formatAfter: format === PLAIN_TEXT ? null : format };
  if (format !== PLAIN_TEXT || value === '') return content(value, format);
  return { value, format: AUTOMATIC, formatAfter: format };
}

// The words in which the fidelity table is written: a kind of cell, and what becomes of it in each kind of column.
import type { FaultCode } from './cell.ts';
import type { ColumnKind } from './column-type.ts';

/** Every kind of column, and a text column that is set to take values. */
export type ColumnOf = ColumnKind | 'asValue';

/** The text that is stored (canonical, null for empty), what is shown, or why nothing is. */
export type Outcome = string | null | typeof HELD | typeof AS_SHOWN | Refused;

/** A held cell: the value in the database stays, the rest of the row goes. */
export const HELD = { held: true } as const;
/** Whatever the cell shows, in the language of its spreadsheet. */
export const AS_SHOWN = { shown: true } as const;

export interface Refused {
  readonly refused: FaultCode;
}

export type Outcomes = Readonly<Record<ColumnOf, Outcome>>;

/** What stands in a cell: a moment is the number of days since 1899-12-30, as sheets keep it; an error has the Sheets API's name. */
export type Content =
  | string
  | number
  | boolean
  | null
  | { readonly days: number; readonly type: 'DATE' | 'TIME' | 'DATE_TIME' }
  | { readonly error: string; readonly text: string };

export type Display = string | { readonly ja_JP: string; readonly en_US: string };

/** Columns that a CSV, which has only what the cell shows, does not serve like the sheet; `no file` cannot even hold the text. */
type NotByCsv = readonly ColumnOf[] | 'no file';

export interface FidelityRow {
  readonly id: string;
  /** What a person did, in their words. */
  readonly what: string;
  readonly content: Content;
  /** The number format's pattern; '' where nobody chose one. */
  readonly format: string;
  readonly display: Display;
  readonly formula?: string;
  readonly stored: Outcomes;
  readonly notByCsv: NotByCsv;
}

export interface FidelityGroup {
  readonly title: string;
  readonly rows: readonly FidelityRow[];
}

export const refused = (code: FaultCode): Refused => ({ refused: code });

type Typed = Exclude<ColumnOf, 'text' | 'char' | 'asValue'>;

/** What columns of other types say of a cell that means nothing to them. */
export const UNREADABLE: Readonly<Record<Typed, Refused>> = {
  smallint: refused('not_a_number'),
  integer: refused('not_a_number'),
  bigint: refused('not_a_number'),
  numeric: refused('not_a_number'),
  real: refused('not_a_number'),
  double: refused('not_a_number'),
  boolean: refused('not_a_boolean'),
  date: refused('not_a_date'),
  timestamp: refused('not_a_date'),
  timestamptz: refused('not_a_date'),
  time: refused('not_a_time'),
  uuid: refused('not_a_uuid'),
};

/** In columns of text: what is shown, and the value where the column is set so. */
export const text = (shown: Outcome, asValue: Outcome = shown) => ({ text: shown, char: shown, asValue });
export const whole = (outcome: Outcome) => ({ smallint: outcome, integer: outcome, bigint: outcome });
export const fraction = (outcome: Outcome) => ({ numeric: outcome, real: outcome, double: outcome });
export const number = (outcome: Outcome) => ({ ...whole(outcome), ...fraction(outcome) });
/** A number with digits after its point. */
export const notWhole = (outcome: Outcome) => ({
  ...whole(refused('not_a_whole_number')),
  ...fraction(outcome),
});

/** A day at a time of day, in columns of either or both; `utc` is the instant in the table's zone. */
export const moment = (date: Outcome, timestamp: Outcome, utc: Outcome, time: Outcome) => ({
  ...{ date, timestamp, time },
  timestamptz: utc,
});
export const dayAt = (day: string, utc: Outcome) => moment(day, `${day} 00:00:00`, utc, refused('date_in_time'));

export const everywhere = (outcome: Outcome): Outcomes => ({
  ...text(outcome),
  ...number(outcome),
  ...moment(outcome, outcome, outcome, outcome),
  ...{ boolean: outcome, uuid: outcome },
});

export const TEXT_COLUMNS = ['text', 'char', 'asValue'] as const;
export const WHOLE_COLUMNS = ['smallint', 'integer', 'bigint'] as const;
export const FRACTION_COLUMNS = ['numeric', 'real', 'double'] as const;
export const NUMBER_COLUMNS = [...WHOLE_COLUMNS, ...FRACTION_COLUMNS] as const;
export const MOMENT_COLUMNS = ['date', 'timestamp', 'timestamptz', 'time'] as const;

const PLACES: Readonly<Record<ColumnOf, true>> = {
  ...{ text: true, char: true, asValue: true },
  ...{ smallint: true, integer: true, bigint: true, numeric: true, real: true, double: true },
  ...{ boolean: true, date: true, timestamp: true, timestamptz: true, time: true, uuid: true },
};
export const COLUMNS = Object.keys(PLACES) as readonly ColumnOf[];

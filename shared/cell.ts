// A cell as every reader hands it over (add-on, Sheets API, CSV), and what may stand in its way.

/** A date or time by the sheet's own clock: milliseconds since 1970-01-01T00:00, read as if that clock were UTC. */
export interface WallClock {
  readonly wallMs: number;
}

/** null and '' are an empty cell. */
export type CellValue = string | number | boolean | null | WallClock;

export interface Cell {
  readonly value: CellValue;
  /** What a person sees. */
  readonly display: string;
  /** The number format's pattern; '' where it is automatic or was not read. */
  readonly format: string;
}

/** Why a cell has no canonical text. `held` cells stay out while the rest of the row goes; any other code rejects the row. */
export interface CellFault {
  readonly code: FaultCode;
  /** The limit the cell broke and its own size, where numbers apply: characters, digits before the point. */
  readonly limit?: number;
  readonly actual?: number;
}

export type FaultCode =
  | 'formula_error' // held: #N/A, #REF!, Loading…
  | 'text_too_long'
  | 'invalid_character' // NUL, U+001F
  | 'broken_surrogate'
  | 'not_a_number'
  | 'not_a_whole_number'
  | 'out_of_range'
  | 'too_many_digits' // a number beyond 15 significant digits in a key
  | 'not_a_boolean'
  | 'not_a_date'
  | 'not_a_time'
  | 'time_in_date' // a date column, and the cell shows a time of day
  | 'date_in_time' // a time column, and the cell shows a day
  | 'time_does_not_exist' // skipped when the clocks went forward
  | 'not_a_uuid'
  | 'required' // empty, and the column is NOT NULL
  | 'not_canonical'; // a client sent a text that is not the canonical one

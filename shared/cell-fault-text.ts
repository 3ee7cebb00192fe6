// What stands in the way and what to do about it, in plain words for the person at the sheet; never the cell's content.

import type { CellFault, FaultCode } from './cell.ts';
import { type ColumnType, parseColumnType } from './column-type.ts';
import type { CellError, ErrorType } from './protocol.ts';

/** Where a fault is: A1 address, header text, column of the table and its type in Postgres' own spelling. */
export interface FaultPlace {
  readonly cell: string | null;
  readonly header: string | null;
  readonly column: string | null;
  readonly type: string | null;
}

/** What concerns the whole row, or was said by the database: found by the server, not by reading one cell. */
export type RowFaultCode =
  | 'duplicate_key'
  | 'blank_key'
  | 'key_looks_like'
  | 'key_same_buyer'
  | 'unique_violation'
  | 'foreign_key_violation'
  | 'check_violation'
  | 'not_null_violation'
  | 'changed_on_write' // what was stored does not read back the same: a trigger, a rule, a domain
  | 'database_refused';

export function toCellError(fault: CellFault, place: FaultPlace): CellError {
  const { errorType, message, fix } = CELL_FAULTS[fault.code];
  const type = parseColumnType(place.type ?? '');
  return error(place, errorType, fault.code, message(fault, type), fix(fault, type), fault);
}

/** `actual`, where it applies: how many rows carry a duplicated key. */
export function toRowError(code: RowFaultCode, place: Omit<FaultPlace, 'type'>, actual?: number): CellError {
  const { errorType, message, fix } = ROW_FAULTS[code];
  return error(place, errorType, code, message, fix, actual === undefined ? {} : { actual });
}

export interface FaultText {
  readonly errorType: ErrorType;
  message(fault: CellFault, type: ColumnType | null): string;
  fix(fault: CellFault, type: ColumnType | null): string;
}

export const CELL_FAULTS: Readonly<Record<FaultCode, FaultText>> = {
  formula_error: {
    errorType: 'data_type',
    message: () => 'The formula in this cell shows an error or has not loaded yet.',
    fix: () => 'Correct the formula or wait until it has loaded; until then the stored value stays as it is.',
  },
  text_too_long: {
    errorType: 'field_length',
    message: ({ actual, limit }) => `The text has ${count(actual, 'character')}; the column takes ${limit}.`,
    fix: ({ limit }) =>
      `Shorten the text to ${count(limit, 'character')}, or ask an operator to widen the column (rollcall schema fix).`,
  },
  invalid_character: {
    errorType: 'data_type',
    message: () => 'The text holds an invisible control character that cannot be stored.',
    fix: () => 'Type the text again by hand, or clean it with =CLEAN().',
  },
  broken_surrogate: {
    errorType: 'data_type',
    message: () => 'The text holds half of a character, probably an emoji or a rare kanji that was cut in two.',
    fix: () => 'Delete the broken character, shown as a box or a question mark, and type it again.',
  },
  not_a_number: {
    errorType: 'data_type',
    message: () => 'The column takes numbers, and this cell does not hold one.',
    fix: () => 'Enter digits only, such as 1234.5, or clear the cell.',
  },
  not_a_whole_number: {
    errorType: 'data_type',
    message: () => 'The column takes whole numbers, and this one has digits after the point.',
    fix: () => 'Round the number, or ask an operator to change the column to numeric.',
  },
  out_of_range: {
    errorType: 'data_type',
    message: ({ limit, actual }, type) =>
      limit === undefined
        ? `The value is outside what the column can hold${rangeOf(type)}.`
        : `The number has ${count(actual, 'digit')} before the point; the column takes ${limit}.`,
    fix: () => 'Correct the value, or ask an operator to change the column to a larger type.',
  },
  too_many_digits: {
    errorType: 'data_type',
    message: () => 'This key is a number of more than 15 digits, and a sheet keeps only the first 15.',
    fix: () => 'Format the cell as plain text (Format > Number > Plain text) and type the key again.',
  },
  not_a_boolean: {
    errorType: 'data_type',
    message: () => 'The column takes TRUE or FALSE.',
    fix: () => 'Enter TRUE or FALSE (or 1 or 0), use a plain checkbox, or clear the cell.',
  },
  not_a_date: {
    errorType: 'data_type',
    message: () => 'The column takes dates, and this cell does not hold one from the years 1 to 9999.',
    fix: () => 'Enter a date that exists, written year first, such as 2024-04-01, or clear the cell.',
  },
  not_a_time: {
    errorType: 'data_type',
    message: () => 'The column takes times of day from 00:00:00 to 23:59:59, and this cell does not hold one.',
    fix: () => 'Enter a time such as 09:30, or clear the cell.',
  },
  time_in_date: {
    errorType: 'data_type',
    message: () => 'The column takes dates without a time, and this cell shows a time of day too.',
    fix: () => 'Remove the time, or format the cell as a date if the time does not matter.',
  },
  date_in_time: {
    errorType: 'data_type',
    message: () => 'The column takes times of day, and this cell shows a date.',
    fix: () => 'Remove the date, or format the cell as a time if the date does not matter.',
  },
  time_does_not_exist: {
    errorType: 'data_type',
    message: () => "This time was skipped in the spreadsheet's time zone when the clocks went forward.",
    fix: () => 'Enter a time before or after the skipped hour, or correct the time zone of the spreadsheet.',
  },
  not_a_uuid: {
    errorType: 'data_type',
    message: () => 'The column takes UUIDs: 32 hexadecimal digits in groups of 8-4-4-4-12.',
    fix: () => 'Copy the whole UUID, hyphens included and without braces.',
  },
  required: {
    errorType: 'constraint_violation',
    message: () => 'This cell is empty, and the column needs a value.',
    fix: () => 'Fill in the cell, or ask an operator to let the column be empty.',
  },
  not_canonical: {
    errorType: 'data_type',
    message: () => "The program that sent this value did not write it in the column's exact form.",
    fix: () => 'Update the add-on or the script that sends the rows, and sync again.',
  },
};

export const ROW_FAULTS: Readonly<Record<RowFaultCode, { errorType: ErrorType; message: string; fix: string }>> = {
  duplicate_key: {
    errorType: 'constraint_violation',
    message: 'More than one row has this key, so none of them was written.',
    fix: 'Give each row a key of its own, or delete the rows that are copies.',
  },
  blank_key: {
    errorType: 'constraint_violation',
    message: 'This row has values but no key.',
    fix: 'Fill in the key, or mark the row as not a buyer.',
  },
  key_looks_like: {
    errorType: 'constraint_violation',
    message: 'Another key looks the same but is written differently (full-width letters or another kind of dash).',
    fix: 'If both are the same buyer, write the key in one way; if not, answer "different buyers".',
  },
  key_same_buyer: {
    errorType: 'constraint_violation',
    message: 'This is the same buyer as another, whose key is written differently, so this row was not written.',
    fix: 'Write the key as the other one is written, or delete this row; if they are two buyers after all, take the answer back.',
  },
  unique_violation: {
    errorType: 'constraint_violation',
    message: 'Another row of the table already has a value that must be unique.',
    fix: 'Correct this value, or the row that already has it.',
  },
  foreign_key_violation: {
    errorType: 'constraint_violation',
    message: 'The value refers to an entry that does not exist in another table.',
    fix: 'Correct the value, or ask an operator to add the missing entry.',
  },
  check_violation: {
    errorType: 'constraint_violation',
    message: 'The row breaks a rule that the table sets for its values.',
    fix: 'Correct the value, or ask an operator which values the table allows.',
  },
  not_null_violation: {
    errorType: 'constraint_violation',
    message: 'A column that needs a value received none.',
    fix: 'Fill in the cell, or ask an operator to let the column be empty.',
  },
  changed_on_write: {
    errorType: 'data_type',
    message: 'The database changes this value when it is stored, so it would not equal the sheet.',
    fix: 'Ask an operator which trigger or rule of the table changes it, or leave the column out of the sync.',
  },
  database_refused: {
    errorType: 'unknown',
    message: 'The database refused this row for a reason it did not tie to one cell.',
    fix: 'Sync again; if it stays, ask an operator to look at the error log.',
  },
};

function error(
  { cell, header, column }: Omit<FaultPlace, 'type'>,
  errorType: ErrorType,
  code: string,
  message: string,
  fix: string,
  size: { readonly limit?: number; readonly actual?: number },
): CellError {
  const { limit = null, actual = null } = size;
  return { cell, header, column, errorType, code, message, limit, actual, fix };
}

function count(number: number | undefined, noun: string): string {
  return `${number ?? 'too many'} ${noun}${number === 1 ? '' : 's'}`;
}

function rangeOf(type: ColumnType | null): string {
  const range = type === null ? undefined : RANGES[type.kind];
  return range === undefined ? '' : ` (${range})`;
}

const RANGES: Readonly<Partial<Record<ColumnType['kind'], string>>> = {
  smallint: '-32,768 to 32,767',
  integer: '-2,147,483,648 to 2,147,483,647',
  bigint: '-9,223,372,036,854,775,808 to 9,223,372,036,854,775,807',
};

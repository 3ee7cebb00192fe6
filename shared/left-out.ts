// Columns that the guard holds for a whole run: they stand in no fingerprint, and the rest of every row goes without them.
import type { RowBinding, SheetRow } from './sheet-rows.ts';

export interface LeftOut {
  /** Of the sheet, as a compare names them. */
  readonly indexes: readonly number[];
  /** In the cells of a row. */
  readonly positions: readonly number[];
  /** Of the table. */
  readonly columns: readonly string[];
}

export const NOTHING_LEFT_OUT: LeftOut = { indexes: [], positions: [], columns: [] };

/** Columns by their `index`; those that the run does not sync, and the key, are none of it. */
export function leftOut({ columns, keyPosition }: RowBinding, indexes: readonly number[]): LeftOut {
  const positions = columns.flatMap(({ index }, position) =>
    position !== keyPosition && indexes.includes(index) ? [position] : [],
  );
  const held = positions.flatMap((position) => columns[position] ?? []);
  return { indexes: held.map(({ index }) => index), positions, columns: held.map(({ column }) => column) };
}

/** The row with these cells held besides; what is wrong in them stands in nobody's way. */
export function leaveOut(row: SheetRow, { positions, columns }: LeftOut): SheetRow {
  if (positions.length === 0) return row;
  const errors = row.errors.filter((error) => error.column === null || !columns.includes(error.column));
  return {
    ...row,
    held: row.held.concat(positions.filter((position) => !row.held.includes(position))).sort((a, b) => a - b),
    // A row without a key is no more than that once its cells are sound, and is listed as one.
    errors: errors.every(({ code }) => code === 'blank_key') ? [] : errors,
  };
}

// Names the cells that stand in the way of a row: Postgres does not say which, so each cell is held against its column.
import { cellAddress } from '../../shared/a1.ts';
import { toCellError, toRowError } from '../../shared/cell-fault-text.ts';
import { checkCanonical } from '../../shared/check-canonical.ts';
import type { CellError } from '../../shared/protocol.ts';
import type { SyncedColumn } from '../../shared/sheet-rows.ts';
import { errorTypeOf, rowFaultOf } from './classify.ts';

/** All bad cells of a row at once; none where every cell fits its column. Held cells are not asked about. */
export function badCells(
  columns: readonly SyncedColumn[],
  rowNumber: number,
  cells: readonly (string | null)[],
  held: readonly number[] = [],
): CellError[] {
  const errors: CellError[] = [];
  for (let position = 0; position < columns.length; position++) {
    const column = columns[position];
    if (column === undefined || held.includes(position)) continue;
    const fault = checkCanonical(column.parsed, cells[position] ?? null, column.notNull);
    if (fault !== null) errors.push(toCellError(fault, { ...column, cell: cellAddress(rowNumber, column.index) }));
  }
  return errors;
}

export interface Refusal {
  readonly sqlstate: string;
  readonly column: string | null;
  readonly unlike: readonly string[];
  /** Columns of the constraint that was broken, from the catalog. */
  readonly constraintColumns: readonly string[];
}

/** What the database refused, tied to the cells it concerns where the catalog tells them; to the row where it does not. */
export function refusedCells(columns: readonly SyncedColumn[], rowNumber: number, refusal: Refusal): CellError[] {
  const code = rowFaultOf(refusal.sqlstate);
  const named = [...refusal.unlike, ...(refusal.column === null ? [] : [refusal.column]), ...refusal.constraintColumns];
  const blamed = columns.filter((column) => named.includes(column.column));
  if (blamed.length === 0) {
    const column = named[0] ?? null;
    return [{ ...toRowError(code, { cell: null, header: null, column }), errorType: errorTypeOf(refusal.sqlstate) }];
  }
  return blamed.map((column) => ({
    ...toRowError(code, { cell: cellAddress(rowNumber, column.index), header: column.header, column: column.column }),
    errorType: errorTypeOf(refusal.sqlstate),
  }));
}

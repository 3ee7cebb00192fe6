// Turns a sheet's rows into what the protocol carries: canonical texts, key, fingerprint, held cells, and the errors in between.
import { cellAddress } from './a1.ts';
import { canonicalCell, canonicalKey, isFault, isHeld } from './canonical-cell.ts';
import type { Cell, CellValue } from './cell.ts';
import { toCellError, toRowError } from './cell-fault-text.ts';
import { type ColumnType, parseColumnType, takingValues } from './column-type.ts';
import { fingerprintOrder } from './fingerprint.ts';
import type { BoundColumn, CellError } from './protocol.ts';

export interface SyncedColumn {
  /** Position of the header in the sheet, column A being 0. */
  readonly index: number;
  readonly header: string;
  readonly column: string;
  readonly type: string;
  readonly parsed: ColumnType;
  readonly notNull: boolean;
}

/** What a run froze: the synced columns in sheet order, where the key is, and the order of a fingerprint. */
export interface RowBinding {
  readonly columns: readonly SyncedColumn[];
  readonly keyPosition: number;
  readonly order: readonly number[];
  readonly zone: string;
}

/** One row, canonical. A row with `errors` cannot be sent; `blank` rows are skipped and counted. */
export interface SheetRow {
  readonly rowNumber: number;
  readonly key: string | null;
  /** The key as a person sees it. */
  readonly shown: string;
  readonly cells: readonly (string | null)[];
  readonly held: readonly number[];
  readonly errors: readonly CellError[];
  readonly blank: boolean;
}

/** How a reader hands over one row: by column position in the sheet. `isFormula` is asked only of rows without a key. */
export interface RowSource {
  readonly value: (index: number) => CellValue;
  readonly display: (index: number) => string;
  readonly format: (index: number) => string;
  readonly isFormula: (index: number) => boolean;
}

/** A row whose columns are not synced at all cannot be built: throws where the key column is missing from `columns`. */
export function bindRows(columns: readonly BoundColumn[], keyColumn: string, zone: string): RowBinding {
  const synced = columns.flatMap(syncedColumn);
  const keyPosition = synced.findIndex((column) => column.column === keyColumn);
  if (keyPosition < 0) throw new Error(`the key column ${keyColumn} is not among the synced columns`);
  return { columns: synced, keyPosition, order: fingerprintOrder(synced.map((column) => column.column)), zone };
}

function syncedColumn(column: BoundColumn): SyncedColumn[] {
  const parsed = column.type === null ? null : parseColumnType(column.type);
  if (column.state !== 'synced' || column.column === null || column.type === null || parsed === null) return [];
  const { index, header, type, notNull } = column;
  const taken = column.asValue === true ? takingValues(parsed) : parsed;
  return [{ index, header, column: column.column, type, parsed: taken, notNull }];
}

export function canonicalRow(binding: RowBinding, rowNumber: number, source: RowSource): SheetRow {
  const cells: (string | null)[] = [];
  const held: number[] = [];
  const errors: CellError[] = [];
  const faulty: number[] = [];
  for (let position = 0; position < binding.columns.length; position++) {
    const column = binding.columns[position];
    if (column === undefined) continue;
    const { index, parsed } = column;
    const read = position === binding.keyPosition ? canonicalKey : canonicalCell;
    const value = source.value(index);
    const text = read(parsed, value, source.display(index), source.format(index), binding.zone);
    cells.push(isFault(text) ? null : text);
    if (!isFault(text)) continue;
    if (isHeld(text) && position !== binding.keyPosition) {
      held.push(position);
      continue;
    }
    faulty.push(position);
    errors.push(toCellError(text, { ...column, cell: cellAddress(rowNumber, index) }));
  }
  const key = cells[binding.keyPosition] ?? null;
  const blank = key === null && isBlank(binding, cells, faulty, source);
  const shown = source.display(binding.columns[binding.keyPosition]?.index ?? 0);
  return { rowNumber, key, shown, cells, held, errors: blank ? [] : named(binding, rowNumber, key, errors), blank };
}

/** What is wrong with a row, all of it: where a cell keeps out a row that has no key, both are named. */
function named({ columns, keyPosition }: RowBinding, rowNumber: number, key: string | null, errors: CellError[]) {
  const keyColumn = columns[keyPosition];
  if (key !== null || errors.length === 0 || keyColumn === undefined) return errors;
  if (errors.some(({ column }) => column === keyColumn.column)) return errors;
  const { index, header, column } = keyColumn;
  return [toRowError('blank_key', { cell: cellAddress(rowNumber, index), header, column }), ...errors];
}

/**
 * Without a key, a row counts as blank when its other synced cells are empty, FALSE or formula results, fit for their
 * columns or not; never where the key itself cannot be read.
 */
function isBlank(
  { columns, keyPosition }: RowBinding,
  cells: readonly (string | null)[],
  faulty: readonly number[],
  source: RowSource,
): boolean {
  if (faulty.includes(keyPosition)) return false;
  return columns.every(({ index }, position) => {
    const text = cells[position] ?? null;
    if (text === null && !faulty.includes(position)) return true;
    return source.value(index) === false || text === 'FALSE' || source.isFormula(index);
  });
}

/** A source over cells already in memory. */
export function rowSource(cells: readonly Cell[]): RowSource {
  return {
    value: (index) => cells[index]?.value ?? null,
    display: (index) => cells[index]?.display ?? '',
    format: (index) => cells[index]?.format ?? '',
    isFormula: () => false,
  };
}

// Reads a sheet's rows as the protocol carries them: the next ones of a compare, or just the rows of some batches.
import type { ColumnKind } from '../shared/column-type.ts';
import { expandRanges } from '../shared/row-set.ts';
import type { PlannedBatch } from '../shared/run-steps.ts';
import { canonicalRow, type RowBinding, type RowSource, type SheetRow } from '../shared/sheet-rows.ts';
import type { Need, Needs, SheetReader } from './sheet-reader.ts';

/** A read below this many cells is all call and no reading; one above the other is too much to hold at once. */
const BAND_CELLS = { least: 50_000, most: 400_000 };
/** A band that took less is followed by one of twice its size, one that took more than twice this by half of it. */
const COMFORTABLE_MS = 2_500;
/** Rows read for nothing between two asked-for ones, where another call would cost more. */
const GAP = 200;

export function needsOf({ columns, keyPosition }: RowBinding): Needs {
  const needs: (Need | undefined)[] = [];
  columns.forEach(({ index, parsed }, position) => {
    needs[index] = position === keyPosition ? 'key' : parsed.asValue ? 'moment' : NEEDS[parsed.kind];
  });
  return needs;
}

const NEEDS: Readonly<Record<ColumnKind, Need>> = {
  text: 'text',
  char: 'text',
  smallint: 'value',
  integer: 'value',
  bigint: 'value',
  numeric: 'value',
  real: 'value',
  double: 'value',
  boolean: 'value',
  date: 'moment',
  timestamp: 'moment',
  timestamptz: 'moment',
  time: 'moment',
  uuid: 'value',
};

/** How many rows the first band takes. */
export const firstBand = (columns: number): number => rowsOf(BAND_CELLS.least, columns);

/** How many rows the next band takes, from what the last one took. */
export function nextBand(rows: number, tookMs: number, columns: number): number {
  if (tookMs < COMFORTABLE_MS) return Math.min(rowsOf(BAND_CELLS.most, columns), rows * 2);
  return tookMs > 2 * COMFORTABLE_MS ? Math.max(firstBand(columns), Math.floor(rows / 2)) : rows;
}

const rowsOf = (cells: number, columns: number): number => Math.max(1, Math.floor(cells / Math.max(1, columns)));

export function readRows(
  sheet: SheetReader,
  binding: RowBinding,
  needs: Needs,
  first: number,
  count: number,
  look?: (row: SheetRow, source: RowSource) => void,
): SheetRow[] {
  return sheet.rows(first, count, needs).map((source, i) => {
    const row = canonicalRow(binding, first + i, source);
    look?.(row, source);
    return row;
  });
}

/** The rows that the batches name, by row number; those below the sheet's end are left out. */
export const rowsOfBatches = (
  sheet: SheetReader,
  binding: RowBinding,
  batches: readonly PlannedBatch[],
): ReadonlyMap<number, SheetRow> =>
  rowsAt(
    sheet,
    binding,
    batches.flatMap((batch) => expandRanges(batch.rows)),
  );

export function rowsAt(
  sheet: SheetReader,
  binding: RowBinding,
  rowNumbers: readonly number[],
): ReadonlyMap<number, SheetRow> {
  const last = sheet.lastRow();
  const needs = needsOf(binding);
  const wanted = rowNumbers.filter((row) => row <= last);
  const rows = new Map<number, SheetRow>();
  for (const span of spans(wanted, firstBand(binding.columns.length))) {
    const first = span[0] ?? 0;
    const sources = sheet.rows(first, (span[span.length - 1] ?? first) - first + 1, needs);
    for (const row of span) {
      const source = sources[row - first];
      if (source !== undefined) rows.set(row, canonicalRow(binding, row, source));
    }
  }
  return rows;
}

/** Cuts row numbers into runs that one read takes comfortably. */
export function spans(rowNumbers: readonly number[], size: number): number[][] {
  const cut: number[][] = [];
  for (const row of [...rowNumbers].sort((a, b) => a - b)) {
    const span = cut[cut.length - 1];
    const first = span?.[0] ?? 0;
    const previous = span?.[span.length - 1] ?? 0;
    if (span !== undefined && row - previous <= GAP && row - first < size) span.push(row);
    else cut.push([row]);
  }
  return cut;
}

// Reads a sheet's rows as the protocol carries them: the whole sheet band by band, or just the rows of some batches.
import { expandRanges, type PlannedBatch } from '../shared/run-steps.ts';
import { canonicalRow, type RowBinding, type SheetRow } from '../shared/sheet-rows.ts';
import type { SheetReader } from './sheet-reader.ts';

/** A read below this many cells is all call and no reading. */
const BAND_CELLS = 50_000;
/** Rows read for nothing between two asked-for ones, where another call would cost more. */
const GAP = 200;

export const bandRows = (width: number): number => Math.max(1, Math.floor(BAND_CELLS / Math.max(1, width)));

export interface Area {
  readonly headerRow: number;
  readonly width: number;
}

/** Every row below the header, in order; `visit` sees each once, with its band from 0. Returns how many bands it took. */
export function eachRow(
  sheet: SheetReader,
  binding: RowBinding,
  area: Area,
  visit: (row: SheetRow, band: number) => void,
): number {
  const last = sheet.lastRow();
  const size = bandRows(area.width);
  let bands = 0;
  for (let first = area.headerRow + 1; first <= last; first += size) {
    const count = Math.min(size, last - first + 1);
    const sources = sheet.rows(first, count, area.width);
    sources.forEach((source, i) => {
      visit(canonicalRow(binding, first + i, source), bands);
    });
    bands++;
  }
  return bands;
}

/** The rows that the batches name, by row number; those below the sheet's end are left out. */
export function rowsOfBatches(
  sheet: SheetReader,
  binding: RowBinding,
  area: Area,
  batches: readonly PlannedBatch[],
): ReadonlyMap<number, SheetRow> {
  const last = sheet.lastRow();
  const wanted = batches.flatMap((batch) => expandRanges(batch.rows)).filter((row) => row <= last);
  const rows = new Map<number, SheetRow>();
  for (const span of spans(wanted, bandRows(area.width))) {
    const first = span[0] ?? 0;
    const sources = sheet.rows(first, (span[span.length - 1] ?? first) - first + 1, area.width);
    for (const row of span) {
      const source = sources[row - first];
      if (source !== undefined) rows.set(row, canonicalRow(binding, row, source));
    }
  }
  return rows;
}

/** Cuts row numbers into runs that one read takes comfortably. */
function spans(rowNumbers: readonly number[], size: number): number[][] {
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

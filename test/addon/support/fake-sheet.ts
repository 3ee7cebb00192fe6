// A tab in memory, as the corridor reads it: texts only, since what cells mean is shared/'s subject.
import type { SheetReader } from '../../../addon/sheet-reader.ts';
import { rowSource } from '../../../shared/sheet-rows.ts';

export interface FakeSheet extends SheetReader {
  /** Headers first; changed in place by tests. */
  readonly grid: string[][];
  readonly reads: { bands: number; rows: number };
}

export function fakeSheet(grid: string[][]): FakeSheet {
  const reads = { bands: 0, rows: 0 };
  return {
    grid,
    reads,
    facts: { spreadsheetId: 'S', spreadsheetName: 'Book', sheetName: 'Buyers', gid: 7, zone: 'Asia/Tokyo' },
    headers: (row) => [...(grid[row - 1] ?? [])],
    lastRow: () => grid.length,
    rows: (first, count, needs) => {
      reads.bands++;
      reads.rows += count;
      return grid
        .slice(first - 1, first - 1 + count)
        .map((row) =>
          rowSource(row.slice(0, needs.length).map((text) => ({ value: text, display: text, format: '' }))),
        );
    },
    shown: (first, count, index) => Array.from({ length: count }, (_, i) => grid[first - 1 + i]?.[index] ?? ''),
    formulas: (first, count) => grid.slice(first - 1, first - 1 + count).map((row) => row.map(() => '')),
    select: () => undefined,
    top: () => ({ rows: grid.slice(0, 15), merges: [], frozenRows: 1 }),
    tabs: () => [{ gid: 7, name: 'Buyers' }],
    selected: () => [],
  };
}

/** `buyer_number`, `name` and `address` of that many buyers. */
export const buyers = (count: number): string[][] => [
  ['buyer_number', 'name', 'address'],
  ...Array.from({ length: count }, (_, i) => [`AA${i + 1}`, `Buyer ${i + 1}`, 'Tokyo']),
];

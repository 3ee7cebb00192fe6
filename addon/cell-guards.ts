// What in a sheet must not be written over: formulas, the cells they fill, merged and protected cells. Read in few calls, then asked cell by cell.
import { again } from './again.ts';
import { spans } from './read-rows.ts';
import type { Tab } from './sheet.ts';
import type { Stands } from './sidebar/repair-answers.ts';
import { type FormulaCell, mayCover } from './spill.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;

/** Why the cell of that row must stay as it is; null where it may be written. */
export type Guards = (rowNumber: number) => Stands | null;

/** Above and to the left of the cells all formulas are read where these are no more cells; else only where arrays usually begin. */
const READ_WHOLE = 300_000;
const BAND = 100_000;

/** For cells of the column at `index`, in these rows. */
export function readGuards(
  { sheet, protections }: Tab,
  index: number,
  rows: readonly number[],
  headerRow: number,
): Guards {
  if (rows.length === 0) return () => null;
  const column = index + 1;
  const last = rows.reduce((most, row) => Math.max(most, row), 1);
  const merged = again(() => sheet.getRange(1, column, last, 1).getMergedRanges()).map(blockOf);
  const guarded = protections().map((protection) => {
    const isRange = protection.getProtectionType().toString() === 'RANGE';
    const except = isRange ? [] : protection.getUnprotectedRanges().map(blockOf);
    return { block: isRange ? blockOf(protection.getRange()) : null, except };
  });
  const formulas = regions(rows, column, last, headerRow).flatMap(([row, from, count, width]) =>
    again(() => sheet.getRange(row, from, count, width).getFormulas()).flatMap((line, i) =>
      line.flatMap((formula, j): FormulaCell[] =>
        formula === '' ? [] : [{ row: row + i, column: from + j, formula }],
      ),
    ),
  );
  const isProtected = (row: number) =>
    guarded.some(
      ({ block, except }) =>
        (block === null || holds(block, row, column)) && !except.some((b) => holds(b, row, column)),
    );
  return (row) => {
    if (formulas.some((cell) => cell.row === row && cell.column === column)) return 'formula';
    if (merged.some((block) => holds(block, row, column))) return 'merged';
    if (isProtected(row)) return 'protected';
    return mayCover(formulas, { row, column }) === null ? null : 'spill';
  };
}

type Region = readonly [row: number, column: number, rows: number, columns: number];

/** The cells' own column whole, the headings and the first row of data, and the rows themselves, to their left. */
function regions(rows: readonly number[], column: number, last: number, headerRow: number): Region[] {
  if (last * column <= READ_WHOLE) return [[1, 1, last, column]];
  const own: Region[] = [];
  for (let row = 1; row <= last; row += BAND) own.push([row, column, Math.min(BAND, last - row + 1), 1]);
  if (column === 1) return own;
  const left = spans(
    rows.filter((row) => row > headerRow + 1),
    Math.max(1, Math.floor(BAND / column)),
  ).map((span): Region => [span[0] ?? 1, 1, (span[span.length - 1] ?? 1) - (span[0] ?? 1) + 1, column - 1]);
  return [...own, [1, 1, headerRow + 1, column - 1], ...left];
}

interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

const blockOf = (range: Range): Block => ({
  row: range.getRow(),
  column: range.getColumn(),
  rows: range.getNumRows(),
  columns: range.getNumColumns(),
});

const holds = (block: Block, row: number, column: number): boolean =>
  row >= block.row && row < block.row + block.rows && column >= block.column && column < block.column + block.columns;

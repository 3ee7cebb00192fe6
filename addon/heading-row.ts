// Which row of a tab holds the headings: a guess over its first rows, and what stands in the way of reading them. Pure.
import { cellAddress } from '../shared/a1.ts';
import { isBlank } from './heading-text.ts';

/** So many rows from the top are looked at. */
export const TOP_ROWS = 15;

/** A range that is one cell to the eye; row and column count from 1. */
export interface Merge {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** The first rows as people see them. */
export interface Top {
  readonly rows: readonly (readonly string[])[];
  readonly merges: readonly Merge[];
  readonly frozenRows: number;
}

export type RowKind = 'title' | 'group' | 'headings' | 'data' | 'blank';

/** The rows that may hold the headings, the likeliest first; empty where the tab is. */
export function likelyRows(top: Top): readonly number[] {
  return top.rows
    .map((_, i) => ({ row: i + 1, score: score(top, i) }))
    .filter(({ score: points }) => points > 0)
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .map(({ row }) => row);
}

/** What each of the first rows is, once that one holds the headings. */
export function kindOf(top: Top, row: number, headerRow: number): RowKind {
  const cells = top.rows[row - 1] ?? [];
  if (row === headerRow) return 'headings';
  if (filled(cells).length === 0) return 'blank';
  if (row > headerRow) return 'data';
  return row === groupRow(top, headerRow) ? 'group' : 'title';
}

/** The row just above, where it heads groups of the headings: several texts, and one at least over more than one column. */
export function groupRow(top: Top, headerRow: number): number | null {
  const above = top.rows[headerRow - 2] ?? [];
  if (filled(above).length < 2) return null;
  const spans = mergesIn(top, headerRow - 1);
  return spans.length >= 2 || (spans.length > 0 && filled(above).length > spans.length) ? headerRow - 1 : null;
}

/** Cells of the heading row that belong to a merged range; `A3:B3` each. */
export const mergedCells = (top: Top, headerRow: number): readonly string[] =>
  mergesIn(top, headerRow).map(
    ({ row, column, rows, columns }) =>
      `${cellAddress(row, column - 1)}:${cellAddress(row + rows - 1, column + columns - 2)}`,
  );

export interface BlankHeading {
  readonly index: number;
  /** What stands in the row above, or over it in a merged cell. */
  readonly above: string | null;
}

/** Columns that hold something in the rows below, and have no heading. */
export function blankHeadings(top: Top, headerRow: number): readonly BlankHeading[] {
  const headings = headingsIn(top, headerRow);
  const width = Math.max(0, ...top.rows.map((cells) => cells.length));
  return Array.from({ length: width }, (_, index) => index)
    .filter((index) => isBlank(headings[index]))
    .filter((index) => top.rows.slice(headerRow).some((cells) => !isBlank(cells[index])))
    .map((index) => ({ index, above: textAbove(top, headerRow, index) }));
}

function headingsIn({ rows, merges }: Top, headerRow: number): readonly string[] {
  const tall = merges.map((merge) => ({ ...merge, text: rows[merge.row - 1]?.[merge.column - 1] ?? '' }));
  return withTall(rows[headerRow - 1] ?? [], headerRow, tall);
}

function textAbove(top: Top, headerRow: number, index: number): string | null {
  const cells = top.rows[headerRow - 2] ?? [];
  if (!isBlank(cells[index])) return cells[index] ?? null;
  const over = mergesIn(top, headerRow - 1).find(
    ({ column, columns }) => column <= index + 1 && index + 1 < column + columns,
  );
  const text = over === undefined ? '' : (cells[over.column - 1] ?? '');
  return isBlank(text) ? null : text;
}

/** A cell merged downwards into the heading row stands in it too: its text is the heading of its first column. */
export function withTall(cells: readonly string[], headerRow: number, merges: readonly TallMerge[]): readonly string[] {
  const tall = merges.filter(({ row, rows }) => row < headerRow && headerRow < row + rows);
  return cells.map((text, i) => (isBlank(text) ? (tall.find(({ column }) => column === i + 1)?.text ?? text) : text));
}

export interface TallMerge extends Merge {
  readonly text: string;
}

const mergesIn = ({ merges }: Top, row: number): readonly Merge[] =>
  merges.filter((merge) => merge.row <= row && row < merge.row + merge.rows && merge.columns > 1);

const filled = (cells: readonly string[]): readonly string[] => cells.filter((text) => !isBlank(text));

/** Headings are many, all different, words rather than numbers, and what stands below them is of another kind. */
function score(top: Top, at: number): number {
  const cells = top.rows[at] ?? [];
  const texts = filled(cells);
  if (texts.length === 0) return 0;
  const width = Math.max(...top.rows.map((row) => filled(row).length));
  const share = (count: number) => count / texts.length;
  const below = top.rows.slice(at + 1).filter((row) => filled(row).length > 0);
  const spans = mergesIn(top, at + 1).length;
  return (
    (3 * texts.length) / width +
    2 * share(new Set(texts).size) +
    3 * share(texts.filter(isWord).length) +
    3 * share(cells.filter((text, column) => isWord(text) && below.some((row) => isFigure(row[column]))).length) +
    (below.length > 0 ? 1 : 0) +
    (top.frozenRows === at + 1 ? 1.5 : 0) -
    4 * share(spans) -
    0.2 * at
  );
}

/** Short, with a letter in it, and neither a number nor a date. */
const isWord = (text: string): boolean =>
  !isBlank(text) && text.length <= 40 && /\p{L}/u.test(text) && !isFigure(text) && !/^(true|false)$/i.test(text.trim());

/** A number, an amount, a date, a time, a telephone number, a code of letters and digits, a tick. */
const isFigure = (text: string | undefined): boolean => {
  const plain = plainFigure(text ?? '');
  return (
    /^(true|false)$/i.test(plain) ||
    (/\d/.test(plain) && /^[A-Za-z]{0,4}[-\d\s.,:/年月日時分秒円%¥$€+()]+$/u.test(plain))
  );
};

const plainFigure = (text: string): string => text.normalize('NFKC').trim();

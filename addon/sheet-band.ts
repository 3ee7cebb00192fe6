// A band of whole rows of one tab, read in as few calls and as few cells as its columns need.
import type { CellValue } from '../shared/cell.ts';
import type { RowSource } from '../shared/sheet-rows.ts';
import { shownWall } from '../shared/shown-wall.ts';
import { skippedWall, utcToWall } from '../shared/time-zone.ts';
import { again } from './again.ts';
import type { Need, Needs } from './sheet-reader.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** The value of a text cell is what a person sees; what a number or a date looks like, and under which format, is asked only where one stands. */
export function readBand(sheet: Sheet, firstRow: number, count: number, needs: Needs, zone: string): RowSource[] {
  const columns = needs.flatMap((need, column) => (need === undefined ? [] : [column]));
  if (count <= 0 || columns.length === 0) return [];
  const read = <T>(wanted: readonly number[], get: (range: Range) => T[][]) =>
    readColumns(wanted, count, (from, to) => again(() => get(sheet.getRange(firstRow, from + 1, count, to - from))));
  const values = read<unknown>(columns, (range) => range.getValues());
  const holds = (column: number, is: (value: unknown) => boolean) => values.some(column, is);
  const wants = (column: number, ...wanted: readonly Need[]) => wanted.some((need) => need === needs[column]);
  const displays = read<string>(
    columns.filter((column) => wants(column, 'key') || (wants(column, 'text') && holds(column, isNoText))),
    (range) => range.getDisplayValues(),
  );
  const formats = read<string>(
    columns.filter(
      (column) =>
        (wants(column, 'key', 'text') && holds(column, isNumber)) || (wants(column, 'moment') && holds(column, isDate)),
    ),
    (range) => range.getNumberFormats(),
  );
  const seen = lazyDisplays(sheet, firstRow, count);
  const moment = (instant: number, row: number, column: number): CellValue => {
    const wallMs = utcToWall(instant, zone);
    const skippedMs = skippedWall(instant, wallMs, zone);
    if (skippedMs === null || wants(column, 'value')) return { wallMs };
    const display = displays.at(row, column) ?? seen(row, column);
    return { wallMs: shownWall(wallMs, skippedMs, display, formats.at(row, column) ?? '') };
  };
  const formulas = lazyFormulas(sheet, firstRow, count, columns);
  return Array.from({ length: count }, (_, row) => ({
    value: (column) => {
      const value = values.at(row, column);
      return value instanceof Date ? moment(value.getTime(), row, column) : ((value ?? null) as CellValue);
    },
    display: (column) => displays.at(row, column) ?? '',
    format: (column) => formats.at(row, column) ?? '',
    isFormula: (column) => formulas(row, column) !== '',
  }));
}

const isNoText = (value: unknown): boolean => typeof value !== 'string';
const isDate = (value: unknown): boolean => value instanceof Date;
const isNumber = (value: unknown): boolean => typeof value === 'number' || isDate(value);

interface Columns<T> {
  readonly at: (row: number, column: number) => T | undefined;
  readonly some: (column: number, is: (value: T) => boolean) => boolean;
}

/** Near columns are read together: a call costs about as much as that many cells too many. */
const CELLS_OF_A_CALL = 4_000;

function readColumns<T>(
  columns: readonly number[],
  rows: number,
  read: (from: number, to: number) => readonly (readonly T[])[],
): Columns<T> {
  const near = Math.floor(CELLS_OF_A_CALL / rows) + 1;
  const found: { readonly grid: readonly (readonly T[])[]; readonly from: number }[] = [];
  for (const [from, to] of groups(columns, near)) {
    const grid = read(from, to);
    for (let column = from; column < to; column++) found[column] = { grid, from };
  }
  return {
    at: (row, column) => {
      const group = found[column];
      return group?.grid[row]?.[column - group.from];
    },
    some: (column, is) => {
      const group = found[column];
      return group?.grid.some((row) => is(row[column - group.from] as T)) ?? false;
    },
  };
}

/** Columns from the first to one past the last of each group. */
function groups(columns: readonly number[], near: number): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const column of columns) {
    const last = found[found.length - 1];
    if (last !== undefined && column - last[1] < near) last[1] = column + 1;
    else found.push([column, column + 1]);
  }
  return found;
}

/** Asked for a column of dates only where one may be a time that the clocks skipped. */
function lazyDisplays(sheet: Sheet, firstRow: number, count: number): (row: number, column: number) => string {
  const read: string[][][] = [];
  return (row, column) => {
    const shown = read[column] ?? again(() => sheet.getRange(firstRow, column + 1, count, 1).getDisplayValues());
    read[column] = shown;
    return shown[row]?.[0] ?? '';
  };
}

/** Asked for rows without a key only; read once, from the first row that asks to the band's end. */
function lazyFormulas(
  sheet: Sheet,
  firstRow: number,
  count: number,
  columns: readonly number[],
): (row: number, column: number) => string {
  const left = columns[0] ?? 0;
  const width = (columns[columns.length - 1] ?? left) - left + 1;
  let from = -1;
  let read: string[][] = [];
  return (row, column) => {
    if (from < 0 || row < from) {
      from = row;
      read = again(() => sheet.getRange(firstRow + row, left + 1, count - row, width).getFormulas());
    }
    return read[row - from]?.[column - left] ?? '';
  };
}

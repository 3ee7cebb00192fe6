// A band of whole rows of one tab, read in as few calls and as few cells as its columns need.
import type { CellValue } from '../shared/cell.ts';
import type { RowSource } from '../shared/sheet-rows.ts';
import { shownWall } from '../shared/shown-wall.ts';
import { skippedWall, utcToWall } from '../shared/time-zone.ts';
import { again } from './again.ts';
import { type Head, isOneMoment } from './band-proof.ts';
import type { Need, Needs } from './sheet-reader.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** People who sort without end are told that the sheet could not be read. */
const TRIES = 4;

/**
 * The value of a text cell is what a person sees; what a number or a date looks like, and under which format, is asked only where
 * one stands. Throws where rows or columns moved each time it was read; `head` is what it was read under.
 */
export function readBand(
  sheet: Sheet,
  firstRow: number,
  count: number,
  needs: Needs,
  zone: string,
  head: Head | null = null,
): RowSource[] {
  if (count <= 0 || needs.every((need) => need === undefined)) return [];
  for (let tries = 1; tries <= TRIES; tries++) {
    const rows = readOnce(sheet, firstRow, count, needs, zone, head);
    if (rows !== null) return rows;
  }
  throw new Error('The rows moved while they were read.');
}

/** Null where its calls did not see the same rows and columns. */
function readOnce(
  sheet: Sheet,
  firstRow: number,
  count: number,
  needs: Needs,
  zone: string,
  head: Head | null,
): RowSource[] | null {
  const columns = needs.flatMap((need, column) => (need === undefined ? [] : [column]));
  const lead = leadOf(firstRow, columns, head);
  const read = <T>(wanted: readonly number[], get: (range: Range) => T[][]) =>
    readColumns(wanted, count, lead, (from, to) =>
      again(() => get(sheet.getRange(firstRow - lead, from + 1, count + lead, to - from))),
    );
  const values = read<unknown>(columns, (range) => range.getValues());
  const holds = (column: number, is: (value: unknown) => boolean) => values.some(column, is);
  const wants = (column: number, ...wanted: readonly Need[]) => wanted.some((need) => need === needs[column]);
  const formats = read<string>(
    columns.filter(
      (column) =>
        (wants(column, 'key', 'text') && holds(column, isNumber)) || (wants(column, 'moment') && holds(column, isDate)),
    ),
    (range) => range.getNumberFormats(),
  );
  // Last: the keys among them prove that the rows stand where the values and formats were read.
  const displays = read<string>(
    columns.filter((column) => wants(column, 'key') || (wants(column, 'text') && holds(column, isNoText))),
    (range) => range.getDisplayValues(),
  );
  const band = { sheet, firstRow, count, columns, keyColumn: needs.indexOf('key'), head: lead > 0 ? head : null };
  if (!isOneMoment({ ...band, values: values.at, displays: displays.at })) return null;
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

/** Rows from the headings to the band, where they cost no more than a call. */
function leadOf(firstRow: number, columns: readonly number[], head: Head | null): number {
  const rows = head === null ? 0 : firstRow - head.row;
  return rows > 0 && rows * columns.length <= CELLS_OF_A_CALL ? rows : 0;
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

/** Above the band, `lead` rows are read along; they have numbers below 0. */
function readColumns<T>(
  columns: readonly number[],
  count: number,
  lead: number,
  read: (from: number, to: number) => readonly (readonly T[])[],
): Columns<T> {
  const near = Math.floor(CELLS_OF_A_CALL / (count + lead)) + 1;
  const found: { readonly grid: readonly (readonly T[])[]; readonly from: number }[] = [];
  for (const [from, to] of groups(columns, near)) {
    const grid = read(from, to);
    for (let column = from; column < to; column++) found[column] = { grid, from };
  }
  return {
    at: (row, column) => {
      const group = found[column];
      return group?.grid[row + lead]?.[column - group.from];
    },
    some: (column, is) => {
      const group = found[column];
      return group?.grid.some((cells, row) => row >= lead && is(cells[column - group.from] as T)) ?? false;
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

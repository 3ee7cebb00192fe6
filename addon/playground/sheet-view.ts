// A tab as the page shows it: texts and kinds of cells, and what a person types into it.
import type { Sheet } from './host/sheet.ts';
import { typedValue } from './host/typed-value.ts';

export interface SheetView {
  readonly gid: number;
  readonly name: string;
  readonly frozenRows: number;
  readonly rows: readonly RowView[];
}

export interface RowView {
  readonly texts: readonly string[];
  /** A letter per cell: t text, n number or moment, b boolean. */
  readonly kinds: string;
}

const SPARE_ROWS = 50;

/** All rows with content and some empty ones below. */
export function sheetView(sheet: Sheet): SheetView {
  const rows = sheet.lastRow() + SPARE_ROWS;
  const columns = Math.max(26, sheet.lastColumn() + 2);
  sheet.maxRows = Math.max(sheet.maxRows, rows);
  sheet.maxColumns = Math.max(sheet.maxColumns, columns);
  return {
    gid: sheet.gid,
    name: sheet.name,
    frozenRows: sheet.frozenRows,
    rows: Array.from({ length: rows }, (_, at) => rowView(sheet, at + 1, columns)),
  };
}

export function rowView(sheet: Sheet, row: number, columns: number): RowView {
  const at = Array.from({ length: columns }, (_, index) => index + 1);
  return {
    texts: at.map((column) => sheet.display(row, column)),
    kinds: at.map((column) => KINDS[typeof sheet.value(row, column)] ?? 't').join(''),
  };
}

export interface TypedCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** Null, or why a cell could not be written. A number that the cell's format cannot show would break the page: it is undone. */
export function typeInto(sheet: Sheet, { row, column, text }: TypedCell): string | null {
  const before = {
    value: sheet.value(row, column),
    format: sheet.format(row, column),
    formula: sheet.formula(row, column),
  };
  try {
    sheet.set(row, column, typedValue(text, before.format));
    sheet.display(row, column);
    return null;
  } catch (error) {
    const { formula, ...plain } = before;
    sheet.set(row, column, formula === '' ? plain : before);
    return error instanceof Error ? error.message : String(error);
  }
}

const KINDS: Readonly<Record<string, string>> = { number: 'n', boolean: 'b' };

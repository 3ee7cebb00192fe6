// A tab as the page shows it: texts and kinds of cells, and what a person types into it.
import { type Conversion, conversionOf } from './conversion.ts';
import type { Sheet } from './host/sheet.ts';
import { PLAIN_TEXT, typedValue } from './host/typed-value.ts';

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

export interface TypedResult {
  /** Why a cell could not be written. */
  readonly refused: string | null;
  readonly converted: (Conversion & { readonly typed: string }) | null;
}

/** A cell kept as text takes the format of plain text. A number that the cell's format cannot show would break the page: it is undone. */
export function typeInto(
  sheet: Sheet,
  { row, column, text }: TypedCell,
  year: number,
  keepAsText: boolean,
): TypedResult {
  const before = {
    value: sheet.value(row, column),
    format: sheet.format(row, column),
    formula: sheet.formula(row, column),
  };
  const { locale } = sheet;
  try {
    const isKept = keepAsText && text !== '';
    sheet.set(
      row,
      column,
      isKept ? { value: text, format: PLAIN_TEXT } : typedValue(text, before.format, { locale, year }),
    );
    sheet.display(row, column);
    const became = conversionOf(text, sheet.value(row, column), sheet.format(row, column), locale);
    return { refused: null, converted: became && { ...became, typed: text } };
  } catch (error) {
    const { formula, ...plain } = before;
    sheet.set(row, column, formula === '' ? plain : before);
    return { refused: error instanceof Error ? error.message : String(error), converted: null };
  }
}

const KINDS: Readonly<Record<string, string>> = { number: 'n', boolean: 'b' };

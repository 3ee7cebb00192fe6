// One tab: values, number formats and formulas with fixed results. No cell is an object, and rows are taken as given until
// written, so that ten million cells fit.
import type { Block } from './a1.ts';
import { type CellScalar, displayOf } from './display.ts';

export type { CellScalar };

/** A value alone takes the format of its column. */
export type CellInput =
  | CellScalar
  | { readonly value: CellScalar; readonly format?: string; readonly formula?: string };

export interface SheetInput {
  readonly gid: number;
  readonly name: string;
  readonly rows: readonly (readonly CellInput[])[];
  /** By column; the header row may be listed here too, since text looks the same under any format. */
  readonly formats?: readonly string[];
  readonly frozenRows?: number;
  readonly maxRows?: number;
  readonly maxColumns?: number;
}

interface Row {
  values: readonly CellScalar[];
  /** Given to us, or shared with other rows: copied before the first write. */
  isBorrowed: boolean;
  formats?: Map<number, string> | undefined;
  formulas?: Map<number, string> | undefined;
}

/** Rows and columns count from 1, as in Sheets. */
export class Sheet {
  readonly gid: number;
  readonly frozenRows: number;
  readonly locale: string;
  name: string;
  maxRows: number;
  maxColumns: number;
  readonly #rows: Row[];
  readonly #formats: readonly string[];
  readonly #changed: (block: Block, sheet: Sheet) => void;
  /** Known until something changes. */
  #lastRow: number | null = null;
  #lastColumn: number | null = null;

  constructor(input: SheetInput, locale: string, changed: (block: Block, sheet: Sheet) => void) {
    this.gid = input.gid;
    this.name = input.name;
    this.frozenRows = input.frozenRows ?? 0;
    this.locale = locale;
    this.#rows = input.rows.map(toRow);
    this.#formats = input.formats ?? [];
    this.#changed = changed;
    const width = input.rows.reduce((most, row) => Math.max(most, row.length), 0);
    this.maxRows = Math.max(input.maxRows ?? 1000, input.rows.length);
    this.maxColumns = Math.max(input.maxColumns ?? 26, width);
  }

  value(row: number, column: number): CellScalar {
    return this.#rows[row - 1]?.values[column - 1] ?? null;
  }

  /** Empty where nobody chose one. */
  format(row: number, column: number): string {
    return this.#rows[row - 1]?.formats?.get(column) ?? this.#formats[column - 1] ?? '';
  }

  formula(row: number, column: number): string {
    return this.#rows[row - 1]?.formulas?.get(column) ?? '';
  }

  display(row: number, column: number): string {
    return displayOf(this.value(row, column), this.format(row, column), this.locale);
  }

  /** A row's values, as many as it has; not to be kept across a change. */
  values(row: number): readonly CellScalar[] {
    return this.#rows[row - 1]?.values ?? [];
  }

  /** The last row that holds anything; 0 for an empty sheet. */
  lastRow(): number {
    this.#lastRow ??= this.#rows.findLastIndex(isFilledRow) + 1;
    return this.#lastRow;
  }

  lastColumn(): number {
    this.#lastColumn ??= this.#rows.reduce((most, row) => Math.max(most, row.values.findLastIndex(isFilled) + 1), 0);
    return this.#lastColumn;
  }

  /** Writes one cell; a formula that stood there goes. */
  set(row: number, column: number, input: CellInput): void {
    this.write({ row, column, rows: 1, columns: 1 }, () => input);
  }

  /** Writes a block of cells and tells of it once. */
  write(block: Block, inputAt: (row: number, column: number) => CellInput): void {
    const { row: top, column: left, rows, columns } = block;
    while (this.#rows.length < top + rows - 1) this.#rows.push(emptyRow());
    for (let row = top; row < top + rows; row++) {
      const target = this.#rows[row - 1] ?? emptyRow();
      for (let column = left; column < left + columns; column++) setCell(target, column, inputAt(row, column));
    }
    this.#forgetEnds();
    this.#changed(block, this);
  }

  /** Inserts a row so that it becomes row `row`. */
  insertRow(row: number, cells: readonly CellInput[]): void {
    while (this.#rows.length < row - 1) this.#rows.push(emptyRow());
    this.#rows.splice(row - 1, 0, toRow(cells));
    this.maxRows += 1;
    this.#changedFrom(row);
  }

  deleteRow(row: number): void {
    this.#rows.splice(row - 1, 1);
    this.maxRows -= 1;
    this.#changedFrom(row);
  }

  /** Sorts the rows from `firstRow` on as a person's sort does: whole rows move. */
  sortRows(firstRow: number, compare: (a: readonly CellScalar[], b: readonly CellScalar[]) => number): void {
    const moved = this.#rows.splice(firstRow - 1);
    this.#rows.push(...moved.sort((a, b) => compare(a.values, b.values)));
    this.#changedFrom(firstRow);
  }

  #changedFrom(row: number): void {
    this.#forgetEnds();
    const rows = Math.max(1, this.maxRows - row + 1);
    this.#changed({ row, column: 1, rows, columns: this.maxColumns }, this);
  }

  #forgetEnds(): void {
    this.#lastRow = null;
    this.#lastColumn = null;
  }
}

const emptyRow = (): Row => ({ values: [], isBorrowed: false });

/** Ten million cells are taken as they are where they are plain. */
function toRow(cells: readonly CellInput[]): Row {
  if (cells.every(isPlain)) return { values: cells, isBorrowed: true };
  const row = emptyRow();
  cells.forEach((cell, index) => {
    setCell(row, index + 1, cell);
  });
  return row;
}

function setCell(row: Row, column: number, input: CellInput): void {
  const { value, format, formula } = typeof input === 'object' && input !== null ? input : { value: input };
  const values = own(row);
  while (values.length < column) values.push(null);
  values[column - 1] = value === '' ? null : value;
  if (format !== undefined) row.formats = (row.formats ?? new Map()).set(column, format);
  if (formula !== undefined) row.formulas = (row.formulas ?? new Map()).set(column, formula);
  else row.formulas?.delete(column);
}

function own(row: Row): CellScalar[] {
  const values = row.isBorrowed ? [...row.values] : (row.values as CellScalar[]);
  row.values = values;
  row.isBorrowed = false;
  return values;
}

const isPlain = (cell: CellInput): cell is CellScalar => cell === null || (typeof cell !== 'object' && cell !== '');
const isFilled = (value: CellScalar): boolean => value !== null;
const isFilledRow = (row: Row): boolean => row.values.some(isFilled) || (row.formulas?.size ?? 0) > 0;

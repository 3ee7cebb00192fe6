// One tab: values, number formats and formulas with fixed results. No cell is an object, so that ten million of them fit.
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
  values: CellScalar[];
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

  /** The last row that holds anything; 0 for an empty sheet. */
  lastRow(): number {
    return this.#rows.findLastIndex((row) => row.values.some(isFilled) || (row.formulas?.size ?? 0) > 0) + 1;
  }

  lastColumn(): number {
    return this.#rows.reduce((most, row) => Math.max(most, row.values.findLastIndex(isFilled) + 1), 0);
  }

  /** Writes one cell; a formula that stood there goes. */
  set(row: number, column: number, input: CellInput): void {
    while (this.#rows.length < row) this.#rows.push({ values: [] });
    const target = this.#rows[row - 1];
    if (target !== undefined) setCell(target, column, input);
    this.#changed({ row, column, rows: 1, columns: 1 }, this);
  }

  /** Inserts a row so that it becomes row `row`. */
  insertRow(row: number, cells: readonly CellInput[]): void {
    while (this.#rows.length < row - 1) this.#rows.push({ values: [] });
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
    const rows = Math.max(1, this.maxRows - row + 1);
    this.#changed({ row, column: 1, rows, columns: this.maxColumns }, this);
  }
}

function toRow(cells: readonly CellInput[]): Row {
  const row: Row = { values: [] };
  cells.forEach((cell, index) => {
    setCell(row, index + 1, cell);
  });
  return row;
}

function setCell(row: Row, column: number, input: CellInput): void {
  const { value, format, formula } = typeof input === 'object' && input !== null ? input : { value: input };
  while (row.values.length < column) row.values.push(null);
  row.values[column - 1] = value === '' ? null : value;
  if (format !== undefined) row.formats = (row.formats ?? new Map()).set(column, format);
  if (formula !== undefined) row.formulas = (row.formulas ?? new Map()).set(column, formula);
  else row.formulas?.delete(column);
}

const isFilled = (value: CellScalar): boolean => value !== null;

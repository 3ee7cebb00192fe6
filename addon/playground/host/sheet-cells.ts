// The cells of a tab: its rows, and the number formats of its columns. Whatever reshapes them says so by one call.
import type { Shift } from './block-shift.ts';
import type { CellScalar } from './display.ts';
import {
  type CellInput,
  emptyRow,
  isFilled,
  isFilledRow,
  type Row,
  setCell,
  setValue,
  shiftColumns,
  shiftKeys,
  toRow,
} from './sheet-row.ts';

/** Rows and columns count from 1. */
export class SheetCells {
  readonly #rows: Row[];
  #formats: ReadonlyMap<number, string>;
  /** Known until something changes. */
  #lastRow: number | null = null;
  #lastColumn: number | null = null;

  constructor(rows: readonly (readonly CellInput[])[], formats: readonly string[] = []) {
    this.#rows = rows.map(toRow);
    this.#formats = new Map(formats.map((format, index) => [index + 1, format]));
  }

  value(row: number, column: number): CellScalar {
    return this.#rows[row - 1]?.values[column - 1] ?? null;
  }

  format(row: number, column: number): string {
    return this.#rows[row - 1]?.formats?.get(column) ?? this.#formats.get(column) ?? '';
  }

  formula(row: number, column: number): string {
    return this.#rows[row - 1]?.formulas?.get(column) ?? '';
  }

  values(row: number): readonly CellScalar[] {
    return this.#rows[row - 1]?.values ?? [];
  }

  lastRow(): number {
    this.#lastRow ??= this.#rows.findLastIndex(isFilledRow) + 1;
    return this.#lastRow;
  }

  lastColumn(): number {
    this.#lastColumn ??= this.#rows.reduce((most, row) => Math.max(most, row.values.findLastIndex(isFilled) + 1), 0);
    return this.#lastColumn;
  }

  set(row: number, column: number, input: CellInput): void {
    setCell(this.#row(row), column, input);
    this.#forgetEnds();
  }

  /** Format and formula stay. */
  setValue(row: number, column: number, value: CellScalar): void {
    setValue(this.#row(row), column, value);
    this.#forgetEnds();
  }

  setFormat(row: number, column: number, format: string): void {
    const target = this.#row(row);
    target.formats = (target.formats ?? new Map()).set(column, format);
  }

  insertRow(row: number, cells: readonly CellInput[]): void {
    this.#grow(row - 1);
    this.#rows.splice(row - 1, 0, toRow(cells));
    this.#forgetEnds();
  }

  deleteRow(row: number): void {
    this.#rows.splice(row - 1, 1);
    this.#forgetEnds();
  }

  moveRows(first: number, count: number, to: number): void {
    this.#grow(Math.max(first, to) + count - 1);
    this.#rows.splice(to - 1, 0, ...this.#rows.splice(first - 1, count));
    this.#forgetEnds();
  }

  /** Where the rows from `first` on stand now, in the order that a sort would give them. */
  sortedOrder(first: number, compare: (a: readonly CellScalar[], b: readonly CellScalar[]) => number): number[] {
    const rows = this.#rows.slice(first - 1).map(({ values }, index) => ({ values, at: first + index }));
    return rows.sort((a, b) => compare(a.values, b.values)).map(({ at }) => at);
  }

  /** `order` names the rows from `first` on by where they stand now. */
  reorder(first: number, order: readonly number[]): void {
    const rows = order.flatMap((at) => this.#rows[at - 1] ?? []);
    this.#rows.splice(first - 1, rows.length, ...rows);
    this.#forgetEnds();
  }

  shiftColumns(shift: Shift): void {
    for (const row of this.#rows) shiftColumns(row, shift);
    this.#formats = shiftKeys(this.#formats, shift) ?? new Map();
    this.#forgetEnds();
  }

  /** What the cell has of its own. */
  own(row: number, column: number): CellInput {
    const value = this.value(row, column);
    const format = this.#rows[row - 1]?.formats?.get(column);
    const formula = this.formula(row, column);
    if (format === undefined && formula === '') return value;
    return { value, ...(format === undefined ? {} : { format }), ...(formula === '' ? {} : { formula }) };
  }

  snapshot(input: (row: number, column: number) => CellInput): {
    readonly rows: CellInput[][];
    readonly formats: string[];
  } {
    const rows = this.#rows.map((row, r) => {
      const width = Math.max(row.values.length, ...(row.formats?.keys() ?? []));
      return Array.from({ length: width }, (_, c) => input(r + 1, c + 1));
    });
    const columns = Math.max(0, ...this.#formats.keys());
    return { rows, formats: Array.from({ length: columns }, (_, c) => this.#formats.get(c + 1) ?? '') };
  }

  #row(row: number): Row {
    this.#grow(row);
    return this.#rows[row - 1] ?? emptyRow();
  }

  #grow(rows: number): void {
    while (this.#rows.length < rows) this.#rows.push(emptyRow());
  }

  #forgetEnds(): void {
    this.#lastRow = null;
    this.#lastColumn = null;
  }
}

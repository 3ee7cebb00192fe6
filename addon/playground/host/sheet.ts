// One tab: values, number formats, formulas with fixed results, merged cells and protections. No cell is an object, and rows are
// taken as given until written, so that ten million cells fit.
import type { Block } from './a1.ts';
import { Areas } from './areas.ts';
import { type Axis, deleted, inserted, moved, type Shift, sorted } from './block-shift.ts';
import { type CellScalar, displayOf } from './display.ts';
import type { Protection, ProtectionInput } from './protection.ts';
import { SheetCells } from './sheet-cells.ts';
import { type CellInput, spillOf } from './sheet-row.ts';
import { Spills } from './spills.ts';

export type { CellInput, CellScalar };

export interface SheetInput {
  readonly gid: number;
  readonly name: string;
  readonly rows: readonly (readonly CellInput[])[];
  /** By column; the header row may be listed here too, since text looks the same under any format. */
  readonly formats?: readonly string[];
  readonly merges?: readonly Block[];
  readonly protections?: readonly ProtectionInput[];
  readonly frozenRows?: number;
  readonly maxRows?: number;
  readonly maxColumns?: number;
}

/** Rows and columns count from 1, as in Sheets. */
export class Sheet {
  readonly gid: number;
  readonly frozenRows: number;
  readonly locale: string;
  name: string;
  maxRows: number;
  maxColumns: number;
  readonly #cells: SheetCells;
  readonly #areas = new Areas();
  readonly #spills: Spills;
  readonly #changed: (block: Block, sheet: Sheet) => void;

  constructor(input: SheetInput, locale: string, changed: (block: Block, sheet: Sheet) => void) {
    const { rows, merges = [], protections = [] } = input;
    this.gid = input.gid;
    this.name = input.name;
    this.frozenRows = input.frozenRows ?? 0;
    this.locale = locale;
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    this.maxRows = Math.max(input.maxRows ?? 1000, rows.length);
    this.maxColumns = Math.max(input.maxColumns ?? 26, width);
    this.#cells = new SheetCells(rows, input.formats);
    this.#spills = new Spills(this.#cells);
    rows.forEach((cells, index) => {
      this.#addSpills(index + 1, cells);
    });
    this.#spills.spread();
    this.#changed = () => undefined;
    for (const block of merges) this.merge(block);
    for (const protection of protections) this.protect(protection);
    this.#changed = changed;
  }

  value(row: number, column: number): CellScalar {
    return this.#cells.value(row, column);
  }

  /** Empty where nobody chose one. */
  format(row: number, column: number): string {
    return this.#cells.format(row, column);
  }

  /** Empty too where a cell only shows a result of an array formula in another. */
  formula(row: number, column: number): string {
    return this.#cells.formula(row, column);
  }

  display(row: number, column: number): string {
    return displayOf(this.value(row, column), this.format(row, column), this.locale);
  }

  /** A row's values, as many as it has; not to be kept across a change. */
  values(row: number): readonly CellScalar[] {
    return this.#cells.values(row);
  }

  get merges(): readonly Block[] {
    return this.#areas.merges;
  }

  get protections(): readonly Protection[] {
    return this.#areas.protections;
  }

  /** The last row that holds anything; 0 for an empty sheet. */
  lastRow(): number {
    return this.#cells.lastRow();
  }

  lastColumn(): number {
    return this.#cells.lastColumn();
  }

  /** Writes one cell; a formula that stood there goes. */
  set(row: number, column: number, input: CellInput): void {
    this.write({ row, column, rows: 1, columns: 1 }, () => input);
  }

  /** Writes a block of cells and tells of it once. Of merged cells only the first takes anything. */
  write(block: Block, inputAt: (row: number, column: number) => CellInput): void {
    this.#spills.foldAround(block);
    forEachCell(block, (row, column) => {
      if (this.#areas.isCovered(row, column)) return;
      const input = inputAt(row, column);
      const spill = spillOf(input);
      this.#clear(row, column);
      this.#cells.set(row, column, input);
      if (spill !== undefined) this.#spills.add(row, column, spill);
    });
    this.#spills.spread();
    this.#changed(block, this);
  }

  /** The number formats alone. */
  setFormats(block: Block, formatAt: (row: number, column: number) => string): void {
    forEachCell(block, (row, column) => this.#cells.setFormat(row, column, formatAt(row, column)));
    this.#changed(block, this);
  }

  /** As a person merges cells: what stands in the first one stays, all else goes. */
  merge(block: Block): void {
    this.#areas.merge(block);
    this.#spills.foldAround(block);
    forEachCell(block, (row, column) => {
      if (this.#areas.isCovered(row, column)) this.#clear(row, column);
    });
    this.#spills.spread();
    this.#changed(block, this);
  }

  unmerge(block: Block): void {
    this.#areas.unmerge(block);
    this.#changed(block, this);
  }

  /** Its number, to lift it by. */
  protect(input: ProtectionInput): number {
    return this.#areas.protect(input);
  }

  unprotect(id: number): void {
    this.#areas.unprotect(id);
  }

  /** Inserts a row so that it becomes row `row`. */
  insertRow(row: number, cells: readonly CellInput[]): void {
    this.#reshape('rows', inserted(row));
    this.#cells.insertRow(row, cells);
    this.#addSpills(row, cells);
    this.maxRows += 1;
    this.#reshaped(row);
  }

  deleteRow(row: number): void {
    this.#reshape('rows', deleted(row));
    this.#cells.deleteRow(row);
    this.maxRows -= 1;
    this.#reshaped(row);
  }

  /** `count` rows from `first` on; the first of them stands at `to` afterwards. */
  moveRows(first: number, count: number, to: number): void {
    this.#reshape('rows', moved(first, count, to));
    this.#cells.moveRows(first, count, to);
    this.#reshaped(Math.min(first, to));
  }

  /** Sorts the rows from `firstRow` on as a person's sort does: whole rows move, protections stay. */
  sortRows(firstRow: number, compare: (a: readonly CellScalar[], b: readonly CellScalar[]) => number): void {
    const order = this.#cells.sortedOrder(firstRow, compare);
    this.#reshape('rows', sorted(firstRow, order), true);
    this.#cells.reorder(firstRow, order);
    this.#reshaped(firstRow);
  }

  /** Inserts a column so that it becomes column `column`; its cells from the first row on. */
  insertColumn(column: number, cells: readonly CellInput[] = []): void {
    this.#reshape('columns', inserted(column));
    this.maxColumns += 1;
    cells.forEach((cell, index) => {
      this.#cells.set(index + 1, column, cell);
      this.#addSpills(index + 1, [cell], column);
    });
    this.#reshaped(1);
  }

  deleteColumn(column: number): void {
    this.#reshape('columns', deleted(column));
    this.maxColumns -= 1;
    this.#reshaped(1);
  }

  /** It stands at `to` afterwards. */
  moveColumn(column: number, to: number): void {
    this.#reshape('columns', moved(column, 1, to));
    this.#reshaped(1);
  }

  /** Everything of it, for a copy. */
  snapshot(): SheetInput {
    const { gid, name, frozenRows, maxRows, maxColumns, merges, protections } = this;
    const cells = this.#cells.snapshot((row, column) =>
      this.#spills.shows(row, column) ? null : this.#own(row, column),
    );
    return { gid, name, frozenRows, maxRows, maxColumns, merges, protections, ...cells };
  }

  #clear(row: number, column: number): void {
    this.#cells.set(row, column, null);
    this.#spills.drop(row, column);
  }

  #own(row: number, column: number): CellInput {
    const own = this.#cells.own(row, column);
    const spill = this.#spills.at(row, column);
    return spill === undefined || typeof own !== 'object' || own === null ? own : { ...own, spill };
  }

  #addSpills(row: number, cells: readonly CellInput[], firstColumn = 1): void {
    cells.forEach((cell, index) => {
      const spill = spillOf(cell);
      if (spill !== undefined) this.#spills.add(row, firstColumn + index, spill);
    });
  }

  /** Before the rows move; columns move with it. */
  #reshape(axis: Axis, shift: Shift, isSort = false): void {
    this.#areas.shift(axis, shift, isSort);
    this.#spills.fold();
    if (axis === 'columns') this.#cells.shiftColumns(shift);
    this.#spills.shift(axis, shift);
  }

  #reshaped(fromRow: number): void {
    this.#spills.spread();
    const rows = Math.max(1, this.maxRows - fromRow + 1);
    this.#changed({ row: fromRow, column: 1, rows, columns: this.maxColumns }, this);
  }
}

function forEachCell(
  { row: top, column: left, rows, columns }: Block,
  visit: (row: number, column: number) => void,
): void {
  for (let row = top; row < top + rows; row++) {
    for (let column = left; column < left + columns; column++) visit(row, column);
  }
}

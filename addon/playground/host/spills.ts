// Array formulas: one cell holds the formula, its neighbours show results. What is written into one of them stands in the way, and the
// formula shows an error until it is gone. The host calculates nothing: the results are those given with the formula.
import { ASSUMPTIONS } from '../../../shared/assumptions.ts';
import type { Block } from './a1.ts';
import { type Axis, overlaps, type Shift } from './block-shift.ts';
import type { CellScalar } from './display.ts';
import type { Spill } from './sheet-row.ts';

/** A tab's cells as an array formula needs them. */
export interface SpillGrid {
  readonly value: (row: number, column: number) => CellScalar;
  readonly formula: (row: number, column: number) => string;
  /** Nothing of the cell changes but what it shows. */
  readonly setValue: (row: number, column: number, value: CellScalar) => void;
}

interface ArrayFormula {
  readonly row: number;
  readonly column: number;
  readonly spill: Spill;
  isSpread: boolean;
}

const BLOCKED = ASSUMPTIONS.blockedSpillValue.value;

export class Spills {
  #all: ArrayFormula[] = [];
  readonly #grid: SpillGrid;

  constructor(grid: SpillGrid) {
    this.#grid = grid;
  }

  /** The results that start in this cell; undefined where no array formula stands there. */
  at(row: number, column: number): Spill | undefined {
    return this.#all.find((array) => array.row === row && array.column === column)?.spill;
  }

  /** Whether the cell shows a result of a formula that stands in another. */
  shows(row: number, column: number): boolean {
    return this.#all.some((array) => array.isSpread && isNeighbour(array, row, column));
  }

  add(row: number, column: number, spill: Spill): void {
    this.#all.push({ row, column, spill, isSpread: false });
  }

  /** Takes all results away but those in the formulas' own cells, before the tab changes. */
  fold(isFolded: (area: Block) => boolean = () => true): void {
    for (const array of this.#all) {
      if (!array.isSpread || !isFolded(areaOf(array))) continue;
      forEachResult(array, (row, column) => this.#grid.setValue(row, column, null));
      array.isSpread = false;
    }
  }

  foldAround(block: Block): void {
    this.fold((area) => overlaps(area, block));
  }

  /** Shows the results of every formula that is still there and has room for them. */
  spread(): void {
    this.#all = this.#all.filter(({ row, column }) => this.#grid.formula(row, column) !== '');
    for (const array of this.#all) {
      if (array.isSpread) continue;
      array.isSpread = this.#hasRoom(array);
      this.#grid.setValue(array.row, array.column, array.isSpread ? (array.spill[0]?.[0] ?? null) : BLOCKED);
      if (array.isSpread) forEachResult(array, (row, column, value) => this.#grid.setValue(row, column, value));
    }
  }

  /** Call it folded. */
  shift(axis: Axis, shift: Shift): void {
    this.#all = this.#all.flatMap((array) => {
      const now = shift(axis === 'rows' ? array.row : array.column);
      return now === null ? [] : [{ ...array, [axis === 'rows' ? 'row' : 'column']: now }];
    });
  }

  /** The formula of an array is written over: its results go with it. Call it folded. */
  drop(row: number, column: number): void {
    this.#all = this.#all.filter((array) => array.row !== row || array.column !== column);
  }

  #hasRoom(array: ArrayFormula): boolean {
    let hasRoom = true;
    forEachResult(array, (row, column) => {
      if (this.#grid.value(row, column) !== null || this.#grid.formula(row, column) !== '') hasRoom = false;
    });
    return hasRoom;
  }
}

const areaOf = ({ row, column, spill }: ArrayFormula): Block => ({
  row,
  column,
  rows: spill.length,
  columns: Math.max(1, ...spill.map((cells) => cells.length)),
});

function isNeighbour(array: ArrayFormula, row: number, column: number): boolean {
  const [down, right] = [row - array.row, column - array.column];
  return (down !== 0 || right !== 0) && array.spill[down]?.[right] !== undefined;
}

function forEachResult(
  { row, column, spill }: ArrayFormula,
  visit: (row: number, column: number, value: CellScalar) => void,
): void {
  spill.forEach((cells, down) => {
    cells.forEach((value, right) => {
      if (down !== 0 || right !== 0) visit(row + down, column + right, value);
    });
  });
}

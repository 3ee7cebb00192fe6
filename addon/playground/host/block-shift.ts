// Where a block lies after rows or columns were inserted, deleted or moved. Everything counts from 1.
import type { Block } from './a1.ts';

/** Where a row (or column) stands afterwards; null where it is gone. */
export type Shift = (at: number) => number | null;
export type Axis = 'rows' | 'columns';

export const inserted =
  (at: number): Shift =>
  (old) =>
    old >= at ? old + 1 : old;

export const deleted =
  (at: number): Shift =>
  (old) => {
    if (old === at) return null;
    return old > at ? old - 1 : old;
  };

/** `count` of them from `first` on; afterwards the first stands at `to`. */
export const moved =
  (first: number, count: number, to: number): Shift =>
  (old) => {
    if (old >= first && old < first + count) return old - first + to;
    const among = old < first ? old : old - count;
    return among < to ? among : among + count;
  };

/** `order` lists the old places from `first` on, in their new order. */
export function sorted(first: number, order: readonly number[]): Shift {
  const places = new Map(order.map((old, at) => [old, first + at]));
  return (old) => places.get(old) ?? old;
}

/** Null where nothing of it is left; `torn` where its parts no longer stand together. It grows by what was put into its middle. */
export function shiftBlock<B extends Block>(block: B, axis: Axis, shift: Shift): B | 'torn' | null {
  const [from, count] = axis === 'rows' ? [block.row, block.rows] : [block.column, block.columns];
  const left: number[] = [];
  for (let at = from; at < from + count; at++) {
    const now = shift(at);
    if (now !== null) left.push(now);
  }
  const [first, last] = [left[0], left[left.length - 1]];
  if (first === undefined || last === undefined) return null;
  if (left.some((now, i) => now <= (left[i - 1] ?? 0))) return 'torn';
  const grown = last - first + 1;
  if (grown > left.length + 1) return 'torn';
  return axis === 'rows' ? { ...block, row: first, rows: grown } : { ...block, column: first, columns: grown };
}

export const overlaps = (a: Block, b: Block): boolean =>
  a.row < b.row + b.rows &&
  b.row < a.row + a.rows &&
  a.column < b.column + b.columns &&
  b.column < a.column + a.columns;

export const holds = ({ row, column, rows, columns }: Block, atRow: number, atColumn: number): boolean =>
  atRow >= row && atRow < row + rows && atColumn >= column && atColumn < column + columns;

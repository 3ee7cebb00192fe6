// One row of a tab: values as given until written, with formats and formulas only where a cell has its own.

import type { Shift } from './block-shift.ts';
import type { CellScalar } from './display.ts';

/** A value alone takes the format of its column. */
export type CellInput = CellScalar | CellDetails;

export interface CellDetails {
  readonly value: CellScalar;
  readonly format?: string;
  readonly formula?: string;
  /** What an array formula shows from its own cell on, to the right and down; the first is the cell's own, in place of `value`. */
  readonly spill?: Spill;
}

export type Spill = readonly (readonly CellScalar[])[];

export interface Row {
  values: readonly CellScalar[];
  /** Given to us, or shared with other rows: copied before the first write. */
  isBorrowed: boolean;
  formats?: Map<number, string> | undefined;
  formulas?: Map<number, string> | undefined;
}

export const emptyRow = (): Row => ({ values: [], isBorrowed: false });

/** Ten million cells are taken as they are where they are plain. */
export function toRow(cells: readonly CellInput[]): Row {
  if (cells.every(isPlain)) return { values: cells, isBorrowed: true };
  const row = emptyRow();
  cells.forEach((cell, index) => {
    setCell(row, index + 1, cell);
  });
  return row;
}

export function setCell(row: Row, column: number, input: CellInput): void {
  const { value, format, formula } = detailsOf(input);
  setValue(row, column, value);
  if (format !== undefined) row.formats = (row.formats ?? new Map()).set(column, format);
  if (formula !== undefined) row.formulas = (row.formulas ?? new Map()).set(column, formula);
  else row.formulas?.delete(column);
}

/** The value alone, as a formula's new result. */
export function setValue(row: Row, column: number, value: CellScalar): void {
  const values = own(row);
  while (values.length < column) values.push(null);
  values[column - 1] = value === '' ? null : value;
}

export const spillOf = (input: CellInput): Spill | undefined => (isPlain(input) ? undefined : detailsOf(input).spill);

const detailsOf = (input: CellInput): CellDetails =>
  typeof input === 'object' && input !== null ? input : { value: input };

/** The row after its columns moved; what was put in is empty. */
export function shiftColumns(row: Row, shift: Shift): void {
  const values: CellScalar[] = [];
  row.values.forEach((value, index) => {
    const now = shift(index + 1);
    if (now === null) return;
    while (values.length < now) values.push(null);
    values[now - 1] = value;
  });
  row.values = values;
  row.isBorrowed = false;
  row.formats = shiftKeys(row.formats, shift);
  row.formulas = shiftKeys(row.formulas, shift);
}

export function shiftKeys<T>(map: ReadonlyMap<number, T> | undefined, shift: Shift): Map<number, T> | undefined {
  if (map === undefined) return undefined;
  const entries = [...map].map(([at, item]) => [shift(at), item] as const);
  return new Map(entries.filter((entry): entry is readonly [number, T] => entry[0] !== null));
}

function own(row: Row): CellScalar[] {
  const values = row.isBorrowed ? [...row.values] : (row.values as CellScalar[]);
  row.values = values;
  row.isBorrowed = false;
  return values;
}

const isPlain = (cell: CellInput): cell is CellScalar => cell === null || (typeof cell !== 'object' && cell !== '');
export const isFilled = (value: CellScalar): boolean => value !== null;
export const isFilledRow = (row: Row): boolean => row.values.some(isFilled) || (row.formulas?.size ?? 0) > 0;

// The only file that writes cells: those of one column that were looked at first, in as few calls as they lie together.

import { utcToWall } from '../shared/time-zone.ts';
import { again } from './again.ts';
import { readGuards } from './cell-guards.ts';
import { spans } from './read-rows.ts';
import type { Tab } from './sheet.ts';
import type { Stands } from './sidebar/repair-answers.ts';
import { type CellContent, PLAIN_TEXT, planRestore, serialOf } from './write-plan.ts';

/** What stands in a cell, moments as their serial numbers, so that it can be kept as plain data. */
export interface RawCell {
  readonly value: string | number | boolean;
  readonly format: string;
  readonly formula: string;
}

export interface CellWrite {
  readonly row: number;
  /** The format it has now. */
  readonly was: string;
  readonly content: CellContent;
}

const BAND = 20_000;

export function readRaw({ sheet, reader }: Tab, index: number, rows: readonly number[]): ReadonlyMap<number, RawCell> {
  const cells = new Map<number, RawCell>();
  for (const span of spans(rows, BAND)) {
    const first = span[0] ?? 1;
    const range = sheet.getRange(first, index + 1, (span[span.length - 1] ?? first) - first + 1, 1);
    const values = again(() => range.getValues());
    const formats = again(() => range.getNumberFormats());
    const formulas = again(() => range.getFormulas());
    for (const row of span) {
      const at = row - first;
      const value = rawValue(values[at]?.[0], reader.facts.zone);
      cells.set(row, { value, format: formats[at]?.[0] ?? '', formula: formulas[at]?.[0] ?? '' });
    }
  }
  return cells;
}

function rawValue(value: unknown, zone: string): RawCell['value'] {
  if (value instanceof Date) return serialOf(Math.round(utcToWall(value.getTime(), zone)));
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value ?? '');
}

export interface Written {
  /** Rows whose cells took what they were given, as far as the sheet says: to be read again. */
  readonly taken: readonly number[];
  /** Rows whose cells the sheet did not let be written. */
  readonly refused: readonly number[];
}

/** In the order of the rows, until `isLate`; what was not come to is in neither list. */
export function writeColumn(tab: Tab, index: number, writes: readonly CellWrite[], isLate: () => boolean): Written {
  const all = blocks(writes);
  let begun = 0;
  try {
    while (begun < all.length && !isLate()) put(tab, index, all[begun++] ?? []);
    tab.flush();
    return { taken: rowsOf(all.slice(0, begun)), refused: [] };
  } catch {
    // Writes are gathered, so that nobody can say which one was refused: once more, one by one.
    return writeEach(tab, index, all.slice(0, begun).flat(), isLate);
  }
}

function writeEach(tab: Tab, index: number, writes: readonly CellWrite[], isLate: () => boolean): Written {
  const taken: number[] = [];
  const refused: number[] = [];
  for (const write of writes) {
    // Begun before, it may have been written: whoever reads it again will see.
    const isTaken = isLate() || isPut(tab, index, write);
    (isTaken ? taken : refused).push(write.row);
  }
  return { taken, refused };
}

function isPut(tab: Tab, index: number, write: CellWrite): boolean {
  try {
    put(tab, index, [write]);
    tab.flush();
    return true;
  } catch {
    putBackFormat(tab, index, write);
    return false;
  }
}

function putBackFormat({ sheet, flush }: Tab, index: number, { row, was }: CellWrite): void {
  try {
    sheet.getRange(row, index + 1).setNumberFormat(was);
    flush();
  } catch {
    // The cell lets nothing be done to it: so its format is as it was.
  }
}

function put({ sheet }: Tab, index: number, block: readonly CellWrite[]): void {
  const [first] = block;
  if (first === undefined) return;
  const range = sheet.getRange(first.row, index + 1, block.length, 1);
  const { format, formatAfter } = first.content;
  if (format !== null && block.some(({ was }) => was !== format)) range.setNumberFormat(format);
  range.setValues(block.map(({ content }) => [content.value]));
  if (formatAfter !== null) range.setNumberFormat(formatAfter);
}

const rowsOf = (all: readonly (readonly CellWrite[])[]): number[] =>
  all.flatMap((block) => block.map(({ row }) => row));

/** Rows one below the other that take the same formats. */
function blocks(writes: readonly CellWrite[]): CellWrite[][] {
  const all: CellWrite[][] = [];
  for (const write of [...writes].sort((a, b) => a.row - b.row)) {
    const block = all[all.length - 1];
    const last = block?.[block.length - 1];
    const isNext =
      last?.row === write.row - 1 &&
      last.content.format === write.content.format &&
      last.content.formatAfter === write.content.formatAfter;
    if (isNext) block?.push(write);
    else all.push([write]);
  }
  return all;
}

/**
 * Writes a text into the one cell that shows `shown` now, as plain text. Why not, where it was not; null where it stands there
 * as given.
 */
export function writeCell(
  tab: Tab,
  headerRow: number,
  { rowNumber, index, shown }: { readonly rowNumber: number; readonly index: number; readonly shown: string },
  text: string,
): Stands | null {
  if (text.startsWith('=')) return 'like_formula';
  const guard = readGuards(tab, index, [rowNumber], headerRow)(rowNumber);
  if (guard !== null) return guard;
  const before = readRaw(tab, index, [rowNumber]).get(rowNumber);
  if (before === undefined || tab.reader.shown(rowNumber, 1, index)[0] !== shown) return 'changed';
  const write = (content: CellContent, was: string) =>
    writeColumn(tab, index, [{ row: rowNumber, was, content }], () => false);
  const { refused } = write({ value: text, format: PLAIN_TEXT, formatAfter: null }, before.format);
  if (refused.length > 0) return 'refused';
  if (tab.reader.shown(rowNumber, 1, index)[0] === text) return null;
  write(planRestore(before), PLAIN_TEXT);
  return 'not_kept';
}

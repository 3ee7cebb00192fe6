// What stood in cells before they took the database's value, kept in the document's properties until it is put back or let go.
import { sha256Hex } from '../shared/sha256.ts';
import { readJson, removeJson, writeJson } from './document-properties.ts';
import type { Taken } from './sidebar/repair-answers.ts';

export interface KeptCell {
  readonly key: string;
  /** Where it stood then. */
  readonly row: number;
  readonly value: string | number | boolean;
  readonly format: string;
  /** Of the text we wrote: a cell that shows another was touched since. */
  readonly wrote: string;
}

/** One group that was taken. */
export interface Take {
  readonly id: string;
  readonly at: string;
  readonly by: string | null;
  readonly header: string;
  readonly column: string;
  readonly cells: readonly KeptCell[];
}

/** Bytes of the 500 KB of a document's properties. */
const MOST = 150_000;

export const loadTakes = (gid: number): readonly Take[] =>
  ((readJson(nameOf(gid)) as readonly StoredTake[] | null) ?? []).map(unpacked);

/** False where it is more than may be kept; then nothing changed. */
export function saveTakes(gid: number, takes: readonly Take[]): boolean {
  const full = takes.filter(({ cells }) => cells.length > 0);
  if (full.length > 0) return writeJson(nameOf(gid), full.map(packed), MOST);
  removeJson(nameOf(gid));
  return true;
}

/** Before anything is written, so that a killed execution leaves nothing that could not be put back. False where there is no room. */
export function keepAlso(gid: number, take: Take, cells: readonly KeptCell[]): boolean {
  const takes = loadTakes(gid);
  const known = takes.find(({ id }) => id === take.id) ?? take;
  const others = takes.filter(({ id }) => id !== take.id);
  // Kept before and not written, since the execution was killed: what stands there now counts.
  const again = new Set(cells.map(({ key }) => key));
  const before = known.cells.filter(({ key }) => !again.has(key));
  return saveTakes(gid, [...others, { ...known, cells: [...before, ...cells] }]);
}

/** Cells that were not written after all. */
export function dropKept(gid: number, takeId: string, keys: ReadonlySet<string>): void {
  if (keys.size === 0) return;
  const rest = ({ cells }: Take) => cells.filter(({ key }) => !keys.has(key));
  saveTakes(
    gid,
    loadTakes(gid).map((take) => (take.id === takeId ? { ...take, cells: rest(take) } : take)),
  );
}

/** The newest, which is the one that can be put back next. */
export function takenOf(takes: readonly Take[]): Taken | null {
  const last = takes[takes.length - 1];
  return last === undefined ? null : { header: last.header, cells: last.cells.length, at: last.at, by: last.by };
}

/** A person keeps what was taken: nothing is left to put back. */
export const letGo = (gid: number): void => removeJson(nameOf(gid));

export const digestOf = (text: string | null): string => (text === null ? '' : sha256Hex(text, 16));

const nameOf = (gid: number): string => `rollcall.taken.${gid}`;

type StoredCell = readonly [key: string, row: number, value: KeptCell['value'], format: number, wrote: string];
interface StoredTake extends Omit<Take, 'cells'> {
  readonly formats: readonly string[];
  readonly cells: readonly StoredCell[];
}

function packed({ cells, ...take }: Take): StoredTake {
  const formats = [...new Set(cells.map(({ format }) => format))];
  const place = new Map(formats.map((format, i) => [format, i]));
  return {
    ...take,
    formats,
    cells: cells.map(({ key, row, value, format, wrote }) => [key, row, value, place.get(format) ?? 0, wrote]),
  };
}

const unpacked = ({ formats, cells, ...take }: StoredTake): Take => ({
  ...take,
  cells: cells.map(([key, row, value, format, wrote]) => ({ key, row, value, format: formats[format] ?? '', wrote })),
});

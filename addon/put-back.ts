// Puts back what stood in cells before they took the database's value: only those that nobody touched since; the others are named.
import { cellAddress } from '../shared/a1.ts';
import type { RowBinding } from '../shared/sheet-rows.ts';
import { refusal } from './answering.ts';
import { type BoundSheet, boundSheet, narrowed } from './bound-sheet.ts';
import { readGuards } from './cell-guards.ts';
import { cut, cutText } from './cut.ts';
import type { Execution } from './execution.ts';
import { besideKey, isSame, locate } from './rows-by-key.ts';
import type { Tab } from './sheet.ts';
import { type CellWrite, type RawCell, readRaw, writeColumn } from './sheet-write.ts';
import type { Reply } from './sidebar/answers.ts';
import type { NamedCell, PutBackReply, Stands } from './sidebar/repair-answers.ts';
import { digestOf, type KeptCell, loadTakes, saveTakes, type Take, takenOf } from './taken-values.ts';
import { planRestore } from './write-plan.ts';

const PAGE = 300;
const WRITE_MS = 10_000;

/** The newest group that was taken, a portion of it. */
export function putBack(tab: Tab, run: Execution): Reply<PutBackReply> {
  const { gid } = tab.reader.facts;
  const takes = loadTakes(gid);
  const take = takes[takes.length - 1];
  if (take === undefined) return refusal('nothing_to_put_back', 'No value was taken that could be put back.');
  const bound = boundSheet(tab.reader, run.send, run.headerRow);
  if (!bound.ok) return bound;
  const index = bound.binding.columns.find(({ column }) => column === take.column)?.index;
  if (index === undefined) return refusal('column_not_bound', 'No header means this column any more.');
  const cells = take.cells.slice(0, PAGE);
  const { restored, named, settled } = onePortion(tab, run, bound, take, cells, index);
  const left = [...cells.filter((cell) => !settled.has(cell)), ...take.cells.slice(PAGE)];
  const rest = [...takes.slice(0, -1), ...(left.length === 0 ? [] : [{ ...take, cells: left }])];
  saveTakes(gid, rest);
  return { ok: true, restored, named: cut(named, 40_000), isMore: left.length > 0, taken: takenOf(rest) };
}

/** A cell that still shows what we wrote. */
interface Untouched {
  readonly cell: KeptCell;
  readonly row: number;
  readonly write: CellWrite;
}

function onePortion(
  tab: Tab,
  run: Execution,
  bound: BoundSheet,
  take: Take,
  cells: readonly KeptCell[],
  index: number,
): { readonly restored: number; readonly named: readonly NamedCell[]; readonly settled: ReadonlySet<KeptCell> } {
  const binding = narrowed(bound, [take.column]);
  const { untouched, named } = look(tab, bound, binding, cells, index);
  // Right before the write: whose row it is, and what it shows, once more.
  const now = locate(
    bound,
    binding,
    untouched.map(({ cell, row }) => ({ key: cell.key, rowNumber: row })),
  );
  const still = untouched.filter(({ cell, row }, i) => {
    const found = now[i];
    return typeof found === 'object' && found.rowNumber === row && digestOf(besideKey(binding, found)) === cell.wrote;
  });
  const until = run.now() + WRITE_MS;
  const writes = still.map(({ write }) => write);
  const { taken, refused } = writeColumn(tab, index, writes, () => run.now() > until);
  const settled = new Set(cells);
  const left = still.filter(({ row }) => !taken.includes(row) && !refused.includes(row));
  for (const { cell } of left) settled.delete(cell);
  const after = readRaw(tab, index, taken);
  const isBack = ({ cell, row }: Untouched) => taken.includes(row) && isAsKept(after.get(row), cell);
  const failed = still.filter((one) => !left.includes(one) && !isBack(one));
  return {
    restored: still.filter(isBack).length,
    named: [
      ...named,
      ...untouched.filter((one) => !still.includes(one)).map((one) => naming(one, index, 'changed')),
      ...failed.map((one) => naming(one, index, refused.includes(one.row) ? 'refused' : 'not_kept')),
    ],
    settled,
  };
}

const naming = ({ cell, row }: Untouched, index: number, why: Stands): NamedCell => ({
  cell: cellAddress(row, index),
  key: cutText(cell.key, 60),
  why,
});

const isAsKept = (raw: RawCell | undefined, { value, format }: KeptCell): boolean =>
  raw !== undefined && raw.formula === '' && raw.value === value && raw.format === format;

/** Writes nothing. A cell that holds what it held before is settled without a word: it was never written, or put back by hand. */
function look(tab: Tab, bound: BoundSheet, binding: RowBinding, cells: readonly KeptCell[], index: number) {
  const found = locate(
    bound,
    binding,
    cells.map(({ key, row }) => ({ key, rowNumber: row })),
  );
  const rows = found.flatMap((row) => (typeof row === 'object' ? [row.rowNumber] : []));
  const guard = readGuards(tab, index, rows, bound.headerRow);
  const raws = readRaw(tab, index, rows);
  const untouched: Untouched[] = [];
  const named: NamedCell[] = [];
  const judge = (cell: KeptCell, row: (typeof found)[number]): Untouched | Stands | null => {
    if (typeof row === 'string') return row;
    const raw = raws.get(row.rowNumber);
    if (raw === undefined || isAsKept(raw, cell)) return null;
    const stands = guard(row.rowNumber);
    if (stands !== null) return stands;
    const value = besideKey(binding, row);
    if (!isSame(binding, row, value) || digestOf(value) !== cell.wrote) return 'changed';
    return { cell, row: row.rowNumber, write: { row: row.rowNumber, was: raw.format, content: planRestore(cell) } };
  };
  cells.forEach((cell, i) => {
    const row = found[i] ?? 'key_gone';
    const judged = judge(cell, row);
    const at = typeof row === 'string' ? null : cellAddress(row.rowNumber, index);
    if (typeof judged === 'object') untouched.push(...(judged === null ? [] : [judged]));
    else named.push({ cell: at, key: cutText(cell.key, 60), why: judged });
  });
  return { untouched, named };
}

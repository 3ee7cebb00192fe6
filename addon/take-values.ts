// Takes the database's values into the sheet, a portion of a report's group at a time: looked at, kept, written, read again. What cannot be written is named.
import { cellAddress } from '../shared/a1.ts';
import type { Mismatch, MismatchPage } from '../shared/protocol.ts';
import type { RowBinding } from '../shared/sheet-rows.ts';
import { refusal } from './answering.ts';
import { type BoundSheet, boundSheet, saidNo } from './bound-sheet.ts';
import { cut, cutText } from './cut.ts';
import type { Execution } from './execution.ts';
import { groupRequest } from './mismatch-pages.ts';
import { isSame, locate } from './rows-by-key.ts';
import type { Tab } from './sheet.ts';
import { readRaw, writeColumn } from './sheet-write.ts';
import type { Failed, Reply } from './sidebar/answers.ts';
import type { NamedCell, Stands, TakeReply, TakeWanted } from './sidebar/repair-answers.ts';
import { look, type Ready } from './take-look.ts';
import { digestOf, dropKept, type KeptCell, keepAlso, loadTakes, type Take, takenOf } from './taken-values.ts';
import { planRestore } from './write-plan.ts';

const PAGE = 300;
/** Of the 20 s that a call may take; reading again what was written comes after. */
const WRITE_MS = 10_000;

interface Asked extends TakeWanted {
  readonly by: string | null;
}

export function takeValues(tab: Tab, run: Execution, asked: Asked): Reply<TakeReply> {
  const { group, from } = asked;
  const request = groupRequest(asked.runId, group, from.cursor, PAGE);
  const bound = boundSheet(tab.reader, run.send, run.headerRow, [request]);
  if (!bound.ok) return bound;
  const answer = bound.answers[0];
  if (answer?.ok !== true) return saidNo(answer);
  const page = answer.body as MismatchPage;
  const inOrder = [...page.mismatches].sort((a, b) => a.rowNumber - b.rowNumber);
  const wanted = inOrder.slice(from.skip).filter(({ buyerNumber }) => asked.key === null || buyerNumber === asked.key);
  const portion = onePortion(tab, run, bound, asked, wanted);
  if (!portion.ok) return portion;
  const isFound = asked.key !== null && wanted.length > 0;
  const later = page.cursor === null ? null : { cursor: page.cursor, skip: 0 };
  const next =
    portion.handled < wanted.length ? { ...from, skip: from.skip + portion.handled } : isFound ? null : later;
  const { written, already, named } = portion;
  return {
    ok: true,
    written,
    already,
    named: cut(named, 40_000),
    next,
    taken: takenOf(loadTakes(tab.reader.facts.gid)),
  };
}

interface Portion {
  readonly ok: true;
  readonly written: number;
  readonly already: number;
  readonly named: readonly NamedCell[];
  /** How many of what was wanted are settled. */
  readonly handled: number;
}

function onePortion(
  tab: Tab,
  run: Execution,
  bound: BoundSheet,
  asked: Asked,
  wanted: readonly Mismatch[],
): Portion | Failed {
  const column = bound.binding.columns.find((candidate) => candidate.column === asked.group.field);
  if (column === undefined) return refusal('column_not_bound', 'No header means this column any more.');
  const looked = look(tab, bound, wanted, column);
  const { ready, binding } = looked;
  // Beyond what is handled all is looked at again by the next portion.
  const settled = (handled: number) => ({
    already: looked.already.filter((mismatch) => wanted.indexOf(mismatch) < handled).length,
    named: looked.named.filter(({ mismatch }) => wanted.indexOf(mismatch) < handled).map(({ cell }) => cell),
    handled,
  });
  if (ready.length === 0) return { ok: true, written: 0, ...settled(wanted.length) };
  const take = takeOf(run, asked, column.header);
  if (!keepAlso(tab.reader.facts.gid, take, ready.map(keptOf)))
    return refusal('no_room_to_keep', 'The document cannot keep more of what stood there.');
  // Right before the write: whose row it is, and what it shows, once more.
  const now = locate(bound, binding, ready.map(soughtOf));
  const isStill = (one: Ready, found = now[ready.indexOf(one)]): boolean =>
    typeof found === 'object' && found.rowNumber === one.row && isSame(binding, found, one.mismatch.spreadsheetValue);
  const still = ready.filter((one) => isStill(one));
  const changed = ready.filter((one) => !still.includes(one));
  const until = run.now() + WRITE_MS;
  const writes = still.map(({ write }) => write);
  const written = writeColumn(tab, column.index, writes, () => run.now() > until);
  const is = (rows: readonly number[]) => still.filter(({ row }) => rows.includes(row));
  const [taken, refused] = [is(written.taken), is(written.refused)];
  const left = still.filter((one) => !taken.includes(one) && !refused.includes(one));
  const proof = prove(tab, bound, binding, column.index, taken);
  const failed = [...changed, ...refused, ...proof.moved, ...proof.notKept];
  dropKept(tab.reader.facts.gid, take.id, new Set(keysOf([...failed, ...left])));
  const so = settled(left.length === 0 ? wanted.length : firstOf(wanted, left));
  return {
    ...so,
    ok: true,
    written: taken.length - proof.moved.length - proof.notKept.length,
    named: [
      ...so.named,
      ...named(changed, column.index, 'changed'),
      ...named(refused, column.index, 'refused'),
      ...named(proof.moved, column.index, 'moved'),
      ...named(proof.notKept, column.index, 'not_kept'),
    ],
  };
}

/** Cells are written in the order of their rows, so that those left are the last ones. */
const firstOf = (wanted: readonly Mismatch[], left: readonly Ready[]): number =>
  Math.min(...left.map(({ mismatch }) => wanted.indexOf(mismatch)));

const soughtOf = ({ mismatch, row }: Ready) => ({ key: mismatch.buyerNumber, rowNumber: row });
const keysOf = (all: readonly Ready[]): string[] => all.map(({ mismatch }) => mismatch.buyerNumber);
const named = (all: readonly Ready[], index: number, why: Stands): NamedCell[] =>
  all.map(({ mismatch, row }) => ({ cell: cellAddress(row, index), key: cutText(mismatch.buyerNumber, 60), why }));

const takeOf = (run: Execution, { takeId, by, group }: Asked, header: string): Take => ({
  id: takeId,
  at: new Date(run.now()).toISOString(),
  by,
  header: cutText(header, 60),
  column: group.field,
  cells: [],
});

const keptOf = ({ mismatch, row, raw }: Ready): KeptCell => ({
  key: mismatch.buyerNumber,
  row,
  value: raw.value,
  format: raw.format,
  wrote: digestOf(mismatch.databaseValue),
});

interface Proof {
  /** The rows changed places in the moment of writing: whose cell it was nobody can say. */
  readonly moved: readonly Ready[];
  readonly notKept: readonly Ready[];
}

/** Reads again what was written. A cell that does not read as the database's value gets back what stood there. */
function prove(tab: Tab, bound: BoundSheet, binding: RowBinding, index: number, taken: readonly Ready[]): Proof {
  const found = locate(bound, binding, taken.map(soughtOf));
  const raws = readRaw(
    tab,
    index,
    taken.map(({ row }) => row),
  );
  const [moved, notKept]: [Ready[], Ready[]] = [[], []];
  taken.forEach((one, i) => {
    const row = found[i];
    const isHere = typeof row === 'object' && row.rowNumber === one.row;
    const isRight = typeof row === 'object' && isSame(binding, row, one.mismatch.databaseValue);
    if (isRight && (!isHere || raws.get(one.row)?.formula === '')) return;
    (isHere ? notKept : moved).push(one);
  });
  if (notKept.length > 0) {
    const was = (row: number) => raws.get(row)?.format ?? '';
    const writes = notKept.map(({ row, raw }) => ({ row, was: was(row), content: planRestore(raw) }));
    writeColumn(tab, index, writes, () => false);
  }
  return { moved, notKept };
}

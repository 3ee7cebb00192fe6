// Rows that a sync would overwrite although they were changed in the database: which they are, what they hold, and how they are left out.
import { cellAddress } from '../shared/a1.ts';
import { canonicalKey } from '../shared/canonical-cell.ts';
import { batchRows, type Listed, planBatches } from '../shared/compare-parts.ts';
import { leftOut } from '../shared/left-out.ts';
import type { CompareAnswer, Mismatch, ValuesAnswer } from '../shared/protocol.ts';
import { expandRanges } from '../shared/row-set.ts';
import type { Only, RunState } from '../shared/run-steps.ts';
import { cut, cutText } from './cut.ts';
import type { Execution, Opened } from './execution.ts';
import { mustAsk } from './questions.ts';
import { rowsOfBatches } from './read-rows.ts';
import { one, reading } from './requests.ts';
import type { CompareNotes } from './sidebar/answers.ts';
import type { Overwrite } from './sidebar/check-answers.ts';

/** Both values are asked for of so many; the others are named. */
const LOOKED_AT = 20;
const FIELDS = 4;
const SHOWN = 12_000;

/** Positions by canonical key, found in the key column as people see it. */
function positionsOf(opened: Opened, { shown }: Listed, keys: readonly string[]): Map<string, number> {
  const { columns, keyPosition, zone } = opened.binding;
  const parsed = columns[keyPosition]?.parsed;
  const wanted = new Set(keys);
  const found = new Map<string, number>();
  if (parsed === undefined || wanted.size === 0) return found;
  shown.forEach((text, position) => {
    const key = canonicalKey(parsed, text, text, '', zone);
    if (typeof key === 'string' && wanted.has(key)) found.set(key, position);
  });
  return found;
}

/** What is sent where such rows are left out. Where not each of them is known by its key, no row is updated at all. */
export function withoutLeft(run: Execution, opened: Opened, listed: Listed, answer: CompareAnswer): readonly number[] {
  const { count, keys } = answer.overwrites;
  if (!run.said.leaves || count === 0) return answer.send;
  const found = new Set(positionsOf(opened, listed, keys).values());
  const left = found.size === count ? found : new Set(answer.differing);
  return answer.send.filter((position) => !left.has(position));
}

/** What a person is shown before they are overwritten; null where there is nothing to ask. */
export function overwritesOf(
  run: Execution,
  opened: Opened,
  state: RunState,
  listed: Listed,
  answer: CompareAnswer,
): CompareNotes['overwrites'] {
  const { count, keys } = amongChosen(answer.overwrites, state.only);
  if (run.trigger !== 'sidebar' || !mustAsk(run.said, count)) return null;
  const positions = positionsOf(opened, listed, keys);
  const values = valuesOf(
    run,
    opened,
    state,
    listed,
    keys.slice(0, LOOKED_AT).flatMap((key) => positions.get(key) ?? []),
  );
  const keyIndex = opened.binding.columns[opened.binding.keyPosition]?.index ?? 0;
  const items = keys.slice(0, 200).map((key): Overwrite => {
    const row = listed.rowNumbers[positions.get(key) ?? -1];
    const fields = values.filter((mismatch) => mismatch.buyerNumber === key).slice(0, FIELDS);
    return {
      key: cutText(key, 60),
      cell: row === undefined ? null : cellAddress(row, keyIndex),
      fields: fields.map(({ header, cell, spreadsheetValue, databaseValue }) => ({
        header: cutText(header, 60),
        cell,
        sheet: spreadsheetValue === null ? null : cutText(spreadsheetValue, 100),
        database: databaseValue === null ? null : cutText(databaseValue, 100),
      })),
    };
  });
  return cut(items, SHOWN, count);
}

/** Of a run of chosen rows, only those. */
function amongChosen(overwrites: CompareAnswer['overwrites'], only: Only | null): CompareAnswer['overwrites'] {
  if (!only) return overwrites;
  const chosen = new Set(only === 'missing' ? [] : only);
  const keys = overwrites.keys.filter((key) => chosen.has(key));
  return { count: keys.length, keys };
}

/** Asked with the number of a batch that no round's end repeats: a round that sends is compared once more. Nothing where it cannot be had. */
function valuesOf(
  run: Execution,
  opened: Opened,
  { runId, heldColumns }: RunState,
  listed: Listed,
  positions: readonly number[],
): readonly Mismatch[] {
  const batch = planBatches(
    listed,
    [...positions].sort((a, b) => a - b),
    1,
  )[0];
  if (batch === undefined) return [];
  const rows = run.rows ?? reading(() => rowsOfBatches(run.sheet, opened.binding, [batch]));
  const read = expandRanges(batch.rows).flatMap((row) => rows?.get(row) ?? []);
  const body = batchRows(batch, read, leftOut(opened.binding, heldColumns));
  if (body === null) return [];
  const answer = one(run, { method: 'put', path: `v1/runs/${runId}/values/1`, body: { rows: body } });
  return answer.ok ? (answer.body as ValuesAnswer).mismatches : [];
}

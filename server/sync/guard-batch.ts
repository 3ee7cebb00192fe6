// The guard at a batch. What the run holds is never written, whoever sends it; and where values were asked for and not shown,
// the batches themselves are the sample, judged before they are written.
import type { Db } from '../db/query.ts';
import type { RowToWrite } from '../rows/upsert.ts';
import { isPast, type Judged, judgeColumn, NO_HITS, type Tally } from './guard.ts';
import { holdTrips, readRows, type SeenRow, tallyOf, tripOf } from './guard-compare.ts';
import { lockGuard, saveGuard } from './guard-record.ts';
import type { RunContext } from './run-context.ts';
import type { Watch } from './run-record.ts';

/** Columns of the table that this batch may not write. */
export async function judgeBatch(db: Db, context: RunContext, rows: readonly RowToWrite[]): Promise<readonly string[]> {
  const { sheetId, runId } = context;
  const state = await lockGuard(db, sheetId, runId);
  const { watch } = state;
  if (watch === null || watch.isAnswered) return state.columns;
  const seen = await readRows(db, context, rows);
  const next = addSeen(watch, seen);
  const tripped = watch.columns.flatMap((facts) => {
    const judged = judge(watch, next, facts.position, seen);
    return judged === null ? [] : [{ position: facts.position, judged }];
  });
  const trips = tripped.flatMap(({ position, judged }) => tripOf(context, position, judged, state.keys, seen));
  const held = await holdTrips(db, context, trips);
  const settled = new Set(tripped.map(({ position }) => position));
  const left = { ...next, columns: watch.columns.filter((facts) => !settled.has(facts.position)) };
  await saveGuard(db, sheetId, runId, left, held);
  return [...state.columns, ...held.map((hold) => hold.column)];
}

function addSeen(watch: Watch, seen: readonly SeenRow[]): Watch {
  const keys = new Set(watch.keys);
  const inSample = seen.filter((row) => keys.has(row.key));
  const add = (rows: readonly SeenRow[], to: Readonly<Record<number, Tally>>) =>
    Object.fromEntries(watch.columns.map(({ position }) => [position, tallyOf(rows, position, to[position])]));
  return {
    ...watch,
    seen: watch.seen + inSample.length,
    sampled: add(inSample, watch.sampled),
    written: add(seen, watch.written),
  };
}

/** By the rows of the sample that came; before any of them came, by this batch; and by what was written in all. */
function judge(watch: Watch, next: Watch, position: number, seen: readonly SeenRow[]): Judged | null {
  const facts = watch.columns.find((column) => column.position === position);
  if (facts === undefined || seen.length === 0) return null;
  const [tally, of] =
    next.seen > 0 ? [next.sampled[position] ?? NO_HITS, next.seen] : [tallyOf(seen, position), seen.length];
  const judged = judgeColumn(facts, tally, of, watch.candidates);
  if (judged !== null) return judged;
  const { disappeared, replaced } = next.written[position] ?? NO_HITS;
  const rows = disappeared + replaced;
  if (!isPast(rows, facts.base)) return null;
  const reason = disappeared >= replaced ? 'values_disappear' : 'values_replaced';
  return { reason, rows, of: facts.base, estimated: true };
}

// What is remembered of a run that is done: the last one's verdict, or what a Check told; the run itself is forgotten, since its result holds cells.
import type { FinishAnswer } from '../shared/protocol.ts';
import type { RunState } from '../shared/run-steps.ts';
import type { Execution } from './execution.ts';
import * as store from './run-store.ts';
import type { Person, SavedRun } from './saved-run.ts';

export function closeRun(run: Execution, { state, person }: SavedRun): void {
  const { gid } = run.sheet.facts;
  const notes = run.notes ?? store.loadNotes(gid);
  run.notes = notes;
  if (state.isCheck) rememberCheck(run, state);
  else if (state.result !== null) rememberLast(run, state.result, state, person);
  store.forgetRun(gid);
}

function rememberLast(
  run: Execution,
  { receipt, verification }: FinishAnswer,
  { mode, runId }: RunState,
  person: Person,
): void {
  const { gid } = run.sheet.facts;
  const at = new Date(run.now()).toISOString();
  const last = { at, mode, verdict: verification.verdict, receipt, by: person.email, runId };
  store.remember(gid, { last, counts: run.notes?.counts ?? null });
}

/** It proved nothing, and is no last run. */
function rememberCheck(run: Execution, { runId }: RunState): void {
  const { gid } = run.sheet.facts;
  const { notes } = run;
  if (notes === null || notes.check === null) return;
  store.remember(gid, { last: store.recall(gid)?.last ?? null, counts: notes.counts });
  store.saveCheck(gid, { runId, plan: notes.plan, overwrites: notes.check.overwrites.count });
}

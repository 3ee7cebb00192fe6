// Starts, continues and stops the run of one tab, one execution at a time, and tells the sidebar where it stands.

import type { Mode } from '../shared/protocol.ts';
import { type RunState, startRun as startState } from '../shared/run-steps.ts';
import { refusal } from './answering.ts';
import type { Send } from './api.ts';
import { connect } from './connection.ts';
import { withDocumentLock } from './document-lock.ts';
import type { Execution } from './execution.ts';
import { explainRefusal } from './long-texts.ts';
import { personEmail } from './person.ts';
import { runReply } from './run-reply.ts';
import { askStop, clearStop, forgetRun, isStopAsked, loadRun, remember, saveRun } from './run-store.ts';
import { newRun, type SavedRun } from './saved-run.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Reply, RunReply } from './sidebar/answers.ts';
import { drive, firstStep, stepOf } from './sync-from-sheet.ts';

const LOCK_MS = 500;
/** As long as a call may hold the lock. */
const STOP_LOCK_MS = 20_000;

export function begin(sheet: SheetReader, mode: Mode): Reply<RunReply> {
  return working(sheet, LOCK_MS, (run) => {
    giveUpOwn(run, sheet.facts.gid);
    const first = firstStep(run, mode);
    return go(run, newRun(first.state, run.now(), personEmail()), first);
  });
}

/** A person's own unfinished run would make the sheet look busy to the next; another's is the server's to judge. */
function giveUpOwn(run: Execution, gid: number): void {
  const saved = loadRun(gid);
  if (saved === null || saved.by === null || saved.by !== personEmail()) return;
  abandon(run, saved.state.runId);
  forgetRun(gid);
}

export function goOn(sheet: SheetReader): Reply<RunReply> {
  return working(sheet, LOCK_MS, (run) => {
    const saved = loadRun(sheet.facts.gid);
    if (saved === null) return refusal('nothing_to_continue', 'No run of this sheet was begun here, or it has ended.');
    return go(run, saved, stepOf(saved.state));
  });
}

/** What landed stays, whole rows only; the server frees the sheet at once, or by itself after two minutes if it cannot be reached. */
export function stop(sheet: SheetReader): Reply<RunReply> {
  const { gid } = sheet.facts;
  const running = loadRun(gid);
  if (running !== null) askStop(gid, running.state.runId);
  return working(sheet, STOP_LOCK_MS, (run) => {
    const state = (loadRun(gid) ?? running)?.state;
    clearStop(gid);
    if (state === undefined) return refusal('nothing_to_stop', 'No run of this sheet is under way.');
    abandon(run, state.runId);
    forgetRun(gid);
    return runReply(run, stopped(state), 0, null);
  });
}

const abandon = (run: Execution, runId: string): void => {
  run.send([{ method: 'post', path: `v1/runs/${runId}/abandon`, body: {} }]);
};

const stopped = (state: RunState): RunState => ({
  ...state,
  phase: 'stopped',
  problem: { status: 0, code: 'stopped_by_person', detail: '', params: {}, retryAfterMs: null },
});

function working(sheet: SheetReader, waitMs: number, work: (run: Execution) => Reply<RunReply>): Reply<RunReply> {
  const send = connect();
  if (send === null) return refusal('no_key', 'This document holds no sheet key yet.');
  return withDocumentLock(waitMs, () => work(execution(sheet, send))) ?? busyHere(sheet);
}

const execution = (sheet: SheetReader, send: Send): Execution => ({
  sheet,
  send,
  headerRow: 1,
  now: () => Date.now(),
  sleep: (ms) => Utilities.sleep(ms),
  newRunId: () => Utilities.getUuid(),
  opened: null,
  rows: null,
  notes: null,
  findings: [],
  sheetFindings: null,
});

/** Nothing is kept of a run that the server did not open, and nothing of one that ended: its result holds cells. */
function go(run: Execution, from: SavedRun, first: Parameters<typeof drive>[2]): Reply<RunReply> {
  const { gid } = run.sheet.facts;
  const save = (saved: SavedRun) => {
    if (run.opened !== null && saved.state.phase !== 'done') saveRun(gid, saved);
  };
  const { saved, pauseMs } = drive(run, from, first, { save, isStopAsked: (runId) => isStopAsked(gid, runId) });
  const { state } = saved;
  if (state.phase === 'done') close(gid, saved, run.now());
  if (isOver(state)) forgetRun(gid);
  const refused = state.problem?.code === 'schema_refused' ? explainRefusal(run, state.problem) : null;
  return runReply(run, state, pauseMs, refused);
}

/** The server no longer goes on with this run: it ended, another took the sheet over, or it is not known any more. */
const isOver = ({ phase, problem }: RunState): boolean =>
  phase === 'stopped' && problem !== null && OVER.has(problem.code);

const OVER: ReadonlySet<string> = new Set(['lease_lost', 'run_finished', 'unknown_run', 'run_id_taken']);

function close(gid: number, { state, notes, by }: SavedRun, now: number): void {
  forgetRun(gid);
  if (state.result === null) return;
  const { receipt, verification } = state.result;
  const last = { at: new Date(now).toISOString(), mode: state.mode, verdict: verification.verdict, receipt, by };
  remember(gid, { last, counts: notes?.counts ?? null });
}

/** Another execution works on this document: nothing was done, the page asks again a little later. */
function busyHere(sheet: SheetReader): Reply<RunReply> {
  const saved = loadRun(sheet.facts.gid);
  const params = saved === null ? {} : { who: saved.by, since: new Date(saved.startedAt).toISOString(), local: true };
  const state = saved?.state ?? startState('', 'sync').state;
  return {
    ok: true,
    state: 'busy',
    gid: sheet.facts.gid,
    runId: state.runId,
    mode: state.mode,
    phase: state.phase,
    progress: state.progress,
    pauseMs: 2000,
    findings: { count: 0, items: [] },
    sheetFindings: { anew: false, count: 0, items: [] },
    groups: [],
    notes: null,
    result: null,
    schema: null,
    problem: { code: 'busy_here', detail: '', params },
  };
}

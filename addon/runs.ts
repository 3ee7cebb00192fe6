// Starts, continues and stops the run of one tab, one execution at a time, and tells the sidebar where it stands.
import { type RunOptions, type RunState, type Step, startRun as startState } from '../shared/run-steps.ts';
import { refusal } from './answering.ts';
import { closeRun } from './close-run.ts';
import { connect } from './connection.ts';
import { withDocumentLock } from './document-lock.ts';
import type { Execution } from './execution.ts';
import { askedBeforeRun } from './first-asked.ts';
import { nothingFound } from './found.ts';
import { explainRefusal } from './long-texts.ts';
import { newExecution } from './new-execution.ts';
import { type Choice, saidAfter } from './questions.ts';
import { abandon } from './requests.ts';
import { busyReply, runReply } from './run-reply.ts';
import * as store from './run-store.ts';
import { nothingSaid, type Said } from './said.ts';
import { isAnothers, LEASE_MS, newRun, type Person, type SavedRun, type Wanted } from './saved-run.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Failed, Reply, RunReply } from './sidebar/answers.ts';
import { type Drive, drive, firstStep, stepOf } from './sync-from-sheet.ts';

const LOCK_MS = 500;
/** As long as a call may hold the lock. */
const STOP_LOCK_MS = 20_000;
/** A call may last 20 s; these are shorter, since the last step may pass it, and so that the page can show how far the run is. */
const CALL_MS = 10_000;

export function begin(
  sheet: SheetReader,
  wanted: Wanted,
  person: Person,
  chosen: (run: Execution) => Chosen = () => ALL,
): Reply<RunReply> {
  const asked = asksFirst(sheet);
  if (asked !== null) return asked;
  return working(sheet, waitFor(sheet), (run) => {
    const saved = store.loadRun(sheet.facts.gid);
    if (saved !== null && isAnothers(saved, person, run.now())) return busyReply(run, saved);
    const options = chosen(run);
    if (!options.ok) return options;
    if (!giveUpOwn(run, saved)) return runReply(run, ended(saved?.state ?? NO_RUN, 'unreachable', {}), 0, null);
    const first = firstStep(run, wanted.mode, { ...wanted, ...options });
    const begun = newRun(first.state, run.now(), person);
    return go(run, kept(run, { ...begun, said: saidBefore(sheet.facts.gid, wanted) }), first);
  });
}

type Chosen = ({ readonly ok: true } & RunOptions) | Failed;
const ALL: Chosen = { ok: true };

/** The hourly sync is asked to give way, and is waited for as long as one of its steps may last. */
function waitFor(sheet: SheetReader): number {
  const saved = store.loadRun(sheet.facts.gid);
  if (saved?.driver !== 'schedule' || saved.state.phase === 'stopped') return LOCK_MS;
  store.askStop(sheet.facts.gid, saved.state.runId);
  return STOP_LOCK_MS;
}

/** False where the server could not be told: then the run is kept, to be continued or given up later. A run left by a sidebar would make the sheet look busy to the next; the schedule's is the server's to supersede. */
function giveUpOwn(run: Execution, saved: SavedRun | null): boolean {
  if (saved === null) return true;
  if (saved.driver === 'sidebar' && !abandon(run, saved.state.runId)) return false;
  store.clearStop(run.sheet.facts.gid);
  store.forgetRun(run.sheet.facts.gid);
  return true;
}

/** The next call of the window that drives the run; where another took it over, this window hears so. */
export function goOn(sheet: SheetReader, person: Person): Reply<RunReply> {
  return withOwn(sheet, person, (run, saved) => asked(run, saved) ?? go(run, saved, stepOf(saved.state)));
}

/** The person has answered what the run asks: it goes on, or asks the next thing. */
export function answer(sheet: SheetReader, choice: Choice, person: Person): Reply<RunReply> {
  return withOwn(sheet, person, (run, saved) => {
    const notes = store.loadNotes(sheet.facts.gid);
    if (saved.said.asks === null || notes === null) return go(run, saved, stepOf(saved.state));
    const said = saidAfter(saved.said, choice, notes);
    // What is left out is planned anew, by a compare of its own.
    const state: RunState = said.leaves
      ? { ...saved.state, phase: 'compare', pending: [], differing: [] }
      : saved.state;
    const next: SavedRun = { ...saved, said, state };
    return asked(run, next) ?? go(run, next, stepOf(state));
  });
}

function withOwn(
  sheet: SheetReader,
  person: Person,
  work: (run: Execution, saved: SavedRun) => Reply<RunReply>,
): Reply<RunReply> {
  return working(sheet, LOCK_MS, (run) => {
    const saved = store.loadRun(sheet.facts.gid);
    if (saved === null) return nothingToContinue;
    return saved.person.session === person.session ? work(run, saved) : takenOver(run, saved);
  });
}

/** A run that waits for an answer asks again; null where it waits for none. */
function asked(run: Execution, saved: SavedRun): Reply<RunReply> | null {
  if (saved.said.asks === null) return null;
  const { gid } = run.sheet.facts;
  store.saveRun(gid, { ...saved, heardAt: run.now() });
  return runReply(
    { ...run, found: nothingFound(saved.groups), said: saved.said, notes: store.loadNotes(gid) },
    saved.state,
    0,
    null,
  );
}

/** A person pressed Continue, or Take over: from now on the run is driven from there. */
export function resume(sheet: SheetReader, person: Person): Reply<RunReply> {
  return working(sheet, waitFor(sheet), (run) => {
    const saved = store.loadRun(sheet.facts.gid);
    if (saved === null) return nothingToContinue;
    if (isAnothers(saved, person, run.now())) return busyReply(run, saved);
    store.clearStop(sheet.facts.gid);
    const mine: SavedRun = { ...saved, person, driver: 'sidebar' };
    return asked(run, mine) ?? go(run, mine, stepOf(saved.state));
  });
}

const nothingToContinue = refusal('nothing_to_continue', 'No run of this sheet was begun here, or it has ended.');

const takenOver = (run: Execution, { state, person, heardAt, groups }: SavedRun): Reply<RunReply> =>
  runReply({ ...run, found: nothingFound(groups) }, ended(state, 'taken_over', who(person, heardAt)), 0, null);

const who = ({ email }: Person, at: number) => ({ who: email, since: new Date(at).toISOString() });

/** What landed stays, whole rows only; the server frees the sheet at once, or by itself after two minutes if it cannot be reached. */
export function stop(sheet: SheetReader, person: Person): Reply<RunReply> {
  const { gid } = sheet.facts;
  const running = store.loadRun(gid);
  const isTheirs = running !== null && isAnothers(running, person, Date.now());
  if (running !== null && !isTheirs) store.askStop(gid, running.state.runId);
  return working(sheet, STOP_LOCK_MS, (run) => {
    const saved = store.loadRun(gid) ?? running;
    store.clearStop(gid);
    if (saved === null) return refusal('nothing_to_stop', 'No run of this sheet is under way.');
    if (isTheirs) return busyReply(run, saved);
    if (abandon(run, saved.state.runId)) store.forgetRun(gid);
    run.found = { ...nothingFound(saved.groups) };
    return runReply(run, ended(saved.state, 'stopped_by_person', {}), 0, null);
  });
}

function saidBefore(gid: number, { yes, isSeen }: Wanted): Said {
  if (isSeen === true) return { ...nothingSaid, overwrites: Number.MAX_SAFE_INTEGER };
  const check = store.loadCheck(gid);
  if (yes === undefined || yes === '' || check?.runId !== yes) return nothingSaid;
  return { ...nothingSaid, yes: check.plan, overwrites: check.overwrites };
}

const NO_RUN = startState('', 'sync').state;

const ended = (state: RunState, code: string, params: Readonly<Record<string, unknown>>): RunState => ({
  ...state,
  phase: 'stopped',
  problem: { status: 0, code, detail: '', params, retryAfterMs: null },
});

/** Whoever begins a run: no row is read before somebody agreed on what the headings mean. */
function asksFirst(sheet: SheetReader): Failed | null {
  const send = connect(sheet.facts.gid);
  const asked = send === null ? null : askedBeforeRun(send, sheet.facts.gid);
  return asked === null ? null : refusal(asked, 'Nobody has agreed yet on what the headings of this tab mean.');
}

function working(sheet: SheetReader, waitMs: number, work: (run: Execution) => Reply<RunReply>): Reply<RunReply> {
  const send = connect(sheet.facts.gid);
  if (send === null) return refusal('no_key', 'This document holds no sheet key yet.');
  const run = newExecution(sheet, send, 'sidebar');
  return withDocumentLock(waitMs, () => work(run)) ?? busyHere(run);
}

function go(run: Execution, from: SavedRun, first: Step): Reply<RunReply> {
  const { state, pauseMs, pausedBy, isYielded } = advance(run, from, first, CALL_MS);
  const refused = state.problem?.code === 'schema_refused' ? explainRefusal(run, state.problem) : null;
  // Whoever asked for the sheet is waiting for the lock.
  return runReply(run, state, isYielded ? 1000 : pauseMs, refused, pausedBy);
}

/** Before the server is asked: killed under way, the run must not be a stranger that holds the sheet for two minutes. */
export function kept(run: Execution, begun: SavedRun): SavedRun {
  store.saveRun(run.sheet.facts.gid, begun);
  return begun;
}

/**
 * Drives the run for `callMs` and keeps it. Nothing is kept of a run that the server refused to open, and nothing of one that
 * ended: its result holds cells.
 */
export function advance(run: Execution, from: SavedRun, first: Step, callMs: number): Drive & { state: RunState } {
  const { gid } = run.sheet.facts;
  run.found = nothingFound(from.groups);
  const save = (saved: SavedRun): boolean => {
    if (saved.state.phase === 'done') return true;
    if (run.notes !== null && saved.state.scan === null) store.saveNotes(gid, run.notes);
    return store.saveRun(gid, saved);
  };
  const keep = { save, isStopAsked: (runId: string) => store.isStopAsked(gid, runId) };
  const driven = drive(run, from, first, keep, callMs);
  const { state } = driven.saved;
  if (state.phase === 'done') closeRun(run, driven.saved);
  const isRefusedNow = run.opened === null && isRefused(state) && !isOver(state);
  // Opened in an earlier call, it is still the server's, which would keep the sheet for it.
  if (isRefusedNow && wasOpened(from.state)) abandon(run, from.state.runId);
  if (isOver(state) || isRefusedNow) store.forgetRun(gid);
  return { ...driven, state };
}

const wasOpened = ({ phase, resumes }: RunState): boolean => phase !== 'open' || resumes !== null;

const isRefused = ({ phase, problem }: RunState): boolean =>
  phase === 'stopped' && problem !== null && problem.status >= 400 && problem.status < 500;

/** The server no longer goes on with this run: it ended, another took the sheet over, or it is not known any more. */
export const isOver = ({ phase, problem }: RunState): boolean =>
  phase === 'stopped' && problem !== null && OVER.has(problem.code);

const OVER: ReadonlySet<string> = new Set(['lease_lost', 'run_finished', 'unknown_run', 'run_id_taken']);

/** The hourly sync leaves a run alone that a person is at. */
export const yieldsTo = ({ driver, state, heardAt }: SavedRun, now: number): boolean =>
  driver === 'sidebar' && state.phase !== 'stopped' && now - heardAt < LEASE_MS;

/** Another execution works on this document: nothing was done, the page asks again a little later. */
function busyHere(run: Execution): Reply<RunReply> {
  const saved = store.loadRun(run.sheet.facts.gid);
  const params = saved === null ? {} : { ...who(saved.person, saved.startedAt), local: true };
  const state = saved?.state ?? NO_RUN;
  return {
    ...(runReply(run, ended(state, 'busy_here', params), 2000, null) as RunReply & { ok: true }),
    state: 'busy',
    phase: state.phase,
  };
}

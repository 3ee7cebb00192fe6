// The conversation of a run as one pure step function: what was answered goes in, what to ask next comes out.
// The state is small plain JSON without rows, so a run can be continued by another execution, or after a kill.
import type { BoundColumn, FinishAnswer, Held, Mode } from './protocol.ts';
import { countRanges } from './row-set.ts';

export const IN_FLIGHT = 4;
const MAX_FAILURES = 6;
/** Compares begun anew in a row, because the sheet was sorted or filled while it was read. */
const MAX_RESTARTS = 8;
/** A sheet whose rows never stand still is compared this often; then its run closes and says what differs. */
const MAX_COMPARES = 12;

/** A batch as planned by a compare: which rows it holds, and a digest of their keys then. */
export interface PlannedBatch {
  readonly number: number;
  /** Row numbers as ranges: `2-101,105`. */
  readonly rows: string;
  readonly keys: string;
}

/**
 * Where a compare stands that takes more than one part: rows below `nextRow` are staged at the server. Any of it is void once
 * the key column, as people see it, is no longer the one of `keysDigest`.
 */
export interface Scan {
  readonly keysDigest: string;
  /** Of the sheet when the compare began; rows that came since are for the next one. */
  readonly lastRow: number;
  readonly nextRow: number;
  readonly nextPart: number;
  /** The rows in the parts so far (neither blank nor rejected), packed: what the server's positions count. */
  readonly listed: string;
  readonly rows: number;
  /** [row number, bytes] of the rows so long that they may fill a batch before it has a hundred. */
  readonly heavy: readonly (readonly [number, number])[];
  readonly rejected: number;
  /** Of a run that sends only some keys: the listed rows that have one of them, packed. */
  readonly chosen?: string;
}

export interface Progress {
  readonly rows: number;
  readonly toSend: number;
  readonly sent: number;
  readonly inserted: number;
  readonly updated: number;
  readonly rejected: number;
}

export type Phase = 'open' | 'compare' | 'push' | 'values' | 'finish' | 'done' | 'stopped';

/** Which rows of what a compare asks for are sent: those the database lacks, or those with these keys. */
export type Only = 'missing' | readonly string[];
/** So many keys a run of chosen rows can keep with its state: of more, a whole sync is the better way. */
export const MOST_CHOSEN = 5000;

export interface RunState {
  readonly runId: string;
  readonly mode: Mode;
  /** A verify that also says what a sync would do, and what it would meet. */
  readonly isCheck: boolean;
  /** Null: all of them. */
  readonly only: Only | null;
  /** `index` of the columns that the guard holds in this run: left out of compare and batches. */
  readonly heldColumns: readonly number[];
  /** Batches asked for at once. A client that pools its requests takes more than it has in flight. */
  readonly wave: number;
  readonly phase: Phase;
  /** While an execution that did not open the run asks to: what is gone on with then. */
  readonly resumes: Phase | null;
  readonly round: number;
  readonly compares: number;
  readonly restarts: number;
  readonly failures: number;
  readonly scan: Scan | null;
  readonly pending: readonly PlannedBatch[];
  readonly differing: readonly PlannedBatch[];
  readonly progress: Progress;
  readonly result: FinishAnswer | null;
  readonly problem: RunProblem | null;
}

/** `status` 0 is a connection that broke or never came about. */
export interface RunProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | null;
}

export type StepRequest =
  | { readonly kind: 'open' }
  | { readonly kind: 'compare' }
  | { readonly kind: 'batches'; readonly round: number; readonly batches: readonly PlannedBatch[] }
  | { readonly kind: 'values'; readonly batches: readonly PlannedBatch[] }
  | { readonly kind: 'finish' }
  /** `code` says what is waited for. */
  | { readonly kind: 'wait'; readonly ms: number; readonly code: string; readonly then: StepRequest };

interface Compared {
  readonly kind: 'compared';
  readonly round: number;
  readonly rows: number;
  readonly differs: number;
  /** What the server asked for, planned as batches. */
  readonly send: readonly PlannedBatch[];
  /** Rows that differ now, for their values. */
  readonly differing: readonly PlannedBatch[];
  /** What the guard holds: the whole run, or columns by their `index`. */
  readonly held?: HeldNow | null;
}

export interface HeldNow {
  readonly scope: Held['scope'];
  readonly columns: readonly number[];
}

/** `answer.held` by the columns of the sheet. */
export const heldNow = (held: Held | null, columns: readonly BoundColumn[]): HeldNow | null =>
  held === null
    ? null
    : {
        scope: held.scope,
        columns: columns
          .filter(({ column }) => column !== null && held.columns.includes(column))
          .map(({ index }) => index),
      };

export type BatchOutcome =
  | {
      readonly number: number;
      readonly kind: 'landed';
      readonly rows: number;
      readonly inserted: number;
      readonly updated: number;
      readonly rejected: number;
    }
  | { readonly number: number; readonly kind: 'moved' }
  | { readonly number: number; readonly kind: 'failed'; readonly problem: RunProblem };

export type StepOutcome =
  | { readonly kind: 'opened' }
  /** A part of the sheet is with the server; the next one is to follow. */
  | { readonly kind: 'scanned'; readonly scan: Scan; readonly rows: number }
  | Compared
  | { readonly kind: 'batches'; readonly results: readonly BatchOutcome[] }
  | { readonly kind: 'values'; readonly results: readonly BatchOutcome[] }
  | { readonly kind: 'finished'; readonly answer: FinishAnswer }
  | { readonly kind: 'failed'; readonly problem: RunProblem };

/** `request` is null when the run is done or stopped; `state` says which, with its result or its problem. */
export interface Step {
  readonly state: RunState;
  readonly request: StepRequest | null;
}

export interface RunOptions {
  readonly wave?: number;
  readonly isCheck?: boolean;
  readonly only?: Only | null;
}

export function startRun(
  runId: string,
  mode: Mode,
  { wave = IN_FLIGHT, isCheck = false, only = null }: RunOptions = {},
): Step {
  return ask({
    runId,
    mode,
    isCheck,
    only,
    heldColumns: [],
    wave,
    phase: 'open',
    resumes: null,
    round: 0,
    compares: 0,
    restarts: 0,
    failures: 0,
    scan: null,
    pending: [],
    differing: [],
    progress: { rows: 0, toSend: 0, sent: 0, inserted: 0, updated: 0, rejected: 0 },
    result: null,
    problem: null,
  });
}

/** Continue after a kill, a closed lid or a pause: the server is asked for the run again, then it goes on where it stood. */
export function continueRun(state: RunState): Step {
  const isStopped = state.phase === 'stopped';
  const resumes = !isStopped ? state.phase : state.round === 0 ? 'compare' : resumePhase(state);
  return reopen({ ...state, phase: resumes, failures: 0, problem: null });
}

/** For the next execution of a run that goes on: what failed before may still fail, only its own success forgives it. */
export const reopen = (state: RunState): Step =>
  ask(state.phase === 'open' || state.phase === 'done' ? state : { ...state, phase: 'open', resumes: state.phase });

/** What comes next in an execution that has the run open already. */
export const goOn = (state: RunState): Step => ask(state);

/** Pure: the next thing to ask, given the answer to the last one. */
export function nextStep(state: RunState, outcome: StepOutcome): Step {
  switch (outcome.kind) {
    case 'opened':
      return ask({
        ...state,
        failures: state.resumes === null ? 0 : state.failures,
        phase: state.resumes ?? 'compare',
        resumes: null,
      });
    case 'scanned':
      return ask({
        ...state,
        failures: 0,
        scan: outcome.scan,
        progress: { ...state.progress, rows: outcome.rows },
      });
    case 'compared':
      return ask(afterCompare(state, outcome));
    case 'batches':
      return afterBatches(state, outcome.results, 'pending');
    case 'values':
      return afterBatches(state, outcome.results, 'differing');
    case 'finished':
      return ask({ ...state, phase: 'done', result: outcome.answer });
    case 'failed':
      return afterFailure(state, outcome.problem);
  }
}

function afterCompare(state: RunState, compared: Compared): RunState {
  const guarded =
    state.mode === 'sync' ? afterGuard(state, compared) : state.isCheck ? afterForecast(state, compared) : null;
  return guarded ?? planned(state, compared);
}

/** Of a held run nothing is sent. Columns that are held, or were let through meanwhile, make for another compare; null where neither is so. */
function afterGuard(state: RunState, { round, rows, held }: Compared): RunState | null {
  const compares = state.compares + 1;
  const base = { ...state, compares, failures: 0, restarts: 0, scan: null, round, pending: [], differing: [] };
  const progress = { ...state.progress, rows, toSend: state.progress.sent };
  if (held?.scope === 'run') return { ...base, phase: 'finish', progress };
  const heldColumns = held?.columns ?? [];
  if (compares >= MAX_COMPARES || heldColumns.join() === state.heldColumns.join()) return null;
  return { ...base, heldColumns, phase: 'compare', progress };
}

/** A Check leaves out what a sync would hold, and compares again, so that it counts what the sync will write. Told once, it stays left out. */
function afterForecast(state: RunState, { round, rows, held }: Compared): RunState | null {
  const compares = state.compares + 1;
  const anew = held?.scope === 'columns' ? held.columns.filter((index) => !state.heldColumns.includes(index)) : [];
  if (anew.length === 0 || compares >= MAX_COMPARES) return null;
  const heldColumns = [...state.heldColumns, ...anew];
  const progress = { ...state.progress, rows };
  return { ...state, compares, failures: 0, restarts: 0, scan: null, round, heldColumns, phase: 'compare', progress };
}

function planned(state: RunState, compared: Compared): RunState {
  const compares = state.compares + 1;
  const toSend = state.mode === 'sync' && compares < MAX_COMPARES ? compared.send : [];
  // A Check says what a sync would do now, and gives no verdict that a second look would have to confirm.
  const again = state.mode === 'verify' && !state.isCheck && compares === 1 && compared.differs > 0;
  return {
    ...state,
    compares,
    failures: 0,
    restarts: 0,
    scan: null,
    round: compared.round,
    pending: toSend,
    // Rows that are sent are compared once more before anyone asks for their values.
    differing: toSend.length > 0 ? [] : compared.differing,
    phase: again ? 'compare' : toSend.length > 0 ? 'push' : afterPush(compared.differing),
    progress: { ...state.progress, rows: compared.rows, toSend: state.progress.sent + rowCount(toSend) },
  };
}

const afterPush = (differing: readonly PlannedBatch[]): Phase => (differing.length > 0 ? 'values' : 'finish');

function afterBatches(state: RunState, results: readonly BatchOutcome[], list: 'pending' | 'differing'): Step {
  const settled = new Set(results.filter(isSettled).map((result) => result.number));
  const left = state[list].filter((batch) => !settled.has(batch.number));
  const counted: RunState = {
    ...state,
    [list]: left,
    failures: settled.size > 0 ? 0 : state.failures,
    progress: list === 'pending' ? results.reduce(addResult, state.progress) : state.progress,
  };
  for (const result of results)
    if (result.kind === 'failed' && !isSettled(result)) return afterFailure(counted, result.problem);
  if (left.length > 0) return ask(counted);
  if (list === 'differing') return ask({ ...counted, phase: 'finish' });
  return ask({ ...counted, phase: 'compare', progress: { ...counted.progress, rows: 0 } });
}

/** A number that landed before with other rows, because its answer was lost and a cell edited since, is left to the next round. */
const isSettled = (result: BatchOutcome): boolean =>
  result.kind !== 'failed' || result.problem.code === 'batch_differs';

function addResult(progress: Progress, result: BatchOutcome): Progress {
  if (result.kind !== 'landed') return progress;
  return {
    ...progress,
    sent: progress.sent + result.rows,
    inserted: progress.inserted + result.inserted,
    updated: progress.updated + result.updated,
    rejected: progress.rejected + result.rejected,
  };
}

/** What a failure means for the run: ask the same again after a pause, compare again, or stop and say why. */
function afterFailure(state: RunState, problem: RunProblem): Step {
  const failures = state.failures + 1;
  if (isPassing(problem.status)) {
    if (failures > MAX_FAILURES) return stop(state, problem);
    const then = requestFor(state);
    const ms = problem.retryAfterMs ?? Math.min(1000 * 2 ** (failures - 1), 30_000);
    return {
      state: { ...state, failures },
      request: then === null ? null : { kind: 'wait', ms, code: problem.code, then },
    };
  }
  if (COMPARE_AGAIN.has(problem.code) && state.restarts < MAX_RESTARTS) {
    return ask({
      ...state,
      restarts: state.restarts + 1,
      phase: 'compare',
      resumes: null,
      scan: null,
      pending: [],
      differing: [],
    });
  }
  return stop(state, problem);
}

const isPassing = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500;

const COMPARE_AGAIN: ReadonlySet<string> = new Set(['sheet_moved', 'stale_round', 'compare_needed', 'parts_missing']);

const stop = (state: RunState, problem: RunProblem): Step => ({
  state: { ...state, phase: 'stopped', resumes: null, problem },
  request: null,
});

const ask = (state: RunState): Step => ({ state, request: requestFor(state) });

function requestFor(state: RunState): StepRequest | null {
  switch (state.phase) {
    case 'open':
      return { kind: 'open' };
    case 'compare':
      return { kind: 'compare' };
    case 'push':
      return { kind: 'batches', round: state.round, batches: state.pending.slice(0, state.wave) };
    case 'values':
      return { kind: 'values', batches: state.differing.slice(0, state.wave) };
    case 'finish':
      return { kind: 'finish' };
    case 'done':
    case 'stopped':
      return null;
  }
}

function resumePhase(state: RunState): Phase {
  if (state.pending.length > 0) return 'push';
  return state.mode === 'verify' && state.differing.length > 0 ? 'values' : 'compare';
}

const rowCount = (batches: readonly PlannedBatch[]): number =>
  batches.reduce((sum, batch) => sum + countRanges(batch.rows), 0);

// What the page knows of a run, and how an answer changes it. Pure: time comes in.
import type { Mode } from '../../shared/protocol.ts';
import type { Phase, Progress } from '../../shared/run-steps.ts';
import type {
  CompareNotes,
  Cut,
  Failed,
  Finding,
  FindingCount,
  RunProblemShown,
  RunReply,
  RunResult,
  SchemaRefusal,
} from './answers.ts';
import type { Question } from './check-answers.ts';
import { mergeFindings } from './merge-findings.ts';

export interface RunView {
  readonly gid: number;
  readonly runId: string;
  readonly mode: Mode;
  readonly state: 'running' | 'asking' | 'done' | 'stopped' | 'busy' | 'stumbled';
  readonly asks: Question | null;
  readonly phase: Phase;
  readonly progress: Progress;
  /** Why the bar stands still, if it does. */
  readonly waiting: 'pause' | 'retry' | 'busy' | null;
  /** What is waited for, where the server or the sheet told. */
  readonly pausedBy: string | null;
  /** When the first rows were under way, and how many had been sent then: what the time left is reckoned from. */
  readonly pace: { readonly sinceMs: number; readonly sent: number } | null;
  readonly secondsLeft: number | null;
  /** What the server refused; and what never left the sheet, as of the last compare. Counts beyond the items are not listed yet. */
  readonly findings: Cut<Finding>;
  readonly sheetFindings: Cut<Finding>;
  readonly groups: readonly FindingCount[];
  /** From where the server's log has more cells, and its verification more rows; null at the end. */
  readonly nextFindings: { readonly cursor: string | null } | null;
  readonly nextList: number | null;
  readonly notes: CompareNotes | null;
  readonly result: RunResult | null;
  readonly schema: SchemaRefusal | null;
  readonly problem: RunProblemShown | null;
  /** Of a run that pushes only some rows. */
  readonly only: 'missing' | number | null;
}

const NOTHING: Progress = { rows: 0, toSend: 0, sent: 0, inserted: 0, updated: 0, rejected: 0 };
const NONE = { count: 0, items: [] };

export const newRunView = (gid: number, mode: Mode, progress: Progress = NOTHING): RunView => ({
  gid,
  runId: '',
  mode,
  state: 'running',
  asks: null,
  phase: 'open',
  progress,
  waiting: null,
  pausedBy: null,
  pace: null,
  secondsLeft: null,
  findings: NONE,
  sheetFindings: NONE,
  groups: [],
  nextFindings: { cursor: null },
  nextList: 0,
  notes: null,
  result: null,
  schema: null,
  problem: null,
  only: null,
});

export function withReply(run: RunView, reply: RunReply, nowMs: number): RunView {
  const isWaiting = reply.state === 'busy' && reply.problem?.code === 'busy_here';
  const pace = paceOf(run, reply, nowMs);
  if (isWaiting) return { ...run, waiting: 'busy', problem: reply.problem };
  return {
    ...withFound(run, reply),
    gid: reply.gid,
    runId: reply.runId,
    // Of a sheet that another is at, the answer may tell the other's run: what was asked for here stays.
    mode: reply.state === 'busy' ? run.mode : reply.mode,
    state: reply.state,
    asks: reply.asks,
    phase: reply.phase,
    progress: reply.progress,
    waiting: reply.pauseMs > 0 ? 'pause' : null,
    pausedBy: reply.pausedBy ?? null,
    pace,
    secondsLeft: secondsLeft(pace, reply.progress, nowMs),
    groups: reply.groups,
    nextFindings: { cursor: null },
    nextList: 0,
    schema: reply.schema ?? run.schema,
    problem: reply.problem,
    only: reply.only ?? null,
  };
}

/** An answer that came while Stop was under way: its cells count, and a run that ended before Stop reached it has ended. */
export function withLate(run: RunView, reply: RunReply): RunView {
  const known = withFound(run, reply);
  if (reply.state !== 'done') return known;
  const { runId, groups, progress } = reply;
  const ended: RunView = { ...known, runId, groups, progress };
  return run.problem?.code === 'nothing_to_stop' ? { ...ended, state: 'done', problem: null } : ended;
}

const withFound = (run: RunView, { findings, sheetFindings, notes, result }: RunReply): RunView => ({
  ...run,
  findings: added(run.findings, findings),
  sheetFindings: sheetFindings.anew ? sheetFindings : added(run.sheetFindings, sheetFindings),
  notes: notes ?? run.notes,
  result: result ?? run.result,
});

/** A cell refused again is the same finding; what is counted but not listed adds up. */
function added(known: Cut<Finding>, found: Cut<Finding>): Cut<Finding> {
  const items = mergeFindings(known.items, found.items);
  const unlisted = known.count - known.items.length + found.count - found.items.length;
  return { items, count: items.length + unlisted };
}

/** The page gave up waiting for a document that another window works on. */
export const gaveUpWaiting = (run: RunView): RunView =>
  run.waiting === 'busy' ? { ...run, state: 'busy', waiting: null } : run;

/** The call itself failed for good: what the run is at, only Continue can tell. */
export const stumbled = (run: RunView, failed: Failed): RunView => ({
  ...run,
  state: 'stumbled',
  waiting: null,
  problem: { code: failed.code, detail: '', params: {} },
});

/** Whether going on where the run stands makes sense. */
export function canGoOn({ state, problem }: RunView): boolean {
  const code = problem?.code ?? '';
  if (state === 'stumbled') return !POINTLESS.has(code);
  return state === 'stopped' && PASSING.has(code);
}

/** Refused before anything began: nothing stopped. */
export const isNotBegun = ({ state, runId, problem }: RunView): boolean =>
  state === 'stumbled' && runId === '' && POINTLESS.has(problem?.code ?? '');

/** What heals by waiting. */
const PASSING: ReadonlySet<string> = new Set([
  'unreachable',
  'server_error',
  'internal',
  'no_database',
  'database_unavailable',
  'sheet_unreadable',
  'fetch_quota',
]);

const POINTLESS: ReadonlySet<string> = new Set([
  ...['nothing_to_stop', 'nothing_to_continue', 'no_key', 'no_sheet'],
  // Of rows that were chosen, before a run of them began.
  ...[
    'needs_setup',
    'needs_check',
    'nothing_selected',
    'too_many_chosen',
    'no_key_column',
    'unknown_time_zone',
    'unknown_run',
  ],
]);

function paceOf(run: RunView, { phase, progress }: RunReply, nowMs: number): RunView['pace'] {
  if (run.pace !== null) return run.pace;
  return phase === 'push' ? { sinceMs: nowMs, sent: progress.sent } : null;
}

function secondsLeft(pace: RunView['pace'], { sent, toSend }: Progress, nowMs: number): number | null {
  if (pace === null || sent <= pace.sent || sent >= toSend) return null;
  return Math.ceil(((toSend - sent) * (nowMs - pace.sinceMs)) / (sent - pace.sent) / 1000);
}

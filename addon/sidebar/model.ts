// What the sidebar knows, and how an answer changes it. Pure: time comes in.
import type { Mode } from '../../shared/protocol.ts';
import type { Phase, Progress } from '../../shared/run-steps.ts';
import type {
  CompareNotes,
  Cut,
  Failed,
  Finding,
  Reply,
  RunProblemShown,
  RunReply,
  RunResult,
  SchemaRefusal,
  Status,
} from './answers.ts';

type Work = 'status' | 'run' | 'stopping' | 'connecting';

export interface RunView {
  readonly gid: number;
  readonly mode: Mode;
  readonly state: 'running' | 'done' | 'stopped' | 'busy' | 'stumbled';
  readonly phase: Phase;
  readonly progress: Progress;
  /** Why the bar stands still, if it does. */
  readonly waiting: 'pause' | 'retry' | 'busy' | null;
  /** When the first rows were under way, and how many had been sent then: what the time left is reckoned from. */
  readonly pace: { readonly sinceMs: number; readonly sent: number } | null;
  readonly secondsLeft: number | null;
  /** What the server refused; and what never left the sheet, as of the last compare. */
  readonly findings: readonly Finding[];
  readonly sheetFindings: Cut<Finding>;
  /** Refused, but beyond what an answer lists. */
  readonly unlisted: number;
  readonly notes: CompareNotes | null;
  readonly result: RunResult | null;
  readonly schema: SchemaRefusal | null;
  readonly problem: RunProblemShown | null;
}

export interface Model {
  readonly status: Status | null;
  readonly statusProblem: string | null;
  readonly work: Work | null;
  readonly run: RunView | null;
}

export const emptyModel: Model = { status: null, statusProblem: null, work: 'status', run: null };

const NOTHING: Progress = { rows: 0, toSend: 0, sent: 0, inserted: 0, updated: 0, rejected: 0 };

export const newRunView = (gid: number, mode: Mode): RunView => ({
  gid,
  mode,
  state: 'running',
  phase: 'open',
  progress: NOTHING,
  waiting: null,
  pace: null,
  secondsLeft: null,
  findings: [],
  sheetFindings: { count: 0, items: [] },
  unlisted: 0,
  notes: null,
  result: null,
  schema: null,
  problem: null,
});

export function withStatus(model: Model, reply: Reply<Status>): Model {
  return reply.ok
    ? { ...model, status: reply, statusProblem: null, work: null }
    : { ...model, statusProblem: reply.code, work: null };
}

export function withReply(run: RunView, reply: RunReply, nowMs: number): RunView {
  const findings = merged(run.findings, reply.findings.items);
  const isWaiting = reply.state === 'busy' && reply.problem?.code === 'busy_here';
  const pace = paceOf(run, reply, nowMs);
  return {
    ...run,
    gid: reply.gid,
    mode: reply.mode,
    state: isWaiting ? 'running' : reply.state,
    phase: reply.phase,
    progress: isWaiting ? run.progress : reply.progress,
    waiting: isWaiting ? 'busy' : reply.pauseMs > 0 ? 'pause' : null,
    pace,
    secondsLeft: secondsLeft(pace, reply.progress, nowMs),
    findings,
    sheetFindings: reply.sheetFindings.anew ? reply.sheetFindings : run.sheetFindings,
    unlisted: run.unlisted + reply.findings.count - reply.findings.items.length,
    notes: reply.notes ?? run.notes,
    result: reply.result ?? run.result,
    schema: reply.schema ?? run.schema,
    problem: isWaiting ? null : reply.problem,
  };
}

/** The call itself failed for good: what the run is at, only Continue can tell. */
export const stumbled = (run: RunView, failed: Failed): RunView => ({
  ...run,
  state: 'stumbled',
  waiting: null,
  problem: { code: failed.code, detail: '', params: {} },
});

/** All cells known to stand in the way, and how many more there are. */
export function cellsInTheWay({ findings, sheetFindings, unlisted }: RunView): Cut<Finding> {
  const items = merged(sheetFindings.items, findings);
  return { items, count: items.length + unlisted + sheetFindings.count - sheetFindings.items.length };
}

/** A cell refused again is the same finding. */
function merged(known: readonly Finding[], found: readonly Finding[]): Finding[] {
  const all = new Map<string, Finding>();
  for (const finding of [...known, ...found]) all.set(`${finding.cell ?? finding.rowNumber}|${finding.code}`, finding);
  return [...all.values()];
}

function paceOf(run: RunView, { phase, progress }: RunReply, nowMs: number): RunView['pace'] {
  if (run.pace !== null) return run.pace;
  return phase === 'push' ? { sinceMs: nowMs, sent: progress.sent } : null;
}

function secondsLeft(pace: RunView['pace'], { sent, toSend }: Progress, nowMs: number): number | null {
  if (pace === null || sent <= pace.sent || sent >= toSend) return null;
  return Math.ceil(((toSend - sent) * (nowMs - pace.sinceMs)) / (sent - pace.sent) / 1000);
}

export interface FindingGroup {
  readonly header: string | null;
  readonly code: string;
  readonly sample: Finding;
  readonly findings: readonly Finding[];
}

/** By column and cause, the largest group first. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.header ?? ''}|${finding.code}|${finding.limit ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()]
    .flatMap((group) => (group[0] === undefined ? [] : [{ sample: group[0], findings: group }]))
    .map(({ sample, findings: found }) => ({ header: sample.header, code: sample.code, sample, findings: found }))
    .sort((a, b) => b.findings.length - a.findings.length);
}

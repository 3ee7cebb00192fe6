// A run as the sidebar hears of it: where it stands, what was found since the last call, how it ended.
import type { FinishAnswer, Mismatch, MismatchGroup } from '../shared/protocol.ts';
import type { Only, RunProblem, RunState } from '../shared/run-steps.ts';
import { withChanged } from './check-report.ts';
import { cut, cutText } from './cut.ts';
import type { Execution } from './execution.ts';
import { groupsOf } from './found.ts';
import { LEASE_MS, type SavedRun } from './saved-run.ts';
import type { CompareNotes, Reply, RunProblemShown, RunReply, RunResult, SchemaRefusal } from './sidebar/answers.ts';

/** Bytes, so that with everything else an answer stays below 100 KB. */
const SHOWN = { findings: 14_000, groups: 11_000, differing: 20_000, missing: 4_000 };

/** `schema` is what a refused schema comes to, cell by cell. */
export function runReply(
  run: Execution,
  state: RunState,
  pauseMs: number,
  schema: SchemaRefusal | null,
  pausedBy: string | null = null,
): Reply<RunReply> {
  const { found } = run;
  const cells = schema === null ? found.counts.server : schema.columns.reduce((sum, column) => sum + column.tooLong, 0);
  return {
    ok: true,
    state: run.said.asks !== null && state.phase === 'push' ? 'asking' : stateWord(state),
    gid: run.sheet.facts.gid,
    runId: state.runId,
    mode: state.mode,
    phase: state.phase,
    progress: state.progress,
    pauseMs,
    pausedBy,
    asks: run.said.asks,
    findings: cut(found.server, SHOWN.findings, cells),
    sheetFindings: { anew: found.anew, ...cut(found.sheet, SHOWN.findings, found.counts.sheet) },
    groups: cut(groupsOf(found), SHOWN.groups).items,
    notes: run.notes === null ? null : notesOf(run.notes, state),
    result: state.result === null ? null : runResult(state.result),
    schema,
    problem: state.problem === null ? null : shownProblem(state.problem),
    only: shownOnly(state.only),
  };
}

/** What a Check would overwrite is known once the rows that differ were looked at. */
const notesOf = (notes: CompareNotes, { result }: RunState): CompareNotes =>
  notes.check === null || result === null ? notes : { ...notes, check: withChanged(notes.check, result) };

const shownOnly = (only: Only | null): 'missing' | number | null =>
  !only || only === 'missing' ? only || null : only.length;

function stateWord(state: RunState): RunReply['state'] {
  if (state.phase === 'done') return 'done';
  if (state.phase !== 'stopped') return 'running';
  return state.problem?.code === 'sheet_busy' ? 'busy' : 'stopped';
}

/** Someone else is at it, and was heard of within the lease: when the sheet may be taken over, unless they are heard of again. */
export function busyReply(run: Execution, { state, person, startedAt, heardAt }: SavedRun): Reply<RunReply> {
  const iso = (at: number) => new Date(at).toISOString();
  const params = {
    who: person.email,
    trigger: 'sidebar',
    since: iso(startedAt),
    lastHeard: iso(heardAt),
    takeOverAt: iso(heardAt + LEASE_MS),
  };
  const problem = { status: 409, code: 'sheet_busy', detail: '', params, retryAfterMs: null };
  return runReply(run, { ...state, phase: 'stopped', problem }, 0, null);
}

export function runResult({ receipt, verification, durationMs, rowsPerSecond }: FinishAnswer): RunResult {
  const { completeness, accuracy } = verification;
  return {
    verdict: verification.verdict,
    passed: verification.passed,
    receipt,
    compared: accuracy.sampleSize,
    missing: cut(
      completeness.missingBuyerNumbers.map((key) => cutText(key, 60)),
      SHOWN.missing,
      completeness.missingCount,
    ),
    missingCauses: completeness.causes ?? {},
    // Listed in groups, and by `listGroup`.
    mismatches: { count: accuracy.mismatchCount, items: [] },
    groups: cut((accuracy.groups ?? []).map(shownGroup), SHOWN.differing),
    heldCells: verification.notCompared.cells.reduce((sum, row) => sum + row.columns.length, 0),
    durationMs,
    rowsPerSecond,
  };
}

/** Values are shown as far as a person reads them in a sidebar. */
export const shownMismatch = (mismatch: Mismatch): Mismatch => ({
  ...mismatch,
  header: cutText(mismatch.header, 60),
  // Told back to us where this buyer alone is pushed: whole, but for a text that is no number of a buyer.
  buyerNumber: cutText(mismatch.buyerNumber, 200),
  spreadsheetValue: shortValue(mismatch.spreadsheetValue),
  databaseValue: shortValue(mismatch.databaseValue),
});

const shownGroup = (group: MismatchGroup): MismatchGroup => ({
  ...group,
  header: cutText(group.header, 60),
  examples: group.examples.slice(0, 3).map(shownExample),
});

/** Of many groups at once: shorter than in a group's own list. */
const shownExample = (example: Mismatch): Mismatch => {
  const { spreadsheetValue, databaseValue, ...rest } = shownMismatch(example);
  const short = (value: string | null) => (value === null ? null : cutText(value, 80));
  return { ...rest, spreadsheetValue: short(spreadsheetValue), databaseValue: short(databaseValue) };
};

const shortValue = (value: string | null): string | null => (value === null ? null : cutText(value, 200));

/** What the sidebar words; a refused schema has its own place in the answer. */
const shownProblem = ({ code, detail, params }: RunProblem): RunProblemShown => ({
  code,
  detail: cutText(detail, 500),
  params: code === 'schema_refused' || JSON.stringify(params).length > 2000 ? {} : params,
});

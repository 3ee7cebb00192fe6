// A run as the sidebar hears of it: where it stands, what was found since the last call, how it ended.
import type { FinishAnswer } from '../shared/protocol.ts';
import type { RunProblem, RunState } from '../shared/run-steps.ts';
import { cut, cutText } from './cut.ts';
import type { Execution } from './execution.ts';
import type { Reply, RunProblemShown, RunReply, RunResult, SchemaRefusal } from './sidebar/answers.ts';

/** Bytes, so that with everything else an answer stays below 100 KB. */
const SHOWN = { findings: 20_000, mismatches: 18_000, missing: 4_000 };

/** `schema` is what a refused schema comes to, cell by cell. */
export function runReply(
  run: Execution,
  state: RunState,
  pauseMs: number,
  schema: SchemaRefusal | null,
): Reply<RunReply> {
  const cells = schema === null ? run.findings.length : schema.columns.reduce((sum, column) => sum + column.tooLong, 0);
  return {
    ok: true,
    state: stateWord(state),
    gid: run.sheet.facts.gid,
    runId: state.runId,
    mode: state.mode,
    phase: state.phase,
    progress: state.progress,
    pauseMs,
    findings: cut(run.findings, run.sheetFindings === null ? 2 * SHOWN.findings : SHOWN.findings, cells),
    sheetFindings: { anew: run.sheetFindings !== null, ...cut(run.sheetFindings ?? [], SHOWN.findings) },
    groups: [],
    notes: run.notes,
    result: state.result === null ? null : runResult(state.result),
    schema,
    problem: state.problem === null ? null : shownProblem(state.problem),
  };
}

function stateWord(state: RunState): RunReply['state'] {
  if (state.phase === 'done') return 'done';
  if (state.phase !== 'stopped') return 'running';
  return state.problem?.code === 'sheet_busy' ? 'busy' : 'stopped';
}

function runResult({ receipt, verification, durationMs, rowsPerSecond }: FinishAnswer): RunResult {
  const { completeness, accuracy } = verification;
  const mismatches = accuracy.mismatches.map((mismatch) => ({
    ...mismatch,
    header: cutText(mismatch.header, 60),
    buyerNumber: cutText(mismatch.buyerNumber, 60),
    spreadsheetValue: shortValue(mismatch.spreadsheetValue),
    databaseValue: shortValue(mismatch.databaseValue),
  }));
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
    mismatches: cut(mismatches, SHOWN.mismatches, accuracy.mismatchCount),
    heldCells: verification.notCompared.cells.reduce((sum, row) => sum + row.columns.length, 0),
    durationMs,
    rowsPerSecond,
  };
}

const shortValue = (value: string | null): string | null => (value === null ? null : cutText(value, 200));

/** What the sidebar words; a refused schema has its own place in the answer. */
const shownProblem = ({ code, detail, params }: RunProblem): RunProblemShown => ({
  code,
  detail: cutText(detail, 500),
  params: code === 'schema_refused' || JSON.stringify(params).length > 2000 ? {} : params,
});

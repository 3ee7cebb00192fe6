// The rows that the guard wants to see before anything is overwritten, and which columns formulas fill: read only where it asks.
import { batchRows, type Listed, planBatches } from '../shared/compare-parts.ts';
import { leftOut } from '../shared/left-out.ts';
import { type CompareAnswer, MAX_BATCH_BYTES } from '../shared/protocol.ts';
import { expandRanges } from '../shared/row-set.ts';
import type { RunState } from '../shared/run-steps.ts';
import { type Execution, localProblem, type Opened } from './execution.ts';
import { rowsOfBatches } from './read-rows.ts';
import { type FailedStep, failed, one, reading, unreadable } from './requests.ts';

/** The answer of the compare once the sample is seen. Rows of a sheet that fits one band are those that the compare read. */
export function showSample(
  run: Execution,
  opened: Opened,
  state: RunState,
  listed: Listed,
  { sample, round }: CompareAnswer,
): CompareAnswer | FailedStep {
  // As many as one request takes: where rows are that long, fewer of them tell enough.
  const [batch] = planBatches(listed, sample, 0, { rows: sample.length, bytes: MAX_BATCH_BYTES });
  if (batch === undefined) return failed(localProblem('sheet_moved', 409));
  const read = run.rows ?? reading(() => rowsOfBatches(run.sheet, opened.binding, [batch]));
  const formulaColumns = reading(() => columnsOfFormulas(run, opened));
  if (read === null || formulaColumns === null) return unreadable;
  const there = expandRanges(batch.rows).flatMap((row) => read.get(row) ?? []);
  const rows = batchRows(batch, there, leftOut(opened.binding, state.heldColumns));
  if (rows === null) return failed(localProblem('sheet_moved', 409));
  const answer = one(run, {
    method: 'post',
    path: `v1/runs/${state.runId}/sample`,
    body: { round, rows, formulaColumns },
  });
  return answer.ok ? (answer.body as CompareAnswer) : failed(answer.problem);
}

/** A formula in the heading (an ARRAYFORMULA) or in the first row below it. */
function columnsOfFormulas(run: Execution, { binding }: Opened): number[] {
  const formulas = run.sheet.formulas(run.headerRow, 2);
  return binding.columns
    .filter((_, position) => position !== binding.keyPosition)
    .map(({ index }) => index)
    .filter((index) => formulas.some((row) => (row[index] ?? '') !== ''));
}

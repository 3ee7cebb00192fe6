// All that a compare told, for the sidebar and for the executions after this one: what was found, and what a sync would do or asks.
import type { Listed } from '../shared/compare-parts.ts';
import type { CompareAnswer } from '../shared/protocol.ts';
import type { RunState } from '../shared/run-steps.ts';
import { checkReport, planOf } from './check-report.ts';
import { compareNotes } from './compare-notes.ts';
import type { Execution, Opened } from './execution.ts';
import { overwritesOf } from './overwrites.ts';
import type { CompareNotes } from './sidebar/answers.ts';
import type { HeldShown } from './sidebar/check-answers.ts';

/** Ends what a Check gathered: it is told with that. */
export function runNotes(
  run: Execution,
  opened: Opened,
  state: RunState,
  { listed, inSheet }: { readonly listed: Listed; readonly inSheet: number },
  answer: CompareAnswer,
): CompareNotes {
  const told = compareNotes(opened, run.headerRow, answer, inSheet, run.now());
  const notes = state.isCheck ? { ...told, held: forecastOf(run, told.held) } : told;
  const found = { rowNumbers: listed.rowNumbers, inSheet, ...notes };
  const { survey } = run;
  run.survey = null;
  return {
    ...notes,
    plan: planOf(found, answer, survey),
    check: survey === null ? null : checkReport(survey, found, answer, opened.answer.limitedText ?? []),
    overwrites: state.mode === 'sync' ? overwritesOf(run, opened, state, listed, answer) : null,
  };
}

/** With what the compares before this one said, whose columns this one left out. */
function forecastOf(run: Execution, held: HeldShown | null): HeldShown | null {
  const before = (run.forecast?.holds ?? []).filter(
    ({ column }) => !held?.holds.some((hold) => hold.column === column),
  );
  const holds = [...before, ...(held?.holds ?? [])];
  run.forecast = holds.length === 0 ? null : { scope: held?.scope ?? 'columns', holds };
  return run.forecast;
}

// What a person's sync asks before it sends anything: rows changed in the database that it would overwrite, or a Check that no longer holds.
import type { RunState } from '../shared/run-steps.ts';
import type { Execution } from './execution.ts';
import type { Said } from './said.ts';
import type { CompareNotes } from './sidebar/answers.ts';
import type { Plan, Question } from './sidebar/check-answers.ts';

/** After a compare, before the first row goes. A run by the clock asks nobody: it leaves such rows. */
export function questionOf({ trigger, said, notes }: Execution, state: RunState): Question | null {
  const isSending = state.mode === 'sync' && state.phase === 'push' && state.pending.length > 0;
  return trigger === 'sidebar' && isSending && notes !== null
    ? openQuestion(said, notes, state.progress.sent === 0)
    : null;
}

function openQuestion(said: Said, notes: CompareNotes, isFirst: boolean): Question | null {
  if (isFirst && said.yes !== null && hasMoved(said.yes, notes.plan)) return 'moved';
  return mustAsk(said, notes.overwrites?.count ?? 0) ? 'overwrites' : null;
}

/** More than were shown before is asked again. */
export const mustAsk = ({ overwrites, leaves }: Said, count: number): boolean => !leaves && count > overwrites;

/** Further apart than this, in rows and in parts of what the Check said, is another thing than the one agreed to. */
const FAR = { rows: 20, share: 0.2 };

const hasMoved = (yes: Plan, now: Plan): boolean =>
  (['insert', 'update', 'gone'] as const).some((what) => {
    const apart = Math.abs(now[what] - yes[what]);
    return apart > FAR.rows && apart > FAR.share * yes[what];
  });

export type Choice = 'go' | 'leave';

/** What follows from an answer; it may open the next question. */
export function saidAfter(said: Said, choice: Choice, notes: CompareNotes): Said {
  const agreed: Said = { ...said, yes: null, asks: null };
  if (said.asks === 'overwrites') {
    return choice === 'leave' ? { ...agreed, leaves: true } : { ...agreed, overwrites: notes.overwrites?.count ?? 0 };
  }
  return { ...agreed, asks: openQuestion(agreed, notes, false) };
}

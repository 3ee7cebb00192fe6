// What a person has said of what their run found, kept with the run.
import type { Plan, Question } from './sidebar/check-answers.ts';

/** What the person who drives a run has said of what it found, and what they are being asked. */
export interface Said {
  /** What the Check told to which they said yes; null where they did not, or it was asked about already. */
  readonly yes: Plan | null;
  /** So many rows that were changed in the database they let be overwritten. */
  readonly overwrites: number;
  /** Such rows are left out, as long as the run lasts. */
  readonly leaves: boolean;
  readonly asks: Question | null;
}

export const nothingSaid: Said = { yes: null, overwrites: 0, leaves: false, asks: null };

// What trying again by hand came to so far. Pure.
import type { TriedAgain } from './queue-answers.ts';

export interface TriedSoFar extends Pick<TriedAgain, 'went' | 'refused' | 'waits'> {
  readonly total: number;
  /** Why it ended early. */
  readonly problem: string | null;
}

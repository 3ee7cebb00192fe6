// A run as it stands between two executions. Holds no cell's content but keys.

import type { Mode } from '../shared/protocol.ts';
import type { RunState } from '../shared/run-steps.ts';
import type { CompareNotes } from './sidebar/answers.ts';

export interface SavedRun {
  readonly state: RunState;
  /** A changed contract begins the run anew, once. */
  readonly restarted: boolean;
  readonly startedAt: number;
  readonly heardAt: number;
  readonly by: string | null;
  readonly notes: CompareNotes | null;
}

export const newRun = (state: RunState, now: number, by: string | null): SavedRun => ({
  state,
  restarted: false,
  startedAt: now,
  heardAt: now,
  by,
  notes: null,
});

export const modeOf = (mode: unknown): Mode => (mode === 'verify' ? 'verify' : 'sync');

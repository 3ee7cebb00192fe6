// A run between two executions, and what is remembered of the last one. Never holds a cell's content.

import type { Mode } from '../shared/protocol.ts';
import type { RunState } from '../shared/run-steps.ts';
import { readJson, readProperty, removeJson, removeProperty, writeJson, writeProperty } from './document-properties.ts';
import type { CompareNotes, Counts, LastRun } from './sidebar/answers.ts';

export interface SavedRun {
  readonly state: RunState;
  /** A changed contract begins the run anew, once. */
  readonly restarted: boolean;
  readonly startedAt: number;
  readonly heardAt: number;
  readonly by: string | null;
  readonly notes: CompareNotes | null;
}

export interface Remembered {
  readonly last: LastRun;
  readonly counts: Counts | null;
}

export const newRun = (state: RunState, now: number, by: string | null): SavedRun => ({
  state,
  restarted: false,
  startedAt: now,
  heardAt: now,
  by,
  notes: null,
});

export const saveRun = (gid: number, run: SavedRun): void => writeJson(runName(gid), run);
export const loadRun = (gid: number): SavedRun | null => readJson(runName(gid)) as SavedRun | null;
export const forgetRun = (gid: number): void => removeJson(runName(gid));

export const remember = (gid: number, what: Remembered): void => writeJson(lastName(gid), what);
export const recall = (gid: number): Remembered | null => readJson(lastName(gid)) as Remembered | null;

/** Stop reaches a call that is under way: it looks here after every step. */
export const askStop = (gid: number, runId: string): void => writeProperty(stopName(gid), runId);
export const isStopAsked = (gid: number, runId: string): boolean => readProperty(stopName(gid)) === runId;
export const clearStop = (gid: number): void => removeProperty(stopName(gid));

export const isUnfinished = (run: SavedRun): boolean => run.state.phase !== 'done' && run.state.phase !== 'open';
export const modeOf = (mode: unknown): Mode => (mode === 'verify' ? 'verify' : 'sync');

const runName = (gid: number): string => `rollcall.run.${gid}`;
const lastName = (gid: number): string => `rollcall.last.${gid}`;
const stopName = (gid: number): string => `rollcall.stop.${gid}`;

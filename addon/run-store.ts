// Where a tab's run is kept between two executions, and what is remembered of the last one: the document's properties.
import { readJson, readProperty, removeJson, removeProperty, writeJson, writeProperty } from './document-properties.ts';
import type { SavedRun } from './saved-run.ts';
import type { Counts, LastRun } from './sidebar/answers.ts';

export interface Remembered {
  readonly last: LastRun;
  readonly counts: Counts | null;
}

export const saveRun = (gid: number, run: SavedRun): void => writeJson(runName(gid), run);
export const loadRun = (gid: number): SavedRun | null => readJson(runName(gid)) as SavedRun | null;
export const forgetRun = (gid: number): void => removeJson(runName(gid));

export const remember = (gid: number, what: Remembered): void => writeJson(lastName(gid), what);
export const recall = (gid: number): Remembered | null => readJson(lastName(gid)) as Remembered | null;

/** Stop reaches a call that is under way: it looks here after every step. */
export const askStop = (gid: number, runId: string): void => writeProperty(stopName(gid), runId);
export const isStopAsked = (gid: number, runId: string): boolean => readProperty(stopName(gid)) === runId;
export const clearStop = (gid: number): void => removeProperty(stopName(gid));

const runName = (gid: number): string => `rollcall.run.${gid}`;
const lastName = (gid: number): string => `rollcall.last.${gid}`;
const stopName = (gid: number): string => `rollcall.stop.${gid}`;

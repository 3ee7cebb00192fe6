// Where a tab's run is kept between two executions, and what is remembered of the last one: the document's properties.
import { readJson, readProperty, removeJson, removeProperty, writeJson, writeProperty } from './document-properties.ts';
import type { SavedRun } from './saved-run.ts';
import type { CompareNotes, Counts, LastRun } from './sidebar/answers.ts';
import type { Plan } from './sidebar/check-answers.ts';
import { packRun, unpackRun } from './stored-run.ts';

export interface Remembered {
  /** Null before the first sync or verify. */
  readonly last: LastRun | null;
  readonly counts: Counts | null;
}

/** False where the run is more than a document can remember. */
export const saveRun = (gid: number, run: SavedRun): boolean => writeJson(runName(gid), packRun(run));

export function loadRun(gid: number): SavedRun | null {
  const stored = readJson(runName(gid));
  return stored === null ? null : unpackRun(stored as Parameters<typeof unpackRun>[0]);
}

export function forgetRun(gid: number): void {
  removeJson(runName(gid));
  removeJson(notesName(gid));
}

/** What the run's last compare found, for the executions after it. */
export const saveNotes = (gid: number, notes: CompareNotes): boolean => writeJson(notesName(gid), notes);
export const loadNotes = (gid: number): CompareNotes | null => readJson(notesName(gid)) as CompareNotes | null;

export const remember = (gid: number, what: Remembered): boolean => writeJson(lastName(gid), what);
export const recall = (gid: number): Remembered | null => readJson(lastName(gid)) as Remembered | null;

/** What the last Check of the tab told: the yes to it is bound to that. */
export interface KeptCheck {
  readonly runId: string;
  readonly plan: Plan;
  readonly overwrites: number;
}

export const saveCheck = (gid: number, check: KeptCheck): boolean => writeJson(checkName(gid), check);
export const loadCheck = (gid: number): KeptCheck | null => readJson(checkName(gid)) as KeptCheck | null;

/** Stop reaches a call that is under way: it looks here after every step. */
export const askStop = (gid: number, runId: string): void => writeProperty(stopName(gid), `${runId} ${Date.now()}`);

/** Whoever asked waits for the lock no longer than this; killed meanwhile, the asking is void. */
const STOP_LIVES_MS = 40_000;

export function isStopAsked(gid: number, runId: string): boolean {
  const [asked, at] = (readProperty(stopName(gid)) ?? '').split(' ');
  return asked === runId && Date.now() - Number(at) < STOP_LIVES_MS;
}

export const clearStop = (gid: number): void => removeProperty(stopName(gid));

const runName = (gid: number): string => `rollcall.run.${gid}`;
const notesName = (gid: number): string => `rollcall.notes.${gid}`;
const lastName = (gid: number): string => `rollcall.last.${gid}`;
const checkName = (gid: number): string => `rollcall.check.${gid}`;
const stopName = (gid: number): string => `rollcall.stop.${gid}`;

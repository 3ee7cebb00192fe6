// What every step of a run does alike: ask the server one thing, read the sheet where Google lets us, name what went wrong.
import type { RunProblem, StepOutcome } from '../shared/run-steps.ts';
import type { ApiAnswer, ApiRequest } from './api.ts';
import { type Execution, localProblem, type Opened } from './execution.ts';

export const one = (run: Execution, request: ApiRequest): ApiAnswer =>
  run.send([request])[0] ?? { ok: false, problem: localProblem('unreachable', 0) };

const ABANDON_TRIES = 3;

/** False where the server could not be told: it holds the sheet for this run until its lease is over. */
export function abandon(run: Execution, runId: string): boolean {
  for (let tries = 1; ; tries++) {
    const answer = one(run, { method: 'post', path: `v1/runs/${runId}/abandon`, body: {} });
    if (answer.ok || (answer.problem.status >= 400 && answer.problem.status < 500)) return true;
    if (tries === ABANDON_TRIES) return false;
    run.sleep(500 * tries);
  }
}

export type FailedStep = Extract<StepOutcome, { kind: 'failed' }>;

export const failed = (problem: RunProblem): FailedStep => ({ kind: 'failed', problem });

/** Status 0 passes by itself: "Service Spreadsheets timed out" is asked again. */
export const unreadable = failed(localProblem('sheet_unreadable', 0));

/** A column inserted, moved or renamed between two reads would shift data: then the run is opened anew. Null where they stand as they were. */
export function headersFault(run: Execution, opened: Opened): FailedStep | null {
  const now = reading(() => run.sheet.headers(run.headerRow));
  if (now === null) return unreadable;
  const stand = now.join('\u001f') === opened.headers.join('\u001f');
  return stand ? null : failed(localProblem('contract_changed', 409));
}

/** Null for what the sheet's service throws; a mistake of ours is not asked again. */
export function reading<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) throw error;
    return null;
  }
}

// Which button leads: one is blue at a time. And from when a sheet that another is at may be taken over.
import { isAnswerWanted } from './check-state.ts';
import type { Model } from './model.ts';
import { canGoOn } from './run-view.ts';

export function leadOf(model: Model, nowMs: number): 'sync' | 'continue' | 'take_over' | 'answer' {
  const { run, status, work } = model;
  if (work === 'run' || work === 'stopping') return 'sync';
  if (isAnswerWanted(model)) return 'answer';
  if (run !== null && canGoOn(run)) return 'continue';
  const unfinished = run === null ? (status?.unfinished ?? null) : null;
  if (unfinished?.isMine === true && unfinished.driver === 'sidebar') return 'continue';
  const isLeft = unfinished !== null && unfinished.driver === 'sidebar' && unfinished.takeOverAt === null;
  const fromMs = takeOverMs(model);
  return isLeft || (fromMs !== null && fromMs <= nowMs) ? 'take_over' : 'sync';
}

/** Null where nobody else is at it, or where it is taken without waiting. */
export function takeOverMs({ run, status }: Model): number | null {
  if (run !== null) return run.state === 'busy' ? timeOf(run.problem?.params['takeOverAt']) : null;
  const unfinished = status?.unfinished ?? null;
  if (unfinished === null || unfinished.isMine || unfinished.driver === 'schedule') return null;
  return timeOf(unfinished.takeOverAt);
}

function timeOf(iso: unknown): number | null {
  const ms = typeof iso === 'string' ? Date.parse(iso) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

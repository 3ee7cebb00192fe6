// What follows from the model for Check, questions and holds: what is shown, and which answer is waited for. Pure.
import type { CheckReport } from './check-answers.ts';
import type { HoldShown } from './check-model.ts';
import type { Model } from './model.ts';
import type { RunView } from './run-view.ts';

/** The result of a Check; null for any other run, and while it is under way. */
export const checkOf = (run: RunView | null): CheckReport | null =>
  run?.state === 'done' && run.result !== null ? (run.notes?.check ?? null) : null;

/** A first sync waits for a Check and the yes to it; the sync that just ended was that first one, before the server is asked again. */
export const needsCheck = ({ status, run }: Model): boolean =>
  status?.sheet?.everSynced === false && !(run?.mode === 'sync' && run.result !== null);

/** Whether the Check leaves anything to say yes to: a first sync is begun even where nothing differs. */
export const canSayYes = (model: Model, report: CheckReport): boolean =>
  report.insert + report.update > 0 || needsCheck(model);

/** Why no row is pushed by itself: nothing goes before a first sync, whose Check comes first, and nothing of a held run. */
export const whyNoPush = (model: Model): 'first' | 'held' | null =>
  needsCheck(model) ? 'first' : holdsOf(model).some(({ scope }) => scope === 'run') ? 'held' : null;

/** What the server still holds, and what the last run held; those let through in this window are left out. */
export function holdsOf({ status, run, check }: Model): HoldShown[] {
  const isForecast = run?.notes?.check !== null;
  const ofRun = run === null || isForecast ? [] : (run.notes?.held?.holds ?? []);
  const known = new Map<string, HoldShown>();
  for (const hold of status?.sheet?.holds ?? []) known.set(hold.id, hold);
  for (const hold of ofRun) if (!known.has(hold.id)) known.set(hold.id, { ...hold, runId: run?.runId ?? '' });
  return [...known.values()]
    .map((hold) => ({ ...hold, state: check.decided[hold.id]?.state ?? hold.state }))
    .filter(({ state }) => state !== 'released');
}

/** The page waits for an answer whose button is the blue one. */
export function isAnswerWanted(model: Model): boolean {
  const report = checkOf(model.run);
  return model.run?.state === 'asking' || (report !== null && canSayYes(model, report)) || isAsked(model);
}

export const isAsked = (model: Model): boolean =>
  model.check.asked !== null && holdsOf(model).some(({ id }) => id === model.check.asked);

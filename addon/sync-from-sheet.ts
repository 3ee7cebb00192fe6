// The corridor of a run in the sheet: a loop around the step function, for as long as one call may take, saved after every step.
import type { Mode } from '../shared/protocol.ts';
import {
  continueRun,
  nextStep,
  type RunOptions,
  type RunState,
  reopen,
  type Step,
  startRun,
} from '../shared/run-steps.ts';
import { type Execution, localProblem } from './execution.ts';
import { keptGroups } from './found.ts';
import { questionOf } from './questions.ts';
import { abandon } from './requests.ts';
import { perform } from './run-requests.ts';
import type { SavedRun } from './saved-run.ts';

/** More rows than this, and the page hears of them before the first is sent. */
const WORTH_SHOWING = 400;
/** A longer pause is spent by the page, not by the execution. */
const MAX_SLEEP_MS = 3_000;

export interface Keeper {
  /** False where the run is more than can be remembered. */
  readonly save: (run: SavedRun) => boolean;
  readonly isStopAsked: (runId: string) => boolean;
}

export interface Drive {
  readonly saved: SavedRun;
  readonly pauseMs: number;
  /** Why, as the problem's code; absent where nothing is waited for. */
  readonly pausedBy?: string;
  /** A person asked for the sheet, or for the run's end. */
  readonly isYielded: boolean;
}

export const firstStep = (run: Execution, mode: Mode, options: RunOptions = {}): Step =>
  startRun(run.newRunId(), mode, options);

/** Goes on where the last call stopped; a run that had stopped gets its patience back. */
export const stepOf = (state: RunState): Step => (state.phase === 'stopped' ? continueRun(state) : reopen(state));

/** Takes at least one step, and no new one once `callMs` have passed or the page should hear. */
export function drive(run: Execution, from: SavedRun, first: Step, keep: Keeper, callMs: number): Drive {
  const until = run.now() + callMs;
  run.until = until;
  run.said = from.said;
  run.survey = from.survey;
  run.forecast = from.forecast;
  let saved = { ...from, state: first.state };
  let step = first;
  while (step.request !== null) {
    let request = step.request;
    if (request.kind === 'wait') {
      if (request.ms > Math.min(MAX_SLEEP_MS, until - run.now()))
        return { saved, pauseMs: request.ms, pausedBy: request.code, isYielded: false };
      run.sleep(request.ms);
      request = request.then;
    }
    if (request.kind === 'wait') throw new Error('a pause follows a pause');
    const { kind } = request;
    step = anewOnce(run, saved, nextStep(step.state, perform(run, step.state, request)));
    run.said = { ...run.said, asks: kind === 'compare' ? questionOf(run, step.state) : null };
    saved = {
      ...saved,
      state: step.state,
      restarted: saved.restarted || step.state.runId !== saved.state.runId,
      heardAt: run.now(),
      groups: keptGroups(run.found),
      said: run.said,
      survey: run.survey,
      forecast: run.forecast,
    };
    if (!keep.save(saved)) {
      saved = { ...saved, state: { ...step.state, phase: 'stopped', problem: TOO_LARGE } };
      break;
    }
    if (run.said.asks !== null) break;
    if (keep.isStopAsked(step.state.runId)) return { saved, pauseMs: 0, isYielded: true };
    const { toSend, sent } = step.state.progress;
    const isWorthShowing = kind === 'compare' && step.state.phase === 'push' && toSend - sent > WORTH_SHOWING;
    // To finish is one quick request: not worth another call. To open the run again is no step: it would never come to one.
    const isLate = run.now() >= until && step.request?.kind !== 'finish' && kind !== 'open';
    if (isWorthShowing || isLate) break;
  }
  return { saved, pauseMs: 0, isYielded: false };
}

const TOO_LARGE = localProblem('sheet_too_large', 413);

/** Headers or table changed under the run: another run is started, once. */
function anewOnce(run: Execution, saved: SavedRun, step: Step): Step {
  const changed = step.state.phase === 'stopped' && step.state.problem?.code === 'contract_changed';
  if (!changed || saved.restarted) return step;
  // The server may not know of it yet, and would keep the sheet for the run that is given up.
  abandon(run, step.state.runId);
  return firstStep(run, step.state.mode, step.state);
}

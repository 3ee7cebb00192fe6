// The hourly sync: the same run in the same steps as the sidebar's, for three minutes at most, without anyone to show anything to.
import { goOn, type Step } from '../shared/run-steps.ts';
import { deleteTrigger, lostAuthorization, makeHourlyTrigger } from './clock.ts';
import { connect } from './connection.ts';
import { withDocumentLock } from './document-lock.ts';
import { hasDocument } from './document-properties.ts';
import type { Execution } from './execution.ts';
import { askedBeforeClock } from './first-asked.ts';
import { newExecution } from './new-execution.ts';
import { personAt } from './person.ts';
import { abandon } from './requests.ts';
import { clearStop, loadRun } from './run-store.ts';
import { advance, isOver, kept, yieldsTo } from './runs.ts';
import { newRun, type Person, type SavedRun } from './saved-run.ts';
import { forgetAtOwner, type KeptSchedule, loadSchedule, noteAtOwner, saveSchedule } from './schedule.ts';
import { findSheet } from './sheet.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { ScheduledRun, ScheduleTrouble } from './sidebar/answers.ts';
import { firstStep, stepOf } from './sync-from-sheet.ts';

/** Of the 90 minutes a day that a consumer account has for triggers, 24 runs may take 3.75 each; the last step may pass the budget. */
const BUDGET_MS = 170_000;
/** Between two slices the lock is free for a moment, and a person who presses Sync gets it. */
const SLICE_MS = 10_000;
const LOCK_MS = 2_000;
/** A lock that another execution holds is asked for again after this. */
const BUSY_MS = 3_000;

/** What a clock's event tells. */
export interface ClockEvent {
  readonly triggerUid?: string;
}

/** Never throws: nobody would hear of it. */
export function runHourly(event: ClockEvent | undefined): void {
  const triggerId = event?.triggerUid ?? '';
  const at = new Date(Date.now()).toISOString();
  if (!hasDocument()) {
    noteAtOwner(triggerId, { code: 'no_document', at, url: null });
    return;
  }
  const schedule = loadSchedule();
  const isOurs = schedule?.isOn === true && (triggerId === '' || schedule.triggerId === triggerId);
  const lost = lostAuthorization();
  if (!isOurs) {
    if (lost === null) deleteTrigger(triggerId);
    return;
  }
  const sheet = lost === null ? findSheet(schedule.gid) : null;
  if (lost !== null) note(schedule, { code: 'authorization', at, url: lost.url });
  else if (sheet !== null) record(schedule, { at, ...syncNow(sheet, schedule) });
  // No spreadsheet is open, which is Google's doing, or its tab is gone, which is a person's.
  else if (findSheet(null) === null) note(schedule, { code: 'no_document', at, url: null });
  else record(schedule, { at, outcome: 'stopped', code: 'no_sheet' });
}

const note = (schedule: KeptSchedule, trouble: ScheduleTrouble): void => saveSchedule({ ...schedule, trouble });

/** Read again: the switch may have been turned while the run was at work. */
function record(schedule: KeptSchedule, last: ScheduledRun): void {
  const now = loadSchedule();
  if (now !== null && now.triggerId === schedule.triggerId) saveSchedule({ ...now, last, trouble: null });
  forgetAtOwner(schedule.triggerId);
}

type Ended = Omit<ScheduledRun, 'at'>;

function syncNow(sheet: SheetReader, schedule: KeptSchedule): Ended {
  const send = connect(sheet.facts.gid);
  if (send === null) return { outcome: 'stopped', code: 'no_key' };
  const run = newExecution(sheet, send, 'schedule');
  const person: Person = { ...personAt(`schedule ${run.newRunId()}`), email: schedule.owner.email };
  const end = run.now() + BUDGET_MS;
  clearStop(sheet.facts.gid);
  try {
    let begun = false;
    while (run.now() < end) {
      const slice = withDocumentLock(LOCK_MS, () => oneSlice(run, person, begun, end));
      if (slice === null) run.sleep(BUSY_MS);
      else if (slice.ended !== null) return slice.ended;
      else if (slice.pauseMs > 0) run.sleep(Math.min(slice.pauseMs, Math.max(0, end - run.now())));
      begun = slice?.begun ?? begun;
    }
    return { outcome: 'unfinished', code: null };
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { outcome: 'stopped', code: 'internal' };
  }
}

interface Slice {
  readonly ended: Ended | null;
  readonly pauseMs: number;
  /** The run that is kept is this execution's. */
  readonly begun: boolean;
}

function oneSlice(run: Execution, person: Person, begun: boolean, end: number): Slice {
  const saved = loadRun(run.sheet.facts.gid);
  const isOurs = saved?.person.session === person.session;
  if (begun ? !isOurs : saved !== null && yieldsTo(saved, run.now())) return over('yielded');
  const isNew = !begun && !(saved !== null && goesOn(saved));
  const asked = isNew ? askedBeforeClock(run.send, run.sheet.facts.gid) : null;
  if (asked !== null) return over('stopped', asked);
  const [from, first] = whereToBegin(run, saved, person, begun);
  const { state, pauseMs, isYielded } = advance(run, from, first, Math.min(SLICE_MS, end - run.now()));
  if (isYielded) return over('yielded');
  const { verification } = state.result ?? {};
  if (verification !== undefined) return over(verification.verdict);
  if (state.phase !== 'stopped') return { ended: null, pauseMs, begun: true };
  // An earlier run that the server does not go on with is no reason to leave the sheet as it is.
  if (isOver(state) && saved !== null && !begun) return { ended: null, pauseMs: 0, begun: false };
  return over('stopped', state.problem?.code ?? null);
}

const over = (outcome: ScheduledRun['outcome'], code: string | null = null): Slice => ({
  ended: { outcome, code },
  pauseMs: 0,
  begun: true,
});

/**
 * A verify is not gone on with, since this one writes; nor is a sync that waits for a person's answer, or one of chosen rows, which
 * would end without the others.
 */
const goesOn = ({ state, said }: SavedRun): boolean => state.mode === 'sync' && said.asks === null && !state.only;

/** An earlier sync that was left, by whomever, is gone on with. */
function whereToBegin(
  run: Execution,
  saved: SavedRun | null,
  person: Person,
  begun: boolean,
): readonly [SavedRun, Step] {
  if (saved !== null && begun) return [saved, run.opened === null ? stepOf(saved.state) : goOn(saved.state)];
  if (saved !== null && goesOn(saved)) return [{ ...saved, driver: 'schedule', person }, stepOf(saved.state)];
  // What it asks only a person may answer, its chosen rows go with all, and the server would keep the sheet for it.
  if (saved !== null && saved.state.mode === 'sync') abandon(run, saved.state.runId);
  const first = firstStep(run, 'sync');
  return [kept(run, newRun(first.state, run.now(), person, 'schedule')), first];
}

/** The person who switches it on owns it; an earlier one's trigger ends itself when it fires next. */
export function switchOn(sheet: SheetReader, person: Person): void {
  const before = loadSchedule();
  if (before !== null) deleteTrigger(before.triggerId);
  saveSchedule({
    isOn: true,
    gid: sheet.facts.gid,
    sheetName: sheet.facts.sheetName,
    triggerId: makeHourlyTrigger(),
    owner: { email: person.email, id: person.id },
    since: new Date(Date.now()).toISOString(),
    last: null,
    trouble: null,
  });
}

/** Another's trigger cannot be seen from here: it finds the switch off, and ends itself. */
export function switchOff(): void {
  const schedule = loadSchedule();
  if (schedule === null) return;
  deleteTrigger(schedule.triggerId);
  saveSchedule({ ...schedule, isOn: false });
}

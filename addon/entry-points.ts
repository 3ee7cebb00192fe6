// The functions that Google may call: these and no others. The menu's need nothing but a menu; the sidebar's answer and never throw.
import { answering, refusal } from './answering.ts';
import { dropKey, saveKey } from './connection.ts';
import { findBuyer } from './find-buyer.ts';
import { type ClockEvent, runHourly, switchOff, switchOn } from './hourly-sync.ts';
import { csvPart, reportOf, shownPage } from './mismatch-pages.ts';
import { findingsPage, listPage } from './more.ts';
import { newExecution } from './new-execution.ts';
import { personAt } from './person.ts';
import { asking, beginOnly, keepTaken, restore, take } from './repair.ts';
import { begin, goOn, resume, stop } from './runs.ts';
import { modeOf, type Person } from './saved-run.ts';
import { answerSelfCheck, type SelfCheckReply } from './self-check/answer.ts';
import { triggerFired } from './self-check/trigger.ts';
import { addMenu, findSheet, showSidebar } from './sheet.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { FindingsPage, ListPage, Reply, RunReply, RunResult, Status } from './sidebar/answers.ts';
import type {
  CsvPart,
  FoundBuyer,
  GroupName,
  GroupPage,
  OnlyAsked,
  PutBackReply,
  Taken,
  TakeReply,
  TakeWanted,
} from './sidebar/repair-answers.ts';
import { statusOf } from './status.ts';

/** Runs before the add-on was enabled too (AuthMode.NONE), where only a menu may be made. */
export function onOpen(): void {
  addMenu([
    { caption: 'Open Rollcall', functionName: 'openSidebar' },
    { caption: 'Check this installation', functionName: 'openSelfCheck' },
  ]);
}

export function onInstall(): void {
  onOpen();
}

export function openSidebar(): void {
  showSidebar('Sidebar', 'Rollcall');
}

export function openSelfCheck(): void {
  showSidebar('SelfCheck', 'Rollcall self-check');
}

/** One step of the self-check; touches nothing but what the self-check itself made. */
export function selfCheck(probe: string, argument: string | number = ''): SelfCheckReply {
  return answerSelfCheck(probe, String(argument));
}

/** What the self-check's own trigger calls. */
export function selfCheckTrigger(): void {
  answering(() => {
    triggerFired();
    return { ok: true };
  });
}

/** What the clock's trigger calls. */
export function hourlySync(event?: ClockEvent): void {
  answering(() => {
    runHourly(event);
    return { ok: true };
  });
}

/** Of the tab in front. */
export function sidebarStatus(): Reply<Status> {
  return onSheet(null, '', statusOf);
}

/** Begins a run of the tab in front; `gid` in the answer is what the calls after it name. `session` is the window that asks. */
export function startRun(mode: string, session = ''): Reply<RunReply> {
  return onSheet(null, session, (sheet, person) => begin(sheet, modeOf(mode), person));
}

export function continueRun(gid: number, session = ''): Reply<RunReply> {
  return onSheet(gid, session, goOn);
}

/** A person pressed Continue, or Take over. */
export function resumeRun(gid: number, session = ''): Reply<RunReply> {
  return onSheet(gid, session, resume);
}

export function stopRun(gid: number, session = ''): Reply<RunReply> {
  return onSheet(gid, session, stop);
}

/** The hourly sync of the tab in front. */
export function setSchedule(on: boolean): Reply<Status> {
  return onSheet(null, '', (sheet, person) => {
    try {
      if (on === true) switchOn(sheet, person);
      else switchOff();
    } catch (error) {
      console.error(String(error));
      return refusal('trigger_refused', 'Google did not let the hourly trigger be made or deleted.');
    }
    return statusOf(sheet, person);
  });
}

export function listFindings(_gid: number, runId: string, cursor: string | null = null): Reply<FindingsPage> {
  return answering(() => findingsPage(runId, cursor));
}

export function listMore(_gid: number, runId: string, from = 0): Reply<ListPage> {
  return answering(() => listPage(runId, from));
}

export function selectCell(gid: number, a1: string): Reply<{ readonly selected: string }> {
  return onSheet(gid, '', (sheet) => {
    sheet.select(a1);
    return { ok: true, selected: a1 };
  });
}

/** Keeps the sheet's key for everyone who may edit this document. */
export function saveConnection(key: string): Reply<Status> {
  return onSheet(null, '', (sheet, person) => {
    saveKey(key);
    return statusOf(sheet, person);
  });
}

export function disconnect(): Reply<Status> {
  return onSheet(null, '', (sheet, person) => {
    dropKey();
    return statusOf(sheet, person);
  });
}

/** A sync of some rows of the tab in front: the missing ones, those selected, one buyer, or a group of a report. */
export function pushOnly(only: OnlyAsked, session = ''): Reply<RunReply> {
  return onSheet(null, session, (sheet) => beginOnly(sheet, session, only));
}

/** What a finished run's report said, once more. */
export function showReport(_gid: number, runId: string): Reply<{ readonly result: RunResult }> {
  return asking((send) => reportOf(send, runId));
}

export function listGroup(
  _gid: number,
  runId: string,
  group: GroupName,
  cursor: string | null = null,
): Reply<GroupPage> {
  return asking((send) => shownPage(send, runId, group, cursor));
}

/** The report as a file, piece by piece. */
export function reportCsv(_gid: number, runId: string, from = 0): Reply<CsvPart> {
  return asking((send) => csvPart(send, runId, from));
}

/** Writes the database's values into the cells of a group of a report, a portion at a call. */
export function takeFromDatabase(gid: number, wanted: TakeWanted): Reply<TakeReply> {
  return take(gid, wanted);
}

/** Writes what stood there before, where nobody touched the cell since; a portion at a call. */
export function putBackTaken(gid: number): Reply<PutBackReply> {
  return restore(gid);
}

/** What was taken stays; what stood there before is let go. */
export function keepTakenValues(gid: number): Reply<{ readonly taken: Taken | null }> {
  return keepTaken(gid);
}

/** In the tab with that gid, and in the database. */
export function findBuyerByKey(gid: number, key: string): Reply<FoundBuyer> {
  return onSheet(gid, '', (sheet) => asking((send) => findBuyer(newExecution(sheet, send, 'sidebar'), String(key))));
}

function onSheet<T>(
  gid: number | null,
  session: string,
  work: (sheet: SheetReader, person: Person) => Reply<T>,
): Reply<T> {
  return answering(() => {
    const sheet = findSheet(gid);
    return sheet === null
      ? refusal('no_sheet', 'The tab is gone, or no document is open.')
      : work(sheet, personAt(session));
  });
}

// The functions that Google may call: these and no others. The menu's need nothing but a menu; the sidebar's answer and never throw.
import type { HoldDecided } from '../shared/protocol.ts';
import { answering, refusal } from './answering.ts';
import {
  answerHeader as answerHeaderOf,
  newColumnFor,
  saveSetup as saveSetupOf,
  viewSetup as viewSetupOf,
  writeHeadingBack,
} from './contract.ts';
import { findBuyer } from './find-buyer.ts';
import { forgetHeaderRow } from './header-row.ts';
import { decideHolds } from './hold-decisions.ts';
import { type ClockEvent, runHourly, switchOff, switchOn } from './hourly-sync.ts';
import { answerLookAlike, answerNotBuyers } from './key-answers.ts';
import { csvPart, reportOf, shownPage } from './mismatch-pages.ts';
import { findingsPage, listPage } from './more.ts';
import { newExecution } from './new-execution.ts';
import { personAt } from './person.ts';
import { asking, beginOnly, keepTaken, restore, take } from './repair.ts';
import { tryAgain } from './retries.ts';
import { answer, begin, goOn, resume, stop } from './runs.ts';
import { type Person, wantedOf } from './saved-run.ts';
import { answerSelfCheck, type SelfCheckReply } from './self-check/answer.ts';
import { triggerFired } from './self-check/trigger.ts';
import { addMenu, findSheet, showSidebar } from './sheet.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { FindingsPage, ListPage, Reply, RunReply, RunResult, Status } from './sidebar/answers.ts';
import type { NewColumn, SetupView } from './sidebar/answers-contract.ts';
import type { TriedAgain } from './sidebar/queue-answers.ts';
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
import { dropKey, forgetAll, saveKey } from './tab-keys.ts';
import { writeKey as writeKeyCell } from './write-key.ts';

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

/** Of that tab; null: of the one in front. */
export function sidebarStatus(gid: number | null = null): Reply<Status> {
  return onSheet(gid, '', statusOf);
}

/** What a person looks at, to be asked often. */
export function frontTab(): Reply<{ readonly gid: number }> {
  return onSheet(null, '', (sheet) => ({ ok: true, gid: sheet.facts.gid }));
}

/**
 * Begins a run of the tab that the sidebar shows; null: of the one in front. `gid` in the answer is what the calls after it name.
 * `session` is the window that asks, `yes` the Check it agreed to.
 */
export function startRun(mode: string, session = '', gid: number | null = null, yes = ''): Reply<RunReply> {
  return onSheet(gid, session, (sheet, person) => begin(sheet, wantedOf(mode, yes), person));
}

/** What the run asks before it sends anything: `go` as it is, or `leave` such rows out. */
export function answerRun(gid: number, choice: string, session = ''): Reply<RunReply> {
  return onSheet(gid, session, (sheet, person) => answer(sheet, choice === 'leave' ? 'leave' : 'go', person));
}

export function continueRun(gid: number, session = ''): Reply<RunReply> {
  return onSheet(gid, session, goOn);
}

/** A person pressed Continue, or Take over. */
export function resumeRun(gid: number, session = ''): Reply<RunReply> {
  return onSheet(gid, session, resume);
}

/** Lets through what the guard holds of a run, this time or always for these columns; without columns, all of it. */
export function releaseHold(
  gid: number,
  runId: string,
  columns: readonly string[] = [],
  always = false,
): Reply<HoldDecided> {
  return onSheet(gid, '', (_, person) => decideHolds(gid, runId, 'release', columns, always === true, person));
}

export function discardHold(gid: number, runId: string, columns: readonly string[] = []): Reply<HoldDecided> {
  return onSheet(gid, '', (_, person) => decideHolds(gid, runId, 'discard', columns, false, person));
}

/** Whether two spellings are the `same` buyer or `different` ones; anything else takes the answer back. */
export function sayLookAlike(gid: number, key: string, otherKey: string, said: string): Reply<object> {
  const answer = said === 'same' || said === 'different' ? said : null;
  return onSheet(gid, '', (_, person) => answerLookAlike(gid, { key, otherKey, answer }, person));
}

/** Rows without a key, as in `4138-4150`, are no buyers; or they are after all. */
export function sayNotBuyers(gid: number, rows: string, isBuyer = false): Reply<object> {
  return onSheet(gid, '', (sheet, person) => answerNotBuyers(sheet, rows, isBuyer === true, person));
}

/** The other spelling into the key cell of a row; never over a formula, a merged or a protected cell. */
export function writeKey(
  gid: number,
  cell: string,
  key: string,
  otherKey: string,
): Reply<{ readonly written: string }> {
  return answering(() => writeKeyCell(gid, cell, key, otherKey));
}

export function stopRun(gid: number, session = ''): Reply<RunReply> {
  return onSheet(gid, session, stop);
}

/** The hourly sync of that tab. */
export function setSchedule(on: boolean, gid: number | null = null): Reply<Status> {
  return onSheet(gid, '', (sheet, person) => {
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

export function listFindings(gid: number, runId: string, cursor: string | null = null): Reply<FindingsPage> {
  return answering(() => findingsPage(gid, runId, cursor));
}

export function listMore(gid: number, runId: string, from = 0): Reply<ListPage> {
  return answering(() => listPage(gid, runId, from));
}

export function selectCell(gid: number, a1: string): Reply<{ readonly selected: string }> {
  return onSheet(gid, '', (sheet) => {
    sheet.select(a1);
    return { ok: true, selected: a1 };
  });
}

/** Keeps the tab's key for everyone who may edit this document. */
export function saveConnection(key: string, gid: number | null = null): Reply<Status> {
  return onSheet(gid, '', (sheet, person) => {
    saveKey(sheet.facts.gid, key, sheet.facts.spreadsheetId);
    forgetHeaderRow(sheet.facts.gid);
    return statusOf(sheet, person);
  });
}

export function disconnect(gid: number | null = null): Reply<Status> {
  return onSheet(gid, '', (sheet, person) => {
    dropKey(sheet.facts.gid);
    return statusOf(sheet, person);
  });
}

/** Which row holds the headings, and what each of them means; `headerRow` null for the one agreed on, or the likeliest. */
export function viewSetup(gid: number, headerRow: number | null = null, find = ''): Reply<SetupView> {
  return onSheet(gid, '', (sheet) => viewSetupOf(sheet, headerRow, find));
}

/** `answers` is JSON: what was said of each heading. */
export function saveSetup(gid: number, headerRow: number, answers: string): Reply<Status> {
  return onSheet(gid, '', (sheet, person) => saveSetupOf(sheet, person, headerRow, answers));
}

export function answerHeader(gid: number, answer: string): Reply<Status> {
  return onSheet(gid, '', (sheet, person) => answerHeaderOf(sheet, person, answer));
}

export function putHeadingBack(gid: number, index: number, column: string): Reply<Status> {
  return onSheet(gid, '', (sheet, person) => writeHeadingBack(sheet, person, index, column));
}

export function newColumn(gid: number, index: number): Reply<NewColumn> {
  return onSheet(gid, '', (sheet) => newColumnFor(sheet, index));
}

/** Brings another tab to the front. */
export function goToTab(gid: number): Reply<Status> {
  return onSheet(gid, '', (sheet, person) => {
    sheet.select('A1');
    return statusOf(sheet, person);
  });
}

/** This file is a copy: all that came with it about the original goes. */
export function forgetCopy(): Reply<Status> {
  return onSheet(null, '', (sheet, person) => {
    forgetAll();
    return statusOf(sheet, person);
  });
}

/** A sync of some rows of a tab (null: the one in front): the missing ones, those selected, one buyer, or a group of a report. */
export function pushOnly(only: OnlyAsked, session = '', gid: number | null = null): Reply<RunReply> {
  return onSheet(gid, session, (sheet) => beginOnly(sheet, session, only));
}

/** What a finished run's report said, once more. */
export function showReport(gid: number, runId: string): Reply<{ readonly result: RunResult }> {
  return asking(gid, (send) => reportOf(send, runId));
}

export function listGroup(
  gid: number,
  runId: string,
  group: GroupName,
  cursor: string | null = null,
): Reply<GroupPage> {
  return asking(gid, (send) => shownPage(send, runId, group, cursor));
}

/** The report as a file, piece by piece. */
export function reportCsv(gid: number, runId: string, from = 0): Reply<CsvPart> {
  return asking(gid, (send) => csvPart(send, runId, from));
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

/** One row of the retry queue, or all of them from `cursor` on, a portion at a call. */
export function tryRetries(gid: number, id: string | null = null, cursor: string | null = null): Reply<TriedAgain> {
  return asking(gid, (send) => tryAgain(send, id, cursor));
}

/** In the tab with that gid, and in the database. */
export function findBuyerByKey(gid: number, key: string): Reply<FoundBuyer> {
  return onSheet(gid, '', (sheet) =>
    asking(gid, (send) => findBuyer(newExecution(sheet, send, 'sidebar'), String(key))),
  );
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

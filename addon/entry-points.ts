// The functions that Google may call: these and no others. The menu's need nothing but a menu; the sidebar's answer and never throw.
import { answering, refusal } from './answering.ts';
import { dropKey, saveKey } from './connection.ts';
import { begin, goOn, stop } from './runs.ts';
import { modeOf } from './saved-run.ts';
import { addMenu, findSheet, showSidebar } from './sheet.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Reply, RunReply, Status } from './sidebar/answers.ts';
import { statusOf } from './status.ts';

/** Runs before the add-on was enabled too (AuthMode.NONE), where only a menu may be made. */
export function onOpen(): void {
  addMenu([{ caption: 'Open Rollcall', functionName: 'openSidebar' }]);
}

export function onInstall(): void {
  onOpen();
}

export function openSidebar(): void {
  showSidebar('Sidebar', 'Rollcall');
}

/** Of the tab in front. */
export function sidebarStatus(): Reply<Status> {
  return onSheet(null, statusOf);
}

/** Begins a run of the tab in front; `gid` in the answer is what the calls after it name. */
export function startRun(mode: string): Reply<RunReply> {
  return onSheet(null, (sheet) => begin(sheet, modeOf(mode)));
}

export function continueRun(gid: number): Reply<RunReply> {
  return onSheet(gid, goOn);
}

export function stopRun(gid: number): Reply<RunReply> {
  return onSheet(gid, stop);
}

export function selectCell(gid: number, a1: string): Reply<{ readonly selected: string }> {
  return onSheet(gid, (sheet) => {
    sheet.select(a1);
    return { ok: true, selected: a1 };
  });
}

/** Keeps the sheet's key for everyone who may edit this document. */
export function saveConnection(key: string): Reply<Status> {
  return onSheet(null, (sheet) => {
    saveKey(key);
    return statusOf(sheet);
  });
}

export function disconnect(): Reply<Status> {
  return onSheet(null, (sheet) => {
    dropKey();
    return statusOf(sheet);
  });
}

function onSheet<T>(gid: number | null, work: (sheet: SheetReader) => Reply<T>): Reply<T> {
  return answering(() => {
    const sheet = findSheet(gid);
    return sheet === null ? refusal('no_sheet', 'The tab is gone, or no document is open.') : work(sheet);
  });
}

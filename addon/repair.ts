// What the sidebar asks about differences, each in one execution: push only some, take values, put them back, read the report, find a buyer.
import { answering, refusal } from './answering.ts';
import type { Send } from './api.ts';
import { chosenKeys } from './chosen-keys.ts';
import { connect } from './connection.ts';
import { withDocumentLock } from './document-lock.ts';
import type { Execution } from './execution.ts';
import { newExecution } from './new-execution.ts';
import { personAt } from './person.ts';
import { putBack } from './put-back.ts';
import * as store from './run-store.ts';
import { begin, yieldsTo } from './runs.ts';
import { openTab, type Tab } from './sheet.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { Reply, RunReply } from './sidebar/answers.ts';
import type { OnlyAsked, PutBackReply, Taken, TakeReply, TakeWanted } from './sidebar/repair-answers.ts';
import { takeValues } from './take-values.ts';
import { letGo } from './taken-values.ts';

const LOCK_MS = 2_000;

/** A sync of some rows only. */
export function beginOnly(sheet: SheetReader, session: string, only: OnlyAsked): Reply<RunReply> {
  return begin(sheet, { mode: 'sync', isSeen: only !== 'selection' }, personAt(session), (run) =>
    chosenKeys(run, only),
  );
}

export const take = (gid: number, wanted: TakeWanted): Reply<TakeReply> =>
  writing(gid, (tab, run) => takeValues(tab, run, { ...wanted, by: personAt('').email }));

export const restore = (gid: number): Reply<PutBackReply> => writing(gid, putBack);

export const keepTaken = (gid: number): Reply<{ readonly taken: Taken | null }> =>
  writing(gid, (tab) => {
    letGo(tab.reader.facts.gid);
    return { ok: true, taken: null };
  });

/** One execution at a time, and none while a run reads the sheet: it would have to compare again. */
function writing<T>(gid: number, work: (tab: Tab, run: Execution) => Reply<T>): Reply<T> {
  return asking(gid, (send) => {
    const tab = openTab(gid);
    if (tab === null) return refusal('no_sheet', 'The tab is gone, or no document is open.');
    const run = newExecution(tab.reader, send, 'sidebar');
    const saved = store.loadRun(gid);
    if (saved !== null && yieldsTo(saved, run.now())) return refusal('run_under_way', 'A run reads this sheet.');
    return withDocumentLock(LOCK_MS, () => work(tab, run)) ?? refusal('busy_here', 'Another window is at work.');
  });
}

export const asking = <T>(gid: number, work: (send: Send) => Reply<T>): Reply<T> =>
  answering(() => {
    const send = connect(gid);
    return send === null ? refusal('no_key', 'This document holds no sheet key yet.') : work(send);
  });

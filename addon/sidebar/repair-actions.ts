// What the buttons about differences set off: more of a group, taking values and putting them back, the report, a buyer.
import type { RepairActions } from './act.ts';
import type { Failed } from './answers.ts';
import { focusOn } from './focus.ts';
import type { GroupName, NamedCell, Place, Taken } from './repair-answers.ts';
import { addedTo, groupId, type Repaired, type RepairModel, type TakeQuestion } from './repair-model.ts';
import type { RunActions } from './run-actions.ts';
import { newRunView } from './run-view.ts';
import {
  callCsv,
  callFindBuyer,
  callGroup,
  callKeepTaken,
  callPutBack,
  callReport,
  callTake,
  twice,
} from './server-call.ts';
import type { Store } from './store.ts';
import type { TextKey } from './texts.ts';

export function repairActions(
  { model, show }: Store,
  runs: Pick<RunActions, 'push'>,
  say: (key: TextKey) => void,
): RepairActions {
  const change = (over: Partial<RepairModel>) => show({ repair: { ...model().repair, ...over } });
  const gid = () => model().run?.gid ?? model().status?.gid ?? 0;
  const withTaken = (taken: Taken | null) => {
    const { status } = model();
    if (status !== null) show({ status: { ...status, taken } });
  };

  function ask(question: TakeQuestion | null): void {
    const before = model().repair.question;
    change({ question });
    focusOn(question === null ? (before?.id ?? '') : 'take-no');
  }

  async function take(): Promise<void> {
    const { repair, run } = model();
    const { question } = repair;
    if (question === null || run === null) return;
    const { group, key, count } = question;
    const takeId = crypto.randomUUID();
    begin('taken', count);
    focusOn('repaired');
    let next: Place | null = { cursor: null, skip: 0 };
    while (next !== null) {
      const from: Place = next;
      // A portion that was written though its answer was lost is found as it should be, and counted so.
      const reply = await twice(() => callTake(run.gid, { runId: run.runId, group, from, key, takeId }));
      next = reply.ok ? reply.next : null;
      if (reply.ok) {
        goOn({ done: reply.written, already: reply.already, named: reply.named });
        withTaken(reply.taken);
      } else fail(reply);
    }
    const { settled, repaired } = model().repair;
    const isWhole = key === null && repaired?.problem === null;
    change({ settled: isWhole ? [...settled, question.groupId] : settled });
    end();
  }

  async function putBack(): Promise<void> {
    begin('back', model().status?.taken?.cells ?? 0);
    for (let isMore = true; isMore; ) {
      const reply = await twice(() => callPutBack(gid()));
      isMore = reply.ok && reply.isMore;
      if (reply.ok) {
        goOn({ done: reply.restored, named: reply.named });
        withTaken(reply.taken);
      } else fail(reply);
    }
    change({ settled: [] });
    end();
  }

  async function keep(): Promise<void> {
    show({ work: 'taking' });
    const reply = await callKeepTaken(gid());
    if (reply.ok) withTaken(null);
    change({ repaired: null });
    show({ work: null });
    if (reply.ok) say('back.kept');
    focusOn('sync');
  }

  function begin(what: Repaired['what'], total: number): void {
    const repaired = { what, total, done: 0, already: 0, named: { count: 0, items: [] as NamedCell[] }, problem: null };
    show({ work: 'taking', repair: { ...model().repair, question: null, repaired } });
  }

  function goOn(found: Parameters<typeof addedTo>[1]): void {
    const { repaired } = model().repair;
    if (repaired !== null) change({ repaired: addedTo(repaired, found) });
  }

  function fail({ code }: Failed): void {
    const { repaired } = model().repair;
    if (repaired !== null) change({ repaired: { ...repaired, problem: code } });
  }

  function end(): void {
    show({ work: null });
    focusOn('repaired');
  }

  return {
    push: (only) => void runs.push(only),
    ask,
    take: () => void take(),
    putBack: () => void putBack(),
    keep: () => void keep(),
    more: (group) => void more(group),
    showLast: () => void showLast(),
    download: () => void download(),
    find: (key) => void find(key),
  };

  async function more(group: GroupName): Promise<void> {
    const { run, repair } = model();
    if (run === null) return;
    const id = groupId(group);
    const known = repair.lists[id] ?? { items: [], cursor: null, isEnd: false, problem: null };
    show({ work: 'listing', listing: { id, problem: null } });
    const reply = await callGroup(run.gid, run.runId, group, known.cursor);
    const list = reply.ok
      ? {
          items: [...known.items, ...reply.mismatches],
          cursor: reply.cursor,
          isEnd: reply.cursor === null,
          problem: null,
        }
      : { ...known, problem: reply.code };
    show({ work: null, listing: null });
    change({ lists: { ...model().repair.lists, [id]: list } });
    if (!focusOn(`${id}-${known.items.length}`)) focusOn(`${id}-more`);
  }

  async function showLast(): Promise<void> {
    const { status } = model();
    const last = status?.last ?? null;
    if (status === null || last?.runId === undefined) return;
    show({ work: 'reporting' });
    const reply = await callReport(status.gid, last.runId);
    show({ work: null });
    if (!reply.ok) return say('csv.failed');
    const run = newRunView(status.gid, last.mode);
    show({ run: { ...run, runId: last.runId, state: 'done', phase: 'done', result: reply.result } });
    change({ seenAt: last.at });
    focusOn('result');
  }

  async function download(): Promise<void> {
    const { run } = model();
    if (run === null) return;
    show({ work: 'reporting' });
    change({ csvProblem: null });
    const pieces: string[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const at: number = from;
      const reply = await twice(() => callCsv(run.gid, run.runId, at));
      from = reply.ok ? reply.next : null;
      if (reply.ok) pieces.push(reply.text);
      else change({ csvProblem: reply.code });
    }
    show({ work: null });
    if (model().repair.csvProblem === null) save(pieces.join(''), `rollcall-${run.runId}.csv`);
  }

  async function find(wanted: string): Promise<void> {
    if (wanted === '') {
      change({ buyer: { wanted, found: null, problem: null } });
      focusOn('buyer-key');
      return;
    }
    show({ work: 'finding', repair: { ...model().repair, buyer: { wanted, found: null, problem: null } } });
    const reply = await twice(() => callFindBuyer(gid(), wanted));
    show({ work: null });
    change({ buyer: { wanted, found: reply.ok ? reply : null, problem: reply.ok ? null : reply.code } });
    focusOn('buyer-found');
  }
}

/** Excel takes a file for Unicode only with this before it; on its way through Google it may get lost. */
const MARK = '\ufeff';

function save(text: string, name: string): void {
  const whole = text.startsWith(MARK) ? text : MARK + text;
  const url = URL.createObjectURL(new Blob([whole], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  // The page's links open a new tab; a file is only kept.
  link.target = '_self';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

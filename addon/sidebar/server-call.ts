// The add-on's functions as promises over google.script.run, which knows only handlers.
import type { HoldDecided, Mode } from '../../shared/protocol.ts';
import type { Failed, FindingsPage, ListPage, Reply, RunReply, RunResult, Status } from './answers.ts';
import type { NewColumn, SetupView } from './answers-contract.ts';
import type { TriedAgain } from './queue-answers.ts';
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
} from './repair-answers.ts';

interface Runner {
  withSuccessHandler(handler: (answer: unknown) => void): Runner;
  withFailureHandler(handler: (error: unknown) => void): Runner;
  [name: string]: (...args: never[]) => unknown;
}

declare const google: {
  readonly script: {
    readonly run: Runner;
    readonly host: { readonly editor?: { focus(): void } };
  };
};

/** This window: a run that another window took over no longer answers to it. */
const session = crypto.randomUUID();

/** Null: of the tab in front. */
export const callStatus = (gid: number | null): Promise<Reply<Status>> => call('sidebarStatus', gid);
export const callFront = (): Promise<Reply<{ readonly gid: number }>> => call('frontTab');
/** `yes` is the Check that was agreed to. */
export const callStart = (mode: Mode | 'check', gid: number, yes = ''): Promise<Reply<RunReply>> =>
  call('startRun', mode, session, gid, ...(yes === '' ? [] : [yes]));
export const callAnswer = (gid: number, choice: 'go' | 'leave'): Promise<Reply<RunReply>> =>
  call('answerRun', gid, choice, session);
export const callContinue = (gid: number): Promise<Reply<RunReply>> => call('continueRun', gid, session);
export const callResume = (gid: number): Promise<Reply<RunReply>> => call('resumeRun', gid, session);
export const callStop = (gid: number): Promise<Reply<RunReply>> => call('stopRun', gid, session);
export const callSchedule = (on: boolean, gid: number): Promise<Reply<Status>> => call('setSchedule', on, gid);
export const callFindings = (gid: number, runId: string, cursor: string | null): Promise<Reply<FindingsPage>> =>
  call('listFindings', gid, runId, cursor);
export const callMore = (gid: number, runId: string, from: number): Promise<Reply<ListPage>> =>
  call('listMore', gid, runId, from);
export const callSelect = (gid: number, a1: string): Promise<Reply<{ selected: string }>> =>
  call('selectCell', gid, a1);
export const callHold = (
  verb: 'release' | 'discard',
  gid: number,
  runId: string,
  columns: readonly string[],
  always: boolean,
): Promise<Reply<HoldDecided>> =>
  verb === 'release' ? call('releaseHold', gid, runId, columns, always) : call('discardHold', gid, runId, columns);
export const callLookAlike = (gid: number, key: string, otherKey: string, said: string): Promise<Reply<object>> =>
  call('sayLookAlike', gid, key, otherKey, said);
export const callNotBuyers = (gid: number, rows: string, isBuyer: boolean): Promise<Reply<object>> =>
  call('sayNotBuyers', gid, rows, isBuyer);
export const callWriteKey = (gid: number, cell: string, key: string, otherKey: string): Promise<Reply<object>> =>
  call('writeKey', gid, cell, key, otherKey);
export const callConnect = (key: string, gid: number): Promise<Reply<Status>> => call('saveConnection', key, gid);
export const callDisconnect = (gid: number): Promise<Reply<Status>> => call('disconnect', gid);

export const callSetup = (gid: number, row: number | null, find = ''): Promise<Reply<SetupView>> =>
  call('viewSetup', gid, row, find);
export const callSaveSetup = (gid: number, row: number, answers: string): Promise<Reply<Status>> =>
  call('saveSetup', gid, row, answers);
export const callAnswerHeader = (gid: number, answer: string): Promise<Reply<Status>> =>
  call('answerHeader', gid, answer);
export const callPutHeadingBack = (gid: number, index: number, column: string): Promise<Reply<Status>> =>
  call('putHeadingBack', gid, index, column);
export const callNewColumn = (gid: number, index: number): Promise<Reply<NewColumn>> => call('newColumn', gid, index);
export const callGoToTab = (gid: number): Promise<Reply<Status>> => call('goToTab', gid);
export const callForgetCopy = (): Promise<Reply<Status>> => call('forgetCopy');

export const callPushOnly = (only: OnlyAsked, gid: number): Promise<Reply<RunReply>> =>
  call('pushOnly', only, session, gid);
export const callReport = (gid: number, runId: string): Promise<Reply<{ result: RunResult }>> =>
  call('showReport', gid, runId);
export const callGroup = (
  gid: number,
  runId: string,
  group: GroupName,
  cursor: string | null,
): Promise<Reply<GroupPage>> => call('listGroup', gid, runId, group, cursor);
export const callCsv = (gid: number, runId: string, from: number): Promise<Reply<CsvPart>> =>
  call('reportCsv', gid, runId, from);
export const callTake = (gid: number, wanted: TakeWanted): Promise<Reply<TakeReply>> =>
  call('takeFromDatabase', gid, wanted);
export const callPutBack = (gid: number): Promise<Reply<PutBackReply>> => call('putBackTaken', gid);
export const callKeepTaken = (gid: number): Promise<Reply<{ taken: Taken | null }>> => call('keepTakenValues', gid);
export const callFindBuyer = (gid: number, key: string): Promise<Reply<FoundBuyer>> => call('findBuyerByKey', gid, key);

export const callTryRetries = (gid: number, id: string | null, cursor: string | null): Promise<Reply<TriedAgain>> =>
  call('tryRetries', gid, id, cursor);

/** A call that Google lost is asked again once: what it did is done no second time. */
export async function twice<T>(call: () => Promise<Reply<T>>): Promise<Reply<T>> {
  const reply = await call();
  return !reply.ok && reply.code === 'call_failed' ? call() : reply;
}

/** Puts the cursor into the grid, where a cell was just selected. */
export const focusGrid = (): void => google.script.host.editor?.focus();

/** Google carries plain data, and no dates. */
type Argument = string | number | boolean | null | object;

/** A call that Google did not carry is an answer too: nothing here ever rejects. */
function call<T>(name: string, ...args: readonly Argument[]): Promise<Reply<T>> {
  return new Promise((resolve) => {
    const failed: Failed = { ok: false, code: 'call_failed', message: name };
    const runner = google.script.run
      .withSuccessHandler((answer) => resolve((answer ?? failed) as Reply<T>))
      .withFailureHandler(() => resolve(failed));
    const run = runner[name] as ((...args: readonly Argument[]) => void) | undefined;
    if (run === undefined) resolve(failed);
    else run.apply(runner, [...args]);
  });
}

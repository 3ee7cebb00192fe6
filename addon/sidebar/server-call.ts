// The add-on's functions as promises over google.script.run, which knows only handlers.
import type { HoldDecided, Mode } from '../../shared/protocol.ts';
import type { Failed, FindingsPage, ListPage, Reply, RunReply, Status } from './answers.ts';

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

export const callStatus = (): Promise<Reply<Status>> => call('sidebarStatus');
/** `yes` is the Check that was agreed to. */
export const callStart = (mode: Mode | 'check', yes = ''): Promise<Reply<RunReply>> =>
  call('startRun', mode, session, ...(yes === '' ? [] : [yes]));
export const callAnswer = (gid: number, choice: 'go' | 'leave'): Promise<Reply<RunReply>> =>
  call('answerRun', gid, choice, session);
export const callContinue = (gid: number): Promise<Reply<RunReply>> => call('continueRun', gid, session);
export const callResume = (gid: number): Promise<Reply<RunReply>> => call('resumeRun', gid, session);
export const callStop = (gid: number): Promise<Reply<RunReply>> => call('stopRun', gid, session);
export const callSchedule = (on: boolean): Promise<Reply<Status>> => call('setSchedule', on);
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
export const callConnect = (key: string): Promise<Reply<Status>> => call('saveConnection', key);
export const callDisconnect = (): Promise<Reply<Status>> => call('disconnect');

/** Puts the cursor into the grid, where a cell was just selected. */
export const focusGrid = (): void => google.script.host.editor?.focus();

type Argument = string | number | boolean | null | readonly string[];

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

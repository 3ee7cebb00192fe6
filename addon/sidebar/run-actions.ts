// Sync, Verify, Continue, Take over and Stop.
import type { Mode } from '../../shared/protocol.ts';
import type { Reply, RunReply } from './answers.ts';
import type { Model } from './model.ts';
import type { OnlyAsked } from './repair-answers.ts';
import { noRepair } from './repair-model.ts';
import { driveRun } from './run-loop.ts';
import { gaveUpWaiting, newRunView, type RunView, stumbled, withLate, withReply } from './run-view.ts';
import { callAnswer, callContinue, callPushOnly, callResume, callStart, callStop } from './server-call.ts';
import type { Store } from './store.ts';

export interface RunActions {
  /** `yes` is the Check that was agreed to. */
  readonly start: (mode: Mode | 'check', yes?: string) => Promise<void>;
  /** A sync of some rows only. */
  readonly push: (only: OnlyAsked) => Promise<void>;
  /** To what the run asks before it sends. */
  readonly answer: (choice: 'go' | 'leave') => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function runActions({ model, show }: Store, refresh: () => Promise<void>): RunActions {
  let isStopped = false;

  async function run(view: RunView, first: () => Promise<Reply<RunReply>>): Promise<void> {
    isStopped = false;
    const begun: RunView = { ...view, state: 'running', problem: null, waiting: null };
    const { buyer } = model().repair;
    show({ work: 'run', run: begun, shown: view.runId === '' ? {} : model().shown, listing: null });
    show({ repair: { ...noRepair, buyer }, tried: null });
    const reply = await driveRun(first, callContinue, view.gid, {
      sleep,
      isStopped: () => isStopped,
      onReply: (answer) => update((shown) => withReply(shown, answer, Date.now())),
      onLate: (answer) => update((shown) => withLate(shown, answer)),
      onRetry: () => update((shown) => ({ ...shown, waiting: 'retry' })),
    });
    if (isStopped) return;
    // The question which row holds the headings comes with the next look at the tab.
    const isAsked = !reply.ok && reply.code === 'needs_setup';
    show({ run: isAsked ? null : ended(reply), work: null });
    if (isAsked || (reply.ok && reply.state !== 'busy')) await refresh();
  }

  const ended = (reply: Reply<RunReply>): RunView | null => {
    const { run: shown } = model();
    if (shown === null) return null;
    return reply.ok ? gaveUpWaiting(shown) : stumbled(shown, reply);
  };

  async function stop(): Promise<void> {
    isStopped = true;
    const view = model().run ?? foundView(model());
    show({ work: 'stopping', run: view });
    const reply = await callStop(view.gid);
    if (reply.ok) update((shown) => withReply({ ...shown, result: null }, reply, Date.now()));
    else update((shown) => (endedBefore(shown, reply.code) ? { ...shown, state: 'done' } : stumbled(shown, reply)));
    show({ work: null });
    await refresh();
  }

  function update(change: (run: RunView) => RunView): void {
    const { run: shown } = model();
    if (shown !== null) show({ run: change(shown) });
  }

  return {
    start: (mode, yes) => {
      const gid = model().status?.gid ?? 0;
      return run(newRunView(gid, mode === 'sync' ? 'sync' : 'verify'), () => callStart(mode, gid, yes));
    },
    answer: async (choice) => {
      const view = model().run;
      if (view !== null) await run(view, () => callAnswer(view.gid, choice));
    },
    push: (only) => {
      const gid = model().status?.gid ?? 0;
      return run(newRunView(gid, 'sync'), () => callPushOnly(only, gid));
    },
    resume: () => {
      const view = model().run ?? foundView(model());
      return run(view, () => callResume(view.gid));
    },
    stop,
  };
}

/** The run found on opening. */
function foundView({ status }: Model): RunView {
  const unfinished = status?.unfinished ?? null;
  return newRunView(status?.gid ?? 0, unfinished?.mode ?? 'sync', unfinished?.progress);
}

const endedBefore = ({ result }: RunView, code: string): boolean => code === 'nothing_to_stop' && result !== null;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

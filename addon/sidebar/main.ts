// The sidebar: one model, drawn region by region where it changed, and what the buttons set off.
import type { Mode } from '../../shared/protocol.ts';
import type { Actions } from './act.ts';
import type { Reply, RunReply } from './answers.ts';
import { emptyModel, type Model, newRunView, type RunView, stumbled, withReply, withStatus } from './model.ts';
import { draw, say } from './page.ts';
import { driveRun } from './run-loop.ts';
import {
  callConnect,
  callContinue,
  callDisconnect,
  callSelect,
  callStart,
  callStatus,
  callStop,
  focusGrid,
} from './server-call.ts';

let model: Model = emptyModel;
let isStopped = false;

function show(next: Partial<Model>): void {
  model = { ...model, ...next };
  draw(model, actions);
}

const actions: Actions = {
  start: (mode) => void run(newRunView(model.status?.gid ?? 0, mode), () => callStart(mode)),
  resume: () => {
    const { gid, mode } = current();
    void run(model.run ?? newRunView(gid, mode), () => callContinue(gid));
  },
  stop: () => void stop(),
  refresh: () => void refresh(),
  connect: (key) => void change(() => callConnect(key)),
  disconnect: () => void change(callDisconnect),
  select: (a1, byPointer) => void select(a1, byPointer),
};

/** The run that Continue and Stop mean: the one on the page, else the one found on opening. */
function current(): { readonly gid: number; readonly mode: Mode } {
  if (model.run !== null) return model.run;
  return { gid: model.status?.gid ?? 0, mode: model.status?.unfinished?.mode ?? 'sync' };
}

async function run(view: RunView, first: () => Promise<Reply<RunReply>>): Promise<void> {
  isStopped = false;
  show({ work: 'run', run: { ...view, state: 'running', problem: null, waiting: null } });
  const reply = await driveRun(first, callContinue, view.gid, {
    sleep,
    isStopped: () => isStopped,
    onReply: (answer) => update((shown) => withReply(shown, answer, Date.now())),
    onRetry: () => update((shown) => ({ ...shown, waiting: 'retry' })),
  });
  if (isStopped) return;
  if (!reply.ok) update((shown) => stumbled(shown, reply));
  show({ work: null });
  if (reply.ok && reply.state === 'done') await refresh();
}

async function stop(): Promise<void> {
  isStopped = true;
  const { gid, mode } = current();
  const view = model.run ?? newRunView(gid, mode);
  show({ work: 'stopping', run: view });
  const reply = await callStop(gid);
  update((shown) => (reply.ok ? withReply({ ...shown, result: null }, reply, Date.now()) : stumbled(shown, reply)));
  show({ work: null });
  await refresh();
}

function update(change: (run: RunView) => RunView): void {
  if (model.run !== null) show({ run: change(model.run) });
}

/** Quiet: what is on the page stays until the answer is there. */
async function refresh(): Promise<void> {
  if (model.status === null || model.status.connection !== 'connected') show({ work: 'status' });
  const reply = await callStatus();
  if (model.work === null || model.work === 'status') show(withStatus(model, reply));
}

async function change(call: () => ReturnType<typeof callStatus>): Promise<void> {
  show({ work: 'connecting' });
  show({ ...withStatus(model, await call()), run: null });
}

async function select(a1: string, byPointer: boolean): Promise<void> {
  const reply = await callSelect(current().gid, a1);
  if (!reply.ok) say('problem.no_cell');
  else if (byPointer) focusGrid();
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

draw(model, actions);
void refresh();

// The sidebar: one model, drawn region by region where it changed, and what the buttons set off.
import type { Actions } from './act.ts';
import type { Reply, Status } from './answers.ts';
import { checkActions } from './check-actions.ts';
import { contractActions } from './contract-actions.ts';
import { emptyContract } from './contract-model.ts';
import { focusOn, watchPointer } from './focus.ts';
import { takeOverMs } from './lead.ts';
import { moreOf } from './list-actions.ts';
import { emptyModel, type Model, withStatus } from './model.ts';
import { draw, say } from './page.ts';
import { queueActions } from './queue-actions.ts';
import { repairActions } from './repair-actions.ts';
import { runActions } from './run-actions.ts';
import {
  callConnect,
  callDisconnect,
  callFront,
  callSchedule,
  callSelect,
  callStatus,
  focusGrid,
} from './server-call.ts';
import { createStore } from './store.ts';

const store = createStore(emptyModel, (model) => {
  draw(model, actions);
  keepTime(model);
  contract.follow(model);
});
const { model, show } = store;
const runs = runActions(store, refresh);
const more = moreOf(store);
const contract = contractActions(store);

const actions: Actions = {
  start: (mode) => void runs.start(mode),
  resume: () => void runs.resume(),
  stop: () => void runs.stop(),
  refresh: () => void refresh(),
  connect: (key) => void change(() => callConnect(key, shownTab())),
  disconnect: () => void change(() => callDisconnect(shownTab())),
  ask: (isAsked) => {
    show({ isAsked });
    focusOn(isAsked ? 'keep' : 'disconnect');
  },
  schedule: (on) => void schedule(on),
  select: (a1, byPointer) => void select(a1, byPointer),
  more: (list) => void more(list),
  check: checkActions(store, runs, refresh),
  contract,
  repair: repairActions(store, runs, say),
  queue: queueActions(store, refresh, (key) => actions.repair.find(key)),
};

/** Quiet: what is on the page stays until the answer is there. */
async function refresh(): Promise<void> {
  const { status, work } = model();
  if (work === null && status?.connection !== 'connected') show({ work: 'status' });
  const reply = await callStatus(status?.gid ?? null);
  const now = model();
  if (now.work === null || now.work === 'status') show(withStatus(now, reply));
}

const shownTab = (): number => model().status?.gid ?? 0;

/** Another tab was brought to the front: the page is about that one now, unless something of the last is under way. */
async function followFront(): Promise<void> {
  const isIdle = () => model().work === null && model().status !== null && model().contract.form?.kind !== 'settings';
  if (!isIdle()) return;
  const front = await callFront();
  if (!front.ok || front.gid === shownTab() || !isIdle()) return;
  show({ work: 'status' });
  const reply = await callStatus(front.gid);
  show({ ...withStatus(model(), reply), run: null, tried: null, isAsked: false, contract: emptyContract });
}

async function change(call: () => Promise<Reply<Status>>): Promise<void> {
  show({ work: 'connecting' });
  const reply = await call();
  show({ ...withStatus(model(), reply), run: null, tried: null, isAsked: false });
}

async function schedule(on: boolean): Promise<void> {
  show({ work: 'switching', scheduleProblem: null });
  const reply = await callSchedule(on, shownTab());
  if (reply.ok) show(withStatus(model(), reply));
  else show({ work: null, scheduleProblem: reply.code });
}

async function select(a1: string, byPointer: boolean): Promise<void> {
  const { run, status } = model();
  const reply = await callSelect(run?.gid ?? status?.gid ?? 0, a1);
  if (!reply.ok) say('problem.no_cell');
  else if (byPointer) focusGrid();
}

let clock: ReturnType<typeof setTimeout> | null = null;

/** While another is at it the time left is shown; at its end the server is asked whether the other was heard of again. */
function keepTime(shown: Model): void {
  const fromMs = takeOverMs(shown);
  if (clock !== null || fromMs === null || fromMs <= Date.now()) return;
  clock = setTimeout(
    () => {
      clock = null;
      show({});
      if (fromMs <= Date.now() && model().run === null && model().work === null) void refresh();
    },
    Math.min(1000, fromMs - Date.now()),
  );
}

watchPointer();
window.addEventListener('focus', () => void followFront());
draw(model(), actions);
void refresh();

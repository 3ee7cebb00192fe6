// The thread of one execution: a fresh realm with the bundle in it, waiting for the one call it lives for.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import vm from 'node:vm';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { localServices } from './local-services.ts';
import type { Call, CallAnswer, FromWorker, Start, WorkerSetup } from './wire.ts';

interface Realm {
  readonly install: (bridge: (name: string, argsJson: string) => string, now: () => number) => void;
  readonly invoke: (functionName: string, argsJson: string, hasDocument: boolean) => string;
}

const { realmSource, bundle, port, signal, heapMb }: WorkerSetup = workerData;
const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
setFlagsFromString('--expose-gc');
const collect: () => void = vm.runInNewContext('gc');
const limitBytes = heapMb === null ? Number.POSITIVE_INFINITY : heapMb * 1024 * 1024;
let collectAbove = limitBytes / 2;
const localCalls: string[] = [];
let startMs = Date.now();
let began = cpuMs();
let costMs = 0;
let isLoading = true;

const realm: Realm = vm.runInContext(realmSource, context, { filename: 'local-host' });
realm.install(bridge, () => startMs + elapsedMs());
tell(load());
isLoading = false;

parentPort?.once('message', (start: Start) => {
  startMs = start.nowMs;
  began = cpuMs();
  const outcome = realm.invoke(start.functionName, start.argsJson, start.hasDocument);
  tell({ type: 'done', outcome, elapsedMs: elapsedMs(), heapBytes: usedHeap(), localCalls });
});

function load(): FromWorker {
  const before = new Set(Object.getOwnPropertyNames(context));
  try {
    new vm.Script(bundle, { filename: 'Code.js' }).runInContext(context);
  } catch (error) {
    return { type: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const added = Object.getOwnPropertyNames(context).filter((name) => !before.has(name));
  return { type: 'ready', functions: added.filter((name) => typeof Reflect.get(context, name) === 'function') };
}

/** Blocks until the host has answered. */
function bridge(name: string, argsJson: string): string {
  if (isLoading) return failed(`${name} is called while the script loads, where AuthMode.NONE allows no service.`);
  const local = localServices[name];
  if (local !== undefined) return here(name, () => local(...JSON.parse(argsJson)));
  const call: Call = { name, argsJson, elapsedMs: elapsedMs(), heapBytes: usedHeap() };
  Atomics.store(signal, 0, 0);
  port.postMessage(call);
  // The host answers, then wakes: where this thread saw the answer of the call before without having slept, that wake comes now.
  while (Atomics.load(signal, 0) === 0) Atomics.wait(signal, 0, 0);
  const answer: CallAnswer = receiveMessageOnPort(port)?.message;
  costMs += answer.costMs;
  return answer.json;
}

function here(name: string, work: () => unknown): string {
  localCalls.push(name);
  try {
    return JSON.stringify({ value: work() });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** A declaration, since the loading script may need it first. */
function failed(message: string): string {
  return JSON.stringify({ error: { name: 'Exception', message } });
}

/** The thread's own work and what its calls cost; that other programs keep this machine busy is none of its time. */
function elapsedMs(): number {
  return cpuMs() - began + costMs;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** What is no longer used counts too, until V8 collects it; near the limit it is made to, ever more seldom as less room is left. */
function usedHeap(): number {
  const used = getHeapStatistics().used_heap_size;
  if (used < collectAbove) return used;
  collect();
  const kept = getHeapStatistics().used_heap_size;
  collectAbove = Math.max(collectAbove, (kept + limitBytes) / 2);
  return kept;
}

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

// The local Apps Script host: runs the built add-on on this machine under Apps Script's rules.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Assumptions, assume } from './assumptions.ts';
import { CacheStore } from './cache-store.ts';
import type { ExecutionLog, HostEvent, MenuEntry, SidebarPage } from './events.ts';
import { type CallListener, Execution, type RunResult } from './execution.ts';
import { Locks } from './locks.ts';
import { readManifest } from './manifest.ts';
import { PropertyStore } from './property-store.ts';
import type { ExecutionKind, HostState, Scope } from './service.ts';
import type { Spreadsheet } from './spreadsheet.ts';
import { ThreadPool } from './thread-pool.ts';
import { threadScripts } from './thread-scripts.ts';

export interface HostOptions {
  /** The build's folder: Code.js, Sidebar.html, appsscript.json. */
  readonly distDir: string;
  readonly spreadsheet: Spreadsheet;
  /** From the addresses in the bundle to this machine: `{'https://rollcall.example/': 'http://127.0.0.1:8787/'}`. */
  readonly fetchMap: Readonly<Record<string, string>>;
  readonly clock?: () => number;
  readonly user?: string;
  readonly userLocale?: string;
  readonly addonName?: string;
  /** Threads kept ready. */
  readonly warm?: number;
  /** Of one execution; unlimited unless told. */
  readonly heapMb?: number;
  /** Real waiting for a lock ÷ the waiting that was asked for; the virtual clock moves by the whole of it. */
  readonly lockWaitScale?: number;
  readonly assume?: Partial<Assumptions>;
}

interface RunOptions {
  readonly user?: string;
}

export interface Host {
  readonly spreadsheet: Spreadsheet;
  /** The clock that executions start by. */
  readonly now: () => number;
  /** What google.script.run may call: the bundle's top-level functions whose names do not end in an underscore. */
  readonly functions: readonly string[];
  readonly properties: (scope: Scope, user?: string) => PropertyStore;
  /** As google.script.run: ten at once, the rest wait. Never rejects. */
  readonly run: (functionName: string, args?: readonly unknown[], options?: RunOptions) => Promise<RunResult>;
  /** As a menu item, which may name a function that ends in an underscore. */
  readonly runMenu: (functionName: string, options?: RunOptions) => Promise<RunResult>;
  /** As an installed trigger: there is no user interface. */
  readonly runTrigger: (functionName: string, options?: RunOptions) => Promise<RunResult>;
  /** Opens the document: onOpen, where the bundle has one. */
  readonly open: () => Promise<RunResult>;
  readonly menu: () => MenuEntry | null;
  readonly sidebar: () => SidebarPage | null;
  /** Both return the way to stop listening. */
  readonly onEvent: (listener: (event: HostEvent) => void) => () => void;
  readonly onCall: (listener: CallListener) => () => void;
  /** All executions, the running ones included, oldest first. */
  readonly executions: () => readonly ExecutionLog[];
  readonly kill: (id: number) => void;
  readonly stop: () => Promise<void>;
}

/** Reads the build and loads it once; rejects where it does not load. */
export async function createHost(options: HostOptions): Promise<Host> {
  const manifest = await readManifest(options.distDir);
  const bundle = await readFile(join(options.distDir, 'Code.js'), 'utf8');
  const listeners = new Set<(event: HostEvent) => void>();
  const state = hostState(options, manifest, (event) => {
    for (const listener of listeners) listener(event);
  });
  const unlisten = options.spreadsheet.onChange(state.emit);
  const pool = new ThreadPool({
    scripts: await threadScripts(),
    bundle,
    warm: options.warm ?? 2,
    heapMb: options.heapMb ?? null,
  });
  const functions = await functionsOf(pool);
  const user = options.user ?? 'you@example.com';
  const runner = createRunner(state, pool, user);
  return {
    spreadsheet: options.spreadsheet,
    now: state.now,
    functions: functions.filter((name) => !name.endsWith('_')),
    properties: (scope, of = user) => state.properties(scope, of),
    run: (name, args = [], run = {}) => runner.client(name, args, run),
    runMenu: (name, run = {}) => runner.start('menu', name, [], run),
    runTrigger: (name, run = {}) => runner.start('trigger', name, [], run),
    open: () => (functions.includes('onOpen') ? runner.start('open', 'onOpen', [{}], {}) : nothing()),
    menu: () => state.menu,
    sidebar: () => state.sidebar,
    onEvent: (listener) => subscribe(listeners, listener),
    onCall: (listener) => subscribe(runner.listeners, listener),
    executions: () => runner.executions.map((execution) => execution.log),
    kill: (id) => runner.executions.find((execution) => execution.request.id === id)?.kill(),
    stop: async () => {
      unlisten();
      for (const execution of runner.executions) execution.kill('The host was stopped.');
      await pool.stop();
    },
  };
}

function hostState(options: HostOptions, manifest: HostState['manifest'], emit: (event: HostEvent) => void): HostState {
  const figures = assume(options.assume);
  const now = options.clock ?? Date.now;
  const stores = keyed(() => new PropertyStore(figures));
  const caches = keyed(() => new CacheStore(figures, now));
  return {
    distDir: options.distDir,
    spreadsheet: options.spreadsheet,
    manifest,
    assume: figures,
    fetchMap: options.fetchMap,
    addonName: options.addonName ?? 'Rollcall',
    userLocale: options.userLocale ?? 'en',
    lockWaitScale: options.lockWaitScale ?? 1,
    locks: new Locks(),
    properties: (scope, user) => stores(scope === 'user' ? `user ${user}` : scope),
    cache: (scope, user) => caches(scope === 'user' ? `user ${user}` : scope),
    now,
    emit,
    menu: null,
    sidebar: null,
  };
}

interface Runner {
  readonly executions: Execution[];
  readonly listeners: Set<CallListener>;
  readonly start: (kind: ExecutionKind, name: string, args: readonly unknown[], run: RunOptions) => Promise<RunResult>;
  readonly client: (name: string, args: readonly unknown[], run: RunOptions) => Promise<RunResult>;
}

const LOGS_KEPT = 1000;

function createRunner(state: HostState, pool: ThreadPool, defaultUser: string): Runner {
  const executions: Execution[] = [];
  const listeners = new Set<CallListener>();
  const waiting: (() => void)[] = [];
  let ids = 0;
  let running = 0;
  const start: Runner['start'] = async (kind, functionName, args, run) => {
    ids += 1;
    const request = { id: ids, functionName, args, kind, user: run.user ?? defaultUser };
    const execution = new Execution(state, request, listeners);
    executions.push(execution);
    if (executions.length > LOGS_KEPT) executions.shift();
    const result = await execution.run(await pool.take());
    state.emit({ kind: 'execution', log: execution.log });
    return result;
  };
  const client: Runner['client'] = async (name, args, run) => {
    if (name.endsWith('_')) return notFound(name);
    if (running >= state.assume.concurrentRuns) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await start('client', name, args, run);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
  return { executions, listeners, start, client };
}

async function functionsOf(pool: ThreadPool): Promise<readonly string[]> {
  const thread = await pool.take();
  await thread.worker.terminate();
  return thread.functions;
}

function keyed<T>(make: () => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const value = made.get(key) ?? make();
    made.set(key, value);
    return value;
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const nothing = (): Promise<RunResult> => Promise.resolve({ ok: true, value: null });

const notFound = (name: string): RunResult => ({
  ok: false,
  error: { name: 'Exception', message: `Script function not found: ${name}`, stack: '' },
});

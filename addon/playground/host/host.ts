// The local Apps Script host: runs the built add-on on this machine under Apps Script's rules.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionLog, HostEvent, MenuEntry, SidebarPage } from './events.ts';
import { type CallListener, failure, type RunResult } from './execution.ts';
import type { HostOptions } from './host-options.ts';
import { hostState } from './host-state.ts';
import { readManifest } from './manifest.ts';
import type { AuthMode } from './permission.ts';
import { assumeProfile } from './profile.ts';
import type { PropertyStore } from './property-store.ts';
import { Runner } from './runner.ts';
import type { HostState, Scope } from './service.ts';
import type { Spreadsheet } from './spreadsheet.ts';
import { ThreadPool } from './thread-pool.ts';
import { threadScripts } from './thread-scripts.ts';
import type { Totals } from './totals.ts';
import type { ClockTrigger } from './triggers.ts';

const ME = 'you@example.com';

interface CopyOptions extends Partial<Omit<HostOptions, 'spreadsheet'>> {
  readonly name?: string;
}

interface RunOptions {
  readonly user?: string;
}

export interface Host {
  readonly spreadsheet: Spreadsheet;
  /** What google.script.run may call: the bundle's top-level functions whose names do not end in an underscore. */
  readonly functions: readonly string[];
  readonly properties: (scope: Scope, user?: string) => PropertyStore;
  /** As google.script.run: ten at once, the rest wait. Never rejects. */
  readonly run: (functionName: string, args?: readonly unknown[], options?: RunOptions) => Promise<RunResult>;
  /** As a menu item, which may name a function that ends in an underscore. */
  readonly runMenu: (functionName: string, options?: RunOptions) => Promise<RunResult>;
  /** As an installed trigger that nobody registered: there is no user interface. */
  readonly runTrigger: (functionName: string, options?: RunOptions) => Promise<RunResult>;
  /** Opens the document: onOpen, where the bundle has one. NONE is a document in which the add-on was never used. */
  readonly open: (mode?: AuthMode, options?: RunOptions) => Promise<RunResult>;
  /** Of all users. */
  readonly triggers: () => readonly ClockTrigger[];
  /** As its owner, due or not; `authorized: false` for an owner who withdrew the authorization. */
  readonly fireTrigger: (uid: string, options?: { readonly authorized?: boolean }) => Promise<RunResult>;
  /** The virtual clock. */
  readonly now: () => number;
  /** Moves the clock, and fires on the way what is due, one after the other; 0 fires what is due by now. */
  readonly advance: (ms: number) => Promise<readonly RunResult[]>;
  /** Until restored, nothing that needs a scope works for that user. */
  readonly loseAuthorization: (user?: string) => void;
  readonly restoreAuthorization: (user?: string) => void;
  readonly menu: () => MenuEntry | null;
  readonly sidebar: () => SidebarPage | null;
  /** Both return the way to stop listening. */
  readonly onEvent: (listener: (event: HostEvent) => void) => () => void;
  readonly onCall: (listener: CallListener) => () => void;
  /** The latest executions, the running ones included, oldest first. */
  readonly executions: () => readonly ExecutionLog[];
  /** Of every execution that has ended. */
  readonly totals: () => Totals;
  readonly kill: (id: number) => void;
  /**
   * The document as Google copies a file: same tabs, ids of the tabs and cells, and by the assumption its properties. What belongs to the
   * user or the script is the same in both; triggers are not copied. The copy is a host of its own.
   */
  readonly copy: (options?: CopyOptions) => Promise<Host>;
  readonly stop: () => Promise<void>;
}

/** Reads the build and loads it once; rejects where it does not load. */
export const createHost = (options: HostOptions): Promise<Host> => hostBeside(options, null);

/** `other` runs the same script for the same users, in another document. */
async function hostBeside(options: HostOptions, other: HostState | null): Promise<Host> {
  const manifest = await readManifest(options.distDir);
  const bundle = await readFile(join(options.distDir, 'Code.js'), 'utf8');
  const listeners = new Set<(event: HostEvent) => void>();
  const emit = (event: HostEvent) => {
    for (const listener of listeners) listener(event);
  };
  const state = hostState(options, manifest, emit, other);
  const unlisten = options.spreadsheet.onChange(state.emit);
  const scripts = await threadScripts();
  const pool = new ThreadPool({ scripts, bundle, warm: options.warm ?? 2, heapMb: state.heapMb });
  const functions = await functionsOf(pool);
  const me = options.user ?? ME;
  const runner = new Runner(state, pool, options);
  const open: Host['open'] = async (mode = 'LIMITED', { user = me } = {}) =>
    functions.includes('onOpen')
      ? runner.start({ kind: 'open', functionName: 'onOpen', args: [{ authMode: mode }], user, mode })
      : { ok: true, value: null };
  return {
    spreadsheet: options.spreadsheet,
    functions: functions.filter((name) => !name.endsWith('_')),
    properties: (scope, of = me) => state.properties(scope, of),
    run: (name, args = [], { user = me } = {}) => runner.client(name, args, user),
    runMenu: (functionName, { user = me } = {}) => runner.start({ kind: 'menu', functionName, args: [], user }),
    runTrigger: (functionName, { user = me } = {}) =>
      runner.start({ kind: 'trigger', functionName, args: [{ authMode: 'FULL', triggerUid: '0' }], user }),
    open,
    triggers: () => state.triggers.all(),
    fireTrigger: async (uid, { authorized = true } = {}) => {
      const trigger = state.triggers.find(uid);
      return trigger === undefined
        ? failure('Error', `No trigger has the id ${uid}.`)
        : await runner.fire(trigger, authorized);
    },
    now: () => state.clock.now(),
    advance: (ms) => advance(state, runner, ms),
    loseAuthorization: (user = me) => void state.unauthorized.add(user),
    restoreAuthorization: (user = me) => void state.unauthorized.delete(user),
    menu: () => state.menu,
    sidebar: () => state.sidebar,
    onEvent: (listener) => subscribe(listeners, listener),
    onCall: (listener) => subscribe(runner.listeners, listener),
    executions: () => runner.executions.map((execution) => execution.log),
    totals: () => runner.totals,
    kill: (id) => runner.executions.find((execution) => execution.request.id === id)?.kill(),
    copy: ({ name, ...changed } = {}) => copyOf({ ...options, ...changed }, name, state),
    stop: async () => {
      unlisten();
      for (const execution of runner.executions) execution.kill('The host was stopped.');
      await pool.stop();
    },
  };
}

async function copyOf(options: HostOptions, name: string | undefined, state: HostState): Promise<Host> {
  const id = `copy-${randomUUID()}`;
  const spreadsheet = options.spreadsheet.copy({ id, ...(name === undefined ? {} : { name }) });
  const host = await hostBeside({ ...options, spreadsheet }, state);
  const { user = ME, profile = 'friendly', assume } = options;
  if (assumeProfile(profile, assume).documentPropertiesAreCopied)
    host.properties('document').set(state.properties('document', user).all());
  return host;
}

async function advance({ clock, triggers }: HostState, runner: Runner, ms: number): Promise<RunResult[]> {
  const until = clock.now() + ms;
  const results: RunResult[] = [];
  for (let due = triggers.nextDue(until); due !== undefined; due = triggers.nextDue(until)) {
    clock.moveTo(due.dueAt ?? until);
    results.push(await runner.fire(due));
  }
  clock.moveTo(until);
  return results;
}

async function functionsOf(pool: ThreadPool): Promise<readonly string[]> {
  const thread = await pool.take();
  await thread.worker.terminate();
  return thread.functions;
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

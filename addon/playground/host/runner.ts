// Starts executions as Apps Script would: so many at once, each with the rights of its kind, triggers as their owners.
import { type CallListener, Execution, failure, type RunResult } from './execution.ts';
import type { HostOptions } from './host-options.ts';
import type { AuthMode } from './permission.ts';
import type { ExecutionKind, HostState } from './service.ts';
import type { ThreadPool } from './thread-pool.ts';
import { addUp, NOTHING_YET, type Totals } from './totals.ts';
import type { ClockTrigger } from './triggers.ts';
import { fractions } from './weather.ts';

export interface StartRequest {
  readonly kind: ExecutionKind;
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly user: string;
  readonly mode?: AuthMode;
  readonly isAuthorized?: boolean;
}

type RunnerOptions = Pick<HostOptions, 'seed' | 'logsKept'>;

export class Runner {
  readonly executions: Execution[] = [];
  readonly listeners = new Set<CallListener>();
  readonly #state: HostState;
  readonly #pool: ThreadPool;
  readonly #pages = new Map<string, Page>();
  readonly #latency: () => number;
  readonly #logsKept: number;
  readonly #running = new Map<string, number>();
  #totals = NOTHING_YET;
  #ids = 0;

  constructor(state: HostState, pool: ThreadPool, { seed = 1, logsKept = 1000 }: RunnerOptions) {
    this.#state = state;
    this.#pool = pool;
    this.#latency = fractions(seed, -1);
    this.#logsKept = logsKept;
  }

  get totals(): Totals {
    return this.#totals;
  }

  /** As google.script.run: so many of a person's calls at once, the rest wait. */
  async client(functionName: string, args: readonly unknown[], user: string): Promise<RunResult> {
    if (functionName.endsWith('_')) return failure('Exception', `Script function not found: ${functionName}`);
    const page = this.#pages.get(user) ?? new Page(this.#state.assume.concurrentRuns);
    this.#pages.set(user, page);
    await page.enter();
    try {
      this.#wait();
      return await this.start({ kind: 'client', functionName, args, user });
    } finally {
      page.leave();
    }
  }

  async start(asked: StartRequest): Promise<RunResult> {
    const { kind, functionName, args, user, mode = 'FULL', isAuthorized = true } = asked;
    if (this.#isCrowded(user)) return failure('Exception', this.#state.assume.tooManyExecutionsText);
    this.#ids += 1;
    const rights = { mode, isAuthorized: isAuthorized && !this.#state.unauthorized.has(user) };
    const hasDocument = kind !== 'trigger' || this.#state.assume.documentInTriggers;
    const request = { id: this.#ids, functionName, args, kind, user, rights, hasDocument };
    const execution = new Execution(this.#state, request, this.listeners);
    this.executions.push(execution);
    if (this.executions.length > this.#logsKept) this.executions.shift();
    this.#count(user, 1);
    try {
      const result = await execution.run(await this.#pool.take());
      this.#totals = addUp(this.#totals, execution.log);
      this.#state.emit({ kind: 'execution', log: execution.log });
      if (kind === 'trigger') this.#state.quotas.spend('trigger ms', user, execution.log.virtualMs);
      return result;
    } finally {
      this.#count(user, -1);
    }
  }

  /** Fires whether it is due or not, as its owner. */
  async fire(trigger: ClockTrigger, isAuthorized = true): Promise<RunResult> {
    const { owner: user, functionName, uid } = trigger;
    this.#state.triggers.fired(trigger);
    const { quotas, assume } = this.#state;
    if (quotas.used('trigger ms', user) >= assume.triggerMsPerDay) return failure('Exception', assume.triggerTimeText);
    const args = [{ authMode: 'FULL', triggerUid: uid }];
    return await this.start({ kind: 'trigger', functionName, args, user, isAuthorized });
  }

  #wait(): void {
    const { runLatencyMinMs: least, runLatencyMaxMs: most } = this.#state.assume;
    const ms = Math.round(least + this.#latency() * Math.max(0, most - least));
    this.#totals = { ...this.#totals, latencyMs: this.#totals.latencyMs + ms };
    if (this.#state.timeFlows) this.#state.clock.moveTo(this.#state.clock.now() + ms);
  }

  #isCrowded(user: string): boolean {
    const all = [...this.#running.values()].reduce((sum, count) => sum + count, 0);
    const { simultaneousExecutions, simultaneousExecutionsOfScript } = this.#state.assume;
    return (this.#running.get(user) ?? 0) >= simultaneousExecutions || all >= simultaneousExecutionsOfScript;
  }

  #count(user: string, change: number): void {
    this.#running.set(user, (this.#running.get(user) ?? 0) + change);
  }
}

/** One person's page: what it may have under way at once. */
class Page {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(free: number) {
    this.#free = free;
  }

  async enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

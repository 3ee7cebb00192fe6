// A service that may fail: it works at intervals, and what it throws degrades it, never the server. After a failure it is tried
// again in 1, 2, 4 … 60 seconds.
import { setTimeout as wait } from 'node:timers/promises';
import { isTransient, sqlstateOf } from '../db/sqlstate.ts';
import { ourFrames } from '../failures/stack.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';

export interface Job {
  readonly name: string;
  /** Asked again during each pause, so that a change of a setting counts soon. */
  readonly everySeconds: () => number | Promise<number>;
  readonly work: (now: Date) => Promise<unknown>;
}

export interface Clock {
  readonly now: () => Date;
  /** Ends early, without an error, when told to. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const REAL_CLOCK: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};

export interface ServiceState {
  readonly status: 'healthy' | 'degraded';
  /** Our own sentence, and its code; never what the database or another server said. */
  readonly error: string | null;
  readonly code: string | null;
  /** When its last work ended; null before. */
  readonly lastCheck: string | null;
  /** Since when it is in this state. */
  readonly since: Date;
}

/** A change of its interval counts after this long at the latest. */
const LOOK_AGAIN_MS = 15_000;
const LONGEST_PAUSE_S = 60;
/** One piece of work that takes longer hangs. */
const LATE_AFTER_MS = 600_000;

export class Service {
  readonly name: string;
  readonly #job: Job;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #failures = 0;
  #state: ServiceState;
  #workingSince: Date | null = null;

  constructor(job: Job, clock: Clock, log: Log) {
    this.name = job.name;
    this.#job = job;
    this.#clock = clock;
    this.#log = log;
    this.#state = { status: 'healthy', ...NO_ERROR, lastCheck: null, since: clock.now() };
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends its pause at once, and waits for the work it is at. */
  stop(): Promise<void> {
    this.#stopped.abort();
    return this.#running;
  }

  state(): ServiceState {
    const since = this.#workingSince;
    if (since === null || this.#clock.now().getTime() - since.getTime() < LATE_AFTER_MS) return this.#state;
    return { ...this.#state, status: 'degraded', ...HANGS, since };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const began = this.#clock.now();
      await this.#work(began);
      if (this.#failures === 0) await this.#pause(began).catch((error) => this.#failed(error));
      if (this.#failures > 0) await this.#clock.sleep(pauseAfter(this.#failures), signal);
    }
  }

  async #work(began: Date): Promise<void> {
    this.#workingSince = began;
    try {
      await this.#job.work(began);
      this.#succeeded();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#workingSince = null;
    }
  }

  async #pause(began: Date): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const everyMs = (await this.#job.everySeconds()) * 1000;
      const left = began.getTime() + everyMs - this.#clock.now().getTime();
      if (left <= 0) return;
      await this.#clock.sleep(Math.min(left, LOOK_AGAIN_MS), signal);
    }
  }

  #succeeded(): void {
    const now = this.#clock.now();
    if (this.#failures > 0) this.#log('info', 'service_recovered', { service: this.name, failures: this.#failures });
    const since = this.#failures > 0 ? now : this.#state.since;
    this.#failures = 0;
    this.#state = { status: 'healthy', ...NO_ERROR, lastCheck: now.toISOString(), since };
  }

  #failed(error: unknown): void {
    const now = this.#clock.now();
    const said = errorOf(error);
    if (this.#failures === 0) {
      const told = { code: said.code, sqlstate: sqlstateOf(error), stack: ourFrames(error) };
      this.#log('error', 'service_degraded', { service: this.name, ...told });
    }
    const since = this.#failures > 0 ? this.#state.since : now;
    this.#failures += 1;
    this.#state = { status: 'degraded', ...said, lastCheck: now.toISOString(), since };
  }
}

const pauseAfter = (failures: number): number => Math.min(LONGEST_PAUSE_S, 2 ** (failures - 1)) * 1000;

type Said = Pick<ServiceState, 'code' | 'error'>;

const NO_ERROR: Said = { code: null, error: null };
const HANGS: Said = { code: 'takes_long', error: 'it has been at one piece of work for minutes' };

function errorOf(error: unknown): Said {
  if (error instanceof Problem) return { code: error.code, error: error.message };
  if (isTransient(error))
    return { code: 'database_unavailable', error: 'the database cannot be reached, or did not answer in time' };
  return {
    code: 'internal',
    error: 'it failed for a reason that is not known; the log has more, under service_degraded',
  };
}

// One execution: answers its calls one by one, keeps its log, and ends it at its limits.

import type { ExecutionLog } from './events.ts';
import { fetchServices } from './fetch-service.ts';
import { gridServices } from './grid-services.ts';
import type { Caller, ExecutionKind, HostState, Services } from './service.ts';
import { ServiceError } from './service-error.ts';
import { storeServices } from './store-services.ts';
import type { Thread } from './thread-pool.ts';
import { uiServices } from './ui-services.ts';
import type { Call, CallAnswer, FromWorker } from './wire.ts';

export type RunResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: { readonly name: string; readonly message: string; readonly stack: string } };

/** A call of a service, before it is done or after; a listener may edit the sheet, kill the execution, or throw an Error that the script then sees. */
export interface ServiceCall {
  readonly when: 'before' | 'after';
  readonly name: string;
  readonly args: readonly unknown[];
  readonly execution: Execution;
}

export type CallListener = (call: ServiceCall) => void | Promise<void>;

export interface ExecutionRequest {
  readonly id: number;
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly kind: ExecutionKind;
  readonly user: string;
}

const services: Services = { ...gridServices, ...storeServices, ...uiServices, ...fetchServices };

export class Execution {
  readonly request: ExecutionRequest;
  readonly #host: HostState;
  readonly #listeners: ReadonlySet<CallListener>;
  readonly #startedAt: number;
  readonly #began = performance.now();
  readonly #calls: Record<string, number> = {};
  readonly #lines: string[] = [];
  readonly #traffic = { fetches: 0, sent: 0, received: 0 };
  #virtualMs = 0;
  #wallMs = 0;
  #thread: Thread | null = null;
  #outcome: ExecutionLog['outcome'] = 'running';
  #result: RunResult | null = null;
  #settle: ((result: RunResult) => void) | null = null;

  constructor(host: HostState, request: ExecutionRequest, listeners: ReadonlySet<CallListener>) {
    this.#host = host;
    this.request = request;
    this.#listeners = listeners;
    this.#startedAt = host.now();
  }

  /** Resolves when the function returned, threw, or was killed; by then its locks are free. */
  async run(thread: Thread): Promise<RunResult> {
    if (this.#result !== null) return this.#result;
    this.#thread = thread;
    const deadline = setTimeout(() => this.kill(TOO_LONG), this.#host.assume.wallMs);
    const result = await new Promise<RunResult>((resolve) => {
      this.#settle = resolve;
      thread.port.on('message', (call: Call) => void this.#answer(thread, call));
      thread.worker.once('message', (message: FromWorker) => this.#done(message));
      thread.worker.once('error', (error) => this.#end('failed', failure('Error', String(error))));
      const { functionName, args } = this.request;
      thread.worker.postMessage({ functionName, argsJson: JSON.stringify(args), nowMs: this.#startedAt });
    });
    clearTimeout(deadline);
    thread.port.close();
    await thread.worker.terminate();
    this.#thread = null;
    return result;
  }

  /** No catch and no finally of the script runs; what it sent may have arrived. */
  kill(reason = 'The execution was killed.'): void {
    void this.#thread?.worker.terminate();
    this.#end('killed', failure('Exception', reason));
  }

  get log(): ExecutionLog {
    const { id, functionName, kind } = this.request;
    const isRunning = this.#outcome === 'running';
    return {
      id,
      functionName,
      kind,
      startedAt: this.#startedAt,
      virtualMs: Math.round(this.#virtualMs),
      wallMs: Math.round(isRunning ? performance.now() - this.#began : this.#wallMs),
      calls: Object.values(this.#calls).reduce((sum, count) => sum + count, 0),
      callsByName: { ...this.#calls },
      fetches: this.#traffic.fetches,
      bytesSent: this.#traffic.sent,
      bytesReceived: this.#traffic.received,
      lines: [...this.#lines],
      outcome: this.#outcome,
      error: this.#result?.ok === false ? this.#result.error.message : null,
    };
  }

  async #answer(thread: Thread, call: Call): Promise<void> {
    this.#count(call.name);
    let costMs = this.#host.assume.callCostMs;
    const caller = this.#caller((ms) => {
      costMs += ms;
    });
    const json = await this.#serve(call, caller);
    costMs += (cellsOf(call, json) * this.#host.assume.cellCostMicros) / 1000;
    this.#virtualMs = call.elapsedMs + costMs;
    if (this.#outcome !== 'running') return;
    if (this.#virtualMs > this.#host.assume.executionMs) return this.kill(TOO_LONG);
    const answer: CallAnswer = { json, costMs };
    thread.port.postMessage(answer);
    Atomics.store(thread.signal, 0, 1);
    Atomics.notify(thread.signal, 0);
  }

  async #serve(call: Call, caller: Caller): Promise<string> {
    const args: unknown[] = JSON.parse(call.argsJson);
    try {
      const service = services[call.name];
      if (service === undefined) throw new ServiceError(`The local host does not answer ${call.name}.`);
      await this.#tell({ when: 'before', name: call.name, args, execution: this });
      if (this.#outcome !== 'running') return '';
      const value = await service(this.#host, args, caller);
      await this.#tell({ when: 'after', name: call.name, args, execution: this });
      return JSON.stringify({ value: value ?? null });
    } catch (error) {
      return JSON.stringify({
        error: { name: 'Exception', message: error instanceof Error ? error.message : String(error) },
      });
    }
  }

  async #tell(call: ServiceCall): Promise<void> {
    for (const listener of this.#listeners) await listener(call);
  }

  #caller(spend: (ms: number) => void): Caller {
    const { id, kind, user } = this.request;
    return {
      id,
      kind,
      user,
      spend,
      log: (line) => this.#lines.push(line),
      countFetch: (sent, received) => {
        this.#traffic.fetches += 1;
        this.#traffic.sent += sent;
        this.#traffic.received += received;
      },
    };
  }

  #done(message: FromWorker): void {
    if (message.type !== 'done') return;
    for (const name of message.localCalls) this.#count(name);
    this.#virtualMs = message.elapsedMs;
    const { value = null, error } = JSON.parse(message.outcome);
    if (error === undefined) this.#end('completed', { ok: true, value });
    else this.#end('failed', { ok: false, error });
  }

  #end(outcome: 'completed' | 'failed' | 'killed', result: RunResult): void {
    if (this.#outcome !== 'running') return;
    this.#outcome = outcome;
    this.#result = result;
    this.#wallMs = performance.now() - this.#began;
    this.#host.locks.releaseAll(this.request.id);
    this.#settle?.(result);
  }

  #count(name: string): void {
    this.#calls[name] = (this.#calls[name] ?? 0) + 1;
  }
}

const TOO_LONG = 'Exceeded maximum execution time';

const failure = (name: string, message: string): RunResult => ({ ok: false, error: { name, message, stack: '' } });

/** Counted by the commas of what was read or written: near enough for a clock. */
function cellsOf({ name, argsJson }: Call, json: string): number {
  if (!name.startsWith('Range.')) return 0;
  const carried = name.startsWith('Range.set') ? argsJson : json;
  return carried.length > 200 ? carried.split(',').length : 1;
}

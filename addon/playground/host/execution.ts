// One execution: answers its calls one by one, keeps its log, and ends it at its limits.
import type { ExecutionLog } from './events.ts';
import { watchHeap } from './heap-watch.ts';
import type { Rights } from './permission.ts';
import { cellsOf, serveCall } from './serve-call.ts';
import type { Caller, ExecutionKind, HostState } from './service.ts';
import { Tally } from './tally.ts';
import type { Thread } from './thread-pool.ts';
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
  readonly rights: Rights;
  readonly hasDocument: boolean;
}

export class Execution {
  readonly request: ExecutionRequest;
  readonly #host: HostState;
  readonly #listeners: ReadonlySet<CallListener>;
  readonly #startedAt: number;
  readonly #began = performance.now();
  readonly #tally = new Tally();
  readonly #weather: Caller['weather'];
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
    this.#startedAt = host.clock.now();
    this.#weather = host.weatherOf(request.id);
  }

  /** Resolves when the function returned, threw, or was killed; by then its locks are free. */
  async run(thread: Thread): Promise<RunResult> {
    if (this.#result !== null) return this.#result;
    this.#thread = thread;
    const deadline = setTimeout(() => this.#killTooLong(), this.#host.assume.wallMs);
    const stopWatching =
      this.#host.heapMb === null ? () => undefined : watchHeap(thread.worker, (bytes) => this.#sawHeap(bytes));
    const result = await new Promise<RunResult>((resolve) => {
      this.#settle = resolve;
      thread.port.on('message', (call: Call) => void this.#answer(thread, call));
      thread.worker.once('message', (message: FromWorker) => this.#done(message));
      thread.worker.once('error', (error) => this.#broke(error));
      const { functionName, args, hasDocument } = this.request;
      thread.worker.postMessage({ functionName, argsJson: JSON.stringify(args), nowMs: this.#startedAt, hasDocument });
    });
    clearTimeout(deadline);
    stopWatching();
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
      ...this.#tally.figures,
      outcome: this.#outcome,
      error: this.#result?.ok === false ? this.#result.error.message : null,
    };
  }

  async #answer(thread: Thread, call: Call): Promise<void> {
    const args: unknown[] = JSON.parse(call.argsJson);
    const cells = cellsOf(call.name, args);
    this.#tally.call(call.name, cells);
    this.#spendUntil(call.elapsedMs);
    if (!this.#sawHeap(call.heapBytes)) return;
    const { callCostMs, cellCostMicros } = this.#host.assume;
    let costMs = callCostMs + (cells * cellCostMicros) / 1000;
    const spend = (ms: number): void => {
      costMs += ms;
    };
    const json = await this.#serve(call.name, args, this.#caller(spend));
    this.#spendUntil(call.elapsedMs + costMs);
    if (this.#outcome !== 'running') return;
    if (this.#isTooLong()) return this.#killTooLong();
    const answer: CallAnswer = { json, costMs };
    thread.port.postMessage(answer);
    Atomics.store(thread.signal, 0, 1);
    Atomics.notify(thread.signal, 0);
  }

  async #serve(name: string, args: readonly unknown[], caller: Caller): Promise<string> {
    try {
      await this.#tell({ when: 'before', name, args, execution: this });
      if (this.#outcome !== 'running') return '';
      const value = await serveCall(this.#host, name, args, caller);
      await this.#tell({ when: 'after', name, args, execution: this });
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
    return {
      ...this.request,
      weather: this.#weather,
      now: () => this.#startedAt + this.#virtualMs,
      spend,
      log: (line) => this.#tally.line(line),
      countFetch: (sent, received) => this.#tally.fetch(sent, received),
    };
  }

  #done(message: FromWorker): void {
    if (message.type !== 'done') return;
    for (const name of message.localCalls) this.#tally.call(name);
    this.#spendUntil(message.elapsedMs);
    if (!this.#sawHeap(message.heapBytes)) return;
    if (this.#isTooLong()) this.#killTooLong();
    else this.#returned(message.outcome);
  }

  #returned(outcome: string): void {
    const { value = null, error } = JSON.parse(outcome);
    const bytes = Buffer.byteLength(outcome) - WRAPPING.length;
    if (error !== undefined) this.#end('failed', { ok: false, error });
    else if (this.request.kind === 'client' && bytes > this.#host.assume.answerBytes)
      this.#end('failed', failure('Error', this.#tooLarge(bytes)));
    else this.#end('completed', { ok: true, value });
  }

  #tooLarge(bytes: number): string {
    const { answerBytes } = this.#host.assume;
    return `${this.request.functionName} answers the sidebar with ${bytes} bytes; the local host allows ${answerBytes} (assumption answerBytes).`;
  }

  /** False, and the execution is over, where it uses more than it may. */
  #sawHeap(bytes: number): boolean {
    this.#tally.heap(bytes);
    const { heapMb } = this.#host;
    if (heapMb === null || bytes <= heapMb * MB) return true;
    this.kill(OUT_OF_MEMORY);
    return false;
  }

  /** Out of memory is a kill: nothing of the script runs any more. */
  #broke(error: Error): void {
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (isMemory) this.kill(OUT_OF_MEMORY);
    else this.#end('failed', failure('Error', String(error)));
  }

  #spendUntil(elapsedMs: number): void {
    this.#virtualMs = Math.max(this.#virtualMs, elapsedMs);
    if (this.#host.timeFlows) this.#host.clock.moveTo(this.#startedAt + this.#virtualMs);
  }

  #isTooLong(): boolean {
    const { executionMs, simpleTriggerMs } = this.#host.assume;
    return this.#virtualMs > (this.request.kind === 'open' ? simpleTriggerMs : executionMs);
  }

  #killTooLong(): void {
    this.kill(this.#host.assume.tooLongText);
  }

  #end(outcome: 'completed' | 'failed' | 'killed', result: RunResult): void {
    if (this.#outcome !== 'running') return;
    this.#outcome = outcome;
    this.#result = result;
    this.#wallMs = performance.now() - this.#began;
    this.#host.locks.releaseAll(this.request.id);
    this.#settle?.(result);
  }
}

const OUT_OF_MEMORY = 'The execution used too much memory.';
const MB = 1024 * 1024;

/** What a call that never ran, or did not end well, leaves. */
/** Ours, around the answer. */
const WRAPPING = '{"value":}';

export const failure = (name: string, message: string): RunResult => ({
  ok: false,
  error: { name, message, stack: '' },
});

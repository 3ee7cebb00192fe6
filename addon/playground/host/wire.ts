// What host and execution thread say to each other. Blocking calls travel on a port of their own, their answers wake the thread.
import type { MessagePort } from 'node:worker_threads';

export interface WorkerSetup {
  readonly realmSource: string;
  readonly bundle: string;
  readonly port: MessagePort;
  /** One Int32: 0 while a call waits, 1 when its answer is on the port. */
  readonly signal: Int32Array;
  /** Null where nothing is limited. */
  readonly heapMb: number | null;
}

export interface Start {
  readonly functionName: string;
  readonly argsJson: string;
  /** The virtual clock's first moment. */
  readonly nowMs: number;
  /** False in a trigger that was given no document. */
  readonly hasDocument: boolean;
}

export interface Call {
  readonly name: string;
  readonly argsJson: string;
  /** The virtual clock, since the start. */
  readonly elapsedMs: number;
  /** Used by the thread's own heap. */
  readonly heapBytes: number;
}

export interface CallAnswer {
  /** JSON of `{value}` or `{error}`. */
  readonly json: string;
  /** What the call adds to the virtual clock. */
  readonly costMs: number;
}

export type FromWorker =
  | { readonly type: 'ready'; readonly functions: readonly string[] }
  | { readonly type: 'broken'; readonly message: string }
  | {
      readonly type: 'done';
      readonly outcome: string;
      readonly elapsedMs: number;
      readonly heapBytes: number;
      readonly localCalls: readonly string[];
    };

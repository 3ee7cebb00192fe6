// What is asked of the server and what came of it, without a word of how it is carried.
import type { RunProblem } from '../shared/run-steps.ts';

export interface Connection {
  /** With a slash at its end. */
  readonly url: string;
  readonly key: string;
  readonly locale: string;
}

export interface ApiRequest {
  readonly method: 'get' | 'post' | 'put';
  /** Below the server's address, without a leading slash. */
  readonly path: string;
  readonly body?: unknown;
  /** A text is answered as it stands; else JSON. */
  readonly accept?: 'text/csv';
}

export type ApiAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly problem: RunProblem };

export type Send = (requests: readonly ApiRequest[]) => readonly ApiAnswer[];

// What a route is: data, from which the handler, the check of what comes in, and the OpenAPI description are made.
import type { Pool } from 'pg';
import type Type from 'typebox';
import type { Channels } from '../alerts/deliver.ts';
import type { Log } from '../log.ts';
import type { Language } from '../problem.ts';
import type { ServiceState } from '../watch/service.ts';
import type { Travel } from './body.ts';

export interface Deps {
  readonly pool: Pool;
  /** The clock of log-ins and pages; the machine's own where none is given. */
  readonly clock?: () => Date;
  readonly log: Log;
  readonly version: string;
  readonly operatorToken: string | null;
  readonly schemaPolicy: 'refuse' | 'warn';
  /** How alerts go out; absent: to the log alone. */
  readonly channels?: Channels;
  /** How the optional services are; absent where there are none. */
  readonly services?: () => Readonly<Record<string, ServiceState>>;
}

/** A sheet key opens its own sheet; an operator token opens all. */
export type Principal = { readonly kind: 'sheet'; readonly sheetId: string } | { readonly kind: 'operator' };

type Permission = 'open' | 'sheet' | 'operator';

export interface Call {
  readonly deps: Deps;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly bodyHash: string;
  /** How the body came; null where the route takes none. */
  readonly travel: Travel | null;
  readonly principal: Principal | null;
  readonly accept: string;
  /** The reader's, of the two that Rollcall speaks. */
  readonly language: Language;
}

export interface Reply {
  readonly status?: number;
  readonly body: unknown;
  /** Where the answer is not JSON. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As OpenAPI writes it: `/v1/runs/{runId}`. */
  readonly path: string;
  /** The least it takes: what a sheet may do, an operator may too. */
  readonly permission: Permission;
  readonly summary: string;
  readonly params?: Readonly<Record<string, Type.TSchema>>;
  readonly query?: Readonly<Record<string, Type.TSchema>>;
  readonly body?: Type.TSchema;
  readonly status: number;
  readonly answer: Type.TSchema;
  /** Where the answer is never JSON. */
  readonly answerType?: string;
  readonly handle: (call: Call) => Promise<Reply>;
}

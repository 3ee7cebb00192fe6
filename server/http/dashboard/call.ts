// What a page or an action of the dashboard is given, and what it answers. Handlers know no HTTP: cookies, forms and headers are made elsewhere.
import type { html } from 'hono/html';
import type { Session } from '../../access/sessions.ts';
import type { Language } from '../../problem.ts';
import type { Schemas, Texts } from '../check-parameters.ts';
import type { Deps } from '../route.ts';
import type { SaidCode } from './texts-said.ts';

export type Html = ReturnType<typeof html>;

export interface OpenCall {
  readonly deps: Deps;
  readonly now: Date;
  readonly language: Language;
  readonly params: Texts;
  /** Without what was left empty. */
  readonly query: Texts;
  /** Of a POST. */
  readonly form: Texts;
  /** Where the person is: path within the dashboard, with its query. */
  readonly here: string;
  /** The address of a path within the dashboard, relative to this page: a server may stand behind a path of a proxy. */
  readonly link: (path: string) => string;
  /** The address of the caller's connection. */
  readonly from: string;
  readonly cookies: { readonly session: string | undefined; readonly login: string | undefined };
  /** Goes into every form. */
  readonly csrf: string;
}

export interface PageCall extends OpenCall {
  readonly session: Session;
}

export type Answer =
  | {
      readonly kind: 'page';
      readonly title: string;
      readonly main: Html;
      readonly status?: number;
      readonly headers?: Texts;
      readonly setCookies?: readonly string[];
    }
  /** Go there, and say what was done. */
  | { readonly kind: 'see'; readonly path: string; readonly said?: Said; readonly setCookies?: readonly string[] }
  | { readonly kind: 'file'; readonly body: string; readonly type: string; readonly headers?: Texts };

export interface Said {
  readonly code: SaidCode;
  readonly counts?: Readonly<Record<string, number>>;
}

interface Address {
  readonly method: 'GET' | 'POST';
  /** Within the dashboard: `/runs/{runId}`; empty for its front page. */
  readonly path: string;
  readonly params?: Schemas;
  readonly query?: Schemas;
}

/** A page is a GET, an action a POST. Nothing is answered that does not say who may. */
export type Entry = Address &
  (
    | { readonly may: 'anyone'; readonly handle: (call: OpenCall) => Promise<Answer> }
    | { readonly may: 'operator'; readonly handle: (call: PageCall) => Promise<Answer> }
  );

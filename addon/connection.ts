// How this document reaches the server: the sheet's key in the document's properties, and whether the server takes it.

import type { SheetView } from '../shared/protocol.ts';
import type { ApiAnswer, Send } from './api.ts';
import { serverUrl } from './build-constants.ts';
import { readProperty, removeProperty, writeProperty } from './document-properties.ts';
import { personLocale } from './person.ts';
import { serverClient } from './server-client.ts';
import type { Connection, Counts } from './sidebar/answers.ts';

const KEY = 'rollcall.key';

export const saveKey = (key: string): void => writeProperty(KEY, key.trim());
export const dropKey = (): void => removeProperty(KEY);

/** Null while none is stored. */
export const serverKey = (): string | null => readProperty(KEY) || null;

/** Null while no key is stored. */
export function connect(): Send | null {
  const key = serverKey();
  return key === null ? null : serverClient({ url: serverUrl, key, locale: personLocale() });
}

/** The try-out's add-on is built for a host that cannot exist; its calls end on this machine. */
const isTryOut = /^https:\/\/[^/]+\.invalid\//.test(serverUrl);

/** The server's own page; null in the try-out, whose server has no address that a page at Google could open. */
export const dataLink = (): string | null => (isTryOut ? null : serverUrl);

/** The host that the data goes to, as a person reads it. */
export const serverName = (): string =>
  isTryOut ? 'localhost' : serverUrl.replace(/^https:\/\//, '').replace(/\/.*$/, '');

export interface ServerView {
  readonly connection: Connection;
  readonly counts: Counts | null;
  readonly sheet: SheetView | null;
}

/** Asks once more where no answer came; a key without the right to see counts is connected all the same. */
export function viewServer(send: Send | null): ServerView {
  if (send === null) return { connection: 'no_key', counts: null, sheet: null };
  const ask = () =>
    send([
      { method: 'get', path: 'v1/reports/counts' },
      { method: 'get', path: 'v1/sheet' },
    ]);
  const first = ask();
  const [answer, sheet] = first[0]?.ok === false && refused(first[0]) === 'unreachable' ? ask() : first;
  if (answer === undefined) return { connection: 'unreachable', counts: null, sheet: null };
  return answer.ok
    ? { connection: 'connected', counts: readCounts(answer.body), sheet: readSheet(sheet) }
    : { connection: refused(answer), counts: null, sheet: null };
}

const readSheet = (answer: ApiAnswer | undefined): SheetView | null =>
  answer?.ok === true ? (answer.body as SheetView) : null;

function refused(answer: Extract<ApiAnswer, { ok: false }>): Connection {
  const { status, code } = answer.problem;
  if (status === 401) return 'refused';
  return status === 0 || status >= 500 || code === 'fetch_not_allowed' || code === 'fetch_quota'
    ? 'unreachable'
    : 'connected';
}

interface SheetCounts {
  readonly spreadsheetCount: number | null;
  readonly databaseCount: number;
  readonly countedAt: string | null;
}

/** A key sees its own sheet only. */
function readCounts(body: unknown): Counts | null {
  const { sheets = [] } = body as { readonly sheets?: readonly SheetCounts[] };
  const only = sheets.length === 1 ? sheets[0] : undefined;
  if (only === undefined) return null;
  return { sheet: only.spreadsheetCount, database: only.databaseCount, at: only.countedAt ?? '' };
}

// The only file that says UrlFetchApp: several requests at once, gzipped where the server takes it, every failure a RunProblem.
import type { RunProblem } from '../shared/run-steps.ts';
import type { ApiAnswer, ApiRequest, Connection, Send } from './api.ts';
import { readProperty, writeProperty } from './document-properties.ts';

const PLAIN = 'rollcall.plain';
/** What carries rows; the rest is too small to be worth it. */
const LARGE = /\/(compare|batches\/\d+|values\/\d+)$/;

/** Answers in the order of the requests. Never throws; a server that cannot be reached is a problem with status 0. */
export function serverClient(connection: Connection): Send {
  let plain = readProperty(PLAIN) !== null;
  return (requests) => {
    const answers = fetchAll(connection, requests, !plain);
    const again = requests.filter((request, i) => !plain && isLarge(request) && isEncodingRefused(answers[i] ?? ''));
    if (again.length === 0) return answers.map((answer, i) => read(answer, requests[i]));
    const second = fetchAll(connection, again, false);
    if (second.some((answer) => !isEncodingRefused(answer))) {
      plain = true;
      writeProperty(PLAIN, 'yes');
    }
    return requests.map((request, i) => read(second[again.indexOf(request)] ?? answers[i] ?? 'no answer', request));
  };
}

/** A string is what a fetch threw. */
type Raw = GoogleAppsScript.URL_Fetch.HTTPResponse | string;

function fetchAll(connection: Connection, requests: readonly ApiRequest[], gzip: boolean): Raw[] {
  if (requests.length === 0) return [];
  try {
    return UrlFetchApp.fetchAll(requests.map((request) => toFetch(connection, request, gzip)));
  } catch (error) {
    return requests.map(() => (error instanceof Error ? error.message : String(error)));
  }
}

function toFetch(
  { url, key, locale }: Connection,
  request: ApiRequest,
  gzip: boolean,
): GoogleAppsScript.URL_Fetch.URLFetchRequest {
  const headers: Record<string, string> = {
    Authorization: `Bearer ${key}`,
    Accept: request.accept ?? 'application/json',
    'Accept-Language': locale,
  };
  const common = { url: url + request.path, method: request.method, muteHttpExceptions: true, headers };
  if (request.body === undefined) return common;
  const json = JSON.stringify(request.body);
  const contentType = 'application/json';
  if (!gzip || !isLarge(request)) return { ...common, contentType, payload: json };
  const payload = Utilities.gzip(Utilities.newBlob(json, contentType)).getBytes();
  return { ...common, contentType, payload, headers: { ...headers, 'Content-Encoding': 'gzip' } };
}

const isLarge = (request: ApiRequest): boolean => LARGE.test(request.path);

const isEncodingRefused = (raw: Raw): boolean =>
  typeof raw !== 'string' && (raw.getResponseCode() === 400 || raw.getResponseCode() === 415);

function read(raw: Raw, request: ApiRequest | undefined): ApiAnswer {
  if (typeof raw === 'string') return { ok: false, problem: thrown(raw) };
  const status = raw.getResponseCode();
  const text = raw.getContentText();
  const isText = request?.accept !== undefined && status >= 200 && status < 300;
  const body = isText ? text : parse(text);
  if (status >= 200 && status < 300 && body !== undefined) return { ok: true, body };
  return { ok: false, problem: toProblem(status, body, retryAfterMs(raw)) };
}

/** Google's own refusals do not pass by waiting a few seconds; anything else thrown is a connection. */
function thrown(message: string): RunProblem {
  const code = /too many times/i.test(message)
    ? 'fetch_quota'
    : /permission|not allowed|whitelist|allowlist/i.test(message)
      ? 'fetch_not_allowed'
      : 'unreachable';
  return { status: code === 'unreachable' ? 0 : 403, code, detail: '', params: {}, retryAfterMs: null };
}

function toProblem(status: number, body: unknown, retryAfter: number | null): RunProblem {
  const { code, detail, params } = asObject(body);
  return {
    status,
    code: typeof code === 'string' ? code : status >= 500 ? 'server_error' : 'unexpected_answer',
    detail: typeof detail === 'string' ? detail : '',
    params: asObject(params),
    retryAfterMs: retryAfter,
  };
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds only; header names come in any case. */
function retryAfterMs(raw: GoogleAppsScript.URL_Fetch.HTTPResponse): number | null {
  const headers = raw.getHeaders() as Record<string, unknown>;
  const name = Object.keys(headers).find((header) => header.toLowerCase() === 'retry-after');
  const seconds = name === undefined ? Number.NaN : Number(headers[name]);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

// UrlFetchApp: real HTTP, to this machine and to nowhere else; the requests of a fetchAll at once, or one by one where that is assumed.
import { isAllowed } from './manifest.ts';
import type { Caller, HostState, Services } from './service.ts';
import { ServiceError } from './service-error.ts';

export const fetchServices: Services = {
  'UrlFetchApp.fetchAll': async (host, [requests], caller) => {
    const sent = (Array.isArray(requests) ? requests : []).map((request) => prepare(host, request));
    countUse(host, caller, sent.length);
    const started = performance.now();
    try {
      return await (host.assume.fetchAllIsParallel ? together(host, sent, caller) : oneByOne(host, sent, caller));
    } finally {
      const waits = host.assume.fetchAllIsParallel ? 1 : sent.length;
      caller.spend(host.assume.fetchCostMs * waits + performance.now() - started);
    }
  },
};

function countUse({ quotas, assume }: HostState, { user }: Caller, requests: number): void {
  const amount = assume.fetchAllCountsEachRequest ? requests : 1;
  if (!quotas.use('fetches', user, amount, assume.fetchCallsPerDay)) throw new ServiceError(assume.fetchQuotaText);
}

/** One that fails takes the answers of all others with it, once they are in. */
async function together(host: HostState, sent: readonly Prepared[], caller: Caller): Promise<unknown[]> {
  const settled = await Promise.allSettled(sent.map((request) => send(host, request, caller)));
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** What comes after one that fails is never sent. */
async function oneByOne(host: HostState, sent: readonly Prepared[], caller: Caller): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const request of sent) answers.push(await send(host, request, caller));
  return answers;
}

interface Prepared {
  readonly asked: string;
  readonly target: URL;
  readonly init: RequestInit;
  readonly isMuted: boolean;
  readonly follows: boolean;
  readonly bytes: number;
}

function prepare(host: HostState, request: unknown): Prepared {
  const { url, method, headers, contentType, payload, muteHttpExceptions, followRedirects } = fields(request);
  const asked = String(url);
  const body = bodyOf(payload);
  if (asked.length > host.assume.fetchUrlChars) throw new ServiceError('Limit Exceeded: URLFetch URL Length.');
  if ((body?.bytes.length ?? 0) > host.assume.fetchBytes) throw new ServiceError('Limit Exceeded: URLFetch POST Size.');
  const given = Object.entries(fields(headers) as Record<string, string>);
  const tooLong = given.some(([name, value]) => name.length + String(value).length > host.assume.fetchHeaderBytes);
  if (tooLong || given.length > host.assume.fetchHeaders) throw new ServiceError('Limit Exceeded: URLFetch Header.');
  const sentHeaders = new Headers(given);
  const type = typeof contentType === 'string' ? contentType : body?.contentType;
  if (body !== null && !(sentHeaders.has('Content-Type') && type === null)) {
    sentHeaders.set('Content-Type', type ?? 'application/x-www-form-urlencoded');
  }
  return {
    asked,
    target: targetOf(host, asked),
    isMuted: muteHttpExceptions === true,
    follows: followRedirects !== false,
    bytes: body?.bytes.length ?? 0,
    init: {
      method: String(method ?? (body === null ? 'get' : 'post')).toUpperCase(),
      headers: sentHeaders,
      redirect: 'manual',
      ...(body === null ? {} : { body: body.bytes }),
    },
  };
}

/** By the address as the add-on wrote it for the allow-list; then the production host becomes the server on this machine. */
function targetOf({ manifest, fetchMap }: HostState, asked: string): URL {
  if (!URL.canParse(asked)) throw new ServiceError(`Invalid argument: ${asked}`);
  if (!isAllowed(new URL(asked), manifest.urlFetchWhitelist)) {
    throw new ServiceError(`UrlFetch call to ${asked} is not permitted by the urlFetchWhitelist of the manifest.`);
  }
  const prefix = Object.keys(fetchMap).find((from) => asked.startsWith(from));
  const target = new URL(prefix === undefined ? asked : `${fetchMap[prefix]}${asked.slice(prefix.length)}`);
  return onThisMachine(asked, target);
}

/** Where a redirect leads, too. */
function onThisMachine(asked: string, target: URL): URL {
  if (LOOPBACK.includes(target.hostname)) return target;
  throw new ServiceError(`DNS error: ${asked} (the local host calls this machine only)`);
}

async function send(
  host: HostState,
  { asked, target, init, isMuted, follows, bytes }: Prepared,
  caller: Caller,
): Promise<unknown> {
  const fate = caller.weather.fetchFate();
  if (fate === 'refused') throw unavailable(asked);
  const response = fate === 'failed' ? busy() : await reach(asked, target, init, follows, host.assume.fetchTimeoutMs);
  const content = Buffer.from(await response.arrayBuffer());
  caller.countFetch(bytes, content.length);
  if (fate === 'lost') throw new ServiceError(`Unexpected error: ${asked}`);
  if (content.length > host.assume.fetchBytes) throw new ServiceError('Limit Exceeded: URLFetch Response Size.');
  if (!isMuted && response.status >= 400) throw new ServiceError(refusal(asked, response.status, content));
  return { status: response.status, base64: content.toString('base64'), ...headersOf(response.headers) };
}

async function reach(
  asked: string,
  target: URL,
  init: RequestInit,
  follows: boolean,
  timeoutMs: number,
): Promise<Response> {
  try {
    const response = await fetch(target, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    const location =
      follows && response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return response;
    return await reach(asked, onThisMachine(asked, new URL(location, target)), init, false, timeoutMs);
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    const isLate = cause instanceof Error && cause.name === 'TimeoutError';
    throw isLate ? new ServiceError(`Timeout: ${asked}`, { cause }) : unavailable(asked, cause);
  }
}

const unavailable = (asked: string, cause?: unknown): ServiceError =>
  new ServiceError(`Address unavailable: ${asked}`, { cause });

/** From something between Google and the server, which knows nothing of our answers' form. */
const busy = (): Response =>
  new Response('<html><body>Service Temporarily Unavailable</body></html>', {
    status: 503,
    headers: { 'Content-Type': 'text/html' },
  });

function refusal(asked: string, status: number, content: Buffer): string {
  const shown = content.toString('utf8').slice(0, 200);
  return (
    `Request failed for ${new URL(asked).origin} returned code ${status}. Truncated server response: ${shown} ` +
    '(use muteHttpExceptions option to examine full response)'
  );
}

/** Names as servers commonly send them: Content-Type. */
function headersOf(headers: Headers): {
  headers: Record<string, string>;
  allHeaders: Record<string, string | string[]>;
} {
  const named = [...headers].map(([name, value]) => [titled(name), value] as const);
  const cookies = headers.getSetCookie();
  const all: Record<string, string | string[]> = Object.fromEntries(named);
  if (cookies.length > 1) all['Set-Cookie'] = cookies;
  return { headers: Object.fromEntries(named), allHeaders: all };
}

const titled = (name: string): string => name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());

function bodyOf(payload: unknown): { bytes: Buffer<ArrayBuffer>; contentType: string | null } | null {
  const { base64, contentType } = fields(payload);
  if (typeof base64 !== 'string') return null;
  return { bytes: Buffer.from(base64, 'base64'), contentType: typeof contentType === 'string' ? contentType : null };
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

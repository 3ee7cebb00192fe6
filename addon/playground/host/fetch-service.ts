// UrlFetchApp: real HTTP, all requests of a fetchAll at once, to this machine and to nowhere else.
import { isAllowed } from './manifest.ts';
import type { Caller, HostState, Services } from './service.ts';
import { ServiceError } from './service-error.ts';

export const fetchServices: Services = {
  'UrlFetchApp.fetchAll': async (host, [requests], caller) => {
    const sent = (Array.isArray(requests) ? requests : []).map((request) => prepare(host, request));
    const started = performance.now();
    const answers = await Promise.all(sent.map((request) => send(host, request, caller)));
    caller.spend(host.assume.fetchCostMs + performance.now() - started);
    return answers;
  },
};

interface Prepared {
  readonly asked: string;
  readonly target: URL;
  readonly init: RequestInit;
  readonly isMuted: boolean;
  readonly bytes: number;
}

function prepare(host: HostState, request: unknown): Prepared {
  const { url, method, headers, contentType, payload, muteHttpExceptions, followRedirects } = fields(request);
  const asked = String(url);
  const body = bodyOf(payload);
  if (asked.length > host.assume.fetchUrlChars) throw new ServiceError('Limit Exceeded: URLFetch URL Length.');
  if ((body?.bytes.length ?? 0) > host.assume.fetchBytes) throw new ServiceError('Limit Exceeded: URLFetch POST Size.');
  const sentHeaders = new Headers(fields(headers) as Record<string, string>);
  const type = typeof contentType === 'string' ? contentType : body?.contentType;
  if (body !== null && !(sentHeaders.has('Content-Type') && type === null)) {
    sentHeaders.set('Content-Type', type ?? 'application/x-www-form-urlencoded');
  }
  return {
    asked,
    target: targetOf(host, asked),
    isMuted: muteHttpExceptions === true,
    bytes: body?.bytes.length ?? 0,
    init: {
      method: String(method ?? (body === null ? 'get' : 'post')).toUpperCase(),
      headers: sentHeaders,
      redirect: followRedirects === false ? 'manual' : 'follow',
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
  if (LOOPBACK.includes(target.hostname)) return target;
  throw new ServiceError(`DNS error: ${asked} (the local host calls this machine only)`);
}

async function send(
  host: HostState,
  { asked, target, init, isMuted, bytes }: Prepared,
  caller: Caller,
): Promise<unknown> {
  const response = await reach(asked, target, init, host.assume.fetchTimeoutMs);
  const content = Buffer.from(await response.arrayBuffer());
  caller.countFetch(bytes, content.length);
  if (content.length > host.assume.fetchBytes) throw new ServiceError('Limit Exceeded: URLFetch Response Size.');
  if (!isMuted && response.status >= 400) throw new ServiceError(refusal(asked, response.status, content));
  return { status: response.status, base64: content.toString('base64'), ...headersOf(response.headers) };
}

async function reach(asked: string, target: URL, init: RequestInit, timeoutMs: number): Promise<Response> {
  try {
    return await fetch(target, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError';
    throw new ServiceError(isLate ? `Timeout: ${asked}` : `Address unavailable: ${asked}`, { cause });
  }
}

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

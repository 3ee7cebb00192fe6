// One signed POST to the webhook. The address that the socket really connects to is checked, no redirect is followed, and only 2xx counts.
import { createHmac } from 'node:crypto';
import { lookup as dnsLookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { DeliveryError, networkCode } from './delivery-error.ts';
import { isPrivate } from './private-addresses.ts';

export interface WebhookTarget {
  readonly url: string;
  /** Empty: not signed, for receivers that know their own by the address. */
  readonly secret: string;
  /** Loopback and private addresses too, and http: for tests and for receivers on one's own network. */
  readonly allowPrivate: boolean;
}

export interface WebhookOptions {
  readonly lookup?: LookupFunction;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 64 * 1024;

/** Throws a `DeliveryError`. `deliveryId` stays the same when the message is sent again. */
export async function postWebhook(
  target: WebhookTarget,
  deliveryId: string,
  body: string,
  now: Date,
  { lookup = dnsLookup as LookupFunction, timeoutMs = TIMEOUT_MS }: WebhookOptions = {},
): Promise<void> {
  const url = checkedUrl(target);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Rollcall',
    'rollcall-delivery': deliveryId,
    ...(target.secret === '' ? {} : { 'rollcall-signature': signature(target.secret, body, now) }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  const options = { method: 'POST', headers, signal, lookup: target.allowPrivate ? lookup : guarded(lookup) };
  try {
    const status = await exchange(url, options, body);
    if (status >= 300 && status < 400) throw new DeliveryError('redirected');
    if (status < 200 || status >= 300) throw new DeliveryError(`http_${status}`);
  } catch (error) {
    throw signal.aborted ? new DeliveryError('timeout') : new DeliveryError(networkCode(error));
  }
}

/** `t` in seconds is signed along, so that a receiver can refuse what is old. */
function signature(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** A host that is an address is never looked up, so it is checked here. */
function checkedUrl({ url: text, allowPrivate }: WebhookTarget): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new DeliveryError('bad_url', true);
  if (allowPrivate) return url;
  if (url.protocol !== 'https:') throw new DeliveryError('not_https', true);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isPrivate(host)) throw new DeliveryError('private_address');
  return url;
}

/** What it finds is what the socket connects to: a name that changes its address between a check and a connection gains nothing. */
function guarded(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      if (error === null && addresses.some(isPrivate)) callback(new DeliveryError('private_address'), []);
      else callback(error, found, family);
    });
}

/** The status of the answer, once it was read to its end or to 64 KB of it. No proxy of the environment, no shared connection. */
function exchange(url: URL, options: RequestOptions, body: string): Promise<number> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage) => {
      let size = 0;
      const done = () => resolve(response.statusCode ?? 0);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_ANSWER) return;
        done();
        response.destroy();
      });
      response.on('end', done);
      response.on('error', reject);
    };
    const request = secure
      ? httpsRequest(url, { ...options, agent: new HttpsAgent({ keepAlive: false }) }, answered)
      : httpRequest(url, { ...options, agent: new HttpAgent({ keepAlive: false }) }, answered);
    request.on('error', reject);
    request.end(body);
  });
}

// The server in memory behind a real port, as the host's UrlFetchApp reaches it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { ApiAnswer, ApiRequest } from '../../../addon/api.ts';
import type { FakeServer } from './fake-server.ts';

export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `before` may hold an answer back; `lost` after the work was done is a connection that broke before the answer came. */
export async function serveFake(
  server: FakeServer,
  key: string,
  before: (request: ApiRequest) => Promise<'lost' | undefined> = async () => undefined,
): Promise<Served> {
  const listener = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const text = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw).toString() : raw.toString();
    const request: ApiRequest = {
      method: (incoming.method ?? 'get').toLowerCase() as ApiRequest['method'],
      path: (incoming.url ?? '/').slice(1),
      ...(text === '' ? {} : { body: JSON.parse(text) }),
    };
    const isKnown = incoming.headers.authorization === `Bearer ${key}`;
    const answer = isKnown ? server.send([request])[0] : UNKNOWN;
    if ((await before(request)) === 'lost') incoming.socket.destroy();
    else respond(outgoing, answer ?? UNKNOWN);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      }),
  };
}

const UNKNOWN: ApiAnswer = {
  ok: false,
  problem: { status: 401, code: 'wrong_key', detail: '', params: {}, retryAfterMs: null },
};

function respond(outgoing: import('node:http').ServerResponse, answer: ApiAnswer): void {
  const [status, body] = answer.ok ? [200, answer.body] : [answer.problem.status || 503, answer.problem];
  outgoing.writeHead(status, { 'Content-Type': answer.ok ? 'application/json' : 'application/problem+json' });
  outgoing.end(JSON.stringify(body));
}

// The real server's HTTP on a loopback port, for whatever speaks to it over a socket.
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Pool } from 'pg';
import { createApp } from '../../server/http/app.ts';
import { type Log, logNothing } from '../../server/log.ts';

export interface ServedApp {
  /** With a slash at its end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function serveApp(pool: Pool, log: Log = logNothing): Promise<ServedApp> {
  const app = createApp({ pool, log, version: 'test', operatorToken: null, schemaPolicy: 'refuse' });
  let listener: ServerType | undefined;
  const url = await new Promise<string>((resolve) => {
    listener = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (info: AddressInfo) =>
      resolve(`http://127.0.0.1:${info.port}/`),
    );
  });
  const close = () =>
    new Promise<void>((resolve) => {
      listener?.close(() => resolve());
      if (listener !== undefined && 'closeAllConnections' in listener) listener.closeAllConnections();
    });
  return { url, close };
}

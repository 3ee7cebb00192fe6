// The server as a program uses it: database, migrations, operator token, routes, and a port to listen on.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { Pool } from 'pg';
import { makeOperatorToken } from './access/operator-token.ts';
import { type Config, PROJECT_ROOT } from './config.ts';
import { becomeOwner } from './db/embedded-owner.ts';
import { createApp } from './http/app.ts';
import type { Log } from './log.ts';
import { migrate } from './migrate/migrate.ts';
import { openDatabase } from './open-database.ts';
import { Problem } from './problem.ts';

export const VERSION: string = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version;

export interface RunningServer {
  readonly url: string;
  readonly pool: Pool;
  readonly connectionString: string;
  /** A port other than the one asked for was taken, since that one was busy. */
  readonly portMoved: boolean;
  readonly migrated: readonly string[];
  /** Made at this start because there was none; shown once. */
  readonly newOperatorToken: string | null;
  readonly stop: () => Promise<void>;
}

/** `shownAs`: the address a second start is sent to, where it is not the server's own. Throws `already_running` where another process serves the same embedded database, `no_database`, or what migrating throws. */
export async function startServer(config: Config, log: Log, shownAs?: string): Promise<RunningServer> {
  const database = await openDatabase(config, (line) => log('info', 'embedded_database', { line }));
  const undo: (() => Promise<unknown>)[] = [database.close];
  const unwind = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    const port = await freePort(config.host, config.port);
    const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    if (database.embedded !== null) undo.push(await ownEmbedded(database.connectionString, shownAs ?? url));
    const migrated = await migrate(database.pool);
    const newOperatorToken = config.operatorToken === null ? await makeOperatorToken(database.pool) : null;
    const { operatorToken, schemaPolicy } = config;
    const app = createApp({ pool: database.pool, log, version: VERSION, operatorToken, schemaPolicy });
    undo.push(await listen(app.fetch, config.host, port));
    const { pool, connectionString } = database;
    return {
      url,
      pool,
      connectionString,
      portMoved: port !== config.port,
      migrated,
      newOperatorToken,
      stop: once(unwind),
    };
  } catch (error) {
    await unwind();
    throw error;
  }
}

async function ownEmbedded(connectionString: string, url: string): Promise<() => Promise<unknown>> {
  const owner = await becomeOwner(connectionString, `rollcall ${url}`);
  if ('holder' in owner) throw new Problem('already_running', { where: owner.holder.replace(/^rollcall /, '') });
  return () => owner.lock.release();
}

/** The port asked for, or the next free one of the twenty after it. */
export async function freePort(host: string, wanted: number): Promise<number> {
  for (let port = wanted; port <= wanted + 20; port++) {
    const free = await tryPort(host, port);
    if (free !== null) return free;
  }
  throw new Problem('wrong_use', { message: `Ports ${wanted} to ${wanted + 20} are taken; set PORT to a free one.` });
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else if (error.code === 'EACCES')
        reject(new Problem('wrong_use', { message: `Port ${port} may not be opened by this user; set PORT.` }));
      else
        reject(
          new Problem('wrong_use', { message: `Cannot listen on ${host}:${port} (${error.code}); set HOST and PORT.` }),
        );
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  hostname: string,
  port: number,
): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, () =>
      resolve(
        () =>
          new Promise((done) => {
            server.close(() => done());
            if ('closeIdleConnections' in server) server.closeIdleConnections();
          }),
      ),
    );
    server.once('error', reject);
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}

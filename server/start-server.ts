// The server as a program uses it: database, migrations, operator token, routes, and a port to listen on.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import type { Pool } from 'pg';
import { makeOperatorToken } from './access/operator-token.ts';
import type { Channels } from './alerts/deliver.ts';
import { type Config, PROJECT_ROOT } from './config.ts';
import type { EmbeddedDatabase } from './db/embedded.ts';
import { becomeOwner } from './db/embedded-owner.ts';
import { createApp } from './http/app.ts';
import type { Log } from './log.ts';
import { migrate } from './migrate/migrate.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import { Problem } from './problem.ts';
import { type Job, REAL_CLOCK } from './watch/service.ts';
import { Services, standardJobs } from './watch/services.ts';

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
    const url = urlOf(config.host, port);
    if (database.embedded !== null) undo.push(await ownEmbedded(database.connectionString, shownAs ?? url));
    const migrated = await migrate(database.pool);
    const newOperatorToken = config.operatorToken === null ? await makeOperatorToken(database.pool) : null;
    const { operatorToken, schemaPolicy } = config;
    const channels = channelsOf(config, url, log);
    const services = makeServices(database, channels, log);
    undo.push(() => services.stop());
    const health = () => services.states();
    const app = createApp({
      pool: database.pool,
      log,
      version: VERSION,
      operatorToken,
      schemaPolicy,
      services: health,
    });
    undo.push(await listen(app.fetch, config.host, port, REQUEST_PATIENCE_MS));
    services.start();
    const { pool, connectionString } = database;
    return {
      url,
      pool,
      connectionString,
      portMoved: config.port !== 0 && port !== config.port,
      migrated,
      newOperatorToken,
      stop: once(unwind),
    };
  } catch (error) {
    await unwind();
    throw error;
  }
}

function makeServices({ pool, embedded }: OpenDatabase, channels: Channels, log: Log): Services {
  const jobs = standardJobs(pool, channels);
  return new Services(pool, embedded === null ? jobs : [...jobs, keepEmbedded(embedded, log)], REAL_CLOCK, log);
}

const LOOK_AT_EMBEDDED_EVERY_S = 2;

/** The embedded database is started again where its process has died. */
const keepEmbedded = (embedded: EmbeddedDatabase, log: Log): Job => ({
  name: 'embedded_database',
  everySeconds: () => LOOK_AT_EMBEDDED_EVERY_S,
  work: async () => {
    if (await embedded.revive()) log('warn', 'embedded_database_restarted');
  },
});

/** Alerts link to the public address; without one, to this machine's own where it serves nobody else. */
export function channelsOf({ webhook, smtp, alertMail, publicUrl, host }: Config, url: string, log: Log): Channels {
  const address = publicUrl ?? (isLoopback(host) ? `${url}/` : null);
  return { log, webhook, smtp, operators: alertMail, dashboardUrl: address === null ? null : `${address}dashboard` };
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** What is in flight at a stop is given this long; whoever then still waits for an answer asks again and gets it. */
const REQUEST_PATIENCE_MS = 5_000;

/** As a browser takes it. */
export const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Ctrl-C, SIGTERM, a closed terminal, or a launcher that was killed: what was started is stopped, also while it still starts. */
export function stopWhenTold(starting: Promise<() => Promise<void>>): void {
  const stop = once(async () => {
    // A start that failed says so itself.
    const stopAll = await starting.catch(() => undefined);
    if (stopAll === undefined) return;
    await stopAll().finally(() => process.exit(0));
  });
  for (const told of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(told, () => void stop());
}

async function ownEmbedded(connectionString: string, url: string): Promise<() => Promise<unknown>> {
  const owner = await becomeOwner(connectionString, `rollcall ${url}`);
  if ('holder' in owner) throw new Problem('already_running', { where: owner.holder.replace(/^rollcall /, '') });
  return () => owner.lock.release();
}

/** The port asked for, or the next free one of the twenty after it; for 0 any free one. */
export async function freePort(host: string, wanted: number): Promise<number> {
  const last = Math.min(wanted + 20, 65_535);
  for (let port = wanted; port <= last; port++) {
    const free = await tryPort(host, port);
    if (free !== null) return free;
  }
  throw new Problem('wrong_use', { message: `Ports ${wanted} to ${last} are taken; set PORT to a free one.` });
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(cannotListen(host, port, error));
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

function cannotListen(host: string, port: number, { code }: NodeJS.ErrnoException): Problem {
  const message =
    code === 'EACCES'
      ? `Port ${port} may not be opened by this user; set PORT.`
      : `Cannot listen on ${host}:${port} (${code}); set HOST and PORT.`;
  return new Problem('wrong_use', { message });
}

/** Returns what ends it: no new connections, those without a request closed, the others within `patienceMs`. */
export function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  hostname: string,
  port: number,
  patienceMs: number,
): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, () => resolve(() => close(server, patienceMs)));
    server.once('error', (error) => reject(cannotListen(hostname, port, error)));
  });
}

/** A connection on which nothing was ever asked counts as busy, and would be waited for without end. */
function close(server: ServerType, patienceMs: number): Promise<void> {
  return new Promise((done) => {
    const late = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearTimeout(late);
      done();
    });
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}

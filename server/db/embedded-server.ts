// One running Postgres on a data folder: adopts the one that runs there, else starts one; stops it by fast shutdown.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, fchownSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Account } from './embedded-account.ts';
import type { Binaries } from './embedded-binaries.ts';
import { cannotRun, SUPERUSER } from './embedded-cluster.ts';
import { EmbeddedDatabaseError } from './embedded-error.ts';
import type { Place } from './embedded-place.ts';
import { bareEnvironment, isAlive, isPostmasterOf, postmasterFile, readPostmasterFile } from './embedded-process.ts';

const START_PATIENCE_MS = 60_000;
/** Longer than the backends of a killed postmaster usually need to notice and go; until then Postgres refuses to start. */
const REFUSAL_PATIENCE_MS = 30_000;
const STOP_PATIENCE_MS = 60_000;
const POLL_MS = 8;
const RETRY_MS = 100;
const DATABASE = 'rollcall';

export interface Server {
  readonly pid: number;
  readonly connectionString: string;
}

/** The server of this place, taking connections, with a database `rollcall` in it; one that is started takes the port, or any free one. Call under the start lock. */
export async function openServer(
  place: Place,
  binaries: Binaries,
  password: string,
  log: (line: string) => void,
  port?: number,
): Promise<Server> {
  const began = Date.now();
  let child: ChildProcess | undefined;
  for (;;) {
    const server = await runningServer(place, password);
    if (server !== undefined) {
      if (server.pid !== child?.pid) log(`Using the Postgres that already runs in ${place.folder}.`);
      return server;
    }
    if (child === undefined || hasEnded(child)) {
      if (child !== undefined && Date.now() - began > REFUSAL_PATIENCE_MS) throw didNotStart(place);
      if (child !== undefined) await wait(RETRY_MS);
      child = (await startUnlessLiving(place, binaries, port)) ?? child;
    }
    if (Date.now() - began > START_PATIENCE_MS) throw didNotStart(place);
    await wait(POLL_MS);
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Undefined while there is none, or one that is still starting or already stopping. */
async function runningServer({ data }: Place, password: string): Promise<Server | undefined> {
  const file = readPostmasterFile(data);
  if (file?.ready !== true || !isPostmasterOf(file.pid, data)) return undefined;
  const server = (database: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${file.port}/${database}`;
  const found = await ask(server('postgres'));
  if (found === undefined) return undefined;
  if (found.data !== data && process.platform !== 'win32') {
    throw new EmbeddedDatabaseError(
      `The Postgres on port ${file.port} keeps its data in another folder than ${data}: end process ${file.pid}, or set ROLLCALL_DATA_DIR.`,
    );
  }
  return { pid: file.pid, connectionString: server(DATABASE) };
}

/** Which data folder the server says it has, after seeing to our database; undefined where it does not answer now. */
async function ask(connectionString: string): Promise<{ data: string } | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string; made: boolean }>(WHO_ARE_YOU, [DATABASE]);
    if (rows[0]?.made === false) await client.query(`CREATE DATABASE ${DATABASE}`);
    return rows[0];
  } catch (cause) {
    if ((cause as { code?: string }).code?.startsWith('28') !== true) return undefined;
    throw new EmbeddedDatabaseError(
      'The embedded Postgres does not accept the password kept beside its data: put back the file "password", or set ROLLCALL_DATA_DIR to a new folder.',
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function startUnlessLiving(place: Place, binaries: Binaries, port?: number): Promise<ChildProcess | undefined> {
  const file = readPostmasterFile(place.data);
  if (file !== undefined && isPostmasterOf(file.pid, place.data)) return undefined;
  // A zombie, or another program that got the number: Postgres would take it for its own predecessor and refuse.
  if (file !== undefined && isAlive(file.pid)) rmSync(postmasterFile(place.data), { force: true });
  return spawnPostgres(place, binaries, port ?? (await freePort()));
}

/** Detached, so that Ctrl-C reaches Node first; its log goes to a file, since a pipe costs time and breaks when Node is killed. */
async function spawnPostgres(
  { cluster, data, account }: Place,
  binaries: Binaries,
  port: number,
): Promise<ChildProcess> {
  const output = openLog(cluster, account);
  try {
    const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const stdio = ['ignore', output, output] as const;
    const options = { ...account, ...bareEnvironment(), cwd: data, detached: true, windowsHide: true };
    const child = spawn(binaries.postgres, ['-D', data, ...settings], { ...options, stdio: [...stdio] });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => reject(cannotRun(binaries.postgres, cause)));
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/** Begins anew past 1 MB. Belongs to whoever owns the data, so that root may start it once and its owner the next time. */
function openLog(cluster: string, account: Account | undefined): number {
  const path = logFile(cluster);
  const isLong = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 1_000_000;
  const output = openSync(path, isLong ? 'w' : 'a', 0o600);
  if (account !== undefined) fchownSync(output, account.uid, account.gid);
  return output;
}

const logFile = (cluster: string): string => join(cluster, 'server.log');

/** Loopback only, no socket file; neither the server's log nor its messages may hold what a statement carried. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: 0,
  log_error_verbosity: 'terse',
  logging_collector: 'off',
  log_destination: 'stderr',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function didNotStart({ cluster }: Place): EmbeddedDatabaseError {
  const path = logFile(cluster);
  const text = statSync(path, { throwIfNoEntry: false }) === undefined ? '' : readFileSync(path, 'utf8').trim();
  const reason = text.split('\n').findLast((line) => /FATAL|PANIC|error/.test(line)) ?? 'it gave no reason';
  return new EmbeddedDatabaseError(
    `The embedded Postgres did not start (${reason}): see ${path}, or set DATABASE_URL.`,
  );
}

/** Fast shutdown: sessions are ended, everything acknowledged is on disk. One that does not end within a minute is ended at once and recovers at its next start. */
export async function stopServer({ data }: Place, { pid }: Server, binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  if (await signalAndWait(pid, data, 'SIGINT')) return;
  await signalAndWait(pid, data, 'SIGQUIT');
}

async function signalAndWait(pid: number, data: string, signal: 'SIGINT' | 'SIGQUIT'): Promise<boolean> {
  const deadline = Date.now() + STOP_PATIENCE_MS;
  if (isPostmasterOf(pid, data)) signalIfThere(pid, signal);
  while (isPostmasterOf(pid, data)) {
    if (Date.now() > deadline) return false;
    await wait(POLL_MS);
  }
  return true;
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const WHO_ARE_YOU = /* sql */ `
  SELECT current_setting('data_directory') AS data,
    EXISTS (SELECT FROM pg_database WHERE datname = $1::text) AS made`;

// One embedded Postgres for the whole run, with a migrated template that every test file copies; stopped and deleted at the end,
// but kept where a test file left its database to be looked at. The Vitest projects all name this file; the server is started once.
import { rmSync } from 'node:fs';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedDatabase, startEmbedded } from '../../server/db/embedded.ts';
import { migrate } from '../../server/migrate/migrate.ts';
import { newDatabaseFolder, oldDatabaseFolders } from './database-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** As superuser; test files make and drop their own databases through it. */
    serverUrl: string;
  }
}

interface Shared {
  users: number;
  readonly started: Promise<Started>;
}

interface Started {
  readonly database: EmbeddedDatabase;
  readonly folder: string;
}

const TEMPLATE = 'rollcall_template';
const LEFTOVER_AFTER_MS = 20 * 60 * 1000;
/** Each project loads this module anew; what they share lives in the process. */
const processWide = globalThis as { rollcallTestDatabase?: Shared | undefined };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  processWide.rollcallTestDatabase ??= { users: 0, started: startServer() };
  const shared = processWide.rollcallTestDatabase;
  shared.users += 1;
  const started = await shared.started;
  project.provide('serverUrl', started.database.connectionString);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    processWide.rollcallTestDatabase = undefined;
    await endServer(started);
  };
}

async function startServer(): Promise<Started> {
  await sweepLeftovers();
  const folder = newDatabaseFolder();
  const database = await startEmbedded({ dataDir: folder, log: () => {} });
  await withPool(database.connectionString, async (pool) => {
    // Processes are killed in tests, machines are not.
    await pool.query('ALTER SYSTEM SET fsync = off');
    await pool.query('SELECT pg_reload_conf()');
    await pool.query(`CREATE DATABASE ${TEMPLATE}`);
  });
  await withPool(inDatabase(database.connectionString, TEMPLATE), (pool) => migrate(pool));
  await withPool(database.connectionString, (pool) => pool.query(END_SESSIONS, [TEMPLATE]));
  return { database, folder };
}

async function endServer({ database, folder }: Started): Promise<void> {
  const kept = await withPool(database.connectionString, (pool) => pool.query<{ name: string }>(LEFT_BY_TESTS));
  await database.stop();
  if (kept.rows.length === 0) return removeFolder(database, folder);
  const names = kept.rows.map(({ name }) => name).join(', ');
  process.stderr.write(
    `Kept for you: ${names}. To look: node server/launch.mjs test/support/hold-embedded.ts ${folder}\n`,
  );
}

function removeFolder(database: EmbeddedDatabase, folder: string): void {
  for (const path of [database.folder, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 10 });
}

/** Folders of earlier runs; a server that still runs there and is nobody's is stopped first, one that somebody keeps is left alone. */
async function sweepLeftovers(): Promise<void> {
  for (const folder of oldDatabaseFolders(LEFTOVER_AFTER_MS)) {
    const database = await startEmbedded({ dataDir: folder, log: () => {} }).catch(() => undefined);
    await database?.stop();
    if (database?.owned === true) removeFolder(database, folder);
  }
}

function inDatabase(connectionString: string, name: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return url.href;
}

async function withPool<T>(connectionString: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString, max: 2 });
  // end() returns before the server has noticed; what a dying connection then says is of no interest.
  pool.on('error', () => undefined);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** A database can be copied only while nobody is in it. */
const END_SESSIONS = /* sql */ `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1::text`;

const LEFT_BY_TESTS = /* sql */ `SELECT datname AS name FROM pg_database WHERE starts_with(datname, 'test_') ORDER BY datname`;

// The database to work on: the one DATABASE_URL names, or the embedded one, started where it does not run yet.
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Config } from './config.ts';
import { type EmbeddedDatabase, startEmbedded } from './db/embedded.ts';
import { EmbeddedDatabaseError } from './db/embedded-error.ts';
import { openPool } from './db/pool.ts';
import { one } from './db/query.ts';
import { Problem } from './problem.ts';

export interface OpenDatabase {
  readonly pool: Pool;
  readonly connectionString: string;
  /** Null for a database of one's own. */
  readonly embedded: EmbeddedDatabase | null;
  close(): Promise<void>;
}

/** Throws `no_database` with what stands in the way: unreachable, older than 15, not UTF8. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<OpenDatabase> {
  const embedded = config.databaseUrl === null ? await embeddedDatabase(config, log) : null;
  const connectionString = embedded?.connectionString ?? config.databaseUrl ?? '';
  const pool = openPool(connectionString);
  // A connection that ends while it is lent says so by an event too, which nobody else hears: unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const close = async () => {
    // A statement that waits for a lock would hold up a stop; ended, it is rolled back.
    await Promise.race([pool.end(), wait(STATEMENT_PATIENCE_MS, undefined, { ref: false })]);
    await embedded?.stop();
  };
  try {
    await checkServer(pool);
    return { pool, connectionString, embedded, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const STATEMENT_PATIENCE_MS = 3_000;

async function embeddedDatabase(config: Config, log: (line: string) => void): Promise<EmbeddedDatabase> {
  try {
    return await startEmbedded({ dataDir: config.dataDir, log });
  } catch (error) {
    if (error instanceof EmbeddedDatabaseError) throw new Problem('no_database', { message: error.message }, error);
    throw error;
  }
}

async function checkServer(pool: Pool): Promise<void> {
  const server = await one<{ version: number; encoding: string }>(pool, SERVER).catch((error: Error) => {
    throw new Problem('no_database', { message: 'it cannot be reached or refuses the log-in' }, error);
  });
  if (server.version < 150_000) throw new Problem('no_database', { message: 'Postgres 15 or later is needed' });
  if (server.encoding !== 'UTF8')
    throw new Problem('no_database', { message: `its encoding is ${server.encoding}, UTF8 is needed` });
}

const SERVER = /* sql */ `
  SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`;

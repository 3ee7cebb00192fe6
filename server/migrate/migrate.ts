// Applies the pending files of migrations/ in order of their names, each in one transaction, under one lock, and records them.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { PROJECT_ROOT } from '../config.ts';
import { type Db, many, run, transaction } from '../db/query.ts';
import { isTransient, sqlstateOf } from '../db/sqlstate.ts';

interface MigrationFile {
  readonly filename: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The file's own SQL failed: it left nothing behind, and the files before it stay applied. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The names of the files it applied; none when all are. Throws MigrationError. Two processes at once: the second waits and finds nothing to do. */
export async function migrate(pool: Pool, folder = join(PROJECT_ROOT, 'migrations')): Promise<string[]> {
  const applied: string[] = [];
  for (const file of await migrationFiles(folder)) {
    await transaction(pool, async (db) => {
      await db.query(LOCK);
      await db.query(TRACKING_TABLE);
      if (await isApplied(db, file)) return;
      const startedAt = performance.now();
      await db.query(file.sql).catch((error) => {
        throw failure(file, error);
      });
      await run(db, RECORD, [file.filename, file.checksum, Math.round(performance.now() - startedAt)]);
      applied.push(file.filename);
    });
  }
  return applied;
}

function failure({ filename, sql }: MigrationFile, error: unknown): unknown {
  const sqlstate = sqlstateOf(error);
  if (sqlstate === null || isTransient(error)) return error;
  const position = Number((error as { position?: string }).position ?? 0);
  const where = position > 0 ? ` on line ${Array.from(sql).slice(0, position).join('').split('\n').length}` : '';
  return new MigrationError(
    `${filename} failed${where} (SQLSTATE ${sqlstate}) and was rolled back whole. Correct the file, then run "rollcall migrate up" again.`,
    { cause: error },
  );
}

/** Files that have not been applied, by name. */
export async function pendingMigrations(db: Db, folder = join(PROJECT_ROOT, 'migrations')): Promise<string[]> {
  const known = await many<{ known: boolean }>(db, `SELECT to_regclass('schema_migrations') IS NOT NULL AS known`);
  const applied = known[0]?.known
    ? new Set(
        (await many<{ filename: string }>(db, 'SELECT filename FROM schema_migrations')).map((row) => row.filename),
      )
    : new Set<string>();
  return (await migrationFiles(folder)).map((file) => file.filename).filter((name) => !applied.has(name));
}

export async function migrationFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (filename) => {
      const sql = await readFile(join(folder, filename), 'utf8');
      return { filename, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function isApplied(db: Db, file: MigrationFile): Promise<boolean> {
  return (await many(db, 'SELECT 1 FROM schema_migrations WHERE filename = $1::text', [file.filename])).length > 0;
}

const LOCK = /* sql */ `SELECT pg_advisory_xact_lock(7265636)`;

const TRACKING_TABLE = /* sql */ `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    filename          text PRIMARY KEY,
    checksum          text NOT NULL,
    execution_time_ms integer NOT NULL,
    executed_at       timestamptz NOT NULL DEFAULT now()
  )`;

const RECORD = /* sql */ `
  INSERT INTO schema_migrations (filename, checksum, execution_time_ms) VALUES ($1::text, $2::text, $3::int)`;

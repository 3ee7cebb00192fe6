// Statements with the number of rows one expects said aloud, and transactions with their timeouts in one place.
import type { Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg';

/** A pool or a client inside a transaction. */
export interface Db {
  query(text: string | QueryConfig, values?: unknown[]): Promise<{ rows: QueryResultRow[]; rowCount: number | null }>;
}

/** A statement asked so often that each connection keeps it prepared under its name. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

export async function many<T>(db: Db, statement: string | Prepared, values: readonly unknown[] = []): Promise<T[]> {
  const query = typeof statement === 'string' ? { text: statement } : statement;
  return (await db.query({ ...query, values: [...values] })).rows as T[];
}

export async function maybeOne<T>(db: Db, text: string | Prepared, values: readonly unknown[] = []): Promise<T | null> {
  const rows = await many<T>(db, text, values);
  if (rows.length > 1) throw new Error(`expected at most one row, got ${rows.length}`);
  return rows[0] ?? null;
}

export async function one<T>(db: Db, text: string | Prepared, values: readonly unknown[] = []): Promise<T> {
  const row = await maybeOne<T>(db, text, values);
  if (row === null) throw new Error('expected one row, got none');
  return row;
}

/** Number of rows the statement touched. */
export async function run(db: Db, text: string, values: readonly unknown[] = []): Promise<number> {
  return (await db.query(text, [...values])).rowCount ?? 0;
}

/** All or nothing. A statement may take 120 s and wait 20 s for a lock; then it fails as transient (57014, 55P03). */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(BEGIN);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const BEGIN = /* sql */ `BEGIN; SET LOCAL statement_timeout = '120s'; SET LOCAL lock_timeout = '20s'`;

/** An identifier for use in a statement. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text literal for use in a statement built from catalog names. */
export const literal = (text: string): string =>
  text.includes('\\') ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;

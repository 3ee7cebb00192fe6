// The pool, made once by main. Errors of idle connections are the pool's own business: a broken one is replaced at next use.
import pg from 'pg';

export function openPool(connectionString: string, options: { max?: number; name?: string } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: options.name ?? 'rollcall',
  });
  pool.on('error', () => undefined);
  return pool;
}

// The pool, made once by main. Errors of idle connections are the pool's own business: a broken one is replaced at next use.
import pg from 'pg';

declare module 'pg' {
  interface Client {
    /** What a connection is opened with; the driver's own, unlisted in its types. */
    getStartupConf(): Readonly<Record<string, string>>;
  }
}

/**
 * The driver reads times in ISO form only, and a database may have another DateStyle. Said as the connection opens, which
 * poolers keep to, and not by a SET, which they would lose or leak.
 */
class IsoClient extends pg.Client {
  override getStartupConf(): Readonly<Record<string, string>> {
    return { ...super.getStartupConf(), datestyle: 'ISO' };
  }
}

export function openPool(connectionString: string, options: { max?: number; name?: string } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    Client: IsoClient,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    // A peer that vanished without a word is noticed, and its connection replaced.
    keepAlive: true,
    application_name: options.name ?? 'rollcall',
  });
  pool.on('error', () => undefined);
  return pool;
}

// A verb's own connection: to DATABASE_URL, to the embedded database that runs already, or to one started for the verb.
import type { Pool } from 'pg';
import { type Config, readConfig } from '../config.ts';
import { migrate, pendingMigrations } from '../migrate/migrate.ts';
import { openDatabase } from '../open-database.ts';
import { Problem } from '../problem.ts';

export async function withDatabase<T>(work: (pool: Pool, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await openDatabase(config, (line) => process.stderr.write(`${line}\n`));
  try {
    return await work(database.pool, config);
  } finally {
    await database.close();
  }
}

/** The same with the tables there: the embedded database is migrated, one of one's own is asked to be. */
export function withMigratedDatabase<T>(work: (pool: Pool, config: Config) => Promise<T>): Promise<T> {
  return withDatabase(async (pool, config) => {
    const pending = await pendingMigrations(pool);
    if (pending.length > 0 && config.databaseUrl !== null) {
      throw new Problem('wrong_use', {
        message: `${pending.length} migrations are pending; run "rollcall migrate up" first.`,
      });
    }
    if (pending.length > 0) await migrate(pool);
    return work(pool, config);
  });
}

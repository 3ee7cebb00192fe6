// A Postgres of a test's own, that may be stopped at once in the midst of things and started again at the same address.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedDatabase, startEmbedded } from '../../server/db/embedded.ts';
import { findBinaries } from '../../server/db/embedded-binaries.ts';
import { settlePlace } from '../../server/db/embedded-place.ts';
import { bareEnvironment } from '../../server/db/embedded-process.ts';
import { newDatabaseFolder } from './database-folder.ts';

export interface OwnPostgres {
  readonly url: string;
  /** As a power cut would: nothing in memory is kept, and no session is told more than that it is over. */
  readonly stopAtOnce: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = newDatabaseFolder();
  const database: EmbeddedDatabase = await startEmbedded({ dataDir: folder, log: () => undefined });
  return {
    url: database.connectionString,
    stopAtOnce: () => pgCtlStop(folder, 'immediate'),
    startAgain: async () => {
      await database.revive();
    },
    remove: async () => {
      await database.stop();
      for (const path of [database.folder, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** By the program itself, as whoever the server runs as. */
async function pgCtlStop(folder: string, mode: 'immediate' | 'fast'): Promise<void> {
  const place = settlePlace(folder, () => undefined);
  const { pgCtl } = findBinaries(place);
  const data = join(place.folder, 'cluster', 'data');
  const options = { ...place.account, ...bareEnvironment(), cwd: data, stdio: 'ignore' as const };
  const [code] = await once(spawn(pgCtl, ['stop', '-D', data, '-m', mode, '-w'], options), 'exit');
  if (code !== 0) throw new Error(`pg_ctl stop ended with ${code}`);
}

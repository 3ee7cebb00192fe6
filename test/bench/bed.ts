// Where the bench runs: an embedded Postgres of its own in a temporary folder (fsync on, default settings), and the real server in another process.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type CatalogColumn, findTable, tableColumns } from '../../server/db/catalog.ts';
import { startEmbedded } from '../../server/db/embedded.ts';
import { openPool } from '../../server/db/pool.ts';
import { one, quoted } from '../../server/db/query.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { neverHold } from '../support/never-hold.ts';
import { KEY_COLUMN } from './data.ts';
import type { Meters } from './measure.ts';
import type { Ask, Told } from './server.ts';

export interface Bed {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly meters: Meters;
  readonly version: string;
  readonly ask: (what: Ask) => Promise<Told>;
  readonly stop: () => Promise<void>;
}

export async function makeBed(serverArguments: readonly string[]): Promise<Bed> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  chmodSync(folder, 0o755);
  const database = await startEmbedded({ dataDir: folder, log: () => undefined });
  const child = fork(join(import.meta.dirname, 'server.ts'), {
    env: { ...process.env, DATABASE_URL: database.connectionString },
    execArgv: [...serverArguments],
  });
  const told = async (): Promise<Told> => (await once(child, 'message'))[0] as Told;
  const { url = '' } = await told();
  const ask = (what: Ask): Promise<Told> => {
    const answer = told();
    child.send(what);
    return answer;
  };
  const pool = openPool(database.connectionString);
  const admin = new pg.Client(database.connectionString);
  admin.on('error', () => undefined);
  await admin.connect();
  const { file, version } = await one<{ file: string; version: string }>(admin, ABOUT);
  return {
    url,
    pool,
    version,
    ask,
    meters: {
      admin,
      serverCpuMs: async () => (await ask('cpu')).cpuMs ?? 0,
      postmasterPid: Number(readFileSync(join(file, 'postmaster.pid'), 'utf8').split('\n')[0]),
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
      await admin.end();
      await pool.end();
      await database.stop();
      for (const path of [database.folder, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

const ABOUT = /* sql */ `SELECT current_setting('data_directory') AS file, current_setting('server_version') AS version`;

export interface Tables {
  readonly columns: readonly CatalogColumn[];
  /** The table Rollcall writes, and its sheet and key. */
  readonly synced: string;
  readonly sheetId: string;
  readonly key: string;
  readonly copied: string;
  readonly rowByRow: string;
}

/** Three tables alike: the first columns of `buyers`, and the stamps. */
export async function makeTables({ pool }: Bed, width: number): Promise<Tables> {
  const buyers = await findTable(pool, 'buyers');
  if (buyers === null) throw new Error('the migrations make a table buyers');
  const columns = (await tableColumns(pool, buyers)).slice(0, width);
  const [synced, copied, rowByRow] = ['synced', 'copied', 'row_by_row'].map((name) => `${name}_${width}`) as [
    string,
    string,
    string,
  ];
  for (const name of [synced, copied, rowByRow]) {
    await pool.query(`CREATE TABLE ${quoted(name)} (${columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')}, ${STAMPS},
                      PRIMARY KEY (${quoted(KEY_COLUMN)}))`);
  }
  const sheet = { spreadsheetId: synced, sheetName: 'bench', table: synced, keyColumn: KEY_COLUMN, scopeColumn: null };
  const added = await addSheet(pool, sheet);
  // A load that changes every row is what is measured here, not what a person would say to it.
  await neverHold(
    pool,
    added.sheetId,
    columns.map((column) => column.name),
  );
  return { columns, synced, copied, rowByRow, ...added };
}

const STAMPS = `created_at timestamptz NOT NULL DEFAULT now(), db_updated_at timestamptz NOT NULL DEFAULT now(), synced_at timestamptz`;

// The database is stopped at once in the midst of a sync, as a power cut would stop it, and started again: the sidebar says what
// happened and how it goes on, the run ends right, and no row is lost, double, or older than it was.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Reply, RunReply, Status } from '../../addon/sidebar/answers.ts';
import { problemWords } from '../../addon/sidebar/problem-words.ts';
import { wordsIn } from '../../addon/sidebar/words.ts';
import { readConfig } from '../../server/config.ts';
import { logNothing } from '../../server/log.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { type OwnPostgres, ownPostgres } from '../support/own-postgres.ts';
import { until } from '../support/processes.ts';

const ROWS = 2_400;
const HEADERS = ['buyer_number', 'name', 'version'];
/** Everything takes its time, so that a sync takes many calls. */
const SLOW = { callCostMs: 150, cellCostMicros: 60 };

let postgres: OwnPostgres;
let server: RunningServer;
let built: BuiltAddon;
let host: Host | null = null;
let tables = 0;

beforeAll(async () => {
  postgres = await ownPostgres();
  // To the server it is a database like any other, which it neither stops nor starts.
  server = await startServer(readConfig({ DATABASE_URL: postgres.url, PORT: '0' }), logNothing);
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-away-')) });
});
afterEach(async () => {
  await host?.stop();
  host = null;
});
afterAll(async () => {
  await server.stop();
  await postgres.remove();
  await rm(built.outDir, { recursive: true });
});

/** A sheet of which the database has the first half, in an older version. */
async function open(): Promise<{ host: Host; table: string }> {
  tables += 1;
  const table = `away_${tables}`;
  await server.pool.query(`
    CREATE TABLE ${table} (buyer_number text PRIMARY KEY, name text, version integer);
    INSERT INTO ${table} SELECT 'K' || n, '買主 K' || n, 0 FROM generate_series(1, ${ROWS / 2}) AS n`);
  const bound = { spreadsheetId: table, sheetName: 'Away', table, keyColumn: 'buyer_number', scopeColumn: null };
  const { key, sheetId } = await addSheet(server.pool, bound);
  await server.pool.query(
    `INSERT INTO holds (sheet_id, id, run_id, column_name, header, scope, reason, row_count, of_count, estimated, keys, evidence, state, always)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'version', 'version', 'column', 'values_replaced', 0, 0, false, '{}', '[]', 'released', true)`,
    [sheetId],
  );
  const rows = [HEADERS, ...Array.from({ length: ROWS }, (_, n) => [`K${n + 1}`, `買主 K${n + 1}`, 1])];
  const sheets = [{ gid: 7, name: 'Away', rows }];
  const spreadsheet = new Spreadsheet({ id: table, name: 'Book', timeZone: 'Asia/Tokyo', locale: 'ja_JP', sheets });
  host = await createHost({
    distDir: built.outDir,
    spreadsheet,
    fetchMap: { [built.serverUrl]: `${server.url}/` },
    assume: SLOW,
  });
  host.properties('document').set({ 'rollcall.key': key, 'rollcall.header.7': '1' });
  return { host, table };
}

async function call<T>(name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host?.run(name, args);
  if (result?.ok !== true) throw new Error(`${name} failed: ${JSON.stringify(result)}`);
  return result.value as T;
}

/** Goes on until the run stops or is done, as the sidebar does. */
async function goOn(first: string, ...args: readonly unknown[]): Promise<RunReply> {
  let reply = await call<Reply<RunReply>>(first, ...args);
  for (let calls = 0; calls < 200; calls++) {
    if (!reply.ok) throw new Error(`refused: ${reply.code}`);
    if (reply.state !== 'running') return reply;
    reply = await call<Reply<RunReply>>('continueRun', 7, 'window');
  }
  throw new Error('the sync did not end in 200 calls');
}

/** Stops the database as soon as that many rows of what the query counts are there. */
async function stopWhen(query: string, least: number): Promise<void> {
  await until(async () => Number((await server.pool.query(query)).rows[0].count) >= least);
  await postgres.stopAtOnce();
}

const health = async () => (await fetch(`${server.url}/healthz`)).status;

const MOMENTS = [
  ['in the midst of the compare', (_: string) => `SELECT count(*) FROM runs WHERE status = 'running'`, 1],
  ['when the first batches are in', (table: string) => `SELECT count(*) FROM ${table} WHERE version = 1`, 1],
  ['in the midst of the batches', (table: string) => `SELECT count(*) FROM ${table} WHERE version = 1`, ROWS / 3],
  [
    'when all is in, before the run is closed',
    (table: string) => `SELECT count(*) FROM ${table} WHERE version = 1`,
    ROWS,
  ],
] as const;

describe('stopped at once', () => {
  test.each(MOMENTS)('%s', async (_when, counted, least) => {
    const { table } = await open();
    const stopped = stopWhen(counted(table), least);
    const [reply] = await Promise.all([goOn('startRun', 'sync', 'window'), stopped]);
    expect(reply).toMatchObject({ state: 'stopped', problem: { code: 'database_unavailable' } });
    const problem = reply.problem ?? { code: '', detail: '', params: {} };
    expect(problemWords(problem, wordsIn('en'))).toBe('The database cannot be reached right now.');
    expect(problemWords(problem, wordsIn('ja'))).toBe('現在データベースに接続できません。');
    expect(await health()).toBe(503);
    // Somebody who opens the sidebar meanwhile is told too, and that a sync waits to be gone on with.
    expect(await call<Status>('sidebarStatus')).toMatchObject({ unfinished: { mode: 'sync' } });
    await postgres.startAgain();
    await until(async () => (await health()) === 200);
    const done = await goOn('resumeRun', 7, 'window');
    expect(done).toMatchObject({
      state: 'done',
      result: { verdict: 'in_step', receipt: { read: ROWS, rejected: 0, balanced: true } },
    });
    const { rows } = await server.pool.query(
      `SELECT count(*)::int AS rows, count(*) FILTER (WHERE version = 1 AND name = '買主 ' || buyer_number)::int AS right FROM ${table}`,
    );
    expect(rows).toEqual([{ rows: ROWS, right: ROWS }]);
    expect((await server.pool.query(DOUBLE, [table])).rows).toEqual([]);
    // A second sync has nothing to do.
    const again = await goOn('startRun', 'sync', 'window');
    expect(again.result?.receipt).toMatchObject({ read: ROWS, unchanged: ROWS });
  });
});

/** A buyer that was inserted twice. */
const DOUBLE = /* sql */ `
  SELECT h.key FROM row_history h JOIN sheets s ON s.id = h.sheet_id
   WHERE s.target_table = $1::text AND h.outcome = 'inserted' GROUP BY h.key HAVING count(*) > 1`;

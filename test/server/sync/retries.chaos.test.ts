// Four servers at one queue of 2,000 rows, their connections cut at random: each row is tried three times at most, never by two at
// once, and none is left behind.
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isTransient } from '../../../server/db/sqlstate.ts';
import { retryDue } from '../../../server/sync/retry-tick.ts';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, type TestRow, type TestSheet, testServer } from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database, 'warn');
const ROWS = 2000;
const SETTINGS = { retriesPerMinute: 100_000 };
const WORKERS = 4;
/** The retry that takes the row: half of them the first, a quarter the second, a quarter none. */
const NAMES = ['1', '1', '2', '9'];
let sheet: TestSheet;
let workers: pg.Pool[] = [];

beforeAll(async () => {
  // A buyer that two write at once fails with a state that ends up in the error log.
  await pool.query(`
    CREATE TABLE gate (level integer NOT NULL);
    INSERT INTO gate VALUES (0);
    CREATE TABLE clients (buyer_number text PRIMARY KEY, name text);
    CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT pg_try_advisory_xact_lock(hashtext(new.buyer_number)) THEN RAISE EXCEPTION 'two at once' USING ERRCODE = '58000'; END IF;
      IF new.name::integer > (SELECT level FROM gate) THEN RAISE EXCEPTION 'refused'; END IF;
      RETURN new;
    END $$;
    CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION gate()`);
  sheet = await bindSheet(server, ['buyer_number', 'name'], { table: 'clients' });
  workers = Array.from({ length: WORKERS }, () => {
    const worker = new pg.Pool({ connectionString: database.url, application_name: 'retry_worker', max: 2 });
    worker.on('error', () => undefined);
    worker.on('connect', (client) => client.on('error', () => undefined));
    return worker;
  });
});
afterAll(() => Promise.all(workers.map((worker) => worker.end())));

async function queueRows(): Promise<void> {
  sheet.rows = Array.from({ length: ROWS }, (_, n): TestRow => [`b${n}`, NAMES[n % 4] ?? '']);
  const run = await sheet.open();
  const { round } = await run.compare();
  for (let number = 0; number * 100 < ROWS; number++) {
    const { rejected } = await run.batch(
      number,
      round,
      run.rows(Array.from({ length: 100 }, (_, n) => 2 + number * 100 + n)),
    );
    expect(rejected.filter((row) => row.queued).length).toBe(100);
  }
  await sheet.ask('POST', run.path('abandon'), {});
}

const count = async (what: string): Promise<number> =>
  (await pool.query(`SELECT count(*)::int AS count FROM ${what}`)).rows[0].count;

/** Until nothing is due any more at that time, whatever happens to its connections. */
async function work(worker: pg.Pool, now: Date): Promise<void> {
  for (;;) {
    try {
      await retryDue(worker, SETTINGS, now);
      const due = await worker.query('SELECT 1 FROM retry_queue WHERE next_retry_at <= $1 LIMIT 1', [now]);
      if (due.rowCount === 0) return;
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  }
}

/** Cuts one connection after another while the work is on. */
async function cutWhile(working: Promise<unknown>): Promise<number> {
  let [cuts, isOver] = [0, false];
  const over = working.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const cut = await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'retry_worker' AND datname = current_database()
        ORDER BY random() LIMIT 1`,
    );
    cuts += cut.rowCount ?? 0;
    // A cut every so often, so that there is work between two.
    await wait(50 + Math.random() * 150);
  }
  await over;
  return cuts;
}

// Some 3,500 transactions, each a row.
test('2,000 queued rows and four servers whose connections are cut: tried three times at most, never twice at once, none stuck', async () => {
  await queueRows();
  let cuts = 0;
  for (const minutes of [1, 7, 23, 60]) {
    await pool.query('UPDATE gate SET level = level + 1');
    const now = new Date(Date.now() + minutes * 60_000 + 10_000);
    cuts += await cutWhile(Promise.all(workers.map((worker) => work(worker, now))));
  }
  expect(cuts).toBeGreaterThan(20);
  expect(await count('clients')).toBe((3 * ROWS) / 4);
  expect(await count(`retry_queue WHERE status = 'failed' AND attempt_count = 3`)).toBe(ROWS / 4);
  expect(await count('retry_queue')).toBe(ROWS / 4);
  const { rows: tries } = await pool.query(`
    SELECT tries, count(*)::int AS buyers FROM (
      SELECT key, count(*)::int AS tries FROM row_history WHERE batch > 2000000000 GROUP BY key) t GROUP BY tries ORDER BY tries`);
  expect(tries).toEqual([
    { tries: 1, buyers: ROWS / 2 },
    { tries: 2, buyers: ROWS / 4 },
    { tries: 3, buyers: ROWS / 4 },
  ]);
  expect(await count(`sync_error_log WHERE sqlstate = '58000' OR code = 'internal'`)).toBe(0);
}, 240_000);

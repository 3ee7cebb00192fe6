// No personal data: marked values go through every way a row, a batch or a request can fail, and the mark is looked for in every
// table, log line and answer. Only the four places that may hold values have it, and they must, or the test shows nothing.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { NO_SHEET } from '../../server/alerts/condition.ts';
import { type Channels, deliverDue } from '../../server/alerts/deliver.ts';
import { readSettings } from '../../server/settings/settings.ts';
import { retryDue } from '../../server/sync/retry-tick.ts';
import { lookAtAll } from '../../server/watch/monitor.ts';
import { testDatabase } from '../support/database.ts';
import { bindSheet, drive, OPERATOR, send, type TestSheet, testServer } from '../support/protocol-client.ts';

const MARK = 'ひみつ花子';
const TWIN = `${MARK}の双子`;
const MINUTE = 60_000;

const database = await testDatabase();
/** A column that limits its texts is one of the ways to fail. */
const server = testServer(database, 'warn');
const { pool } = database;
/** Lines of channels and services, and answers that are problems. */
const said: string[] = [];
/** The log of the Postgres that all tests share, from here on. */
let postgresLog: { readonly path: string; readonly from: number };
let sheet: TestSheet;

const HEADERS = ['buyer_number', 'name', 'short', 'size', 'born', 'unique', 'city', 'must', 'trigger'];

beforeAll(async () => {
  await pool.query(`
    CREATE TABLE cities (name text PRIMARY KEY);
    CREATE TABLE marked (buyer_number text PRIMARY KEY, name text, short varchar(5), size smallint CHECK (size < 100), born date,
      "unique" text UNIQUE, city text REFERENCES cities, must integer NOT NULL, trigger text);
    CREATE FUNCTION raises() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.trigger LIKE 'raise%' THEN RAISE EXCEPTION 'the value is %', NEW.trigger USING DETAIL = NEW.name, HINT = NEW.name; END IF;
      IF NEW.trigger LIKE 'odd%' THEN RAISE EXCEPTION 'the value is %', NEW.trigger USING ERRCODE = 'ZZ999', COLUMN = NEW.name; END IF;
      IF NEW.trigger LIKE 'late%' THEN RAISE EXCEPTION 'the value is %', NEW.trigger USING ERRCODE = '57014'; END IF;
      IF NEW.trigger LIKE 'other%' THEN NEW.name = NEW.name || '!'; END IF;
      RETURN NEW; END $$;
    CREATE TRIGGER raises BEFORE INSERT OR UPDATE ON marked FOR EACH ROW EXECUTE FUNCTION raises()`);
  const folder = (await adminQuery<{ data_directory: string }>('SHOW data_directory'))[0]?.data_directory ?? '';
  const path = join(dirname(folder), 'server.log');
  postgresLog = { path, from: statSync(path).size };
  sheet = await bindSheet(server, HEADERS, { table: 'marked', name: 'marked' });
});

async function adminQuery<T>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: inject('serverUrl') });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

const sound = (key: string): (string | null)[] => [key, MARK, null, '1', '2024-04-01', null, null, '1', null];

/** A sound row with other cells, by header. */
const row = (key: string, cells: Readonly<Record<string, string | null>>): (string | null)[] =>
  sound(key).map((cell, at) => {
    const header = HEADERS[at] ?? '';
    return header in cells ? (cells[header] ?? null) : cell;
  });

const BAD: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  ['longer than its column', { short: TWIN }],
  ['no number', { size: MARK }],
  ['a number too large', { size: '99999' }],
  ['a check of the table', { size: '500' }],
  ['no date', { born: MARK }],
  ['a day that is not', { born: '2024-02-31' }],
  ['no such reference', { city: MARK }],
  ['a required cell that is empty', { must: null }],
  ['a trigger that raises', { trigger: `raise ${MARK}` }],
  ['a trigger that raises what nobody knows', { trigger: `odd ${MARK}` }],
  ['a trigger that changes the value', { trigger: `other ${MARK}` }],
  ['a control character', { name: `${MARK}\u0000` }],
  ['a separator', { name: `${MARK}\u001f` }],
];

describe('marked values', () => {
  test('in rows that fail in every way: the good ones land, the others are named', async () => {
    sheet.rows = [
      ...BAD.map(([, cells], at) => row(`B${at}`, cells)),
      row('T1', { unique: TWIN }),
      row('T2', { unique: TWIN }),
      sound('twice'),
      sound('twice'),
      row('', { buyer_number: null }),
      ...Array.from({ length: 30 }, (_, at) => sound(`S${at}`)),
    ];
    const { finish, rejected } = await drive(sheet);
    const named = new Set([...rejected.values()].map(({ key }) => key));
    expect(BAD.filter((_, at) => !named.has(`B${at}`)).map(([title]) => title)).toEqual([]);
    sheet.rows[sheet.rows.length - 1] = row('S29', { name: `${MARK}子` });
    await drive(sheet);
    expect(finish.status).toBe('completed_with_problems');
  });

  test('in a batch that meets a passing state, and in one behind which the table changes', async () => {
    sheet.rows.push(row('L', { trigger: `late ${MARK}` }));
    const late = await sheet.open();
    const rows = () => late.rows([sheet.rows.length + 1]);
    const first = await late.compare();
    said.push(JSON.stringify(await late.sendBatch(first.nextBatch, first.round, rows())));
    await pool.query('ALTER TABLE marked RENAME COLUMN name TO renamed');
    said.push(JSON.stringify(await late.sendBatch(first.nextBatch + 1, first.round, rows())));
    await pool.query('ALTER TABLE marked RENAME COLUMN renamed TO name');
    await sheet.send('POST', late.path('abandon'));
    sheet.rows.pop();
    expect(said.at(-2)).toContain('database_unavailable');
    expect(said.at(-1)).toContain('contract_changed');
  });

  test('in requests that are refused', async () => {
    const run = await sheet.open({ mode: 'verify' });
    const part = { rowNumbers: [2], keys: ['S1'], fingerprints: [MARK] };
    const asked: [string, string, unknown][] = [
      ['POST', run.path('compare'), part],
      ['POST', run.path('compare'), `{"keys": ["${MARK}"`],
      ['PUT', run.path('batches/0'), { round: 1, rows: [{ rowNumber: 2, cells: [MARK] }] }],
      ['PUT', run.path('batches/0'), { round: MARK, rows: [] }],
      ['PUT', run.path('values/0'), { rows: [{ rowNumber: 2, cells: [MARK] }] }],
      ['POST', run.path('sample'), { round: 1, rows: [{ rowNumber: 2, cells: [MARK] }] }],
      ['PUT', '/v1/sheet/headers', { headerRow: 1, headers: HEADERS, answers: MARK }],
    ];
    for (const [method, path, body] of asked) {
      const answer = await sheet.send(method, path, body);
      expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status >= 400)]);
      said.push(JSON.stringify(answer.body));
    }
    await sheet.send('POST', run.path('abandon'));
  });

  test('in what is tried again until it is given up, and told', async () => {
    const settings = await readSettings(pool);
    const start = Date.now();
    for (const minutes of [0, 2, 8, 24, 60]) await retryDue(pool, settings, new Date(start + minutes * MINUTE));
    await lookAtAll(pool, settings, new Date(start + 61 * MINUTE));
    const log: Channels['log'] = (...line) => said.push(JSON.stringify(line));
    await deliverDue(pool, { log, webhook: null, smtp: null, dashboardUrl: null }, new Date(start + 90 * MINUTE));
    const { rows } = await pool.query(`SELECT type FROM alerts WHERE sheet_id <> $1`, [NO_SHEET]);
    expect(rows).toContainEqual({ type: 'permanent_failure' });
    expect(said.join()).toContain('alert_raised');
  });

  test.each(['/v1/errors', '/v1/alerts', '/v1/retries', '/v1/runs', '/v1/reports/statistics', '/v1/reports/counts'])(
    'are not in %s',
    async (path) => {
      const { status, body } = await send(server, 'GET', path, { token: OPERATOR });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(MARK);
    },
  );

  test('stand in four places of the database, and nowhere else', async () => {
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    const holding: string[] = [];
    for (const { name } of tables) {
      const { rows } = await pool.query<{ line: string }>(`SELECT to_jsonb(t)::text AS line FROM "${name}" t`);
      if (rows.some(({ line }) => line.includes(MARK))) holding.push(name);
    }
    expect(tables.length).toBeGreaterThan(20);
    expect(holding.filter((name) => !MAY_HOLD.includes(name))).toEqual([]);
    expect(holding).toEqual(expect.arrayContaining(['marked', 'retry_queue', 'row_history']));
  });

  test('are in no line of the server’s log, no alert and no problem', () => {
    expect(server.logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(server.logged)).not.toContain(MARK);
    expect(said.length).toBeGreaterThan(9);
    expect(said.join('\n')).not.toContain(MARK);
  });

  test('are in no line of Postgres’ log', () => {
    const { path, from } = postgresLog;
    expect(readFileSync(path).subarray(from).toString('utf8')).not.toContain(MARK);
  });
});

/** The target table, the queue, the history, and the mismatches of reports, which a run's verification lists too. */
const MAY_HOLD = ['marked', 'retry_queue', 'row_history', 'mismatches', 'runs'];

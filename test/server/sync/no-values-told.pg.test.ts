// A marked value is pushed through every way in which a row can fail, and tried again: it stands in the queue's cells, and in no
// error, answer, log line or page.
import { afterEach, beforeAll, expect, test } from 'vitest';
import { retryDue } from '../../../server/sync/retry-tick.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  drive,
  OPERATOR,
  send,
  type TestRow,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';
import { makeRefusingTable, openGate, REFUSING_HEADERS } from '../../support/refusals.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database, 'warn');
const MARK = '秘密の値';
let sheet: TestSheet;

beforeAll(async () => {
  await makeRefusingTable(pool);
  await pool.query(`INSERT INTO clients VALUES ('owner', 'Abe', 1, '${MARK}', NULL, 1)`);
  sheet = await bindSheet(server, REFUSING_HEADERS, { table: 'clients' });
});
afterEach(() => clearRuns(database));

const ROWS: TestRow[] = [
  ['long', `${MARK}${MARK}`, '1', null, null, '1'],
  ['untyped', null, MARK, null, null, '1'],
  ['raised', 'Ito', '1', null, `raise ${MARK}`, '1'],
  ['taken', null, '1', MARK, null, '1'],
  ['unstorable', null, '1', `${MARK}\u001f`, null, '1'],
  ['required', MARK, '1', null, null, null],
  { cells: ['unread', MARK, null, null, null, null], errors: [told('not_a_number')] },
  ['twice', MARK, '1', null, null, '1'],
  ['twice', MARK, '1', null, null, '1'],
  [null, MARK, '1', null, null, '1'],
];

/** What a client says of a row is not taken over. */
function told(code: string) {
  const place = { cell: 'C8', header: 'age', column: 'age' };
  return { ...place, errorType: 'data_type', code, message: MARK, limit: null, actual: null, fix: MARK } as const;
}

/** All that is kept, but for the places in which values are. */
const KEPT = [
  'sync_error_log',
  'batches',
  'alerts',
  'alert_deliveries',
  'sync_health_metrics',
  'runs',
  'holds',
  'retry_tries',
];

async function everythingTold(): Promise<string> {
  const tables = await Promise.all(KEPT.map((table) => pool.query(`SELECT to_jsonb(t)::text AS line FROM ${table} t`)));
  const queue = await pool.query(`SELECT (to_jsonb(q) - 'cells')::text AS line FROM retry_queue q`);
  const paths = ['/v1/errors', '/v1/retries', '/v1/alerts', '/v1/runs', '/metrics'];
  const pages = await Promise.all(
    paths.map(async (path) =>
      (await server.app.request(path, { headers: { authorization: `Bearer ${OPERATOR}` } })).text(),
    ),
  );
  return [...tables, queue]
    .flatMap(({ rows }) => rows.map(({ line }) => line as string))
    .concat(pages, JSON.stringify(server.logged))
    .join('\n');
}

test('a value is told nowhere, however its row fails', async () => {
  sheet.rows = ROWS;
  const { batches } = await drive(sheet);
  const answers = [JSON.stringify(batches.map(({ answer }) => answer))];
  expect(
    (await pool.query('SELECT buyer_number AS key FROM retry_queue ORDER BY 1')).rows.map(({ key }) => key),
  ).toEqual(['long', 'raised', 'untyped']);
  for (const state of ['P0001', '40001', 'XX000', '42501']) {
    await pool.query('UPDATE gate SET state = $1', [state]);
    for (const minutes of [2, 10, 30])
      await retryDue(pool, { retriesPerMinute: 1000 }, new Date(Date.now() + minutes * 60_000));
    const { rows } = await pool.query(`SELECT id FROM retry_queue`);
    for (const { id } of rows) {
      const answer = await server.app.request(`/v1/retries/${id}/retry`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sheet.key}` },
      });
      answers.push(await answer.text());
    }
    const run = await sheet.open();
    const { round, nextBatch } = await run.compare();
    const path = run.path(`batches/${nextBatch}`);
    const body = JSON.stringify({ round, rows: run.rows([4]) });
    const headers = { authorization: `Bearer ${sheet.key}`, 'content-type': 'application/json' };
    answers.push(await (await server.app.request(path, { method: 'PUT', headers, body })).text());
    await sheet.send('POST', run.path('abandon'), {});
  }
  const everything = `${await everythingTold()}\n${answers.join('\n')}`;
  expect(everything).toContain('database_refuses');
  expect(everything).toContain('"internal"');
  expect(everything).not.toContain(MARK);
  expect((await pool.query(`SELECT 1 FROM retry_queue WHERE cells::text LIKE '%${MARK}%'`)).rowCount).toBeGreaterThan(
    0,
  );
  await openGate(pool, true);
  const answer = await send<{ errors: object[] }>(server, 'GET', '/v1/errors', { token: OPERATOR });
  expect(answer.body.errors.length).toBeGreaterThan(10);
});

// What callers from outside see at once: an alert of a buyer given up by their request, figures of a sheet however they spell its id.
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, drive, OPERATOR, send, testServer } from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database, 'warn');

test('a buyer that is given up by a request is alerted with its answer', async () => {
  await pool.query('CREATE TABLE guests (buyer_number text PRIMARY KEY, name varchar(3))');
  const sheet = await bindSheet(server, ['buyer_number', 'name'], { table: 'guests' });
  sheet.rows = [['B1', 'much too long']];
  await drive(sheet);
  await pool.query(`UPDATE retry_queue SET attempt_count = 2, next_retry_at = now() - interval '1 minute'`);
  const { body } = await send(server, 'POST', '/v1/retries/process', { token: OPERATOR });
  expect(body).toEqual({ processed: 1, succeeded: 0, failed: 0, permanentlyFailed: 1 });
  const { rows } = await pool.query('SELECT type, subject FROM alerts WHERE recovered_at IS NULL');
  expect(rows).toEqual([{ type: 'permanent_failure', subject: 'B1' }]);
});

test('statistics of a sheet are the same for its id in capital letters', async () => {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM sheets');
  const id = rows[0]?.id ?? '';
  const of = async (sheetId: string) =>
    (await send(server, 'GET', `/v1/reports/statistics?sheetId=${sheetId}`, { token: OPERATOR })).body;
  expect(await of(id)).toMatchObject({ missingCount: 1, permanentlyFailed: 1 });
  expect(await of(id.toUpperCase())).toEqual(await of(id));
});

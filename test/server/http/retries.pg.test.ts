// The retry queue over HTTP: a sheet's key sees and tries its own rows, an operator all; and what it says of one buyer.
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RetryLine } from '../../../server/failures/retry-queue.ts';
import type { RetryResult } from '../../../server/sync/retry-tick.ts';
import type { BuyerView, Problem } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  type Answer,
  bindSheet,
  clearRuns,
  drive,
  OPERATOR,
  send,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';
import { makeRefusingTable, openGate, REFUSALS, REFUSING_HEADERS } from '../../support/refusals.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database, 'warn');
let sheet: TestSheet;
let other: TestSheet;

beforeAll(async () => {
  await makeRefusingTable(pool);
  await pool.query('CREATE TABLE others (LIKE clients INCLUDING ALL); ALTER TABLE others ALTER name TYPE varchar(3)');
  sheet = await bindSheet(server, REFUSING_HEADERS, { table: 'clients' });
  other = await bindSheet(server, REFUSING_HEADERS, { table: 'others' });
});
beforeEach(async () => {
  await openGate(pool, false);
  sheet.rows = [REFUSALS.raised.cells('a'), REFUSALS.long.cells('b'), REFUSALS.good.cells('c')];
  await drive(sheet);
  other.rows = [['d', 'Sato', '1', null, null, '1']];
  await drive(other);
});
afterEach(() => clearRuns(database, 'clients', 'others'));

interface Page {
  readonly retries: readonly RetryLine[];
  readonly count: number;
  readonly truncated: boolean;
  readonly cursor: string | null;
}
const operator = <T>(method: string, path: string): Promise<Answer<T>> =>
  send<T>(server, method, path, { token: OPERATOR });
const keysOf = ({ body }: Answer<Page>) => body.retries.map(({ buyerNumber }) => buyerNumber).sort();
const idOf = async (key: string) =>
  (await operator<Page>('GET', `/v1/retries?buyerNumber=${key}`)).body.retries[0]?.id ?? '';
/** As if they had waited. */
const wait = () => pool.query(`UPDATE retry_queue SET next_retry_at = now() - interval '1 second'`);

describe('GET /v1/retries', () => {
  test('shows a sheet its own rows, an operator all, each as it should', async () => {
    expect(keysOf(await sheet.send<Page>('GET', '/v1/retries'))).toEqual(['a', 'b']);
    expect(keysOf(await other.send<Page>('GET', '/v1/retries'))).toEqual(['d']);
    expect(keysOf(await operator<Page>('GET', '/v1/retries'))).toEqual(['a', 'b', 'd']);
    expect(keysOf(await operator<Page>('GET', `/v1/retries?sheetId=${other.sheetId.toUpperCase()}`))).toEqual(['d']);
    expect(keysOf(await operator<Page>('GET', '/v1/retries?status=failed'))).toEqual([]);
    const { retries } = (await sheet.send<Page>('GET', '/v1/retries?buyerNumber=b&status=pending')).body;
    expect(retries).toEqual([
      {
        id: expect.any(String),
        sheetId: sheet.sheetId,
        buyerNumber: 'b',
        rowNumber: 3,
        attempts: 0,
        status: 'pending',
        nextRetryAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
        createdAt: expect.stringMatching(/Z$/),
        updatedAt: expect.stringMatching(/Z$/),
        runId: expect.any(String),
        errors: [
          {
            errorType: 'field_length',
            code: 'text_too_long',
            column: 'name',
            header: 'name',
            cell: 'B3',
            message: 'The text has 9 characters; the column takes 5.',
          },
        ],
      },
    ]);
  });

  test('comes page by page, every entry once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = '', pages = 0; cursor !== null && pages < 5; pages++) {
      const path: string = `/v1/retries?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const answer: Answer<Page> = await operator<Page>('GET', path);
      expect([answer.body.count, answer.body.truncated]).toEqual([3, answer.body.cursor !== null]);
      seen.push(...keysOf(answer));
      cursor = answer.body.cursor;
    }
    expect(seen.sort()).toEqual(['a', 'b', 'd']);
  });

  test.each([
    [`sheetId=${crypto.randomUUID()}`, 403, 'forbidden'],
    ['sheetId=mine', 422, 'invalid_parameter'],
    ['status=lost', 422, 'invalid_parameter'],
    ['limit=0', 422, 'invalid_parameter'],
    ['cursor=yesterday', 422, 'invalid_parameter'],
  ])('refuses ?%s', async (query, status, code) => {
    const answer = await sheet.send<Problem>('GET', `/v1/retries?${query}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('POST /v1/retries/process', () => {
  test('tries what is due of the own sheet, and for an operator of all', async () => {
    const none = { processed: 0, succeeded: 0, failed: 0, permanentlyFailed: 0 };
    expect((await sheet.send<RetryResult>('POST', '/v1/retries/process')).body).toEqual(none);
    await openGate(pool, true);
    await wait();
    const own = await sheet.send<RetryResult>('POST', '/v1/retries/process');
    expect(own.body).toEqual({ processed: 2, succeeded: 1, failed: 1, permanentlyFailed: 0 });
    expect((await operator<RetryResult>('POST', '/v1/retries/process')).body).toMatchObject({
      processed: 1,
      failed: 1,
    });
  });
});

describe('POST /v1/retries/{id}/retry', () => {
  test('tries one row now, of the own sheet only', async () => {
    await openGate(pool, true);
    const path = `/v1/retries/${await idOf('a')}/retry`;
    expect(await other.send('POST', path)).toMatchObject({ status: 404, body: { code: 'unknown_retry' } });
    expect(await sheet.send('POST', path)).toMatchObject({ status: 200, body: { processed: 1, succeeded: 1 } });
    expect(await sheet.send('POST', path)).toMatchObject({ status: 404, body: { code: 'unknown_retry' } });
    const refused = await operator('POST', `/v1/retries/${await idOf('d')}/retry`);
    expect(refused.body).toEqual({ processed: 1, succeeded: 0, failed: 1, permanentlyFailed: 0 });
  });

  test('says what is in its way: a state that passes, a table that is not there, a sheet that waits for a sync', async () => {
    const path = `/v1/retries/${await idOf('a')}/retry`;
    await pool.query(`UPDATE gate SET state = '40001'`);
    const passing = await sheet.send('POST', path);
    expect(passing).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    expect(passing.headers.get('retry-after')).toBe('5');
    await pool.query(`UPDATE gate SET state = 'P0001'; ALTER TABLE clients RENAME TO elsewhere`);
    expect(await sheet.send('POST', path)).toMatchObject({ status: 422, body: { code: 'unknown_table' } });
    await pool.query(`ALTER TABLE elsewhere RENAME TO clients; UPDATE sheets SET revision = revision + 1`);
    expect(await sheet.send('POST', path)).toMatchObject({ status: 409, body: { code: 'retry_waits' } });
    expect((await sheet.send<Page>('GET', '/v1/retries?buyerNumber=a')).body.retries).toMatchObject([{ attempts: 0 }]);
  });

  test.each(['POST /v1/retries/x/retry 422', 'GET /v1/retries/process 405'])('refuses %s', async (line) => {
    const [method = '', path = '', status] = line.split(' ');
    expect((await sheet.send(method, path)).status).toBe(Number(status));
  });
});

test('a buyer says what waits of it, and when it is tried again; given up, it says that', async () => {
  const view = async () => (await sheet.send<BuyerView>('GET', '/v1/buyers/b')).body.retry;
  expect(await view()).toEqual({ attempts: 0, nextAt: expect.stringMatching(/^\d{4}-.+Z$/) });
  for (let n = 0; n < 3; n++) {
    await wait().catch(() => undefined);
    await sheet.send('POST', '/v1/retries/process');
  }
  expect(await view()).toEqual({ attempts: 3, nextAt: null });
  expect((await sheet.send<BuyerView>('GET', '/v1/buyers/c')).body.retry).toBeNull();
});

test('a buyer that is missing, or that differs, since its row waits is told as queued; given up, as rejected', async () => {
  sheet.rows = [REFUSALS.good.cells('a'), REFUSALS.good.cells('b')];
  await drive(sheet);
  sheet.rows = [REFUSALS.raised.cells('a'), REFUSALS.good.cells('b'), REFUSALS.long.cells('e')];
  const { finish, mismatches } = await drive(sheet);
  expect(finish.verification.completeness.causes).toEqual({ queued: 1 });
  expect(mismatches.map(({ field, cause }) => [field, cause])).toEqual([['note', 'queued']]);
  await pool.query(`UPDATE retry_queue SET status = 'failed', next_retry_at = NULL, attempt_count = 3`);
  const later = await drive(sheet);
  expect(later.finish.verification.completeness.causes).toEqual({ rejected: 1 });
  expect(later.mismatches.map(({ cause }) => cause)).toEqual(['rejected']);
});

// What operators read: the error log by its filters and page by page, the reports of each sheet, the runs, the schema, the health.
import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorStats } from '../../../server/failures/error-stats.ts';
import { createApp } from '../../../server/http/app.ts';
import { logNothing } from '../../../server/log.ts';
import type { Receipt, Verification } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  drive,
  OPERATOR,
  send,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
let sheet: TestSheet;
let other: TestSheet;

beforeAll(async () => {
  await pool.query(`CREATE TABLE clients (buyer_number text PRIMARY KEY, name text CHECK (name <> 'x'), age integer)`);
  await pool.query('CREATE TABLE others (buyer_number text PRIMARY KEY)');
  sheet = await bindSheet(server, ['buyer_number', 'name', 'age'], { table: 'clients' });
  other = await bindSheet(server, ['buyer_number'], { table: 'others' });
});
afterEach(() => clearRuns(database, 'clients', 'others'));

const get = async <T>(path: string): Promise<T> => (await send<T>(server, 'GET', path, { token: OPERATOR })).body;

interface Errors {
  readonly errors: readonly {
    readonly id: string;
    readonly buyerNumber: string | null;
    readonly createdAt: string;
    readonly errorType: string;
  }[];
  readonly count: number;
  readonly truncated: boolean;
  readonly cursor: string | null;
}

describe('the error log', () => {
  const RUN = '0198a000-0000-7000-8000-000000000001';
  /** Ten failures a minute apart, three of them at the very same moment. */
  beforeEach(async () => {
    await pool.query(
      `INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, row_number, error_message, error_type, code, created_at)
       SELECT $1, $2, CASE WHEN n < 8 THEN 'b' || n END, n, '=SUM(A1), "quoted"', (ARRAY['field_length','data_type','constraint_violation','unknown'])[1 + n % 4],
              'code_' || n, '2024-05-01T10:00:00.123456Z'::timestamptz + make_interval(mins => CASE WHEN n IN (4, 5, 6) THEN 4 ELSE n END)
         FROM generate_series(0, 9) AS n`,
      [sheet.sheetId, RUN],
    );
  });
  const buyers = ({ errors }: Errors) => errors.map((error) => error.buyerNumber);

  test.each([
    ['everything, newest first', '', 10],
    ['one type', '?type=data_type', 3],
    ['one buyer', '?buyerNumber=b3', 1],
    ['nobody', '?buyerNumber=B3', 0],
    ['a run', `?runId=${RUN}`, 10],
    ['another run', '?runId=0198a000-0000-7000-8000-000000000002', 0],
    ['from a time, which is included', '?from=2024-05-01T10:07:00.123456Z', 3],
    ['from just after it', '?from=2024-05-01T10:07:00.123457Z', 2],
    ['to a time, which is not included', '?to=2024-05-01T10:03:00.123456Z', 3],
    ['times with an offset', '?from=2024-05-01T19:07:00%2B09:00&to=2024-05-01T19:09:00%2B09:00', 2],
    ['a time without one, in UTC', '?from=2024-05-01T10:08', 2],
    ['a day', '?from=2024-05-01&to=2024-05-02', 10],
    ['a day before', '?to=2024-05-01', 0],
    ['all conditions together', '?from=2024-05-01T10:01:00Z&to=2024-05-01T10:05:00Z&type=unknown&buyerNumber=b3', 1],
  ])('gives %s', async (_what, query, count) => {
    const page = await get<Errors>(`/v1/errors${query}`);
    expect([page.errors.length, page.count, page.truncated, page.cursor]).toEqual([count, count, false, null]);
    const times = page.errors.map((error) => error.createdAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  test.each([1, 2, 3, 4, 9, 10])('gives every failure once, %i a page, whatever their times', async (limit) => {
    const whole = await get<Errors>('/v1/errors');
    const pages: Errors[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Errors = await get<Errors>(
        `/v1/errors?limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      pages.push(page);
      cursor = page.cursor;
    }
    expect(pages.flatMap(buyers)).toEqual(buyers(whole));
    expect(pages.length).toBe(Math.ceil(10 / limit));
    expect(pages.every((page) => page.count === 10)).toBe(true);
  });

  test('is counted by type, by code and by hour, of a time and of a sheet', async () => {
    const { count, byType, byCode, byHour } = await get<ErrorStats>('/v1/errors/statistics');
    const types = { field_length: 3, data_type: 3, constraint_violation: 2, unknown: 2 };
    expect([count, byType, byCode.length]).toEqual([10, types, 10]);
    expect(byHour).toEqual([{ hour: '2024-05-01T10:00:00Z', count: 10, byType: types }]);
    const part = await get<ErrorStats>('/v1/errors/statistics?from=2024-05-01T10:08&to=2024-05-01T10:09');
    expect(part.byCode).toEqual([{ code: 'code_8', errorType: 'field_length', count: 1 }]);
    expect(await get<ErrorStats>(`/v1/errors/statistics?sheetId=${other.sheetId}`)).toMatchObject({ count: 0 });
    expect((await send(server, 'GET', '/v1/errors/statistics?from=soon', { token: OPERATOR })).status).toBe(422);
    expect((await sheet.send('GET', '/v1/errors/statistics')).status).toBe(403);
  });

  test('is CSV too, and no text of it is taken for a formula', async () => {
    const response = await server.app.request('/v1/errors?buyerNumber=b1', {
      headers: { authorization: `Bearer ${OPERATOR}`, accept: 'text/csv' },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await response.text()).split('\r\n');
    expect(lines[0]).toMatch(/^createdAt,buyerNumber,rowNumber,cell,/);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^2024-05-01T10:01:00\.123456Z,b1,1,,,,data_type,code_1,"'=SUM\(A1\), ""quoted""",/),
      '',
    ]);
  });
});

test('a sheet’s key sees the errors of its own runs, page by page, and of no other sheet’s', async () => {
  sheet.rows = [
    ['1', 'x', null],
    ['2', 'x', null],
    ['3', 'y', 'old'],
  ];
  const { run } = await drive(sheet);
  const first = await sheet.ask<Errors & { cursor: string; count: number }>('GET', `${run.path('errors')}?limit=2`);
  expect(first.errors).toHaveLength(2);
  expect(first.count).toBe(3);
  const rest = `${run.path('errors')}?limit=2&cursor=${encodeURIComponent(first.cursor)}`;
  const second = await sheet.ask<Errors & { cursor: null }>('GET', rest);
  expect(second).toMatchObject({ cursor: null, truncated: false });
  expect([...first.errors, ...second.errors].map((error) => error.buyerNumber).sort()).toEqual(['1', '2', '3']);
  expect((await other.send<Errors>('GET', run.path('errors'))).body).toMatchObject({ errors: [] });
});

test('the counts of each sheet are those of its last compare and of its table now; a buyer deleted since is missing', async () => {
  sheet.rows = [
    ['1', 'a', null],
    ['2', 'x', null],
    ['3', 'b', null],
    [null, null, null],
  ];
  await drive(sheet);
  await pool.query(`DELETE FROM clients WHERE buyer_number = '1'; INSERT INTO clients VALUES ('7'), ('8')`);
  interface Counts {
    readonly sheets: readonly { sheetId: string; countedAt: string | null }[];
  }
  const { sheets } = await get<Counts>('/v1/reports/counts');
  const table = {
    table: 'clients',
    sheetName: 'clients',
    spreadsheetCount: 3,
    databaseCount: 3,
    difference: 0,
    missingCount: 2,
  };
  expect(sheets).toEqual([
    { sheetId: sheet.sheetId, ...table, missingBuyerNumbers: ['1', '2'], countedAt: expect.stringMatching(/^20.*Z$/) },
    expect.objectContaining({
      sheetId: other.sheetId,
      spreadsheetCount: null,
      databaseCount: 0,
      difference: null,
      countedAt: null,
    }),
  ]);
  // A sheet's own key sees its own sheet.
  expect((await sheet.ask<Counts>('GET', '/v1/reports/counts')).sheets.map(({ sheetId }) => sheetId)).toEqual([
    sheet.sheetId,
  ]);
});

test('mismatches and verification are those of the latest run of each sheet that finished', async () => {
  interface Reports {
    readonly sheets: readonly {
      sheetId: string;
      runId: string;
      verification?: Verification;
      mismatches?: unknown[];
      mismatchCount?: number;
    }[];
  }
  sheet.rows = [
    ['1', 'a', '1'],
    ['2', 'b', '2'],
  ];
  other.rows = [['1']];
  await drive(sheet);
  const { run: theirs } = await drive(other);
  await pool.query(`UPDATE clients SET age = 9`);
  const { run, finish } = await drive(sheet, { mode: 'verify' });
  await (await sheet.open()).compare();
  const verification = (await get<Reports>('/v1/reports/verification')).sheets;
  expect(new Map(verification.map(({ sheetId, runId }) => [sheetId, runId]))).toEqual(
    new Map([
      [sheet.sheetId, run.id],
      [other.sheetId, theirs.id],
    ]),
  );
  expect(verification.find(({ sheetId }) => sheetId === sheet.sheetId)?.verification).toEqual(finish.verification);
  const mismatches = (await get<Reports>('/v1/reports/mismatches')).sheets.find(
    ({ sheetId }) => sheetId === sheet.sheetId,
  );
  expect(mismatches).toMatchObject({ runId: run.id, mismatchCount: 2, truncated: false });
  expect(mismatches?.mismatches).toEqual(finish.verification.accuracy.mismatches);
  // Values are for operators.
  for (const path of ['mismatches', 'verification'])
    expect((await sheet.send('GET', `/v1/reports/${path}`)).status).toBe(403);
});

test('more than 1,000 mismatches are counted exactly, and 1,000 of them kept', async () => {
  sheet.rows = Array.from({ length: 700 }, (_, n) => [`${n}`, 'a', '1']);
  await drive(sheet);
  await pool.query(`UPDATE clients SET age = 2, name = 'b'`);
  const { finish } = await drive(sheet, { mode: 'verify' });
  expect(finish.verification.accuracy.mismatchCount).toBe(1400);
  expect(finish.verification.accuracy.mismatches.length).toBe(1000);
  const { sheets } = await get<{ sheets: { truncated: boolean }[] }>('/v1/reports/mismatches');
  expect(sheets).toEqual([expect.objectContaining({ mismatchCount: 1400, truncated: true })]);
});

describe('the runs', () => {
  interface Runs {
    readonly runs: readonly {
      runId: string;
      sheetId: string;
      status: string;
      receipt: Receipt | null;
      verification: Verification | null;
    }[];
    readonly truncated: boolean;
    readonly cursor: string | null;
  }

  test('come newest first with their receipts, of a sheet’s key only its own', async () => {
    sheet.rows = [
      ['1', 'x', null],
      ['2', 'b', null],
    ];
    other.rows = [['1']];
    const { run: first, finish } = await drive(sheet);
    const { run: theirs } = await drive(other);
    const left = await sheet.open();
    expect((await get<Runs>('/v1/runs')).runs.map(({ runId, status }) => [runId, status])).toEqual([
      [left.id, 'running'],
      [theirs.id, 'completed'],
      [first.id, 'completed_with_problems'],
    ]);
    const own = await sheet.ask<Runs>('GET', '/v1/runs');
    expect(own.runs.map(({ runId }) => runId)).toEqual([left.id, first.id]);
    expect(own.runs[1]?.receipt).toEqual(finish.receipt);
    // A page keeps the counts and leaves the lists to the run itself.
    expect(own.runs[1]?.verification).toMatchObject({ completeness: { missingCount: 1, missingBuyerNumbers: [] } });
    expect((await sheet.ask<Runs['runs'][number]>('GET', `/v1/runs/${first.id}`)).verification).toEqual(
      finish.verification,
    );
    expect((await sheet.send('GET', `/v1/runs/${theirs.id}`)).status).toBe(404);
  });

  test('come 200 a page, each once, though many began at the same moment', async () => {
    await pool.query(
      `INSERT INTO runs (sheet_id, id, mode, trigger, header_row, columns, catalog_hash, started_at)
       SELECT $1, gen_random_uuid(), 'sync', 'api', 1, '[]', '', '2024-01-01'::timestamptz + make_interval(secs => n / 150) FROM generate_series(1, 450) AS n`,
      [sheet.sheetId],
    );
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Runs = await get<Runs>(`/v1/runs${cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.runs.map(({ runId }) => runId));
      sizes.push(page.runs.length);
      expect(page.truncated).toBe(page.cursor !== null);
      cursor = page.cursor;
    }
    expect(sizes).toEqual([200, 200, 50]);
    expect(new Set(seen).size).toBe(450);
  });
});

test('the schema of a table names its limited columns and gives the migration that frees them', async () => {
  interface Schema {
    readonly valid: boolean;
    readonly errors: readonly string[];
    readonly nonTextFields: readonly unknown[];
    readonly fixScript: string;
  }
  await pool.query(
    'CREATE SCHEMA "old times"; CREATE TABLE "old times"."le""gacy" (id integer PRIMARY KEY, "na me" varchar(50), kind char(3), free varchar, flag char)',
  );
  const path = `/v1/schema/${encodeURIComponent('old times.le"gacy')}`;
  const before = await get<Schema>(path);
  expect(before).toEqual({
    table: 'le"gacy',
    valid: false,
    errors: [
      expect.stringContaining('na me takes at most 50'),
      expect.stringContaining('kind takes at most 3'),
      expect.stringContaining('flag takes at most 1'),
    ],
    nonTextFields: [
      { columnName: 'na me', dataType: 'character varying', characterMaximumLength: 50 },
      { columnName: 'kind', dataType: 'character', characterMaximumLength: 3 },
      { columnName: 'flag', dataType: 'character', characterMaximumLength: 1 },
    ],
    fixScript: expect.stringContaining('ALTER TABLE "old times"."le""gacy"'),
  });
  await pool.query(`INSERT INTO "old times"."le""gacy" VALUES (1, 'a ', 'b', 'c', 'd')`);
  await pool.query(before.fixScript);
  expect(await get<Schema>(path)).toEqual({
    table: 'le"gacy',
    valid: true,
    errors: [],
    nonTextFields: [],
    fixScript: '',
  });
  expect((await pool.query(`SELECT "na me", kind, free, flag FROM "old times"."le""gacy"`)).rows).toEqual([
    { 'na me': 'a ', kind: 'b', free: 'c', flag: 'd' },
  ]);
});

describe('the health', () => {
  const stopped = new pg.Pool({ connectionString: database.url });
  const app = createApp({
    pool: stopped,
    log: logNothing,
    version: '1.2.3',
    operatorToken: null,
    schemaPolicy: 'refuse',
  });
  const ask = async (path: string) => {
    const response = await app.request(path);
    return [response.status, await response.json()] as const;
  };
  const service = (status: string, error: string | null) => ({
    status,
    version: '1.2.3',
    services: { database: { status, error, lastCheck: expect.stringMatching(/^20.*Z$/) } },
  });

  test('is well while the database answers, and not when it does not; alive it is in both', async () => {
    expect(await ask('/livez')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/readyz')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/healthz')).toEqual([200, service('healthy', null)]);
    await stopped.end();
    expect(await ask('/livez')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/readyz')).toEqual([503, expect.objectContaining({ code: 'database_unavailable' })]);
    expect(await ask('/healthz')).toEqual([503, service('unhealthy', 'the database cannot be reached')]);
    for (const path of ['/readyz', '/healthz']) expect((await app.request(path)).headers.get('retry-after')).toBe('5');
    expect((await app.request('/v1/runs', { headers: { authorization: 'Bearer x' } })).status).toBe(503);
  });
});

// Whatever comes in, the answer is a problem with the right status, a code for programs and a sentence for people; never a 500.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import type { BatchAnswer, Problem } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  CASES,
  OPERATOR,
  send,
  type TestRun,
  TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const server = testServer(database);
const HEADERS = ['buyer_number', 'name', 'age', 'joined'];
const FINGERPRINT = 'f'.repeat(32);

let sheet: TestSheet;
let running: TestRun;
let fresh: TestRun;
let finished: TestRun;
let verifying: TestRun;
const keys: Record<string, string> = {};

beforeAll(async () => {
  for (const name of ['people', 'others', 'dropped', 'keyless', 'revoked', 'fresh']) {
    await database.pool.query(
      `CREATE TABLE ${name} (buyer_number text, name text NOT NULL, age integer, joined date, UNIQUE (buyer_number))`,
    );
    keys[name] = (await bindSheet(server, HEADERS, { table: name })).key;
  }
  await database.pool.query('DROP TABLE dropped');
  await database.pool.query('ALTER TABLE keyless DROP CONSTRAINT keyless_buyer_number_key');
  await database.pool.query(
    `UPDATE sheet_keys k SET revoked_at = now() FROM sheets s WHERE s.id = k.sheet_id AND s.sheet_name = 'revoked'`,
  );
  sheet = await sheetOf('people');
  sheet.rows = [
    ['1', 'Sato', '30', '2024-01-01'],
    ['2', 'Kimura', null, null],
  ];
  finished = await sheet.open();
  const { round, nextBatch } = await finished.compare();
  await finished.batch(nextBatch, round, finished.allRows());
  await finished.compare();
  await finished.finish();
  verifying = await sheet.open({ mode: 'verify' });
  await verifying.compare();
  running = await sheet.open();
  await running.compare();
  const freshSheet = await sheetOf('fresh');
  fresh = await freshSheet.open();
});

async function sheetOf(name: string): Promise<TestSheet> {
  const { rows } = await database.pool.query('SELECT id FROM sheets WHERE sheet_name = $1', [name]);
  return new TestSheet(server, { sheetId: rows[0].id, key: keys[name] ?? '', name }, HEADERS);
}

interface Attempt {
  readonly method: string;
  readonly path: string;
  /** null: none is sent; absent: the sheet's own key. */
  readonly token?: string | null;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly headers?: Record<string, string>;
}

function request({ method, path, token, body, raw, headers = {} }: Attempt, language: string): Promise<Response> {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const init: RequestInit = {
    method,
    headers: {
      'accept-language': language,
      ...(token === null ? {} : { authorization: `Bearer ${token ?? sheet.key}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    ...(raw instanceof ReadableStream ? { duplex: 'half' } : {}),
  };
  return Promise.resolve(server.app.request(path, init));
}

async function expectProblem(attempt: () => Attempt, status: number, code: string): Promise<void> {
  const details: string[] = [];
  for (const language of ['en-GB,en;q=0.9', 'ja,en;q=0.5']) {
    const response = await request(attempt(), language);
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.code], JSON.stringify(problem)).toEqual([status, code]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(problem).toEqual({
      type: `/problems/${code}`,
      title: expect.stringMatching(/^[a-z ]+$/),
      status,
      detail: expect.stringMatching(/.{10,}[.。）]?$/s),
      code,
      params: expect.any(Object),
      requestId: expect.stringMatching(/^[\w-]{8,64}$/),
    });
    expect(problem.detail, 'every blank of the sentence is filled, with no pattern in it').not.toMatch(/\{\w+\}|–|\\d/);
    details.push(problem.detail);
  }
  expect(details[0]).toMatch(/^[^\u3000-\u9fff]+$/);
  expect(details[1]).toMatch(/[ぁ-ん]/);
}

const put = (run: () => TestRun, rest: string, body: unknown) => () => ({
  method: 'PUT',
  path: run().path(rest),
  token: run().sheet.key,
  body,
});
const post = (run: () => TestRun, rest: string, body: unknown) => () => ({
  method: 'POST',
  path: run().path(rest),
  token: run().sheet.key,
  body,
});
const open = (more: object, token?: string) => () => ({
  method: 'POST',
  path: '/v1/runs',
  body: sheet.openBody(more),
  ...(token === undefined ? {} : { token: keys[token] ?? token }),
});
const get =
  (path: string, token = OPERATOR) =>
  () => ({ method: 'GET', path, token });
const set = (name: string, body: unknown) => () => ({
  ...{ method: 'PUT', path: `/v1/settings/${name}`, token: OPERATOR, body },
});
const quiet = (sheetId: string, body: unknown) => () => ({
  ...{ method: 'PUT', path: `/v1/sheets/${sheetId}/quiet`, token: OPERATOR, body },
});
const row = (cells: unknown = ['3', 'Ito', null, null], rowNumber: unknown = 4) => ({ rowNumber, cells });
const batch = (rows: unknown, round: unknown = 1) => put(() => running, 'batches/7', { round, rows });
const compared = (more: object) =>
  post(() => running, 'compare', { rowNumbers: [2], keys: ['1'], fingerprints: [FINGERPRINT], ...more });
const raw =
  (body: () => NonNullable<Attempt['raw']>, headers: Record<string, string> = {}) =>
  () => ({
    method: 'POST',
    path: '/v1/runs',
    raw: body(),
    headers,
  });
const unknownRun = '0198a000-0000-7000-8000-000000000000';
const chunked = (bytes: number) => () => {
  let left = bytes;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
      left -= 1024 * 1024;
      if (left <= 0) controller.close();
    },
  });
};
const MIB = 1024 * 1024;

const ATTEMPTS: readonly (readonly [title: string, attempt: () => Attempt, status: number, code: string])[] = [
  ['no key', () => ({ method: 'GET', path: '/v1/runs', token: null }), 401, 'unauthorized'],
  ['a key that is none', () => ({ method: 'GET', path: '/v1/runs', token: 'rks_wrong' }), 401, 'wrong_key'],
  ['a revoked key', () => ({ method: 'GET', path: '/v1/runs', token: keys['revoked'] ?? '' }), 401, 'wrong_key'],
  [
    'another scheme',
    () => ({ method: 'GET', path: '/v1/runs', token: null, headers: { authorization: 'Basic abc' } }),
    401,
    'unauthorized',
  ],
  ['a sheet key where an operator is needed', () => ({ method: 'GET', path: '/v1/errors' }), 403, 'forbidden'],
  ['another spreadsheet', open({ spreadsheetId: 'a-copy' }), 403, 'wrong_sheet'],
  ['another tab', open({ sheetName: 'Sheet 2' }), 403, 'wrong_sheet'],
  ['the key of another sheet', open({}, 'others'), 403, 'wrong_sheet'],
  [
    'a run of another sheet',
    () => ({ method: 'POST', path: running.path('finish'), body: {}, token: keys['others'] ?? '' }),
    404,
    'unknown_run',
  ],
  ['an operator who names no bound sheet', open({ sheetName: 'nowhere' }, OPERATOR), 404, 'unknown_sheet'],
  ['a table that is gone', open({ sheetName: 'dropped' }, 'dropped'), 422, 'unknown_table'],
  ['a table without a unique key', open({ sheetName: 'keyless' }, 'keyless'), 422, 'no_unique_key'],
  ['the key header doubled', open({ headers: ['buyer_number', 'name', 'buyer_number'] }), 422, 'key_header_doubled'],
  ['no key header', open({ headers: ['name', 'age'] }), 422, 'no_key_header'],
  ['no headers', open({ headers: [] }), 422, 'invalid_body'],
  ['a header that is no text', open({ headers: [1] }), 422, 'invalid_body'],
  ['NUL in a header', open({ headers: ['buyer_number', 'a\0b'] }), 422, 'invalid_body'],
  ['half a character in a header', open({ headers: ['buyer_number', 'a\ud800b'] }), 422, 'invalid_body'],
  ['NUL in the name of the tab', open({ sheetName: 'a\0' }), 422, 'invalid_body'],
  ['half a character in the name of the tab', open({ sheetName: '\udc00' }), 422, 'invalid_body'],
  ['NUL in the spreadsheet id', open({ spreadsheetId: '\0' }), 422, 'invalid_body'],
  ['another mode', open({ mode: 'push' }), 422, 'invalid_body'],
  ['another trigger', open({ trigger: 'cron' }), 422, 'invalid_body'],
  ['a run id that is no uuid', open({ runId: 'run-1' }), 422, 'invalid_body'],
  ['a huge row count', open({ rowCount: 1e300 }), 422, 'invalid_body'],
  ['a negative row count', open({ rowCount: -1 }), 422, 'invalid_body'],
  ['header row 0', open({ headerRow: 0 }), 422, 'invalid_body'],
  ['a finished run opened again', () => open({ runId: finished.id })(), 409, 'run_finished'],
  ['a sync continued as a verify', () => open({ runId: running.id, mode: 'verify' })(), 409, 'run_id_taken'],
  ['a sheet that is being synced', open({}), 409, 'sheet_busy'],
  [
    '101 rows',
    batch(Array.from({ length: 101 }, (_, n) => row([`${n}`, 'x', null, null], n + 2))),
    422,
    'batch_too_large',
  ],
  ['101 rows of values', put(() => running, 'values/0', { rows: Array(101).fill(row()) }), 422, 'batch_too_large'],
  ['too few cells', batch([row(['3'])]), 422, 'wrong_column_count'],
  ['too many cells', batch([row(['3', 'x', null, null, null])]), 422, 'wrong_column_count'],
  ['too few cells of values', put(() => running, 'values/0', { rows: [row(['3'])] }), 422, 'wrong_column_count'],
  ['a cell that is a number', batch([row([3, 'x', null, null])]), 422, 'invalid_body'],
  ['a row number of 0', batch([row(undefined, 0)]), 422, 'invalid_body'],
  ['a negative row number', batch([row(undefined, -5)]), 422, 'invalid_body'],
  ['a huge row number', batch([row(undefined, 1e300)]), 422, 'invalid_body'],
  ['a row number with a fraction', batch([row(undefined, 2.5)]), 422, 'invalid_body'],
  ['a huge round', batch([row()], 1e12), 422, 'invalid_body'],
  ['rows that are no list', batch({ length: 3 }), 422, 'invalid_body'],
  ['a held position beyond the cells', batch([{ ...row(), held: [4] }]), 422, 'invalid_body'],
  ['a held key', batch([{ ...row(), held: [0] }]), 422, 'invalid_body'],
  ['a negative held position', batch([{ ...row(), held: [-1] }]), 422, 'invalid_body'],
  [
    'a held position of values beyond the cells',
    put(() => running, 'values/0', { rows: [{ ...row(), held: [4] }] }),
    422,
    'invalid_body',
  ],
  ['a batch of an earlier round', batch([row()], 0), 409, 'stale_round'],
  ['a batch of a round to come', batch([row()], 2), 409, 'stale_round'],
  ['a batch before the compare', put(() => fresh, 'batches/0', { round: 1, rows: [row()] }), 409, 'compare_needed'],
  ['values before the compare', put(() => fresh, 'values/0', { rows: [row()] }), 409, 'compare_needed'],
  ['a finish before the compare', post(() => fresh, 'finish', {}), 409, 'compare_needed'],
  ['a batch after the finish', put(() => finished, 'batches/9', { round: 2, rows: [row()] }), 409, 'run_finished'],
  [
    'a compare after the finish',
    post(() => finished, 'compare', { rowNumbers: [], keys: [], fingerprints: [] }),
    409,
    'run_finished',
  ],
  ['values after the finish', put(() => finished, 'values/0', { rows: [row()] }), 409, 'run_finished'],
  ['a stop after the finish', post(() => finished, 'abandon', {}), 409, 'run_finished'],
  ['a batch of a verify', put(() => verifying, 'batches/0', { round: 1, rows: [row()] }), 409, 'verify_writes_nothing'],
  ['fewer keys than rows', compared({ keys: [] }), 422, 'arrays_differ'],
  ['fewer fingerprints than rows', compared({ fingerprints: [] }), 422, 'arrays_differ'],
  ['a fingerprint in capitals', compared({ fingerprints: ['F'.repeat(32)] }), 422, 'invalid_body'],
  ['a short fingerprint', compared({ fingerprints: ['f'] }), 422, 'invalid_body'],
  ['an empty key', compared({ keys: [''] }), 422, 'invalid_body'],
  ['a key with spaces around it', compared({ keys: [' 1'] }), 422, 'invalid_body'],
  ['NUL in a key', compared({ keys: ['a\0'] }), 422, 'invalid_body'],
  ['half a character in a key', compared({ keys: ['\ud83d'] }), 422, 'invalid_body'],
  ['NUL in the digest of the keys', compared({ keysDigest: 'a\0' }), 422, 'invalid_body'],
  ['half a character in the digest of the keys', compared({ keysDigest: '\ud83d' }), 422, 'invalid_body'],
  [
    'NUL in the key of a rejected row',
    compared({ rejected: [{ rowNumber: 3, key: '\0', errors: [] }] }),
    422,
    'invalid_body',
  ],
  ['a held cell beyond the part', compared({ heldCells: [{ position: 1, columns: [1] }] }), 422, 'invalid_body'],
  [
    'a row whose held cells come twice',
    compared({
      heldCells: [
        { position: 0, columns: [1] },
        { position: 0, columns: [2] },
      ],
    }),
    422,
    'invalid_body',
  ],
  ['a huge count of filled cells', compared({ filled: [1e300] }), 422, 'invalid_body'],
  ['a negative part', compared({ part: -1 }), 422, 'invalid_body'],
  ['a last part without the first', compared({ part: 1 }), 409, 'parts_missing'],
  [
    'more rows than a part holds',
    compared({
      rowNumbers: Array(50_001).fill(2),
      keys: Array(50_001).fill('1'),
      fingerprints: Array(50_001).fill(FINGERPRINT),
    }),
    422,
    'part_too_large',
  ],
  ['an unknown run', () => ({ method: 'GET', path: `/v1/runs/${unknownRun}` }), 404, 'unknown_run'],
  [
    'a batch of an unknown run',
    () => ({ method: 'PUT', path: `/v1/runs/${unknownRun}/batches/0`, body: { round: 1, rows: [] } }),
    404,
    'unknown_run',
  ],
  [
    'an unknown run of an operator',
    () => ({ method: 'POST', path: `/v1/runs/${unknownRun}/finish`, body: {}, token: OPERATOR }),
    404,
    'unknown_run',
  ],
  ['a run id that is none', () => ({ method: 'GET', path: '/v1/runs/latest' }), 422, 'invalid_parameter'],
  [
    'a run id with NUL',
    () => ({ method: 'GET', path: `/v1/runs/${unknownRun.slice(0, -1)}%00` }),
    422,
    'invalid_parameter',
  ],
  [
    'a batch number that is none',
    () => ({ method: 'PUT', path: running.path('batches/first'), body: { round: 1, rows: [] } }),
    422,
    'invalid_parameter',
  ],
  [
    'a negative batch number',
    () => ({ method: 'PUT', path: running.path('batches/-1'), body: { round: 1, rows: [] } }),
    422,
    'invalid_parameter',
  ],
  [
    'the last number there is',
    () => ({ method: 'PUT', path: running.path('batches/2147483647'), body: { round: 1, rows: [] } }),
    422,
    'invalid_parameter',
  ],
  ['a body said to be too large', raw(() => '{}', { 'content-length': `${32 * MIB + 1}` }), 413, 'body_too_large'],
  ['a body that grows too large', raw(chunked(33 * MIB)), 413, 'body_too_large'],
  [
    'a gzip bomb',
    raw(() => gzipSync(Buffer.alloc(65 * MIB, 0x20)), { 'content-encoding': 'gzip' }),
    413,
    'body_too_large',
  ],
  ['what is no gzip', raw(() => '{}', { 'content-encoding': 'gzip' }), 400, 'invalid_gzip'],
  ['half a gzip', raw(() => gzipSync('{"a":1}').subarray(0, 15), { 'content-encoding': 'gzip' }), 400, 'invalid_gzip'],
  ['half a JSON', raw(() => '{"headers": ['), 400, 'invalid_json'],
  ['no body', raw(() => ''), 400, 'invalid_json'],
  ['what is not UTF-8', raw(() => Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400, 'invalid_json'],
  ['a form', raw(() => 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported_media_type'],
  ['a text', raw(() => '{}', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
  ['no content type', raw(() => '{}', { 'content-type': '' }), 415, 'unsupported_media_type'],
  ['another packing', raw(() => '{}', { 'content-encoding': 'br' }), 415, 'unsupported_media_type'],
  ['a list', raw(() => '[]'), 422, 'invalid_body'],
  ['null', raw(() => 'null'), 422, 'invalid_body'],
  ['lists within lists', raw(() => `${'['.repeat(100_000)}${']'.repeat(100_000)}`), 422, 'invalid_body'],
  ['an unknown route', get('/v1/nothing'), 404, 'not_found'],
  ['a route below a route', get('/v1/runs/a/b/c'), 404, 'not_found'],
  ['another method', () => ({ method: 'DELETE', path: '/v1/runs' }), 405, 'method_not_allowed'],
  ['another method of a run', () => ({ method: 'PUT', path: running.path('finish') }), 405, 'method_not_allowed'],
  ['a time that is none', get('/v1/errors?from=yesterday'), 422, 'invalid_parameter'],
  ['a day that does not exist', get('/v1/errors?from=2024-02-30'), 422, 'invalid_parameter'],
  ['the year 0', get('/v1/errors?to=0000-01-01'), 422, 'invalid_parameter'],
  ['a minute that does not exist', get('/v1/errors?to=2024-01-01T10:61'), 422, 'invalid_parameter'],
  ['an offset that does not exist', get('/v1/errors?to=2024-01-01T10:00:00%2B99:99'), 422, 'invalid_parameter'],
  ['an unknown type', get('/v1/errors?type=typo'), 422, 'invalid_parameter'],
  ['a limit of 0', get('/v1/errors?limit=0'), 422, 'invalid_parameter'],
  ['a huge limit', get('/v1/errors?limit=1000000'), 422, 'invalid_parameter'],
  ['an empty limit', get('/v1/errors?limit='), 422, 'invalid_parameter'],
  ['NUL in a buyer number', get('/v1/errors?buyerNumber=a%00'), 422, 'invalid_parameter'],
  ['a cursor that is none', get('/v1/errors?cursor=next'), 422, 'invalid_parameter'],
  ['a cursor of dashes', get(`/v1/errors?cursor=2024-01-01T00:00:00Z,${'-'.repeat(36)}`), 422, 'invalid_parameter'],
  ['a cursor without a time', get(`/v1/errors?cursor=---,${unknownRun}`), 422, 'invalid_parameter'],
  ['a cursor of runs that is none', get('/v1/runs?cursor=next'), 422, 'invalid_parameter'],
  [
    'a cursor of runs on a day that does not exist',
    get('/v1/runs?cursor=2024-99-99T99:99:99Z'),
    422,
    'invalid_parameter',
  ],
  ['a schema of no table', get('/v1/schema/nowhere'), 422, 'unknown_table'],
  ['a schema of NUL', get('/v1/schema/a%00'), 422, 'invalid_parameter'],
  ['statistics from a time that is none', get('/v1/reports/statistics?from=today'), 422, 'invalid_parameter'],
  ['statistics to a day that does not exist', get('/v1/reports/statistics?to=2024-02-30'), 422, 'invalid_parameter'],
  ['statistics of a sheet that is no uuid', get('/v1/reports/statistics?sheetId=1'), 422, 'invalid_parameter'],
  ['statistics for a sheet’s key', () => ({ method: 'GET', path: '/v1/reports/statistics' }), 403, 'forbidden'],
  ['settings for a sheet’s key', () => ({ method: 'GET', path: '/v1/settings' }), 403, 'forbidden'],
  ['a setting that is none', set('missingMoreThen', { value: 1 }), 404, 'unknown_setting'],
  ['a setting of every object', set('constructor', { value: 1 }), 404, 'unknown_setting'],
  ['a setting too small', set('monitorEverySeconds', { value: 4 }), 422, 'setting_out_of_bounds'],
  ['a setting too large', set('monitorEverySeconds', { value: 86_401 }), 422, 'setting_out_of_bounds'],
  ['a setting of a fraction', set('monitorEverySeconds', { value: 60.5 }), 422, 'setting_out_of_bounds'],
  ['a setting of a text', set('monitorEverySeconds', { value: '60' }), 422, 'invalid_body'],
  ['a setting of nothing', set('monitorEverySeconds', {}), 422, 'invalid_body'],
  ['silence of a sheet that is not bound', quiet(unknownRun, { afterHours: 1 }), 404, 'unknown_sheet'],
  ['silence of a sheet that is no uuid', quiet('1', { afterHours: 1 }), 422, 'invalid_parameter'],
  ['silence for too long', quiet(unknownRun, { afterHours: 721 }), 422, 'invalid_body'],
];

test.each(ATTEMPTS)('%s is refused in both languages', async (_title, attempt, status, code) => {
  await expectProblem(attempt, status, code);
});

test('a refused method is told which ones are taken', async () => {
  const response = await request({ method: 'DELETE', path: running.path('batches/1') }, 'en');
  expect(response.headers.get('allow')).toBe('PUT');
});

test('a sheet cannot be bound to no table, to no column, without a unique key, or twice', async () => {
  const bind = (table: string, keyColumn = 'buyer_number', sheetName = `new ${table}`) =>
    addSheet(database.pool, { spreadsheetId: 's', sheetName, table, keyColumn, scopeColumn: null });
  await expect(bind('nowhere')).rejects.toMatchObject({ code: 'unknown_table' });
  await expect(bind('people', 'nothing')).rejects.toMatchObject({ code: 'unknown_column' });
  await expect(bind('people', 'name')).rejects.toMatchObject({ code: 'no_unique_key' });
  await expect(bind('people')).rejects.toMatchObject({ code: 'table_already_bound' });
});

describe('cells of a batch are refused one by one', () => {
  const CELLS: readonly (readonly [title: string, cells: (string | null)[], codes: string[]])[] = [
    ['NUL in a text', ['n1', 'a\0b', null, null], ['invalid_character']],
    ['half a character in a text', ['n2', '\ud800', null, null], ['broken_surrogate']],
    ['the separator in a text', ['n3', 'a\u001fb', null, null], ['invalid_character']],
    ['NUL in the key', ['a\0b', 'x', null, null], ['invalid_character']],
    ['half a character in the key', ['a\ud800', 'x', null, null], ['broken_surrogate']],
    ['no key', [null, 'x', null, null], ['blank_key']],
    ['a key with spaces around it', [' n4 ', 'x', null, null], ['not_canonical']],
    [
      'a word for a number, and a day that does not exist',
      ['n5', 'x', 'ten', '2024-02-30'],
      ['not_a_number', 'not_a_date'],
    ],
    ['a number beyond its column', ['n6', 'x', '9'.repeat(400), null], ['out_of_range']],
    ['a key longer than any index takes', [longKey(3000), 'x', null, null], ['text_too_long']],
    ['a text that is not canonical', ['n7', 'a\r\nb', null, null], ['not_canonical']],
  ];
  test.each(CELLS)('%s', async (_title, cells, codes) => {
    const { round, nextBatch } = await running.compare();
    const rows = [row(['sound', 'x', '1', null], 9), row(cells, 8)] as Parameters<TestRun['batch']>[2];
    const answer = await running.batch(nextBatch, round, rows);
    expect(answer.rejected.map(({ rowNumber }) => rowNumber)).toEqual([8]);
    expect(answer.rejected[0]?.errors.map((error) => error.code)).toEqual(codes);
    expect(answer.inserted + answer.updated + answer.unchanged).toBe(1);
    expect(await running.values(rows, nextBatch)).toBeInstanceOf(Array);
  });

  test('a key twice in a batch: neither row is written, both are named', async () => {
    const { round, nextBatch } = await running.compare();
    const rows = [row(['twice', 'x', '1', null], 5), row(['twice', 'y', '1', null], 6)] as Parameters<
      TestRun['batch']
    >[2];
    const answer = await running.batch(nextBatch, round, rows);
    expect(answer.rejected.map(({ rowNumber, errors }) => [rowNumber, errors[0]?.code, errors[0]?.actual])).toEqual([
      [5, 'duplicate_key', 2],
      [6, 'duplicate_key', 2],
    ]);
    const { rows: written } = await database.pool.query(`SELECT 1 FROM people WHERE buyer_number = 'twice'`);
    expect(written).toEqual([]);
  });

  test('a key longer than any index takes is told at the compare, and not asked for', async () => {
    await database.pool.query('CREATE TABLE long_keys (buyer_number text PRIMARY KEY, name text)');
    const target = await bindSheet(server, ['buyer_number', 'name'], { table: 'long_keys' });
    target.rows = [
      ['1', 'Sato'],
      [longKey(3000), 'Kimura'],
    ];
    const run = await target.open();
    const answer = await run.compare();
    expect(answer.send).toEqual([0]);
    const path = `/v1/errors?runId=${run.id}&type=field_length`;
    const { errors } = (
      await send<{ errors: { rowNumber: number; code: string }[] }>(server, 'GET', path, { token: OPERATOR })
    ).body;
    expect(errors).toEqual([
      expect.objectContaining({ rowNumber: 3, cell: 'A3', code: 'text_too_long', limit: 600, actual: 3000 }),
    ]);
    await run.batch(answer.nextBatch, answer.round, run.rows([2]));
    await run.compare();
    const { receipt, status } = await run.finish();
    expect([status, receipt]).toMatchObject(['completed_with_problems', { read: 2, inserted: 1, rejected: 1 }]);
  });
});

function longKey(length: number): string {
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCodePoint(0x4e00 + (seed % 20_000));
  };
  return Array.from({ length }, next).join('');
}

test('thousands of unknown headers, and very long ones, are answered at once', async () => {
  const unknown = Array.from({ length: 18_000 }, (_, n) => `header number ${n} of a very wide sheet`);
  const long = Array.from({ length: 500 }, (_, n) => `${n}`.padEnd(40_000, 'x'));
  // Each compared with each would take minutes, and the test's time is one.
  for (const headers of [unknown, long]) {
    const opened = await verifying.sheet.open({ mode: 'verify', headers: ['buyer_number', ...headers] });
    expect(opened.opened.columns.slice(1).filter(({ state }) => state !== 'held')).toEqual([]);
  }
});

// --- whatever else comes in

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    -1e300,
    2 ** 31,
    2 ** 53,
    '',
    ' ',
    '\0',
    '\ud800',
    'a\udc00',
    '\u001f',
    [],
    {},
  ),
  fc.constantFrom<unknown>(
    '0',
    '-1',
    '1e400',
    'NaN',
    'infinity',
    '{1}',
    "'; DROP TABLE people; --",
    '2024-02-30',
    '0000-00-00',
  ),
  fc.constantFrom<unknown>('x'.repeat(100_000), [[[[[[]]]]]], { constructor: 1, a: 1 }, Array(200).fill(null)),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 2 }),
);
const someMutation = fc.record({
  at: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'double', 'append'),
  junk,
});

/** Walks into the value by the numbers of `at` and changes what it finds there. */
function mutate(value: unknown, { at, how, junk }: { at: readonly number[]; how: string; junk: unknown }): unknown {
  const [step, ...rest] = at;
  if (typeof value !== 'object' || value === null || step === undefined) return junk;
  const names = Object.keys(value);
  const name = names[step % Math.max(1, names.length)] ?? '0';
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const inner = copy[name];
  if (rest.length > 0 && typeof inner === 'object' && inner !== null)
    copy[name] = mutate(inner, { at: rest, how, junk });
  else if (how === 'delete') delete copy[name];
  else if (how === 'double' && Array.isArray(copy)) copy.push(inner);
  else if (how === 'append') copy[Array.isArray(copy) ? String(copy.length) : 'more'] = junk;
  else copy[name] = junk;
  return copy;
}

const error = {
  cell: 'B3',
  header: 'name',
  column: 'name',
  errorType: 'field_length',
  code: 'text_too_long',
  message: 'm',
  limit: 1,
  actual: 2,
  fix: 'f',
};
const VALID: Readonly<Record<string, (run: TestRun, round: number, number: number) => Attempt>> = {
  open: (run) => ({
    method: 'POST',
    path: '/v1/runs',
    body: { ...run.sheet.openBody(), headerRow: 1, sheetGid: 0, runId: run.id },
  }),
  verify: (run) => ({ method: 'POST', path: '/v1/runs', body: { ...run.sheet.openBody(), mode: 'verify' } }),
  compare: (run) => ({
    method: 'POST',
    path: run.path('compare'),
    body: {
      part: 0,
      last: true,
      keysDigest: 'abc',
      rowNumbers: [2, 3, 5],
      keys: ['1', 'ＡＢ-1', null],
      fingerprints: [FINGERPRINT, FINGERPRINT, FINGERPRINT],
      heldCells: [{ position: 1, columns: [1, 2] }],
      rejected: [{ rowNumber: 4, key: 'AB-1', errors: [error] }],
      filled: [3, 2, 1, 0],
      skippedBlank: 1,
    },
  }),
  batch: (run, round, number) => ({
    method: 'PUT',
    path: run.path(`batches/${number}`),
    body: {
      round,
      rows: [{ ...row(['1', 'Sato', '31', '2024-01-01'], 2), held: [2] }, row(['4', 'Abe', null, null], 3)],
    },
  }),
  values: (run, _round, number) => ({
    method: 'PUT',
    path: run.path(`values/${number}`),
    body: { rows: [{ ...row(['1', 'Sato', '31', '2024-01-01'], 2), held: [2] }, row(['2', 'Abe', null, null], 3)] },
  }),
  finish: (run) => ({ method: 'POST', path: run.path('finish'), body: {} }),
  abandon: (run) => ({ method: 'POST', path: run.path('abandon'), body: {} }),
  runs: () => ({ method: 'GET', path: '/v1/runs', token: OPERATOR, body: { cursor: '2024-01-01T00:00:00.000000Z' } }),
  run: (run) => ({ method: 'GET', path: `/v1/runs/${run.id}`, body: {} }),
  errors: () => ({
    method: 'GET',
    path: '/v1/errors',
    token: OPERATOR,
    body: {
      from: '2024-01-01',
      to: '2030-01-01T00:00:00Z',
      type: 'unknown',
      buyerNumber: '1',
      limit: '5',
      cursor: `2024-01-01T00:00:00Z,${unknownRun}`,
      runId: unknownRun,
    },
  }),
  schema: () => ({ method: 'GET', path: '/v1/schema/people', token: OPERATOR, body: {} }),
  statistics: () => ({
    ...{ method: 'GET', path: '/v1/reports/statistics', token: OPERATOR },
    body: { from: '2024-01-01', to: '2030-01-01T00:00:00Z', sheetId: unknownRun },
  }),
  setting: () => ({
    ...{ method: 'PUT', path: '/v1/settings/keepErrorsDays', token: OPERATOR, body: { value: 30 } },
  }),
};

/** Of a GET the parameters are what is changed. */
function asSent({ body, ...attempt }: Attempt): Attempt {
  if (attempt.method !== 'GET') return { ...attempt, body };
  const query = Object.entries(typeof body === 'object' && body !== null ? body : {}).map(
    ([name, value]) =>
      `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 500))}`,
  );
  return { ...attempt, path: `${attempt.path}?${query.join('&')}` };
}
const wellFormed = (text: string): string => text.toWellFormed();

const RENAME = `UPDATE sheets SET sheet_name = 'others', sheet_gid = NULL WHERE id = $1`;

// A thousand cases, each against the database: longer than five seconds where the machine is busy.
test('no changed body or parameter of any route is a 500 or a hang', async () => {
  const target = await sheetOf('others');
  target.rows = sheet.rows;
  let run = await target.open();
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(VALID)),
      fc.array(someMutation, { maxLength: 3 }),
      fc.option(fc.nat(1000)),
      async (route, mutations, cutPath) => {
        const { rows } = await database.pool.query(
          `SELECT status, round, coalesce((SELECT max(number) + 1 FROM batches WHERE run_id = $1), 0) AS number FROM runs WHERE id = $1`,
          [run.id],
        );
        const { status, round, number } = rows[0];
        // A tab that is known by its number may be renamed; here it goes by its first name again.
        await database.pool.query(RENAME, [target.sheetId]);
        if (status !== 'running') run = await target.open();
        if (status !== 'running' || round === 0) await run.compare();
        const valid = VALID[route]?.(run, Math.max(1, round), number);
        if (valid === undefined) throw new Error('every route has a valid request');
        const body = mutations.reduce<unknown>((value, mutation) => mutate(value, mutation), valid.body);
        const sent = asSent({ token: target.key, ...valid, body });
        const path =
          cutPath !== null && mutations.length === 0
            ? `${sent.path.slice(0, cutPath % sent.path.length)}%ff`
            : sent.path;
        const response = await request({ ...sent, path: path.startsWith('/') ? path : `/${path}` }, 'en');
        const answer = (await response.json()) as Partial<Problem> & Partial<BatchAnswer>;
        expect(response.status, JSON.stringify([answer, server.logged.at(-1)])).toBeLessThan(500);
        if (response.status >= 400) expect(answer.code, JSON.stringify(answer)).toMatch(/^[a-z_]+$/);
        seen.set(response.status < 400 ? route : String(response.status), (seen.get(String(response.status)) ?? 0) + 1);
      },
    ),
    { numRuns: 10 * CASES },
  );
  expect([...Object.keys(VALID), '404', '409', '422'].filter((name) => !seen.has(name))).toEqual([]);
}, 120_000);

// Retention: what is older than the settings say goes, what a compare needs stays, and no value outlives its time.
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { errorStats } from '../../../server/failures/error-stats.ts';
import { sweep } from '../../../server/sync/retention.ts';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, CASES, clearRuns, drive, type TestSheet, testServer } from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database, 'warn');
const SETTINGS = { keepErrorsDays: 10, keepHistoryDays: 20, keepMismatchesDays: 5, keepRetriesDays: 3 };
const NOW = new Date('2031-01-01T00:00:00Z');
const RUN = '0198a000-0000-7000-8000-000000000001';
let sheet: TestSheet;

beforeAll(async () => {
  await pool.query('CREATE TABLE clients (buyer_number text PRIMARY KEY, name varchar(5))');
  sheet = await bindSheet(server, ['buyer_number', 'name'], { table: 'clients' });
});
afterEach(() => clearRuns(database, 'clients'));

const ago = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const rows = async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows;

test('errors, given-up retries and mismatches go by their age, however many, and by several servers at once', async () => {
  await pool.query(
    `INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, error_message, error_type, code, created_at)
     SELECT $1, $2, 'b' || n, 'said', 'unknown', 'code', $3::timestamptz - make_interval(days => n % 20, mins => 1) FROM generate_series(1, 5000) n`,
    [sheet.sheetId, RUN, NOW],
  );
  await pool.query(
    `INSERT INTO retry_queue (sheet_id, id, buyer_number, run_id, row_number, revision, cells, covers, fingerprint, catalog_hash,
                              error_info, status, attempt_count, updated_at)
     SELECT $1, gen_random_uuid(), 'b' || n, $2, 2, 0, '[]', '{}', '', '', '[]', 'failed', 3, $3::timestamptz - make_interval(days => n)
       FROM generate_series(1, 6) n`,
    [sheet.sheetId, RUN, NOW],
  );
  const swept = await Promise.all([1, 2, 3].map(() => sweep(pool, SETTINGS, NOW)));
  const sum = (name: 'errors' | 'retries') => swept.reduce((total, one) => total + one[name], 0);
  expect([sum('errors'), sum('retries')]).toEqual([2500, 3]);
  expect(
    await rows(`SELECT count(*)::int AS count, min(created_at) >= $1 AS young FROM sync_error_log`, [ago(10)]),
  ).toEqual([{ count: 2500, young: true }]);
  expect(await rows('SELECT buyer_number AS key FROM retry_queue ORDER BY 1')).toEqual(
    ['b1', 'b2', 'b3'].map((key) => ({ key })),
  );
});

test('of each buyer the newest line and the newest that was written stay, without the values they replaced', async () => {
  const someLine = fc.record({
    key: fc.constantFrom('a', 'b'),
    age: fc.integer({ min: 0, max: 40 }),
    outcome: fc.constantFrom('inserted', 'updated', 'failed'),
  });
  await fc.assert(
    fc
      .asyncProperty(fc.uniqueArray(someLine, { selector: ({ age }) => age, maxLength: 12 }), async (lines) => {
        const values = lines.map((line, n) => ({ ...line, n, at: ago(line.age) }));
        await pool.query(
          `INSERT INTO row_history (sheet_id, key, run_id, round, batch, outcome, fingerprint, before, at)
           SELECT $1, x->>'key', $2, 1, (x->>'n')::int, x->>'outcome', 'f', CASE x->>'outcome' WHEN 'updated' THEN '{"name": "was"}'::jsonb END, (x->>'at')::timestamptz
             FROM jsonb_array_elements($3::jsonb) AS e(x)`,
          [sheet.sheetId, RUN, JSON.stringify(values)],
        );
        const stays = values.filter(({ key, age, outcome }) => {
          const newer = values.filter((other) => other.key === key && other.age < age);
          return age <= 20 || !newer.some((other) => outcome === 'failed' || other.outcome !== 'failed');
        });
        const { history } = await sweep(pool, SETTINGS, NOW);
        expect(history).toBe(values.length - stays.length);
        expect(await rows('SELECT batch, before IS NOT NULL AS told FROM row_history ORDER BY batch')).toEqual(
          stays.map(({ n, age, outcome }) => ({ batch: n, told: outcome === 'updated' && age <= 20 })),
        );
      })
      .afterEach(() => clearRuns(database)),
    { numRuns: CASES },
  );
});

test('a report keeps its counts, and loses its values', async () => {
  sheet.rows = [['a', 'Sato']];
  await drive(sheet);
  await pool.query(`UPDATE clients SET name = 'Abe'`);
  const { run } = await drive(sheet, { mode: 'verify' });
  const report = async () => (await sheet.ask<{ verification: object }>('GET', `/v1/runs/${run.id}`)).verification;
  const before = await report();
  expect(await sweep(pool, SETTINGS, new Date())).toMatchObject({ mismatches: 0 });
  expect(await report()).toEqual(before);
  expect(JSON.stringify(before)).toContain('Abe');
  const later = new Date(Date.now() + 6 * 86_400_000);
  expect(await sweep(pool, SETTINGS, later)).toMatchObject({ mismatches: 1 });
  const after = await report();
  expect(JSON.stringify(after)).not.toMatch(/Abe|Sato/);
  expect(after).toMatchObject({
    accuracy: { mismatchCount: 1, mismatches: [], groups: [{ field: 'name', count: 1, examples: [] }] },
  });
  expect(await sweep(pool, SETTINGS, later)).toMatchObject({ mismatches: 0 });
});

test('after a sweep a compare still tells which side changed', async () => {
  sheet.rows = [
    ['a', 'Sato'],
    ['b', 'Ito'],
  ];
  await drive(sheet);
  await sweep(pool, SETTINGS, NOW);
  await pool.query(`UPDATE clients SET name = 'Abe' WHERE buyer_number = 'a'`);
  sheet.rows = [
    ['a', 'Sato'],
    ['b', 'Mori'],
  ];
  const { mismatches } = await drive(sheet, { mode: 'verify' });
  expect(mismatches.map(({ buyerNumber, cause }) => [buyerNumber, cause])).toEqual([
    ['a', 'changed_in_database'],
    ['b', 'edited_in_sheet'],
  ]);
});

test('the statistics count the error log by type, by code and by hour, of a time and of a sheet', async () => {
  const other = crypto.randomUUID();
  const lines = [
    ['10:05', 'field_length', 'text_too_long', sheet.sheetId],
    ['10:55', 'field_length', 'text_too_long', sheet.sheetId],
    ['10:59', 'data_type', 'not_a_number', sheet.sheetId],
    ['12:00', 'unknown', 'internal', sheet.sheetId],
    ['12:00', 'unknown', 'internal', other],
    ['14:00', 'unknown', 'internal', sheet.sheetId],
  ];
  for (const [n, [time, type, code, sheetId]] of lines.entries())
    await pool.query(
      `INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, error_message, error_type, code, created_at) VALUES ($1, $2, $3, 'said', $4, $5, $6)`,
      [sheetId, RUN, `b${n}`, type, code, `2024-05-01T${time}:00Z`],
    );
  const none = { field_length: 0, data_type: 0, constraint_violation: 0, unknown: 0 };
  expect(await errorStats(pool, '2024-05-01T10:00:00Z', '2024-05-01T14:00:00Z', sheet.sheetId)).toEqual({
    count: 4,
    byType: { ...none, field_length: 2, data_type: 1, unknown: 1 },
    byCode: [
      { code: 'text_too_long', errorType: 'field_length', count: 2 },
      { code: 'internal', errorType: 'unknown', count: 1 },
      { code: 'not_a_number', errorType: 'data_type', count: 1 },
    ],
    byHour: [
      { hour: '2024-05-01T10:00:00Z', count: 3, byType: { ...none, field_length: 2, data_type: 1 } },
      { hour: '2024-05-01T12:00:00Z', count: 1, byType: { ...none, unknown: 1 } },
    ],
  });
  expect((await errorStats(pool, null, null, null)).count).toBe(6);
  expect(await errorStats(pool, '2025-01-01T00:00:00Z', null, null)).toEqual({
    count: 0,
    byType: none,
    byCode: [],
    byHour: [],
  });
});

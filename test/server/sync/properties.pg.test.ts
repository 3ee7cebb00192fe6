// The numbered properties of the requirements, each over whole runs of random sheets against random tables.
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { canonicalSql } from '../../../server/rows/canonical-sql.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  CASES,
  clearRuns,
  type Driven,
  drive,
  HELD,
  OPERATOR,
  send,
  type TestCell,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);

const COLUMNS = ['buyer_number', 'name', 'notes', 'visits', 'budget', 'joined'] as const;
const TYPES = ['text', 'text', 'text', 'integer', 'numeric(12,2)', 'date'];
let sheet: TestSheet;

beforeAll(async () => {
  await pool.query(`
    CREATE TABLE clients (
      buyer_number text PRIMARY KEY, name text, notes text NOT NULL DEFAULT '', visits integer, budget numeric(12,2), joined date,
      own text DEFAULT 'of the database',
      created_at timestamptz NOT NULL DEFAULT now(), db_updated_at timestamptz, synced_at timestamptz)`);
  sheet = await bindSheet(server, COLUMNS, { table: 'clients' });
});
afterEach(() => clearRuns(database, 'clients'));

const someText = fc.oneof(
  fc.constantFrom(null, 'Sato', 'Kimura', '山田 太郎', 'a\nb', ' ', '0', 'x'.repeat(300)),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
);
const plain = (text: string | null) =>
  text === null ? null : text.replaceAll('\r', ' ').replaceAll('\0', ' ').replaceAll('\u001f', ' ') || null;
const someCells = fc
  .tuple(
    someText.map(plain),
    someText.map(plain),
    fc.option(fc.integer({ min: -1000, max: 1000 }).map(String)),
    fc.option(fc.integer({ min: 1, max: 99_999_999 }).map((cents) => String(cents / 100))),
    fc.option(fc.constantFrom('2024-02-29', '0001-01-01', '9999-12-31')),
  )
  .map((cells): TestCell[] => cells);
const someKey = fc.constantFrom(
  '1',
  '01',
  '001',
  'A-1',
  'a-1',
  'あ',
  '𠮷野',
  'B 2',
  '"q"',
  "'",
  '10',
  '9',
  'C',
  'D',
  'E',
  'F',
  'G',
  'H',
  'I',
  'J',
  'K',
);
/** A row whose text is an error of a formula would be held; such texts do not come out of a cell. */
const isCell = (cell: TestCell) => typeof cell !== 'string' || !/^(#|Loading)/.test(cell);
const someRows = fc
  .uniqueArray(fc.tuple(someKey, someCells), { selector: ([key]) => key, maxLength: 20 })
  .map((rows) => rows.map(([key, cells]): TestCell[] => [key, ...cells.map((cell) => (isCell(cell) ? cell : null))]));
const nonEmptyRows = someRows.filter((rows) => rows.length > 0);

/** What the database holds of the synced columns, by key, as canonical texts. */
async function stored(): Promise<Map<string, (string | null)[]>> {
  const texts = COLUMNS.map((name, at) => canonicalSql('t', { name, type: TYPES[at] ?? '' }));
  const { rows } = await pool.query(`SELECT ARRAY[${texts.join(', ')}]::text[] AS texts FROM clients t`);
  return new Map(rows.map(({ texts }) => [texts[0], texts]));
}

const byKey = (rows: readonly (readonly TestCell[])[]) => new Map(rows.map((row) => [row[0], row]));

async function stamps(): Promise<Map<string, { created: string; updated: string; synced: string }>> {
  const { rows } = await pool.query(
    `SELECT buyer_number AS key, created_at::text AS created, db_updated_at::text AS updated, synced_at::text AS synced FROM clients`,
  );
  return new Map(rows.map((row) => [row.key, row]));
}

async function clock(): Promise<string> {
  const { rows } = await pool.query('SELECT clock_timestamp()::text AS now');
  return rows[0].now;
}

async function sync(rows: readonly (readonly TestCell[])[]): Promise<Driven> {
  sheet.rows = [...rows];
  return drive(sheet);
}

/** Runs cases one after the other, each on empty tables. */
const check = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  work: (...args: T) => Promise<void>,
) =>
  fc.assert(
    fc.asyncProperty(...arbitraries, work).afterEach(() => clearRuns(database, 'clients')),
    { numRuns: CASES },
  );

/** What the database holds before, whoever brought it there. */
async function seed(rows: readonly (readonly TestCell[])[]): Promise<void> {
  await pool.query(SEED, [JSON.stringify(rows)]);
}

const SEED = `
  INSERT INTO clients (buyer_number, name, notes, visits, budget, joined, created_at, db_updated_at, synced_at)
  SELECT x->>0, x->>1, coalesce(x->>2, ''), (x->>3)::int, (x->>4)::numeric, (x->>5)::date, ago, ago, ago
    FROM jsonb_array_elements($1::jsonb) AS e(x), (SELECT clock_timestamp() - interval '1 minute' AS ago)`;

const equalTo = (a: readonly TestCell[] | undefined, b: readonly TestCell[]) => JSON.stringify(a) === JSON.stringify(b);

test('Property 17: every buyer the database lacks is inserted, with all its fields', async () => {
  await check([nonEmptyRows, someRows], async (before, rows) => {
    await seed(before);
    const known = new Set(before.map(([key]) => key));
    const { finish } = await sync(rows);
    const fresh = rows.filter(([key]) => !known.has(key));
    expect(finish.receipt.inserted).toBe(fresh.length);
    const after = await stored();
    for (const row of fresh) expect(after.get(String(row[0]))).toEqual(row);
  });
});

test('Property 18: a buyer that exists is updated, never doubled, and one that left the sheet stays', async () => {
  await check([nonEmptyRows, someRows], async (before, rows) => {
    await seed(before);
    const was = byKey(before);
    const { finish } = await sync(rows);
    const changed = rows.filter((row) => was.has(row[0] ?? null) && !equalTo(was.get(row[0] ?? null), row));
    expect(finish.receipt.updated).toBe(changed.length);
    const { rows: counted } = await pool.query('SELECT count(*)::int AS count FROM clients');
    expect(counted[0].count).toBe(new Set([...was.keys(), ...rows.map(([key]) => key)]).size);
    expect(await stored()).toEqual(new Map([...was, ...byKey(rows)]));
    // Columns that are not the sheet's are nobody's business.
    expect((await pool.query(`SELECT 1 FROM clients WHERE own <> 'of the database'`)).rows).toEqual([]);
  });
});

test('Property 19: created_at of a buyer never changes', async () => {
  await check([nonEmptyRows, fc.array(someRows, { minLength: 1, maxLength: 2 })], async (first, later) => {
    await seed(first);
    await pool.query(`UPDATE clients SET created_at = '2001-02-03 04:05:06.789012+00' WHERE buyer_number < 'C'`);
    const before = await stamps();
    for (const rows of later) await sync(rows);
    const after = await stamps();
    for (const [key, { created }] of before) expect(after.get(key)?.created).toBe(created);
  });
});

test('Property 20: a buyer that is written has synced_at and db_updated_at of that moment; one left alone keeps its own', async () => {
  await check([nonEmptyRows, someRows], async (first, rows) => {
    await seed(first);
    const before = await stamps();
    const was = byKey(first);
    const between = await clock();
    await sync(rows);
    const ended = await clock();
    const after = await stamps();
    for (const [key, { updated, synced }] of after) {
      const row = rows.find((candidate) => candidate[0] === key);
      const written = row !== undefined && !equalTo(was.get(key), row);
      expect(updated).toBe(synced);
      if (!written)
        expect({ updated, synced }).toEqual({ updated: before.get(key)?.updated, synced: before.get(key)?.synced });
      expect(updated > between === written && updated < ended, `${key} at ${updated}`).toBe(true);
    }
  });
});

test('Property 21: batches hold exactly 100 buyers, but the last of a round, which may hold fewer', async () => {
  let size = 0;
  await check([fc.oneof(fc.integer({ min: 1, max: 450 }), fc.constantFrom(99, 100, 101, 200, 300))], async (count) => {
    size += count;
    const { batches } = await sync(Array.from({ length: count }, (_, n) => [`n${n}`, 'x', null, null, null, null]));
    const sizes = batches.map(({ rows }) => rows.length).sort((a, b) => b - a);
    expect(sizes).toEqual([...Array(Math.floor(count / 100)).fill(100), ...(count % 100 === 0 ? [] : [count % 100])]);
    const { rows } = await pool.query('SELECT count(*)::int AS count FROM batches');
    expect(rows[0].count).toBe(Math.ceil(count / 100));
  });
  expect(size).toBeGreaterThan(CASES * 50);
}, 120_000);

test('Property 22: every run keeps its duration and its rows per second', async () => {
  await check([someRows], async (rows) => {
    const { finish, run } = await sync(rows);
    expect(finish.durationMs).toBeGreaterThan(0);
    expect(finish.rowsPerSecond).toBeCloseTo((1000 * rows.length) / finish.durationMs, 0);
    const { body } = await send<{ durationMs: number }>(server, 'GET', `/v1/runs/${run.id}`, { token: OPERATOR });
    expect(body.durationMs).toBe(finish.durationMs);
  });
});

test('Property 23: after a completed sync every buyer of the sheet is in the database', async () => {
  await check([nonEmptyRows, someRows], async (before, rows) => {
    await seed(before);
    const { finish } = await sync(rows);
    expect(finish.status).toBe('completed');
    expect(finish.verification.completeness).toEqual({ complete: true, missingCount: 0, missingBuyerNumbers: [] });
    const { rows: missing } = await pool.query(
      'SELECT key FROM unnest($1::text[]) AS u(key) WHERE NOT EXISTS (SELECT FROM clients WHERE buyer_number = key)',
      [rows.map(([key]) => key)],
    );
    expect(missing).toEqual([]);
  });
});

test('Property 23: a buyer missing from the database is missing in the report, however it went', async () => {
  await check([nonEmptyRows, fc.array(fc.nat(), { maxLength: 5 })], async (rows, gone) => {
    await seed(rows);
    sheet.rows = rows;
    const keys = [...new Set(gone.map((n) => String(rows[n % rows.length]?.[0])))].sort();
    await pool.query('DELETE FROM clients WHERE buyer_number = ANY ($1::text[])', [keys]);
    const { finish } = await drive(sheet, { mode: 'verify' });
    expect([...finish.verification.completeness.missingBuyerNumbers].sort()).toEqual(keys);
    expect(finish.verification.completeness).toMatchObject({ complete: keys.length === 0, missingCount: keys.length });
    expect(finish.verification.passed).toBe(keys.length === 0);
    expect((await pool.query('SELECT count(*)::int AS count FROM clients')).rows[0].count).toBe(
      rows.length - keys.length,
    );
  });
});

test('Property 24: after a sync the fields of every buyer equal the sheet, all of them, not a sample', async () => {
  await check([nonEmptyRows, someRows], async (before, rows) => {
    await seed(before);
    const { finish } = await sync(rows);
    const after = await stored();
    for (const row of rows) expect(after.get(String(row[0]))).toEqual(row);
    expect(finish.verification.accuracy).toEqual({
      accurate: true,
      sampleSize: rows.length,
      mismatchCount: 0,
      mismatches: [],
      groups: [],
    });
    expect(finish.verification).toMatchObject({ passed: true, verdict: 'in_step' });
  });
});

/** Changes in the database behind the sheet's back: which row, which column, and what it holds then. */
const someDamage = fc.array(
  fc.tuple(
    fc.nat(),
    fc.oneof(
      fc.tuple(fc.constant('name' as const), fc.constantFrom('changed', '', null)),
      fc.tuple(fc.constant('visits' as const), fc.constantFrom('77777', null)),
      fc.tuple(fc.constant('budget' as const), fc.constantFrom('0.01', null)),
      fc.tuple(fc.constant('joined' as const), fc.constantFrom('infinity', '0044-03-15 BC', null)),
    ),
  ),
  { minLength: 1, maxLength: 6 },
);

test('Property 25: every field that differs is reported with buyer, field and both values', async () => {
  await check([nonEmptyRows, someDamage], async (rows, damage) => {
    await seed(rows);
    sheet.rows = rows;
    for (const [at, [column, value]] of damage) {
      await pool.query(`UPDATE clients SET ${column} = $2 WHERE buyer_number = $1`, [
        rows[at % rows.length]?.[0],
        value,
      ]);
    }
    const { finish, mismatches } = await drive(sheet, { mode: 'verify' });
    const now = await stored();
    const expected = rows.flatMap((row, at) =>
      COLUMNS.flatMap((field, position) => {
        const database = now.get(String(row[0]))?.[position] ?? null;
        if (database === row[position]) return [];
        const cell = `${'ABCDEF'[position]}${at + 2}`;
        const values = { spreadsheetValue: row[position], databaseValue: database };
        return [
          {
            buyerNumber: row[0],
            rowNumber: at + 2,
            cell,
            header: field,
            field,
            ...values,
            cause: 'never_synced',
            form: null,
            since: null,
          },
        ];
      }),
    );
    expect(finish.verification.accuracy.mismatches).toEqual(expected);
    expect(mismatches).toEqual(expected);
    expect(finish.verification.accuracy).toMatchObject({
      accurate: expected.length === 0,
      mismatchCount: expected.length,
    });
    const { body } = await send<{ sheets: { mismatches: unknown[] }[] }>(server, 'GET', '/v1/reports/mismatches', {
      token: OPERATOR,
    });
    expect(body.sheets[0]?.mismatches).toEqual(expected);
  });
});

test('Property 26: every verification gives a report with completeness, accuracy and whether it passed', async () => {
  await check(
    [nonEmptyRows, someRows, fc.constantFrom('sync', 'verify'), fc.boolean()],
    async (before, rows, mode, held) => {
      await seed(before);
      sheet.rows = rows.map((row, at) => (held && at === 0 ? [row[0] ?? null, HELD, ...row.slice(2)] : row));
      const { finish } = await drive(sheet, { mode: mode as 'sync' | 'verify' });
      const { completeness, accuracy, passed, verdict, summary, timestamp, notCompared } = finish.verification;
      const was = byKey(before);
      const withHeld = rows.length > 0 && held;
      const same = (row: readonly TestCell[], at: number) =>
        equalTo(
          was.get(row[0] ?? null)?.map((cell, n) => (withHeld && at === 0 && n === 1 ? null : cell)),
          row.map((cell, n) => (withHeld && at === 0 && n === 1 ? null : cell)),
        );
      const missing = mode === 'sync' ? 0 : rows.filter(([key]) => !was.has(key ?? null)).length;
      const different =
        mode === 'sync' ? 0 : rows.filter((row, at) => was.has(row[0] ?? null) && !same(row, at)).length;
      expect(completeness).toMatchObject({ complete: missing === 0, missingCount: missing });
      expect(accuracy).toMatchObject({ accurate: different === 0, sampleSize: rows.length - missing });
      expect(accuracy.mismatchCount > 0).toBe(different > 0);
      expect(passed).toBe(missing === 0 && different === 0);
      expect(verdict).toBe(!passed ? 'not_in_step' : withHeld ? 'in_step_except_held' : 'in_step');
      expect(notCompared.cells).toEqual(withHeld ? [{ rowNumber: 2, columns: ['name'] }] : []);
      expect(finish.status).toBe(passed ? 'completed' : 'completed_with_problems');
      expect(summary).toMatch(/\.$/);
      expect(new Date(timestamp).toISOString()).toBe(timestamp);
      const { body } = await send<{ sheets: unknown[] }>(server, 'GET', '/v1/reports/verification', {
        token: OPERATOR,
      });
      expect(body.sheets).toEqual([expect.objectContaining({ verification: finish.verification })]);
    },
  );
});

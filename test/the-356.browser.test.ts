// The story of the 356 as a person at the sheet lives it: refused, warned, mended, and a click on Sync alone brings all.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CellInput } from '../addon/playground/host/sheet.ts';
import type { SpreadsheetInput } from '../addon/playground/host/spreadsheet.ts';
import { SAMPLE_COLUMNS } from '../addon/playground/sample-columns.ts';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { validateSchema } from '../server/sheets/schema-validator.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const LIMIT = 50;
const LONG_ROWS = 356;
const { pool } = await testDatabase();
let policy: 'refuse' | 'warn' = 'refuse';
let tryOut: TryOut;

beforeAll(async () => {
  const text = SAMPLE_COLUMNS.filter(({ type }) => type === 'text').map(({ column }) => column);
  await pool.query(
    `ALTER TABLE buyers ${text.map((name) => `ALTER COLUMN ${name} TYPE varchar(${LIMIT})`).join(', ')}`,
  );
  tryOut = await startTryOut(pool, legacySheet(), () => policy);
});

afterAll(() => tryOut?.stop());

/** 4,137 buyers whose texts all fit, but for one longer note in every eleventh row or so: 356 in all. */
function legacySheet(): SpreadsheetInput {
  const sample = sampleSpreadsheet();
  const notes = SAMPLE_COLUMNS.findIndex(({ column }) => column === 'notes');
  let long = 0;
  const rows = (sample.sheets[0]?.rows ?? []).map((row, at) => {
    const short = row.map(cut);
    if (at === 0 || row.length === 0 || at % 11 !== 5 || long === LONG_ROWS) return short;
    long++;
    return short.with(notes, '長'.repeat(LIMIT + 1 + (long % 38)));
  });
  return { ...sample, sheets: sample.sheets.map((sheet) => ({ ...sheet, rows })) };
}

function cut(cell: CellInput): CellInput {
  if (typeof cell === 'string') return Array.from(cell).slice(0, LIMIT).join('');
  return typeof cell === 'object' && cell !== null ? { ...cell, value: cut(cell.value) as string } : cell;
}

const count = async (): Promise<number> =>
  (await pool.query('SELECT count(*)::int AS count FROM buyers')).rows[0].count;

test('Sync refuses up front and names columns, cells and the fix; nothing is written', async () => {
  const { page, sidebar, press } = tryOut;
  await press('Sync');
  await sidebar.getByText('Nothing was sent yet').first().waitFor({ timeout: 60_000 });
  await sidebar.getByText(/356 cells are too long/).waitFor();
  await sidebar
    .getByText(/ALTER COLUMN "?notes"? TYPE text/)
    .first()
    .waitFor({ state: 'attached' });
  await page.screenshot({ path: 'test-results/the-356-refused.png' });
  expect(await count()).toBe(0);
});

test('with the policy set to warn, 3,781 land and exactly 356 are named, with limit and length', async () => {
  const { sidebar, press } = tryOut;
  policy = 'warn';
  await press('Sync');
  await sidebar.getByText('356 rows are not in the database.', { exact: false }).waitFor();
  expect(await count()).toBe(3781);
  const { rows } = await pool.query(
    `SELECT count(DISTINCT cell)::int AS cells, min(limit_length) AS low, max(limit_length) AS high,
            bool_and(actual_length > limit_length) AS longer, array_agg(DISTINCT error_type) AS types FROM sync_error_log`,
  );
  expect(rows[0]).toEqual({ cells: LONG_ROWS, low: LIMIT, high: LIMIT, longer: true, types: ['field_length'] });
});

test('after the fix, a click on Sync alone brings all 4,137, and Verify passes', async () => {
  const { page, sidebar, press } = tryOut;
  policy = 'refuse';
  await pool.query((await validateSchema(pool, 'buyers')).fixScript);
  await press('Sync');
  await sidebar.getByText('All 4,137 rows of the sheet are in the database, exactly.').waitFor();
  expect(await count()).toBe(4137);
  await press('Verify');
  await sidebar.getByText('All 4,137 rows of the sheet are in the database, exactly.').waitFor();
  await page.screenshot({ path: 'test-results/the-356-mended.png' });
});

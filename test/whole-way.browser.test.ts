// The whole way in a real browser: grid → sidebar → built bundle in the host → HTTP → Postgres → report → a click selects the cell.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 400;
const PATIENT = { timeout: 20_000 };
const { pool } = await testDatabase();
let tryOut: TryOut;

beforeAll(async () => {
  tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: BUYERS }));
});

afterAll(() => tryOut?.stop());

const stored = async (column: string, key: string): Promise<string | null> => {
  const found = await pool.query(`SELECT ${column}::text AS text FROM buyers WHERE buyer_number = $1`, [key]);
  return found.rows[0]?.text ?? null;
};

test('a first sync brings every buyer, and the sidebar and the database side say so', async () => {
  const { page, sidebar, press } = tryOut;
  await press('Sync');
  await sidebar.getByText(`All ${BUYERS} rows of the sheet are in the database, exactly.`).waitFor();
  await page
    .locator('#database-count, #database', { hasText: String(BUYERS) })
    .first()
    .waitFor();
  const { rows } = await pool.query('SELECT count(*)::int AS count FROM buyers');
  expect(rows[0].count).toBe(BUYERS);
  await page.screenshot({ path: 'test-results/whole-way-synced.png' });
});

test('an edited cell arrives as it is written', async () => {
  await tryOut.typeInto('B2', '００山田');
  await tryOut.press('Sync');
  expect(await stored('name', '00001')).toBe('００山田');
});

test('a broken cell is named, the rest lands, a click selects it, and mended it arrives', async () => {
  const { host, page, sidebar, press, typeInto } = tryOut;
  const before = await stored('received_on', '00002');
  await typeInto('D3', 'soon');
  await typeInto('B4', '新しい氏名');
  await press('Sync');
  expect(await stored('received_on', '00002')).toBe(before);
  expect(await stored('name', '00003')).toBe('新しい氏名');
  host.spreadsheet.select({ gid: 0, row: 200, column: 8, rows: 1, columns: 1 }, 'script');
  await sidebar.getByRole('button', { name: /D3/ }).click();
  await expect.poll(() => host.spreadsheet.selection, PATIENT).toMatchObject({ row: 3, column: 4 });
  await page.screenshot({ path: 'test-results/whole-way-named.png' });
  await typeInto('D3', '2024-02-29', '2024/02/29');
  await press('Sync');
  expect(await stored('received_on', '00002')).toBe('2024-02-29');
});

test('a change behind the back is found by Verify, with both values and the cell', async () => {
  const { host, sidebar, press } = tryOut;
  await pool.query(`UPDATE buyers SET name = 'changed elsewhere' WHERE buyer_number = '00005'`);
  await press('Verify');
  await sidebar.getByText('changed elsewhere').first().waitFor();
  await sidebar.getByRole('button', { name: /B6/ }).first().click();
  await expect.poll(() => host.spreadsheet.selection, PATIENT).toMatchObject({ row: 6, column: 2 });
});

test('no request left the machine, and no page had an error', () => {
  expect(tryOut.strayRequests).toEqual([]);
  expect(tryOut.pageErrors).toEqual([]);
});

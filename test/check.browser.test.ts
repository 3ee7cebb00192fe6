// Check and the guard as a person at the sheet lives them: a first look, a column let through, one kept out, and what is asked before it is overwritten.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLE_COLUMNS } from '../addon/playground/sample-columns.ts';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 200;
const PATIENT = { timeout: 30_000 };
const { pool } = await testDatabase();
let tryOut: TryOut;

beforeAll(async () => {
  tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: BUYERS }));
});

afterAll(() => tryOut?.stop());

const sheet = () => tryOut.host.spreadsheet.sheet(0);
const at = (column: string): number => SAMPLE_COLUMNS.findIndex((one) => one.column === column) + 1;

/** As a hand does that marks the column below its heading. */
function eachBuyer(column: string, write: (row: number) => string): void {
  for (let row = 2; row <= sheet().lastRow(); row++) {
    if (sheet().value(row, 1) !== '') sheet().set(row, at(column), write(row));
  }
}

const count = async (where: string): Promise<number> =>
  (await pool.query(`SELECT count(*)::int AS count FROM buyers WHERE ${where}`)).rows[0].count;

const stored = async (column: string, key: string): Promise<string | null> =>
  (await pool.query(`SELECT ${column}::text AS text FROM buyers WHERE buyer_number = $1`, [key])).rows[0]?.text ?? null;

const picture = (name: string) => tryOut.page.screenshot({ path: `test-results/check-${name}.png` });

test('a first sync opens with Check, which writes nothing, and the yes given there syncs', async () => {
  const { sidebar } = tryOut;
  sheet().set(5, at('phone'), '#N/A');
  await sidebar.getByRole('button', { name: 'Check first' }).click();
  await sidebar.getByText('Check: all can go').first().waitFor(PATIENT);
  await sidebar.getByRole('row', { name: `Insert ${BUYERS}` }).waitFor();
  await sidebar.getByText('Formula error').waitFor();
  expect(await count('true')).toBe(0);
  await picture('first');
  await sidebar.getByRole('button', { name: 'Check first' }).click();
  await sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  await picture('second');
  await sidebar.getByRole('button', { name: 'Sync now' }).click();
  await sidebar.getByText('In step, except what is held').first().waitFor(PATIENT);
  expect(await count('true')).toBe(BUYERS);
  await sidebar.getByRole('button', { name: 'Check', exact: true }).waitFor();
});

test('two columns were emptied: both are held, one is let through, the other kept out', async () => {
  const { sidebar, press } = tryOut;
  sheet().set(5, at('phone'), '03-1234-5678');
  await press('Sync');
  const [phones, cities] = [await count('phone IS NOT NULL'), await count('city IS NOT NULL')];
  expect(Math.min(phones, cities)).toBeGreaterThan(50);
  eachBuyer('phone', () => '');
  eachBuyer('city', () => '');
  await press('Sync');
  await sidebar.getByText('Held until you say').first().waitFor(PATIENT);
  expect([await count('phone IS NOT NULL'), await count('city IS NOT NULL')]).toEqual([phones, cities]);
  await picture('held');
  await sidebar.getByRole('button', { name: 'Keep it out: 市区町村' }).click();
  await sidebar.getByText('Kept out').waitFor(PATIENT);
  await sidebar.getByRole('button', { name: 'Let it through: 電話番号' }).click();
  await sidebar
    .getByText(`${phones} values of “電話番号” will be emptied in the database.`, { exact: false })
    .waitFor();
  await sidebar.getByRole('button', { name: 'Yes, this time' }).click();
  await expect.poll(() => count('phone IS NOT NULL'), PATIENT).toBe(0);
  await sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  expect(await count('city IS NOT NULL')).toBe(cities);
  await sidebar.getByText('Kept out').waitFor();
  await picture('kept-out');
});

test('a mind may be changed: what was kept out goes through', async () => {
  const { sidebar } = tryOut;
  await sidebar.getByRole('button', { name: 'Let it through: 市区町村' }).click();
  await sidebar.getByRole('button', { name: 'Yes, this time' }).click();
  await expect.poll(() => count('city IS NOT NULL'), PATIENT).toBe(0);
  await sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  expect(await sidebar.getByText('Kept out').count()).toBe(0);
});

test('buyers changed behind the back are shown with both values, and left out where a person says so', async () => {
  const { sidebar } = tryOut;
  await pool.query(`UPDATE buyers SET name = 'changed elsewhere' WHERE buyer_number IN ('00005', '00006')`);
  sheet().set(2, at('name'), '新しい氏名');
  await sidebar.locator('#sync').click();
  await sidebar
    .getByText('2 buyers were changed in the database since the last sync.', { exact: false })
    .waitFor(PATIENT);
  await sidebar.getByText('changed elsewhere').first().waitFor();
  expect(await stored('name', '00001')).not.toBe('新しい氏名');
  await picture('overwrites');
  await sidebar.getByRole('button', { name: '00005' }).click();
  await expect.poll(() => tryOut.host.spreadsheet.selection, PATIENT).toMatchObject({ column: 1 });
  await sidebar.getByRole('button', { name: 'Leave those 2 out' }).click();
  await expect.poll(() => stored('name', '00001'), PATIENT).toBe('新しい氏名');
  await sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  expect(await count(`name = 'changed elsewhere'`)).toBe(2);
});

test('… or overwritten', async () => {
  const { sidebar } = tryOut;
  await sidebar.locator('#sync').click();
  await sidebar.getByRole('button', { name: 'Overwrite them' }).click(PATIENT);
  await expect.poll(() => count(`name = 'changed elsewhere'`), PATIENT).toBe(0);
  await sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
});

test('half the sheet is gone: nothing is sent until a person says so', async () => {
  const { sidebar, press } = tryOut;
  for (let row = sheet().lastRow(); row > 2 + BUYERS / 2; row--) sheet().deleteRow(row);
  sheet().set(2, at('name'), 'nobody yet');
  await press('Sync');
  await sidebar.getByText('Nothing was sent').first().waitFor(PATIENT);
  await sidebar.getByText(/\d+ of 200 buyers have left the sheet/).waitFor();
  expect(await stored('name', '00001')).toBe('新しい氏名');
  await picture('run-held');
  await sidebar.getByRole('button', { name: 'Let it through: 買主番号' }).click();
  await sidebar.getByRole('button', { name: 'Yes, this time' }).click();
  await expect.poll(() => stored('name', '00001'), PATIENT).toBe('nobody yet');
  await sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  expect(await count('true')).toBe(BUYERS);
});

test('no request left the machine, and no page had an error', () => {
  expect(tryOut.strayRequests).toEqual([]);
  expect(tryOut.pageErrors).toEqual([]);
});

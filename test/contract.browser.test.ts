// The header contract as a person at the sheet lives it: agreed on once, a changed heading answered at one click, a copy refused.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpreadsheetInput } from '../addon/playground/host/spreadsheet.ts';
import { createPlayground } from '../addon/playground/playground.ts';
import { SAMPLE_COLUMNS } from '../addon/playground/sample-columns.ts';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 40;
const { pool } = await testDatabase();
let tryOut: TryOut;

/** A title, a blank row, then the headings, as registers have them. */
function titled(): SpreadsheetInput {
  const sample = sampleSpreadsheet({ buyers: BUYERS });
  return {
    ...sample,
    sheets: sample.sheets.map((sheet) => ({
      ...sheet,
      frozenRows: 3,
      rows: [['買主管理リスト 2026'], [], ...(sheet.rows ?? [])],
      merges: [{ row: 1, column: 1, rows: 1, columns: 6 }],
    })),
  };
}

beforeAll(async () => {
  tryOut = await startTryOut(pool, titled(), () => 'refuse', { setsUp: false });
});
afterAll(() => tryOut?.stop());

const PATIENT = { timeout: 30_000 };
const stored = async (column: string, key: string): Promise<string | null> => {
  const found = await pool.query(`SELECT ${column}::text AS text FROM buyers WHERE buyer_number = $1`, [key]);
  return found.rows[0]?.text ?? null;
};
const inStep = () => tryOut.sidebar.getByText(`All ${BUYERS} rows of the sheet are in the database, exactly.`);

test('the row of the headings is found below a title, and one click agrees on it', async () => {
  const { page, sidebar, press } = tryOut;
  await sidebar.getByRole('heading', { name: 'Set up this tab' }).waitFor(PATIENT);
  expect(await sidebar.getByRole('button', { name: 'Sync', exact: true }).count()).toBe(0);
  expect(await sidebar.locator('#row-3').isChecked()).toBe(true);
  await sidebar.getByText('Titles, never read as buyers: row 1.').waitFor();
  await sidebar.getByText(`All headings match (${SAMPLE_COLUMNS.length})`).waitFor();
  await page.screenshot({ path: 'test-results/contract-first.png' });
  await sidebar.getByRole('button', { name: 'Confirm' }).click();
  await press('Sync');
  await inStep().waitFor(PATIENT);
  expect((await pool.query('SELECT count(*)::int AS count FROM buyers')).rows[0].count).toBe(BUYERS);
});

test('a renamed heading holds its column alone, and one click says that it is the same', async () => {
  const { page, sidebar, press, typeInto } = tryOut;
  await typeInto('B3', 'お客様のお名前');
  await typeInto('B4', '改名　太郎');
  await typeInto('C4', 'カイメイ');
  await press('Sync');
  await sidebar.getByText('Headings changed').waitFor(PATIENT);
  expect(await stored('name', '00001')).not.toBe('改名　太郎');
  expect(await stored('name_kana', '00001')).toBe('カイメイ');
  await page.screenshot({ path: 'test-results/contract-renamed.png' });
  await sidebar.getByRole('button', { name: /^B3/ }).click();
  await expect.poll(() => tryOut.host.spreadsheet.selection, PATIENT).toMatchObject({ row: 3, column: 2 });
  await sidebar.getByRole('button', { name: 'Same column: name' }).click();
  await sidebar.getByText('Headings changed').waitFor({ state: 'hidden', ...PATIENT });
  await press('Sync');
  await inStep().waitFor(PATIENT);
  expect(await stored('name', '00001')).toBe('改名　太郎');
});

test('a heading that was emptied is written back', async () => {
  const { host, sidebar, press } = tryOut;
  host.spreadsheet.sheet(0).set(3, 3, '');
  await press('Sync');
  await sidebar.getByRole('button', { name: 'Write “フリガナ” back' }).click();
  await sidebar.getByText('Headings changed').waitFor({ state: 'hidden', ...PATIENT });
  expect(host.spreadsheet.sheet(0).value(3, 3)).toBe('フリガナ');
});

test('a new column shows what an operator would apply, and left out it is asked of no more', async () => {
  const { host, page, sidebar, press } = tryOut;
  const at = SAMPLE_COLUMNS.length + 1;
  host.spreadsheet.sheet(0).set(3, at, '趣味');
  host.spreadsheet.sheet(0).set(4, at, '釣り');
  await press('Sync');
  await sidebar.getByText('Other answers').click(PATIENT);
  await sidebar.getByRole('button', { name: 'New column…' }).click();
  const migration = sidebar.getByRole('textbox', { name: 'Migration for your operator' });
  expect(await migration.inputValue()).toMatch(/ALTER TABLE .*buyers[\s\S]*ADD COLUMN/);
  await page.screenshot({ path: 'test-results/contract-new-column.png' });
  await sidebar.getByRole('button', { name: 'Leave out' }).click();
  await sidebar.getByText('Headings changed').waitFor({ state: 'hidden', ...PATIENT });
  await press('Sync');
  await inStep().waitFor(PATIENT);
  expect(
    (await pool.query(`SELECT count(*)::int AS n FROM information_schema.columns WHERE table_name = 'buyers'`)).rows[0]
      .n,
  ).toBe(SAMPLE_COLUMNS.length + 3);
});

test('a heading that is there twice holds both columns, until a person points at the one that counts', async () => {
  const { host, sidebar, press } = tryOut;
  const phone = SAMPLE_COLUMNS.findIndex(({ column }) => column === 'phone');
  host.spreadsheet.sheet(0).set(3, SAMPLE_COLUMNS.length + 2, '電話番号');
  host.spreadsheet.sheet(0).set(4, phone + 1, '03-0000-1111');
  host.spreadsheet.sheet(0).set(4, SAMPLE_COLUMNS.length + 2, 'この列ではない');
  await press('Sync');
  await sidebar.getByText('Headings changed').waitFor(PATIENT);
  expect(await stored('phone', '00001')).not.toBe('03-0000-1111');
  const held = sidebar.locator('.held-heading', { has: sidebar.getByRole('button', { name: /^I3/ }) });
  await held.getByRole('button', { name: 'This one' }).click();
  await sidebar.getByText('Headings changed').waitFor({ state: 'hidden', ...PATIENT });
  await press('Sync');
  await inStep().waitFor(PATIENT);
  expect(await stored('phone', '00001')).toBe('03-0000-1111');
});

test('the settings show every heading, and change what was agreed on', async () => {
  const { page, sidebar, press } = tryOut;
  await sidebar.getByText('Settings', { exact: true }).click();
  await sidebar.getByRole('button', { name: 'Headings and columns…' }).click();
  await sidebar.getByRole('heading', { name: 'Headings and columns' }).waitFor(PATIENT);
  await sidebar.getByRole('searchbox').fill('趣味');
  const hobby = sidebar.getByRole('button', { name: 'Change 趣味' });
  await hobby.waitFor();
  expect(await sidebar.getByRole('button', { name: 'Change 電話番号' }).isVisible()).toBe(false);
  await hobby.click();
  await sidebar.getByRole('combobox', { name: 'Column that 趣味 fills' }).selectOption({ label: 'Never send' });
  await page.screenshot({ path: 'test-results/contract-settings.png' });
  await sidebar.getByRole('button', { name: 'Save' }).click();
  await press('Sync');
  const { rows } = await pool.query(`SELECT decision FROM sheet_headers WHERE header = '趣味'`);
  expect(rows).toEqual([{ decision: 'never' }]);
});

test('rows inserted above the headings are noticed, and what was agreed on goes along', async () => {
  const { host, page, sidebar, press } = tryOut;
  host.spreadsheet.sheet(0).insertRow(1, ['社外秘']);
  await page.reload();
  await page.locator('#sidebar iframe').waitFor();
  await sidebar.getByRole('button', { name: 'Look at row 4' }).click(PATIENT);
  expect(await sidebar.locator('#row-4').isChecked()).toBe(true);
  await sidebar.getByRole('button', { name: 'Save' }).click();
  await press('Sync');
  await inStep().waitFor(PATIENT);
});

test('a copied file says so on opening, sends nothing, and forgets the copied key', async () => {
  const copy = await tryOut.host.copy();
  const playground = await createPlayground({ host: copy, columns: SAMPLE_COLUMNS });
  const { page: first } = tryOut;
  const before = (await pool.query('SELECT count(*)::int AS n FROM runs')).rows[0].n;
  const address = await tryOut.serve(playground.app.fetch);
  const page = await first.context().browser()?.newPage();
  if (page === undefined) throw new Error('the try-out has a browser');
  try {
    await page.goto(address);
    const sidebar = page.frameLocator('#sidebar iframe');
    await sidebar.getByText('This file is a copy').waitFor(PATIENT);
    expect(await sidebar.getByRole('button', { name: 'Sync', exact: true }).count()).toBe(0);
    await page.screenshot({ path: 'test-results/contract-copy.png' });
    await sidebar.getByRole('button', { name: 'Forget the copied key' }).click();
    await sidebar.getByLabel('Sheet key').waitFor(PATIENT);
    expect((await pool.query('SELECT count(*)::int AS n FROM runs')).rows[0].n).toBe(before);
  } finally {
    await page.close();
    await playground.stop();
    await copy.stop();
  }
});

test('a duplicated tab is not connected, and leads to the one that is', async () => {
  const { host, page, sidebar } = tryOut;
  const copy = host.spreadsheet.duplicateSheet(0);
  host.spreadsheet.select({ gid: copy.gid, row: 1, column: 1, rows: 1, columns: 1 }, 'person');
  await page.reload();
  await page.locator('#sidebar iframe').waitFor();
  await sidebar.getByText('This tab is not connected').waitFor(PATIENT);
  await sidebar.getByRole('button', { name: /^Go to/ }).click();
  await sidebar.getByRole('button', { name: 'Sync', exact: true, disabled: false }).waitFor(PATIENT);
  await expect.poll(() => host.spreadsheet.selection.gid, PATIENT).toBe(0);
});

test('no request left the machine, and no page had an error', () => {
  expect(tryOut.strayRequests).toEqual([]);
  expect(tryOut.pageErrors).toEqual([]);
});

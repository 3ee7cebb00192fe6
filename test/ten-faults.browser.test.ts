// Ten things that go wrong, as a person at the sheet meets them: cause and remedy are on the page after three clicks at most.
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPlayground } from '../addon/playground/playground.ts';
import { SAMPLE_COLUMNS } from '../addon/playground/sample-columns.ts';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 120;
const HOUR = 3_600_000;
const PATIENT = { timeout: 30_000 };
const { pool } = await testDatabase();
let tryOut: TryOut;
let laterMs = 0;
let isDown = false;
let clicks = 0;

beforeAll(async () => {
  await pool.query('ALTER TABLE buyers ALTER COLUMN notes TYPE varchar(50)');
  const clock = () => Date.now() + laterMs;
  const sample = sampleSpreadsheet({ buyers: BUYERS });
  const notes = at('notes') - 1;
  const sheets = sample.sheets.map((one) => ({
    ...one,
    rows: one.rows.map((row, n) => (n === 0 || row.length === 0 ? row : row.with(notes, `メモ ${n}`))),
  }));
  tryOut = await startTryOut(pool, { ...sample, sheets }, () => 'warn', { clock });
  tryOut.host.onCall(({ when, name }) => {
    if (isDown && when === 'before' && name.startsWith('UrlFetchApp')) throw new Error('Address unavailable');
  });
  await tryOut.press('Sync');
  await inStep().waitFor(PATIENT);
});
afterAll(() => tryOut?.stop());
beforeEach(() => {
  clicks = 0;
});

const at = (column: string): number => SAMPLE_COLUMNS.findIndex((one) => one.column === column) + 1;
const rowOf = (key: string): number =>
  Array.from({ length: sheet().lastRow() }, (_, at) => at + 1).find((row) => sheet().display(row, 1) === key) ?? 0;
const sheet = () => tryOut.host.spreadsheet.sheet(0);
const inStep = (): Locator => tryOut.sidebar.getByText(/rows of the sheet are in the database, exactly\./);
const button = (name: string | RegExp): Locator => tryOut.sidebar.getByRole('button', { name }).first();
const says = (text: string | RegExp): Promise<void> => tryOut.sidebar.getByText(text).first().waitFor(PATIENT);
const idle = (): Promise<void> => tryOut.sidebar.locator('#sync:not(:disabled)').waitFor({ timeout: 60_000 });

async function click(what: Locator): Promise<void> {
  clicks++;
  await what.click(PATIENT);
}

async function reload(): Promise<void> {
  await tryOut.page.reload();
  await tryOut.page.locator('#sidebar iframe').waitFor();
}

/** What the click on a cell leads to. */
async function isAt(row: number, column: number): Promise<void> {
  await expect.poll(() => tryOut.host.spreadsheet.selection, PATIENT).toMatchObject({ row, column });
}

async function mended(): Promise<void> {
  await tryOut.press('Sync');
  await inStep().waitFor(PATIENT);
}

test('a text that is too long for its column', async () => {
  sheet().set(4, at('notes'), '長'.repeat(61));
  await click(button('Sync'));
  await says('Text too long');
  await says('Shorten the text to 50 characters, or ask your operator to widen the column.');
  await click(button(/\D4\b.*61/));
  await isAt(4, at('notes'));
  expect(clicks).toBeLessThanOrEqual(3);
  sheet().set(4, at('notes'), '短');
  await mended();
});

test('a date that does not exist', async () => {
  sheet().set(5, at('received_on'), '2024-02-30');
  await click(button('Sync'));
  await says('Enter a date that exists, year first, such as 2024-04-01.');
  await click(button(/^D5/));
  await isAt(5, at('received_on'));
  expect(clicks).toBeLessThanOrEqual(3);
  sheet().set(5, at('received_on'), '2024-02-29');
  await mended();
});

test('a key that two rows carry', async () => {
  const key = sheet().value(7, 1);
  sheet().set(7, 1, sheet().value(6, 1));
  await click(button('Sync'));
  await says('Keys used twice');
  await says('None of these rows is written until one is left.');
  await click(button(/^A7/));
  await isAt(7, 1);
  expect(clicks).toBeLessThanOrEqual(3);
  sheet().set(7, 1, key);
  await mended();
});

test('a column that was renamed', async () => {
  sheet().set(1, at('phone'), '連絡先電話');
  await reload();
  await says('Headings changed');
  await click(button('Same column: phone'));
  await tryOut.sidebar.getByText('Headings changed').waitFor({ state: 'hidden', ...PATIENT });
  expect(clicks).toBeLessThanOrEqual(3);
  await mended();
});

test('a formula that shows an error', async () => {
  const before = sheet().value(8, at('address'));
  sheet().set(8, at('address'), { value: '#N/A', formula: '=NA()' });
  await click(button('Check'));
  await click(tryOut.sidebar.locator('summary', { hasText: 'Formula error' }));
  await says('These cells keep the value stored before; the rest of the row goes. Correct the formula to sync them.');
  await click(button(/^\D+8\b/));
  await isAt(8, at('address'));
  expect(clicks).toBeLessThanOrEqual(3);
  sheet().set(8, at('address'), before);
  await mended();
});

test('a sheet that was copied', async () => {
  const copy = await tryOut.host.copy();
  const playground = await createPlayground({ host: copy, columns: SAMPLE_COLUMNS });
  const page = await tryOut.page.context().browser()?.newPage();
  if (page === undefined) throw new Error('the try-out has a browser');
  try {
    await page.goto(await tryOut.serve(playground.app.fetch));
    const sidebar = page.frameLocator('#sidebar iframe');
    await sidebar.getByText('This file is a copy').waitFor(PATIENT);
    await sidebar.getByText('Nothing was sent from here.', { exact: false }).first().waitFor();
    await click(sidebar.getByRole('button', { name: 'Forget the copied key' }));
    await sidebar.getByLabel('Sheet key').waitFor(PATIENT);
    expect(clicks).toBeLessThanOrEqual(3);
  } finally {
    await page.close();
    await playground.stop();
    await copy.stop();
  }
});

test('an hourly sync that has fallen silent', async () => {
  await tryOut.sidebar.getByRole('switch').click(PATIENT);
  await says('Waiting for its first run');
  laterMs += 4 * HOUR;
  await reload();
  await says('The hourly sync has fallen silent');
  await says('Switch it off and on again below.');
  await click(tryOut.sidebar.getByRole('switch'));
  await expect.poll(() => tryOut.sidebar.getByRole('switch').getAttribute('aria-checked'), PATIENT).toBe('false');
  await click(tryOut.sidebar.getByRole('switch'));
  await tryOut.sidebar.getByText('The hourly sync has fallen silent').waitFor({ state: 'hidden', ...PATIENT });
  expect(clicks).toBeLessThanOrEqual(3);
  await tryOut.sidebar.getByRole('switch').click();
});

test('a database that was edited behind the back', async () => {
  await idle();
  await pool.query(`UPDATE buyers SET name = 'changed elsewhere' WHERE buyer_number = '00011'`);
  await click(button('Verify'));
  await says('changed in the database');
  await says('changed elsewhere');
  await click(button('Push these 1'));
  await inStep().waitFor(PATIENT);
  expect(clicks).toBeLessThanOrEqual(3);
  const { rows } = await pool.query(`SELECT name FROM buyers WHERE buyer_number = '00011'`);
  expect(rows[0].name).toBe(sheet().display(rowOf('00011'), at('name')));
});

test('a server that does not answer', async () => {
  isDown = true;
  await reload();
  await says('The server does not answer. Your sheet is untouched; try again in a minute.');
  isDown = false;
  await click(button('Try again'));
  await button('Sync').waitFor(PATIENT);
  expect(clicks).toBeLessThanOrEqual(3);
  await mended();
});

test('half of the sheet that is gone', async () => {
  const kept = Array.from({ length: BUYERS / 2 }, () => {
    const values = sheet().values(2).slice();
    sheet().deleteRow(2);
    return values;
  });
  await click(button('Sync'));
  await says('Held until you say');
  await says(/buyers have left the sheet\. Nothing else is sent until you say\./);
  await click(button(/^Keep it out/));
  await says('Kept out');
  expect(clicks).toBeLessThanOrEqual(3);
  for (const values of kept.reverse()) sheet().insertRow(2, values);
  await mended();
});

test('no request left the machine, and no page had an error', () => {
  expect(tryOut.strayRequests).toEqual([]);
  expect(tryOut.pageErrors).toEqual([]);
});

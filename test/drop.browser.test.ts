// Typing and dropping in a real browser: what is converted is said, and what the table then holds is exactly what the sheet shows.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const PATIENT = { timeout: 30_000 };
const { pool } = await testDatabase();
let tryOut: TryOut;

beforeAll(async () => {
  tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: 30 }));
});

afterAll(() => tryOut?.stop());

const year = new Date(Date.now() + 9 * 3_600_000).getUTCFullYear();
const TSV = `顧客番号\t氏名\t部屋\t来店日\t予算\n${[1, 2, 3].map((n) => `0012${n}\t山田　${n}\t1-${n}\t2024/4/${n}\t¥${n},000`).join('\n')}\n`;

const said = () => tryOut.page.locator('#typed-note');

/** As a hand does: over the page, then let go. */
async function drop(name: string, content: string | readonly number[]): Promise<void> {
  const { page } = tryOut;
  const part = typeof content === 'string' ? JSON.stringify(content) : `new Uint8Array(${JSON.stringify(content)})`;
  const files = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${part}], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: files });
  await page.locator('body.dragging').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: files });
}

/** Agrees to what is proposed, syncs and verifies the new document. */
async function createSyncVerify(rows: number): Promise<void> {
  const { page, sidebar, press } = tryOut;
  const before = page.url();
  await page.locator('#drop-create').click();
  await page.waitForURL(({ href }) => href !== before && href.includes('/documents/'));
  await page.locator('#sidebar iframe').waitFor();
  await press('Sync');
  await sidebar.getByText(`All ${rows} rows of the sheet are in the database, exactly.`).waitFor(PATIENT);
  await press('Verify');
  await page.locator(`#database-count:text-is("${rows}")`).waitFor();
}

const verifications = async (table: string): Promise<readonly unknown[]> =>
  (
    await pool.query(
      `SELECT r.mode, r.status FROM runs r JOIN sheets s ON s.id = r.sheet_id
        WHERE s.target_table = $1 ORDER BY r.started_at`,
      [table],
    )
  ).rows;

test('00123 and 1-2 are converted, the page says so, and one press keeps them as text', async () => {
  const { host, page, typeInto } = tryOut;
  const sheet = host.spreadsheet.sheet(0);
  // Column B has an automatic format.
  await typeInto('B2', '00123', '123');
  await expect.poll(() => said().textContent(), PATIENT).toContain('00123 became the number 123.');
  expect(sheet.value(2, 2)).toBe(123);
  await said().getByRole('button', { name: 'Keep as text' }).click();
  await page
    .locator('#grid .rgCell', { hasText: /^00123$/ })
    .first()
    .waitFor();
  expect([sheet.value(2, 2), sheet.format(2, 2)]).toEqual(['00123', '@']);
  await typeInto('B3', '1-2');
  await expect.poll(() => said().textContent(), PATIENT).toContain(`1-2 became the date ${year}-01-02.`);
  await page.getByLabel('Keep as text', { exact: true }).check();
  await typeInto('B4', '1-3');
  await expect.poll(() => said().textContent(), PATIENT).toBe('1-3 is kept as text.');
  expect(sheet.value(4, 2)).toBe('1-3');
});

test('a dropped TSV is shown converted, its table made, synced and verified: 00121 arrives as 121', async () => {
  const { page } = tryOut;
  await drop('来店.tsv', TSV);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('3 rows × 5 columns, separated by tabs, in UTF-8').waitFor();
  await dialog.getByText('9 cells were converted: 3 numbers lost leading zeros, 6 became dates.').waitFor();
  expect(await dialog.locator('.preview tbody tr').first().locator('td').allTextContents()).toEqual([
    ...['121 was 00121', '山田　1', `1-1 = ${year}-01-01`, '2024/04/01 was 2024/4/1', '¥1,000'],
  ]);
  expect(await dialog.getByLabel('Type of 来店日').inputValue()).toBe('date');
  expect(await dialog.getByLabel('Type of 予算').inputValue()).toBe('bigint');
  expect(await dialog.getByLabel('顧客番号 is the key').isChecked()).toBe(true);
  await dialog.getByLabel('Table', { exact: true }).fill('visits');
  await dialog.getByLabel('Column for 部屋').fill('room');
  await dialog.getByLabel('Type of 部屋').selectOption('text');
  await page.screenshot({ path: 'test-results/drop-converted.png' });
  await createSyncVerify(3);
  const { rows } = await pool.query('SELECT 顧客番号, name, room, 来店日::text, 予算::text FROM visits ORDER BY 1');
  expect(rows.map((row) => Object.values(row))).toEqual(
    [1, 2, 3].map((n) => [`12${n}`, `山田　${n}`, `${year}-01-0${n}`, `2024-04-0${n}`, `${n}000`]),
  );
  expect(await verifications('visits')).toEqual([
    // The Check before a first sync.
    { mode: 'verify', status: 'completed_with_problems' },
    { mode: 'sync', status: 'completed' },
    { mode: 'verify', status: 'completed' },
  ]);
  await page.screenshot({ path: 'test-results/drop-opened.png' });
});

test('the same file kept as text proposes another table, and 00121 arrives as it stands', async () => {
  const { page } = tryOut;
  await drop('visits.tsv', TSV);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Keep as text/).check();
  await dialog.getByText('Every cell stays the text that stands in the file.').waitFor();
  expect(await dialog.getByLabel('Table', { exact: true }).inputValue()).toBe('visits_2');
  await page.screenshot({ path: 'test-results/drop-kept.png' });
  await createSyncVerify(3);
  const { rows } = await pool.query('SELECT 顧客番号, name, 部屋, 来店日, 予算 FROM visits_2 ORDER BY 1');
  expect(rows.map((row) => Object.values(row))).toEqual(
    [1, 2, 3].map((n) => [`0012${n}`, `山田　${n}`, `1-${n}`, `2024/4/${n}`, `¥${n},000`]),
  );
  expect(await verifications('visits_2')).toMatchObject([
    { mode: 'verify' },
    { mode: 'sync', status: 'completed' },
    { mode: 'verify', status: 'completed' },
  ]);
  expect((await pool.query('SELECT count(*)::int AS count FROM visits')).rows[0].count).toBe(3);
});

test('each document keeps its address, its writes and its place in the list', async () => {
  const { page } = tryOut;
  const list = page.getByRole('navigation', { name: 'Documents' });
  expect(await list.getByRole('link').allTextContents()).toEqual(['Sample', '来店.tsv', 'visits.tsv']);
  await list.getByRole('link', { name: '来店.tsv' }).click();
  await page.locator('#database h2', { hasText: /^Database visits$/ }).waitFor();
  expect(await page.locator('#database-recent li').count()).toBe(3);
  await list.getByRole('link', { name: 'Sample' }).click();
  await page.locator('#database h2', { hasText: 'buyers' }).waitFor();
  expect(await page.locator('#database-recent li').allTextContents()).toEqual(['Nothing written yet.']);
  await page.goto(new URL('/documents/nobody/', page.url()).href);
  await page.getByRole('link', { name: 'open the sample' }).click();
  await page.locator('#sidebar iframe').waitFor();
});

test('by the keyboard alone: the button opens a file, the dialog is walked through, Escape leaves all as it was', async () => {
  const { page } = tryOut;
  // Asked for long before the key is pressed: what a browser opens before it knows that a test listens is heard by nobody.
  const chooser = page.waitForEvent('filechooser');
  await tryOut.sidebar.locator('#sync').waitFor();
  // Tab goes from cell to cell, as in Sheets, until Escape lets go of the grid.
  await page.locator('#address:not(:empty)').waitFor();
  await page.keyboard.press('Escape');
  const isAt = (id: string) => page.evaluate(`document.activeElement.id === '${id}'`);
  for (let press = 0; press < 30 && !(await isAt('open-file')); press++) await page.keyboard.press('Tab');
  expect(await isAt('open-file')).toBe(true);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({
    name: 'keys.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('id,name\n7,a\n8,b\n'),
  });
  await page.getByRole('dialog').waitFor();
  const reached = new Set<unknown>();
  for (let press = 0; press < 14; press++) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate('document.activeElement.id || document.activeElement.getAttribute("aria-label")'));
  }
  for (const place of ['drop-keep', 'drop-table', 'Column for name', 'Type of name', 'id is the key', 'drop-create']) {
    expect(reached).toContain(place);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect((await pool.query(`SELECT to_regclass('keys') AS found`)).rows[0].found).toBeNull();
});

test('what stands in the way is said in words, in the page or in the dialog', async () => {
  const { page } = tryOut;
  await drop('double.csv', 'id,name,name\n1,a,b\n');
  await page.getByText('These headers of double.csv stand over more than one column: name.').waitFor();
  await drop('book.xlsx', [0x50, 0x4b, 3, 4, 0, 0]);
  await page.getByText('book.xlsx is a workbook, not text.').waitFor();
  await drop('keyless.csv', 'name,city\nx,y\nx,y\n');
  await page.getByText('No column can be the key').waitFor();
  expect(await page.locator('#drop-create').isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await drop('fine.csv', 'id,name\n1,a\n');
  await page.getByLabel('Table', { exact: true }).fill('buyers');
  await page.locator('#drop-create').click();
  await page.locator('#drop-fault', { hasText: 'There is a table buyers already; it stays as it is.' }).waitFor();
  await page.getByLabel('Table', { exact: true }).fill('fine');
  await page.locator('#drop-create').click();
  await page.waitForURL(/\/documents\//);
});

test('no request left the machine, and no page had an error', () => {
  expect(tryOut.strayRequests).toEqual([]);
  expect(tryOut.pageErrors).toEqual([]);
});

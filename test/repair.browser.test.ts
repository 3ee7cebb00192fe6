// A person puts right what differs, on either side, in a real browser: groups with causes, the database's value into the sheet and back,
// pushing a group and the missing ones, the report as a file, and a buyer found.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { createApp } from '../server/http/app.ts';
import { logNothing } from '../server/log.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 300;
const PATIENT = { timeout: 30_000 };
const NAME = 2;
const { pool } = await testDatabase();
let tryOut: TryOut;

const stored = async (column: string, key: string): Promise<string | null> => {
  const found = await pool.query(`SELECT ${column}::text AS text FROM buyers WHERE buyer_number = $1`, [key]);
  return found.rows[0]?.text ?? null;
};
const button = (name: string | RegExp) => tryOut.sidebar.getByRole('button', { name });
const over = () => tryOut.sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
/** Presses and waits until what it set off is over. */
async function press(name: string | RegExp): Promise<void> {
  await button(name).first().click();
  await over();
}
const cell = (row: number, column: number) => tryOut.host.spreadsheet.sheet(0).value(row, column);

describe('what differs between sheet and database', () => {
  beforeAll(async () => {
    tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: BUYERS }));
  });
  afterAll(() => tryOut?.stop());

  test('is told in groups, by column and cause, after changes on both sides', async () => {
    const { host, page, sidebar } = tryOut;
    await tryOut.press('Sync');
    await sidebar.getByText(`All ${BUYERS} rows of the sheet are in the database, exactly.`).waitFor();
    await pool.query(`UPDATE buyers SET name = '00' || buyer_number WHERE buyer_number BETWEEN '00021' AND '00040'`);
    for (let row = 3; row <= 7; row++) host.spreadsheet.sheet(0).set(row, 15, `新住所 ${row}`);
    await tryOut.press('Verify');
    const groups = sidebar.locator('#groups .fold');
    await sidebar.locator('#groups').getByText('changed in the database').waitFor();
    expect(await groups.count()).toBe(2);
    expect(await groups.first().locator('summary .count').innerText()).toBe('20');
    await sidebar.locator('#groups').getByText('edited in the sheet since the last sync').waitFor();
    await page.screenshot({ path: 'test-results/repair-groups.png' });
  });

  test('comes as a file that is the server’s own, byte for byte', async () => {
    const [download] = await Promise.all([
      tryOut.page.waitForEvent('download'),
      button('Download report (CSV)').click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    expect(download.suggestedFilename()).toMatch(/^rollcall-[\w-]+\.csv$/);
    expect(text.startsWith('\ufeffbuyerNumber,')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(26);
    const runId = download.suggestedFilename().slice(9, -4);
    const app = createApp({ pool, log: logNothing, version: 'test', operatorToken: null, schemaPolicy: 'refuse' });
    const key = tryOut.host.properties('document').all()['rollcall.key.0'];
    const headers = { Authorization: `Bearer ${key}`, Accept: 'text/csv' };
    const answer = await app.request(`/v1/runs/${runId}/mismatches`, { headers });
    expect(Buffer.from(await answer.arrayBuffer()).equals(await readFile(await download.path()))).toBe(true);
    await over();
  });

  test('the database’s value is taken after a yes, and put back where nobody touched the cell since', async () => {
    const { host, page, sidebar } = tryOut;
    const row = (await rowOf('00021')) as number;
    const before = cell(row, NAME);
    await button(/Take the database’s 20/).click();
    await sidebar.getByText('Overwrite 20 cells of “氏名” in the sheet?').waitFor();
    expect(cell(row, NAME)).toBe(before);
    await page.screenshot({ path: 'test-results/repair-question.png' });
    await press('Overwrite 20 cells');
    await sidebar.getByText('20 cells have the database’s value').first().waitFor();
    expect(cell(row, NAME)).toBe('0000021');
    expect(host.spreadsheet.sheet(0).format(row, NAME)).toBe('@');
    await page.screenshot({ path: 'test-results/repair-taken.png' });
    host.spreadsheet.sheet(0).set(row + 1, NAME, 'by hand');
    await press(/Put back 20/);
    await sidebar.getByText('19 cells are as before').first().waitFor();
    await sidebar.getByText('Changed meanwhile').waitFor();
    await page.screenshot({ path: 'test-results/repair-put-back.png' });
    expect(cell(row, NAME)).toBe(before);
    expect(cell(row + 1, NAME)).toBe('by hand');
  });

  test('after taking, Verify shows the group gone; pushing the other brings both in step', async () => {
    const { sidebar } = tryOut;
    await tryOut.press('Verify');
    await button(/Take the database’s 20/).click();
    await press('Overwrite 20 cells');
    await sidebar.getByText('20 cells have the database’s value').first().waitFor();
    await tryOut.press('Verify');
    await sidebar.locator('#groups').getByText('edited in the sheet since the last sync').first().waitFor();
    expect(await sidebar.locator('#groups').getByText('changed in the database').count()).toBe(0);
    await press(/Push these 5/);
    await sidebar.getByText(/5 of 5 chosen rows pushed/).waitFor();
    expect(await stored('address', '00002')).toBe('新住所 3');
    expect(await stored('name', '00021')).toBe('0000021');
    await sidebar.getByText(`All ${BUYERS} rows of the sheet are in the database, exactly.`).waitFor();
  });

  test('the missing ones are pushed, and they alone', async () => {
    const { sidebar } = tryOut;
    await pool.query(`DELETE FROM buyers WHERE buyer_number IN ('00050', '00051', '00052')`);
    await pool.query(`UPDATE buyers SET city = 'elsewhere' WHERE buyer_number = '00060'`);
    await tryOut.press('Verify');
    await sidebar.getByText('3 deleted in the database').waitFor();
    await press('Push the missing 3');
    await sidebar.getByText(/3 of 3 chosen rows pushed/).waitFor();
    await sidebar.getByText(/The others were left alone/).waitFor();
    expect(await stored('name', '00051')).not.toBe(null);
    expect(await stored('city', '00060')).toBe('elsewhere');
    await tryOut.page.screenshot({ path: 'test-results/repair-missing.png' });
  });

  test('what differed is shown again after a reload', async () => {
    await tryOut.page.reload();
    await over();
    await press('Show what differed');
    await tryOut.sidebar.getByText(/As found/).waitFor();
    expect(await tryOut.sidebar.locator('#groups .fold').count()).toBe(1);
  });

  test('a buyer is found by its number, with both sides’ values, and a press goes to its row', async () => {
    const { host, sidebar, page } = tryOut;
    await sidebar.getByRole('searchbox').fill('00060');
    await sidebar.getByRole('searchbox').press('Enter');
    await sidebar.getByText('1 value differs.').waitFor(PATIENT);
    await sidebar.locator('#buyer-found').getByText('elsewhere').first().waitFor();
    await page.screenshot({ path: 'test-results/repair-buyer.png' });
    const row = await rowOf('00060');
    await button(`Go to A${row}`).first().click();
    await expect.poll(() => host.spreadsheet.selection, PATIENT).toMatchObject({ row, column: 1 });
    await press('Push this buyer');
    await sidebar.getByText(`All ${BUYERS} rows of the sheet are in the database, exactly.`).waitFor();
    await sidebar.getByRole('searchbox').fill('nobody');
    await sidebar.getByRole('searchbox').press('Enter');
    await sidebar.getByText('Neither in this sheet nor in the database.').waitFor(PATIENT);
  });

  test('no request left the machine, and no page had an error', () => {
    expect(tryOut.strayRequests.filter((url) => !url.startsWith('blob:'))).toEqual([]);
    expect(tryOut.pageErrors).toEqual([]);
  });
});

async function rowOf(key: string): Promise<number | undefined> {
  const sheet = tryOut.host.spreadsheet.sheet(0);
  for (let row = 2; row <= sheet.lastRow(); row++) if (sheet.display(row, 1) === key) return row;
  return undefined;
}

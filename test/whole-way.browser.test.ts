// The whole way in a real browser: grid → sidebar → built bundle in the host → HTTP → Postgres → report → a click selects the cell.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAddon } from '../addon/build.ts';
import { createHost, type Host } from '../addon/playground/host/host.ts';
import { Spreadsheet } from '../addon/playground/host/spreadsheet.ts';
import { createPlayground, type Playground } from '../addon/playground/playground.ts';
import { SAMPLE_COLUMNS } from '../addon/playground/sample-columns.ts';
import { connectSample, sampleDatabase } from '../addon/playground/sample-database.ts';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { createApp } from '../server/http/app.ts';
import { logNothing } from '../server/log.ts';
import { launchChromium } from './support/chromium.ts';
import { testDatabase } from './support/database.ts';

const BUYERS = 400;
const PATIENT = { timeout: 20_000 };
const database = await testDatabase();
const input = sampleSpreadsheet({ buyers: BUYERS });
const stops: (() => unknown)[] = [];
const strayRequests: string[] = [];
const pageErrors: string[] = [];
let browser: Browser;
let host: Host;
let playground: Playground;
let page: Page;
let sidebar: FrameLocator;

beforeAll(async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'rollcall-whole-way-'));
  const { pool } = database;
  const app = createApp({ pool, log: logNothing, version: 'test', operatorToken: null, schemaPolicy: 'refuse' });
  const serverUrl = await listen(app.fetch);
  const built = await buildAddon({ outDir });
  host = await createHost({
    distDir: outDir,
    spreadsheet: new Spreadsheet(input),
    fetchMap: { [built.serverUrl]: `${serverUrl}/` },
  });
  host.properties('document').set({ 'rollcall.key': await connectSample(pool, input) });
  playground = await createPlayground({ host, columns: SAMPLE_COLUMNS, database: sampleDatabase(pool) });
  const pageUrl = await listen(playground.app.fetch);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on('pageerror', (error) => pageErrors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(pageUrl) && !request.url().startsWith('data:')) strayRequests.push(request.url());
  });
  await page.goto(pageUrl);
  sidebar = page.frameLocator('#sidebar iframe');
  stops.push(() => rm(outDir, { recursive: true }));
});

afterAll(async () => {
  await browser?.close();
  playground?.stop();
  await host?.stop();
  for (const stop of stops) await stop();
});

function listen(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  return new Promise((resolve) => {
    const web = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(`http://127.0.0.1:${port}`));
    stops.push(() => {
      web.close();
      if ('closeAllConnections' in web) web.closeAllConnections();
    });
  });
}

const stored = async (column: string, key: string): Promise<string | null> => {
  const found = await database.pool.query(`SELECT ${column}::text AS text FROM buyers WHERE buyer_number = $1`, [key]);
  return found.rows[0]?.text ?? null;
};

/** Goes to the cell, opens its editor, replaces what is there, and sees it arrive in the sheet. */
async function typeInto(a1: string, text: string, shown = text): Promise<void> {
  const [row, column] = [Number(a1.slice(1)), a1.charCodeAt(0) - 64];
  host.spreadsheet.select({ gid: 0, row, column, rows: 1, columns: 1 }, 'script');
  await page.locator(`#address:text-is("${a1}")`).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.cell-editor').fill(text);
  await page.keyboard.press('Enter');
  await page.locator('#grid .rgCell', { hasText: shown }).first().waitFor();
}

/** Buttons are off while a run works: it is over when they are on again. */
async function press(name: string): Promise<void> {
  await sidebar.getByRole('button', { name, exact: true }).click();
  await sidebar.getByRole('button', { name, exact: true, disabled: false }).waitFor({ timeout: 30_000 });
}

const says = (text: string | RegExp): Promise<void> => sidebar.getByText(text).first().waitFor({ timeout: 30_000 });

test('a first sync brings every buyer, and the sidebar and the database side say so', async () => {
  await press('Sync');
  await says(`All ${BUYERS} rows of the sheet are in the database, exactly.`);
  const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM buyers');
  expect(rows[0].count).toBe(BUYERS);
  await page.screenshot({ path: 'test-results/whole-way-synced.png' });
});

test('an edited cell arrives, with its leading zeros', async () => {
  await typeInto('B2', '００山田');
  await press('Sync');
  expect(await stored('name', '00001')).toBe('００山田');
});

test('a broken cell is named, the rest lands, a click selects it, and mended it arrives', async () => {
  const before = await stored('received_on', '00002');
  await typeInto('D3', 'soon');
  await typeInto('B4', '新しい氏名');
  await press('Sync');
  const finding = sidebar.getByRole('button', { name: /D3/ });
  await finding.waitFor({ timeout: 30_000 });
  expect(await stored('received_on', '00002')).toBe(before);
  expect(await stored('name', '00003')).toBe('新しい氏名');
  host.spreadsheet.select({ gid: 0, row: 200, column: 8, rows: 1, columns: 1 }, 'script');
  await finding.click();
  await expect.poll(() => host.spreadsheet.selection, PATIENT).toMatchObject({ row: 3, column: 4 });
  await page.screenshot({ path: 'test-results/whole-way-named.png' });
  await typeInto('D3', '2024-02-29', '2024/02/29');
  await press('Sync');
  expect(await stored('received_on', '00002')).toBe('2024-02-29');
});

test('a change behind the back is found by Verify, with both values and the cell', async () => {
  await database.pool.query(`UPDATE buyers SET name = 'changed elsewhere' WHERE buyer_number = '00005'`);
  await press('Verify');
  await sidebar.getByText('changed elsewhere').first().waitFor({ timeout: 30_000 });
  await sidebar.getByRole('button', { name: /B6/ }).first().click();
  await expect.poll(() => host.spreadsheet.selection, PATIENT).toMatchObject({ row: 6, column: 2 });
});

test('no request left the machine, and no page had an error', () => {
  expect(strayRequests).toEqual([]);
  expect(pageErrors).toEqual([]);
});

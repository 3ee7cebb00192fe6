// The try-out page in a real browser: grid, formula bar, menu, sidebar and database side together.
import { serve } from '@hono/node-server';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import { createPlayground, type Playground } from '../../../addon/playground/playground.ts';
import { SAMPLE_COLUMNS } from '../../../addon/playground/sample-columns.ts';
import { sampleSpreadsheet } from '../../../addon/playground/sample-sheet.ts';
import { launchChromium } from '../../support/chromium.ts';
import { gasHost } from '../../support/gas-host.ts';

const CODE = `
  function onOpen() { SpreadsheetApp.getUi().createAddonMenu().addItem('Open', 'open').addItem('Clear a cell', 'clear_').addToUi(); }
  function open() {
    var page = '<!doctype html><html><head></head><body><button id="jump">jump</button><p id="said"></p><script>' +
      'var said = function (text) { document.getElementById("said").textContent += text + ";"; };' +
      'document.getElementById("jump").onclick = function () {' +
      '  google.script.run.withSuccessHandler(function (value, user) { said(value + user); }).withUserObject("!").jump("AN2000");' +
      '  google.script.run.withFailureHandler(function (error) { said(error.name + ":" + error.message); }).fails();' +
      '  try { google.script.run.jump(new Date()); } catch (error) { said(error.message); }' +
      '  said(typeof google.script.run.clear_ + (window.parent === window)); google.script.host.editor.focus();' +
      '};</' + 'script></body></html>';
    SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput(page).setTitle('Side'));
  }
  function jump(a1) { SpreadsheetApp.getActiveSheet().getRange(a1).activate(); return a1; }
  function fails() { throw new Error('told so'); }
  function clear_() { SpreadsheetApp.getActiveSheet().getRange('B2').setValue('from the script'); }`;

let browser: Browser;
let host: Host;
let playground: Playground;
let page: Page;
let stopWeb: () => void;
let address = '';
let count = 4137;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  host = await gasHost(CODE, { spreadsheetInput: sampleSpreadsheet() });
  const sheet = host.spreadsheet.sheet(0);
  playground = await createPlayground({
    host,
    columns: SAMPLE_COLUMNS,
    database: {
      table: 'buyers',
      count: () => Promise.resolve(count),
      row: (key) => Promise.resolve(key === '00001' ? { buyer_number: key, name: sheet.display(2, 2) } : null),
      recent: () => Promise.resolve([{ key: '00001', at: '2024-04-01T00:00:00Z', outcome: 'updated' }]),
    },
  });
  await new Promise<void>((resolve) => {
    const web = serve({ fetch: playground.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      address = `http://127.0.0.1:${port}/`;
      resolve();
    });
    stopWeb = () => {
      web.close();
      if ('closeAllConnections' in web) web.closeAllConnections();
    };
  });
  page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  faults.length = 0;
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) faults.push(request.url());
  });
  await page.goto(address);
  await page.locator('#sidebar iframe').waitFor();
});

afterEach(async () => {
  await page.close();
  stopWeb();
  await playground.stop();
  await host.stop();
});

const sidebar = (): FrameLocator => page.frameLocator('#sidebar iframe');
const valueIs = (id: string, value: string): Promise<void> => page.locator(`#${id}:text-is("${value}")`).waitFor();

describe('the try-out page', () => {
  test('writes an edited cell into the host’s spreadsheet and shows the stored row', async () => {
    await page.locator('#hints button').first().click();
    await valueIs('address', 'B2');
    await page.keyboard.press('Enter');
    await page.locator('.cell-editor').fill('山田　花子😊');
    await page.keyboard.press('Enter');
    await page.locator('#grid .rgCell', { hasText: '山田　花子😊' }).waitFor();
    expect(host.spreadsheet.sheet(0).value(2, 2)).toBe('山田　花子😊');
    // Enter moves on to the next row, as in Sheets.
    await page.locator('#hints button').first().click();
    await page.locator('#database-row [data-column="name"]').waitFor();
    expect(faults).toEqual([]);
  });

  test('keeps the line breaks of a text that was only opened', async () => {
    const sheet = host.spreadsheet.sheet(0);
    sheet.set(2, 2, 'one\ntwo');
    await page.locator('#grid .rgCell', { hasText: 'one two' }).waitFor();
    await page.locator('#hints button').first().click();
    await valueIs('address', 'B2');
    await page.keyboard.press('Enter');
    await page.locator('.cell-editor').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.cell-editor').waitFor({ state: 'detached' });
    expect(sheet.value(2, 2)).toBe('one\ntwo');
  });

  test('clears a cell by the delete key', async () => {
    await page.locator('#hints button').first().click();
    await valueIs('address', 'B2');
    const cleared = page.waitForResponse((response) => response.url().endsWith('/api/edit'));
    await page.keyboard.press('Delete');
    await cleared;
    expect(host.spreadsheet.sheet(0).value(2, 2)).toBeNull();
  });

  test('writes what is typed into the formula bar', async () => {
    await page.locator('#hints button').nth(1).click();
    await valueIs('address', 'D3');
    await page.locator('#formula').fill('soon');
    await page.keyboard.press('Enter');
    await page.locator('#grid .rgCell', { hasText: 'soon' }).waitFor();
    expect(host.spreadsheet.sheet(0).value(3, 4)).toBe('soon');
  });

  test('carries the sidebar’s calls, and goes where the script activates a cell', async () => {
    await sidebar().locator('#jump').click();
    await valueIs('address', 'AN2000');
    await page.locator('#grid .rgCell[data-rgrow="1998"]').first().waitFor();
    const said = sidebar().locator('#said');
    await said.filter({ hasText: 'AN2000!' }).filter({ hasText: 'ScriptError:told so' }).waitFor();
    expect(await said.textContent()).toContain('Failed due to illegal value in property: 0;undefinedtrue;');
    expect(faults).toEqual([]);
  });

  test('shows the sidebar 300 px wide in the sandbox of Apps Script', async () => {
    const frame = page.locator('#sidebar iframe');
    expect((await frame.boundingBox())?.width).toBe(300);
    expect(await frame.getAttribute('sandbox')).toBe(
      'allow-same-origin allow-forms allow-scripts allow-popups allow-downloads allow-modals allow-popups-to-escape-sandbox',
    );
  });

  test('runs menu items, also private ones, and shows what a script wrote', async () => {
    await page.locator('#menu-bar summary').click();
    await page.locator('#menu-bar button', { hasText: 'Clear a cell' }).click();
    await page.locator('#grid .rgCell', { hasText: 'from the script' }).waitFor();
    await page.locator('#sidebar button').click();
    await page.locator('#sidebar').waitFor({ state: 'hidden' });
    await page.locator('#menu-bar summary').click();
    await page.locator('#menu-bar button', { hasText: 'Open' }).click();
    await page.locator('#sidebar iframe').waitFor();
  });

  test('shows the live count and the newest writes', async () => {
    await valueIs('database-count', '4,137');
    count = 4138;
    await valueIs('database-count', '4,138');
    expect(await page.locator('#database-recent li').first().textContent()).toContain('00001updated');
    count = 4137;
  });
});

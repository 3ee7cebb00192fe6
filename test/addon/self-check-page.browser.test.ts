// The self-check's page as a person meets it: 300 px wide in a real browser, in both languages, over the built add-on in the local host.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import type { Assumptions } from '../../addon/playground/host/assumptions.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import { TEXTS } from '../../addon/self-check/page/words.ts';
import { launchChromium } from '../support/chromium.ts';
import { axeViolations } from './support/axe.ts';

const PICTURES = 'test-results/self-check';
let browser: Browser;
let distDir: string;
let serverUrl: string;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  distDir = await mkdtemp(join(tmpdir(), 'rollcall-self-check-page-'));
  serverUrl = (await buildAddon({ outDir: distDir })).serverUrl;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await rm(distDir, { recursive: true });
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Opened {
  readonly host: Host;
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Port 9 of this machine answers nobody: what needs the server is not observed. */
async function open(userLocale: string, assume: Partial<Assumptions> = {}): Promise<Opened> {
  const spreadsheet = new Spreadsheet({
    id: 'book',
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [{ gid: 7, name: 'Buyers', rows: [['buyer_number'], ['00001']] }],
  });
  const host = await createHost({
    distDir,
    spreadsheet,
    fetchMap: { [serverUrl]: 'http://127.0.0.1:9/' },
    userLocale,
    assume,
  });
  const page = await browser.newPage({ viewport: { width: 300, height: 760 }, deviceScaleFactor: 2 });
  undo.push(host.stop, () => page.close());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  const html = await readFile(join(distDir, 'SelfCheck.html'), 'utf8');
  await page.route('https://self-check.invalid/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.exposeFunction('runInHost', (...args: readonly unknown[]) => host.run('selfCheck', args));
  await page.addInitScript(SCRIPT_RUN);
  await page.goto('https://self-check.invalid/');
  return { host, page, complaints };
}

/** Runs in the page: handlers as Apps Script's. */
function SCRIPT_RUN(): void {
  type Handler = (value: unknown) => void;
  type Result = { readonly ok: boolean; readonly value?: unknown; readonly error?: unknown };
  const { runInHost } = globalThis as unknown as { runInHost: (...args: unknown[]) => Promise<Result> };
  const runner = (done: Handler, failed: Handler): unknown => ({
    withSuccessHandler: (handler: Handler) => runner(handler, failed),
    withFailureHandler: (handler: Handler) => runner(done, handler),
    selfCheck: (...args: unknown[]) =>
      void runInHost(...args).then((result) => (result.ok ? done(result.value) : failed(result.error))),
  });
  const nothing = () => undefined;
  Object.assign(globalThis, { google: { script: { run: runner(nothing, nothing) } } });
}

async function look({ page, complaints }: Opened, name: string): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(300);
  expect(await page.locator('button.action').count()).toBeLessThanOrEqual(1);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  expect(complaints).toEqual([]);
}

describe.each(['en', 'ja'] as const)('in %s, the self-check', (locale) => {
  const say = (key: keyof typeof TEXTS) => TEXTS[key][locale];
  const start = (page: Page) => page.getByRole('button', { name: say('start') });

  it('first says what it does, and does nothing by itself', async () => {
    const opened = await open(locale);
    await start(opened.page).waitFor();
    for (const key of ['does.tab', 'does.server', 'does.trigger', 'does.nothing', 'does.time'] as const) {
      expect(await opened.page.getByText(say(key)).count()).toBe(1);
    }
    await look(opened, `ready.${locale}`);
    expect(opened.host.spreadsheet.sheets).toHaveLength(1);
    expect(opened.host.executions().map(({ callsByName }) => Object.keys(callsByName))).toEqual([
      ['Session.getActiveUserLocale'],
    ]);
  });

  it('goes by the keyboard alone: start, progress, and a table of what differs', async () => {
    const opened = await open(locale, { newSheetRows: 1200, notAvailableValue: '#N/V' });
    const { page } = opened;
    await start(page).focus();
    await page.keyboard.press('Enter');
    await page.locator('#stop:focus').waitFor();
    await look(opened, `running.${locale}`);
    await page.locator('#result:focus').waitFor({ timeout: 60_000 });
    expect(await page.locator('.differences tbody th').allInnerTexts()).toEqual([
      'newSheetRows',
      'notAvailableValue',
      'cell.not_available.value',
      'cell.not_available.display',
    ]);
    expect(await page.locator('.differences tbody tr').first().innerText()).toMatch(/1000\s+1200/);
    expect(await page.locator('#status').innerText()).toBe(await page.locator('#result').innerText());
    await look(opened, `differs.${locale}`);
  });

  it('Stop ends it, and what it made is gone', async () => {
    const opened = await open(locale);
    const { page, host } = opened;
    await start(page).click();
    await page.getByRole('button', { name: say('stop') }).click();
    await page.getByRole('heading', { name: say('done.stopped') }).waitFor({ timeout: 60_000 });
    await look(opened, `stopped.${locale}`);
    expect(await page.getByText(say('done.clean')).count()).toBe(1);
    expect(host.spreadsheet.sheets.map(({ name }) => name)).toEqual(['Buyers']);
  });

  it('says so where something could not be deleted, and the next check deletes it', async () => {
    const opened = await open(locale);
    const { page, host } = opened;
    const forget = host.onCall(({ name }) => {
      if (name === 'Spreadsheet.deleteSheet') throw new Error('Service Spreadsheets failed.');
    });
    await start(page).click();
    await page.getByText(say('done.left')).waitFor({ timeout: 60_000 });
    await look(opened, `left.${locale}`);
    expect(host.spreadsheet.sheets).toHaveLength(2);
    forget();
    await page.getByRole('button', { name: say('again') }).click();
    await page.getByText(say('done.clean')).waitFor({ timeout: 60_000 });
    expect(host.spreadsheet.sheets.map(({ name }) => name)).toEqual(['Buyers']);
  });
});

// The whole of `npm start` within a test: sheet, built bundle in the host, server on a test database, page in a real Chromium.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { Pool } from 'pg';
import type { FrameLocator, Page } from 'playwright-core';
import { buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet, type SpreadsheetInput } from '../../addon/playground/host/spreadsheet.ts';
import { createPlayground } from '../../addon/playground/playground.ts';
import { SAMPLE_COLUMNS } from '../../addon/playground/sample-columns.ts';
import { connectSample, sampleDatabase } from '../../addon/playground/sample-database.ts';
import { createApp } from '../../server/http/app.ts';
import { logNothing } from '../../server/log.ts';
import { launchChromium } from './chromium.ts';

export interface TryOut {
  readonly host: Host;
  readonly page: Page;
  readonly sidebar: FrameLocator;
  /** Requests that went elsewhere than to the page's own address, and errors of the page. */
  readonly strayRequests: readonly string[];
  readonly pageErrors: readonly string[];
  /**
   * Presses a button of the sidebar and waits until buttons are on again, which they are when the run is over. A first Sync goes
   * through its Check.
   */
  readonly press: (name: string) => Promise<void>;
  /** Goes to the cell, opens its editor, replaces what is there, and sees it arrive in the sheet. */
  readonly typeInto: (a1: string, text: string, shown?: string) => Promise<void>;
  /** Another page on a port of its own, until all is stopped. */
  readonly serve: (fetch: Fetch) => Promise<string>;
  readonly stop: () => Promise<void>;
}

type Fetch = (request: Request) => Response | Promise<Response>;

export interface TryOutSetting {
  /** Whether the headings are agreed on before the test begins, as a person does once. */
  readonly setsUp?: boolean;
  /** Milliseconds since 1970; the machine's own where none is given. */
  readonly clock?: () => number;
  /** As Google gives a person's: `en` where none is given. */
  readonly userLocale?: string;
  /** What the page's own pane of the database reads from, where the server's way there is to be cut. */
  readonly panePool?: Pool;
}

export async function startTryOut(
  pool: Pool,
  input: SpreadsheetInput,
  schemaPolicy: () => 'refuse' | 'warn' = () => 'refuse',
  { setsUp = true, clock, userLocale = 'en', panePool = pool }: TryOutSetting = {},
): Promise<TryOut> {
  const stops: (() => unknown)[] = [];
  const outDir = await mkdtemp(join(tmpdir(), 'rollcall-try-out-'));
  const deps = { pool, log: logNothing, version: 'test', operatorToken: null };
  const app = createApp({
    ...deps,
    get schemaPolicy() {
      return schemaPolicy();
    },
  });
  const serverUrl = await listen(app.fetch, stops);
  const { serverUrl: builtFor } = await buildAddon({ outDir });
  const fetchMap = { [builtFor]: `${serverUrl}/` };
  const openHost = (spreadsheet: Spreadsheet) =>
    createHost({ distDir: outDir, spreadsheet, fetchMap, userLocale, ...(clock === undefined ? {} : { clock }) });
  const host = await openHost(new Spreadsheet(input));
  host.properties('document').set({ 'rollcall.key': await connectSample(pool, input) });
  const playground = await createPlayground({
    host,
    columns: SAMPLE_COLUMNS,
    database: sampleDatabase(panePool),
    drop: { pool, openHost },
  });
  const pageUrl = await listen(playground.app.fetch, stops);
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const [strayRequests, pageErrors]: [string[], string[]] = [[], []];
  page.on('pageerror', (error) => pageErrors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(pageUrl) && !request.url().startsWith('data:')) strayRequests.push(request.url());
  });
  await page.goto(pageUrl);
  // The last thing the page does by itself: what is typed before is lost to its own first selection.
  await page.locator('#sidebar iframe').waitFor();
  const sidebar = page.frameLocator('#sidebar iframe');
  if (setsUp) await setUp(sidebar);
  const stop = async () => {
    await browser.close();
    await playground.stop();
    for (const step of stops) step();
    await host.stop();
    await rm(outDir, { recursive: true });
  };
  const press = (name: string) => pressIn(sidebar, name);
  const typeInto = (a1: string, text: string, shown = text) => typeIntoCell(host, page, a1, text, shown);
  return {
    host,
    page,
    sidebar,
    strayRequests,
    pageErrors,
    press,
    typeInto,
    serve: (fetch) => listen(fetch, stops),
    stop,
  };
}

/** The sidebar asks which row holds the headings; what it proposes is confirmed. */
async function setUp(sidebar: FrameLocator): Promise<void> {
  await sidebar.locator('#confirm-setup:enabled').click({ timeout: 60_000 });
  await sidebar.locator('#sync:enabled').waitFor({ timeout: 60_000 });
}

function listen(fetch: Fetch, stops: (() => unknown)[]): Promise<string> {
  return new Promise((resolve) => {
    const web = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(`http://127.0.0.1:${port}`));
    stops.push(() => {
      web.close();
      if ('closeAllConnections' in web) web.closeAllConnections();
    });
  });
}

const LONG = { timeout: 60_000 };

async function pressIn(sidebar: FrameLocator, name: string): Promise<void> {
  if (name === 'Sync') return pressSync(sidebar);
  await sidebar.getByRole('button', { name, exact: true }).click();
  await sidebar.getByRole('button', { name, exact: true, disabled: false }).waitFor(LONG);
}

/** Of a sheet that was never synced a Check comes first, and the sync with the yes given to it. */
async function pressSync(sidebar: FrameLocator): Promise<void> {
  for (const button of ['#sync', '#sync-now']) {
    if (button === '#sync-now' && !(await sidebar.locator(button).isVisible())) return;
    await sidebar.locator(button).click();
    await sidebar.locator('#sync:not(:disabled)').waitFor(LONG);
  }
}

async function typeIntoCell(host: Host, page: Page, a1: string, text: string, shown: string): Promise<void> {
  const [row, column] = [Number(a1.slice(1)), a1.charCodeAt(0) - 64];
  for (let tries = 0; tries < 5; tries++) {
    host.spreadsheet.select({ gid: 0, row, column, rows: 1, columns: 1 }, 'script');
    await page.locator(`#address:text-is("${a1}")`).waitFor();
    await openEditor(page);
    // On a busy machine the editor is closed by a late redraw, or gets its cell's old text behind what was typed.
    if (!(await inTime(page.locator('.cell-editor').fill(text, BRIEF)))) continue;
    await page.keyboard.press('Enter');
    const isShown = await inTime(page.locator('#grid .rgCell', { hasText: shown }).first().waitFor(BRIEF));
    const now = host.spreadsheet.sheet(0).display(row, column);
    if (isShown && (now === shown || (text !== shown && now.includes(shown)))) return;
  }
  throw new Error(`${a1} does not take what is typed`);
}

const BRIEF = { timeout: 5000 };
const inTime = (step: Promise<void>): Promise<boolean> =>
  step.then(
    () => true,
    () => false,
  );

/** A grid that is still drawing its selection does not hear the key: it is pressed again, as a person would. */
async function openEditor(page: Page): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    await page.keyboard.press('Enter');
    const isOpen = await page
      .locator('.cell-editor')
      .waitFor({ timeout: 500 })
      .then(
        () => true,
        () => false,
      );
    if (isOpen) return;
  }
  throw new Error('the cell’s editor does not open');
}

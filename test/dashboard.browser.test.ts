// The operators' dashboard in a real Chromium: every page in both languages, light and dark, on a phone and on a desk; sound for a screen
// reader; every action with a script and without one; and fresh while it is looked at.
import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeLoginLink } from '../server/access/login-codes.ts';
import { logNothing } from '../server/log.ts';
import { axeViolations } from './addon/support/axe.ts';
import { launchChromium } from './support/chromium.ts';
import { type DashboardWorld, dashboardWorld } from './support/dashboard-world.ts';
import { testDatabase } from './support/database.ts';
import { OPERATOR } from './support/protocol-client.ts';
import { type ServedApp, serveApp } from './support/serve-app.ts';

const PICTURES = 'test-results/dashboard';
const database = await testDatabase();
const { pool } = database;
let world: DashboardWorld;
let served: ServedApp;
let browser: Browser;

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  world = await dashboardWorld(database);
  served = await serveApp(pool, logNothing, OPERATOR);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const pages = (): Record<string, string> => ({
  overview: '',
  sheet: `/sheets/${world.sheet.sheetId}`,
  runs: '/runs',
  run: `/runs/${world.runId}`,
  errors: '/errors',
  retries: '/retries',
  alerts: '/alerts?state=all',
  held: '/held',
  buyer: `/sheets/${world.sheet.sheetId}/buyers/B5`,
  unknown: '/buyers?key=nobody',
  settings: '/settings',
});

/** Logs in by a link, as the try-out prints one. */
async function enter(
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', ...options });
  const page = await context.newPage();
  await page.goto(await makeLoginLink(pool, served.url, new Date()));
  await page.locator('form.login button').click();
  await page.locator('header nav').waitFor();
  return { context, page };
}

/** Every two of language, width and scheme meet; on a long run all three. */
const LOOKS = (['en', 'ja'] as const).flatMap((locale) =>
  ([1280, 360] as const).flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ locale, width, colorScheme })),
  ),
);
const IN_PAIRS = new Set(['en-1280-light', 'en-360-dark', 'ja-1280-dark', 'ja-360-light']);
const isLong = Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1) > 1;
const looks = LOOKS.filter((look) => isLong || IN_PAIRS.has(Object.values(look).join('-')));

// Twelve pages each, with axe: longer than five seconds.
test.each(looks)(
  'every page is sound and fits: $locale, $width px, $colorScheme',
  async ({ locale, width, colorScheme }) => {
    const { context, page } = await enter({ locale, colorScheme, viewport: { width, height: 800 } });
    const picture = (name: string) => `${PICTURES}/${name}-${locale}-${width}-${colorScheme}.png`;
    const check = async (name: string) => {
      await page.screenshot({ path: picture(name), fullPage: true });
      expect(await axeViolations(page), name).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    };
    for (const [name, path] of Object.entries(pages())) {
      await open(page, path);
      await check(name);
    }
    await context.clearCookies();
    await open(page, '');
    await check('login');
    await context.close();
  },
);

const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(`${served.url}dashboard${path}`);
};
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();

describe.each([
  ['with a script', true],
  ['without a script', false],
])('%s', (_how, javaScriptEnabled) => {
  test('a person logs in by the token, decides, and logs out', async () => {
    await pool.query(
      `UPDATE holds SET state = 'waiting'; UPDATE alerts SET acknowledged_at = NULL; DELETE FROM settings;
      UPDATE retry_queue SET next_retry_at = now() + interval '1 hour' WHERE status = 'pending'`,
    );
    const context = await browser.newContext({ locale: 'en', javaScriptEnabled });
    const page = await context.newPage();
    await open(page, '/held');
    expect(new URL(page.url()).pathname).toBe('/dashboard/login');
    await page.getByLabel('Operator token').fill('not the token');
    await button(page, 'Log in').click();
    await page.getByRole('alert').getByText('This is not the operator token').waitFor();
    await page.getByLabel('Operator token').fill(OPERATOR);
    await page.getByLabel('Your name').fill('Tanaka');
    await button(page, 'Log in').click();
    await page.getByRole('heading', { name: 'Held', exact: true }).waitFor();

    await button(page, 'Release this time phone').click();
    await page.getByText('Released. The next sync of the sheet lets it through.').waitFor();
    await open(page, `/runs/${world.runId}`);
    await button(page, 'Keep it out phone').click();
    await page.getByText('Kept out. The stored values').waitFor();
    await button(page, 'Always for this column phone').click();
    await page.getByText('Released for good').waitFor();

    await open(page, '/alerts');
    await button(page, /^Acknowledge/).click();
    await page.getByText('Acknowledged by Tanaka').waitFor();

    await open(page, '/retries');
    await button(page, 'Process what is due').click();
    await page.getByText('Nothing is due now.').waitFor();
    await button(page, 'Retry now B5').click();
    await page.getByText('Tried again, and refused again.').waitFor();

    await open(page, '/settings');
    await page.getByLabel('Alert: missing buyers').fill('25');
    await button(page, 'Change Alert: missing buyers').click();
    await page.getByText('Changed. It counts from the next look on.').waitFor();
    expect(await page.getByLabel('Alert: missing buyers').inputValue()).toBe('25');
    await button(page, 'Back to the default Alert: missing buyers').click();
    await page.getByText('Back to the default.', { exact: true }).waitFor();

    await page.getByRole('searchbox', { name: 'Buyer number' }).fill('B5');
    await button(page, 'Find').click();
    await page.getByRole('heading', { name: 'Buyer B5' }).waitFor();

    await button(page, 'Log out').click();
    await page.getByText('Logged out.').waitFor();
    await open(page, '');
    expect(new URL(page.url()).pathname).toBe('/dashboard/login');
    await context.close();
  }, 240_000);
});

describe('while it is looked at, a page', () => {
  test('brings news by itself, and leaves alone what the reader does', async () => {
    const { context, page } = await enter({ locale: 'en' });
    await page.clock.install();
    await open(page, '/errors');
    await page.getByLabel('Run id').fill('half-typed');
    await page.locator('#errors-figures summary').click();
    await page.getByLabel('Run id').focus();
    await page.evaluate('scrollTo(0, 200)');
    const first = await page.locator('tbody tr[data-key]').last().elementHandle();
    await pool.query(NEW_ERROR, [world.sheet.sheetId, world.runId]);
    await page.clock.runFor(11_000);
    await page.getByRole('link', { name: 'fresh one' }).waitFor();
    expect(await page.getByLabel('Run id').inputValue()).toBe('half-typed');
    expect(await page.evaluate('document.activeElement.id')).toBe('f-run');
    expect(await page.locator('#errors-figures').getAttribute('open')).toBe('');
    expect(await page.evaluate('scrollY')).toBe(200);
    // The lines that were there are the very same.
    expect(await first?.evaluate((row) => (row as { isConnected?: boolean }).isConnected)).toBe(true);
    await context.close();
  });

  test('tells of a new alert those who listen, and says when the server is away', async () => {
    const { context, page } = await enter({ locale: 'en' });
    await page.clock.install();
    await open(page, '/settings');
    expect(await page.locator('#announce').textContent()).toBe('');
    await pool.query(NEW_ALERT, [world.sheet.sheetId]);
    await page.clock.runFor(11_000);
    await expect.poll(() => page.locator('#announce').textContent()).toMatch(/^New alert: \S/);
    expect(await page.locator('#announce').getAttribute('aria-live')).toBe('polite');
    await context.setOffline(true);
    await page.clock.runFor(11_000);
    await page.getByText('The server does not answer').waitFor();
    await context.setOffline(false);
    await page.clock.runFor(11_000);
    await page.getByText('The server does not answer').waitFor({ state: 'hidden' });
    await context.close();
  });

  test('goes to the log-in when its session is over', async () => {
    const { context, page } = await enter({ locale: 'en' });
    await page.clock.install();
    await open(page, '/runs');
    await pool.query('DELETE FROM sessions');
    await page.clock.runFor(11_000);
    await page.getByLabel('Operator token').waitFor();
    await context.close();
  });

  test('shows every time in UTC and in the reader’s own zone', async () => {
    const { context, page } = await enter({ locale: 'ja', timezoneId: 'Asia/Tokyo' });
    await open(page, `/runs/${world.runId}`);
    expect(await page.locator('main time').first().textContent()).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d UTC \d+月\d+日 \d\d:\d\d JST$/,
    );
    await context.close();
  });

  test('asks nobody but its own server, and breaks no rule of its own', async () => {
    const { context, page } = await enter({ locale: 'en' });
    const wrong: string[] = [];
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(served.url) && !request.url().startsWith('data:')) wrong.push(request.url());
    });
    for (const [name, path] of Object.entries(pages())) if (name !== 'unknown') await open(page, path);
    expect(wrong).toEqual([]);
    await context.close();
  });

  test('prints without what only a screen can use', async () => {
    const { context, page } = await enter({ locale: 'en', colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    await open(page, `/runs/${world.runId}`);
    expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(false);
    expect(await button(page, 'Log out').isVisible()).toBe(false);
    expect(await page.getByRole('heading', { name: 'Receipt' }).isVisible()).toBe(true);
    await page.screenshot({ path: `${PICTURES}/print.png`, fullPage: true });
    await context.close();
  });
});

const NEW_ERROR = /* sql */ `
  INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, row_number, error_message, error_type, code)
  VALUES ($1::uuid, $2::uuid, 'fresh one', 9, 'The database refused this row.', 'unknown', 'database_refused')`;

const NEW_ALERT = /* sql */ `
  INSERT INTO alerts (sheet_id, id, type, severity, params, opened_at)
  VALUES ($1::uuid, gen_random_uuid(), 'slow_sync', 'warning', '{"sheetName": "買主リスト", "durationSeconds": 700, "threshold": 600}', now())`;

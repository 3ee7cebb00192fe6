// The operators' dashboard in a real Chromium: every page in both languages, light and dark, on a phone and on a desk; sound for a screen
// reader; every action with a script and without one; and fresh while it is looked at.
import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeLoginLink } from '../server/access/login-codes.ts';
import { axeViolations } from './addon/support/axe.ts';
import { launchChromium } from './support/chromium.ts';
import { type DashboardWorld, dashboardWorld } from './support/dashboard-world.ts';
import { testDatabase } from './support/database.ts';
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
  served = await serveApp(pool);
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

describe.each(['en', 'ja'] as const)('in %s', (locale) => {
  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('every page is sound and fits, %i px wide, %s', async (width, colorScheme) => {
    const { context, page } = await enter({ locale, colorScheme, viewport: { width, height: 800 } });
    for (const [name, path] of Object.entries(pages())) {
      await page.goto(`${served.url}dashboard${path}`);
      await page.screenshot({ path: `${PICTURES}/${name}-${locale}-${width}-${colorScheme}.png`, fullPage: true });
      expect(await axeViolations(page), name).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    }
    await context.close();
  });
});

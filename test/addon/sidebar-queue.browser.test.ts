// Rows that are tried again, in the sidebar in a real browser: which of the add-on's functions a press calls, and where the keyboard goes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import { TEXTS } from '../../addon/sidebar/texts.ts';
import { launchChromium } from '../support/chromium.ts';
import { queue, waiting } from './support/queue-scenes.ts';
import { done, reply, status } from './support/replies.ts';
import { type Opened, openSidebar, type Script } from './support/sidebar-page.ts';

let browser: Browser;
let outDir: string;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'rollcall-sidebar-'));
  await buildAddon({ outDir });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await rm(outDir, { recursive: true });
});

async function sidebar(
  script: Script,
  look: (page: Page, opened: Opened) => Promise<void>,
  delayMs = 20,
): Promise<void> {
  const opened = await openSidebar(browser, outDir, script, { delayMs });
  await opened.page.waitForSelector('#sync');
  await look(opened.page, opened);
  expect(opened.complaints).toEqual([]);
  await opened.page.close();
}

const called = async ({ calls }: Opened, ...names: readonly string[]): Promise<unknown[][]> =>
  (await calls()).filter(([name]) => names.includes(String(name))).map((call) => [...call]);
const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.id');
const two = queue([waiting(0)], [waiting(1, { attempts: 3, nextAt: null })]);
const portion = (over: object) => ({ ok: true, went: 0, refused: 0, waits: 0, next: null, ...over });

describe('rows that are tried again', () => {
  it('are tried portion by portion, a call that Google lost once more, and the tab is looked at again', async () => {
    const tryRetries = [portion({ went: 1, next: 'c1' }), 'lost', portion({ refused: 1 })];
    const script = { sidebarStatus: [status({ queue: two }), status({ queue: queue([waiting(1)]) })], tryRetries };
    await sidebar(script, async (page, opened) => {
      await page.click('#queue-all');
      await page.waitForSelector(`text=1 was refused again.`);
      expect(await called(opened, 'tryRetries', 'sidebarStatus')).toEqual([
        ['sidebarStatus', null],
        ['tryRetries', 7, null, null],
        ['tryRetries', 7, null, 'c1'],
        ['tryRetries', 7, null, 'c1'],
        ['sidebarStatus', 7],
      ]);
      expect(await focused(page)).toBe('queue-card');
    });
  });

  it('are tried one at a time, and nothing is left to say once a run has looked at all', async () => {
    const script = {
      sidebarStatus: [status({ queue: two }), status({ queue: queue([]) })],
      tryRetries: [portion({ went: 1 })],
      startRun: [done()],
    };
    await sidebar(script, async (page, opened) => {
      await page.click('#queue-1-now');
      await page.waitForSelector(`text=${TEXTS['queue.title_empty'].en}`);
      expect(await called(opened, 'tryRetries')).toEqual([['tryRetries', 7, waiting(1).id, null]]);
      await page.click('#sync');
      await page.waitForSelector(`text=${TEXTS['verdict.in_step'].en}`);
      expect(await page.locator('#queue-card').count()).toBe(0);
    });
  });

  it('found as a buyer are looked for anew once they were tried', async () => {
    const { id } = waiting(0);
    const found = {
      ...{ ok: true, key: 'AA1', keyHeader: 'No', cells: ['A2'], isStored: false, fields: [], lastChange: null },
      ...{
        lastSeenEqual: null,
        errors: [],
        lookAlikes: [],
        retry: { id, attempts: 1, nextAt: '2099-01-01T00:00:00Z' },
      },
    };
    const script = {
      sidebarStatus: [status({ queue: two })],
      findBuyerByKey: [found, { ...found, isStored: true, retry: null }],
      tryRetries: [portion({ went: 1 })],
    };
    await sidebar(script, async (page, opened) => {
      await page.fill('#buyer-key', 'AA1');
      await page.press('#buyer-key', 'Enter');
      await page.click('#buyer-again');
      await page.waitForSelector(`text=${TEXTS['buyer.both'].en}`);
      expect(await called(opened, 'tryRetries')).toEqual([['tryRetries', 7, id, null]]);
      expect(await page.locator('#buyer-again').count()).toBe(0);
    });
  });
});

describe('a reader who goes on while the last look is under way', () => {
  it('keeps the place where they type', async () => {
    const script = {
      sidebarStatus: [status({ queue: two }), status({ queue: queue([waiting(0), waiting(1)]) })],
      tryRetries: [portion({ refused: 1 })],
    };
    await sidebar(
      script,
      async (page) => {
        await page.click('#queue-all');
        await page.waitForSelector('text=1 was refused again.');
        await page.focus('#buyer-key');
        await page.waitForSelector('text=2 rows wait to be tried again');
        expect(await focused(page)).toBe('buyer-key');
      },
      400,
    );
  });
});

describe('a run whose database is away', () => {
  it('goes on by itself, and says so meanwhile', async () => {
    const away = reply({ pauseMs: 400, pausedBy: 'database_unavailable' });
    await sidebar({ sidebarStatus: [status()], startRun: [away], continueRun: [away, done()] }, async (page) => {
      await page.click('#sync');
      await page.waitForSelector(`text=${TEXTS['pause.database_unavailable'].en}`);
      expect(await page.locator('.progress').innerText()).toContain(TEXTS['in.whole'].en);
      await page.waitForSelector(`text=${TEXTS['verdict.in_step'].en}`);
    });
  });
});

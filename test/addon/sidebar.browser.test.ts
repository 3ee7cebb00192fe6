// The sidebar as a person meets it: 300 px wide in a real browser, in both languages. Pictures go to test-results/sidebar/.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import type { LastRun, Status } from '../../addon/sidebar/answers.ts';
import { TEXTS } from '../../addon/sidebar/texts.ts';
import { launchChromium } from '../support/chromium.ts';
import { done, doneWithProblems, progress, receipt, refusedSchema, reply, status } from './support/replies.ts';
import { type Opened, openSidebar, type Script } from './support/sidebar-page.ts';

const PICTURES = 'test-results/sidebar';
const LAST: LastRun = {
  at: '2026-11-20T05:02:00Z',
  mode: 'sync',
  verdict: 'in_step',
  receipt: receipt(),
  by: 'hanako@example.jp',
};
const STOPPED = { code: 'stopped_by_person', detail: '', params: {} };
let browser: Browser;
let outDir: string;

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  outDir = await mkdtemp(join(tmpdir(), 'rollcall-sidebar-'));
  await buildAddon({ outDir });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await rm(outDir, { recursive: true });
});

/** Opens, lets `look` work with the page, and holds what every scene must hold. */
async function scene(name: string, script: Script, look: (page: Page, opened: Opened) => Promise<void>): Promise<void> {
  const opened = await openSidebar(browser, outDir, script);
  await opened.page.locator('.chip').filter({ hasNotText: TEXTS['connection.checking'].en }).waitFor();
  await look(opened.page, opened);
  expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(300);
  expect(await opened.page.locator('button.action').count()).toBeLessThanOrEqual(1);
  await opened.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  expect(opened.complaints).toEqual([]);
  await opened.page.close();
}

const text = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();

describe.each(['en', 'ja'] as const)('in %s, the sidebar', (locale) => {
  const say = (key: keyof typeof TEXTS) => TEXTS[key][locale];
  const here = (over: Partial<Status> = {}) => status({ locale, ...over });
  const sync = async (page: Page) => {
    await page.click('#sync');
    await page.waitForSelector('#result');
  };

  it('shows both counts, the last run and one blue button', async () => {
    await scene(`fresh.${locale}`, { sidebarStatus: [here({ last: LAST })] }, async (page) => {
      expect(await text(page, '.counts')).toContain('4,137');
      expect(await text(page, '.counts')).toContain('3,781');
      expect(await text(page, '.last')).toContain(say('verdict.short.in_step'));
      expect(await text(page, 'button.action')).toBe(say('action.sync'));
    });
  });

  it('asks for the key of a sheet that has none, and says that the sheet wins', async () => {
    const script = { sidebarStatus: [here({ connection: 'no_key' })], saveConnection: [here()] };
    await scene(`connect.${locale}`, script, async (page, { calls }) => {
      expect(await text(page, 'form')).toContain(say('connect.why'));
      await page.click('#connect');
      expect(await text(page, '#key-hint')).toBe(say('connect.empty'));
      await page.fill('#key', ' abc ');
      await page.screenshot({ path: join(PICTURES, `key.${locale}.png`) });
      await page.keyboard.press('Enter');
      await page.waitForSelector('#sync');
      expect(await calls()).toContainEqual(['saveConnection', 'abc']);
    });
  });

  it('shows how far a run is, with its buttons off', async () => {
    const script = {
      sidebarStatus: [here()],
      startRun: [reply()],
      continueRun: [reply({ progress: progress(1200) }), 'never'],
    };
    await scene(`running.${locale}`, script, async (page) => {
      await page.click('#sync');
      await page.waitForSelector('[aria-valuenow="29"]');
      expect(await text(page, '.far')).toContain('1,200');
      expect(await page.locator('#sync').isDisabled()).toBe(true);
      expect(await page.locator('#verify').isDisabled()).toBe(true);
      expect(await text(page, '#status')).toBe(say('phase.push'));
    });
  });

  it('says that all is in step, with a receipt that closes', async () => {
    const script = { sidebarStatus: [here(), here({ last: LAST, counts: null })], startRun: [done()] };
    await scene(`done.${locale}`, script, async (page) => {
      await sync(page);
      expect(await text(page, '#result h2')).toBe(say('verdict.in_step'));
      expect(await text(page, '.closes')).toBe(say('receipt.closes'));
      const cells = await page.locator('.receipt td').allInnerTexts();
      const [total = 0, ...counts] = cells.map((cell) => Number(cell.replace(',', ''))).reverse();
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
    });
  });

  it('names what stands in the way, and selects a cell when it is pressed', async () => {
    const script = {
      sidebarStatus: [here()],
      startRun: [doneWithProblems()],
      selectCell: [{ ok: true, selected: '' }],
    };
    await scene(`problems.${locale}`, script, async (page, { calls }) => {
      await sync(page);
      for (const title of [
        'findings',
        'mismatches',
        'missing',
        'duplicates',
        'lookalikes',
        'blanks',
        'held',
        'extra',
      ] as const) {
        expect(await text(page, 'main')).toContain(say(`${title}.title`));
      }
      await page.locator('#findings .more').first().click();
      expect(await page.locator('#findings details').first().locator('.cell').count()).toBe(23);
      await page.click('.cell:has-text("H48")');
      await expect.poll(async () => (await calls()).slice(-2)).toEqual([['selectCell', 7, 'H48'], ['focus']]);
      await page.evaluate('for (const fold of document.querySelectorAll("#lists details")) fold.open = true');
    });
  });

  it('explains a refused table: columns, cells and the fix', async () => {
    await scene(`schema.${locale}`, { sidebarStatus: [here()], startRun: [refusedSchema()] }, async (page) => {
      await sync(page);
      expect(await text(page, '#result')).toContain('356');
      expect(await text(page, '#findings h2')).toContain('356');
      await page.click('#outcome summary');
      expect(await page.inputValue('textarea')).toContain('ALTER TABLE buyers');
    });
  });

  it('says who is at it, and from when one may take over', async () => {
    const params = { who: 'taro@example.jp', since: LAST.at, takeOverAt: LAST.at };
    const busy = reply({ state: 'busy', phase: 'stopped', problem: { code: 'sheet_busy', detail: '', params } });
    await scene(`busy.${locale}`, { sidebarStatus: [here()], startRun: [busy] }, async (page) => {
      await sync(page);
      expect(await text(page, '#result')).toContain('taro@example.jp');
    });
  });

  it('offers to continue a run that was left', async () => {
    const left = { mode: 'sync', progress: progress(1200), startedAt: LAST.at, heardAt: LAST.at, by: LAST.by } as const;
    const script = { sidebarStatus: [here({ unfinished: left }), here()], continueRun: [done()] };
    await scene(`unfinished.${locale}`, script, async (page, { calls }) => {
      expect(await text(page, 'button.action')).toBe(say('action.continue'));
      await page.screenshot({ path: join(PICTURES, `left.${locale}.png`) });
      await page.click('#continue');
      await page.waitForSelector('.receipt');
      expect(await calls()).toContainEqual(['continueRun', 7]);
    });
  });

  it('stops when told, and says what is in', async () => {
    const stopped = reply({ state: 'stopped', phase: 'stopped', progress: progress(1200), problem: STOPPED });
    const script = { sidebarStatus: [here()], startRun: [reply()], continueRun: ['never'], stopRun: [stopped] };
    await scene(`stopped.${locale}`, script, async (page) => {
      await page.click('#sync');
      await page.click('#stop');
      await page.waitForSelector('#result');
      expect(await text(page, '#result h2')).toBe(say('stopped.title'));
      expect(await text(page, '#result p')).toContain('1,200');
    });
  });
});

describe('the sidebar', () => {
  it('asks a lost call again and goes on', async () => {
    const script = { sidebarStatus: [status()], startRun: ['lost', done()] };
    await scene('lost-once', script, async (page, { calls }) => {
      await page.clock.install();
      await page.click('#sync');
      await page.clock.runFor(10_000);
      await page.waitForSelector('.receipt');
      expect((await calls()).filter(([name]) => name === 'startRun')).toHaveLength(2);
    });
  });

  it('gives a lost connection back to the reader, with Continue', async () => {
    await scene('lost', { sidebarStatus: [status()], startRun: ['lost'] }, async (page) => {
      await page.clock.install();
      await page.click('#sync');
      for (let i = 0; i < 5; i++) await page.clock.runFor(3000);
      await page.waitForSelector('#continue');
      expect(await text(page, '#result')).toContain(TEXTS['problem.call_failed'].en);
      expect(await page.locator('#sync').isEnabled()).toBe(true);
    });
  });

  it('words a code it does not know with what the server said', async () => {
    const problem = { code: 'brand_new', detail: 'A sentence from the server.', params: {} };
    const script = { sidebarStatus: [status()], startRun: [reply({ state: 'stopped', phase: 'stopped', problem })] };
    await scene('unknown-code', script, async (page) => {
      await page.click('#sync');
      await page.waitForSelector('#result');
      expect(await text(page, '#result')).toContain('A sentence from the server.');
    });
  });

  it('is worked by keyboard alone: Sync, then Stop has the focus, then the result', async () => {
    const script = {
      sidebarStatus: [status()],
      startRun: [reply()],
      continueRun: [reply(), done()],
      selectCell: [{ ok: true }],
    };
    await scene('keyboard', script, async (page) => {
      const focused = () => page.evaluate('document.activeElement.id');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('sync');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#stop');
      expect(await focused()).toBe('stop');
      await page.waitForSelector('.receipt');
      expect(await focused()).toBe('result');
      expect(await text(page, '#status')).toBe(TEXTS['verdict.in_step'].en);
    });
  });

  it('puts no text of a sheet into the page as markup', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const bad = doneWithProblems();
    const items = bad.findings.items.map((finding) => ({ ...finding, header: evil, key: evil }));
    const script = {
      sidebarStatus: [status({ sheetName: evil })],
      startRun: [{ ...bad, findings: { count: items.length, items } }],
    };
    await scene('markup', script, async (page) => {
      await page.click('#sync');
      await page.waitForSelector('#result');
      expect(await page.locator('img').count()).toBe(0);
      expect(await text(page, '.place')).toBe(evil);
    });
  });
});

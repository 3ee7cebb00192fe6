// What the sidebar does when it is pressed, in a real browser: which of the add-on's functions it calls, and what it shows then.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import type { Finding, RunReply } from '../../addon/sidebar/answers.ts';
import { TEXTS } from '../../addon/sidebar/texts.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  done,
  doneWithMany,
  doneWithProblems,
  hourly,
  progress,
  refusedSchema,
  reply,
  status,
  tooLong,
  unfinished,
} from './support/replies.ts';
import { type Opened, openSidebar, type Script, type Setting } from './support/sidebar-page.ts';
import { NOW } from './support/sidebar-scenes.ts';

const OTHER = { isMine: false, by: 'taro@example.jp' } as const;
const IN_90_S = '2026-11-20T05:31:30Z';
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

/** Opens, lets `look` work with the page, and holds that no error was seen and no request left the page. */
async function sidebar(script: Script, look: (page: Page, opened: Opened) => Promise<void>, setting: Setting = {}) {
  const opened = await openSidebar(browser, outDir, { sidebarStatus: [status()], ...script }, setting);
  if (setting.now !== undefined) await opened.page.clock.runFor(100);
  await opened.page.locator('.chip').filter({ hasNotText: TEXTS['connection.checking'].en }).waitFor();
  await look(opened.page, opened);
  expect(opened.complaints).toEqual([]);
  await opened.page.close();
}

const text = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();
const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.id');
const namesOf = async ({ calls }: Opened): Promise<unknown[]> => (await calls()).map(([name]) => name);
const en = (key: keyof typeof TEXTS): string => TEXTS[key].en;
const stopped = (code: string, over: Partial<RunReply> = {}) =>
  reply({ state: 'stopped', phase: 'stopped', problem: { code, detail: '', params: {} }, ...over });

async function sync(page: Page): Promise<void> {
  await page.click('#sync');
  await page.waitForSelector('#result');
}

describe('a run in the sidebar', () => {
  it('shows how far it is, with its buttons off, and then a receipt that adds up', async () => {
    const script = { startRun: [reply()], continueRun: [reply({ progress: progress(1200) }), done()] };
    await sidebar(
      script,
      async (page) => {
        await page.click('#sync');
        await page.clock.runFor(40);
        await page.waitForSelector('[aria-valuenow="29"]');
        expect(await text(page, '.far')).toContain('1,200');
        for (const id of ['#sync', '#verify']) expect(await page.locator(id).isDisabled()).toBe(true);
        await page.clock.runFor(40);
        await page.waitForSelector('.receipt', { state: 'attached' });
        const cells = await page.locator('.receipt td').allInnerTexts();
        const [total = 0, ...counts] = cells.map((cell) => Number(cell.replace(',', ''))).reverse();
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
      },
      { now: NOW },
    );
  });

  it('is driven by one session, the same in every call of this window', async () => {
    await sidebar({ startRun: [reply()], continueRun: [done()] }, async (page, { calls }) => {
      await sync(page);
      const [start, next] = (await calls()).filter(([name]) => name !== 'sidebarStatus');
      expect(start).toEqual(['startRun', 'sync', expect.stringMatching(/^[0-9a-f-]{36}$/), 7]);
      expect(next).toEqual(['continueRun', 7, start?.[2]]);
    });
  });

  it('says how many rows are compared, and claims no share of them', async () => {
    const comparing = reply({ phase: 'compare', progress: { ...progress(0, 0), rows: 48_000 } });
    await sidebar({ startRun: [comparing], continueRun: ['never'] }, async (page) => {
      await page.click('#sync');
      await page.waitForSelector('.far:has-text("48,000")');
      expect(await page.locator('.bar').getAttribute('aria-valuenow')).toBe(null);
    });
  });

  it('asks a lost call again and goes on', async () => {
    const setting = { now: NOW };
    await sidebar(
      { startRun: ['lost', done()] },
      async (page, opened) => {
        await page.click('#sync');
        await page.clock.runFor(10_000);
        await page.waitForSelector('.receipt', { state: 'attached' });
        expect((await namesOf(opened)).filter((name) => name === 'startRun')).toHaveLength(2);
      },
      setting,
    );
  });

  it('stops when told, and keeps the cells of an answer that was under way', async () => {
    const found = { findings: doneWithProblems().findings, groups: [] };
    await sidebar(
      { startRun: [reply()], continueRun: [reply(found)], stopRun: [stopped('stopped_by_person')] },
      async (page, opened) => {
        await page.click('#sync');
        await page.clock.runFor(25);
        await page.click('#stop');
        await page.clock.runFor(100);
        expect(await text(page, '#result h2')).toBe(en('stopped.title'));
        expect(await text(page, '#findings h2')).toContain('29');
        expect(await namesOf(opened)).toEqual(['sidebarStatus', 'startRun', 'continueRun', 'stopRun', 'sidebarStatus']);
      },
      { now: NOW },
    );
  });

  it('that had ended before Stop reached it is shown as ended', async () => {
    const nothing = { ok: false, code: 'nothing_to_stop', message: '' };
    await sidebar(
      { startRun: [reply()], continueRun: [done()], stopRun: [nothing] },
      async (page) => {
        await page.click('#sync');
        await page.clock.runFor(25);
        await page.click('#stop');
        await page.clock.runFor(100);
        expect(await text(page, '#result h2')).toBe(en('verdict.in_step'));
      },
      { now: NOW },
    );
  });

  it('goes on by Continue where it stopped, through resumeRun', async () => {
    await sidebar(
      { startRun: [stopped('unreachable', { progress: progress(300) })], resumeRun: [reply()], continueRun: [done()] },
      async (page, opened) => {
        await sync(page);
        await page.click('#continue');
        await page.waitForSelector('.receipt', { state: 'attached' });
        expect(await namesOf(opened)).toEqual([
          ...['sidebarStatus', 'startRun', 'sidebarStatus', 'resumeRun', 'continueRun', 'sidebarStatus'],
        ]);
      },
    );
  });

  it('found on opening is continued or given up', async () => {
    const script = { sidebarStatus: [status({ unfinished: unfinished() }), status()] };
    await sidebar({ ...script, resumeRun: [done()] }, async (page, { calls }) => {
      expect(await text(page, '#result')).toContain('1,200 of 4,137');
      await page.click('#continue');
      await page.waitForSelector('.receipt', { state: 'attached' });
      expect((await calls())[1]).toEqual(['resumeRun', 7, expect.any(String)]);
    });
    const given = stopped('stopped_by_person', { progress: progress(1200) });
    await sidebar({ ...script, stopRun: [given] }, async (page, { calls }) => {
      await page.click('#give-up');
      await page.waitForSelector(`h2:has-text("${en('stopped.title')}")`);
      expect(await text(page, '#result')).toContain('1,200 of 4,137');
      expect((await calls())[1]).toEqual(['stopRun', 7, expect.any(String)]);
    });
  });

  it('explains a refused table: columns, cells and the fix', async () => {
    await sidebar({ startRun: [refusedSchema()] }, async (page) => {
      await sync(page);
      expect(await text(page, '#result')).toContain('356');
      expect(await text(page, '#findings h2')).toContain('356');
      await page.click('#outcome summary');
      expect(await page.inputValue('textarea')).toContain('ALTER TABLE buyers');
    });
  });

  it('words a code it does not know with what the server said', async () => {
    const problem = { code: 'brand_new', detail: 'A sentence from the server.', params: {} };
    await sidebar({ startRun: [stopped('', { problem })] }, async (page) => {
      await sync(page);
      expect(await text(page, '#result')).toContain('A sentence from the server.');
    });
  });

  it('puts no text of a sheet into the page as markup', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const bad = doneWithProblems();
    const items = bad.findings.items.map((finding) => ({ ...finding, header: evil, key: evil }));
    const script = {
      sidebarStatus: [status({ sheetName: evil, server: evil, person: evil })],
      startRun: [{ ...bad, findings: { count: items.length, items }, groups: [] }],
    };
    await sidebar(script, async (page) => {
      await sync(page);
      expect(await page.locator('img').count()).toBe(0);
      expect(await text(page, '.tab')).toBe(evil);
    });
  });
});

describe('a sheet that another is at', () => {
  it('may be taken over as soon as the time is up, without a press; the time left is said', async () => {
    const other = { unfinished: unfinished({ ...OTHER, takeOverAt: IN_90_S }) };
    await sidebar(
      { sidebarStatus: [status(other)], resumeRun: [done()] },
      async (page, { calls }) => {
        const over = page.locator('#take-over');
        expect(await over.isDisabled()).toBe(true);
        expect(await text(page, '#result')).toContain('taro@example.jp');
        await page.clock.runFor(50_000);
        expect(await text(page, '#over')).toContain('40 s');
        expect(await over.isDisabled()).toBe(true);
        await page.clock.runFor(45_000);
        expect(await over.isEnabled()).toBe(true);
        expect(await text(page, 'button.action')).toBe(en('action.take_over'));
        expect(await text(page, '#status')).toContain(en('over.now'));
        await over.click();
        await page.clock.runFor(100);
        expect(await text(page, '#result h2')).toBe(en('verdict.in_step'));
        expect((await calls()).filter(([name]) => name === 'resumeRun')).toHaveLength(1);
      },
      { now: NOW },
    );
  });

  it('is asked after once more when the time is up: who was heard of again keeps it', async () => {
    const at = (takeOverAt: string) => status({ unfinished: unfinished({ ...OTHER, takeOverAt }) });
    await sidebar(
      { sidebarStatus: [at(IN_90_S), at('2026-11-20T05:33:30Z')] },
      async (page, opened) => {
        for (let i = 0; i < 95; i++) await page.clock.runFor(1000);
        expect(await namesOf(opened)).toEqual(['sidebarStatus', 'sidebarStatus']);
        expect(await page.locator('#take-over').isDisabled()).toBe(true);
      },
      { now: NOW },
    );
  });

  it('answers a start with who it is; taken over, the start is asked again', async () => {
    const params = { who: 'taro@example.jp', since: '2026-11-20T05:12:00Z', lastHeard: NOW, takeOverAt: IN_90_S };
    const busy = reply({ state: 'busy', phase: 'stopped', problem: { code: 'sheet_busy', detail: '', params } });
    await sidebar(
      { startRun: [busy, done()] },
      async (page, { calls }) => {
        await page.click('#verify');
        await page.clock.runFor(50);
        expect(await text(page, '#result')).toContain('taro@example.jp');
        await page.clock.runFor(91_000);
        await page.click('#take-over');
        await page.clock.runFor(100);
        expect(await text(page, '#result h2')).toBe(en('verdict.in_step'));
        const starts = (await calls()).filter(([name]) => name === 'startRun');
        expect(starts.map(([, mode]) => mode)).toEqual(['verify', 'verify']);
      },
      { now: NOW },
    );
  });
});

describe('the hourly switch', () => {
  it('calls setSchedule, and shows what came of it', async () => {
    const waiting = status({ schedule: hourly({ state: 'waiting', last: null }) });
    await sidebar({ setSchedule: [waiting, status()] }, async (page, { calls }) => {
      const toggle = page.getByRole('switch', { name: en('schedule.title') });
      expect(await toggle.getAttribute('aria-checked')).toBe('false');
      await toggle.click();
      await page.waitForSelector('[aria-checked="true"]');
      expect(await text(page, '#schedule-state')).toContain(en('schedule.waiting'));
      expect(await text(page, '#schedule-state')).toContain('3:30 PM');
      await toggle.click();
      await page.waitForSelector('[aria-checked="false"]');
      const switched = (await calls()).filter(([name]) => name === 'setSchedule');
      expect(switched).toEqual([...[['setSchedule', true, 7]], ['setSchedule', false, 7]]);
    });
  });

  it('keeps the other buttons off while it moves, and says in words why it did not', async () => {
    const refused = { ok: false, code: 'no_sheet', message: '' };
    await sidebar(
      { setSchedule: [refused] },
      async (page) => {
        await page.click('#schedule');
        expect(await page.locator('#sync').isDisabled()).toBe(true);
        await page.clock.runFor(50);
        expect(await page.locator('#sync').isEnabled()).toBe(true);
        expect(await text(page, '.failed')).toBe(`${en('schedule.failed')} ${en('problem.no_sheet')}`);
        expect(await focused(page)).toBe('schedule');
      },
      { now: NOW },
    );
  });

  it('shows no link to authorize but to Google’s own https address', async () => {
    const trouble = { code: 'authorization', at: NOW, url: 'javascript:alert(1)' } as const;
    await sidebar({ sidebarStatus: [status({ schedule: hourly({ trouble }) })] }, async (page) => {
      expect(await page.locator('#trouble a').count()).toBe(0);
    });
  });
});

describe('the lists', () => {
  it('count by column and cause what no answer could list, and lose and double nothing over all pages', async () => {
    const notes = (from: number, count: number): Finding[] =>
      Array.from({ length: count }, (_, i) => tooLong(3000 + from + i, 'K'));
    const addresses = (from: number, count: number): Finding[] =>
      Array.from({ length: count }, (_, i) => tooLong(17 + (from + i) * 31));
    const pages = [
      { ok: true, findings: notes(0, 200), cursor: 'a' },
      { ok: true, findings: [...notes(200, 60), ...addresses(0, 140)], cursor: 'b' },
      ...[140, 340].map((from) => ({ ok: true, findings: addresses(from, 200), cursor: `c${from}` })),
      { ok: true, findings: addresses(540, 100), cursor: null },
    ];
    await sidebar({ startRun: [doneWithMany()], listFindings: pages }, async (page, { calls }) => {
      await sync(page);
      expect(await text(page, '#findings h2')).toContain('900');
      expect(await page.locator('#findings .count').allInnerTexts()).toEqual(['900', '640', '260']);
      const cells = () => page.locator('#findings details').first().locator('.cell');
      const more = page.locator('#findings details').first().locator('.more');
      for (let guard = 0; (await more.count()) > 0 && guard < 20; guard++) {
        await more.click();
        await page.waitForSelector(
          '#findings .more:not([aria-busy]), #findings details:first-of-type:not(:has(.more))',
        );
        await page.locator('#sync:not(:disabled)').waitFor();
      }
      const addressesShown = await cells().locator('.address').allInnerTexts();
      expect(addressesShown).toHaveLength(640);
      expect(new Set(addressesShown).size).toBe(640);
      expect((await calls()).filter(([name]) => name === 'listFindings').map(([, , , cursor]) => cursor)).toEqual([
        ...[null, 'a', 'b', 'c140', 'c340'],
      ]);
      const others = page.locator('#findings details').nth(1);
      for (let guard = 0; (await others.locator('.more').count()) > 0 && guard < 5; guard++)
        await others.locator('.more').click();
      expect(await others.locator('.cell').count()).toBe(260);
    });
  });

  it('a new compare voids what it found in the sheet before, and only that', async () => {
    const before = { count: 2, items: [tooLong(5), tooLong(6)] };
    const now = { count: 1, items: [tooLong(7)] };
    const again = { count: 1, items: [tooLong(8)] };
    const refused = { count: 1, items: [tooLong(9, 'K')] };
    const script = {
      startRun: [reply({ findings: refused, sheetFindings: { anew: true, ...before } })],
      continueRun: [
        reply({ sheetFindings: { anew: true, ...now } }),
        done({ sheetFindings: { anew: false, ...again } }),
      ],
    };
    await sidebar(script, async (page) => {
      await sync(page);
      expect(await page.locator('#findings .address').allInnerTexts()).toEqual(['H7', 'H8', 'K9']);
    });
  });

  it('bring the rest of what is missing, with the keyboard on the first new one', async () => {
    const key = (i: number) => `AA${String(221 + i * 13).padStart(5, '0')}`;
    const keys = Array.from({ length: 230 }, (_, i) => key(i));
    const script = {
      startRun: [doneWithMany()],
      listMore: [
        { ok: true, missing: keys.slice(0, 200), mismatches: [], next: 200 },
        { ok: true, missing: keys.slice(200), mismatches: [], next: null },
      ],
    };
    await sidebar(script, async (page, { calls }) => {
      await sync(page);
      const more = page.locator('#missing-more');
      await more.focus();
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('missing-6');
      for (const first of [25, 200]) {
        await more.focus();
        await page.keyboard.press('Enter');
        await expect.poll(() => focused(page)).toBe(`missing-${first}`);
      }
      expect(await page.locator('.key[id^=missing-]').allInnerTexts()).toEqual(keys);
      expect(await more.count()).toBe(0);
      const asked = (await calls()).filter(([name]) => name === 'listMore');
      expect(asked.map(([, , , from]) => from)).toEqual([0, 200]);
    });
  });

  it('say in words that a page could not be fetched, and ask again', async () => {
    const away = { ok: false, code: 'unreachable', message: '' };
    const page1 = { ok: true, findings: [tooLong(9000)], cursor: null };
    await sidebar({ startRun: [doneWithMany()], listFindings: [away, page1] }, async (page) => {
      await sync(page);
      const more = page.locator('#findings .more').first();
      await more.click();
      await more.click();
      expect(await text(page, '#findings .failed')).toContain(en('problem.unreachable'));
      await page.locator('#findings .more').first().click();
      await page.waitForSelector('.address:text-is("H9000")');
      expect(await page.locator('.failed').count()).toBe(0);
      expect(await text(page, '#findings')).toContain('616 more are not listed.');
    });
  });

  it('select a cell when it is pressed, and the cursor follows a pointer into the grid', async () => {
    await sidebar({ startRun: [doneWithProblems()], selectCell: [{ ok: true }] }, async (page, { calls }) => {
      await sync(page);
      await page.click('.cell:has-text("H48")');
      await expect.poll(async () => (await calls()).slice(-2)).toEqual([...[['selectCell', 7, 'H48']], ['focus']]);
    });
  });
});

describe('connecting', () => {
  it('sends the key without its spaces, and goes on at Sync', async () => {
    const script = { sidebarStatus: [status({ connection: 'no_key' })], saveConnection: [status()] };
    await sidebar(script, async (page, { calls }) => {
      await page.click('#connect');
      expect(await text(page, '#key-hint')).toBe(en('connect.empty'));
      await page.fill('#key', ' abc ');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#sync');
      expect(await calls()).toContainEqual(['saveConnection', 'abc', 7]);
      expect(await focused(page)).toBe('sync');
    });
  });
});

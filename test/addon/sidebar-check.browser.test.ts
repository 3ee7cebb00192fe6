// Check, holds, questions and keys in the sidebar, in a real browser: which of the add-on's functions a press calls, and where the keyboard goes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import { TEXTS } from '../../addon/sidebar/texts.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  askingMoved,
  askingOverwrites,
  CHECK_ID,
  checked,
  goneHold,
  held,
  hold,
  sheetView,
} from './support/check-replies.ts';
import { setupView } from './support/contract-scenes.ts';
import { done, doneWithProblems, reply, status } from './support/replies.ts';
import { type Opened, openSidebar, type Script } from './support/sidebar-page.ts';

const RUN = reply().runId;
const EDITED = {
  ...{ field: 'address', header: '現住所', cause: 'edited_in_sheet', form: null, count: 2, since: null },
  examples: [4, 9].map((rowNumber) => ({
    ...{ buyerNumber: `AA${rowNumber}`, rowNumber, cell: `H${rowNumber}`, header: '現住所', field: 'address' },
    ...{ spreadsheetValue: '東京都', databaseValue: '大阪府', cause: 'edited_in_sheet' },
  })),
} as const;
const WINDOW = expect.stringMatching(/^[0-9a-f-]{36}$/);
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

async function sidebar(script: Script, look: (page: Page, opened: Opened) => Promise<void>): Promise<void> {
  const opened = await openSidebar(browser, outDir, { sidebarStatus: [status()], ...script });
  await opened.page.waitForSelector('#sync');
  await look(opened.page, opened);
  expect(opened.complaints).toEqual([]);
  await opened.page.close();
}

const en = (key: keyof typeof TEXTS): string => TEXTS[key].en;
const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.id');
const called = async ({ calls }: Opened, ...names: readonly string[]): Promise<unknown[][]> =>
  (await calls()).filter(([name]) => names.includes(String(name))).map((call) => [...call]);

async function press(page: Page, id: string, until: string): Promise<void> {
  await page.click(`[id="${id}"]`);
  await page.waitForSelector(until);
}

describe('Check', () => {
  it('is a third button, and its yes names the Check that was agreed to', async () => {
    await sidebar({ startRun: [checked(), done()] }, async (page, opened) => {
      await press(page, 'check', '#sync-now');
      expect(await focused(page)).toBe('result');
      await press(page, 'sync-now', `text=${en('verdict.in_step')}`);
      expect(await called(opened, 'startRun')).toEqual([
        ['startRun', 'check', WINDOW, 7],
        ['startRun', 'sync', WINDOW, 7, CHECK_ID],
      ]);
    });
  });

  it('comes first where the sheet was never synced, and is no third button then', async () => {
    const never = status({ sheet: sheetView({ everSynced: false }) });
    const after = status({ sheet: sheetView() });
    const script = { sidebarStatus: [never, never, after], startRun: [checked(), done()] };
    await sidebar(script, async (page, opened) => {
      expect(await page.locator('#sync').innerText()).toBe(en('action.check_first'));
      expect(await page.locator('#check').count()).toBe(0);
      expect(await page.locator('#push-selected').count()).toBe(0);
      await press(page, 'sync', '#sync-now');
      await press(page, 'sync-now', '#check');
      expect(await page.locator('#sync').innerText()).toBe(en('action.sync'));
      expect(await called(opened, 'startRun')).toMatchObject([
        ['startRun', 'check', WINDOW, 7],
        ['startRun', 'sync', WINDOW, 7, CHECK_ID],
      ]);
    });
  });

  it('says that nothing would go where the table limits texts, though each row by itself could', async () => {
    const limitedText = { count: 4, items: ['現住所', '備考', '希望駅', '担当者'] };
    await sidebar({ startRun: [checked({ limitedText })] }, async (page) => {
      await press(page, 'check', '#sync-now');
      const said = await page.locator('#outcome').innerText();
      expect(said).toContain('“現住所”, “備考”, “希望駅” and 1 more, so the server will refuse the sync as a whole');
      expect(said).not.toContain(en('check.title_clear'));
    });
  });

  it('selects the cells that it names', async () => {
    const example = { cell: 'F18', key: 'AA00221' };
    const finding = {
      weight: 'stands',
      code: 'text_too_long',
      header: '電話番号',
      column: 'phone',
      limit: 50,
    } as const;
    const findings = { count: 1, items: [{ ...finding, count: 3, most: 61, examples: [example] }] };
    const script = { startRun: [checked({ reject: 3, findings })], selectCell: [{ ok: true }] };
    await sidebar(script, async (page, opened) => {
      await press(page, 'check', '.weight.stands');
      expect(await page.locator('.weight').innerText()).toContain('Longest 61 of 50');
      await page.click('.cell:has-text("F18")');
      await expect.poll(() => called(opened, 'selectCell')).toEqual([['selectCell', 7, 'F18']]);
    });
  });
});

describe('a sync that asks', () => {
  it.each([
    ['answer-go', 'go'],
    ['answer-leave', 'leave'],
  ])('goes on with %s', async (id, choice) => {
    await sidebar({ startRun: [askingOverwrites()], answerRun: [done()] }, async (page, opened) => {
      await press(page, 'sync', '#answer-go');
      expect(await focused(page)).toBe('result');
      await press(page, id, `text=${en('verdict.in_step')}`);
      expect(await called(opened, 'answerRun', 'continueRun')).toEqual([['answerRun', 7, choice, WINDOW]]);
    });
  });

  it('is stopped, and nothing was sent', async () => {
    const stop = { code: 'stopped_by_person', detail: '', params: {} };
    const stopped = reply({ state: 'stopped', phase: 'stopped', problem: stop });
    await sidebar({ startRun: [askingOverwrites()], stopRun: [stopped] }, async (page, opened) => {
      await press(page, 'sync', '#answer-go');
      await press(page, 'answer-stop', `text=${en('stopped.title')}`);
      expect(await called(opened, 'answerRun', 'stopRun')).toMatchObject([['stopRun', 7, WINDOW]]);
    });
  });

  it('because things have moved may be checked once more', async () => {
    await sidebar({ startRun: [askingMoved(), checked()] }, async (page, opened) => {
      await press(page, 'sync', '#answer-go');
      await press(page, 'answer-check', '#sync-now');
      expect(await called(opened, 'startRun')).toMatchObject([
        ['startRun', 'sync', WINDOW, 7],
        ['startRun', 'check', WINDOW, 7],
      ]);
    });
  });
});

describe('what is held', () => {
  const waiting = status({ sheet: sheetView({ holds: [{ ...hold(), runId: RUN }] }) });
  const released = { ok: true, holds: [hold({ state: 'released' })] };

  it.each([
    ['hold-once-h1', false],
    ['hold-always-h1', true],
  ])('is let through by %s after a second look, and the sync runs', async (id, always) => {
    const script = { sidebarStatus: [waiting, status()], releaseHold: [released], startRun: [done()] };
    await sidebar(script, async (page, opened) => {
      await press(page, 'hold-let-h1', '.sure');
      expect(await called(opened, 'releaseHold')).toEqual([]);
      await press(page, id, `text=${en('verdict.in_step')}`);
      expect(await called(opened, 'releaseHold', 'startRun')).toEqual([
        ['releaseHold', 7, RUN, ['phone'], always],
        ['startRun', 'sync', WINDOW, 7],
      ]);
      expect(await page.locator('.hold').count()).toBe(0);
    });
  });

  it('as a whole run leaves nothing to be pushed by itself, and no button says so', async () => {
    const good = held('run', [goneHold()]);
    if (good.result === null) throw new Error('a finished run has a result');
    const mismatches = { count: 2, items: [] };
    const result = {
      ...good.result,
      mismatches,
      groups: { count: 1, items: [EDITED] },
      missing: { count: 1, items: ['AA1'] },
    };
    const gone = status({ sheet: sheetView({ holds: [{ ...goneHold(), runId: RUN }] }) });
    await sidebar({ sidebarStatus: [status(), gone], startRun: [{ ...good, result }] }, async (page) => {
      await page.waitForSelector('#push-selected');
      await press(page, 'sync', '#groups .fold');
      expect(await page.locator('[id$="-take"]').count()).toBeGreaterThan(0);
      expect(await page.locator('[id$="-push"], #push-missing, #push-selected').count()).toBe(0);
      expect(await page.locator('#groups').innerText()).toContain(en('push.held'));
    });
  });

  it('as a whole run and was kept out says so, and names the two ways on', async () => {
    const discarded = { ok: true, holds: [goneHold({ state: 'discarded' })] };
    await sidebar({ startRun: [held('run', [goneHold()])], discardHold: [discarded] }, async (page) => {
      await press(page, 'sync', '#hold-keep-h2');
      expect(await page.locator('#outcome').innerText()).toContain(en('holds.run.text'));
      await press(page, 'hold-keep-h2', '.kept');
      expect(await page.locator('#outcome').innerText()).toContain(en('holds.run.kept'));
      expect(await page.locator('#outcome').innerText()).not.toContain(en('holds.run.text'));
    });
  });

  it('stays as it is by Back, with the keyboard where it was', async () => {
    await sidebar({ sidebarStatus: [waiting] }, async (page, opened) => {
      await page.focus('#hold-let-h1');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.sure');
      expect(await focused(page)).toBe('hold-back-h1');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.sure', { state: 'detached' });
      expect(await focused(page)).toBe('hold-let-h1');
      expect(await called(opened, 'releaseHold', 'discardHold')).toEqual([]);
    });
  });

  it('is kept out without a word more, and can be let through later', async () => {
    const discarded = { ok: true, holds: [hold({ state: 'discarded' })] };
    await sidebar({ startRun: [held('columns', [hold()])], discardHold: [discarded] }, async (page, opened) => {
      await press(page, 'sync', '#hold-keep-h1');
      await press(page, 'hold-keep-h1', '.kept');
      expect(await called(opened, 'discardHold')).toEqual([['discardHold', 7, RUN, ['phone']]]);
      expect(await page.locator('#hold-keep-h1').count()).toBe(0);
      expect(await focused(page)).toBe('hold-h1');
      await press(page, 'hold-let-h1', '.sure');
    });
  });
});

describe('a verification that misses rows only', () => {
  it('names them once, with their number', async () => {
    const good = done({ mode: 'verify' });
    if (good.result === null) throw new Error('a finished run has a result');
    const missing = { count: 2, items: ['AA1', 'AA2'] };
    const verified = { ...good, result: { ...good.result, verdict: 'not_in_step', passed: false, missing } };
    await sidebar({ startRun: [verified] }, async (page) => {
      await press(page, 'verify', '#push-missing');
      expect(await page.getByText(en('missing.title'), { exact: true }).count()).toBe(1);
      expect(await page.getByRole('region', { name: en('missing.title') }).count()).toBe(1);
    });
  });
});

describe('a sync of the selected rows', () => {
  it('with none selected was not begun: nothing stopped', async () => {
    const none = { ok: false, code: 'nothing_selected', message: '' };
    await sidebar({ pushOnly: [none] }, async (page) => {
      await press(page, 'push-selected', '#result');
      const said = await page.locator('#result').innerText();
      expect(said).toContain(en('run.not_begun'));
      expect(said).not.toContain(en('problem.title'));
    });
  });
});

describe('a run of a tab whose headings nobody agreed on', () => {
  it('is not begun: the question is on the page instead', async () => {
    const asked = { ok: false, code: 'needs_setup', message: '' };
    const open = status({ sheet: sheetView({ confirmedAt: null, headerRow: null }) });
    const script = { sidebarStatus: [status(), open], startRun: [asked], viewSetup: [setupView()] };
    await sidebar(script, async (page) => {
      await press(page, 'verify', '#confirm-setup');
      expect(await page.locator('#result').count()).toBe(0);
    });
  });
});

describe('answers on keys', () => {
  const SAME = 'lookalikes-0 ＡＡ００３１２-same';

  it('are told, and can be taken back', async () => {
    await sidebar({ startRun: [doneWithProblems()], sayLookAlike: [{ ok: true }] }, async (page, opened) => {
      await press(page, 'sync', `[id="${SAME}"]`);
      await press(page, SAME, `text=${en('lookalikes.is_same')}`);
      expect(await focused(page)).toBe('lookalikes-0 ＡＡ００３１２-answers');
      await press(page, 'lookalikes-0 ＡＡ００３１２-undo', `[id="${SAME}"]`);
      const pair = ['sayLookAlike', 7, 'ＡＡ００３１２', 'AA00312'];
      expect(await called(opened, 'sayLookAlike')).toEqual([
        [...pair, 'same'],
        [...pair, ''],
      ]);
    });
  });

  it('write the other spelling into the cell that is named', async () => {
    const script = { startRun: [doneWithProblems()], sayLookAlike: [{ ok: true }], writeKey: [{ ok: true }] };
    await sidebar(script, async (page, opened) => {
      await press(page, 'sync', `[id="${SAME}"]`);
      await press(page, SAME, '[id$="-write-B901"]');
      await press(page, 'lookalikes-0 ＡＡ００３１２-write-B901', `text=${en('lookalikes.written')}`);
      expect(await called(opened, 'writeKey')).toEqual([['writeKey', 7, 'B901', 'ＡＡ００３１２', 'AA00312']]);
      expect(await page.locator('[id$="-write-B901"]').count()).toBe(0);
      expect(await page.locator('[id$="-write-B25"]').count()).toBe(1);
    });
  });

  it('name rows that are no buyers together, and take it back', async () => {
    await sidebar({ startRun: [doneWithProblems()], sayNotBuyers: [{ ok: true }] }, async (page, opened) => {
      await press(page, 'sync', '[id="blanks-0 77-78-not"]');
      await press(page, 'blanks-0 77-78-not', '[id="blanks-0 77-78-undo"]');
      await press(page, 'blanks-0 77-78-undo', '[id="blanks-0 77-78-not"]');
      expect(await called(opened, 'sayNotBuyers')).toEqual([
        ['sayNotBuyers', 7, '77-78', false],
        ['sayNotBuyers', 7, '77-78', true],
      ]);
    });
  });
});

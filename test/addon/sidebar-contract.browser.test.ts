// What a person does in the sidebar about headings, and what the add-on hears of it: in a real browser at 300 px.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import type { SaidOfHeading } from '../../addon/sidebar/answers-contract.ts';
import { launchChromium } from '../support/chromium.ts';
import { heading, setupView, sheetView } from './support/contract-scenes.ts';
import { done, status } from './support/replies.ts';
import { type Opened, openSidebar, type Script } from './support/sidebar-page.ts';

let browser: Browser;
let outDir: string;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'rollcall-sidebar-contract-'));
  await buildAddon({ outDir });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await rm(outDir, { recursive: true });
});

const SETTLED = status({
  sheet: sheetView(),
  headings: { headerRow: 3, held: { count: 0, items: [] }, free: [], movedTo: null },
});
const UNSET = status({ sheet: sheetView({ headerRow: null, confirmedAt: null }) });
const open = (script: Script): Promise<Opened> => openSidebar(browser, outDir, script);

/** The arguments of the last call of that function. */
async function said(opened: Opened, name: string): Promise<readonly unknown[]> {
  const calls = (await opened.calls()).filter(([called]) => called === name);
  return calls.at(-1)?.slice(1) ?? [];
}

const wide = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    heading(i, { cell: `A${i}`, header: `項目${i}`, column: i === 0 ? 'buyer_number' : `item_${i}` }),
  );

async function openSettings({ page }: Opened): Promise<void> {
  await page.click('#settings-fold');
  await page.click('#headings-settings');
  await page.waitForSelector('#confirm-setup:enabled');
}

it('the settings say which heading is gone', async () => {
  const gone = { header: '', use: 'held', reason: 'header_blank', proposal: 'notes', before: '備考' } as const;
  const items = [...setupView().headings.items.slice(0, 6), heading(6, { ...gone, column: null })];
  const opened = await open({ sidebarStatus: [SETTLED], viewSetup: [setupView({ headings: { count: 7, items } })] });
  await openSettings(opened);
  expect(await opened.page.locator('.pair', { hasText: 'G3' }).innerText()).toContain('the heading “備考” is gone');
  await opened.page.close();
});

describe('setting up a tab', () => {
  it('sends all that is proposed at one click, and goes on to Sync', async () => {
    const held = heading(4, { use: 'held', column: null, reason: 'header_unknown', proposal: 'mobile_phone' });
    const unknown = heading(5, { use: 'held', column: null, reason: 'header_unknown' });
    const items = [held, unknown, ...setupView().headings.items.slice(0, 4)];
    const opened = await open({
      sidebarStatus: [UNSET],
      viewSetup: [setupView({ headings: { count: 6, items } })],
      saveSetup: [SETTLED],
    });
    const { page } = opened;
    await page.waitForSelector('#confirm-setup:enabled');
    expect(await page.locator('#push-selected').count()).toBe(0);
    await page.click('#confirm-setup');
    await page.waitForSelector('#sync:enabled');
    const [gid, row, json] = await said(opened, 'saveSetup');
    expect([gid, row]).toEqual([7, 3]);
    const answers = JSON.parse(String(json)) as SaidOfHeading[];
    expect(answers).toHaveLength(6);
    expect(answers[0]).toEqual({
      index: 4,
      header: '携帯番号',
      decision: 'column',
      column: 'mobile_phone',
      asValue: false,
    });
    expect(answers[1]).toEqual({ index: 5, header: '現住所', decision: 'ignored' });
    await page.close();
  });

  it('looks at the row that is clicked, and says nothing that is not asked', async () => {
    const opened = await open({ sidebarStatus: [UNSET], viewSetup: [setupView(), setupView({ headerRow: 4 })] });
    const { page } = opened;
    await page.locator('label[for="row-4"]').click();
    await page.waitForSelector('#row-4:checked:enabled');
    expect(await said(opened, 'viewSetup')).toEqual([7, 4, '']);
    expect((await opened.calls()).map(([name]) => name)).not.toContain('saveSetup');
    await page.close();
  });

  it('does not take the keyboard from where the reader is', async () => {
    const { page } = await open({ sidebarStatus: [UNSET], viewSetup: [setupView()] });
    await page.waitForSelector('#confirm-setup:enabled');
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
    await page.close();
  });

  it('can be done by the keyboard alone', async () => {
    const opened = await open({ sidebarStatus: [UNSET], viewSetup: [setupView()], saveSetup: [SETTLED] });
    const { page } = opened;
    await page.waitForSelector('#confirm-setup:enabled');
    for (let i = 0; i < 20 && !(await page.evaluate('document.activeElement.id === "confirm-setup"')); i++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sync:enabled');
    expect(await page.evaluate('document.activeElement.id')).toBe('sync');
    await page.close();
  });
});

describe('the settings', () => {
  it('of 180 headings are searched without a call, and only what was changed is sent', async () => {
    const items = wide(180);
    const opened = await open({
      sidebarStatus: [SETTLED],
      viewSetup: [
        setupView({
          headings: { count: 180, items },
          columns: items.map(({ column }) => ({ name: column ?? '', type: 'text' })),
        }),
      ],
      saveSetup: [SETTLED],
    });
    const { page } = opened;
    await openSettings(opened);
    await page.fill('#find-heading', '項目17');
    expect(await page.locator('.pair:visible').count()).toBe(11);
    await page.click('#edit-170');
    await page.selectOption('#use-170', { label: 'Never send' });
    expect(await page.locator('.pair:visible').count()).toBe(11);
    await page.click('#confirm-setup');
    await page.waitForSelector('#sync:enabled');
    expect((await opened.calls()).filter(([name]) => name === 'viewSetup')).toHaveLength(1);
    const [, , json] = await said(opened, 'saveSetup');
    expect(JSON.parse(String(json))).toEqual([{ index: 170, header: '項目170', decision: 'never' }]);
    await page.close();
  });

  it('of more headings than an answer takes are asked for by their text, and keep what was chosen before', async () => {
    const items = wide(20);
    const found = [heading(400, { cell: 'OK3', header: '特記', column: 'special' })];
    const opened = await open({
      sidebarStatus: [SETTLED],
      viewSetup: [setupView({ headings: { count: 500, items } }), setupView({ headings: { count: 1, items: found } })],
      saveSetup: [SETTLED],
    });
    const { page } = opened;
    await openSettings(opened);
    await page.click('#setup-matched-fold');
    await page.click('#edit-3');
    await page.selectOption('#use-3', { label: 'Leave out' });
    await page.fill('#find-heading', '特記');
    await page.keyboard.press('Enter');
    await page.locator('.pair', { hasText: '特記' }).waitFor();
    expect(await said(opened, 'viewSetup')).toEqual([7, 3, '特記']);
    await page.click('#edit-400');
    await page.check('#value-400');
    await page.click('#confirm-setup');
    await page.waitForSelector('#sync:enabled');
    const [, , json] = await said(opened, 'saveSetup');
    expect(JSON.parse(String(json))).toEqual([
      { index: 400, header: '特記', decision: 'column', column: 'special', asValue: true },
      { index: 3, header: '項目3', decision: 'ignored' },
    ]);
    await page.close();
  });

  it('closed, change nothing and give the keyboard back', async () => {
    const opened = await open({ sidebarStatus: [SETTLED], viewSetup: [setupView()] });
    const { page } = opened;
    await openSettings(opened);
    await page.click('#setup-close');
    await page.waitForSelector('#sync:enabled');
    expect(await page.evaluate('document.activeElement.id')).toBe('headings-settings');
    expect((await opened.calls()).map(([name]) => name)).toEqual(['sidebarStatus', 'viewSetup']);
    await page.close();
  });
});

describe('another tab in front', () => {
  it('is what the sidebar is about, once the reader comes back to it', async () => {
    const other = status({ gid: 8, sheetName: '別のタブ', sheet: sheetView() });
    const opened = await open({
      sidebarStatus: [SETTLED, other],
      frontTab: [{ ok: true, gid: 8 }],
      startRun: [done({ gid: 8 })],
    });
    const { page } = opened;
    await page.waitForSelector('#sync:enabled');
    await page.evaluate('window.dispatchEvent(new Event("focus"))');
    await page.locator('.tab', { hasText: '別のタブ' }).waitFor();
    await page.click('#sync');
    await page.waitForSelector('#result');
    expect((await said(opened, 'startRun'))[2]).toBe(8);
    await page.close();
  });

  it('is no matter while a run of the first is under way', async () => {
    const opened = await open({ sidebarStatus: [SETTLED], startRun: ['never'], frontTab: [{ ok: true, gid: 8 }] });
    const { page } = opened;
    await page.click('#sync');
    await page.waitForSelector('#stop');
    await page.evaluate('window.dispatchEvent(new Event("focus"))');
    expect((await opened.calls()).map(([name]) => name)).toEqual(['sidebarStatus', 'startRun']);
    await page.close();
  });
});

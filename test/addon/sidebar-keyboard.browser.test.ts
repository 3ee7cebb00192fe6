// The sidebar worked by keyboard alone, with Tab, Enter, Space and Escape: the whole way, and the focus is never lost.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import { TEXTS } from '../../addon/sidebar/texts.ts';
import { launchChromium } from '../support/chromium.ts';
import { doneWithMany, hourly, progress, reply, status, tooLong, unfinished } from './support/replies.ts';
import { type Opened, openSidebar, type Script } from './support/sidebar-page.ts';
import { NOW } from './support/sidebar-scenes.ts';

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

async function sidebar(script: Script): Promise<Opened> {
  const opened = await openSidebar(browser, outDir, { sidebarStatus: [status()], ...script }, { now: NOW });
  await opened.page.clock.runFor(100);
  return opened;
}

const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.id');

async function press(page: Page, key: string): Promise<string> {
  await page.keyboard.press(key);
  await page.clock.runFor(30);
  return await focused(page);
}

/** Tabs to it, and says over what the way went; fails where it cannot be reached, or where the ring is not seen. */
async function tabTo(page: Page, id: string): Promise<string[]> {
  const way: string[] = [];
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab');
    const [at, ring] = await page.evaluate<string[]>(
      '[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]',
    );
    expect(ring).toBe('solid');
    if (at === id) return way;
    way.push(at ?? '');
  }
  throw new Error(`${id} cannot be reached by Tab; seen: ${way.join(', ')}`);
}

it('goes from opening to a finished sync, a finding, its cell, the next page and the switch', async () => {
  const more = Array.from({ length: 200 }, (_, i) => tooLong(5000 + i));
  const { page, calls, complaints } = await sidebar({
    startRun: [reply()],
    continueRun: [reply({ progress: progress(2000) }), doneWithMany()],
    listFindings: [{ ok: true, findings: more, cursor: 'next' }],
    selectCell: [{ ok: true }],
    setSchedule: [status({ schedule: hourly({ state: 'waiting', last: null }) })],
  });
  expect(await tabTo(page, 'sync')).toEqual(['link']);
  expect(await press(page, 'Enter')).toBe('stop');
  await page.clock.runFor(100);
  expect(await focused(page)).toBe('result');
  expect(await page.locator('#status').textContent()).toBe('');

  const list = 'findings address|text_too_long|50';
  expect(await tabTo(page, `${list}-0`)).toContain(`${list}-fold`);
  await press(page, 'Enter');
  expect((await calls()).at(-1)).toEqual(['selectCell', 7, 'H17']);
  expect(await focused(page)).toBe(`${list}-0`);

  await tabTo(page, `${list}-more`);
  expect(await press(page, 'Enter')).toBe(`${list}-8`);
  await tabTo(page, `${list}-more`);
  expect(await press(page, 'Space')).toBe(`${list}-23`);
  expect(await page.locator(`[id="${list}-23"]`).textContent()).toContain('H5000');

  await tabTo(page, 'schedule');
  expect(await press(page, 'Space')).toBe('schedule');
  await page.clock.runFor(100);
  expect(await page.getByRole('switch').getAttribute('aria-checked')).toBe('true');
  expect(await focused(page)).toBe('schedule');
  expect((await calls()).at(-1)).toEqual(['setSchedule', true, 7]);
  expect(complaints).toEqual([]);
  await page.close();
});

it('reaches everything that can be pressed, from top to bottom, and nothing twice', async () => {
  const { page } = await sidebar({ startRun: [doneWithMany()] });
  await tabTo(page, 'sync');
  await press(page, 'Enter');
  await page.clock.runFor(100);
  await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
  const pressable = 'a[href], button:not(:disabled), summary, input, textarea';
  const wanted = await page.locator(pressable).evaluateAll((all) => all.map(({ id }) => id));
  await page.evaluate('document.activeElement.blur()');
  await page.locator('#link').focus();
  const way = await tabTo(page, wanted.at(-1) ?? '');
  expect(new Set(wanted).size).toBe(wanted.length);
  expect(['link', ...way.filter((id) => id !== 'result'), wanted.at(-1)]).toEqual(wanted);
  await page.close();
});

it('opens and closes a fold with Space, and a redraw leaves it so', async () => {
  const { page } = await sidebar({ setSchedule: [status({ schedule: hourly() })] });
  await tabTo(page, 'schedule-how-fold');
  expect(await press(page, 'Space')).toBe('schedule-how-fold');
  await page.keyboard.press('Shift+Tab');
  expect(await press(page, 'Enter')).toBe('schedule');
  await page.clock.runFor(100);
  expect(await page.locator('.schedule details').getAttribute('open')).toBe('');
  await page.close();
});

it('asks before it disconnects; Escape is no, and the keyboard is back where it was', async () => {
  const { page, calls } = await sidebar({ disconnect: [status({ connection: 'no_key' })] });
  await tabTo(page, 'settings-fold');
  await press(page, 'Enter');
  await tabTo(page, 'disconnect');
  expect(await press(page, 'Enter')).toBe('keep');
  expect(await press(page, 'Escape')).toBe('disconnect');
  expect(await page.locator('#sure').count()).toBe(0);
  await press(page, 'Enter');
  await tabTo(page, 'sure-yes');
  await press(page, 'Enter');
  await page.clock.runFor(100);
  expect(await focused(page)).toBe('key');
  expect((await calls()).map(([name]) => name)).toEqual(['sidebarStatus', 'disconnect']);
  await page.close();
});

it('stops by Enter, and is at the result then', async () => {
  const problem = { code: 'stopped_by_person', detail: '', params: {} };
  const { page } = await sidebar({
    startRun: [reply()],
    continueRun: ['never'],
    stopRun: [reply({ state: 'stopped', phase: 'stopped', problem })],
  });
  await tabTo(page, 'sync');
  expect(await press(page, 'Enter')).toBe('stop');
  await press(page, 'Enter');
  await page.clock.runFor(100);
  expect(await focused(page)).toBe('result');
  expect(await press(page, 'Shift+Tab')).toBe('push-selected');
  expect(await press(page, 'Shift+Tab')).toBe('check');
  await page.close();
});

it('keeps its place while the seconds are counted', async () => {
  const other = unfinished({ isMine: false, by: 'taro@example.jp', takeOverAt: '2026-11-20T05:31:00Z' });
  const { page } = await sidebar({ sidebarStatus: [status({ unfinished: other })] });
  await tabTo(page, 'verify');
  await page.clock.runFor(65_000);
  expect(await focused(page)).toBe('verify');
  expect(await press(page, 'Tab')).toBe('check');
  expect(await press(page, 'Tab')).toBe('push-selected');
  expect(await press(page, 'Tab')).toBe('take-over');
  await page.close();
});

it('tells a screen reader each phase and each quarter once, and the result once', async () => {
  const steps = [500, 1200, 2200, 2300].map((sent) => reply({ progress: progress(sent) }));
  const { page } = await sidebar({ startRun: [reply({ phase: 'compare' })], continueRun: [...steps, doneWithMany()] });
  await page.evaluate(`
    globalThis.heard = [];
    new MutationObserver(() => heard.push(document.getElementById('status').textContent))
      .observe(document.getElementById('status'), { childList: true, characterData: true, subtree: true })`);
  await page.click('#sync');
  await page.mouse.click(2, 2);
  for (let i = 0; i < 10; i++) await page.clock.runFor(20);
  const { 'phase.open': open, 'phase.compare': compare, 'phase.push': push, 'verdict.not_in_step': end } = TEXTS;
  expect(await page.evaluate('heard.filter((text) => text !== "")')).toEqual(
    [open, compare, push, `${push.en} 25 %`, `${push.en} 50 %`, end].map((text) =>
      typeof text === 'string' ? text : text.en,
    ),
  );
  await page.close();
});

it('leaves the keyboard in the sheet where the reader has gone there meanwhile', async () => {
  const { page } = await sidebar({ startRun: [reply()], continueRun: [doneWithMany()] });
  await tabTo(page, 'sync');
  await press(page, 'Enter');
  await page.evaluate('document.hasFocus = () => false');
  await page.clock.runFor(100);
  await page.waitForSelector('#result');
  expect(await focused(page)).toBe('');
  await page.close();
});

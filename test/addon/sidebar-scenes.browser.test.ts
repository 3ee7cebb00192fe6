// Every state of the sidebar in a real browser at 300 px, in both languages: sound for a screen reader, whole, and translated.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAddon } from '../../addon/build.ts';
import { type Language, TEXTS } from '../../addon/sidebar/texts.ts';
import { launchChromium } from '../support/chromium.ts';
import { axeViolations } from './support/axe.ts';
import { CHECK_SCENES } from './support/check-scenes.ts';
import { QUEUE_SCENES } from './support/queue-scenes.ts';
import type { Scene } from './support/scene.ts';
import { openSidebar } from './support/sidebar-page.ts';
import { NOW, SCENES } from './support/sidebar-scenes.ts';

const PICTURES = 'test-results/sidebar';
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

async function enter(scene: Scene, locale: Language, context = {}) {
  const opened = await openSidebar(browser, outDir, scene.script(locale), {
    delayMs: 0,
    context: { locale, ...context },
    now: NOW,
  });
  const { page } = opened;
  await page.clock.runFor(10);
  await scene.act?.(page);
  await page.clock.runFor(500);
  if (scene.until !== undefined) await page.waitForSelector(scene.until);
  return opened;
}

/** Texts and labels of the page, but for what a script's answers brought into it. */
const wordsOn = (page: Page): Promise<string[]> => page.evaluate(COLLECT);

const COLLECT = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement.closest('script, style, textarea') === null) found.push(textContent.trim());
  }
  for (const name of ['title', 'aria-label'])
    for (const element of document.querySelectorAll('[' + name + ']')) found.push(element.getAttribute(name));
  return found;
})()`;

/** Sentences of the other language: two of its words in a row, or one of its texts as it stands. */
function foreignTo(locale: Language, words: readonly string[]): string[] {
  const other: Language = locale === 'ja' ? 'en' : 'ja';
  const theirs = new Set<string>(
    Object.values(TEXTS)
      .filter(({ en, ja }) => en !== ja)
      .map((text) => text[other]),
  );
  const data = /[\w.]+@example\.jp|rollcall\.example/g;
  return words.filter(
    (text) => theirs.has(text) || (locale === 'ja' && /[A-Za-z]{2,}[ ,’'-]+[A-Za-z]{2,}/.test(text.replace(data, ''))),
  );
}

describe.each(['en', 'ja'] as const)('in %s, the sidebar', (locale) => {
  it.each(Object.entries({ ...SCENES, ...CHECK_SCENES, ...QUEUE_SCENES }))(
    'is sound, whole and translated: %s',
    async (name, scene) => {
      const { page, complaints } = await enter(scene, locale);
      const shown = await page.locator('body').innerText();
      for (const key of scene.says) expect(shown).toContain(TEXTS[key][locale].split('{')[0]);
      expect(await page.locator('button.action').evaluateAll((all) => all.map(({ id }) => id))).toEqual(
        scene.blue === null ? [] : [scene.blue],
      );
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(300);
      expect(await page.evaluate('document.documentElement.lang')).toBe(locale);
      expect(foreignTo(locale, await wordsOn(page))).toEqual([]);
      await page.screenshot({
        path: join(PICTURES, `${name.replaceAll(/[^a-z]+/g, '-')}.${locale}.png`),
        fullPage: true,
      });
      await page.clock.resume();
      expect(await axeViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it('holds its texts where letters are twice as large', async () => {
    const { page } = await enter(SCENES['not in step, all unfolded'] as Scene, locale);
    await page.addStyleTag({ content: 'body { font-size: 26px !important }' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(300);
    await page.close();
  });
});

describe('the sidebar', () => {
  it('is as light as the sheet beside it, where the system prefers the dark', async () => {
    const { page } = await enter(SCENES['not in step'] as Scene, 'en', { colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toContain('light');
    await page.screenshot({ path: join(PICTURES, 'system-dark.en.png'), fullPage: true });
    await page.clock.resume();
    expect(await axeViolations(page)).toEqual([]);
    await page.close();
  });

  it('does not move for those who asked for less motion, and does not pretend a share', async () => {
    const { page } = await enter(SCENES['running, comparing'] as Scene, 'en', { reducedMotion: 'reduce' });
    const fill = page.locator('.moving .fill');
    expect(await fill.evaluate((element) => element.getAnimations().length)).toBe(0);
    expect(await fill.evaluate((element) => element.clientWidth)).toBe(
      await page.locator('.bar').evaluate((element) => element.clientWidth),
    );
    await page.screenshot({ path: join(PICTURES, 'less-motion.en.png') });
    await page.close();
  });

  it('a page with a flaw is not called sound', async () => {
    const { page } = await enter(SCENES['fresh'] as Scene, 'ja');
    await page.evaluate(
      `document.querySelector('#sync').textContent = ''; document.querySelector('#sync').removeAttribute('title'); document.querySelector('.last').textContent = 'Not synced yet'`,
    );
    await page.clock.resume();
    expect((await axeViolations(page)).join()).toContain('button-name');
    expect(foreignTo('ja', await wordsOn(page))).toEqual(['Not synced yet']);
    await page.close();
  });
});

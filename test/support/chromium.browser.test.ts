// The browser of the tests comes up, paints, and has glyphs for Japanese text.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

test('a page renders, runs its script and can be photographed', async () => {
  const page = await browser.newPage();
  await page.setContent('<button onclick="this.textContent = 1 + 1">?</button>');
  await page.getByRole('button').click();
  expect(await page.getByRole('button').textContent()).toBe('2');
  const picture = await page.screenshot();
  expect(picture.toString('latin1', 1, 4)).toBe('PNG');
  await page.close();
});

test('each Japanese character has a glyph of its own, in normal and bold', async () => {
  const page = await browser.newPage({ viewport: { width: 120, height: 100 } });
  const paint = async (character: string, weight: number) => {
    await page.setContent(`<p lang="ja" style="font: ${weight} 60px sans-serif; margin: 0">${character}</p>`);
    return (await page.screenshot()).toString('base64');
  };
  const characters = [...'買主名簿ひらカナ髙﨑ｶ１→'];
  const pictures: string[] = [];
  for (const character of characters) pictures.push(await paint(character, 400), await paint(character, 700));
  expect(new Set(pictures).size).toBe(characters.length * 2);
  // U+1FFF0 is no character: what is painted for it is what is painted for a missing glyph.
  for (const nothing of [' ', '\u{1FFF0}']) expect(pictures).not.toContain(await paint(nothing, 400));
  await page.close();
});

// The words of the dashboard: each in both languages, with the same places for numbers and names.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  duration,
  fromNow,
  number,
  percent,
  type Texts,
  wordFor,
  wordsOf,
} from '../../../../server/http/dashboard/words.ts';
import { SETTINGS } from '../../../../server/settings/settings.ts';

const FOLDER = join(import.meta.dirname, '../../../../server/http/dashboard');
const files = readdirSync(FOLDER).filter((name) => name.startsWith('texts-'));
const tables = await Promise.all(
  files.map(async (file) =>
    Object.entries((await import(join(FOLDER, file))) as Record<string, Texts>).map(
      ([name, texts]) => [name, texts] as const,
    ),
  ),
);
const texts = tables
  .flat()
  .flatMap(([table, all]) => Object.entries(all).map(([key, wording]) => [`${table}.${key}`, wording] as const));

const places = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort();
/** The same in both: names of products, a sign. */
const SAME = new Set(['UNIT_TEXTS.%', 'SHEET_TEXTS.percent']);

it('there are texts', () => expect(texts.length).toBeGreaterThan(200));

it.each(texts)('%s is there in English and Japanese, with the same places', (name, { en, ja }) => {
  expect(en.trim()).not.toBe('');
  expect(ja.trim()).not.toBe('');
  expect(places(ja)).toEqual(places(en));
  if (!SAME.has(name) && places(en).length === 0)
    expect(/[\u3040-\u30ff\u4e00-\u9fff]|Webhook/.test(ja), ja).toBe(true);
  expect(en).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
});

it('every setting has a unit with a word', async () => {
  const { UNIT_TEXTS } = await import('../../../../server/http/dashboard/texts-settings.ts');
  expect(Object.values(SETTINGS).filter(({ unit }) => !Object.hasOwn(UNIT_TEXTS, unit))).toEqual([]);
});

it('every service has a name, the one of an embedded database too', async () => {
  const { SERVICE_TEXTS } = await import('../../../../server/http/dashboard/texts-codes.ts');
  expect(Object.keys(SERVICE_TEXTS).sort()).toEqual([
    'alerts',
    'database',
    'embedded_database',
    'monitor',
    'retention',
    'worker',
  ]);
});

describe('words', () => {
  const say = wordsOf({ rows: { en: '{n} {n|row|rows} of {what}', ja: '{what} の {n} 行' } }, 'en');
  it.each([
    [0, '0 rows of x'],
    [1, '1 row of x'],
    [12_345, '12,345 rows of x'],
  ])('agree with the number %i', (n, text) => expect(say('rows', { n, what: 'x' })).toBe(text));

  it('leave what a name holds alone', () =>
    expect(say('rows', { n: 2, what: '{n|a|b} <b>' })).toBe('2 rows of {n|a|b} <b>'));
  it('show a code that no table knows as it is', () => expect(wordFor({}, 'ja', 'new_code')).toBe('new code'));
  it('show a dash for what is not known', () =>
    expect([number(null, 'en'), percent(null, 'ja'), duration(null, 'en')]).toEqual(['–', '–', '–']));

  it.each([
    [0.4, '0.4%'],
    [5.004, '5%'],
    [5.01, '5.01%'],
    [99.96, '100%'],
  ])('say %d percent', (value, text) => expect(percent(value, 'en')).toBe(text));

  it.each([
    [1_240, '1.2 sec'],
    [61_000, '1 min'],
    [7_200_000, '2 hr'],
  ])('say how long %i ms are', (ms, text) => expect(duration(ms, 'en')).toBe(text));

  it.each([
    ['2026-11-25T09:59:30Z', '30 seconds ago'],
    ['2026-11-25T09:00:00Z', '1 hour ago'],
    ['2026-11-25T10:04:00Z', 'in 4 minutes'],
    ['2026-11-23T10:00:00Z', '2 days ago'],
  ])('say how far %s is', (iso, text) => expect(fromNow(iso, new Date('2026-11-25T10:00:00Z'), 'en')).toBe(text));
});

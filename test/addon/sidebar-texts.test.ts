// Every text is there in both languages with the same parameters, and every code that can reach the sidebar has one.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../addon/sidebar/texts.ts';
import { languageOf, wordsIn } from '../../addon/sidebar/words.ts';
import { CELL_FAULTS, ROW_FAULTS } from '../../shared/cell-fault-text.ts';

const KEYS = Object.keys(TEXTS);
const parameters = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort();

describe('the texts', () => {
  it.each(Object.entries(TEXTS))('%s says the same in both languages', (_, { en, ja }) => {
    expect(en.trim()).not.toBe('');
    expect(ja.trim()).not.toBe('');
    expect(parameters(ja)).toEqual(parameters(en));
    expect(en).not.toMatch(/[ぁ-んァ-ン一-龯]/);
  });

  it.each([...Object.keys(CELL_FAULTS), ...Object.keys(ROW_FAULTS)])(
    'a cell in the way for %s is called something',
    (code) => {
      expect(KEYS).toContain(`fault.${code}`);
    },
  );

  it('are all used', () => {
    const sources = readdirSync('addon/sidebar')
      .filter((name) => name.endsWith('.ts') && name !== 'texts.ts')
      .map((name) => readFileSync(`addon/sidebar/${name}`, 'utf8'))
      .join('\n');
    const built = [...sources.matchAll(/`([a-z_.]+\.)\$\{/g)].map(([, prefix = '']) => prefix);
    const endings = ['.title'].filter((ending) => sources.includes(`}${ending}\``));
    const isUsed = (key: string) =>
      sources.includes(`'${key}'`) ||
      built.some((prefix) => key.startsWith(prefix)) ||
      endings.some((end) => key.endsWith(end));
    expect(KEYS.filter((key) => !isUsed(key))).toEqual([]);
  });

  it('choose singular and plural, and group digits', () => {
    const { say } = wordsIn('en');
    expect(say('counts.apart', { n: 1 })).toBe('1 row apart');
    expect(say('counts.apart', { n: 4137 })).toBe('4,137 rows apart');
  });

  it('follow the language of the account', () => {
    expect([
      languageOf('ja'),
      languageOf('ja_JP'),
      languageOf('ja-JP'),
      languageOf('en-GB'),
      languageOf('jam'),
    ]).toEqual([...['ja', 'ja', 'ja', 'en', 'en']]);
  });
});

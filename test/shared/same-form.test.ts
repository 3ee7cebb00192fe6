// Which texts mean the same but for their form, and which only look so: one table, and what holds for any two texts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Form } from '../../shared/protocol.ts';
import { formOf } from '../../shared/same-form.ts';

const SAME: readonly (readonly [Form, string, string])[] = [
  ['spaces', '山田 太郎', '山田　太郎'],
  ['spaces', ' Sato', 'Sato'],
  ['spaces', 'Sato\u00a0', 'Sato'],
  ['spaces', 'a\nb', 'a b'],
  ['spaces', 'a\r\n\nb', 'a  b'],
  ['spaces', '3 LDK\t', '3 LDK'],
  ['width', 'ﾔﾏﾀﾞ', 'ヤマダ'],
  ['width', '０９０－１２３４', '090-1234'],
  ['width', '㈱山田', '(株)山田'],
  ['width', '（株）山田', '(株)山田'],
  ['width', '１２３４', '1234'],
  ['width', 'Ａ－１０１', 'A-101'],
  ['width', '70㎡', '70m2'],
  ['width', 'か\u3099', 'が'],
  ['width', '山田　ﾀﾛｳ ', '山田 タロウ'],
  ['case', 'Sato@Example.com', 'sato@example.com'],
  ['case', 'TRUE', 'true'],
  ['case', 'ＡＢＣ', 'abc'],
  ['case', 'a-1', 'A-1'],
  ['number', '1,234', '1234'],
  ['number', '¥1,234', '1234'],
  ['number', '￥1,234', '1234'],
  ['number', '1,234円', '¥1234'],
  ['number', '-¥1,234', '¥-1,234'],
  ['number', '1234.0', '1234'],
  ['number', '１，２３４', '1234'],
  ['number', '12.5%', '0.125'],
  ['number', '100%', '1'],
  ['number', '5%', '0.05'],
  ['number', '0%', '0.00'],
  ['number', '+5', '5'],
  ['number', '.5', '0.5'],
  ['number', '-0', '0'],
  ['number', '12,345,678.90', '12345678.9'],
  ['date', '2024/4/1', '2024-04-01'],
  ['date', '2024.4.1', '2024/04/01'],
  ['date', '2024年4月1日', '2024-04-01'],
  ['date', '令和6年4月1日', '2024-04-01'],
  ['date', '令和元年5月1日', '2019/5/1'],
  ['date', 'Ｒ６．４．１', '2024-04-01'],
  ['date', 'S64/1/7', '昭和64年1月7日'],
  ['date', '平成31年4月30日', '2019-04-30'],
  ['date', '2024-04-01 00:00:00', '2024-04-01'],
  ['date', '2024-04-01 9:30', '2024/4/1 09:30:00'],
  ['date', '9:05', '09:05:00'],
  ['date', '２０２４／４／１', '2024-04-01'],
];

const OTHER: readonly (readonly [string, string])[] = [
  ['00123', '123'],
  ['００１２３', '123'],
  ['00123', '00123.0'],
  ['0120', '120'],
  ['1', '1.5'],
  ['12.5%', '12.5'],
  ['¥100', '$100'],
  ['-5', '5'],
  ['1,23', '123'],
  ['1,2345', '12345'],
  ['10²', '102'],
  ['①', '1'],
  ['½', '1/2'],
  ['神', '神'],
  ['090-1234-5678', '09012345678'],
  ['A‐1', 'A-1'],
  ['Aー1', 'A-1'],
  ['山田太郎', '山田 太郎'],
  ['髙橋', '高橋'],
  ['2024-04-01', '2024-04-10'],
  ['2024-04-01 09:00:00', '2024-04-01'],
  ['2024-04-01 00:00:00Z', '2024-04-01 00:00:00'],
  ['2024-02-30', '2024-03-01'],
  ['4/1/2024', '2024-04-01'],
  ['令和6年4月1日', '令和7年4月1日'],
  ['00:00:00', '2024-04-01'],
  ['yes', 'true'],
  ['', '0'],
  ['-', '0'],
  ['%', '0'],
  ['abc', 'abd'],
];

describe('two texts', () => {
  test.each(SAME)('differ in %s only: %j and %j', (form, a, b) => {
    expect([formOf(a, b), formOf(b, a)]).toEqual([form, form]);
  });

  test.each(OTHER)('mean different things: %j and %j', (a, b) => {
    expect([formOf(a, b), formOf(b, a)]).toEqual([null, null]);
  });

  test('that are the same differ in nothing', () => {
    for (const [, a, b] of SAME) expect([formOf(a, a), formOf(b, b)]).toEqual([null, null]);
  });
});

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(...' 　0019１,.-%¥円年月日ａAaｱア゛ﾞ/:RＲ令和'), maxLength: 10 }),
  fc.constantFrom(...SAME.flatMap(([, a, b]) => [a, b])),
);

test('for any two texts the answer is the same from both sides, and none for a text and itself', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(formOf(a, b)).toBe(formOf(b, a));
      expect(formOf(a, a)).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test('spaces around, full width and capitals are always seen through, and never called anything else', () => {
  const words = fc.string({ unit: fc.constantFrom(...'abcxyz0189-()'), minLength: 1, maxLength: 12 });
  const wide = (text: string) =>
    [...text].map((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).join('');
  fc.assert(
    fc.property(words, fc.constantFrom('　', ' ', '\u00a0', '\n'), (word, space) => {
      expect(formOf(word, `${space}${word}${space}`)).toBe('spaces');
      expect(formOf(wide(word), word)).toBe('width');
      if (/[a-z]/.test(word)) expect(formOf(word, wide(word.toUpperCase()))).toBe('case');
    }),
  );
});

test('two whole numbers are the same in form exactly when they are the same number, however each is written', () => {
  const number = fc.integer({ min: 0, max: 100_000_000 });
  const writings = [
    (n: number) => String(n),
    (n: number) => n.toLocaleString('en-US'),
    (n: number) => `¥${n.toLocaleString('en-US')}`,
    (n: number) => `${n}.00`,
    (n: number) => `${n}00%`.replace(/^000%$/, '0%'),
    (n: number) => `+${n}`,
  ];
  const writing = fc.constantFrom(...writings);
  fc.assert(
    fc.property(number, fc.option(number), writing, writing, (first, second, write, writeOther) => {
      const [a, b] = [write(first), writeOther(second ?? first)];
      if (a === b) return;
      expect(formOf(a, b)).toBe((second ?? first) === first ? 'number' : null);
      expect(formOf(`0${first}1`, `${first}1`)).toBeNull();
    }),
  );
});

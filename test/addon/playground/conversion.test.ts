// What became of a typed text, and the words for it.
import { expect, test } from 'vitest';
import { conversionOf, conversionWords, countWords } from '../../../addon/playground/conversion.ts';
import { fileCells } from '../../../addon/playground/drop/file-cells.ts';

const TYPING = { locale: 'ja_JP', year: 2026 };

const became = (typed: string) => {
  const [cell] = fileCells([[typed]], TYPING, false).rows[0] ?? [];
  return conversionOf(typed, cell?.value ?? null, cell?.format ?? '', TYPING.locale);
};

test.each([
  ['00123', 'zeros', '123'],
  ['-007.5', 'zeros', '-7.5'],
  ['0123456789012345678', 'digits', '123456789012346000'],
  [' 5', 'number', '5'],
  ['1e5', 'number', '1.00E+05'],
  ['1-2', 'date', '2026-01-02'],
  ['2024/4/1', 'date', '2024-04-01'],
  ['2024-04-01 9:30', 'moment', '2024-04-01 09:30:00'],
  ['9:30', 'time', '09:30:00'],
  ['25:30', 'duration', '25:30:00'],
  ['true', 'boolean', 'TRUE'],
])('"%s" is said to be converted (%s): a text column would receive %s', (typed, kind, text) => {
  expect(became(typed)).toEqual({ kind, became: text });
});

test.each(['', 'text', '123', '0', '0.5', '1,234', '12%', '¥1,234', 'TRUE', '2024-04-01', '[h]', '=A1', '#N/A'])(
  '"%s" goes without a word: a text column would receive just that',
  (typed) => {
    expect(became(typed)).toBeNull();
  },
);

test('one cell is named, many are counted, worst first', () => {
  const zeros = { kind: 'zeros', became: '123', typed: '00123' } as const;
  const date = { kind: 'date', became: '2026-01-02', typed: '1-2' } as const;
  expect(conversionWords([])).toBe('');
  expect(conversionWords([zeros])).toBe('00123 became the number 123.');
  expect(conversionWords([date, zeros, date])).toBe(
    '3 cells were converted: 1 number lost leading zeros, 2 became dates.',
  );
  expect(countWords(new Map([['time', 1]]))).toBe('1 cell was converted: 1 became a time.');
  expect(countWords(new Map([['number', 1200]]))).toBe('1,200 cells were converted: 1,200 numbers look different.');
});

test('a file kept as text holds every cell as it stands, and formulas are text either way', () => {
  const rows = [['00123', '=A1', '']];
  const kept = fileCells(rows, TYPING, true);
  expect(kept.rows[0]?.map(({ value, format }) => [value, format])).toEqual([
    ['00123', '@'],
    ['=A1', '@'],
    [null, '@'],
  ]);
  const converted = fileCells(rows, TYPING, false);
  expect(converted.rows[0]?.map(({ value }) => value)).toEqual([123, '=A1', null]);
  expect([[...converted.converted], converted.formulas]).toEqual([[['zeros', 1]], 1]);
});

// What is typed, spelling by spelling: the value, and the number format that the cell takes with it.
import { describe, expect, test } from 'vitest';
import { displayOf } from '../../../addon/playground/host/display.ts';
import { serialOf } from '../../../addon/playground/host/serial-date.ts';
import { typedValue } from '../../../addon/playground/host/typed-value.ts';

const JA = { locale: 'ja_JP', year: 2026 };
const EN = { locale: 'en_US', year: 2026 };
const on = (year: number, month: number, day: number, h = 0, m = 0, s = 0) => serialOf(year, month, day, h, m, s);

const parts = (cell: ReturnType<typeof typedValue>): Cell =>
  typeof cell === 'object' && cell !== null ? [cell.value, cell.format ?? ''] : [cell, ''];

type Cell = [value: string | number | boolean | null | undefined, format: string];

describe('in either locale', () => {
  test.each<[string, ...Cell]>([
    ['', null, ''],
    ['00123', 123, ''],
    ['  42 ', 42, ''],
    ['-0', 0, ''],
    ['+5', 5, ''],
    ['.5', 0.5, ''],
    ['1,234', 1234, '#,##0'],
    ['1,234.5', 1234.5, '#,##0.00'],
    ['12%', 0.12, '0%'],
    ['14.7%', 0.147, '0.00%'],
    ['¥1,234', 1234, '¥#,##0'],
    ['-¥5', -5, '¥#,##0'],
    ['$5', 5, '$#,##0'],
    ['$5.25', 5.25, '$#,##0.00'],
    ['1e5', 100_000, '0.00E+00'],
    ['123456789012345678', 123456789012345680, ''],
    ['true', true, ''],
    ['FALSE', false, ''],
    ["'00123", '00123', ''],
    ['2024-04-01', on(2024, 4, 1), 'yyyy-mm-dd'],
    ['2024/4/1', on(2024, 4, 1), 'yyyy/mm/dd'],
    ['2016-04', on(2016, 4, 1), 'yyyy-mm'],
    ['1-2', on(2026, 1, 2), 'm-d'],
    ['1/2', on(2026, 1, 2), 'm/d'],
    ['9:30', 9.5 / 24, 'h:mm'],
    ['9:30:15', (9.5 * 3600 + 15) / 86_400, 'h:mm:ss'],
    ['25:30', 25.5 / 24, '[h]:mm:ss'],
    ['2024-04-01 12:00', on(2024, 4, 1, 12), 'yyyy-mm-dd h:mm'],
    ['2024/4/1  6:00:00', on(2024, 4, 1, 6), 'yyyy/mm/dd h:mm:ss'],
  ])('"%s" becomes %s under "%s"', (text, value, format) => {
    for (const typing of [JA, EN]) {
      const [made, chosen] = parts(typedValue(text, '', typing));
      expect([made, chosen]).toEqual([typeof value === 'number' ? expect.closeTo(value, 9) : value, format]);
      expect(() => displayOf(made ?? null, chosen, typing.locale)).not.toThrow();
    }
  });

  test.each([
    ...['2024-02-30', '13-2', '2-30', '2024-13', '0024-01-02', '1-2 25:00', '24:60', '9:5', '2024.4.1'],
    ...['090-0000-1234', '154-0012', '03-1234-5678', '1,23', '(5)', '5.', '.', '-', '%', '1e999', '１２３', '1 234'],
    ...[
      '令和6年4月1日',
      '6年4月1日',
      '午前9:30',
      '#N/A',
      ' 山田 ',
      '1-2丁目',
      '１-２',
      'May',
      '2024-04-01T12:00',
      '+81-90',
    ],
  ])('"%s" stays the text it is', (text) => {
    for (const typing of [JA, EN]) expect(typedValue(text, '', typing)).toBe(text);
  });

  test.each(['=A1', '=1+1'])('%s is refused: nothing here calculates', (text) => {
    expect(() => typedValue(text, '', JA)).toThrow('Formulas are not calculated');
    expect(typedValue(text, '@', JA)).toBe(text);
  });
});

describe('by the locale', () => {
  test.each<[string, Cell, Cell]>([
    ['4月1日', [on(2026, 4, 1), 'm"月"d"日"'], ['4月1日', '']],
    ['2024年4月1日', [on(2024, 4, 1), 'yyyy"年"m"月"d"日"'], ['2024年4月1日', '']],
    ['2024年4月', [on(2024, 4, 1), 'yyyy"年"m"月"'], ['2024年4月', '']],
    ['2024年4月1日 9:30', [on(2024, 4, 1, 9, 30), 'yyyy"年"m"月"d"日" h:mm'], ['2024年4月1日 9:30', '']],
    ['1-2-3', [on(2001, 2, 3), 'yyyy/mm/dd'], [on(2003, 1, 2), 'm/d/yyyy']],
    ['24/1/2', [on(2024, 1, 2), 'yyyy/mm/dd'], ['24/1/2', '']],
    ['1/2/99', ['1/2/99', ''], [on(1999, 1, 2), 'm/d/yyyy']],
    ['7/20/1969', ['7/20/1969', ''], [on(1969, 7, 20), 'm/d/yyyy']],
    ['20/7/1969', ['20/7/1969', ''], ['20/7/1969', '']],
    ['Mar 1 2016', ['Mar 1 2016', ''], [on(2016, 3, 1), 'mmm d, yyyy']],
    ['March 1, 2016', ['March 1, 2016', ''], [on(2016, 3, 1), 'mmm d, yyyy']],
    ['1-Mar-2016', ['1-Mar-2016', ''], [on(2016, 3, 1), 'd-mmm-yyyy']],
    ['9:30 PM', ['9:30 PM', ''], [21.5 / 24, 'h:mm AM/PM']],
    ['12:05 am', ['12:05 am', ''], [5 / 1440, 'h:mm AM/PM']],
    ['13:00 PM', ['13:00 PM', ''], ['13:00 PM', '']],
  ])('"%s" becomes %s in Japanese and %s in American English', (text, japanese, american) => {
    for (const [typing, [value, format]] of [
      [JA, japanese],
      [EN, american],
    ] as const) {
      const [made, chosen] = parts(typedValue(text, '', typing));
      expect([made, chosen]).toEqual([typeof value === 'number' ? expect.closeTo(value, 9) : value, format]);
      expect(() => displayOf(made ?? null, chosen, typing.locale)).not.toThrow();
    }
  });
});

describe('into a cell that has a format', () => {
  test.each([
    ['00123', '@', '00123'],
    ['1-2', '@', '1-2'],
    ['00123', '00000', 123],
    ['¥1,234', '#,##0', 1234],
    ['12', '0%', 0.12],
    ['12%', '0.0%', 0.12],
    ['2024-04-01', 'yyyy/mm/dd', 45_383],
    ['6:00', 'h:mm', 0.25],
    ['25:00', 'h:mm', { value: 25 / 24, format: '[h]:mm:ss' }],
    ['2024-04-01', '0', { value: 45_383, format: 'yyyy-mm-dd' }],
    ['soon', 'yyyy/mm/dd', 'soon'],
  ])('"%s" under "%s" becomes %s', (text, format, value) => {
    expect(typedValue(text, format, JA)).toEqual(value);
  });
});

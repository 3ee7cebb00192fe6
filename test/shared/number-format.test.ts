// What a number format shows of a moment.

import { expect, test } from 'vitest';
import { isAutomaticFormat, type ShownParts, shownParts } from '../../shared/number-format.ts';
import { wall } from './columns.ts';

const MOMENT = wall('2024-04-01T09:05:07').wallMs;

function words(parts: ShownParts): string {
  const named = Object.entries(parts).filter(([, isShown]) => isShown);
  return named.map(([name]) => name).join(' ');
}

test.each([
  ['yyyy-mm-dd', 'date day'],
  ['yyyy/m/d', 'date day'],
  ['d.m.yy', 'date day'],
  ['dd "de" mmmm "de" yyyy', 'date day'],
  ['ddd, mmm d', 'date day'],
  ['dddd', 'date'],
  ['aaa', 'date'],
  ['aaaa m/d', 'date day'],
  ['yyyy"年"m"月"d"日"', 'date day'],
  ['yyyy"年"m"月"', 'date'],
  ['yyyy年m月d日', 'date day'],
  ['mmm yyyy', 'date'],
  ['mmmmm', 'date'],
  ['m', 'date'],
  ['yyyy', 'date'],
  ['[$-ja-JP-x-gannen]ggge"年"m"月"d"日"', 'date day'],
  ['[$-411]ge.m.d', 'date day'],
  ['[$-411]ggge"年"m"月"', 'date'],
  ['yyyy-mm-dd hh:mm:ss', 'date day time'],
  ['m/d/yyyy h:mm', 'date day time'],
  ['yyyy-mm-dd hh:mm:ss.000', 'date day time'],
  ['yyyy-mm-dd"T"hh:mm', 'date day time'],
  ['h:mm', 'time'],
  ['h"時"mm"分"', 'time'],
  ['hh:mm:ss', 'time'],
  ['mm:ss', 'time'],
  ['h:mm AM/PM', 'time'],
  ['h:mm a/p', 'time'],
  ['h AM/PM', 'time'],
  ['mm:ss.0', 'time'],
  ['[h]:mm', 'time elapsed'],
  ['[hh]:mm:ss', 'time elapsed'],
  ['[mm]:ss', 'time elapsed'],
  ['[s]', 'time elapsed'],
  ['[Red]yyyy-mm-dd', 'date day'],
  ['[Magenta]h:mm', 'time'],
  ['yyyy-mm-dd;@', 'date day'],
  ['h:mm;yyyy-mm-dd', 'time'],
  ['yyyy\\-mm\\-dd\\ hh\\:mm', 'date day time'],
  ['yyyy-mm-dd\\h', 'date day'],
  ['"d"h:mm"day"', 'time'],
  ['_dh:mm*d', 'time'],
  ['YYYY-MM-DD HH:MM', 'date day time'],
])('%s shows %s', (format, expected) => {
  expect(words(shownParts(format, MOMENT))).toBe(expected);
});

test.each(['', 'General', 'general', '0.00', '0.00E+00', '@', '#,##0', '"day"', '[Red]0', '[$¥-411]#,##0'])(
  '%j shows no part of a moment, so the value decides',
  (format) => {
    expect(words(shownParts(format, MOMENT))).toBe('date day time');
    expect(words(shownParts(format, wall('2024-04-01T00:00:00').wallMs))).toBe('date day');
    expect(words(shownParts(format, wall('1850-04-01T00:00:00').wallMs))).toBe('date day');
    expect(words(shownParts(format, wall('1899-12-30T09:05:00').wallMs))).toBe('time');
    expect(words(shownParts(format, wall('1899-12-30T00:00:00').wallMs))).toBe('time');
  },
);

test('a format is automatic when nobody chose one', () => {
  expect(['', 'General', '@', '0.###############'].every(isAutomaticFormat)).toBe(true);
  expect(['0.00E+00', '0', '0.#', '#,##0', '00000'].some(isAutomaticFormat)).toBe(false);
});

test('thousands of formats are answered alike, whether remembered or not', () => {
  for (let count = 0; count < 2000; count++) expect(shownParts(`"${count}"yyyy-mm-dd`, MOMENT).day).toBe(true);
});

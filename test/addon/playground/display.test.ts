// What a person sees in a cell, format by format.
import { describe, expect, test } from 'vitest';
import { parseA1, toA1 } from '../../../addon/playground/host/a1.ts';
import { displayOf } from '../../../addon/playground/host/display.ts';
import { isMomentFormat } from '../../../addon/playground/host/moment-display.ts';
import { instantOf, serialAt, serialOf } from '../../../addon/playground/host/serial-date.ts';

const serial = (serialOf(2024, 4, 1) ?? 0) + (13 * 3600 + 5 * 60 + 9) / 86_400;

describe('a cell', () => {
  test.each([
    [1234.5, '', '1234.5'],
    [0.1 + 0.2, '', '0.3'],
    [1 / 3, '', '0.3333333333'],
    [123_456_789_012, '', '123456789012'],
    [1e15, '', '1E+15'],
    [1.5e-7, '', '1.5E-07'],
    [-0, '', '0'],
    [12, '@', '12'],
    [7, '00000', '00007'],
    [-7, '00000', '-00007'],
    [2.5, '0', '3'],
    [-0.4, '0', '0'],
    [1.005, '0.00', '1.01'],
    [1_234_567.5, '#,##0', '1,234,568'],
    [999, '#,##0', '999'],
    [1234, '¥#,##0', '¥1,234'],
    [-1234, '¥#,##0', '-¥1,234'],
    [0.125, '0%', '13%'],
    [0.125, '0.0%', '12.5%'],
    [1234, '0.00E+00', '1.23E+03'],
    [serial, 'yyyy-mm-dd', '2024-04-01'],
    [serial, 'yyyy/mm/dd', '2024/04/01'],
    [serial, 'm/d/yyyy', '4/1/2024'],
    [serial, 'yyyy"年"m"月"d"日"', '2024年4月1日'],
    [serial, 'ggge"年"m"月"d"日"', '令和6年4月1日'],
    [serialOf(2019, 4, 30) ?? 0, 'ggge"年"m"月"d"日"', '平成31年4月30日'],
    [serial, 'h:mm', '13:05'],
    [serial, 'h:mm:ss', '13:05:09'],
    [serial, 'yyyy-mm-dd hh:mm:ss', '2024-04-01 13:05:09'],
    [serial, 'yyyy/mm/dd h:mm:ss', '2024/04/01 13:05:09'],
    [1.5, '[h]:mm:ss', '36:00:00'],
    [1.5, '[h]:mm', '36:00'],
    [serial, 'yyyy/m/d h:mm', '2024/4/1 13:05'],
    [serial, 'dddd', '月曜日'],
    [5, '0"人"', '5人'],
    [-1234, '#,##0_);(#,##0)', '(1,234)'],
    [1234, '#,##0_);(#,##0)', '1,234 '],
    [serial, 'm-d', '4-1'],
    [serial, 'm"月"d"日"', '4月1日'],
    [serial, 'yyyy-mm', '2024-04'],
    [serial, 'mmm d, yyyy', 'Apr 1, 2024'],
    [serial, 'd-mmm-yyyy', '1-Apr-2024'],
    [serial, 'h:mm AM/PM', '1:05 PM'],
    [serial, 'yyyy"年"m"月"d"日" h:mm', '2024年4月1日 13:05'],
    [serial, 'm/d/yyyy h:mm:ss AM/PM', '4/1/2024 1:05:09 PM'],
    [1234.5, '$#,##0.00', '$1,234.50'],
    [true, '', 'TRUE'],
    [false, '0', 'FALSE'],
    ['#N/A', '0', '#N/A'],
    [null, 'yyyy-mm-dd', ''],
  ])('of %s under "%s" shows %s', (value, format, shown) => {
    expect(displayOf(value, format, 'ja_JP')).toBe(shown);
  });

  test('under a format that is not listed cannot be displayed', () => {
    expect(() => displayOf(1, '# ?/?', 'ja_JP')).toThrow('cannot display the number format # ?/?');
    expect(() => displayOf(1, '0', 'de_DE')).toThrow('ja_JP and en_US');
    expect(displayOf('text', '# ?/?', 'ja_JP')).toBe('text');
  });

  test.each([
    ['yyyy/mm/dd', true],
    ['[h]:mm', true],
    ['ggge"年"', true],
    ['0', false],
    ['General', false],
    ['0.00E+00', false],
    ['0"月"', false],
    ['[Red]0', false],
  ])('under "%s" is a moment: %s', (format, isMoment) => {
    expect(isMomentFormat(format)).toBe(isMoment);
  });
});

describe('a moment', () => {
  test.each(['Asia/Tokyo', 'America/New_York', 'UTC', 'Pacific/Apia'])('comes back from an instant in %s', (zone) => {
    expect(serialAt(instantOf(serial, zone), zone)).toBeCloseTo(serial, 9);
  });

  test('is the instant of its wall clock', () => {
    expect(new Date(instantOf(serial, 'Asia/Tokyo')).toISOString()).toBe('2024-04-01T04:05:09.000Z');
  });
});

describe('an address', () => {
  test.each([
    ['B17', 'B17'],
    ['$A$1:C2', 'A1:C2'],
    ['C2:A1', 'A1:C2'],
    ['B:B', 'B1:B100'],
    ['2:3', 'A2:Z3'],
    ["'My tab'!A1", 'A1'],
    ['AA10', 'AA10'],
  ])('%s is %s', (text, a1) => {
    const block = parseA1(text, 100, 26);
    expect(block === null ? null : toA1(block)).toBe(a1);
  });

  test.each(['', 'A', '7', 'A0', '1A', 'A1:B2:C3', 'あ1'])('"%s" is none', (text) => {
    expect(parseA1(text, 100, 26)).toBeNull();
  });
});

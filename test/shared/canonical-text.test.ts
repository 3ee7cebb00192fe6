// What a text column receives: what a person sees.

import { describe, expect, test } from 'vitest';
import { canonicalCell, canonicalKey, isFault, isHeld } from '../../shared/canonical-cell.ts';
import type { CellValue } from '../../shared/cell.ts';
import { columnType, wall } from './columns.ts';

type Row = [value: CellValue, display: string, format: string, expected: unknown];

function read(type: string, value: CellValue, display: string, format = ''): unknown {
  return canonicalCell(columnType(type), value, display, format, 'Asia/Tokyo');
}

describe('strings', () => {
  test.each([
    ['Aoki', 'Aoki'],
    ['  padded  ', '  padded  '],
    ['   ', '   '],
    ['\u3000', '\u3000'],
    ['a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['か\u3099', 'か\u3099'],
    ['\u7f8e\ufe00👩‍👩‍👧', '\u7f8e\ufe00👩‍👩‍👧'],
    ['00123', '00123'],
    ['１２３', '１２３'],
    ['tab\there', 'tab\there'],
    ['', null],
  ])('%j keeps its code points, line ends aside', (value, expected) => {
    expect(read('text', value, value)).toBe(expected);
  });

  test.each([
    ['a\u0000b', 'invalid_character'],
    ['a\u001fb', 'invalid_character'],
    ['a\ud83d', 'broken_surrogate'],
    ['\ude00a', 'broken_surrogate'],
    ['\ud83d\ud83d\ude00', 'broken_surrogate'],
  ])('%j is refused in a column of any kind', (value, code) => {
    for (const type of ['text', 'char(9)', 'integer', 'numeric', 'date', 'uuid', 'boolean']) {
      expect(read(type, value, value)).toEqual({ code });
    }
  });

  test.each([
    ['varchar(3)', 'abc', 'abc'],
    ['varchar(3)', 'abcd', { code: 'text_too_long', limit: 3, actual: 4 }],
    ['varchar(3)', 'abc ', { code: 'text_too_long', limit: 3, actual: 4 }],
    ['varchar(3)', '😀😀😀', '😀😀😀'],
    ['varchar(3)', '😀😀😀😀', { code: 'text_too_long', limit: 3, actual: 4 }],
    ['varchar(3)', 'a\r\nb', 'a\nb'],
    ['char(3)', 'a  ', 'a'],
    ['char(3)', 'abc   ', 'abc'],
    ['char(3)', '    ', null],
    ['char(3)', 'abc d', { code: 'text_too_long', limit: 3, actual: 5 }],
    ['bpchar', 'a ', 'a'],
  ])('%s counts code points of %j', (type, value, expected) => {
    expect(read(type, value, value)).toEqual(expected);
  });
});

describe('empty cells and formula errors', () => {
  test('an empty cell is null for every kind', () => {
    for (const type of ['text', 'char(2)', 'integer', 'numeric(5,2)', 'real', 'boolean', 'date', 'time', 'uuid']) {
      expect([read(type, null, ''), read(type, '', '')]).toEqual([null, null]);
    }
  });

  test('white space alone is empty in a column that is not text', () => {
    for (const type of ['integer', 'numeric', 'double precision', 'boolean', 'date', 'timestamptz', 'uuid']) {
      expect(read(type, ' \u3000\u00a0', ' ')).toBeNull();
    }
  });

  test.each([
    ...['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#ERROR!', '#SPILL!'],
    ...['Loading...', 'Loading…', '読み込んでいます...', '読み込み中…'],
  ])('%s is held in a column of any kind', (text) => {
    for (const type of ['text', 'char(20)', 'varchar(2)', 'integer', 'date', 'boolean']) {
      const fault = read(type, text, text);
      expect(fault).toEqual({ code: 'formula_error' });
      expect(isHeld(fault as { code: 'formula_error' })).toBe(true);
    }
    expect(read('text', null, text)).toEqual({ code: 'formula_error' });
  });

  test.each(['#1', '#N/A?', 'Loading dock 3', 'Lo', '#', '読み込み中', '読売新聞'])(
    '%s is a text like any other',
    (text) => {
      expect(read('text', text, text)).toBe(text);
    },
  );
});

describe('numbers and checkboxes', () => {
  test.each<Row>([
    [123, '00123', '00000', '00123'],
    [1234, '¥1,234', '[$¥-411]#,##0', '¥1,234'],
    [0.125, '12.5%', '0.0%', '12.5%'],
    [0, '0', '', '0'],
    [123456789012, '1.23457E+11', '', '123456789012'],
    [123456789012, '1.23457E+11', 'General', '123456789012'],
    [123456789012, '1.23457E+11', '0.###############', '123456789012'],
    [123456789012, '1,23457E+11', '@', '123456789012'],
    [0.00000123, '1.23E-06', '', '0.00000123'],
    [-1.5e21, '-1.5E+21', '', '-1500000000000000000000'],
    [123456789012, '1.23E+11', '0.00E+00', '1.23E+11'],
    [0, '', ';;;', '0'],
    [true, 'TRUE', '', 'TRUE'],
    [false, 'FALSE', '', 'FALSE'],
    [true, '', '', 'TRUE'],
    [true, 'はい', '', 'はい'],
  ])('%j shown as %j by %j', (value, display, format, expected) => {
    expect(read('text', value, display, format)).toBe(expected);
  });

  test('the limit counts what is displayed', () => {
    expect(read('varchar(3)', 1234, '1,234', '#,##0')).toEqual({ code: 'text_too_long', limit: 3, actual: 5 });
  });
});

describe('dates in text columns', () => {
  const day = wall('2024-04-01T00:00:00');
  const moment = wall('2024-04-01T09:05:07');
  const time = wall('1899-12-30T09:05:07');

  test.each<Row>([
    [day, '2024/4/1', 'yyyy/m/d', '2024-04-01'],
    [moment, '4/1', 'm/d', '2024-04-01'],
    [moment, '2024/4/1 9:05', 'yyyy/m/d h:mm', '2024-04-01 09:05:07'],
    [day, '2024/4/1 0:00', 'yyyy/m/d h:mm', '2024-04-01 00:00:00'],
    [time, '9:05', 'h:mm', '09:05:07'],
    [time, '9:05 AM', 'h:mm am/pm', '09:05:07'],
    [moment, '9:05', 'h:mm', '09:05:07'],
    [day, '令和6年4月1日', '[$-ja-JP-x-gannen]ggge"年"m"月"d"日"', '2024-04-01'],
    [day, '2024年4月', 'yyyy"年"m"月"', '2024年4月'],
    [day, 'Monday', 'dddd', 'Monday'],
    [wall('1899-12-31T01:30:00'), '25:30', '[h]:mm', '25:30'],
    [day, '2024/4/1', '', '2024-04-01'],
    [moment, '2024/4/1 9:05', 'General', '2024-04-01 09:05:07'],
    [time, '9:05', '', '09:05:07'],
    [{ wallMs: moment.wallMs + 120 }, '', 'yyyy-mm-dd hh:mm:ss.000', '2024-04-01 09:05:07.12'],
    [{ wallMs: day.wallMs - 0.0004 }, '2024/4/1', 'yyyy/m/d', '2024-04-01'],
    [{ wallMs: Number.NaN }, 'out of range', 'yyyy/m/d', 'out of range'],
    [wall('0001-01-01T00:00:00'), '', 'yyyy-mm-dd', '0001-01-01'],
  ])('%j shown as %j by %j', (value, display, format, expected) => {
    expect(read('text', value, display, format)).toBe(expected);
  });
});

describe('keys', () => {
  function key(type: string, value: CellValue, display = String(value), format = ''): unknown {
    return canonicalKey(columnType(type), value, display, format, 'UTC');
  }

  test.each([
    ['text', '\u3000\u00a0 B-1 \u3000', 'B-1'],
    ['text', ' \u3000 ', null],
    ['varchar(3)', 'B-1   ', 'B-1'],
    ['text', 'Ｂ－１', 'Ｂ－１'],
    ['text', ' #N/A', { code: 'formula_error' }],
    ['text', 1_000_000_000_000_000, { code: 'too_many_digits' }],
    ['bigint', -1_234_567_890_123_456, { code: 'too_many_digits' }],
    ['text', 999_999_999_999_999, '999999999999999'],
    ['bigint', '1234567890123456789', '1234567890123456789'],
    ['numeric', '1234567890123456789', '1234567890123456789'],
    ['integer', 12, '12'],
  ])('%s key %j is trimmed, never folded, never short of digits', (type, value, expected) => {
    expect(key(type, value)).toEqual(expected);
  });

  test('a number keeps the leading zeros and loses the padding that its format shows', () => {
    expect(key('text', 12, ' 00012 ', '_ 00000_ ')).toBe('00012');
  });

  test('a fault is told from text and from an empty cell', () => {
    expect([isFault(null), isFault('x'), isFault({ code: 'required' })]).toEqual([false, false, true]);
  });
});

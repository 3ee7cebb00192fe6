// Columns of numbers, booleans and UUIDs receive the value, within their range, or say why not.

import { describe, expect, test } from 'vitest';
import { canonicalCell } from '../../shared/canonical-cell.ts';
import { wasRounded } from '../../shared/canonical-number.ts';
import type { CellValue } from '../../shared/cell.ts';
import { columnType, wall } from './columns.ts';

type Row = [type: string, value: CellValue, expected: unknown];

function read(type: string, value: CellValue): unknown {
  return canonicalCell(columnType(type), value, String(value), '', 'UTC');
}

const fault = (code: string, limit?: number, actual?: number) =>
  limit === undefined ? { code } : { code, limit, actual };

describe('numeric', () => {
  test.each<Row>([
    ['numeric', 0, '0'],
    ['numeric', -0, '0'],
    ['numeric', 0.1 + 0.2, '0.3'],
    ['numeric', 1e21, '1000000000000000000000'],
    ['numeric', 1.5e-7, '0.00000015'],
    ['numeric', -1234.5, '-1234.5'],
    ['numeric', 12345678901234568, '12345678901234600'],
    ['numeric', '12345678901234567890.123', '12345678901234567890.123'],
    ['numeric', '000123.4500', '123.45'],
    ['numeric', '-0.00', '0'],
    ['numeric', '+7', '7'],
    ['numeric', '.5', '0.5'],
    ['numeric', '5.', '5'],
    ['numeric', '1.5E+3', '1500'],
    ['numeric', '2e-3', '0.002'],
    ['numeric', '\u22125', '-5'],
    ['numeric', '１２３．５', '123.5'],
    ['numeric', '－１，２３４', '-1234'],
    ['numeric', '1,234,567.8', '1234567.8'],
    ['numeric', '¥1,234', '1234'],
    ['numeric', '￥1,234', '1234'],
    ['numeric', '-$1,234.50', '-1234.5'],
    ['numeric', '€ 5', '5'],
    ['numeric', '£5', '5'],
    ['numeric', '1,234円', '1234'],
    ['numeric', '12.5%', '0.125'],
    ['numeric', '１２．５％', '0.125'],
    ['numeric', '12.5 %', '0.125'],
    ['numeric', ' \u300012 ', '12'],
    ['numeric(12,2)', 1.005, '1.01'],
    ['numeric(12,2)', -1.005, '-1.01'],
    ['numeric(12,2)', 1.004, '1'],
    ['numeric(12,2)', '9.995', '10'],
    ['numeric(12,2)', -0.004, '0'],
    ['numeric(4,2)', 99.994, '99.99'],
    ['numeric(4,2)', 99.995, fault('out_of_range', 2, 3)],
    ['numeric(4,2)', 123456, fault('out_of_range', 2, 6)],
    ['numeric(5)', 1234.5, '1235'],
    ['numeric(3,5)', 0.001234, '0.00123'],
    ['numeric(3,5)', 0.0099999, fault('out_of_range', -2, -1)],
    ['numeric(3,-2)', 12345, '12300'],
    ['numeric(3,-2)', 49, '0'],
    ['numeric(3,-2)', 50, '100'],
    ['numeric(3,-2)', 99950, fault('out_of_range', 5, 6)],
    ['numeric', '1e131072', fault('out_of_range', 131072, 131073)],
    ['numeric', '1e-16384', fault('out_of_range')],
    ['numeric', '1e-99999999999999999999', fault('out_of_range')],
    ['numeric(5,2)', '1e99999999999999999999', fault('out_of_range', 3, 1e20 + 1)],
    ['numeric(5,2)', '1e-99999999999999999999', '0'],
    ['numeric', '0e99999999999999999999', '0'],
  ])('%s from %j', (type, value, expected) => {
    expect(read(type, value)).toEqual(expected);
  });

  test.each<CellValue>([
    ...[
      'abc',
      '1,23',
      '1,2345',
      '0,500',
      '1.234.567',
      '1.234,5',
      '12 34',
      '--1',
      '1-',
      '%',
      '¥',
      '.',
      '-',
      '¥5%',
      '1e',
    ],
    ...['10²', '⑤', '½', '1_000', '0x10', 'NaN', 'Infinity', '∞', '¥5円', '1 000', '五'],
    ...[Number.NaN, Number.POSITIVE_INFINITY, true, false, wall('2024-04-01T00:00:00')],
  ])('%j is not a number', (value) => {
    for (const type of ['numeric', 'numeric(9,2)', 'integer', 'bigint', 'smallint', 'real', 'double precision']) {
      expect(read(type, value)).toEqual({ code: 'not_a_number' });
    }
  });

  test.each<[string, CellValue, boolean]>([
    ['numeric(12,2)', 1.005, true],
    ['numeric(12,2)', 1.25, false],
    ['numeric(12,2)', 0.1 + 0.2, false],
    ['numeric(12,2)', '1.250', false],
    ['numeric(12,2)', '１．２５５', true],
    ['numeric(12,2)', 'abc', false],
    ['numeric(12,2)', null, false],
    ['numeric(12,2)', 0, false],
    ['numeric(5,-2)', 150, true],
    ['numeric(5,-2)', 100, false],
    ['numeric', 1.005, false],
    ['integer', 1.5, false],
  ])('%s of %j says whether digits are rounded away', (type, value, expected) => {
    expect(wasRounded(columnType(type), value)).toBe(expected);
  });
});

describe('whole numbers', () => {
  test.each<Row>([
    ['smallint', 32767, '32767'],
    ['smallint', -32768, '-32768'],
    ['smallint', 32768, fault('out_of_range')],
    ['smallint', '-32769', fault('out_of_range')],
    ['integer', 2147483647, '2147483647'],
    ['integer', '2147483648', fault('out_of_range')],
    ['integer', -2147483648, '-2147483648'],
    ['integer', -2147483649, fault('out_of_range')],
    ['bigint', '9223372036854775807', '9223372036854775807'],
    ['bigint', '9223372036854775808', fault('out_of_range')],
    ['bigint', '-9223372036854775808', '-9223372036854775808'],
    ['bigint', '-9223372036854775809', fault('out_of_range')],
    ['bigint', '1e400', fault('out_of_range')],
    ['integer', -0, '0'],
    ['integer', 3.0000000000000004, '3'],
    ['integer', '3.0', '3'],
    ['integer', '007', '7'],
    ['integer', '1,234', '1234'],
    ['integer', 1.5, fault('not_a_whole_number')],
    ['integer', '1e-3', fault('not_a_whole_number')],
    ['integer', '50%', fault('not_a_whole_number')],
  ])('%s from %j', (type, value, expected) => {
    expect(read(type, value)).toEqual(expected);
  });
});

describe('floating point', () => {
  test.each<Row>([
    ['real', 0.1, '0.1'],
    ['real', 16777217, '16777200'],
    ['real', 3.4028234e38, `340282${'0'.repeat(33)}`],
    ['real', 3.5e38, fault('out_of_range')],
    ['real', 1e-50, fault('out_of_range')],
    ['real', '0', '0'],
    ['double precision', 0.1 + 0.2, '0.3'],
    ['double precision', -0, '0'],
    ['double precision', '1e22', '10000000000000000000000'],
    ['double precision', '1e309', fault('out_of_range')],
    ['double precision', '1e-400', fault('out_of_range')],
    ['double precision', Number.MAX_VALUE, fault('out_of_range')],
    ['double precision', '0.12345678901234567', '0.123456789012346'],
  ])('%s from %j', (type, value, expected) => {
    expect(read(type, value)).toEqual(expected);
  });
});

describe('booleans and UUIDs', () => {
  const uuid = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';

  test.each<Row>([
    ['boolean', true, 'true'],
    ['boolean', false, 'false'],
    ['boolean', 'TRUE', 'true'],
    ['boolean', 'False', 'false'],
    ['boolean', 'ｔｒｕｅ', 'true'],
    ['boolean', 1, 'true'],
    ['boolean', 0, 'false'],
    ['boolean', '1', 'true'],
    ['boolean', '０', 'false'],
    ['boolean', 2, fault('not_a_boolean')],
    ['boolean', 'はい', fault('not_a_boolean')],
    ['boolean', 'yes', fault('not_a_boolean')],
    ['boolean', wall('2024-04-01T00:00:00'), fault('not_a_boolean')],
    ['uuid', uuid, uuid],
    ['uuid', ` ${uuid.toUpperCase()} `, uuid],
    ['uuid', `{${uuid}}`, fault('not_a_uuid')],
    ['uuid', uuid.replace(/-/g, ''), fault('not_a_uuid')],
    ['uuid', 12, fault('not_a_uuid')],
    ['uuid', true, fault('not_a_uuid')],
  ])('%s from %j', (type, value, expected) => {
    expect(read(type, value)).toEqual(expected);
  });
});

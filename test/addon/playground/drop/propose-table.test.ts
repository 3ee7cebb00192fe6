// The table proposed for a file: names, types and key, by table.
import { describe, expect, test } from 'vitest';
import { fileCells } from '../../../../addon/playground/drop/file-cells.ts';
import { proposeTable } from '../../../../addon/playground/drop/propose-table.ts';
import { freeName, identifierOf, nameFault } from '../../../../shared/identifier.ts';

const propose = (headers: string[], rows: string[][], keepAsText = false, taken: string[] = []) => {
  const cells = fileCells(rows, { locale: 'ja_JP', year: 2026 }, keepAsText);
  return proposeTable({ name: 'Customers 2024.csv', headers, rows: cells.rows }, 'ja_JP', (name) =>
    taken.includes(name),
  );
};

describe('a column', () => {
  test.each([
    [['1', '1,234', '¥5'], 'bigint'],
    [['1', '2.5', '12%'], 'numeric'],
    [['1-2', '2024/4/1', '4月1日', ''], 'date'],
    [['2024-04-01 9:30', '2024/4/1 12:00:00'], 'timestamp'],
    [['true', 'FALSE'], 'boolean'],
    [['a', 'b'], 'text'],
    [['', ''], 'text'],
    [['1', 'n/a'], 'text'],
    [['1', '1-2'], 'text'],
    [['1-2', '2024-04-01 9:30'], 'text'],
    [['9:30', '25:30'], 'text'],
    [['1', '#N/A'], 'text'],
    [['1', '1234567890123456'], 'text'],
  ])('of %j is %s', (cells, type) => {
    const { columns } = propose(
      ['key', 'it'],
      cells.map((cell, at) => [`k${at}`, cell]),
    );
    expect(columns[1]?.type).toBe(type);
  });

  test('kept as text is text, whatever it looks like', () => {
    expect(propose(['key', 'it'], [['a', '1']], true).columns[1]?.type).toBe('text');
  });

  test('takes the name the sample has for its header, else the header’s own, each once and none that is reserved', () => {
    const headers = [
      '買主番号',
      '氏名',
      'name',
      'Name!',
      '来店 きっかけ',
      '',
      'Created At',
      '★',
      'xmin',
      'あ'.repeat(40),
    ];
    expect(propose(headers, [['1']]).columns.map(({ column }) => column)).toEqual([
      ...['buyer_number', 'name', 'name_2', 'name_3', '来店_きっかけ', 'created_at_2', 'column', 'xmin_2'],
      'あ'.repeat(21),
    ]);
  });
});

describe('the key', () => {
  test.each([
    [
      'the first column that can be it',
      ['a', 'b'],
      [
        ['1', 'x'],
        ['2', 'y'],
      ],
      0,
    ],
    [
      'one that sounds like it, if it can',
      ['name', '顧客番号'],
      [
        ['x', '1'],
        ['y', '2'],
      ],
      1,
    ],
    [
      'one that sounds like it in English',
      ['name', 'customerId'],
      [
        ['x', '1'],
        ['y', '2'],
      ],
      1,
    ],
    [
      'not one that only ends in those letters',
      ['name', 'paid'],
      [
        ['x', '1'],
        ['y', '2'],
      ],
      0,
    ],
    [
      'another where the likely one is doubled',
      ['name', 'id'],
      [
        ['x', '1'],
        ['y', '1'],
      ],
      0,
    ],
    [
      'another where the likely one has an empty cell',
      ['name', 'id'],
      [
        ['x', '1'],
        ['y', ''],
      ],
      0,
    ],
    [
      'the same, blank rows left aside',
      ['id', 'name'],
      [
        ['1', 'x'],
        ['', ''],
        ['2', 'x'],
      ],
      0,
    ],
    [
      'none where the conversion makes values equal',
      ['id', 'name'],
      [
        ['001', 'x'],
        ['1', 'x'],
      ],
      null,
    ],
    ['none without rows', ['id', 'name'], [], null],
  ])('is %s', (_what, headers, rows, key) => {
    const proposal = propose(headers, rows);
    expect(proposal.key).toBe(key);
    if (key !== null) expect(proposal.columns[key]?.type).toBe('text');
  });

  test('that cannot be is told apart by its reason', () => {
    const { columns } = propose(
      ['a', 'b', 'c'],
      [
        ['1', '', 'x'],
        ['1', '2', 'y'],
        ['2', '2', '1234567890123456'],
      ],
    );
    expect(columns.map(({ notKey }) => notKey)).toEqual([
      '1 doubled',
      '1 empty, 1 doubled',
      'a value that no key can be',
    ]);
  });
});

describe('a name', () => {
  test('of the table comes from the file, and gives way to those that are there', () => {
    expect(propose(['id'], [['1']]).table).toBe('customers_2024');
    expect(propose(['id'], [['1']], false, ['customers_2024', 'customers_2024_2']).table).toBe('customers_2024_3');
  });

  test.each([
    ['ＡＢＣ 顧客', 'abc_顧客'],
    ['drop table "x"; --', 'drop_table_x'],
    ['か゚き', 'か゚き'],
    ['__', 'other'],
  ])('from %s is %s', (text, name) => {
    expect(identifierOf(text, 'other')).toBe(name);
    expect(nameFault(name)).toBeNull();
  });

  test('with a number stays within what Postgres keeps', () => {
    const name = freeName('あ'.repeat(21), (one) => one === 'あ'.repeat(21));
    expect([name, nameFault(name)]).toEqual([`${'あ'.repeat(20)}_2`, null]);
  });

  test.each(['', ' ', 'a ', 'a.b', 'a"b', 'a\0b', 'あ'.repeat(22)])('%j is refused', (name) => {
    expect(nameFault(name)).not.toBeNull();
  });
});

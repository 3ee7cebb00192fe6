// Rows as the protocol carries them: what is passed on from the header contract, and which rows are no buyers.
import { describe, expect, test } from 'vitest';
import type { Cell, CellValue } from '../../shared/cell.ts';
import { leaveOut, leftOut } from '../../shared/left-out.ts';
import type { BoundColumn } from '../../shared/protocol.ts';
import { bindRows, canonicalRow, type RowSource, rowSource } from '../../shared/sheet-rows.ts';
import { wall } from './columns.ts';

const column = (index: number, name: string, type: string, more: Partial<BoundColumn> = {}): BoundColumn => ({
  ...{ index, header: name, column: name, type, notNull: false },
  ...{ state: 'synced', reason: null, proposal: null, ...more },
});

const cell = (value: CellValue, display = String(value), format = ''): Cell => ({ value, display, format });

describe('a text column set to take values', () => {
  const taken = (value: CellValue, display: string, format: string, type = 'text') => {
    const columns = [column(0, 'id', 'text'), column(1, 'v', type, { asValue: true })];
    const row = canonicalRow(bindRows(columns, 'id', 'UTC'), 2, rowSource([cell('A'), cell(value, display, format)]));
    return row.errors[0]?.code ?? row.cells[1];
  };

  test.each<[CellValue, string, string, string | null]>([
    ['  山田 ', '  山田 様', '@" 様"', '  山田 '],
    [1234.5, '¥1,235', '¥#,##0', '1234.5'],
    [0.125, '12.50%', '0.00%', '0.125'],
    [123, '00123', '00000', '123'],
    [0.1 + 0.2, '0.3', '', '0.3'],
    [1e20, '1E+20', '', '100000000000000000000'],
    [1.5e-7, '1.50E-07', '0.00E+00', '0.00000015'],
    [-0, '0', '', '0'],
    [true, 'はい', '', 'TRUE'],
    [false, 'FALSE', '', 'FALSE'],
    [wall('2024-04-01T00:00:00'), '4/1', 'm/d', '2024-04-01'],
    [wall('2024-04-01T09:05:07'), '2024/4/1 9:05', 'yyyy/m/d h:mm', '2024-04-01 09:05:07'],
    [wall('2024-04-01T09:05:07'), '2024/4/1', 'yyyy/m/d', '2024-04-01'],
    [wall('2024-04-01T00:00:00'), '2024年4月', 'yyyy"年"m"月"', '2024-04-01'],
    [wall('2024-04-01T00:00:00'), 'Monday', 'dddd', '2024-04-01'],
    [wall('2024-04-01T09:05:07'), 'Monday 9:05', 'dddd h:mm', '2024-04-01 09:05:07'],
    [wall('1899-12-30T09:05:07'), '9:05', 'h:mm', '09:05:07'],
    [wall('1899-12-31T12:00:00'), '36:00', '[h]:mm', '36:00:00'],
    [wall('1899-12-30T00:00:01.5'), '0:00', '[m]:ss', '00:00:01.5'],
    [wall('1899-12-29T23:00:00'), '-1:00', '[h]:mm', '-01:00:00'],
    ['', '', '', null],
    ['#N/A', '#N/A', '', null],
  ])('takes of %j, shown as %j by %j, the value', (value, display, format, expected) => {
    expect(taken(value, display, format)).toBe(expected);
    // What a person sees is not even read.
    expect(taken(value, '', format)).toBe(expected);
  });

  test('counts the value against its limit, not what is shown', () => {
    expect(taken(1234, '¥1,234', '¥#,##0', 'character varying(4)')).toBe('1234');
    expect(taken(12345, '1', '', 'character varying(4)')).toBe('text_too_long');
  });

  test('is a column of text; one of numbers takes values anyhow', () => {
    const columns = [column(0, 'id', 'text'), column(1, 'n', 'integer', { asValue: true })];
    expect(bindRows(columns, 'id', 'UTC').columns.map(({ parsed }) => parsed.asValue)).toEqual([false, false]);
  });
});

describe('a row without a key', () => {
  const columns = [
    column(0, 'id', 'text'),
    column(1, 'name', 'text'),
    column(2, 'size', 'integer'),
    column(3, 'on', 'date'),
  ];
  const binding = bindRows(columns, 'id', 'UTC');
  const read = (cells: readonly Cell[], formulas: readonly number[] = []) => {
    const source: RowSource = { ...rowSource(cells), isFormula: (index) => formulas.includes(index) };
    const { blank, errors } = canonicalRow(binding, 2, source);
    return { blank, codes: errors.map((error) => error.code) };
  };
  const empty = cell('');

  test('is blank where all else is empty, FALSE or the result of a formula, whatever its column makes of it', () => {
    const blank = { blank: true, codes: [] };
    expect(read([empty, empty, empty, empty])).toEqual(blank);
    expect(read([cell('  '), cell(false, 'FALSE'), empty, empty])).toEqual(blank);
    expect(read([empty, cell('未定'), empty, empty], [1])).toEqual(blank);
    expect(read([empty, empty, cell('未定'), cell(45383)], [2, 3])).toEqual(blank);
    expect(read([empty, empty, cell(false, 'FALSE'), empty])).toEqual(blank);
    expect(read([empty, cell('#REF!'), empty, empty], [1])).toEqual(blank);
  });

  test('is not blank where somebody typed something', () => {
    expect(read([empty, cell('山田'), empty, empty])).toEqual({ blank: false, codes: [] });
    expect(read([empty, empty, cell('未定'), cell('x')], [2])).toEqual({
      blank: false,
      codes: ['blank_key', 'not_a_number', 'not_a_date'],
    });
    expect(read([empty, cell(0, '0'), empty, empty])).toEqual({ blank: false, codes: [] });
  });

  test('and with a bad cell is named for both; without that cell it is a row without a key as any other', () => {
    const row = canonicalRow(binding, 7, rowSource([empty, cell('山田'), cell('未定'), empty]));
    expect(row.errors).toMatchObject([
      { code: 'blank_key', cell: 'A7', header: 'id', column: 'id' },
      { code: 'not_a_number', cell: 'C7', column: 'size' },
    ]);
    expect(leaveOut(row, leftOut(binding, [2]))).toMatchObject({ errors: [], held: [2] });
    expect(leaveOut(row, leftOut(binding, [3])).errors).toHaveLength(2);
  });

  test('whose key cannot be read is not blank', () => {
    expect(read([cell('#N/A'), empty, empty, empty])).toEqual({ blank: false, codes: ['formula_error'] });
  });
});

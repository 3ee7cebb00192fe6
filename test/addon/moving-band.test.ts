// What a band of rows is while people move rows and columns between the calls that read it.
import { describe, expect, it } from 'vitest';
import type { CellInput, Sheet } from '../../addon/playground/host/sheet.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Needs } from '../../addon/sheet-reader.ts';
import type { RowSource } from '../../shared/sheet-rows.ts';
import { loadModule } from './support/load-module.ts';

type ReadBand = (
  sheet: object,
  firstRow: number,
  count: number,
  needs: Needs,
  zone: string,
  head: { readonly row: number; readonly headers: readonly string[] },
) => readonly RowSource[];
const { readBand } = (await loadModule('addon/sheet-band.ts', { Date })) as { readBand: ReadBand };

const HEADERS = ['number', 'name', 'phone'];
const NEEDS: Needs = ['key', 'text', 'text'];
const PHONE = (digits: number): CellInput => ({ value: digits, format: '#,##0' });
const ROWS: CellInput[][] = [
  HEADERS,
  ['K1', 'Ann', PHONE(1110001)],
  ['K2', 'Bo', PHONE(2220002)],
  ['K3', 'Cy', 'none'],
];

interface Reading {
  readonly rows: string[][] | string;
  readonly calls: readonly string[];
}

/** `edits` by the number of the call, from 0, before which each is done. */
function read(edits: Readonly<Record<number, (sheet: Sheet) => void>> = {}, rows = ROWS, headers = HEADERS): Reading {
  const sheets = [{ gid: 0, name: 'a', rows }];
  const sheet = new Spreadsheet({ id: 'i', name: 'n', timeZone: 'UTC', locale: 'en_US', sheets }).sheet(0);
  const calls: string[] = [];
  const cells = (
    name: string,
    row: number,
    column: number,
    count: number,
    width: number,
    of: (r: number, c: number) => unknown,
  ) => {
    edits[calls.length]?.(sheet);
    calls.push(name);
    return Array.from({ length: count }, (_, r) =>
      Array.from({ length: width }, (_cell, c) => of(row + r, column + c)),
    );
  };
  const google = {
    getRange: (...at: [number, number, number, number]) => ({
      getValues: () => cells('values', ...at, (r, c) => sheet.value(r, c) ?? ''),
      getDisplayValues: () => cells('displays', ...at, (r, c) => sheet.display(r, c)),
      getNumberFormats: () => cells('formats', ...at, (r, c) => sheet.format(r, c)),
    }),
  };
  try {
    const band = readBand(google, 2, rows.length - 1, NEEDS, 'UTC', { row: 1, headers });
    const seen = Array.from(band, ({ value, display }) => [String(value(0)), String(value(1)), display(2)]);
    return { rows: seen, calls };
  } catch (error) {
    return { rows: String(error), calls };
  }
}

const AS_IT_STANDS = [
  ['K1', 'Ann', '1,110,001'],
  ['K2', 'Bo', '2,220,002'],
  ['K3', 'Cy', 'none'],
];
const ONCE = ['values', 'formats', 'displays'];
const swap = (sheet: Sheet) => sheet.moveRows(2, 1, 3);

describe('a band of rows', () => {
  it('that nobody disturbs takes one call for each thing that is asked', () => {
    expect(read()).toEqual({ rows: AS_IT_STANDS, calls: ONCE });
  });

  it.each([1, 2])('whose rows are moved before its call %i is read again', (call) => {
    const { rows, calls } = read({ [call]: swap });
    expect(rows).toEqual([
      ['K2', 'Bo', '2,220,002'],
      ['K1', 'Ann', '1,110,001'],
      ['K3', 'Cy', 'none'],
    ]);
    expect(calls).toEqual([...ONCE, 'values', 'displays', ...ONCE]);
  });

  it.each([
    ['displays', { 2: swap, 3: swap }],
    ['values', { 0: swap, 1: swap }],
  ])('whose rows are moved for its %s alone is read again', (_, edits) => {
    expect(read(edits).rows).toEqual(AS_IT_STANDS);
  });

  it('whose rows never stand still is not read', () => {
    const always = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [n, (sheet: Sheet) => sheet.moveRows(2, 1, 4)]),
    );
    expect(read(always).rows).toBe('Error: The rows moved while they were read.');
  });

  it.each([
    ['displays', { 2: (sheet: Sheet) => sheet.insertColumn(2), 3: (sheet: Sheet) => sheet.deleteColumn(2) }],
    ['values', { 0: (sheet: Sheet) => sheet.insertColumn(2), 1: (sheet: Sheet) => sheet.deleteColumn(2) }],
  ])('into which a column comes for its %s alone is not taken as it was then', (_, edits) => {
    const { rows } = read(edits);
    if (typeof rows === 'string') expect(rows).toBe('Error: The columns stand under other headings.');
    else expect(rows).toEqual(AS_IT_STANDS);
  });

  it('whose columns stand under other headings than the run goes by is not read', () => {
    expect(read({ 0: (sheet) => sheet.moveColumn(2, 3) }).rows).toBe('Error: The columns stand under other headings.');
  });

  it.each([
    ['keys that look like something else', [HEADERS, [{ value: 'K1', format: '@"様"' }, 'Ann', '1,110,001']]],
    ['keys with a fraction', [HEADERS, [{ value: 1.5, format: '0.00' }, 'Ann', '1,110,001']]],
    ['keys with zeros in front', [HEADERS, [{ value: 7, format: '00000' }, 'Ann', '1,110,001']]],
    [
      'headings that are numbers',
      [
        ['number', 'name', 2024],
        ['K1', 'Ann', '1,110,001'],
      ],
      ['number', 'name', '2024'],
    ],
    ['no rows that stand out', [HEADERS, ['', '', '']]],
  ] as [string, CellInput[][], string[]?][])('with %s is read', (_, rows, headers = HEADERS) => {
    expect(read({}, rows, headers).rows).toHaveLength(1);
  });
});

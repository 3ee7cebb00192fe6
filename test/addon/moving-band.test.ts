// A band of rows as Apps Script gives it: only what its columns need is asked for, and a moment is the one that the cell holds.
import { describe, expect, test } from 'vitest';
import { needsOf } from '../../addon/read-rows.ts';
import type { Needs } from '../../addon/sheet-reader.ts';
import type { BoundColumn } from '../../shared/protocol.ts';
import { bindRows, type RowSource } from '../../shared/sheet-rows.ts';
import { lenientInstant } from '../../shared/time-zone.ts';
import { loadModule } from './support/load-module.ts';

type ReadBand = (sheet: object, firstRow: number, count: number, needs: Needs, zone: string) => RowSource[];
// Of this realm, so that a date made here is one there.
const { readBand } = (await loadModule('addon/sheet-band.ts', { Date, Intl })) as { readBand: ReadBand };

type Asked = 'values' | 'displays' | 'formats' | 'formulas';
interface Content {
  readonly value: unknown;
  readonly display?: string;
  readonly format?: string;
}

/** One column of cells; `asked` is what was asked of it, in order. */
function column(cells: readonly Content[], need: Needs[number], zone: string) {
  const asked: Asked[] = [];
  const answer = (what: Asked, of: (cell: Content) => unknown) => () => {
    asked.push(what);
    return cells.map((cell) => [of(cell)]);
  };
  const range = {
    getValues: answer('values', ({ value }) => value),
    getDisplayValues: answer('displays', ({ display }) => display ?? ''),
    getNumberFormats: answer('formats', ({ format }) => format ?? ''),
    getFormulas: answer('formulas', () => ''),
  };
  return { asked, rows: readBand({ getRange: () => range }, 2, cells.length, [need], zone) };
}

const date = (text: string, zone: string): Date => new Date(lenientInstant(Date.parse(`${text}Z`), zone));

describe('a column is asked', () => {
  const day = date('2024-04-01T00:00:00', 'Asia/Tokyo');

  test.each<[Needs[number], unknown, Asked[]]>([
    ['value', day, ['values']],
    ['value', 1, ['values']],
    ['moment', '2024-04-01', ['values']],
    ['moment', 45_383, ['values']],
    ['moment', day, ['values', 'formats']],
    ['text', '山田', ['values']],
    ['text', true, ['values', 'displays']],
    ['text', 45_383, ['values', 'displays', 'formats']],
    ['text', day, ['values', 'displays', 'formats']],
    ['key', 'A', ['values', 'displays']],
    ['key', 1, ['values', 'displays', 'formats']],
  ])('for a %s, where it holds %s, for %j only', (need, value, asked) => {
    const display = value instanceof Date ? '2024/04/01' : String(value);
    const read = column([{ value, display }, { value: '' }], need, 'Asia/Tokyo');
    read.rows.map((row) => [row.value(0), row.display(0), row.format(0)]);
    // In whatever order, and some of it twice to prove that the rows did not move.
    expect([...new Set(read.asked)].sort()).toEqual([...asked].sort());
  });

  test('by its type, and a text column set to take values like one of dates', () => {
    const bound = (index: number, type: string, asValue = false): BoundColumn => ({
      ...{ index, header: 'h', column: `c${index}`, type, notNull: false, state: 'synced', reason: null },
      ...{ proposal: null, asValue },
    });
    const columns = [bound(0, 'text'), bound(1, 'text'), bound(2, 'text', true), bound(4, 'integer'), bound(5, 'date')];
    expect(needsOf(bindRows(columns, 'c0', 'UTC'))).toEqual(['key', 'text', 'moment', undefined, 'value', 'moment']);
    const keyAsValue = [bound(0, 'text', true)];
    expect(needsOf(bindRows(keyAsValue, 'c0', 'UTC'))).toEqual(['key']);
  });
});

describe('a key that looks like another at every look', () => {
  const read = (value: unknown, display: string, format: string) => () =>
    column([{ value, display, format }], 'key', 'Asia/Tokyo').rows.map((row) => row.display(0));

  test.each([
    ['K3', 'K2', ''],
    ['K3', 'K2', '@'],
    [3, '00002', '00000'],
    [3, '2', 'General'],
  ])('is another row’s, where %j cannot look like %j under %j', (value, display, format) => {
    expect(read(value, display, format)).toThrow('The rows moved while they were read.');
  });

  test.each([
    ['K3', 'No. K3', '"No. "@'],
    ['K3', '', ';;;'],
    [3, 'three', '[=3]"three";General'],
    [-3, '-3', ''],
    [1.5, '1.5', 'General'],
    [3, '1900-01-02', 'yyyy-mm-dd'],
  ])('is its own, where %j may look like %j under %j', (value, display, format) => {
    expect(read(value, display, format)()).toEqual([display]);
  });
});

describe('a wall clock that was skipped', () => {
  const zone = 'America/St_Johns';
  const format = 'yyyy-mm-dd h:mm:ss';
  // Both reach the script as the same instant.
  const skipped = { value: date('2024-03-10T02:30:00', zone), display: '2024-03-10 2:30:00', format };
  const later = { value: date('2024-03-10T03:30:00', zone), display: '2024-03-10 3:30:00', format };
  const other = { value: date('2024-03-10T12:00:00', zone), display: '2024-03-10 12:00:00', format };

  test('is read as it stands in the cell, not an hour later', () => {
    expect(skipped.value).toEqual(later.value);
    for (const need of ['text', 'moment', 'key'] as const) {
      const { rows } = column([skipped, later, other], need, zone);
      expect(rows.map((row) => row.value(0))).toEqual(
        ['2024-03-10T02:30Z', '2024-03-10T03:30Z', '2024-03-10T12:00Z'].map((text) => ({ wallMs: Date.parse(text) })),
      );
    }
  });

  test('costs one more question in its band, and none in others', () => {
    const rare = column([skipped, later, skipped], 'moment', zone);
    rare.rows.map((row) => row.value(0));
    expect(rare.asked).toEqual(['values', 'formats', 'displays']);
    const common = column([other, other], 'moment', zone);
    common.rows.map((row) => row.value(0));
    expect(common.asked).toEqual(['values', 'formats']);
  });
});

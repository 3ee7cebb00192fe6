// Columns of dates and times: the value by the sheet's clock; no day ever shifts.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalCell } from '../../shared/canonical-cell.ts';
import type { CellValue } from '../../shared/cell.ts';
import { shownWall } from '../../shared/shown-wall.ts';
import { lenientInstant, skippedWall, utcToWall } from '../../shared/time-zone.ts';
import { columnType, wall } from './columns.ts';
import { ZONES } from './zones.ts';

type Row = [value: CellValue, format: string, expected: unknown];

function read(type: string, value: CellValue, format = '', zone = 'Asia/Tokyo'): unknown {
  return canonicalCell(columnType(type), value, String(value), format, zone);
}

const day = wall('2024-04-01T00:00:00');
const moment = wall('2024-04-01T09:05:07.25');
const time = wall('1899-12-30T09:05:07');
const duration = wall('1899-12-31T01:30:00');
const code = (name: string) => ({ code: name });

describe('date', () => {
  test.each<Row>([
    [day, 'yyyy/m/d', '2024-04-01'],
    [day, '', '2024-04-01'],
    [day, 'yyyy/m/d h:mm', '2024-04-01'],
    [day, 'yyyy"年"m"月"', '2024-04-01'],
    [moment, 'yyyy/m/d', '2024-04-01'],
    [moment, 'yyyy/m/d h:mm', code('time_in_date')],
    [moment, '', code('time_in_date')],
    [time, 'h:mm', code('not_a_date')],
    [time, '', code('not_a_date')],
    [duration, '[h]:mm', code('not_a_date')],
    [wall('1899-12-30T00:00:00'), 'yyyy-mm-dd', '1899-12-30'],
    [{ wallMs: day.wallMs - 0.3 }, 'yyyy/m/d', '2024-04-01'],
    [{ wallMs: Number.NaN }, '', code('not_a_date')],
    [{ wallMs: Date.UTC(10_000, 0, 1) }, 'yyyy-mm-dd', code('not_a_date')],
    [{ wallMs: Date.UTC(9999, 11, 31) }, 'yyyy-mm-dd', '9999-12-31'],
    [45_383, '', code('not_a_date')],
    [true, '', code('not_a_date')],
  ])('%j by %j', (value, format, expected) => {
    expect(read('date', value, format)).toEqual(expected);
  });

  test.each([
    ...['2024-04-01', '2024-4-1', '2024/4/1', '2024/04/01', '2024.4.1', '2024年4月1日', '２０２４年４月１日'],
    ...['２０２４／４／１', ' 2024-04-01 ', '2024-04-01 00:00', '2024-04-01T00:00:00'],
  ])('%j is the first of April 2024', (text) => {
    expect(read('date', text)).toBe('2024-04-01');
  });

  test.each([
    ...[
      '2024-02-30',
      '2023-02-29',
      '1900-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-04-00',
      '0000-01-01',
      '10000-01-01',
    ],
    ...['01/02/2024', '2024-4/1', '24-04-01', '20240401', '令和6年4月1日', 'April 1, 2024', '2024-04', '2024-04-01T'],
    ...['2024-04-01 24:00:00', '2024-04-01 9', '2024-04-01 09:60', '09:00', '2024-04-01 00:00Z', '2024-04-31', '㋀1日'],
  ])('%j is no date', (text) => {
    expect(read('date', text)).toEqual({ code: 'not_a_date' });
  });

  test('a leap day exists in the years that have one', () => {
    expect(['2024-02-29', '2000-02-29'].map((text) => read('date', text))).toEqual(['2024-02-29', '2000-02-29']);
  });

  test('a time written beside the date is refused, not dropped', () => {
    expect(read('date', '2024-04-01 09:00')).toEqual({ code: 'time_in_date' });
  });
});

describe('timestamp', () => {
  test.each<[string, CellValue, unknown]>([
    ['timestamp', moment, '2024-04-01 09:05:07.25'],
    ['timestamp', day, '2024-04-01 00:00:00'],
    ['timestamp(0)', moment, '2024-04-01 09:05:07'],
    ['timestamp(1)', moment, '2024-04-01 09:05:07.3'],
    ['timestamp(0)', wall('2023-12-31T23:59:59.5'), '2024-01-01 00:00:00'],
    ['timestamp(0)', wall('9999-12-31T23:59:59.5'), code('out_of_range')],
    ['timestamp', time, code('not_a_date')],
    ['timestamp', '2024-04-01', '2024-04-01 00:00:00'],
    ['timestamp', '2024/4/1 9:05', '2024-04-01 09:05:00'],
    ['timestamp', '2024-04-01T09:05:07.1239', '2024-04-01 09:05:07.124'],
    ['timestamp', '2024-04-01T23:59:59.9996', '2024-04-02 00:00:00'],
    ['timestamp', '2024-04-01 09:05:07Z', code('not_a_date')],
    ['timestamp', '09:05', code('not_a_date')],
    ['timestamp', 45_383.5, code('not_a_date')],
  ])('%s from %j', (type, value, expected) => {
    expect(read(type, value)).toEqual(expected);
  });
});

describe('timestamptz', () => {
  test.each<[string, CellValue, string, unknown]>([
    ['timestamptz', moment, 'Asia/Tokyo', '2024-04-01 00:05:07.25Z'],
    ['timestamptz', '2024-04-01', 'Asia/Tokyo', '2024-03-31 15:00:00Z'],
    ['timestamptz', '2024-04-01 09:00Z', 'Asia/Tokyo', '2024-04-01 09:00:00Z'],
    ['timestamptz', '2024-04-01T09:00:00+09', 'UTC', '2024-04-01 00:00:00Z'],
    ['timestamptz', '2024-04-01T09:00:00-03:30', 'UTC', '2024-04-01 12:30:00Z'],
    ['timestamptz', '2024-04-01T09:00:00+0900', 'UTC', code('not_a_date')],
    ['timestamptz', '2024-04-01T09:00:00+15', 'UTC', code('not_a_date')],
    ['timestamptz', wall('2024-11-03T01:30:00'), 'America/New_York', '2024-11-03 05:30:00Z'],
    ['timestamptz', wall('2024-03-10T02:30:00'), 'America/New_York', code('time_does_not_exist')],
    ['timestamptz', '2024-03-10 02:30', 'America/New_York', code('time_does_not_exist')],
    ['timestamptz', '2011-12-30', 'Pacific/Apia', code('time_does_not_exist')],
    ['timestamptz(0)', wall('2024-03-10T01:59:59.7'), 'America/New_York', '2024-03-10 07:00:00Z'],
    ['timestamptz', '0001-01-01', 'Asia/Tokyo', code('out_of_range')],
  ])('%s from %j in %s', (type, value, zone, expected) => {
    expect(read(type, value, '', zone)).toEqual(expected);
  });

  test('a zone the engine does not know is an error of the caller', () => {
    expect(() => read('timestamptz', moment, '', 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('time', () => {
  test.each<[string, CellValue, string, unknown]>([
    ['time', time, 'h:mm', '09:05:07'],
    ['time', time, '', '09:05:07'],
    ['time', moment, 'h:mm', '09:05:07.25'],
    ['time', moment, 'yyyy/m/d h:mm', code('date_in_time')],
    ['time', moment, '', code('date_in_time')],
    ['time', day, '', code('date_in_time')],
    ['time', wall('1899-12-30T00:00:00'), '', '00:00:00'],
    ['time', wall('1899-12-30T08:30:00'), '[h]:mm', '08:30:00'],
    ['time', duration, '[h]:mm', code('not_a_time')],
    ['time', '9:05', '', '09:05:00'],
    ['time', '２３：５９：５９．５', '', '23:59:59.5'],
    ['time(0)', '23:59:58.5', '', '23:59:59'],
    ['time(0)', '23:59:59.5', '', code('out_of_range')],
    ['time', '24:00:00', '', code('not_a_time')],
    ['time', '9', '', code('not_a_time')],
    ['time', '9:5', '', code('not_a_time')],
    ['time', '09:00Z', '', code('not_a_time')],
    ['time', '2024-04-01', '', code('date_in_time')],
    ['time', '2024-04-01 09:00', '', code('date_in_time')],
    ['time', 0.5, '', code('not_a_time')],
    ['time', true, '', code('not_a_time')],
  ])('%s from %j by %j', (type, value, format, expected) => {
    expect(read(type, value, format)).toEqual(expected);
  });
});

/** The wall clock that a script makes of the instant it is given for a cell. */
function byScript(wallMs: number, zone: string, display: string, format: string): number {
  const instant = lenientInstant(wallMs, zone);
  const later = utcToWall(instant, zone);
  const skipped = skippedWall(instant, later, zone);
  return skipped === null ? later : shownWall(later, skipped, display, format);
}

describe('no date shifts', () => {
  const days = fc.integer({ min: -719_162, max: 2_932_896 }).map((number) => number * 86_400_000);
  const zone = fc.constantFrom(...ZONES);

  test('a date is the same day in any pair of zones, as a date, in text and in a timestamp', () => {
    fc.assert(
      fc.property(days, zone, zone, (wallMs, sheetZone, readerZone) => {
        const expected = new Date(wallMs).toISOString().slice(0, 10);
        const value = { wallMs: byScript(wallMs, sheetZone, expected.replaceAll('-', '/'), 'yyyy/mm/dd') };
        expect(read('date', value, 'yyyy/mm/dd', readerZone)).toBe(expected);
        expect(read('text', value, 'yyyy/mm/dd', readerZone)).toBe(expected);
        expect(read('timestamp', value, 'yyyy/mm/dd', readerZone)).toBe(`${expected} 00:00:00`);
        expect(read('date', expected, '', readerZone)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['Asia/Tokyo', '1948-05-02'],
    ['Asia/Tokyo', '1951-05-06'],
    ['America/Sao_Paulo', '2018-11-04'],
    ['Asia/Beirut', '2024-03-31'],
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Kiritimati', '1994-12-31'],
    ['America/St_Johns', '1999-04-04'],
  ])('nor does the day in %s whose midnight, or all of it, was skipped', (zone, text) => {
    const wallMs = Date.parse(text);
    for (const display of [text, text.replace(/-0?/g, '/')]) {
      const value = { wallMs: byScript(wallMs, zone, display, 'yyyy-mm-dd') };
      expect(read('date', value, 'yyyy-mm-dd')).toBe(text);
      expect(read('timestamp', value, 'yyyy-mm-dd')).toBe(`${text} 00:00:00`);
    }
  });

  test('a timestamptz shows the same wall clock again in the zone it was read in', () => {
    fc.assert(
      fc.property(days, fc.nat(86_399_999), zone, (start, within, sheetZone) => {
        const text = read('timestamptz', { wallMs: start + within }, 'yyyy-mm-dd hh:mm', sheetZone);
        fc.pre(typeof text === 'string');
        expect(utcToWall(Date.parse(String(text).replace(' ', 'T')), sheetZone)).toBe(start + within);
      }),
      { numRuns: 500 },
    );
  });
});

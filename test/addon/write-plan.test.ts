// How a value of the database is written into a cell: as its column's type, under a format that shows it, so that it reads back the same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRestore, planWrite } from '../../addon/write-plan.ts';
import { canonicalCell } from '../../shared/canonical-cell.ts';
import { type ColumnType, parseColumnType } from '../../shared/column-type.ts';

const DAY_MS = 86_400_000;
const wall = (serial: number) => ({ wallMs: (serial - 25_569) * DAY_MS });

test.each([
  ['text', '00123', '', '00123', '@'],
  ['text', '+81-3-0000', '@', '+81-3-0000', null],
  ['text', null, '#,##0', '', null],
  ['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '@'],
  ['integer', '-42', '#,##0', -42, null],
  ['numeric(12,2)', '0.5', '@', 0.5, '0.###############'],
  ['numeric(12,2)', '0.5', 'yyyy-mm-dd', 0.5, '0.###############'],
  ['numeric', '1234567890123456789', '', '1234567890123456789', '@'],
  ['boolean', 'false', '', false, null],
  ['date', '1899-12-31', 'yyyy/m/d', 1, null],
  ['date', '2024-02-29', 'ggge"年"m"月"d"日"', 45_351, null],
  ['date', '2024-02-29', '@', 45_351, 'yyyy-mm-dd'],
  ['timestamp without time zone', '2024-02-29 12:00:00', 'yyyy/mm/dd h:mm:ss', 45_351.5, null],
  ['timestamp with time zone', '2024-02-28 15:00:00Z', '', 45_351, 'yyyy-mm-dd hh:mm:ss'],
  ['time without time zone', '18:00:00', 'yyyy-mm-dd', 0.75, 'hh:mm:ss'],
  ['time without time zone', '18:00:00', 'h:mm', 0.75, null],
] as const)('a column of %s takes %s under the format "%s" as %s', (type, text, format, value, set) => {
  expect(planWrite(type, text, format, 'Asia/Tokyo')).toEqual({ value, format: set, formatAfter: null });
});

test('what would become a formula, or what no cell holds, is not written', () => {
  expect(planWrite('text', '=1+1', '@', 'UTC')).toBe('like_formula');
  for (const [type, text] of [
    ['numeric', 'NaN'],
    ['double precision', 'Infinity'],
    ['date', 'infinity'],
    ['date', '0044-03-15 BC'],
    ['timestamp without time zone', '-infinity'],
  ] as const)
    expect(planWrite(type, text, '', 'UTC')).toBe('no_cell_value');
});

const zones = fc.constantFrom('Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati', 'Europe/London', 'UTC');
const moments = fc.integer({ min: Date.UTC(1900, 2, 1) / 1000, max: Date.UTC(2099, 0, 1) / 1000 });

test('a date or a moment of any zone reads back as the text it came from, but for the second of two equal hours', () => {
  const types = ['date', 'timestamp without time zone', 'timestamp with time zone'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...types), moments, zones, (type, seconds, zone) => {
      const iso = new Date(seconds * 1000).toISOString();
      const text = { date: iso.slice(0, 10), other: iso.slice(0, 19).replace('T', ' ') };
      const canonical = type === 'date' ? text.date : type.includes('with ') ? `${text.other}Z` : text.other;
      const plan = planWrite(type, canonical, '', zone);
      if (typeof plan === 'string') throw new Error(plan);
      const parsed = parseColumnType(type) as ColumnType;
      const read = canonicalCell(parsed, wall(Number(plan.value)), '', plan.format ?? '', zone);
      if (type === 'timestamp with time zone' && read !== canonical)
        expect(Math.abs(Date.parse(String(read).replace(' ', 'T')) - seconds * 1000)).toBeLessThanOrEqual(
          2 * 3_600_000,
        );
      else expect(read).toBe(canonical);
    }),
  );
});

test('what is put back as text stands as text until its own format is on it again', () => {
  expect(planRestore({ value: '00123', format: '#,##0' })).toEqual({
    value: '00123',
    format: '@',
    formatAfter: '#,##0',
  });
  expect(planRestore({ value: 123, format: '#,##0' })).toEqual({ value: 123, format: '#,##0', formatAfter: null });
  expect(planRestore({ value: 123, format: '@' })).toMatchObject({ format: '0.###############', formatAfter: '@' });
  expect(planRestore({ value: '', format: '@' })).toEqual({ value: '', format: '@', formatAfter: null });
});

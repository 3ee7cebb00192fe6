// Row numbers survive being packed, whatever they are, and never take more than a run can remember.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandRanges, packRows, toRanges, unpackRows } from '../../shared/row-set.ts';

const rowSets = fc
  .uniqueArray(fc.integer({ min: 1, max: 5000 }), { maxLength: 1500 })
  .map((rows) => rows.sort((a, b) => a - b));

test('any rows are the same rows after they were packed, and after ranges', () => {
  fc.assert(
    fc.property(rowSets, (rows) => {
      expect(unpackRows(packRows(rows))).toEqual(rows);
      expect(expandRanges(toRanges(rows))).toEqual(rows);
    }),
  );
});

test.each([
  ['all of 100,000 rows', (row: number) => row > 0, 8],
  ['every second of 100,000 rows', (row: number) => row % 2 === 0, 17_000],
  ['every seventh of 100,000 rows', (row: number) => row % 7 === 0, 17_000],
])('%s take little', (_, isIn, most) => {
  const rows = Array.from({ length: 100_000 }, (_row, i) => i + 2).filter(isIn);
  const packed = packRows(rows);
  expect(packed.length).toBeLessThanOrEqual(most);
  expect(unpackRows(packed)).toEqual(rows);
});

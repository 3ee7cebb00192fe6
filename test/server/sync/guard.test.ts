// The guard's rule by itself: counts in, what trips out.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addCell,
  type ColumnFacts,
  covers,
  goneSince,
  isPast,
  isSuspect,
  judgeColumn,
  NO_HITS,
  pickSample,
} from '../../../server/sync/guard.ts';

const facts = (base: number, filled: number | null = null, heldCells = 0): ColumnFacts => ({
  position: 1,
  base,
  filled,
  heldCells,
});

describe('the limit', () => {
  test.each([
    [20, 20, false],
    [21, 21, true],
    [21, 104, true],
    [21, 105, false],
    [200, 1000, false],
    [201, 1000, true],
  ])('%i of %i: %s', (rows, of, past) => {
    expect(isPast(rows, of)).toBe(past);
  });

  test('a column is suspect exactly where some outcome of its rows would be past the limit', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (base, candidates) => {
        const worst = judgeColumn(
          facts(base),
          { disappeared: Math.min(base, candidates), replaced: 0 },
          candidates,
          candidates,
        );
        expect(isSuspect(facts(base), candidates)).toBe(worst !== null);
      }),
    );
  });
});

describe('buyers that are gone', () => {
  const counts = fc.record({ listed: fc.nat(500), extra: fc.nat(500) });
  const seen = ({ listed, extra }: { listed: number; extra: number }, read = listed) => ({
    read,
    extra,
    databaseCount: listed + extra,
  });

  test('are those that were in the sheet and are not now, whatever others do to the table', () => {
    fc.assert(
      fc.property(counts, fc.nat(500), fc.nat(500), (then, gone, added) => {
        const left = Math.min(gone, then.listed);
        const now = { listed: then.listed - left, extra: then.extra + left };
        expect(goneSince(seen(then), seen(now))).toBe(left);
        expect(goneSince(seen(then), seen({ ...now, extra: now.extra + added }))).toBe(left);
        expect(goneSince(seen(then), seen({ ...then, listed: then.listed - left }))).toBe(0);
      }),
    );
  });

  test('are none where the sheet grows, or meets rows that were extra', () => {
    expect(goneSince(seen({ listed: 100, extra: 50 }), seen({ listed: 500, extra: 50 }))).toBe(0);
    expect(goneSince(seen({ listed: 100, extra: 50 }), seen({ listed: 150, extra: 0 }))).toBe(0);
  });
});

describe('a column', () => {
  test('is judged by values that disappear or are replaced; a blank that is filled is none', () => {
    expect(addCell(NO_HITS, 'x', null)).toEqual({ disappeared: 0, replaced: 0 });
    expect(addCell(NO_HITS, 'x', 'x')).toEqual({ disappeared: 0, replaced: 0 });
    expect(addCell(NO_HITS, null, 'x')).toEqual({ disappeared: 1, replaced: 0 });
    expect(addCell(NO_HITS, 'y', 'x')).toEqual({ disappeared: 0, replaced: 1 });
  });

  test('whose whole change was seen is judged exactly', () => {
    expect(judgeColumn(facts(100), { disappeared: 21, replaced: 0 }, 50, 50)).toEqual({
      reason: 'values_disappear',
      rows: 21,
      of: 100,
      estimated: false,
    });
    expect(judgeColumn(facts(100), { disappeared: 20, replaced: 0 }, 50, 50)).toBeNull();
    expect(judgeColumn(facts(100), { disappeared: 10, replaced: 11 }, 50, 50)).toMatchObject({
      reason: 'values_replaced',
      rows: 21,
    });
  });

  test('of which a sample was seen is judged by its share, from five hits on', () => {
    expect(judgeColumn(facts(1000), { disappeared: 0, replaced: 100 }, 200, 600)).toMatchObject({
      rows: 300,
      estimated: true,
    });
    expect(judgeColumn(facts(1000), { disappeared: 0, replaced: 60 }, 200, 600)).toBeNull();
    expect(judgeColumn(facts(25), { disappeared: 0, replaced: 4 }, 200, 2000)).toBeNull();
    expect(judgeColumn(facts(40), { disappeared: 0, replaced: 5 }, 200, 2000)).toMatchObject({ rows: 40, of: 40 });
  });

  test('that has fewer filled cells than values lost them, even where no sample shows it; held cells are none of them', () => {
    expect(judgeColumn(facts(30, 0), NO_HITS, 200, 100_000)).toMatchObject({ reason: 'values_disappear', rows: 30 });
    expect(judgeColumn(facts(30, 0, 30), NO_HITS, 200, 100_000)).toBeNull();
    expect(judgeColumn(facts(30, null), NO_HITS, 200, 100_000)).toBeNull();
    expect(judgeColumn(facts(30, 12), NO_HITS, 200, 100_000)).toBeNull();
  });
});

test('a sample is all of a few rows, and of many two hundred, each once, from the first to the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), (count) => {
      const rows = Array.from({ length: count }, (_, n) => 3 * n);
      const sample = pickSample(rows);
      expect(sample.length).toBe(Math.min(count, 200));
      expect(new Set(sample).size).toBe(sample.length);
      expect([...sample].sort((a, b) => a - b)).toEqual(sample);
      expect(sample[0]).toBe(rows[0]);
      expect(sample.at(-1)).toBe(rows.at(-1));
      const gaps = sample.slice(1).map((row, i) => (row - (sample[i] ?? 0)) / 3);
      expect(Math.max(1, ...gaps)).toBeLessThanOrEqual(Math.max(1, Math.ceil(count / 19)));
    }),
  );
});

describe('an answer', () => {
  const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `k${from + n}`);
  const same = (list: readonly string[]) => Object.fromEntries(list.map((key) => [key, 'a']));
  const decided = { rows: 100, keys: keys(0, 100), evidence: same(keys(0, 100)) };
  const trip = (list: readonly string[], more: object = {}) => ({
    rows: list.length,
    estimated: false,
    keys: list,
    evidence: same(list),
    ...more,
  });

  test('is about the same rows, fewer of them, or a few more', () => {
    expect(covers(decided, trip(keys(0, 100)))).toBe(true);
    expect(covers(decided, trip(keys(0, 30)))).toBe(true);
    expect(covers(decided, trip(keys(10, 120)))).toBe(true);
  });

  test('is not about many others, many more, or other values in the same rows', () => {
    expect(covers(decided, trip(keys(21, 121)))).toBe(false);
    expect(covers(decided, trip(keys(0, 111)))).toBe(false);
    const changed = { ...same(keys(0, 100)), ...Object.fromEntries(keys(0, 21).map((key) => [key, 'b'])) };
    expect(covers(decided, trip(keys(0, 100), { evidence: changed }))).toBe(false);
    expect(covers({ ...decided, evidence: {} }, trip(keys(0, 100)))).toBe(true);
  });

  test('is not about a sample of which it saw no row', () => {
    const seen = { ...decided, evidence: same(keys(0, 10)) };
    const other = { evidence: same(keys(10, 20)) };
    expect(covers(seen, trip(keys(0, 100), { ...other, isSampled: true }))).toBe(false);
    expect(covers(seen, trip(keys(0, 100), other))).toBe(true);
    expect(covers(seen, trip(keys(0, 100), { evidence: {}, isSampled: true }))).toBe(true);
  });
});

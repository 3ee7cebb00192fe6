// Keys that look alike are found, and only those.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldKey, lookAlikes } from '../../shared/key-fold.ts';

test.each([
  ['B-123', 'B-123'],
  ['b-123', 'b-123'],
  ['Ｂ－１２３', 'B-123'],
  ['B\u2010123', 'B-123'],
  ['B\u2011123', 'B-123'],
  ['B\u2013123', 'B-123'],
  ['B\u2014123', 'B-123'],
  ['B\u2015123', 'B-123'],
  ['B\u2212123', 'B-123'],
  ['B\u30fc123', 'B-123'],
  ['1\u30fc2\u30fc3', '1-2-3'],
  ['Ｂ\uff70１', 'B-1'],
  ['サーバー', 'サーバー'],
  ['ｻｰﾊﾞｰ', 'サーバー'],
  ['㈱1', '(株)1'],
  ['か\u3099', 'が'],
])('%s folds to %s', (key, fold) => {
  expect(foldKey(key)).toBe(fold);
});

test('folding a fold changes nothing', () => {
  const unit = fc.oneof(fc.constantFrom('A', '1', '\u30fc', '\uff70', '\u2011', '\u2212', 'Ａ', 'ア'), fc.string());
  fc.assert(fc.property(fc.string({ unit, maxLength: 8 }), (key) => foldKey(foldKey(key)) === foldKey(key)));
});

test('a new key names the stored one it looks like', () => {
  expect(lookAlikes(['Ｂ－１', 'B-2'], ['B-1', 'B-2', 'Ｂ－１', 'B-3'])).toEqual([{ key: 'Ｂ－１', otherKey: 'B-1' }]);
});

test('two new keys that look alike name each other, whether or not all keys repeat them', () => {
  const pairs = [
    { key: 'B-1', otherKey: 'B\u20131' },
    { key: 'B\u20131', otherKey: 'B-1' },
  ];
  expect(lookAlikes(['B-1', 'B\u20131'], [])).toEqual(pairs);
  expect(lookAlikes(['B-1', 'B\u20131'], ['B\u20131', 'B-1', 'B-9'])).toEqual(pairs);
});

test('a copy of the same key, another case and stored keys among themselves are no look-alikes', () => {
  expect(lookAlikes(['B-1', 'B-1'], ['B-1', 'b-1'])).toEqual([]);
  expect(lookAlikes([], ['B-1', 'Ｂ－１'])).toEqual([]);
});

test('every pair is a new key and another spelling of the same fold', () => {
  const keys = fc.array(fc.string({ unit: fc.constantFrom('A', 'Ａ', '-', '\u2010', '1', '１'), maxLength: 3 }));
  fc.assert(
    fc.property(keys, keys, (fresh, stored) => {
      const expected = new Set<string>();
      for (const key of fresh) {
        for (const other of [...fresh, ...stored]) {
          if (other !== key && foldKey(other) === foldKey(key)) expected.add(JSON.stringify([key, other]));
        }
      }
      const found = lookAlikes(fresh, [...stored, ...fresh]).map(({ key, otherKey }) =>
        JSON.stringify([key, otherKey]),
      );
      expect([...found].sort()).toEqual([...expected].sort());
    }),
  );
});

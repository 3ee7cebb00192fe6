// The fingerprint is the one any other client would compute from the same texts.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestKeys, fingerprintOrder, fingerprintRow } from '../../shared/fingerprint.ts';

function reference(texts: readonly (string | null)[]): string {
  const joined = texts.map((text) => text ?? '').join('\u001f');
  return createHash('sha256').update(joined, 'utf8').digest('hex').slice(0, 32);
}

const name = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', '_', '1', 'é', '漢', '\uff21', '😀'), maxLength: 4 });
const cell = fc.option(fc.string({ unit: 'grapheme', maxLength: 20 }));

test('columns are ordered as the bytes of their names', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
      const byBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(fingerprintOrder(names).map((position) => names[position])).toEqual(byBytes);
    }),
  );
});

test('a row is its texts in that order, null as nothing, held ones left out', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, cell, fc.boolean()), { maxLength: 20 }), (columns) => {
      const order = fingerprintOrder(columns.map(([column]) => column));
      const cells = columns.map(([, text]) => text);
      const held = columns.flatMap(([, , isHeld], position) => (isHeld ? [position] : []));
      const unheld = order.filter((position) => !held.includes(position));
      expect(fingerprintRow(cells, order)).toBe(reference(order.map((position) => cells[position] ?? null)));
      expect(fingerprintRow(cells, order, held)).toBe(reference(unheld.map((position) => cells[position] ?? null)));
    }),
  );
});

test('leaving a held cell out is not the same as an empty one', () => {
  expect(fingerprintRow(['a', null], [0, 1], [1])).not.toBe(fingerprintRow(['a', null], [0, 1]));
});

test('columns the order does not name, such as unsynced ones, do not count', () => {
  expect(fingerprintRow(['a', 'unsynced', 'b'], [2, 0])).toBe(reference(['b', 'a']));
});

test('the digest of the keys tells a sorted sheet from the one read before', () => {
  expect(digestKeys(['B-1', null, 'B-2'])).toBe(reference(['B-1', null, 'B-2']));
  expect(digestKeys(['B-2', null, 'B-1'])).not.toBe(digestKeys(['B-1', null, 'B-2']));
  expect(digestKeys([])).toBe(reference([]));
});

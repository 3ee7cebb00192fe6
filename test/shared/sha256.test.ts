// Our SHA-256 is the one everybody has.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../shared/sha256.ts';

function reference(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

test('the empty text and the standard examples', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('any text, half surrogate pairs included', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 100 }),
    fc.string({ unit: fc.constantFrom('a', '\u00e9', '漢', '😀', '\ud83d', '\ude00', '\u001f'), maxLength: 200 }),
  );
  fc.assert(
    fc.property(text, (value) => sha256Hex(value) === reference(value)),
    { numRuns: 1000 },
  );
});

test('every length around a block of 64 bytes', () => {
  for (let length = 0; length <= 260; length++)
    expect(sha256Hex('x'.repeat(length))).toBe(reference('x'.repeat(length)));
});

test('a long text, and a short one after it', () => {
  const long = '行1\u001f'.repeat(200_000);
  expect(sha256Hex(long)).toBe(reference(long));
  expect(sha256Hex('short')).toBe(reference('short'));
});

test('fewer digits are the first ones', () => {
  expect(sha256Hex('abc', 32)).toBe(reference('abc').slice(0, 32));
});

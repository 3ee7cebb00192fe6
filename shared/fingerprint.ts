// The fingerprint of a row: what both sides compute alone and compare, so that equal rows need not travel.

import { sha256Hex } from './sha256.ts';

/** Positions of the columns in the order of their names by code point, as `COLLATE "C"` sorts them. */
export function fingerprintOrder(columnNames: readonly string[]): number[] {
  const named = columnNames.map((name, position) => ({ points: Array.from(name, codePoint), position }));
  return named.sort((a, b) => compare(a.points, b.points)).map(({ position }) => position);
}

/** 32 hex digits over the canonical texts in that order; the columns of held cells are left out. */
export function fingerprintRow(
  cells: readonly (string | null)[],
  order: readonly number[],
  heldPositions: readonly number[] = NONE,
): string {
  let text = '';
  let isFirst = true;
  for (const position of order) {
    if (heldPositions.length > 0 && heldPositions.includes(position)) continue;
    if (isFirst) isFirst = false;
    else text += SEPARATOR;
    text += cells[position] ?? '';
  }
  return sha256Hex(text, DIGITS);
}

/** 32 hex digits over the whole key column in the order of its rows: two reads of it that differ were not one sheet. */
export function digestKeys(keys: readonly (string | null)[]): string {
  return sha256Hex(keys.join(SEPARATOR), DIGITS);
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const NONE: readonly number[] = [];
const DIGITS = 32;
const SEPARATOR = '\u001f';

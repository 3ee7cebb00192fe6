// A run that pushes only some rows: which of what a compare asks for are sent. The compare and the verdict are of the whole sheet.
import type { SheetDigest } from '../shared/compare-parts.ts';
import type { CompareAnswer } from '../shared/protocol.ts';
import { packRows, unpackRows } from '../shared/row-set.ts';
import type { Only, Scan } from '../shared/run-steps.ts';

/** The rows of the parts so far whose key is among those asked for, packed; nothing where keys do not decide. */
export function chosenAfter(scan: Scan, { keys, rowNumbers }: SheetDigest, only: Only | null): string {
  if (!only || only === 'missing') return '';
  const wanted = new Set(only);
  const found = rowNumbers.filter((_, i) => wanted.has(keys[i] ?? ''));
  return packRows([...unpackRows(scan.chosen ?? ''), ...found]);
}

/** Positions to send; `rowNumbers` are those of all positions. */
export function sentOnly(
  { send, differing }: CompareAnswer,
  rowNumbers: readonly number[],
  chosen: string,
  only: Only | null,
): readonly number[] {
  if (!only) return send;
  if (only === 'missing') {
    const present = new Set(differing);
    return send.filter((position) => !present.has(position));
  }
  const rows = new Set(unpackRows(chosen));
  return send.filter((position) => rows.has(rowNumbers[position] ?? 0));
}

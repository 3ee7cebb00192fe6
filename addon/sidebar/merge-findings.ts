// Two lists of cells made one.
import type { Finding } from './answers.ts';

/** A cell found again for the same reason is the same finding, in its old place. */
export function mergeFindings(known: readonly Finding[], found: readonly Finding[]): Finding[] {
  const all = new Map<string, Finding>();
  for (const finding of [...known, ...found]) all.set(`${finding.cell ?? finding.rowNumber}|${finding.code}`, finding);
  return [...all.values()];
}

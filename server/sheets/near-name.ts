// Which free column a heading probably means: the one whose name or alias is nearest in letters.
import type { CatalogColumn } from '../db/catalog.ts';

/** A name or an alias, plain, of a column that no header is bound to. */
export interface Candidate {
  readonly name: string;
  readonly column: string;
}

export function candidatesOf(
  free: readonly CatalogColumn[],
  aliases: ReadonlyMap<string, string>,
): readonly Candidate[] {
  const names = new Map(free.map((column) => [column.name, column.name]));
  for (const [alias, column] of aliases) if (names.has(column)) names.set(alias, column);
  return [...names].map(([name, column]) => ({ name: plain(name), column }));
}

/** The free column whose name or alias is nearest, if it is near at all: at most a third of the letters differ. */
export function nearestColumn(text: string, candidates: readonly Candidate[]): string | null {
  const header = plain(text);
  let best: { column: string; distance: number } | null = null;
  for (const { name, column } of candidates) {
    const most = Math.floor(Math.max(header.length, name.length) / 3);
    // The lengths alone tell of most that they are not near, and of all that would take long to compare.
    if (Math.abs(header.length - name.length) > most) continue;
    const distance = editDistance(header, name);
    if (distance <= most && (best === null || distance < best.distance)) best = { column, distance };
  }
  return best?.column ?? null;
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s_\-.:：()（）]/g, '');

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

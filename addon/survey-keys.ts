// Keys that are digits by their length: where nearly all have as many, a shorter one has probably lost its leading zero.

/** Row number and key of a cell that is named as an example. */
export type Example = readonly [number, string];

/** By the number of digits. */
export type KeyLengths = Record<number, { count: number; readonly examples: Example[] }>;

export function addKey(lengths: KeyLengths, key: string, at: Example, examples: number): void {
  const known = lengths[key.length] ?? { count: 0, examples: [] };
  lengths[key.length] = known;
  known.count++;
  if (known.examples.length < examples) known.examples.push(at);
}

export function mergeKeys(first: KeyLengths, second: KeyLengths, examples: number): KeyLengths {
  const merged: KeyLengths = { ...first };
  for (const [length, { count, examples: more }] of Object.entries(second)) {
    const known = merged[Number(length)];
    merged[Number(length)] = {
      count: (known?.count ?? 0) + count,
      examples: [...(known?.examples ?? []), ...more].slice(0, examples),
    };
  }
  return merged;
}

/** Fewer keys than this show no custom. */
const LEAST = 10;
/** What most means. */
const MOST = 0.75;

export interface Shortened {
  /** Digits that most keys have. */
  readonly usual: number;
  readonly count: number;
  readonly examples: readonly Example[];
}

/** Keys with one digit less than most have. Null where there are none, or where they are plainly the lower numbers of a counter. */
export function shortened(lengths: KeyLengths): Shortened | null {
  const all = Object.values(lengths).reduce((sum, { count }) => sum + count, 0);
  const usual = Object.keys(lengths)
    .map(Number)
    .find((length) => (lengths[length]?.count ?? 0) >= MOST * all);
  const shorter = usual === undefined ? undefined : lengths[usual - 1];
  if (usual === undefined || shorter === undefined || all < LEAST) return null;
  // Of 1 to 4137 all 900 numbers of three digits are there; of codes that lost a zero only some are.
  const possible = 9 * 10 ** (usual - 2);
  return shorter.count > possible / 2 ? null : { usual, count: shorter.count, examples: shorter.examples };
}

// Keys that look alike to a person: found by folding, never written folded.

export interface LookAlike {
  /** A key of the sheet that the database does not have. */
  readonly key: string;
  /** Another spelling of the same fold, in the sheet or in the database. */
  readonly otherKey: string;
}

/**
 * NFKC; dashes U+2010–2015 and U+2212 become `-`, and so does the long vowel mark U+30FC after an ASCII letter or
 * digit. Case is kept.
 */
export function foldKey(key: string): string {
  if (!NOT_ASCII.test(key)) return key;
  return key.normalize('NFKC').replace(DASHES, '-').replace(VOWEL_MARK_AS_DASH, '$1-');
}

/** Every pair of a new key and another key of the same fold but another spelling; two new keys name each other. */
export function lookAlikes(newKeys: Iterable<string>, allKeys: Iterable<string>): LookAlike[] {
  const newByFold = new Map<string, Set<string>>();
  for (const key of newKeys) addTo(newByFold, foldKey(key), key);
  const allByFold = new Map<string, Set<string>>();
  for (const [fold, keys] of newByFold) allByFold.set(fold, new Set(keys));
  for (const key of allKeys) allByFold.get(foldKey(key))?.add(key);
  const pairs: LookAlike[] = [];
  for (const [fold, keys] of newByFold) {
    for (const key of keys) {
      for (const otherKey of allByFold.get(fold) ?? []) if (otherKey !== key) pairs.push({ key, otherKey });
    }
  }
  return pairs;
}

function addTo(sets: Map<string, Set<string>>, name: string, member: string): void {
  const set = sets.get(name);
  if (set === undefined) sets.set(name, new Set([member]));
  else set.add(member);
}

const NOT_ASCII = /[^ -~]/;
const DASHES = /[\u2010-\u2015\u2212]/g;
const VOWEL_MARK_AS_DASH = /([A-Za-z0-9])\u30fc/g;

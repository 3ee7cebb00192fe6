// Mismatches counted by column, cause and form: however many there are, a person reads a few lines.
import type { Mismatch, MismatchGroup } from '../../shared/protocol.ts';

const MAX_GROUPS = 200;
const MAX_EXAMPLES = 3;

export const groupMismatches = (mismatches: readonly Mismatch[]): MismatchGroup[] =>
  mergeGroups(
    mismatches.map((mismatch) => {
      const { field, header, cause, form = null, since = null } = mismatch;
      return { field, header, cause, form, since, count: 1, examples: [mismatch] };
    }),
  );

/** Groups of several parts as one list, the largest first; counts add up, examples and the latest `since` are kept. */
export function mergeGroups(parts: readonly MismatchGroup[]): MismatchGroup[] {
  const merged = new Map<string, MismatchGroup & { examples: Mismatch[] }>();
  for (const part of parts) {
    const name = JSON.stringify([part.field, part.cause, part.form]);
    const group = merged.get(name);
    if (group === undefined) merged.set(name, { ...part, examples: part.examples.slice(0, MAX_EXAMPLES) });
    else merged.set(name, added(group, part));
  }
  return [...merged.values()].sort(largestFirst);
}

/** What an answer tells of them; a field beyond that is still among the mismatches. */
export const shownGroups = (groups: readonly MismatchGroup[]): MismatchGroup[] => groups.slice(0, MAX_GROUPS);

function added(group: MismatchGroup & { examples: Mismatch[] }, part: MismatchGroup) {
  const { examples } = group;
  if (examples.length < MAX_EXAMPLES) examples.push(...part.examples.slice(0, MAX_EXAMPLES - examples.length));
  return { ...group, count: group.count + part.count, since: later(group.since, part.since) };
}

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

const largestFirst = (a: MismatchGroup, b: MismatchGroup): number =>
  b.count - a.count || (a.field < b.field ? -1 : a.field > b.field ? 1 : a.cause < b.cause ? -1 : 1);

// Which of the rows that a compare would send are kept back, and what the books say of them.
import type { Db } from '../db/query.ts';
import type { Comparison } from '../rows/compare.ts';
import type { At } from './guard-sql.ts';
import type { NamedLookAlike } from './log-findings.ts';
import { findOverwrites, type Overwrite } from './overwrites.ts';
import type { RunContext } from './run-context.ts';
import type { RunRecord, StoredComparison } from './run-record.ts';

export interface KeptBack {
  readonly overwrites: readonly Overwrite[];
  readonly positions: ReadonlySet<number>;
  /** Rows that exist and would be overwritten, without those kept back. */
  readonly candidates: readonly number[];
}

/** A schedule's run leaves what was changed in the database; a person's overwrites it, after showing it. */
export async function keepBack(
  db: Db,
  { shape }: RunContext,
  { trigger }: Pick<RunRecord, 'trigger'>,
  at: At,
  { send, differing }: Pick<Comparison, 'send' | 'differing'>,
): Promise<KeptBack> {
  const present = differing.length === 0 ? null : new Set(differing);
  const existing = present === null ? [] : send.filter((position) => present.has(position));
  const overwrites = await findOverwrites(db, shape, at, existing);
  const positions = new Set(trigger === 'schedule' ? overwrites.map((overwrite) => overwrite.position) : []);
  return { overwrites, positions, candidates: existing.filter((position) => !positions.has(position)) };
}

/** What finish needs. Look-alikes were withheld: of the rows left as they were, they are the rejected ones. */
export function toStore(
  found: Comparison,
  alike: readonly NamedLookAlike[],
  keptBack: ReadonlySet<number>,
  without: readonly number[],
): StoredComparison {
  const { send, sendOutcomes, differing, duplicates, duplicateKeys, blankKeys, ...kept } = found;
  const withheld = new Set(alike.map((pair) => pair.position));
  const held = { n: 0, i: 0, u: 0, r: 0 };
  for (let i = 0; i < send.length; i++) {
    const position = send[i] ?? -1;
    if (keptBack.has(position) && !withheld.has(position)) held[sendOutcomes.charAt(i) as keyof typeof held]++;
  }
  const { inserted, updated, unchanged, rejected, duplicate } = found.outcomes;
  const outcomes = {
    inserted: inserted - held.i,
    updated: updated - held.u,
    unchanged: unchanged - held.n - withheld.size,
    rejected: rejected - held.r + withheld.size,
    duplicate,
    held: held.n + held.i + held.u + held.r,
  };
  return { ...kept, outcomes, without, duplicateKeys: duplicateKeys.length, blankKeyRows: blankKeys.length };
}

// The sheet of an entry that is tried: held off from compares, and at the revision that the entry was confirmed for.
import { type Db, maybeOne } from '../db/query.ts';
import type { RetryEntry } from '../failures/retry-entry.ts';

/**
 * Whoever writes a sheet's buyers locks the sheet first, then entries, then buyers. A worker has its entry first, so it takes the
 * sheet only where nobody is comparing: it never waits for one who may wait for the entry.
 */
export const tryLockSheet = (db: Db, sheetId: string): Promise<{ revision: string } | null> =>
  maybeOne(db, `${LOCK} SKIP LOCKED`, [sheetId]);

/** Waits for a compare that is under way. Needs no lock to be held before. */
export const lockSheet = (db: Db, sheetId: string): Promise<{ revision: string } | null> =>
  maybeOne(db, LOCK, [sheetId]);

const LOCK = /* sql */ `
  SELECT revision::text AS revision FROM sheets WHERE id = $1::uuid AND removed_at IS NULL FOR KEY SHARE`;

/** Of the run that refused the row: what is written now is written in its name. */
export async function roundOf(db: Db, { sheetId, runId }: RetryEntry): Promise<number> {
  return (await maybeOne<{ round: number }>(db, ROUND, [sheetId, runId]))?.round ?? 0;
}

const ROUND = /* sql */ `SELECT round FROM runs WHERE sheet_id = $1::uuid AND id = $2::uuid`;

// The sheet of an entry that is tried: held off from compares, and at the revision that the entry was confirmed for.
import { type Db, maybeOne } from '../db/query.ts';

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

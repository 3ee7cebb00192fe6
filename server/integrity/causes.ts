// Why a buyer differs between sheet and database, from what the history knows.

export type Cause =
  /** The database refused this row in this run; its errors name the cells. */
  | 'rejected'
  /** Accepted in this run, and the database holds something else all the same: something else writes it. */
  | 'changed_by_another_writer'
  /** The database still holds what Rollcall wrote last, so the sheet was edited since. */
  | 'edited_in_sheet'
  /** The database no longer holds what Rollcall wrote last. */
  | 'changed_in_database'
  /** Rollcall last wrote it with other columns, or with a cell held: which side changed since cannot be told. */
  | 'differs'
  /** Rollcall never wrote this buyer. */
  | 'never_synced';

export interface Known {
  readonly failed: boolean;
  readonly written: boolean;
  readonly fingerprint: string;
  readonly lastFingerprint: string | null;
  /** Whether both fingerprints are over the same columns. */
  readonly comparable: boolean;
}

export function causeOf({ failed, written, fingerprint, lastFingerprint, comparable }: Known): Cause {
  if (failed) return 'rejected';
  if (lastFingerprint === null) return 'never_synced';
  if (!comparable) return 'differs';
  if (fingerprint === lastFingerprint) return 'edited_in_sheet';
  return written ? 'changed_by_another_writer' : 'changed_in_database';
}

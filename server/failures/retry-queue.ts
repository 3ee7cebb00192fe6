// The retry queue: rows that the database refused and may take later.
import type { Db } from '../db/query.ts';

export interface RetryLine {
  readonly id: string;
  readonly sheetId: string;
  readonly buyerNumber: string;
  readonly rowNumber: number;
  readonly attempts: number;
  readonly status: 'pending' | 'failed';
  readonly nextRetryAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly runId: string;
  readonly errors: readonly {
    readonly errorType: string;
    readonly code: string;
    readonly column: string | null;
    readonly header: string | null;
    readonly cell: string | null;
    readonly message: string;
  }[];
}

export interface RetryFilter {
  readonly sheetId: string | null;
  readonly status: 'pending' | 'failed' | null;
  readonly buyerNumber: string | null;
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Newest first. */
export async function retryPage(
  _db: Db,
  _filter: RetryFilter,
): Promise<{ retries: RetryLine[]; count: number; cursor: string | null }> {
  return { retries: [], count: 0, cursor: null };
}

export interface RetryCounts {
  readonly sheetId: string;
  readonly pending: number;
  readonly permanentlyFailed: number;
  /** The earliest time at which a pending entry was due; null where none is pending. */
  readonly oldestDueAt: Date | null;
}

/** A line for each sheet that has entries. */
export async function retryCounts(_db: Db): Promise<RetryCounts[]> {
  return [];
}

/** Buyers that are given up, of one sheet or of all: the newest 1,000. */
export async function permanentlyFailed(
  _db: Db,
): Promise<{ sheetId: string; buyerNumber: string; code: string; errorType: string; attempts: number; since: Date }[]> {
  return [];
}

// Errors counted by type over time, for a plot.
import { type Db, many } from '../db/query.ts';
import type { ErrorFilter } from '../failures/error-log.ts';

export interface ErrorBucket {
  /** Its begin. */
  readonly at: string;
  readonly errorType: string;
  readonly count: number;
}

/** What matches, from `from` on, in steps of so many hours that begin at midnight UTC; steps without errors are left out. */
export const errorBuckets = (
  db: Db,
  { sheetId, to, type, buyerNumber, runId }: Omit<ErrorFilter, 'from' | 'after' | 'limit'>,
  from: Date,
  stepHours: number,
): Promise<ErrorBucket[]> => many<ErrorBucket>(db, BUCKETS, [sheetId, from, to, type, buyerNumber, runId, stepHours]);

const BUCKETS = /* sql */ `
  SELECT to_char(date_bin(make_interval(hours => $7::int), created_at, '2000-01-01T00:00:00Z') AT TIME ZONE 'UTC',
                 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, error_type AS "errorType", count(*)::int AS count
    FROM sync_error_log
   WHERE ($1::uuid IS NULL OR sheet_id = $1::uuid) AND created_at >= $2::timestamptz AND ($3::timestamptz IS NULL OR created_at < $3::timestamptz)
     AND ($4::text IS NULL OR error_type = $4::text) AND ($5::text IS NULL OR buyer_number = $5::text)
     AND ($6::uuid IS NULL OR run_id = $6::uuid)
   GROUP BY 1, 2 ORDER BY 1, 2`;

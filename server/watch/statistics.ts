// The figures of `GET /v1/reports/statistics`, which the dashboard shows too.
import { type Db, one } from '../db/query.ts';
import { errorStats, type TypeCounts } from '../failures/error-stats.ts';
import { retryCounts } from '../failures/retry-queue.ts';
import { missingNow } from '../integrity/missing-now.ts';
import { listSheets } from '../sheets/bound-sheets.ts';

export interface Statistics {
  /** Syncs that finished. */
  readonly runs: number;
  /** Of the finished syncs, those that ended in step; 0 to 100. Null where there were none. */
  readonly successRate: number | null;
  /** Rows rejected of rows read less blank ones, over the finished syncs; 0 to 100. Null where none were read. */
  readonly errorRate: number | null;
  readonly errorsByType: TypeCounts;
  /** Now, whatever the time asked for, like the two that follow. */
  readonly missingCount: number;
  readonly retryQueueSize: number;
  readonly permanentlyFailed: number;
  /** Rows read per second of all finished syncs together; null where there were none. */
  readonly rowsPerSecond: number | null;
  /** When the latest sync of all finished. */
  readonly lastSyncTime: string | null;
}

/** `from` is included, `to` is not; null: without end. `sheetId` null: of all sheets. */
export async function statistics(
  db: Db,
  from: string | null,
  to: string | null,
  sheetId: string | null,
): Promise<Statistics> {
  const { completed, read, rejected, rowsRead, durationMs, ...ofRuns } = await one<OfRuns>(db, OF_RUNS, [
    from,
    to,
    sheetId,
  ]);
  return {
    runs: ofRuns.runs,
    successRate: percent(completed, ofRuns.runs),
    errorRate: percent(rejected, read),
    errorsByType: (await errorStats(db, from, to, sheetId)).byType,
    missingCount: await missingCount(db, sheetId),
    ...(await queue(db, sheetId)),
    rowsPerSecond: durationMs === 0 ? null : Math.round((rowsRead * 10_000) / durationMs) / 10,
    lastSyncTime: ofRuns.lastSyncTime,
  };
}

/** To four decimals. */
const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1_000_000) / 10_000;

interface OfRuns {
  readonly runs: number;
  readonly completed: number;
  readonly read: number;
  readonly rejected: number;
  readonly rowsRead: number;
  readonly durationMs: number;
  readonly lastSyncTime: string | null;
}

const OF_RUNS = /* sql */ `
WITH finished AS (
  SELECT * FROM runs
   WHERE mode = 'sync' AND status IN ('completed', 'completed_with_problems') AND receipt IS NOT NULL
     AND ($3::uuid IS NULL OR sheet_id = $3::uuid)),
asked AS (
  SELECT status, duration_ms, (receipt->>'read')::float8 AS read, (receipt->>'skippedBlank')::float8 AS blank,
         (receipt->>'rejected')::float8 AS rejected
    FROM finished
   WHERE ($1::timestamptz IS NULL OR finished_at >= $1::timestamptz) AND ($2::timestamptz IS NULL OR finished_at < $2::timestamptz))
SELECT count(*)::int AS runs, count(*) FILTER (WHERE status = 'completed')::int AS completed,
       coalesce(sum(read - blank), 0) AS read, coalesce(sum(rejected), 0) AS rejected,
       coalesce(sum(read), 0) AS "rowsRead", coalesce(sum(duration_ms), 0)::float8 AS "durationMs",
       (SELECT to_char(max(finished_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM finished) AS "lastSyncTime"
  FROM asked`;

async function missingCount(db: Db, sheetId: string | null): Promise<number> {
  let sum = 0;
  for (const sheet of await listSheets(db))
    if (sheetId === null || sheet.id === sheetId) sum += (await missingNow(db, sheet)).missingCount;
  return sum;
}

async function queue(
  db: Db,
  sheetId: string | null,
): Promise<Pick<Statistics, 'retryQueueSize' | 'permanentlyFailed'>> {
  const lines = (await retryCounts(db)).filter((line) => sheetId === null || line.sheetId === sheetId);
  return {
    retryQueueSize: lines.reduce((sum, line) => sum + line.pending, 0),
    permanentlyFailed: lines.reduce((sum, line) => sum + line.permanentlyFailed, 0),
  };
}

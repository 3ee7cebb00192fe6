// The figures of `GET /v1/reports/statistics`, which the dashboard shows too.
import type { Db } from '../db/query.ts';

export interface Statistics {
  readonly runs: number;
  /** Of the finished syncs, those that ended in step; 0 to 100. Null where there were none. */
  readonly successRate: number | null;
  /** Rows rejected of rows read less blank ones; 0 to 100. Null where none were read. */
  readonly errorRate: number | null;
  readonly errorsByType: Readonly<Record<string, number>>;
  readonly missingCount: number;
  readonly retryQueueSize: number;
  readonly permanentlyFailed: number;
  readonly rowsPerSecond: number | null;
  readonly lastSyncTime: string | null;
}

/** `from` is included, `to` is not; null: without end. `sheetId` null: of all sheets. */
export async function statistics(
  _db: Db,
  _from: string | null,
  _to: string | null,
  _sheetId: string | null,
): Promise<Statistics> {
  return {
    runs: 0,
    successRate: null,
    errorRate: null,
    errorsByType: {},
    missingCount: 0,
    retryQueueSize: 0,
    permanentlyFailed: 0,
    rowsPerSecond: null,
    lastSyncTime: null,
  };
}

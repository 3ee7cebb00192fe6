// How one sheet was at the looks of the monitor, for plots: the worst of each two hours.
import { type Db, many } from '../db/query.ts';

export interface HealthPoint {
  readonly at: string;
  readonly missing: number;
  readonly errorRate: number | null;
  readonly queued: number;
  readonly spreadsheetCount: number | null;
  readonly databaseCount: number;
}

export const healthSeries = (db: Db, sheetId: string, from: Date): Promise<HealthPoint[]> =>
  many<HealthPoint>(db, SERIES, [sheetId, from]);

const SERIES = /* sql */ `
  SELECT to_char(date_bin('2 hours', check_time, '2000-01-01T00:00:00Z') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
         max(missing_count) AS missing, max(error_rate)::float8 AS "errorRate", max(retry_queue_size + permanently_failed) AS queued,
         max(spreadsheet_count) AS "spreadsheetCount", max(database_count) AS "databaseCount"
    FROM sync_health_metrics WHERE sheet_id = $1::uuid AND check_time >= $2::timestamptz
   GROUP BY 1 ORDER BY 1`;

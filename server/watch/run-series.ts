// How fast the latest syncs were, for a plot.
import { type Db, many } from '../db/query.ts';

export interface RunSpeed {
  readonly runId: string;
  readonly startedAt: string;
  /** Rows read a second. */
  readonly rowsPerSecond: number;
  readonly rows: number;
  readonly durationMs: number;
  readonly isClean: boolean;
}

/** Syncs that came to their end, oldest first; the latest 100, of one sheet or of all. */
export const runSpeeds = (db: Db, sheetId: string | null): Promise<RunSpeed[]> => many<RunSpeed>(db, SPEEDS, [sheetId]);

const SPEEDS = /* sql */ `
  SELECT * FROM (
    SELECT id AS "runId", to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "startedAt",
           round((receipt->>'read')::numeric * 1000 / greatest(duration_ms, 1), 1)::float8 AS "rowsPerSecond",
           (receipt->>'read')::int AS rows, duration_ms AS "durationMs", status = 'completed' AS "isClean"
      FROM runs
     WHERE ($1::uuid IS NULL OR sheet_id = $1::uuid) AND mode = 'sync' AND receipt IS NOT NULL AND duration_ms IS NOT NULL
     ORDER BY started_at DESC LIMIT 100) latest
   ORDER BY "startedAt"`;

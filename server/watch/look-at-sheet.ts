// Looks at one sheet: its figures from every room, as they are now.
import { type Db, one } from '../db/query.ts';
import { missingNow } from '../integrity/missing-now.ts';
import { Problem } from '../problem.ts';
import type { Settings } from '../settings/settings.ts';
import type { BoundSheet } from '../sheets/bound-sheets.ts';
import { limitedText, readTarget } from '../sheets/target.ts';
import type { Figures } from './figures.ts';
import type { QueueFigures } from './queue-figures.ts';

export async function lookAtSheet(
  db: Db,
  sheet: BoundSheet,
  queue: QueueFigures,
  settings: Settings,
  now: Date,
): Promise<Figures> {
  const windowStart = new Date(now.getTime() - settings.errorRateWindowMinutes * 60_000);
  const ofRuns = await one<OfRuns>(db, OF_RUNS, [sheet.id, windowStart, LEASE_SECONDS]);
  const { spreadsheetCount, databaseCount, missingCount } = await missingNow(db, sheet);
  return {
    ...{ sheetId: sheet.id, sheetName: sheet.sheetName, table: sheet.table },
    ...{ spreadsheetCount, databaseCount, missingCount },
    ...ofRuns,
    schema: await lookAtSchema(db, sheet),
    ...queue,
  };
}

type OfRuns = Pick<
  Figures,
  | 'isSyncing'
  | 'wasMissing'
  | 'rowsRead'
  | 'rowsRejected'
  | 'syncDurationMs'
  | 'rowsPerSecond'
  | 'lastSyncAt'
  | 'lastHeardAt'
  | 'isScheduled'
  | 'quietAfterHours'
  | 'heldRun'
  | 'heldColumns'
>;

/** As the lease counts it: a run not heard of for longer is at work no more. */
const LEASE_SECONDS = 120;

const OF_RUNS = /* sql */ `
WITH finished AS (
  SELECT receipt, duration_ms, finished_at, started_at FROM runs
   WHERE sheet_id = $1::uuid AND mode = 'sync' AND status IN ('completed', 'completed_with_problems') AND receipt IS NOT NULL),
in_window AS (
  SELECT coalesce(sum((receipt->>'read')::bigint - (receipt->>'skippedBlank')::bigint), 0)::float8 AS read,
         coalesce(sum((receipt->>'rejected')::bigint), 0)::float8 AS rejected
    FROM finished WHERE finished_at > $2::timestamptz),
last AS (SELECT * FROM finished ORDER BY started_at DESC LIMIT 1),
guarded AS (
  SELECT id, guard_run, guard_holds FROM runs
   WHERE sheet_id = $1::uuid AND mode = 'sync' AND compared IS NOT NULL ORDER BY started_at DESC LIMIT 1),
waiting AS (
  SELECT guarded.id AS "runId", guarded.guard_run, h.scope, h.header, h.row_count, h.of_count FROM guarded JOIN holds h ON h.id = ANY (guarded.guard_holds)
   WHERE h.sheet_id = $1::uuid AND h.state = 'waiting')
SELECT read AS "rowsRead", rejected AS "rowsRejected",
       (SELECT duration_ms FROM last) AS "syncDurationMs",
       (SELECT round((receipt->>'read')::numeric * 1000 / nullif(duration_ms, 0), 1)::float8 FROM last) AS "rowsPerSecond",
       (SELECT finished_at FROM last) AS "lastSyncAt",
       (SELECT max(heard_at) FROM (
          SELECT heard_at FROM runs WHERE sheet_id = $1::uuid ORDER BY started_at DESC LIMIT 20) r) AS "lastHeardAt",
       EXISTS (SELECT FROM runs WHERE sheet_id = $1::uuid AND trigger = 'schedule') AS "isScheduled",
       s.quiet_after_hours AS "quietAfterHours",
       coalesce(s.lease_run_id IS NOT NULL AND s.lease_heard_at > now() - make_interval(secs => $3::int), false) AS "isSyncing",
       coalesce((SELECT issues @> '[{"code": "missing_buyers"}]' FROM sync_health_metrics
                  WHERE sheet_id = $1::uuid ORDER BY check_time DESC LIMIT 1), false) AS "wasMissing",
       (SELECT jsonb_build_object('runId', "runId", 'rows', row_count, 'of', of_count)
          FROM waiting WHERE guard_run AND scope = 'run' LIMIT 1) AS "heldRun",
       ARRAY(SELECT header FROM waiting WHERE scope = 'column' ORDER BY header) AS "heldColumns"
  FROM in_window CROSS JOIN sheets s WHERE s.id = $1::uuid`;

async function lookAtSchema(db: Db, sheet: BoundSheet): Promise<Figures['schema']> {
  try {
    const target = await readTarget(db, sheet);
    return { limited: limitedText(target.columns).map(({ name }) => name), problem: null };
  } catch (error) {
    if (error instanceof Problem) return { limited: [], problem: error.code };
    throw error;
  }
}

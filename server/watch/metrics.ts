// What a look found, kept: one line per sheet and look, and how long lines are kept.
import type { Condition } from '../alerts/condition.ts';
import { type Db, run } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import type { Settings } from '../settings/settings.ts';
import { errorRateOf, type Figures } from './figures.ts';
import { issuesOf } from './issues.ts';

export async function keepMetrics(
  db: Db,
  figures: Figures,
  conditions: readonly Condition[],
  now: Date,
): Promise<void> {
  const { sheetId, spreadsheetCount, databaseCount, missingCount, syncDurationMs, rowsPerSecond } = figures;
  const { lastSyncAt, lastHeardAt, pendingRetries, givenUp } = figures;
  await run(db, KEEP, [
    ...[sheetId, uuid7(), now, spreadsheetCount, databaseCount, missingCount, errorRateOf(figures)],
    ...[syncDurationMs, rowsPerSecond, lastSyncAt, lastHeardAt, pendingRetries, givenUp.length],
    JSON.stringify(issuesOf(figures, conditions)),
  ]);
}

const KEEP = /* sql */ `
  INSERT INTO sync_health_metrics (sheet_id, id, check_time, spreadsheet_count, database_count, missing_count, error_rate,
                                   sync_duration_ms, throughput_per_second, last_sync_at, last_heard_at, retry_queue_size,
                                   permanently_failed, issues)
  VALUES ($1::uuid, $2::uuid, $3::timestamptz, $4::int, $5::int, $6::int, round($7::numeric, 4), $8::int, $9::numeric,
          $10::timestamptz, $11::timestamptz, $12::int, $13::int, $14::jsonb)`;

/** How many lines were older than the setting lets them be. */
export const forgetMetrics = (db: Db, { keepMetricsDays }: Settings, now: Date): Promise<number> =>
  run(db, FORGET, [now, keepMetricsDays]);

const FORGET = /* sql */ `
  DELETE FROM sync_health_metrics WHERE check_time < $1::timestamptz - make_interval(days => $2::int)`;

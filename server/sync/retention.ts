// What is older than the settings say goes: errors, history, mismatches and rows of the retry queue. In small steps, and many
// servers may do it at once: what one has in hand the others leave to it.
import type { Pool } from 'pg';
import { many, run } from '../db/query.ts';
import type { Settings } from '../settings/settings.ts';

export interface Swept {
  readonly errors: number;
  readonly history: number;
  /** Parts of runs, of a hundred rows each at most. */
  readonly mismatches: number;
  readonly retries: number;
}

type Kept = Pick<Settings, 'keepErrorsDays' | 'keepHistoryDays' | 'keepMismatchesDays' | 'keepRetriesDays'>;

export async function sweep(pool: Pool, settings: Kept, now: Date): Promise<Swept> {
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  return {
    errors: await inSteps(pool, ERRORS, before(settings.keepErrorsDays)),
    history: await sweepHistory(pool, before(settings.keepHistoryDays)),
    mismatches: await sweepMismatches(pool, before(settings.keepMismatchesDays)),
    retries: await inSteps(pool, RETRIES, before(settings.keepRetriesDays)),
  };
}

const DAY_MS = 86_400_000;
const STEP = 1000;

async function inSteps(pool: Pool, statement: string, before: Date): Promise<number> {
  for (let total = 0; ; ) {
    const done = await run(pool, statement, [before, STEP]);
    total += done;
    if (done < STEP) return total;
  }
}

const ERRORS = /* sql */ `
  DELETE FROM sync_error_log WHERE (sheet_id, id) IN (
    SELECT sheet_id, id FROM sync_error_log WHERE created_at < $1::timestamptz
     ORDER BY created_at LIMIT $2::int FOR UPDATE SKIP LOCKED)`;

/** Also what waits for a compare that never came: the row is in the sheet, if anywhere. */
const RETRIES = /* sql */ `
  DELETE FROM retry_queue WHERE (sheet_id, id) IN (
    SELECT sheet_id, id FROM retry_queue WHERE updated_at < $1::timestamptz LIMIT $2::int FOR UPDATE SKIP LOCKED)`;

/**
 * Of each buyer the newest line, and the newest that was written, stay: by them a compare tells which side changed since. What they
 * replaced goes all the same, since it is a value. Read through once in the order of the key, however much of it stays.
 */
async function sweepHistory(pool: Pool, before: Date): Promise<number> {
  let swept = 0;
  for (let last: Line | null = null; ; ) {
    const page: readonly Line[] = await many<Line>(pool, HISTORY_PAGE, [before, STEP, ...cursorOf(last)]);
    last = page.at(-1) ?? null;
    if (last === null) return swept;
    const lines = JSON.stringify(page);
    swept += await run(pool, HISTORY_DELETE, [lines]);
    await run(pool, HISTORY_BLANK, [lines]);
  }
}

interface Line {
  readonly sheet: string;
  readonly key: string;
  readonly run: string;
  readonly batch: number;
}

const cursorOf = (line: Line | null): unknown[] => [
  line?.sheet ?? null,
  line?.key ?? null,
  line?.run ?? null,
  line?.batch ?? null,
];

const HISTORY_PAGE = /* sql */ `
  SELECT sheet_id AS sheet, key, run_id AS run, batch FROM row_history
   WHERE at < $1::timestamptz
     AND ($3::uuid IS NULL OR (sheet_id, key, run_id, batch) > ($3::uuid, $4::text, $5::uuid, $6::int))
   ORDER BY sheet_id, key, run_id, batch LIMIT $2::int`;

const LINES = /* sql */ `
    SELECT h.sheet_id, h.key, h.run_id, h.batch
      FROM jsonb_to_recordset($1::jsonb) AS l(sheet uuid, key text, run uuid, batch int)
      JOIN row_history h ON h.sheet_id = l.sheet AND h.key = l.key AND h.run_id = l.run AND h.batch = l.batch`;

const HISTORY_DELETE = /* sql */ `
  DELETE FROM row_history WHERE (sheet_id, key, run_id, batch) IN (${LINES}
     WHERE EXISTS (SELECT FROM row_history newer
                    WHERE newer.sheet_id = h.sheet_id AND newer.key = h.key
                      AND (newer.at, newer.round, newer.batch) > (h.at, h.round, h.batch)
                      AND (h.outcome = 'failed' OR newer.outcome <> 'failed'))
       FOR UPDATE OF h SKIP LOCKED)`;

const HISTORY_BLANK = /* sql */ `
  UPDATE row_history SET before = NULL WHERE (sheet_id, key, run_id, batch) IN (${LINES}
     WHERE h.before IS NOT NULL FOR UPDATE OF h SKIP LOCKED)`;

/** The counts of a report stay, and what they were of; the values go, from the report too. */
async function sweepMismatches(pool: Pool, before: Date): Promise<number> {
  let swept = 0;
  for (const { sheetId, runId } of await many<{ sheetId: string; runId: string }>(pool, OLD_REPORTS, [before])) {
    swept += await run(pool, MISMATCHES, [sheetId, runId]);
    await run(pool, REPORT, [sheetId, runId]);
  }
  return swept;
}

const HAS_VALUES = /* sql */ `
  (coalesce(jsonb_array_length(r.verification#>'{accuracy,mismatches}'), 0) > 0
    OR jsonb_path_exists(r.verification, '$.accuracy.groups[*].examples[*]')
    OR EXISTS (SELECT FROM mismatches m WHERE m.sheet_id = r.sheet_id AND m.run_id = r.id))`;

const OLD_REPORTS = /* sql */ `
  SELECT r.sheet_id AS "sheetId", r.id AS "runId" FROM runs r
   WHERE greatest(r.heard_at, coalesce(r.finished_at, r.heard_at)) < $1::timestamptz AND ${HAS_VALUES}`;

const MISMATCHES = /* sql */ `DELETE FROM mismatches WHERE sheet_id = $1::uuid AND run_id = $2::uuid`;

const REPORT = /* sql */ `
  UPDATE runs r SET verification = CASE WHEN verification#>'{accuracy,groups}' IS NULL THEN shortened
         ELSE jsonb_set(shortened, '{accuracy,groups}', groups) END
    FROM (SELECT sheet_id, id, jsonb_set(verification, '{accuracy,mismatches}', '[]') AS shortened,
                 (SELECT coalesce(jsonb_agg(g || '{"examples": []}'), '[]') FROM jsonb_array_elements(verification#>'{accuracy,groups}') AS g) AS groups
            FROM runs WHERE sheet_id = $1::uuid AND id = $2::uuid AND verification IS NOT NULL) old
   WHERE r.sheet_id = old.sheet_id AND r.id = old.id`;

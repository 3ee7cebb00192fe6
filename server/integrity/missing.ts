// Why buyers of the sheet are not in the database, counted by cause.
import { type Db, many } from '../db/query.ts';

export type MissingCause =
  /** Refused, by us or by the database, in this run or last time; the errors name the cells. */
  | 'rejected'
  /** Refused too, and waits in the retry queue. */
  | 'queued'
  /** Rollcall wrote it once, and the database has it no more. */
  | 'deleted_in_database'
  /** Rollcall never tried to write it. */
  | 'never_synced';

/** `keys` are those listed as missing, 10,000 at most; causes that none has are left out. */
export async function missingCauses(
  db: Db,
  { sheetId, runId }: { readonly sheetId: string; readonly runId: string },
  keys: readonly string[],
): Promise<Partial<Record<MissingCause, number>>> {
  if (keys.length === 0) return {};
  const counted = await many<{ cause: MissingCause; count: number }>(db, CAUSES, [sheetId, runId, keys]);
  return Object.fromEntries(counted.map(({ cause, count }) => [cause, count]));
}

const CAUSES = /* sql */ `
  SELECT CASE WHEN EXISTS (SELECT FROM retry_queue q WHERE q.sheet_id = $1::uuid AND q.buyer_number = k.key AND q.status = 'pending')
              THEN 'queued'
              WHEN newest.outcome = 'failed' OR refused.here THEN 'rejected'
              WHEN newest.outcome IS NOT NULL THEN 'deleted_in_database'
              ELSE 'never_synced' END AS cause, count(*)::int AS count
    FROM unnest($3::text[]) AS k(key)
    LEFT JOIN LATERAL (
      SELECT outcome FROM row_history h WHERE h.sheet_id = $1::uuid AND h.key = k.key
       ORDER BY h.at DESC, h.round DESC, h.batch DESC LIMIT 1) newest ON TRUE
    CROSS JOIN LATERAL (
      SELECT EXISTS (SELECT FROM sync_error_log e WHERE e.sheet_id = $1::uuid AND e.run_id = $2::uuid
                        AND coalesce(e.buyer_number, '') = k.key) AS here) refused
   GROUP BY 1`;

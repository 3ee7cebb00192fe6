// The retry queue as people and monitors read it: rows that the database refused and may take later.
import { type Db, many, maybeOne, one } from '../db/query.ts';

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
  /** Null: of all sheets. */
  readonly sheetId: string | null;
  readonly status: 'pending' | 'failed' | null;
  readonly buyerNumber: string | null;
  /** `createdAt,id` of the last entry of the page before. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Newest first; all conditions must hold. `count` is of all that match, `cursor` null on the last page. */
export async function retryPage(
  db: Db,
  { sheetId, status, buyerNumber, after, limit }: RetryFilter,
): Promise<{ retries: RetryLine[]; count: number; cursor: string | null }> {
  const matching = [sheetId, status, buyerNumber];
  const found = await many<RetryLine>(db, PAGE, [...matching, after?.[0] ?? null, after?.[1] ?? null, limit + 1]);
  const retries = found.slice(0, limit);
  const last = found.length > limit ? retries.at(-1) : undefined;
  const { count } = await one<{ count: number }>(db, COUNT, matching);
  return { retries, count, cursor: last === undefined ? null : `${last.createdAt},${last.id}` };
}

const iso = (time: string): string => `to_char((${time}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const MATCHES = /* sql */ `
   ($1::uuid IS NULL OR q.sheet_id = $1::uuid) AND ($2::text IS NULL OR q.status = $2::text)
   AND ($3::text IS NULL OR q.buyer_number = $3::text)`;

const PAGE = /* sql */ `
  SELECT q.id, q.sheet_id AS "sheetId", q.buyer_number AS "buyerNumber", q.row_number AS "rowNumber", q.attempt_count AS attempts,
         q.status, ${iso('q.next_retry_at')} AS "nextRetryAt", ${iso('q.created_at')} AS "createdAt",
         ${iso('q.updated_at')} AS "updatedAt", q.run_id AS "runId",
         (SELECT coalesce(jsonb_agg(e - 'limit' - 'actual'), '[]') FROM jsonb_array_elements(q.error_info) AS e) AS errors
    FROM retry_queue q
   WHERE ${MATCHES} AND ($4::timestamptz IS NULL OR (q.created_at, q.id) < ($4::timestamptz, $5::uuid))
   ORDER BY q.created_at DESC, q.id DESC LIMIT $6::int`;

const COUNT = /* sql */ `SELECT count(*)::int AS count FROM retry_queue q WHERE ${MATCHES}`;

/** The entry of one buyer; null where it has none. `nextAt` is null where it is given up. */
export const retryOfBuyer = (
  db: Db,
  sheetId: string,
  key: string,
): Promise<{ attempts: number; nextAt: string | null } | null> => maybeOne(db, OF_BUYER, [sheetId, key]);

const OF_BUYER = /* sql */ `
  SELECT q.attempt_count AS attempts, ${iso('q.next_retry_at')} AS "nextAt"
    FROM retry_queue q WHERE q.sheet_id = $1::uuid AND q.buyer_number = $2::text`;

export interface RetryCounts {
  readonly sheetId: string;
  readonly pending: number;
  readonly permanentlyFailed: number;
  /** The earliest time at which a pending entry was due; null where none is pending. What waits for a compare is not counted as due. */
  readonly oldestDueAt: Date | null;
}

/** A line for each sheet that has entries. */
export const retryCounts = (db: Db): Promise<RetryCounts[]> => many<RetryCounts>(db, COUNTS);

const COUNTS = /* sql */ `
  SELECT q.sheet_id AS "sheetId", count(*) FILTER (WHERE q.status = 'pending')::int AS pending,
         count(*) FILTER (WHERE q.status = 'failed')::int AS "permanentlyFailed",
         min(q.next_retry_at) FILTER (WHERE q.revision = s.revision) AS "oldestDueAt"
    FROM retry_queue q JOIN sheets s ON s.id = q.sheet_id
   WHERE s.removed_at IS NULL GROUP BY q.sheet_id`;

/** Buyers that are given up, of all sheets: the newest 1,000. */
export const permanentlyFailed = (
  db: Db,
): Promise<
  { sheetId: string; buyerNumber: string; code: string; errorType: string; attempts: number; since: Date }[]
> => many(db, GIVEN_UP);

const GIVEN_UP = /* sql */ `
  SELECT q.sheet_id AS "sheetId", q.buyer_number AS "buyerNumber", coalesce(q.error_info->0->>'code', 'database_refused') AS code,
         coalesce(q.error_info->0->>'errorType', 'unknown') AS "errorType", q.attempt_count AS attempts, q.updated_at AS since
    FROM retry_queue q JOIN sheets s ON s.id = q.sheet_id
   WHERE q.status = 'failed' AND s.removed_at IS NULL ORDER BY q.updated_at DESC, q.id DESC LIMIT 1000`;

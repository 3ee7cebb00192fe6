// One entry of the retry queue in the hands of who tries it: found, locked, and settled after a refusal.
import type { CellError } from '../../shared/protocol.ts';
import { type Db, maybeOne, one, run } from '../db/query.ts';
import { errorInfo, type QueuedCell } from './enqueue.ts';
import { nextRetryAt } from './retry-policy.ts';

export interface RetryEntry {
  readonly sheetId: string;
  readonly id: string;
  readonly key: string;
  readonly runId: string;
  readonly rowNumber: number;
  readonly revision: string;
  readonly cells: readonly QueuedCell[];
  readonly attempts: number;
  /** With microseconds, as a cursor takes it. */
  readonly dueAt: string | null;
}

const COLUMNS = /* sql */ `
  q.sheet_id AS "sheetId", q.id, q.buyer_number AS key, q.run_id AS "runId", q.row_number AS "rowNumber", q.revision::text AS revision,
  q.cells, q.attempt_count AS attempts, q.next_retry_at::text AS "dueAt"`;

export interface DueFilter {
  readonly now: Date;
  /** Null: of all sheets. */
  readonly sheetId: string | null;
  /** Time and id of the last entry that was looked at. */
  readonly after: readonly [string, string] | null;
  /** Sheets that are at work just now. */
  readonly without: readonly string[];
}

/** The next entry that is due, locked; null where there is none, or others have them. It never waits. */
export const lockNextDue = (db: Db, filter: DueFilter): Promise<RetryEntry | null> =>
  maybeOne<RetryEntry>(db, NEXT_DUE, valuesOf(filter));

/** How many are due, counted up to `most`. */
export async function countDue(db: Db, filter: DueFilter, most: number): Promise<number> {
  return (await one<{ count: number }>(db, COUNT_DUE, [...valuesOf(filter), most])).count;
}

const valuesOf = ({ now, sheetId, after, without }: DueFilter): unknown[] => [
  now,
  sheetId,
  after?.[0] ?? null,
  after?.[1] ?? null,
  without,
];

/** An entry of an earlier revision than its sheet's waits for a compare: whether its row is still that one is not known. */
const DUE = /* sql */ `
    FROM retry_queue q JOIN sheets s ON s.id = q.sheet_id
   WHERE q.status = 'pending' AND q.next_retry_at <= $1::timestamptz AND q.revision = s.revision AND s.removed_at IS NULL
     AND ($2::uuid IS NULL OR q.sheet_id = $2::uuid)
     AND ($3::timestamptz IS NULL OR (q.next_retry_at, q.id) > ($3::timestamptz, $4::uuid))
     AND q.sheet_id <> ALL ($5::uuid[])`;

const NEXT_DUE = /* sql */ `
  SELECT ${COLUMNS} ${DUE} ORDER BY q.next_retry_at, q.id LIMIT 1 FOR UPDATE OF q SKIP LOCKED`;

const COUNT_DUE = /* sql */ `SELECT count(*)::int AS count FROM (SELECT 1 ${DUE} LIMIT $6::int) due`;

/** Where an entry belongs; null where there is none of that id, or not of this sheet. */
export const sheetOfEntry = (db: Db, sheetId: string | null, id: string): Promise<{ sheetId: string } | null> =>
  maybeOne(db, SHEET_OF, [sheetId, id]);

const SHEET_OF = /* sql */ `
  SELECT sheet_id AS "sheetId" FROM retry_queue WHERE ($1::uuid IS NULL OR sheet_id = $1::uuid) AND id = $2::uuid`;

/** Waits for who has it. */
export const lockEntry = (db: Db, sheetId: string, id: string): Promise<RetryEntry | null> =>
  maybeOne<RetryEntry>(db, LOCK, [sheetId, id]);

const LOCK = /* sql */ `
  SELECT ${COLUMNS} FROM retry_queue q WHERE q.sheet_id = $1::uuid AND q.id = $2::uuid FOR UPDATE`;

/** Counts one more refusal, by the table as it is now. True where the row is given up. */
export async function settleRefused(
  db: Db,
  { sheetId, id, attempts }: RetryEntry,
  errors: readonly CellError[],
  catalogHash: string,
  now: Date,
): Promise<boolean> {
  const next = nextRetryAt(attempts + 1, now);
  const info = JSON.stringify(errors.map(errorInfo));
  await run(db, SETTLE, [sheetId, id, attempts + 1, next, info, catalogHash, now]);
  return next === null;
}

const SETTLE = /* sql */ `
  UPDATE retry_queue SET attempt_count = $3::int, status = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE 'pending' END,
         next_retry_at = $4::timestamptz, error_info = $5::jsonb, catalog_hash = $6::text, updated_at = $7::timestamptz
   WHERE sheet_id = $1::uuid AND id = $2::uuid`;

/**
 * Where a retry stands in the history, in the name of the run that refused the row: in the round that the run is in, under a number
 * above all that a batch can have, and rising.
 */
export const placeInHistory = (
  db: Db,
  { sheetId, key, runId }: RetryEntry,
): Promise<{ round: number; batch: number }> => one(db, PLACE, [sheetId, key, runId, BEYOND_BATCHES]);

const BEYOND_BATCHES = 2_000_000_000;

const PLACE = /* sql */ `
  SELECT coalesce((SELECT round FROM runs WHERE sheet_id = $1::uuid AND id = $3::uuid), 0) AS round,
         greatest(coalesce(max(batch), 0), $4::int) + 1 AS batch
    FROM row_history WHERE sheet_id = $1::uuid AND key = $2::text AND run_id = $3::uuid`;

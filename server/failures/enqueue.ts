// Puts refused rows into the retry queue, and takes written ones out, in the transaction that refused or wrote them.
import type { CellError } from '../../shared/protocol.ts';
import { type Db, many, run } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import { FIRST_PAUSE_MINUTES } from './retry-policy.ts';

/** A cell as it was sent, and where it stood. */
export interface QueuedCell {
  readonly column: string;
  readonly header: string;
  readonly index: number;
  readonly text: string | null;
}

export interface RefusedRow {
  readonly key: string;
  readonly rowNumber: number;
  /** Those that may be written. */
  readonly cells: readonly QueuedCell[];
  /** Columns left out of the write. */
  readonly held: readonly string[];
  readonly fingerprint: string;
  /** Columns that the fingerprint is over. */
  readonly covers: readonly string[];
  readonly errors: readonly CellError[];
}

export interface RefusedAt {
  readonly sheetId: string;
  readonly runId: string;
  readonly catalogHash: string;
}

/**
 * The keys that wait now. The same row refused again by the same table keeps its attempts, and where it is given up it stays so;
 * another row, or another table, is an entry of its own. Of a buyer that this round wrote nothing else waits: it may be older.
 * Needs the sheet locked against compares.
 */
export async function enqueue(db: Db, at: RefusedAt, rows: readonly RefusedRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const lines = rows.map(({ errors, ...row }) => ({ ...row, id: uuid7(), errors: errors.map(errorInfo) }));
  const values = [at.sheetId, at.runId, at.catalogHash, JSON.stringify(lines), FIRST_PAUSE_MINUTES];
  const entries = await many<{ key: string; status: string }>(db, ENQUEUE, values);
  return new Set(entries.flatMap(({ key, status }) => (status === 'pending' ? [key] : [])));
}

/** Never a value: sizes, names and our own words. */
export function errorInfo({ errorType, code, column, header, cell, message, limit, actual }: CellError) {
  return { errorType, code, column, header, cell, message, limit, actual };
}

const IS_SAME = `q.fingerprint = excluded.fingerprint AND q.catalog_hash = excluded.catalog_hash`;
const kept = (column: string): string =>
  `${column} = CASE WHEN ${IS_SAME} THEN q.${column} ELSE excluded.${column} END`;

const ENQUEUE = /* sql */ `
  INSERT INTO retry_queue AS q (sheet_id, id, buyer_number, run_id, row_number, revision, cells, held, fingerprint, covers,
                                catalog_hash, error_info, next_retry_at)
  SELECT s.id, (f->>'id')::uuid, f->>'key', $2::uuid, (f->>'rowNumber')::int, s.revision, f->'cells',
         ARRAY(SELECT jsonb_array_elements_text(f->'held')), f->>'fingerprint',
         ARRAY(SELECT jsonb_array_elements_text(f->'covers')), $3::text, f->'errors', now() + make_interval(mins => $5::int)
    FROM jsonb_array_elements($4::jsonb) AS e(f) JOIN sheets s ON s.id = $1::uuid
         JOIN runs r ON r.sheet_id = s.id AND r.id = $2::uuid
   WHERE NOT EXISTS (SELECT FROM row_history h WHERE h.sheet_id = s.id AND h.key = f->>'key' AND h.run_id = r.id
                        AND h.round = r.round AND h.outcome IN ('inserted', 'updated'))
   ORDER BY f->>'key'
  ON CONFLICT (sheet_id, buyer_number) DO UPDATE
     SET run_id = excluded.run_id, row_number = excluded.row_number, revision = excluded.revision, cells = excluded.cells,
         held = excluded.held, fingerprint = excluded.fingerprint, covers = excluded.covers,
         catalog_hash = excluded.catalog_hash, error_info = excluded.error_info,
         ${['id', 'status', 'attempt_count', 'next_retry_at', 'created_at', 'updated_at'].map(kept).join(', ')}
  RETURNING q.buyer_number AS key, q.status`;

/** Before any of these buyers is written: who retries one of them has its entry first, and then its buyer. */
export const lockEntries = (db: Db, sheetId: string, keys: readonly string[]): Promise<number> =>
  run(db, LOCK, [sheetId, keys]);

const LOCK = /* sql */ `
  SELECT 1 FROM retry_queue WHERE sheet_id = $1::uuid AND buyer_number = ANY ($2::text[]) ORDER BY buyer_number FOR UPDATE`;

/** What was written waits no more, nor what is refused for good. */
export const dropEntries = (db: Db, sheetId: string, keys: readonly string[]): Promise<number> =>
  run(db, DROP, [sheetId, keys]);

const DROP = /* sql */ `DELETE FROM retry_queue WHERE sheet_id = $1::uuid AND buyer_number = ANY ($2::text[])`;

/** An expression: whether any of these keys has an entry. Both are expressions too. */
export const hasEntriesSql = (sheetId: string, keys: string): string =>
  `EXISTS (SELECT FROM retry_queue q WHERE q.sheet_id = ${sheetId} AND q.buyer_number = ANY (${keys}))`;

// A table that changed may take what it refused: its entries are tried again at once, with all their attempts before them.
import type { Pool } from 'pg';
import { catalogHash, findTable } from '../db/catalog.ts';
import { many, run } from '../db/query.ts';

/** Entries of sheets that are no longer bound go: their rows are nobody's any more. */
export async function reopenChanged(pool: Pool, sheetId: string | null, now: Date): Promise<void> {
  await run(pool, DROP_UNBOUND);
  for (const { id, table } of await many<{ id: string; table: string }>(pool, SHEETS, [sheetId])) {
    const found = await findTable(pool, table);
    if (found !== null) await run(pool, REOPEN, [id, await catalogHash(pool, found), now]);
  }
}

const DROP_UNBOUND = /* sql */ `
  DELETE FROM retry_queue WHERE (sheet_id, id) IN (
    SELECT q.sheet_id, q.id FROM retry_queue q JOIN sheets s ON s.id = q.sheet_id
     WHERE s.removed_at IS NOT NULL FOR UPDATE OF q SKIP LOCKED)`;

const SHEETS = /* sql */ `
  SELECT s.id, s.target_table AS table FROM sheets s
   WHERE ($1::uuid IS NULL OR s.id = $1::uuid) AND EXISTS (SELECT FROM retry_queue q WHERE q.sheet_id = s.id)`;

const REOPEN = /* sql */ `
  UPDATE retry_queue SET status = 'pending', attempt_count = 0, next_retry_at = $3::timestamptz, catalog_hash = $2::text,
         updated_at = $3::timestamptz
   WHERE (sheet_id, id) IN (
     SELECT sheet_id, id FROM retry_queue WHERE sheet_id = $1::uuid AND catalog_hash <> $2::text FOR UPDATE SKIP LOCKED)`;

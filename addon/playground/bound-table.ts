// The database side of the page for any table a sheet is bound to: what it holds, and what was written to it last.
import type { Pool } from 'pg';
import { many, maybeOne, one, quoted } from '../../server/db/query.ts';
import type { DatabaseView, RecentWrite } from './database-watch.ts';

export function boundTable(pool: Pool, table: string, keyColumn: string): DatabaseView {
  const count = `SELECT count(*)::int AS count FROM ${quoted(table)}`;
  const row = /* sql */ `
    SELECT (SELECT json_object_agg(f.key, f.value) FROM json_each_text(to_json(t)) AS f) AS row
      FROM ${quoted(table)} t WHERE ${quoted(keyColumn)} = $1::text`;
  return {
    table,
    count: async () => (await one<{ count: number }>(pool, count)).count,
    row: async (key) => (await maybeOne<{ row: Record<string, string | null> }>(pool, row, [key]))?.row ?? null,
    recent: (limit) => many<RecentWrite>(pool, RECENT, [table, limit]),
  };
}

const RECENT = /* sql */ `
  SELECT key, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, outcome
    FROM row_history WHERE sheet_id IN (SELECT id FROM sheets WHERE target_table = $1::text) ORDER BY at DESC LIMIT $2::int`;

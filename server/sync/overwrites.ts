// Rows about to be overwritten that somebody changed in the database since Rollcall wrote them. Asked only of rows that differ.
import { type Db, many, quoted } from '../db/query.ts';
import { fingerprintSql } from '../rows/canonical-sql.ts';
import { keyOf, type RowShape, scopeSql, storedSql, tableSql } from '../rows/row-shape.ts';
import type { At } from './guard-sql.ts';

export interface Overwrite {
  readonly position: number;
  readonly key: string;
}

/** In the order of `positions`. What Rollcall never wrote, or last wrote with other columns or a cell held, cannot be told. */
export async function findOverwrites(
  db: Db,
  shape: RowShape,
  at: At,
  positions: readonly number[],
): Promise<readonly Overwrite[]> {
  if (positions.length === 0) return [];
  await db.query('SET LOCAL enable_nestloop = on');
  const found = await many<Overwrite>(db, overwritesSql(shape), [at.sheetId, at.runId, at.round, positions]);
  await db.query('SET LOCAL enable_nestloop = off');
  return found;
}

const overwritesSql = (shape: RowShape): string => /* sql */ `
WITH part AS MATERIALIZED (
  SELECT p.keys, (sum(cardinality(row_numbers)) OVER (ORDER BY part) - cardinality(row_numbers))::int AS first
    FROM compare_parts p WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int),
candidate AS MATERIALIZED (
  SELECT (part.first + u.n - 1)::int AS position, u.key FROM part, unnest(part.keys) WITH ORDINALITY AS u(key, n)
   WHERE part.first + u.n - 1 = ANY ($4::int[])),
last AS MATERIALIZED (
  SELECT candidate.position, candidate.key, h.fingerprint, h.run_id, h.partial
    FROM candidate CROSS JOIN LATERAL (
         SELECT fingerprint, run_id, partial FROM row_history
          WHERE sheet_id = $1::uuid AND row_history.key = candidate.key AND outcome <> 'failed' ORDER BY at DESC LIMIT 1) h),
comparable AS MATERIALIZED (
  SELECT used.run_id FROM (SELECT DISTINCT run_id FROM last WHERE NOT partial) used
   WHERE ${syncedSql('used.run_id')} = ${syncedSql('$2')})
SELECT last.position, last.key
  FROM last JOIN comparable USING (run_id)
  JOIN ${tableSql(shape)} t ON t.${quoted(keyOf(shape).name)} = ${storedSql({ ...keyOf(shape), notNull: false }, 'last.key')}
   AND ${scopeSql(shape, 't')}
 WHERE NOT last.partial AND ${fingerprintSql('t', shape.columns)} <> last.fingerprint
 ORDER BY last.position`;

/** Fingerprints of two runs can be held against each other only where both are over the same columns. */
const syncedSql = (run: string): string => `(
  SELECT array_agg(c->>'column' ORDER BY c->>'column') FROM runs r, jsonb_array_elements(r.columns) AS c
   WHERE r.sheet_id = $1::uuid AND r.id = ${run}::uuid AND c->>'state' = 'synced')`;

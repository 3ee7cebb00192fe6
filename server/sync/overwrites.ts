// Rows about to be overwritten that somebody changed in the database since Rollcall wrote them. Asked only of rows that differ.
import { type Db, many, quoted } from '../db/query.ts';
import { fingerprintSql, type SqlColumn } from '../rows/canonical-sql.ts';
import { keyOf, type RowShape, scopeSql, storedSql, tableSql } from '../rows/row-shape.ts';
import type { At } from './guard-sql.ts';

export interface Overwrite {
  readonly position: number;
  readonly key: string;
}

/** In the order of `positions`. What Rollcall never wrote, or last wrote with the table another, cannot be told. */
export async function findOverwrites(
  db: Db,
  shape: RowShape,
  at: At,
  positions: readonly number[],
): Promise<readonly Overwrite[]> {
  if (positions.length === 0) return [];
  await db.query('SET LOCAL enable_nestloop = on');
  const values = [at.sheetId, at.runId, at.round, positions];
  const others = await many<ColumnSet>(db, OTHER_SETS, values);
  const found = await many<Overwrite>(db, overwritesSql(shape, others), [...values, others.map((set) => set.names)]);
  await db.query('SET LOCAL enable_nestloop = off');
  return found;
}

/** The columns that a write was about: those its run synced, without the ones that were held; `names` is what tells two sets apart. */
interface ColumnSet {
  readonly names: string;
  readonly columns: readonly SqlColumn[];
}

const LAST = /* sql */ `
WITH part AS MATERIALIZED (
  SELECT p.keys, (sum(cardinality(row_numbers)) OVER (ORDER BY part) - cardinality(row_numbers))::int AS first
    FROM compare_parts p WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int),
candidate AS MATERIALIZED (
  SELECT (part.first + u.n - 1)::int AS position, u.key FROM part, unnest(part.keys) WITH ORDINALITY AS u(key, n)
   WHERE (part.first + u.n - 1)::int = ANY ($4::int[])),
last AS MATERIALIZED (
  SELECT candidate.position, candidate.key, h.fingerprint, h.run_id, coalesce(h.held, '{}') AS held
    FROM candidate CROSS JOIN LATERAL (
         SELECT fingerprint, run_id, partial, held FROM row_history
          WHERE sheet_id = $1::uuid AND row_history.key = candidate.key AND outcome <> 'failed' ORDER BY at DESC LIMIT 1) h
   WHERE NOT h.partial OR h.held IS NOT NULL),
used AS MATERIALIZED (
  SELECT r.id AS run_id, write.held, r.columns, r.catalog_hash, (
         SELECT string_agg(c->>'column', E'\\x1f' ORDER BY (c->>'column') COLLATE "C")
           FROM jsonb_array_elements(r.columns) AS c
          WHERE c->>'state' = 'synced' AND c->>'column' <> ALL (write.held)) AS names
    FROM (SELECT DISTINCT run_id, held FROM last UNION SELECT $2::uuid, '{}') write
    JOIN runs r ON r.sheet_id = $1::uuid AND r.id = write.run_id),
this AS (SELECT names, catalog_hash FROM used WHERE run_id = $2::uuid AND held = '{}')`;

/** Of runs whose table was the same as this one's: what they say of their columns is still so. */
const OTHER_SETS = /* sql */ `${LAST}
SELECT DISTINCT ON (used.names) used.names, (
       SELECT jsonb_agg(jsonb_build_object('name', c->>'column', 'type', c->>'type'))
         FROM jsonb_array_elements(used.columns) AS c
        WHERE c->>'state' = 'synced' AND c->>'column' <> ALL (used.held)) AS columns
  FROM used JOIN this ON this.catalog_hash = used.catalog_hash AND this.names <> used.names
 ORDER BY used.names`;

/** Fingerprints can be held against each other only where both are over the same columns. */
const overwritesSql = (shape: RowShape, others: readonly ColumnSet[]): string => /* sql */ `${LAST},
comparable AS MATERIALIZED (
  SELECT used.run_id, used.held, CASE WHEN used.names = this.names THEN 0 ELSE array_position($5::text[], used.names) END AS set
    FROM used CROSS JOIN this
   WHERE used.names = this.names OR used.catalog_hash = this.catalog_hash)
SELECT last.position, last.key
  FROM last JOIN comparable USING (run_id, held)
  JOIN ${tableSql(shape)} t ON t.${quoted(keyOf(shape).name)} = ${storedSql({ ...keyOf(shape), notNull: false }, 'last.key')}
   AND ${scopeSql(shape, 't')}
 WHERE last.fingerprint <> CASE comparable.set
       ${[shape, ...others].map(({ columns }, n) => `WHEN ${n} THEN ${fingerprintSql('t', columns)}`).join('\n       ')} END
 ORDER BY last.position`;

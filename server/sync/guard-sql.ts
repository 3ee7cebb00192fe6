// What the guard asks the database: how the last sync left things, how many values a column holds, and the texts of some rows.
import { type Db, many, maybeOne, one, quoted } from '../db/query.ts';
import { canonicalSql, isTextLike } from '../rows/canonical-sql.ts';
import { keyOf, type RowShape, scopeSql, storedSql, tableSql } from '../rows/row-shape.ts';
import type { Counts } from './guard.ts';
import type { RunContext } from './run-context.ts';

export interface At {
  readonly sheetId: string;
  readonly runId: string;
  readonly round: number;
}

export interface LastSync extends Counts {
  /** Columns of the table that it synced. */
  readonly columns: readonly string[];
}

/** The last sync of the sheet that came to its end and was not held; null where there is none. */
export const lastSync = (db: Db, sheetId: string): Promise<LastSync | null> =>
  maybeOne<LastSync>(db, LAST_SYNC, [sheetId]);

const LAST_SYNC = /* sql */ `
  SELECT (compared->>'read')::int AS read, (compared->>'extra')::int AS extra, (compared->>'databaseCount')::int AS "databaseCount",
         ARRAY(SELECT c->>'column' FROM jsonb_array_elements(columns) AS c WHERE c->>'state' = 'synced') AS columns
    FROM runs
   WHERE sheet_id = $1::uuid AND mode = 'sync' AND status IN ('completed', 'completed_with_problems')
     AND NOT guard_run AND compared IS NOT NULL
   ORDER BY finished_at DESC LIMIT 1`;

/** Columns that somebody said are never to be held. */
export async function freedColumns(db: Db, sheetId: string): Promise<ReadonlySet<string>> {
  return new Set((await many<{ column: string }>(db, FREED, [sheetId])).map(({ column }) => column));
}

const FREED = /* sql */ `
  SELECT DISTINCT column_name AS column FROM holds WHERE sheet_id = $1::uuid AND always AND state = 'released'`;

export interface Filled {
  /** Values per synced column on the rows of the sheet that the table has. */
  readonly bases: readonly number[];
  /** Non-empty cells of the sheet per synced column; null where some part did not tell. */
  readonly filled: readonly number[] | null;
  /** Held cells of the sheet per synced column. */
  readonly held: readonly number[];
}

export async function filledCells(db: Db, { shape }: RunContext, at: At): Promise<Filled> {
  const values = [at.sheetId, at.runId, at.round];
  const { bases } = await one<Pick<Filled, 'bases'>>(db, basesSql(shape), values);
  const told = await one<{ filled: number[]; held: number[] }>(db, TOLD, [...values, shape.columns.length]);
  const isTold = told.filled.length === shape.columns.length;
  return { bases, filled: isTold ? told.filled : null, held: told.held };
}

/** Rows that the client could not read are not written, and so lose nothing. */
const basesSql = (shape: RowShape): string => /* sql */ `
WITH listed AS MATERIALIZED (
  SELECT DISTINCT u.key COLLATE "C" AS key FROM compare_parts p, unnest(p.keys) AS u(key)
   WHERE p.sheet_id = $1::uuid AND p.run_id = $2::uuid AND p.round = $3::int AND u.key IS NOT NULL)
SELECT ARRAY[${shape.columns.map(countSql).join(', ')}]::int[] AS bases
  FROM ${tableSql(shape)} t
 WHERE ${scopeSql(shape, 't')} AND ${canonicalSql('t', keyOf(shape))} COLLATE "C" IN (SELECT key FROM listed)`;

const countSql = (column: RowShape['columns'][number]): string =>
  isTextLike(column) ? `count(nullif(t.${quoted(column.name)}::text, ''))` : `count(t.${quoted(column.name)})`;

const TOLD = /* sql */ `
WITH part AS MATERIALIZED (
  SELECT filled, held_columns FROM compare_parts WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int)
SELECT ARRAY(SELECT sum(u.cells)::int FROM part, unnest(part.filled) WITH ORDINALITY AS u(cells, n)
              WHERE (SELECT bool_and(cardinality(filled) = $4::int) FROM part) GROUP BY u.n ORDER BY u.n) AS filled,
       ARRAY(SELECT count(h.position)::int FROM generate_series(0, $4::int - 1) AS c(position)
               LEFT JOIN (SELECT unnest(held::int[]) AS position FROM part, unnest(part.held_columns) AS held) h USING (position)
              GROUP BY c.position ORDER BY c.position) AS held`;

/** Keys of listed rows by their positions over all parts, in rising order of the positions. */
export const keysAt = async (db: Db, at: At, positions: readonly number[]): Promise<string[]> =>
  (await many<{ key: string }>(db, KEYS_AT, [at.sheetId, at.runId, at.round, positions])).map(({ key }) => key);

const KEYS_AT = /* sql */ `
  WITH part AS (
    SELECT p.keys, (sum(cardinality(row_numbers)) OVER (ORDER BY part) - cardinality(row_numbers))::int AS first
      FROM compare_parts p WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int)
  SELECT u.key FROM part, unnest(part.keys) WITH ORDINALITY AS u(key, n)
   WHERE part.first + u.n - 1 = ANY ($4::int[]) ORDER BY part.first + u.n`;

/** Canonical texts of the rows with these keys, in the order of the synced columns. */
export async function storedTexts(
  db: Db,
  shape: RowShape,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  const rows = await many<{ key: string; texts: (string | null)[] }>(db, textsSql(shape), [keys]);
  return new Map(rows.map(({ key, texts }) => [key, texts]));
}

const textsSql = (shape: RowShape): string => /* sql */ `
  SELECT ${canonicalSql('t', keyOf(shape))} AS key,
         ARRAY[${shape.columns.map((column) => canonicalSql('t', column)).join(', ')}]::text[] AS texts
    FROM unnest($1::text[]) AS k(key)
    JOIN ${tableSql(shape)} t ON t.${quoted(keyOf(shape).name)} = ${storedSql({ ...keyOf(shape), notNull: false }, 'k.key')}
     AND ${scopeSql(shape, 't')}`;

/** Keys of the table's rows that the sheet lacks, all of them. */
export async function extraKeys(db: Db, shape: RowShape, at: At): Promise<string[]> {
  return (await many<{ key: string }>(db, extraSql(shape), [at.sheetId, at.runId, at.round])).map(({ key }) => key);
}

const extraSql = (shape: RowShape): string => /* sql */ `
WITH listed AS MATERIALIZED (
  SELECT u.key COLLATE "C" AS key FROM compare_parts p, unnest(p.keys || p.rejected_keys) AS u(key)
   WHERE p.sheet_id = $1::uuid AND p.run_id = $2::uuid AND p.round = $3::int AND u.key IS NOT NULL),
target AS MATERIALIZED (
  SELECT ${canonicalSql('t', keyOf(shape))} COLLATE "C" AS key FROM ${tableSql(shape)} t WHERE ${scopeSql(shape, 't')})
SELECT key FROM target WHERE key IS NOT NULL AND NOT EXISTS (SELECT FROM listed WHERE listed.key = target.key)`;

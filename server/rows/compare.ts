// Compares what a client staged of its whole sheet with the table's columns as they are now, in one statement.
import { type Db, one } from '../db/query.ts';
import { canonicalSql, fingerprintSql, fingerprintWithoutSql } from './canonical-sql.ts';
import { keyOf, type RowShape, scopeSql, tableSql } from './row-shape.ts';
import { type Seen, seenSql } from './seen.ts';

export interface Comparison {
  /** Rows the client listed; blank ones, and those that are no buyers, come on top. */
  readonly read: number;
  readonly skippedBlank: number;
  readonly unchanged: number;
  readonly different: number;
  /** Keys of the sheet that the database lacks, however many rows carry them. */
  readonly missing: number;
  readonly missingKeys: readonly string[];
  readonly extra: number;
  readonly databaseCount: number;
  readonly extraKeys: readonly string[];
  /** All of them, however many; `duplicates` names rows of the first ones. */
  readonly duplicateKeys: readonly string[];
  readonly duplicates: readonly { readonly key: string; readonly rowNumbers: readonly number[] }[];
  readonly blankKeys: readonly number[];
  /** Rows the client could not make canonical. */
  readonly unreadable: number;
  /** Positions to send: missing or different, with a key of their own, and not tried in this run as they are. */
  readonly send: readonly number[];
  /** Positions that are present and differ. */
  readonly differing: readonly number[];
  /** `columns` are positions in the run's synced columns. */
  readonly heldCells: readonly { readonly rowNumber: number; readonly columns: readonly number[] }[];
  /** Each row read, by the one thing that became of it in this run so far. */
  readonly outcomes: Outcomes;
  /** Some key, here or there, is not plain ASCII, so that look-alikes are possible. */
  readonly exoticKeys: boolean;
  readonly seen: Seen;
}

interface Outcomes {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly duplicate: number;
}

/** `round` is the compare's own number; lists are cut at `limit`, counts are exact. */
export async function compareStaged(
  db: Db,
  shape: RowShape,
  run: { sheetId: string; runId: string; round: number },
  limit = 10_000,
): Promise<Comparison> {
  await db.query(PLANNER);
  return one<Comparison>(db, compareSql(shape), [run.sheetId, run.runId, run.round, limit]);
}

/** The staged arrays have no statistics: without this the planner may compare every row with every row. For the transaction only. */
const PLANNER = `SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'`;

const compareSql = (shape: RowShape): string => /* sql */ `
WITH part AS MATERIALIZED (
  SELECT p.*, (sum(cardinality(row_numbers)) OVER (ORDER BY part) - cardinality(row_numbers))::int AS first
    FROM compare_parts p WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int),
unreadable AS MATERIALIZED (
  SELECT u.row_number, u.key COLLATE "C" AS key FROM part, unnest(part.rejected_rows, part.rejected_keys) AS u(row_number, key)),
listed AS MATERIALIZED (
  SELECT (part.first + u.n - 1)::int AS position, u.row_number, u.key COLLATE "C" AS key, u.fingerprint, false AS unreadable,
         u.key IS NULL AND u.fingerprint IN (SELECT fingerprint FROM not_buyers WHERE sheet_id = $1::uuid) AS is_nobody
    FROM part, unnest(part.row_numbers, part.keys, part.fingerprints) WITH ORDINALITY AS u(row_number, key, fingerprint, n)
   WHERE NOT EXISTS (SELECT FROM unreadable WHERE unreadable.row_number = u.row_number)
  UNION ALL
  SELECT NULL, row_number, key, NULL, true, false FROM unreadable),
doubled AS MATERIALIZED (
  SELECT key FROM listed WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1),
target AS MATERIALIZED (
  SELECT ${canonicalSql('t', keyOf(shape))} COLLATE "C" AS key, ${fingerprintSql('t', shape.columns)} AS fingerprint
    FROM ${tableSql(shape)} t WHERE ${scopeSql(shape, 't')}),
held AS MATERIALIZED (
  SELECT (part.first + u.position)::int AS position, u.columns::int[] AS columns
    FROM part, unnest(part.held_positions, part.held_columns) AS u(position, columns)),
held_target AS MATERIALIZED (
  SELECT held.position, ${fingerprintWithoutSql('t', shape.columns, 'held.columns')} AS fingerprint
    FROM held JOIN listed ON listed.position = held.position
    JOIN ${tableSql(shape)} t ON ${canonicalSql('t', keyOf(shape))} COLLATE "C" = listed.key AND ${scopeSql(shape, 't')}),
tried AS MATERIALIZED (
  SELECT key COLLATE "C" AS key, bool_or(outcome = 'inserted') AS inserted, bool_or(outcome = 'updated') AS updated,
         bool_or(outcome = 'failed') AS failed,
         (array_agg(fingerprint ORDER BY round DESC, batch DESC) FILTER (WHERE outcome <> 'failed'))[1] AS accepted,
         array_agg(fingerprint) FILTER (WHERE outcome = 'failed' AND coalesce(sqlstate, '') !~ '^23') AS refused,
         array_agg(fingerprint) FILTER (WHERE outcome = 'failed' AND sqlstate ~ '^23') AS conflicted,
         max(round) FILTER (WHERE outcome = 'failed' AND sqlstate ~ '^23') AS conflicted_in
    FROM row_history WHERE sheet_id = $1::uuid AND run_id = $2::uuid GROUP BY key),
landed AS (
  SELECT max(round) FILTER (WHERE outcome <> 'failed') AS round FROM row_history WHERE sheet_id = $1::uuid AND run_id = $2::uuid),
seen AS (
  SELECT listed.*, target.key IS NOT NULL AS present, doubled.key IS NOT NULL AS duplicate,
         coalesce(coalesce(held_target.fingerprint, target.fingerprint) = listed.fingerprint, false) AS equal,
         coalesce(tried.inserted, false) AS inserted, coalesce(tried.updated, false) AS updated,
         coalesce(tried.failed, false) AS failed,
         -- The last accepted, or refused as it is: not asked for again. A conflict (class 23) may pass after other
         -- rows landed: in the same round or later, else there is nothing new to hope for.
         coalesce(listed.fingerprint = tried.accepted, false) OR coalesce(listed.fingerprint = ANY (tried.refused), false)
           OR (coalesce(listed.fingerprint = ANY (tried.conflicted), false)
               AND coalesce(landed.round, 0) < tried.conflicted_in) AS settled
    FROM landed CROSS JOIN listed
    LEFT JOIN target ON target.key = listed.key
    LEFT JOIN doubled ON doubled.key = listed.key
    LEFT JOIN held_target ON held_target.position = listed.position
    LEFT JOIN tried ON tried.key = listed.key
   WHERE NOT listed.is_nobody),
judged AS MATERIALIZED (
  SELECT seen.*, NOT unreadable AND NOT duplicate AND key IS NOT NULL AS sound,
         CASE WHEN unreadable THEN 'rejected' WHEN duplicate THEN 'duplicate' WHEN key IS NULL THEN 'rejected'
              WHEN failed AND NOT equal THEN 'rejected' WHEN inserted THEN 'inserted' WHEN updated THEN 'updated'
              ELSE 'unchanged' END AS outcome
    FROM seen),
extra AS MATERIALIZED (
  SELECT key FROM target WHERE NOT EXISTS (SELECT FROM listed WHERE listed.key = target.key)),
missing AS MATERIALIZED (
  SELECT DISTINCT key FROM judged WHERE key IS NOT NULL AND NOT present)
SELECT count(*)::int AS read,
       count(*) FILTER (WHERE sound AND equal)::int AS unchanged,
       count(*) FILTER (WHERE sound AND present AND NOT equal)::int AS different,
       count(*) FILTER (WHERE unreadable)::int AS unreadable,
       jsonb_build_object(
         'inserted', count(*) FILTER (WHERE outcome = 'inserted'), 'updated', count(*) FILTER (WHERE outcome = 'updated'),
         'unchanged', count(*) FILTER (WHERE outcome = 'unchanged'), 'rejected', count(*) FILTER (WHERE outcome = 'rejected'),
         'duplicate', count(*) FILTER (WHERE outcome = 'duplicate')) AS outcomes,
       coalesce(array_agg(position ORDER BY position) FILTER (WHERE sound AND NOT equal AND NOT settled), '{}') AS send,
       coalesce(array_agg(position ORDER BY position) FILTER (WHERE sound AND present AND NOT equal), '{}') AS differing,
       coalesce(array_agg(row_number ORDER BY row_number) FILTER (WHERE key IS NULL AND NOT unreadable), '{}') AS "blankKeys",
       (SELECT count(*)::int FROM missing) AS missing,
       ARRAY(SELECT key FROM missing ORDER BY key LIMIT $4::int) AS "missingKeys",
       (SELECT count(*)::int FROM extra) AS extra,
       (SELECT count(*)::int FROM target) AS "databaseCount",
       ARRAY(SELECT key FROM extra WHERE key IS NOT NULL ORDER BY key LIMIT $4::int) AS "extraKeys",
       ARRAY(SELECT key FROM doubled) AS "duplicateKeys",
       coalesce((SELECT jsonb_agg(jsonb_build_object('key', d.key, 'rowNumbers', d.rows) ORDER BY d.rows->0)
          FROM (SELECT key, jsonb_agg(row_number ORDER BY row_number) AS rows FROM judged WHERE duplicate GROUP BY key
                ORDER BY min(row_number) LIMIT $4::int) d), '[]') AS duplicates,
       -- Rows that a person said are no buyers count as blank.
       (SELECT coalesce(sum(skipped_blank), 0)::float8 FROM part)
         + (SELECT count(*) FILTER (WHERE is_nobody) FROM listed) AS "skippedBlank",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('rowNumber', listed.row_number, 'columns', held.columns)), '[]')
          FROM (SELECT * FROM held ORDER BY position LIMIT $4::int) held JOIN listed USING (position) WHERE NOT is_nobody) AS "heldCells",
       EXISTS (SELECT FROM listed WHERE key ~ '[^ -~]') OR EXISTS (SELECT FROM extra WHERE key ~ '[^ -~]') AS "exoticKeys",
       ${seenSql('judged')} AS seen
  FROM judged`;

/** All keys of the sheet and of the table's other rows, for the search of look-alikes. */
export async function allKeys(
  db: Db,
  shape: RowShape,
  run: { sheetId: string; runId: string; round: number },
): Promise<{ missing: string[]; present: string[] }> {
  return one(db, allKeysSql(shape), [run.sheetId, run.runId, run.round]);
}

const allKeysSql = (shape: RowShape): string => /* sql */ `
WITH listed AS (
  SELECT DISTINCT u.key COLLATE "C" AS key FROM compare_parts p, unnest(p.keys || p.rejected_keys) AS u(key)
   WHERE p.sheet_id = $1::uuid AND p.run_id = $2::uuid AND p.round = $3::int AND u.key IS NOT NULL),
target AS MATERIALIZED (
  SELECT ${canonicalSql('t', keyOf(shape))} COLLATE "C" AS key FROM ${tableSql(shape)} t WHERE ${scopeSql(shape, 't')})
SELECT ARRAY(SELECT key FROM listed WHERE NOT EXISTS (SELECT FROM target WHERE target.key = listed.key)) AS missing,
       ARRAY(SELECT key FROM target WHERE key IS NOT NULL) AS present`;

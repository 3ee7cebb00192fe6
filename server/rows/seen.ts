// When a buyer was last seen equal on both sides, with nothing written per buyer: a run that finished keeps the digest of its
// sheet's keys and the few that did not equal; the keys themselves are kept once for each set of keys, as hashes.
import { type Db, many, maybeOne, run } from '../db/query.ts';

/** What a compare saw. */
export interface Seen {
  readonly at: string;
  /** Number and digest of the keys that stand in one readable row of the sheet. */
  readonly digest: string;
  /** Hashes of those of them that were missing or differed; null where they were too many to keep. */
  readonly unequal: readonly string[] | null;
  /** Hashes of the keys that do not: doubled, or in a row that could not be read. Null where they were too many; absent in what an earlier version kept. */
  readonly unsound?: readonly string[] | null;
}

/** Sets of keys kept for a sheet, the latest: a run that found the same keys as one of them adds none. */
const KEPT_SETS = 10;
const MOST_UNEQUAL = 10_000;

/** 64 bits of a key, by which it is known again; `key` is an expression of type text. */
export const hashOf = (key: string): string => `hashtextextended(${key} COLLATE "C", 0)`;

const HASH = hashOf('key');
const DIGEST = (sound: string): string => /* sql */ `
  count(*) FILTER (WHERE ${sound}) || '.' || coalesce(bit_xor(${HASH}) FILTER (WHERE ${sound}), 0)`;

/** An expression over a relation of rows with key, sound and equal; `relation` is its name. */
export const seenSql = (relation: string): string => /* sql */ `jsonb_build_object(
         'at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'digest', ${DIGEST('sound')},
         'unequal', CASE WHEN count(*) FILTER (WHERE sound AND NOT equal) <= ${MOST_UNEQUAL}
           THEN (SELECT coalesce(jsonb_agg(${HASH}::text), '[]') FROM ${relation} WHERE sound AND NOT equal) END,
         'unsound', CASE WHEN count(*) FILTER (WHERE key IS NOT NULL AND NOT sound) <= ${MOST_UNEQUAL}
           THEN (SELECT coalesce(jsonb_agg(DISTINCT ${HASH}::text), '[]') FROM ${relation} WHERE key IS NOT NULL AND NOT sound) END)`;

/** In the transaction that closes the run, while what it staged of the sheet is still there. */
export async function rememberSeen(db: Db, at: At, seen: Seen | undefined): Promise<void> {
  if (seen === undefined) return;
  await run(db, OF_RUN, [at.sheetId, at.runId, seen.at, seen.digest, seen.unequal]);
  await rememberKeys(db, at, seen);
}

interface At {
  readonly sheetId: string;
  readonly runId: string;
  readonly round: number;
}

/** In the transaction of a compare: which keys the sheet has is known from then on, also where the run never comes to its end. */
export async function rememberKeys(db: Db, at: At, seen: Seen): Promise<void> {
  if ((await run(db, SAME_KEYS, [at.sheetId, seen.digest])) > 0) return;
  await db.query('SET LOCAL enable_nestloop = off');
  await run(db, NEW_KEYS, [at.sheetId, at.runId, at.round, seen.digest]);
  await run(db, PRUNE, [at.sheetId, KEPT_SETS]);
}

const OF_RUN = /* sql */ `
  UPDATE runs SET seen_at = $3::timestamptz, seen_keys = $4::text, seen_unequal = $5::bigint[]
   WHERE sheet_id = $1::uuid AND id = $2::uuid`;

const SAME_KEYS = /* sql */ `UPDATE seen_keys SET last_at = now() WHERE sheet_id = $1::uuid AND digest = $2::text`;

/** Nothing where the staged parts are gone, or are not those that were compared. */
const NEW_KEYS = /* sql */ `
  WITH part AS MATERIALIZED (
    SELECT * FROM compare_parts WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int),
  unreadable AS MATERIALIZED (
    SELECT u.row_number, u.key FROM part, unnest(part.rejected_rows, part.rejected_keys) AS u(row_number, key)),
  listed AS (
    SELECT u.key, false AS unreadable FROM part, unnest(part.row_numbers, part.keys) AS u(row_number, key)
     WHERE NOT EXISTS (SELECT FROM unreadable WHERE unreadable.row_number = u.row_number)
    UNION ALL SELECT key, true FROM unreadable),
  sound AS (
    SELECT key COLLATE "C" AS key FROM listed WHERE key IS NOT NULL
     GROUP BY key COLLATE "C" HAVING count(*) = 1 AND NOT bool_or(unreadable))
  INSERT INTO seen_keys (sheet_id, digest, keys)
  SELECT $1::uuid, $4::text, coalesce(array_agg(${HASH}), '{}') FROM sound HAVING ${DIGEST('TRUE')} = $4::text
  ON CONFLICT DO NOTHING`;

const PRUNE = /* sql */ `
  DELETE FROM seen_keys WHERE sheet_id = $1::uuid AND digest IN (
    SELECT digest FROM seen_keys WHERE sheet_id = $1::uuid ORDER BY last_at DESC, digest OFFSET $2::int FOR UPDATE SKIP LOCKED)`;

/** When the latest run that finished found this key's row equal, of those whose keys are still kept; null where none is known. */
export async function lastSeenEqual(db: Db, sheetId: string, key: string): Promise<string | null> {
  const sets = await many<{ digest: string }>(db, SETS_WITH, [sheetId, key]);
  if (sets.length === 0) return null;
  const values = [sheetId, key, sets.map(({ digest }) => digest)];
  return (await maybeOne<{ at: string }>(db, LAST_EQUAL, values))?.at ?? null;
}

const HASH_OF_KEY = hashOf('$2::text');

const SETS_WITH = /* sql */ `SELECT digest FROM seen_keys WHERE sheet_id = $1::uuid AND ${HASH_OF_KEY} = ANY (keys)`;

const LAST_EQUAL = /* sql */ `
  SELECT to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM runs
   WHERE sheet_id = $1::uuid AND seen_keys = ANY ($3::text[]) AND seen_unequal IS NOT NULL AND ${HASH_OF_KEY} <> ALL (seen_unequal)
   ORDER BY started_at DESC LIMIT 1`;

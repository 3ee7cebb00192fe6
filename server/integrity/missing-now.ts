// The buyers of the sheet, as it was last compared, that the database lacks at this moment: told by their set, not by a difference
// of counts, so that rows deleted in the database since then show, however many others were added.
import { findTable, tableColumns } from '../db/catalog.ts';
import { type Db, many, maybeOne, one, quoted } from '../db/query.ts';
import { canonicalSql } from '../rows/canonical-sql.ts';
import { scopeSql } from '../rows/row-shape.ts';
import { hashOf } from '../rows/seen.ts';
import type { BoundSheet } from '../sheets/bound-sheets.ts';
import { notSynced } from '../sheets/headers.ts';

export interface MissingNow {
  /** Rows that are not blank; null before the first compare. */
  readonly spreadsheetCount: number | null;
  readonly countedAt: string | null;
  readonly databaseCount: number;
  readonly missingCount: number;
  /** Of the missing, those whose number the last compare named. */
  readonly named: readonly string[];
  /** Hashes of the others: they were there at the last compare. */
  readonly unnamed: readonly string[];
}

export async function missingNow(db: Db, sheet: BoundSheet): Promise<MissingNow> {
  const last = (await maybeOne<LastCompared>(db, LAST_COMPARED, [sheet.id])) ?? NOTHING_COMPARED;
  const { read, countedAt, missing, missingKeys, digest, unsound } = last;
  const found = await one<Found>(db, missingSql(await keysInTable(db, sheet)), [
    sheet.id,
    digest,
    unsound,
    missingKeys,
  ]);
  // Where the set of keys is not kept any more, what the compare counted beyond its list is all that is known.
  const notListed = found.isKept ? 0 : Math.max(0, missing - missingKeys.length);
  const { databaseCount, named, unnamed } = found;
  const missingCount = named.length + unnamed.length + notListed;
  return { spreadsheetCount: read, countedAt, databaseCount, missingCount, named, unnamed };
}

interface LastCompared {
  readonly read: number | null;
  readonly countedAt: string | null;
  readonly missing: number;
  readonly missingKeys: readonly string[];
  readonly digest: string | null;
  readonly unsound: readonly string[];
}

const NOTHING_COMPARED: LastCompared = {
  ...{ read: null, countedAt: null, missing: 0 },
  ...{ missingKeys: [], digest: null, unsound: [] },
};

interface Found {
  readonly databaseCount: number;
  readonly named: string[];
  readonly unnamed: string[];
  readonly isKept: boolean;
}

const LAST_COMPARED = /* sql */ `
  SELECT (compared->>'read')::int AS read, (compared->>'missing')::int AS missing, compared->'missingKeys' AS "missingKeys",
         compared->'seen'->>'digest' AS digest, coalesce(nullif(compared->'seen'->'unsound', 'null'), '[]') AS unsound,
         coalesce(compared->'seen'->>'at', to_char(heard_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS "countedAt"
    FROM runs WHERE sheet_id = $1::uuid AND compared IS NOT NULL ORDER BY started_at DESC LIMIT 1`;

/** A query for the canonical keys of the sheet's rows of its table; none where the table or its key is gone. */
async function keysInTable(db: Db, { table: name, keyColumn, scopeColumn, scopeValue }: BoundSheet): Promise<string> {
  const table = await findTable(db, name);
  const columns = table === null ? [] : await tableColumns(db, table);
  const key = columns.find((column) => column.name === keyColumn);
  if (table === null || key === undefined || notSynced(key) !== null) return 'SELECT NULL::text AS key WHERE FALSE';
  const scope = scopeColumn === null || scopeValue === null ? null : { column: scopeColumn, value: scopeValue };
  return `SELECT ${canonicalSql('t', key)} AS key FROM ${quoted(table.schema)}.${quoted(table.name)} t WHERE ${scopeSql({ scope }, 't')}`;
}

const missingSql = (keys: string): string => /* sql */ `
WITH target AS MATERIALIZED (SELECT ${hashOf('key')} AS hash FROM (${keys}) k),
set AS MATERIALIZED (SELECT keys FROM seen_keys WHERE sheet_id = $1::uuid AND digest = $2::text),
known AS MATERIALIZED (SELECT key, ${hashOf('key')} AS hash FROM unnest($4::text[]) AS u(key)),
listed AS MATERIALIZED (SELECT unnest(keys) AS hash FROM set UNION SELECT unnest($3::bigint[]))
SELECT (SELECT count(*)::int FROM target) AS "databaseCount", EXISTS (SELECT FROM set) AS "isKept",
       ARRAY(SELECT key FROM known WHERE NOT EXISTS (SELECT FROM target WHERE target.hash = known.hash) ORDER BY key COLLATE "C") AS named,
       ARRAY(SELECT hash::text FROM listed
              WHERE NOT EXISTS (SELECT FROM target WHERE target.hash = listed.hash)
                AND NOT EXISTS (SELECT FROM known WHERE known.hash = listed.hash)) AS unnamed`;

/** Numbers of buyers by their hashes, of those that Rollcall ever wrote or refused; in byte order, 10,000 at most. */
export async function nameHashes(db: Db, sheetId: string, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  return (await many<{ key: string }>(db, NAME, [sheetId, hashes])).map(({ key }) => key);
}

const NAME = /* sql */ `
  SELECT key FROM (
    SELECT key FROM row_history WHERE sheet_id = $1::uuid
    UNION SELECT buyer_number FROM sync_error_log WHERE sheet_id = $1::uuid AND buyer_number IS NOT NULL) k
   WHERE ${hashOf('key')} IN (SELECT unnest($2::bigint[])) ORDER BY key COLLATE "C" LIMIT 10000`;

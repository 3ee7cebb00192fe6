// All that is known of one buyer: what the database holds, what Rollcall did with it last, and what stands in its way.
import { canonicalKey, isFault } from '../../shared/canonical-cell.ts';
import { parseColumnType } from '../../shared/column-type.ts';
import type { BoundColumn, BuyerView } from '../../shared/protocol.ts';
import type { CatalogColumn } from '../db/catalog.ts';
import { type Db, many, maybeOne, quoted } from '../db/query.ts';
import { retryOfBuyer } from '../failures/retry-queue.ts';
import { canonicalSql } from '../rows/canonical-sql.ts';
import { scopeSql, storedSql } from '../rows/row-shape.ts';
import { lastSeenEqual } from '../rows/seen.ts';
import type { BoundSheet } from '../sheets/bound-sheets.ts';
import { notSynced } from '../sheets/headers.ts';
import { readTarget, type Target } from '../sheets/target.ts';
import { keysThatLookLike } from './look-alike-keys.ts';

/** `text` is the key as a person types it. Null where neither database, history, error log nor retry queue knows it, nor a key like it. */
export async function findBuyer(db: Db, sheet: BoundSheet, text: string): Promise<BuyerView | null> {
  const target = await readTarget(db, sheet);
  const key = canonicalKeyOf(target, text);
  if (key === null) return null;
  const stored = await storedTexts(db, target, await columnsToShow(db, sheet, target), key);
  const lastChange = await maybeOne<Change>(db, LAST_CHANGE, [sheet.id, key]);
  const errors = await many<BuyerView['errors'][number]>(db, ERRORS, [sheet.id, key]);
  const lookAlikes = await keysThatLookLike(db, target, key);
  const seen = await lastSeenEqual(db, sheet.id, key);
  const retry = await retryOfBuyer(db, sheet.id, key);
  const isKnown =
    [stored, lastChange, seen, retry].some((one) => one !== null) || errors.length + lookAlikes.length > 0;
  return isKnown ? { key, stored, lastChange, lastSeenEqual: seen, errors, lookAlikes, retry } : null;
}

type Change = NonNullable<BuyerView['lastChange']>;

/** Null for what no key of this table can be. */
function canonicalKeyOf({ columns, keyColumn }: Target, text: string): string | null {
  const type = parseColumnType(columns.find((column) => column.name === keyColumn)?.type ?? '');
  const key = type === null ? null : canonicalKey(type, text, text, '', 'UTC');
  return isFault(key) ? null : key;
}

/** Those that the latest run synced; before the first, all that can be. */
async function columnsToShow(db: Db, sheet: BoundSheet, target: Target): Promise<readonly CatalogColumn[]> {
  const fixed = new Set(sheet.scopeColumn === null ? [] : [sheet.scopeColumn]);
  const possible = target.columns.filter((column) => notSynced(column, fixed) === null);
  const latest = await maybeOne<{ columns: readonly BoundColumn[] }>(db, LATEST_COLUMNS, [sheet.id]);
  const synced = latest?.columns.filter((column) => column.state === 'synced').map((column) => column.column);
  const shown = possible.filter((column) => synced?.includes(column.name));
  return shown.length === 0 ? possible : shown;
}

const LATEST_COLUMNS = /* sql */ `
  SELECT columns FROM runs WHERE sheet_id = $1::uuid ORDER BY started_at DESC LIMIT 1`;

async function storedTexts(
  db: Db,
  target: Target,
  columns: readonly CatalogColumn[],
  key: string,
): Promise<Record<string, string | null> | null> {
  const { table, keyColumn, scope } = target;
  const type = target.columns.find((column) => column.name === keyColumn)?.type ?? 'text';
  const texts = columns.map((column) => canonicalSql('t', column)).join(', ');
  const found = await maybeOne<{ texts: (string | null)[] }>(
    db,
    `SELECT ARRAY[${texts}]::text[] AS texts FROM ${quoted(table.schema)}.${quoted(table.name)} t
      WHERE t.${quoted(keyColumn)} = ${storedSql({ name: keyColumn, type, notNull: false }, '$1::text')} AND ${scopeSql({ scope }, 't')}`,
    [key],
  );
  return found && Object.fromEntries(columns.map(({ name }, at) => [name, found.texts[at] ?? null]));
}

/** The fields of an insert and of a failure are none: it wrote all, or nothing. */
const LAST_CHANGE = /* sql */ `
  SELECT to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, h.run_id AS "runId", h.outcome,
         (SELECT r.started_by FROM runs r WHERE r.sheet_id = h.sheet_id AND r.id = h.run_id) AS by,
         ARRAY(SELECT jsonb_object_keys(coalesce(h.before, '{}')) ORDER BY 1) AS fields
    FROM row_history h WHERE h.sheet_id = $1::uuid AND h.key = $2::text
   ORDER BY h.at DESC, h.round DESC, h.batch DESC LIMIT 1`;

const ERRORS = /* sql */ `
  SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, code, cell, header
    FROM sync_error_log WHERE sheet_id = $1::uuid AND buyer_number = $2::text ORDER BY created_at DESC, id DESC LIMIT 20`;

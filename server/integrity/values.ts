// The values behind a difference: the sheet's rows side by side with the columns as they are now, and why they differ.
import { cellAddress } from '../../shared/a1.ts';
import type { BatchRow, Mismatch } from '../../shared/protocol.ts';
import { formOf } from '../../shared/same-form.ts';
import type { RowBinding } from '../../shared/sheet-rows.ts';
import { type Db, many, quoted } from '../db/query.ts';
import { canonicalSql } from '../rows/canonical-sql.ts';
import { keyOf, type RowShape, scopeSql, storedSql, tableSql } from '../rows/row-shape.ts';
import { type Cause, causesOf, type KnownRow, rowFingerprint } from './causes.ts';

interface StoredRow {
  readonly key: string;
  readonly texts: readonly (string | null)[];
  /** The fingerprint of the refusal that is the newest line of this buyer's history, and whether it is of this run. */
  readonly refused: string | null;
  readonly refusedNow: boolean;
  readonly queued: boolean;
  /** What Rollcall wrote last. */
  readonly lastRun: string | null;
  readonly lastFingerprint: string | null;
  readonly lastHeld: readonly string[] | null;
  readonly lastBefore: Readonly<Record<string, string | null>> | null;
  readonly since: string | null;
}

/** Each field that differs, of the rows that are in the database. Held cells are not compared. `heldFields` are columns the guard holds. */
export async function findMismatches(
  db: Db,
  shape: RowShape,
  binding: RowBinding,
  run: { sheetId: string; runId: string },
  rows: readonly BatchRow[],
  heldFields?: ReadonlySet<string>,
): Promise<Mismatch[]> {
  const keys = rows.flatMap((row) => row.cells[binding.keyPosition] ?? []);
  const stored = await many<StoredRow>(db, storedRowsSql(shape), [keys, run.sheetId, run.runId]);
  const runs = [...new Set(stored.flatMap((row) => row.lastRun ?? []))];
  const columns = await many<{ id: string; columns: string[] }>(db, SYNCED_THEN, [run.sheetId, runs]);
  const columnsOf = new Map(columns.map((line) => [line.id, line.columns]));
  const byKey = new Map(stored.map((row) => [row.key, row]));
  return rows.flatMap((row) => {
    const match = byKey.get(row.cells[binding.keyPosition] ?? '');
    if (match === undefined) return [];
    const known = knownRow(binding, row, match, columnsOf.get(match.lastRun ?? '') ?? [], run.runId);
    return mismatchesOf(binding, row, match, known, heldFields);
  });
}

function knownRow(
  { order }: RowBinding,
  { cells, held = [] }: BatchRow,
  stored: StoredRow,
  columns: readonly string[],
  runId: string,
): KnownRow {
  const { texts, refused, refusedNow, queued, lastRun, lastFingerprint, lastHeld, lastBefore } = stored;
  const last =
    lastFingerprint === null
      ? null
      : {
          fingerprint: lastFingerprint,
          held: lastHeld,
          columns,
          before: lastBefore,
          inThisRun: lastRun === runId,
        };
  const failed = refused !== null && (refusedNow || refused === rowFingerprint(cells, order, held));
  return { sheet: cells, stored: texts, failed, queued, last };
}

function mismatchesOf(
  binding: RowBinding,
  row: BatchRow,
  stored: StoredRow,
  known: KnownRow,
  heldFields: ReadonlySet<string> | undefined,
): Mismatch[] {
  const differing = binding.columns.flatMap((_, position) =>
    (row.cells[position] ?? null) === (stored.texts[position] ?? null) || row.held?.includes(position)
      ? []
      : [position],
  );
  if (differing.length === 0) return [];
  const causes = causesOf(binding, known, differing, heldFields);
  return differing.flatMap((position, at) => {
    const [column, cause] = [binding.columns[position], causes[at]];
    if (column === undefined || cause === undefined) return [];
    const [sheet, database] = [row.cells[position] ?? null, stored.texts[position] ?? null];
    const form = sheet === null || database === null ? null : formOf(sheet, database);
    return [
      {
        buyerNumber: stored.key,
        rowNumber: row.rowNumber,
        cell: cellAddress(row.rowNumber, column.index),
        header: column.header,
        field: column.column,
        spreadsheetValue: sheet,
        databaseValue: database,
        cause: form !== null && OPEN_CAUSES.has(cause) ? 'form_only' : cause,
        form,
        since: stored.since,
      },
    ];
  });
}

/** Where nothing is known of how they came apart, the form is the better answer. */
const OPEN_CAUSES: ReadonlySet<Cause> = new Set(['never_synced', 'differs']);

const SYNCED_THEN = /* sql */ `
  SELECT r.id, ARRAY(SELECT c->>'column' FROM jsonb_array_elements(r.columns) AS c WHERE c->>'state' = 'synced') AS columns
    FROM runs r WHERE r.sheet_id = $1::uuid AND r.id = ANY ($2::uuid[])`;

const storedRowsSql = (shape: RowShape): string => /* sql */ `
  SELECT stored.*, newest.fingerprint AS refused, coalesce(newest.run_id = $3::uuid, false) AS "refusedNow",
         EXISTS (SELECT FROM retry_queue q
                  WHERE q.sheet_id = $2::uuid AND q.buyer_number = stored.key AND q.status = 'pending') AS queued,
         last.run_id AS "lastRun", last.fingerprint AS "lastFingerprint", CASE WHEN last.partial THEN last.held ELSE '{}' END AS "lastHeld", last.before AS "lastBefore",
         to_char(last.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
    FROM (SELECT ${canonicalSql('t', keyOf(shape))} AS key,
                 ARRAY[${shape.columns.map((column) => canonicalSql('t', column)).join(', ')}]::text[] AS texts
            FROM unnest($1::text[]) AS k(key)
            JOIN ${tableSql(shape)} t ON t.${quoted(keyOf(shape).name)} = ${storedSql({ ...keyOf(shape), notNull: false }, 'k.key')}
             AND ${scopeSql(shape, 't')}) stored
    LEFT JOIN LATERAL (
      SELECT * FROM row_history h WHERE h.sheet_id = $2::uuid AND h.key = stored.key
       ORDER BY h.at DESC, h.round DESC, h.batch DESC LIMIT 1) newest ON newest.outcome = 'failed'
    LEFT JOIN LATERAL (
      SELECT * FROM row_history h WHERE h.sheet_id = $2::uuid AND h.key = stored.key AND h.outcome <> 'failed'
       ORDER BY h.at DESC, h.round DESC, h.batch DESC LIMIT 1) last ON TRUE`;

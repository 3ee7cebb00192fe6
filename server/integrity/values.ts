// The values behind a difference: the sheet's rows side by side with the columns as they are now, and why they differ.
import { cellAddress } from '../../shared/a1.ts';
import type { BatchRow, Mismatch } from '../../shared/protocol.ts';
import type { RowBinding } from '../../shared/sheet-rows.ts';
import { type Db, many, quoted } from '../db/query.ts';
import { canonicalSql, fingerprintSql } from '../rows/canonical-sql.ts';
import { keyOf, type RowShape, scopeSql, storedSql, tableSql } from '../rows/row-shape.ts';
import { type Cause, causeOf } from './causes.ts';

interface StoredRow {
  readonly key: string;
  readonly texts: readonly (string | null)[];
  readonly fingerprint: string;
  /** What became of this buyer in this run, and the fingerprint Rollcall wrote last. */
  readonly failed: boolean;
  readonly written: boolean;
  readonly lastFingerprint: string | null;
  readonly comparable: boolean;
}

/** Each field that differs, of the rows that are in the database. Held cells are not compared. */
export async function findMismatches(
  db: Db,
  shape: RowShape,
  binding: RowBinding,
  run: { sheetId: string; runId: string },
  rows: readonly BatchRow[],
): Promise<Mismatch[]> {
  const keys = rows.flatMap((row) => row.cells[binding.keyPosition] ?? []);
  const stored = await many<StoredRow>(db, storedRowsSql(shape), [keys, run.sheetId, run.runId]);
  const byKey = new Map(stored.map((row) => [row.key, row]));
  return rows.flatMap((row) => {
    const match = byKey.get(row.cells[binding.keyPosition] ?? '');
    return match === undefined ? [] : mismatchesOf(binding, row, match, causeOf(match));
  });
}

function mismatchesOf(binding: RowBinding, row: BatchRow, stored: StoredRow, cause: Cause): Mismatch[] {
  return binding.columns.flatMap((column, position) => {
    const [sheet, database] = [row.cells[position] ?? null, stored.texts[position] ?? null];
    if (sheet === database || row.held?.includes(position)) return [];
    return [
      {
        buyerNumber: stored.key,
        rowNumber: row.rowNumber,
        cell: cellAddress(row.rowNumber, column.index),
        header: column.header,
        field: column.column,
        spreadsheetValue: sheet,
        databaseValue: database,
        cause,
      },
    ];
  });
}

const storedRowsSql = (shape: RowShape): string => /* sql */ `
  SELECT stored.*, coalesce(this.failed, false) AS failed, coalesce(this.written, false) AS written,
         last.fingerprint AS "lastFingerprint", coalesce(last.comparable, false) AS comparable
    FROM (SELECT ${canonicalSql('t', keyOf(shape))} AS key,
                 ARRAY[${shape.columns.map((column) => canonicalSql('t', column)).join(', ')}]::text[] AS texts,
                 ${fingerprintSql('t', shape.columns)} AS fingerprint
            FROM unnest($1::text[]) AS k(key)
            JOIN ${tableSql(shape)} t ON t.${quoted(keyOf(shape).name)} = ${storedSql({ ...keyOf(shape), notNull: false }, 'k.key')}
             AND ${scopeSql(shape, 't')}) stored
    LEFT JOIN LATERAL (
      SELECT bool_or(outcome = 'failed') AS failed, bool_or(outcome <> 'failed') AS written
        FROM row_history h WHERE h.sheet_id = $2::uuid AND h.key = stored.key AND h.run_id = $3::uuid) this ON TRUE
    LEFT JOIN LATERAL (
      SELECT h.fingerprint, NOT h.partial AND ${syncedSql('$2', 'h.run_id')} = ${syncedSql('$2', '$3')} AS comparable
        FROM row_history h
       WHERE h.sheet_id = $2::uuid AND h.key = stored.key AND h.outcome <> 'failed' ORDER BY h.at DESC LIMIT 1) last ON TRUE`;

/** Fingerprints of two runs can be held against each other only where both are over the same columns. */
const syncedSql = (sheet: string, run: string): string => `(
  SELECT array_agg(c->>'column' ORDER BY c->>'column') FROM runs r, jsonb_array_elements(r.columns) AS c
   WHERE r.sheet_id = ${sheet}::uuid AND r.id = ${run}::uuid AND c->>'state' = 'synced')`;

// The header contract as kept: what was confirmed for a sheet, and the aliases of its table.

import type { BoundColumn } from '../../shared/protocol.ts';
import { type Db, many, run } from '../db/query.ts';
import type { BoundSheet } from './bound-sheets.ts';
import { type Contract, normalizeHeader } from './headers.ts';

export async function readContract(db: Db, sheet: BoundSheet, headerRow: number): Promise<Contract> {
  const confirmed = await many<Named>(db, CONFIRMED, [sheet.id, headerRow]);
  const aliases = await many<Named>(db, ALIASES, [sheet.table]);
  const pairs = (rows: readonly Named[]) => new Map(rows.map((row) => [row.header, row.column]));
  return { confirmed: pairs(confirmed), aliases: pairs(aliases) };
}

interface Named {
  readonly header: string;
  readonly column: string;
}

const CONFIRMED = /* sql */ `
  SELECT header, column_name AS column FROM sheet_headers WHERE sheet_id = $1::uuid AND header_row = $2::int`;

const ALIASES = /* sql */ `SELECT alias AS header, column_name AS column FROM header_aliases WHERE target_table = $1::text`;

/** Writes down what bound by itself, so that a later change of names or aliases does not rebind a sheet; or what a person confirmed. */
export function rememberHeaders(
  db: Db,
  sheetId: string,
  headerRow: number,
  columns: readonly Pick<BoundColumn, 'header' | 'column' | 'state'>[],
  confirmedBy = 'name or alias',
): Promise<number> {
  const synced = columns.filter((column) => column.state === 'synced');
  const headers = synced.map((column) => normalizeHeader(column.header));
  return run(db, REMEMBER, [sheetId, headerRow, headers, synced.map((column) => column.column), confirmedBy]);
}

const REMEMBER = /* sql */ `
  INSERT INTO sheet_headers (sheet_id, header_row, header, column_name, confirmed_by)
  SELECT $1::uuid, $2::int, h, c, $5::text FROM unnest($3::text[], $4::text[]) AS u(h, c)
  ON CONFLICT DO NOTHING`;

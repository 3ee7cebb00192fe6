// The sheets this installation knows: which spreadsheet and tab, bound to which table by which key.
import { type Db, many, maybeOne, run } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';

export interface BoundSheet {
  readonly id: string;
  readonly spreadsheetId: string;
  readonly sheetName: string;
  readonly sheetGid: number | null;
  readonly table: string;
  readonly keyColumn: string;
  readonly scopeColumn: string | null;
  readonly scopeValue: string | null;
}

export interface NewSheet {
  readonly spreadsheetId: string;
  readonly sheetName: string;
  readonly table: string;
  readonly keyColumn: string;
  readonly scopeColumn: string | null;
}

const COLUMNS = /* sql */ `
  id, spreadsheet_id AS "spreadsheetId", sheet_name AS "sheetName", sheet_gid::float8 AS "sheetGid", target_table AS "table",
  key_column AS "keyColumn", scope_column AS "scopeColumn", scope_value AS "scopeValue"`;

export const listSheets = (db: Db): Promise<BoundSheet[]> => many<BoundSheet>(db, LIST);

const LIST = /* sql */ `SELECT ${COLUMNS} FROM sheets WHERE removed_at IS NULL ORDER BY created_at`;

export const findSheet = (db: Db, id: string): Promise<BoundSheet | null> => maybeOne<BoundSheet>(db, FIND, [id]);

const FIND = /* sql */ `SELECT ${COLUMNS} FROM sheets WHERE id = $1::uuid AND removed_at IS NULL`;

/** Its id. The scope of a scoped sheet is its own id. */
export async function insertSheet(db: Db, sheet: NewSheet): Promise<string> {
  const id = uuid7();
  const { spreadsheetId, sheetName, table, keyColumn, scopeColumn } = sheet;
  await run(db, INSERT, [
    id,
    spreadsheetId,
    sheetName,
    table,
    keyColumn,
    scopeColumn,
    scopeColumn === null ? null : id,
  ]);
  return id;
}

const INSERT = /* sql */ `
  INSERT INTO sheets (id, spreadsheet_id, sheet_name, target_table, key_column, scope_column, scope_value)
  VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text)`;

/** The data stays; the sheet is no longer known, and its keys open nothing. */
export const removeSheet = (db: Db, id: string): Promise<number> => run(db, REMOVE, [id]);

const REMOVE = /* sql */ `UPDATE sheets SET removed_at = now() WHERE id = $1::uuid AND removed_at IS NULL`;

/** A tab is known by its gid from the first run that names one; its name may then change. */
export const rememberTab = (db: Db, id: string, name: string, gid: number | null): Promise<number> =>
  run(db, REMEMBER_TAB, [id, name, gid]);

const REMEMBER_TAB = /* sql */ `
  UPDATE sheets SET sheet_name = $2::text, sheet_gid = coalesce($3::bigint, sheet_gid)
   WHERE id = $1::uuid AND (sheet_name <> $2::text OR sheet_gid IS DISTINCT FROM coalesce($3::bigint, sheet_gid))`;

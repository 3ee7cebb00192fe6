// Makes the table a person agreed to, and binds the dropped sheet to it. Never touches a table that is there.
import type { Pool } from 'pg';
import { maybeOne, quoted, run, transaction } from '../../../server/db/query.ts';
import { sqlstateOf } from '../../../server/db/sqlstate.ts';
import { Problem } from '../../../server/problem.ts';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import { rememberHeaders } from '../../../server/sheets/contract.ts';
import { nameFault, RESERVED_COLUMNS } from '../../../shared/identifier.ts';
import { type Proposal, TYPES } from './propose-table.ts';

/** What was proposed, as the person changed it. */
export interface AgreedTable {
  readonly table: string;
  readonly columns: readonly { readonly index: number; readonly column: string; readonly type: string }[];
  readonly key: number;
}

export interface MadeTable {
  /** The sheet's key for the server. */
  readonly sheetKey: string;
  readonly keyColumn: string;
}

/** Throws `wrong_use` in words. `proposal` is what the same file was offered: its headers, and which columns can be the key. */
export async function createTable(
  pool: Pool,
  proposal: Proposal,
  agreed: AgreedTable,
  sheet: { readonly spreadsheetId: string; readonly sheetName: string },
): Promise<MadeTable> {
  const columns = checked(proposal, agreed);
  const keyColumn = columns.find(({ index }) => index === agreed.key)?.column ?? '';
  const { table } = agreed;
  await run(pool, createSql(table, columns, keyColumn)).catch((error: unknown) => {
    if (!TAKEN.has(sqlstateOf(error) ?? '')) throw error;
    throw wrong(`There is a table ${table} already; it stays as it is. Choose another name.`, error);
  });
  try {
    const { sheetId, key } = await addSheet(pool, { ...sheet, table, keyColumn, scopeColumn: null });
    const headers = columns.map(({ header, column }) => ({ header, column, state: 'synced' as const }));
    await transaction(pool, (db) => rememberHeaders(db, sheetId, 1, headers, 'a person, with the table'));
    return { sheetKey: key, keyColumn };
  } catch (error) {
    // Empty and a moment old: nobody has it yet.
    await run(pool, `DROP TABLE ${quoted(table)}`);
    throw error;
  }
}

/** Whether a table, view or index goes by that name where a new table would be made. */
export async function isNameTaken(pool: Pool, name: string): Promise<boolean> {
  return (await maybeOne(pool, TAKEN_NAME, [name])) !== null;
}

const TAKEN_NAME = /* sql */ `
  SELECT 1 AS taken FROM pg_class WHERE relname = $1::text
     AND relnamespace = ANY (current_schemas(true)::regnamespace[]) LIMIT 1`;

interface AgreedColumn {
  readonly index: number;
  readonly header: string;
  readonly column: string;
  readonly type: string;
}

function checked(proposal: Proposal, { table, columns, key }: AgreedTable): readonly AgreedColumn[] {
  const agreed = proposal.columns.map(({ index, header }) => {
    const { column = '', type = '' } = columns.find((one) => one.index === index) ?? {};
    return { index, header, column, type: index === key ? 'text' : type };
  });
  const names = agreed.map(({ column }) => column);
  const fault = [table, ...names].map(nameFault).find((found) => found !== null);
  if (fault !== undefined) throw wrong(fault);
  const doubled = names.find((name, at) => names.indexOf(name) !== at);
  if (doubled !== undefined) throw wrong(`Two columns are called ${doubled}. Rename one of them.`);
  const reserved = names.find((name) => RESERVED_COLUMNS.has(name));
  if (reserved !== undefined) throw wrong(`A column cannot be called ${reserved}: Rollcall or Postgres fills it.`);
  const odd = agreed.find(({ type }) => !TYPES.some((known) => known === type));
  if (odd !== undefined) throw wrong(`Column ${odd.column} has no type of the list.`);
  const reason = proposal.columns.find(({ index }) => index === key)?.notKey;
  if (reason === undefined) throw wrong('Choose the column that tells the rows apart.');
  if (reason !== null) throw wrong(`That column cannot tell the rows apart: ${reason}.`);
  return agreed;
}

/** Stamped as `buyers` is. Types come from the closed list only, and no text has a length. */
function createSql(table: string, columns: readonly AgreedColumn[], keyColumn: string): string {
  const lines = columns.map(
    ({ column, type }) => `${quoted(column)} ${type}${column === keyColumn ? ' PRIMARY KEY' : ''}`,
  );
  const stamp = 'timestamptz NOT NULL DEFAULT now()';
  lines.push(`created_at ${stamp}`, `db_updated_at ${stamp}`, 'synced_at timestamptz');
  return `CREATE TABLE ${quoted(table)} (\n  ${lines.join(',\n  ')}\n)`;
}

/** duplicate_table, and duplicate_object for the row type of that name. */
const TAKEN: ReadonlySet<string> = new Set(['42P07', '42710']);
const wrong = (message: string, cause?: unknown): Problem => new Problem('wrong_use', { message }, cause);

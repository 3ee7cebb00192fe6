// The table a sheet goes to, as the catalog has it now: what can be synced, by which key, and how it may be written.
import {
  type CatalogColumn,
  catalogHash,
  findTable,
  hasUniqueIndex,
  hasWriteRules,
  rewritesRows,
  type Table,
  tableColumns,
} from '../db/catalog.ts';
import type { Db } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { notSynced } from './headers.ts';

export interface Target {
  readonly table: Table;
  readonly columns: readonly CatalogColumn[];
  readonly keyColumn: string;
  readonly scope: { readonly column: string; readonly value: string } | null;
  readonly catalogHash: string;
  /** Triggers or rules may change a row on its way in, so every column is read back. */
  readonly rewritesRows: boolean;
}

export interface Binding {
  readonly table: string;
  readonly keyColumn: string;
  readonly scopeColumn: string | null;
  readonly scopeValue: string | null;
}

/** Throws `unknown_table`, `unknown_column` or `no_unique_key`, each with what to do. */
export async function readTarget(db: Db, binding: Binding): Promise<Target> {
  const { keyColumn, scopeColumn } = binding;
  const table = await findTable(db, binding.table);
  if (table === null) throw new Problem('unknown_table', { table: binding.table });
  const columns = await tableColumns(db, table);
  const key = columns.find((column) => column.name === keyColumn);
  if (key === undefined || notSynced(key) !== null)
    throw new Problem('unknown_column', { table: table.name, column: keyColumn });
  const scope = columns.find((column) => column.name === scopeColumn);
  if (scopeColumn !== null && scope === undefined) {
    throw new Problem('unknown_column', { table: table.name, column: scopeColumn });
  }
  if (scope !== undefined && !holdsScope(scope)) {
    throw new Problem('no_scope_column', { table: table.name, column: scope.name });
  }
  if (await hasWriteRules(db, table)) throw new Problem('rules_not_supported', { table: table.name });
  const unique = scopeColumn === null ? [keyColumn] : [scopeColumn, keyColumn];
  if (!key.comparesExactly || !(await hasUniqueIndex(db, table, unique))) {
    throw new Problem('no_unique_key', { table: table.name, column: keyColumn, columns: unique });
  }
  return {
    table,
    columns,
    keyColumn,
    scope:
      scopeColumn === null || binding.scopeValue === null ? null : { column: scopeColumn, value: binding.scopeValue },
    catalogHash: await catalogHash(db, table),
    rewritesRows: await rewritesRows(db, table),
  };
}

/** A scope's value is the sheet's id: a uuid, or its 36 characters. */
const holdsScope = (column: CatalogColumn): boolean =>
  notSynced(column) === null && /^(text|uuid|character varying(\((3[6-9]|[4-9]\d|\d{3,})\))?)$/.test(column.type);

/** Columns of the table that hold text and limit its length. */
export const limitedText = (columns: readonly CatalogColumn[]): CatalogColumn[] =>
  columns.filter((column) => column.maxLength !== null);

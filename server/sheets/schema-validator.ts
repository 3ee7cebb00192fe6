// The catalog against the rule of this project: no column of text limits its length. Finds what breaks it, and writes the fix.
import type { BoundColumn } from '../../shared/protocol.ts';
import { type CatalogColumn, findTable, tableColumns } from '../db/catalog.ts';
import { type Db, quoted } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { limitedText, type Target } from './target.ts';

interface FieldInfo {
  readonly columnName: string;
  readonly dataType: string;
  readonly characterMaximumLength: number | null;
}

export interface SchemaReport {
  readonly table: string;
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly nonTextFields: readonly FieldInfo[];
  /** A migration that makes them TEXT; empty where there is nothing to fix. */
  readonly fixScript: string;
}

/** Throws `unknown_table`. */
export async function validateSchema(db: Db, tableName: string): Promise<SchemaReport> {
  const table = await findTable(db, tableName);
  if (table === null) throw new Problem('unknown_table', { table: tableName });
  return report(table.schema, table.name, await tableColumns(db, table));
}

export const checkSchema = (target: Target): SchemaReport =>
  report(target.table.schema, target.table.name, target.columns);

function report(schema: string, table: string, columns: readonly CatalogColumn[]): SchemaReport {
  const limited = limitedText(columns);
  return {
    table,
    valid: limited.length === 0,
    errors: limited.map(
      (column) => `${column.name} takes at most ${column.maxLength} characters (${column.type}); make it TEXT.`,
    ),
    nonTextFields: limited.map(({ name, dataType, maxLength }) => ({
      columnName: name,
      dataType,
      characterMaximumLength: maxLength,
    })),
    fixScript: fixScript(schema, table, limited),
  };
}

/** varchar → text changes the catalog only; char is rewritten, and loses the spaces that only padded it. */
function fixScript(schema: string, table: string, limited: readonly CatalogColumn[]): string {
  if (limited.length === 0) return '';
  const changes = limited.map(({ name }) => `  ALTER COLUMN ${quoted(name)} TYPE text`);
  return `-- Text of any length fits; nothing stored is changed.\nALTER TABLE ${quoted(schema)}.${quoted(table)}\n${changes.join(',\n')};\n`;
}

/** Columns that would be synced and limit their text, each with its header. */
export const limitedOf = (schema: SchemaReport, columns: readonly BoundColumn[]) =>
  schema.nonTextFields.flatMap((field) => {
    const bound = columns.find((column) => column.column === field.columnName && column.state === 'synced');
    return bound === undefined
      ? []
      : [{ ...field, column: field.columnName, header: bound.header, index: bound.index }];
  });

/** Throws `schema_refused` where there is such a column. */
export function refuseLimitedText(schema: SchemaReport, columns: readonly BoundColumn[]): void {
  const refused = limitedOf(schema, columns);
  if (refused.length === 0) return;
  const names = refused.map((field) => `${field.header} → ${field.columnName} (${field.characterMaximumLength})`);
  const { table, fixScript } = schema;
  throw new Problem('schema_refused', { table, count: refused.length, names, columns: refused, fixScript });
}

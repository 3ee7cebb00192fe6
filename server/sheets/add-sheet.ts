// Binds a sheet to a table, checked against the catalog, and makes its first key.
import type { Pool } from 'pg';
import { issueSheetKey } from '../access/sheet-keys.ts';
import { findTable } from '../db/catalog.ts';
import { transaction } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { insertSheet, listSheets, type NewSheet } from './bound-sheets.ts';
import { readTarget } from './target.ts';

/** The key is shown here and never again. Throws what `readTarget` throws, `table_already_bound`, `sheet_already_bound`. */
export function addSheet(pool: Pool, sheet: NewSheet): Promise<{ sheetId: string; key: string }> {
  return transaction(pool, async (db) => {
    await db.query('LOCK TABLE sheets IN SHARE ROW EXCLUSIVE MODE');
    const target = await readTarget(db, { ...sheet, scopeValue: null });
    for (const other of await listSheets(db)) {
      if (other.spreadsheetId === sheet.spreadsheetId && other.sheetName === sheet.sheetName) {
        throw new Problem('sheet_already_bound', {});
      }
      const apart = other.scopeColumn !== null && other.scopeColumn === sheet.scopeColumn;
      const sameTable = (await findTable(db, other.table))?.oid === target.table.oid;
      if (sameTable && !apart) throw new Problem('table_already_bound', { table: sheet.table });
    }
    const sheetId = await insertSheet(db, sheet);
    return { sheetId, key: await issueSheetKey(db, sheetId) };
  });
}

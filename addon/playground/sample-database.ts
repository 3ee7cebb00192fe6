// The database side of the try-out: the sample sheet bound to `buyers`, and what the page shows of that table.
import type { Pool } from 'pg';
import { issueSheetKey, revokeSheetKeys } from '../../server/access/sheet-keys.ts';
import { transaction } from '../../server/db/query.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { listSheets } from '../../server/sheets/bound-sheets.ts';
import { boundTable } from './bound-table.ts';
import type { DatabaseView } from './database-watch.ts';
import type { SpreadsheetInput } from './host/spreadsheet.ts';

/** A key of the sample sheet, which is bound at the first start. Each start makes a new key. */
export async function connectSample(pool: Pool, spreadsheet: SpreadsheetInput): Promise<string> {
  const sheetName = spreadsheet.sheets[0]?.name ?? '';
  const bound = (await listSheets(pool)).find((sheet) => sheet.spreadsheetId === spreadsheet.id);
  if (bound === undefined) {
    const added = await addSheet(pool, {
      spreadsheetId: spreadsheet.id,
      sheetName,
      table: 'buyers',
      keyColumn: 'buyer_number',
      scopeColumn: null,
    });
    return added.key;
  }
  return transaction(pool, async (db) => {
    await revokeSheetKeys(db, bound.id);
    return issueSheetKey(db, bound.id);
  });
}

export const sampleDatabase = (pool: Pool): DatabaseView => boundTable(pool, 'buyers', 'buyer_number');

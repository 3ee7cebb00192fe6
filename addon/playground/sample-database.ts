// The database side of the try-out: the sample sheet bound to `buyers`, and what the page shows of that table.
import type { Pool } from 'pg';
import { issueSheetKey, revokeSheetKeys } from '../../server/access/sheet-keys.ts';
import { many, maybeOne, one, transaction } from '../../server/db/query.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { listSheets } from '../../server/sheets/bound-sheets.ts';
import type { DatabaseView, RecentWrite } from './database-watch.ts';
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

export const sampleDatabase = (pool: Pool): DatabaseView => ({
  table: 'buyers',
  count: async () => (await one<{ count: number }>(pool, 'SELECT count(*)::int AS count FROM buyers')).count,
  row: async (key) => (await maybeOne<{ row: Record<string, string | null> }>(pool, ROW, [key]))?.row ?? null,
  recent: (limit) => many<RecentWrite>(pool, RECENT, [limit]),
});

const ROW = /* sql */ `
  SELECT (SELECT json_object_agg(f.key, f.value) FROM json_each_text(to_json(b)) AS f) AS row
    FROM buyers b WHERE buyer_number = $1::text`;

const RECENT = /* sql */ `
  SELECT key, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, outcome
    FROM row_history ORDER BY at DESC LIMIT $1::int`;

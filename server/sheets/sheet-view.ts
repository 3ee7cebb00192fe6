// All that is agreed about one sheet, as a settings page shows it.
import type { ContractHeader, SheetView } from '../../shared/protocol.ts';
import { type Db, many, one } from '../db/query.ts';
import type { BoundSheet } from './bound-sheets.ts';
import { agreedHeaderRow } from './contract.ts';
import { notSynced } from './headers.ts';
import { openHolds } from './holds.ts';
import { readTarget } from './target.ts';

/** Throws what `readTarget` throws. */
export async function sheetView(db: Db, sheet: BoundSheet): Promise<SheetView> {
  const target = await readTarget(db, sheet);
  const { said, row } = await agreedHeaderRow(db, sheet.id);
  const state = await one<Pick<SheetView, 'confirmedAt' | 'confirmedBy' | 'everSynced'>>(db, STATE, [sheet.id]);
  const fixed = new Set(target.scope === null ? [] : [target.scope.column]);
  return {
    sheetId: sheet.id,
    spreadsheetId: sheet.spreadsheetId,
    sheetName: sheet.sheetName,
    sheetGid: sheet.sheetGid,
    table: sheet.table,
    keyColumn: sheet.keyColumn,
    headerRow: said,
    ...state,
    headers: await many<ContractHeader>(db, HEADERS, [sheet.id, row]),
    columns: target.columns.map((column) => ({
      name: column.name,
      type: column.type,
      notNull: column.notNull,
      notSynced: notSynced(column, fixed),
    })),
    holds: await openHolds(db, sheet.id),
  };
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const STATE = /* sql */ `
  SELECT to_char(contract_confirmed_at AT TIME ZONE 'UTC', ${ISO}) AS "confirmedAt", contract_confirmed_by AS "confirmedBy",
         EXISTS (SELECT FROM runs r WHERE r.sheet_id = s.id AND r.mode = 'sync'
                    AND r.status IN ('completed', 'completed_with_problems')) AS "everSynced"
    FROM sheets s WHERE s.id = $1::uuid`;

const HEADERS = /* sql */ `
  SELECT h.header, h.decision, h.column_name AS "column", h.as_value AS "asValue", p.place AS index, h.confirmed_by AS "confirmedBy",
         to_char(h.confirmed_at AT TIME ZONE 'UTC', ${ISO}) AS "confirmedAt"
    FROM sheet_headers h LEFT JOIN header_places p USING (sheet_id, header_row, header)
   WHERE h.sheet_id = $1::uuid AND h.header_row = $2::int
   ORDER BY p.place NULLS LAST, h.header`;

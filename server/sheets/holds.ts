// What the guard holds of a sheet and nobody let through yet.
import type { SheetView } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';

/** The newest of each column. */
export async function waitingHolds(_db: Db, _sheetId: string): Promise<SheetView['holds']> {
  return [];
}

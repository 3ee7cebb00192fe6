// After how many hours without a word a sheet is called quiet, where an operator said so for it alone.
import { type Db, run } from '../db/query.ts';
import { Problem } from '../problem.ts';

/** `hours`: 0 never, null as the setting `quietAfterHours` says once a scheduled sync was seen. Throws `unknown_sheet`. */
export async function setQuietAfter(db: Db, sheetId: string, hours: number | null): Promise<void> {
  if ((await run(db, SET, [sheetId, hours])) === 0) throw new Problem('unknown_sheet', { sheet: sheetId });
}

const SET = /* sql */ `
  UPDATE sheets SET quiet_after_hours = $2::int WHERE id = $1::uuid AND removed_at IS NULL`;

// What became of one buyer, sync by sync.
import { type Db, many } from '../db/query.ts';

export interface BuyerEvent {
  readonly at: string;
  readonly runId: string;
  readonly outcome: 'inserted' | 'updated' | 'failed';
  readonly rowNumber: number | null;
  /** The fields that an update changed, as they were before; of an insert and a failure null. */
  readonly before: Readonly<Record<string, string | null>> | null;
}

/** `key` as the history has it. Newest first, 100 at most. */
export const buyerHistory = (db: Db, sheetId: string, key: string): Promise<BuyerEvent[]> =>
  many<BuyerEvent>(db, HISTORY, [sheetId, key]);

const HISTORY = /* sql */ `
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, run_id AS "runId", outcome, row_number AS "rowNumber", before
    FROM row_history WHERE sheet_id = $1::uuid AND key = $2::text
   ORDER BY row_history.at DESC, round DESC, batch DESC LIMIT 100`;

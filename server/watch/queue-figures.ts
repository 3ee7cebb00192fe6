// The retry queue in figures, sheet by sheet.
import { type Db, many } from '../db/query.ts';
import { permanentlyFailed, retryCounts } from '../failures/retry-queue.ts';
import type { Figures, GivenUp } from './figures.ts';

export type QueueFigures = Pick<Figures, 'pendingRetries' | 'oldestDueAt' | 'givenUp'>;

/** Of each sheet. Every buyer that is given up is among them; details are known of the newest. */
export async function queueFigures(db: Db): Promise<(sheetId: string) => QueueFigures> {
  const counts = new Map((await retryCounts(db)).map((line) => [line.sheetId, line]));
  const details = new Map((await permanentlyFailed(db)).map((line) => [`${line.sheetId} ${line.buyerNumber}`, line]));
  const givenUp = Map.groupBy(await many<Key>(db, GIVEN_UP), ({ sheetId }) => sheetId);
  const withDetails = ({ sheetId, buyerNumber }: Key): GivenUp => {
    const { errorType = null, code = null, attempts = null } = details.get(`${sheetId} ${buyerNumber}`) ?? {};
    return { buyerNumber, errorType, code, attempts };
  };
  return (sheetId) => ({
    pendingRetries: counts.get(sheetId)?.pending ?? 0,
    oldestDueAt: counts.get(sheetId)?.oldestDueAt ?? null,
    givenUp: (givenUp.get(sheetId) ?? []).map(withDetails),
  });
}

interface Key {
  readonly sheetId: string;
  readonly buyerNumber: string;
}

const GIVEN_UP = /* sql */ `
  SELECT sheet_id AS "sheetId", buyer_number AS "buyerNumber" FROM retry_queue WHERE status = 'failed'
   ORDER BY sheet_id, buyer_number COLLATE "C"`;

// Rows without a key that a person said are no buyers: a compare counts them as blank. Known by their fingerprints, so that a row
// whose values or synced columns change is asked about again.
import type { NotBuyersAnswer } from '../../shared/protocol.ts';
import { type Db, one, run } from '../db/query.ts';

/** How many are known after it. */
export async function answerNotBuyers(
  db: Db,
  sheetId: string,
  { fingerprints, isBuyer }: NotBuyersAnswer,
  by: string,
): Promise<{ count: number }> {
  if (isBuyer) await run(db, FORGET, [sheetId, fingerprints]);
  else await run(db, REMEMBER, [sheetId, fingerprints, by]);
  return one<{ count: number }>(db, COUNT, [sheetId]);
}

const FORGET = /* sql */ `DELETE FROM not_buyers WHERE sheet_id = $1::uuid AND fingerprint = ANY ($2::text[])`;

const REMEMBER = /* sql */ `
  INSERT INTO not_buyers (sheet_id, fingerprint, answered_by)
  SELECT $1::uuid, f, $3::text FROM unnest($2::text[]) AS f ON CONFLICT DO NOTHING`;

const COUNT = /* sql */ `SELECT count(*)::int AS count FROM not_buyers WHERE sheet_id = $1::uuid`;

// A sheet key opens one sheet. It is shown once, when it is made; the database holds its hash.
import { type Db, maybeOne, run } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import { hashSecret, newSecret } from './secrets.ts';

export async function issueSheetKey(db: Db, sheetId: string): Promise<string> {
  const key = newSecret('rks');
  await run(db, ISSUE, [sheetId, uuid7(), hashSecret(key)]);
  return key;
}

const ISSUE = /* sql */ `INSERT INTO sheet_keys (sheet_id, id, key_hash) VALUES ($1::uuid, $2::uuid, $3::text)`;

/** The sheet a key opens; null for a key that is unknown, revoked, or of a removed sheet. */
export async function sheetOfKey(db: Db, key: string): Promise<string | null> {
  return (
    (await maybeOne<{ sheetId: string }>(db, { name: 'sheet_of_key', text: SHEET_OF_KEY }, [hashSecret(key)]))
      ?.sheetId ?? null
  );
}

const SHEET_OF_KEY = /* sql */ `
  SELECT k.sheet_id AS "sheetId" FROM sheet_keys k JOIN sheets s ON s.id = k.sheet_id
   WHERE k.key_hash = $1::text AND k.revoked_at IS NULL AND s.removed_at IS NULL`;

export const revokeSheetKeys = (db: Db, sheetId: string): Promise<number> => run(db, REVOKE, [sheetId]);

const REVOKE = /* sql */ `UPDATE sheet_keys SET revoked_at = now() WHERE sheet_id = $1::uuid AND revoked_at IS NULL`;

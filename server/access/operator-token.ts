// The operator token: given by the environment, or made once and remembered as a hash.
import { type Db, maybeOne } from '../db/query.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** A new token where this installation has none yet, to be printed once; null where there is one already. */
export async function makeOperatorToken(db: Db): Promise<string | null> {
  const token = newSecret('rko');
  const made = await maybeOne(db, REMEMBER, [hashSecret(token)]);
  return made === null ? null : token;
}

const REMEMBER = /* sql */ `
  INSERT INTO installation (name, value) VALUES ('operator_token_hash', $1::text)
  ON CONFLICT (name) DO NOTHING RETURNING name`;

/** `configured` is the token of the environment; where there is one, no other counts. */
export async function isOperatorToken(db: Db, token: string, configured: string | null): Promise<boolean> {
  const hash = hashSecret(token);
  if (configured !== null) return hash === hashSecret(configured);
  return (await maybeOne<{ value: string }>(db, REMEMBERED))?.value === hash;
}

const REMEMBERED = /* sql */ `SELECT value FROM installation WHERE name = 'operator_token_hash'`;

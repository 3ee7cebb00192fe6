// Links that log in once, within ten minutes: for whoever sits at the machine that made one. The database keeps the hash.
import { type Db, run } from '../db/query.ts';
import { hashSecret, newSecret } from './secrets.ts';

export const CODE_MINUTES = 10;

/** Of the server at this address. Codes that are too old are forgotten on the way. */
export async function makeLoginLink(db: Db, url: string, now: Date): Promise<string> {
  const code = await makeLoginCode(db, now);
  return `${url.replace(/\/$/, '')}/dashboard/login?${new URLSearchParams({ code })}`;
}

async function makeLoginCode(db: Db, now: Date): Promise<string> {
  const code = newSecret('rkl');
  await run(db, FORGET_OLD, [now]);
  await run(db, MAKE, [hashSecret(code), now, CODE_MINUTES]);
  return code;
}

const FORGET_OLD = /* sql */ `DELETE FROM login_codes WHERE expires_at <= $1::timestamptz`;

const MAKE = /* sql */ `
  INSERT INTO login_codes (code_hash, expires_at) VALUES ($1::text, $2::timestamptz + make_interval(mins => $3::int))`;

/** Whether it was good: of two who use it at once, for one of them. */
export const takeLoginCode = async (db: Db, code: string, now: Date): Promise<boolean> =>
  (await run(db, TAKE, [hashSecret(code), now])) === 1;

const TAKE = /* sql */ `
  WITH taken AS (DELETE FROM login_codes WHERE code_hash = $1::text RETURNING expires_at)
  SELECT FROM taken WHERE expires_at > $2::timestamptz`;

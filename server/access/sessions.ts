// Who is logged in to the dashboard: a secret in the browser's cookie, of which the database keeps the hash. It ends after 12 hours
// without use, after seven days in any case, or when the person logs out.
import { type Db, maybeOne, run } from '../db/query.ts';
import { hashSecret, newSecret } from './secrets.ts';

export interface Session {
  /** Sent with every form, so that no other site can press a button here. */
  readonly csrfToken: string;
  /** As decisions are signed. */
  readonly name: string;
}

const IDLE_HOURS = 12;
export const LONGEST_DAYS = 7;

/** The secret is in no other place than the answer; sessions that are over are forgotten on the way. */
export async function openSession(db: Db, name: string, now: Date): Promise<string> {
  const secret = newSecret('rkd');
  await run(db, FORGET_OLD, [now]);
  await run(db, OPEN, [hashSecret(secret), newSecret('csrf'), name, now, IDLE_HOURS]);
  return secret;
}

const FORGET_OLD = /* sql */ `DELETE FROM sessions WHERE expires_at <= $1::timestamptz`;

const OPEN = /* sql */ `
  INSERT INTO sessions (secret_hash, csrf_token, name, created_at, expires_at)
  VALUES ($1::text, $2::text, $3::text, $4::timestamptz, $4::timestamptz + make_interval(hours => $5::int))`;

/** Null where it is over or never was. `isUse`: a person did something, so it lasts on; a page that refreshes itself is no use. */
export const findSession = (db: Db, secret: string, now: Date, isUse: boolean): Promise<Session | null> =>
  maybeOne<Session>(db, FIND, [hashSecret(secret), now, IDLE_HOURS, LONGEST_DAYS, isUse]);

/** Written at most once a minute. */
const FIND = /* sql */ `
  WITH found AS (
    SELECT secret_hash, csrf_token, name,
           least($2::timestamptz + make_interval(hours => $3::int), created_at + make_interval(days => $4::int)) AS until
      FROM sessions WHERE secret_hash = $1::text AND expires_at > $2::timestamptz),
  used AS (
    UPDATE sessions s SET expires_at = found.until FROM found
     WHERE s.secret_hash = found.secret_hash AND $5::boolean AND s.expires_at < found.until - interval '1 minute')
  SELECT csrf_token AS "csrfToken", name FROM found`;

export const endSession = (db: Db, secret: string): Promise<number> => run(db, END, [hashSecret(secret)]);

const END = /* sql */ `DELETE FROM sessions WHERE secret_hash = $1::text`;

// Who is written to about a sheet, in which language. Who was taken off by hand does not come back by itself.
import type { Pool } from 'pg';
import { type Db, many, one, run, transaction } from '../db/query.ts';
import { type Language, Problem } from '../problem.ts';
import { isMailAddress } from './mail.ts';

export interface Recipient {
  readonly email: string;
  readonly language: Language;
  readonly addedBy: string;
  readonly addedAt: string;
}

export interface RecipientChange {
  readonly add: readonly { readonly email: string; readonly language: Language }[];
  readonly remove: readonly string[];
}

const MAX_RECIPIENTS = 20;

export const listRecipients = (db: Db, sheetId: string): Promise<Recipient[]> => many<Recipient>(db, LIST, [sheetId]);

const LIST = /* sql */ `
  SELECT email, language, added_by AS "addedBy",
         to_char(added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "addedAt"
    FROM alert_recipients WHERE sheet_id = $1::uuid AND removed_at IS NULL ORDER BY added_at, email COLLATE "C"`;

/** All or nothing; answers with the list as it is then. Throws `invalid_address`, `unknown_recipient`, `too_many_recipients`. */
export function changeRecipients(
  pool: Pool,
  sheetId: string,
  change: RecipientChange,
  by: string,
): Promise<Recipient[]> {
  return transaction(pool, async (db) => {
    for (const { email, language } of change.add) {
      if (!isMailAddress(email)) throw new Problem('invalid_address', { email });
      await run(db, ADD, [sheetId, sameForm(email), language, by]);
    }
    for (const email of change.remove) {
      if ((await run(db, REMOVE, [sheetId, sameForm(email)])) === 0) throw new Problem('unknown_recipient', { email });
    }
    const list = await listRecipients(db, sheetId);
    if (change.add.length > 0 && list.length > MAX_RECIPIENTS)
      throw new Problem('too_many_recipients', { limit: MAX_RECIPIENTS });
    return list;
  });
}

/** Hosts know no capitals, and the mail servers that tell the rest of an address by them are a legend. */
const sameForm = (email: string): string => email.toLowerCase();

const ADD = /* sql */ `
  INSERT INTO alert_recipients AS r (sheet_id, email, language, added_by) VALUES ($1::uuid, $2::text, $3::text, $4::text)
  ON CONFLICT (sheet_id, email) DO UPDATE SET language = excluded.language, removed_at = NULL,
    added_by = CASE WHEN r.removed_at IS NULL THEN r.added_by ELSE excluded.added_by END,
    added_at = CASE WHEN r.removed_at IS NULL THEN r.added_at ELSE now() END`;

const REMOVE = /* sql */ `
  UPDATE alert_recipients SET removed_at = now() WHERE sheet_id = $1::uuid AND email = $2::text AND removed_at IS NULL`;

/** Who connected the sheet is written to, where they are known by an address and nobody was ever named for it before. */
export async function addWhoConnected(
  db: Db,
  sheetId: string,
  who: string | undefined,
  language: Language,
): Promise<void> {
  if (who === undefined || !isMailAddress(who)) return;
  const { known } = await one<{ known: boolean }>(db, EVER_NAMED, [sheetId]);
  if (!known) await run(db, ADD_FIRST, [sheetId, sameForm(who), language]);
}

const EVER_NAMED = /* sql */ `SELECT EXISTS (SELECT FROM alert_recipients WHERE sheet_id = $1::uuid) AS known`;

const ADD_FIRST = /* sql */ `
  INSERT INTO alert_recipients (sheet_id, email, language, added_by) VALUES ($1::uuid, $2::text, $3::text, 'who connected the sheet')
  ON CONFLICT DO NOTHING`;

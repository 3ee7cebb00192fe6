// Before anything is sent: what goes to the operators gets their addresses, and what no channel is there for does not wait.
import type { Pool } from 'pg';
import { type Db, many, run, transaction } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import type { Language } from '../problem.ts';
import { type AlertEvent, putOut } from './outbox.ts';

interface Reach {
  readonly webhook: object | null;
  readonly smtp: object | null;
  readonly operators?: readonly { readonly email: string; readonly language: Language }[];
}

/**
 * Without a webhook or operators there is nobody to tell, and nothing is kept. A recipient who cannot be written to, since no
 * mail server is set up, is shown as not reached. All servers of an installation are taken to have the same channels.
 */
export async function addressDue(pool: Pool, { webhook, smtp, operators = [] }: Reach, now: Date): Promise<void> {
  if (webhook === null) await run(pool, DROP_WEBHOOK, [now]);
  await transaction(pool, (db) => toOperators(db, operators, now));
  if (smtp === null) await run(pool, NOT_REACHED, [now]);
}

const DROP_WEBHOOK = /* sql */ `
  DELETE FROM alert_deliveries WHERE channel = 'webhook' AND status = 'due' AND next_at <= $1::timestamptz`;

const NOT_REACHED = /* sql */ `
  UPDATE alert_deliveries SET status = 'failed', last_error = 'not_configured'
   WHERE channel = 'email' AND status = 'due' AND next_at <= $1::timestamptz`;

async function toOperators(db: Db, operators: Reach['operators'] = [], now: Date): Promise<void> {
  const taken = await many<{ sheetId: string; events: AlertEvent[] }>(db, TAKE, [now]);
  const once = [...new Map(operators.map((operator) => [operator.email, operator])).values()];
  const lines = taken.flatMap(({ sheetId, events }) =>
    once.map(({ email, language }) => {
      const id = uuid7(now.getTime());
      return { sheetId, id, channel: 'email' as const, target: email, language, events, nextAt: now };
    }),
  );
  if (lines.length > 0) await putOut(db, lines, now);
}

const TAKE = /* sql */ `
  DELETE FROM alert_deliveries d
   USING (SELECT sheet_id, id FROM alert_deliveries
           WHERE channel = 'email' AND target = '' AND status = 'due' AND next_at <= $1::timestamptz
           ORDER BY sheet_id, id FOR UPDATE SKIP LOCKED) AS due
   WHERE d.sheet_id = due.sheet_id AND d.id = due.id
  RETURNING d.sheet_id AS "sheetId", d.events`;

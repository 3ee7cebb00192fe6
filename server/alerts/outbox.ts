// Messages to be sent, written in the transaction of the change that they tell: what is not committed is not told, and the other way round.
import { type Db, many, run } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import type { Language } from '../problem.ts';
import type { Settings } from '../settings/settings.ts';
import { type AlertType, NO_SHEET, type Params, type Severity } from './condition.ts';

export type Channel = 'log' | 'webhook' | 'email';

/** A change of an alert as it was when it happened. */
export interface AlertEvent {
  readonly alertId: string;
  readonly sheetId: string;
  readonly type: AlertType;
  readonly subject: string;
  readonly event: 'raised' | 'worsened' | 'recovered';
  readonly severity: Severity;
  readonly params: Params;
  readonly at: string;
}

interface Waiting {
  readonly sheetId: string;
  readonly id: string;
  readonly channel: Channel;
  readonly target: string;
  readonly language: Language;
  readonly events: readonly AlertEvent[];
  readonly nextAt: Date;
}

/**
 * One message per sheet, channel and target: it waits `alertGroupSeconds` for more of the same sheet, but for the log. A sheet
 * that nobody is written to about, and what concerns no sheet, goes to the operators.
 */
export async function announce(
  db: Db,
  events: readonly AlertEvent[],
  { alertGroupSeconds }: Settings,
  now: Date,
): Promise<void> {
  const bySheet = [...Map.groupBy(events, ({ sheetId }) => sheetId)].sort(([a], [b]) => (a < b ? -1 : 1));
  const recipients = await many<Recipient>(db, RECIPIENTS, [bySheet.map(([sheetId]) => sheetId)]);
  const later = new Date(now.getTime() + alertGroupSeconds * 1000);
  const lines = bySheet.flatMap(([sheetId, ofSheet]) => {
    const people = recipients.filter((recipient) => recipient.sheetId === sheetId);
    return targetsOf(sheetId === NO_SHEET ? [] : people).map((to): Waiting => {
      const nextAt = to.channel === 'log' ? now : later;
      return { ...to, sheetId, id: uuid7(now.getTime()), events: ofSheet, nextAt };
    });
  });
  await putOut(db, lines, now);
}

interface Recipient {
  readonly sheetId: string;
  readonly email: string;
  readonly language: Language;
}

type To = Pick<Waiting, 'channel' | 'target' | 'language'>;

function targetsOf(people: readonly Recipient[]): To[] {
  const mails = people.map(({ email, language }): To => ({ channel: 'email', target: email, language }));
  const operators: To = { channel: 'email', target: '', language: 'en' };
  return [
    ...(mails.length === 0 ? [operators] : mails),
    { channel: 'log', target: '', language: 'en' },
    { channel: 'webhook', target: '', language: 'en' },
  ];
}

const RECIPIENTS = /* sql */ `
  SELECT sheet_id AS "sheetId", email, language FROM alert_recipients
   WHERE sheet_id = ANY($1::uuid[]) AND removed_at IS NULL ORDER BY sheet_id, email COLLATE "C"`;

/** Joins a message of the same sheet, channel and target that nobody has begun to send; one that is being sent is left alone. */
export const putOut = (db: Db, lines: readonly Waiting[], now: Date): Promise<number> =>
  run(db, PUT_OUT, [JSON.stringify(lines), now]);

const PUT_OUT = /* sql */ `
  INSERT INTO alert_deliveries AS d (sheet_id, id, channel, target, language, events, next_at, created_at)
  SELECT w."sheetId", w.id, w.channel, w.target, w.language, w.events, w."nextAt", $2::timestamptz
    FROM jsonb_to_recordset($1::jsonb)
      AS w("sheetId" uuid, id uuid, channel text, target text, language text, events jsonb, "nextAt" timestamptz)
  ON CONFLICT (sheet_id, channel, target) WHERE status = 'due' AND attempts = 0
  DO UPDATE SET events = d.events || excluded.events`;

// Sends what is due: to the log, one webhook, and by e-mail. What fails is tried again with growing pauses, then kept as failed.
import type { Pool } from 'pg';
import { run } from '../db/query.ts';
import type { Log } from '../log.ts';
import type { Language } from '../problem.ts';
import { addressDue } from './address.ts';
import { type Claimed, claimDue, MAX_ATTEMPTS } from './claim.ts';
import { DeliveryError } from './delivery-error.ts';
import { send } from './send.ts';
import type { WebhookFormat } from './webhook-body.ts';

export interface Channels {
  readonly log: Log;
  readonly webhook: null | {
    readonly url: string;
    readonly secret: string;
    readonly format: WebhookFormat;
    /** Loopback and private addresses too: for tests and for receivers on one's own network. */
    readonly allowPrivate: boolean;
    readonly language?: Language;
  };
  readonly smtp: null | { readonly url: string; readonly from: string };
  /** Who is written to about what concerns no sheet, and of sheets without recipients. */
  readonly operators?: readonly { readonly email: string; readonly language: Language }[];
  /** The dashboard's own, as `https://…/dashboard`, which messages link into; null where the server does not know its address. */
  readonly dashboardUrl: string | null;
}

/** After the first attempt, the second, and so on. */
const PAUSES_MINUTES = [1, 5, 15, 60, 240] as const;

/**
 * Several servers may do it at once: each message goes out once. One whose server died while it sent goes out again, under the
 * same id, once its lease is over. `failed` counts attempts.
 */
export async function deliverDue(pool: Pool, channels: Channels, now: Date): Promise<{ sent: number; failed: number }> {
  const ends = { sent: 0, failed: 0 };
  await addressDue(pool, channels, now);
  for (;;) {
    const claimed = await claimDue(pool, now);
    if (claimed.length === 0) return ends;
    for (const end of await Promise.all(claimed.map((delivery) => attempt(pool, channels, delivery, now)))) ends[end]++;
  }
}

async function attempt(pool: Pool, channels: Channels, delivery: Claimed, now: Date): Promise<'sent' | 'failed'> {
  try {
    await send(channels, delivery, now);
  } catch (error) {
    await noteFailure(pool, channels.log, delivery, error, now);
    return 'failed';
  }
  const { sheetId, id, attempts } = delivery;
  await run(pool, SENT, [sheetId, id, attempts, now]);
  return 'sent';
}

async function noteFailure(pool: Pool, log: Log, delivery: Claimed, error: unknown, now: Date): Promise<void> {
  const { sheetId, id, channel, attempts } = delivery;
  const { code, isFinal } = error instanceof DeliveryError ? error : new DeliveryError('internal');
  const isOver = isFinal || attempts >= MAX_ATTEMPTS;
  const pause = PAUSES_MINUTES[Math.min(attempts, PAUSES_MINUTES.length) - 1] ?? 0;
  const nextAt = new Date(now.getTime() + pause * 60_000);
  await run(pool, FAILED, [sheetId, id, attempts, isOver ? 'failed' : 'due', code, nextAt]);
  log(isOver ? 'error' : 'warn', 'alert_not_delivered', { deliveryId: id, channel, code, attempts, givenUp: isOver });
}

/** Nothing where another server took the message over meanwhile: then that one's word counts. */
const SENT = /* sql */ `
  UPDATE alert_deliveries SET status = 'sent', sent_at = $4::timestamptz, last_error = NULL
   WHERE sheet_id = $1::uuid AND id = $2::uuid AND attempts = $3::int AND status = 'due'`;

const FAILED = /* sql */ `
  UPDATE alert_deliveries SET status = $4::text, last_error = $5::text, next_at = $6::timestamptz
   WHERE sheet_id = $1::uuid AND id = $2::uuid AND attempts = $3::int AND status = 'due'`;

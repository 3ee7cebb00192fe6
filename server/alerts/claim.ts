// Which messages this server may send now. Servers take turns, so that no message is taken twice and no target gets more than its share.
import type { Pool } from 'pg';
import { type Db, many, run, transaction } from '../db/query.ts';
import type { Language } from '../problem.ts';
import { readSettings } from '../settings/settings.ts';
import { HOUR_MS, type Share, share } from './hourly-share.ts';
import type { AlertEvent, Channel } from './outbox.ts';

export const MAX_ATTEMPTS = 6;

/** After this a server that took a message and said no more of it is taken for dead. Longer than any attempt takes. */
export const LEASE_MS = 120_000;

/** A message to be sent now. Its id stays the same through all its attempts. */
export interface Claimed {
  readonly sheetId: string;
  readonly id: string;
  readonly channel: Channel;
  readonly target: string;
  readonly language: Language;
  readonly events: readonly AlertEvent[];
  readonly gathered: boolean;
  readonly createdAt: Date;
  /** This one included. */
  readonly attempts: number;
}

/** At most ten at once; ask again until there are none. What was taken six times and never reported on is given up. */
export async function claimDue(pool: Pool, now: Date): Promise<Claimed[]> {
  const { alertsPerHour } = await readSettings(pool);
  return transaction(pool, async (db) => {
    await run(db, TAKE_TURNS);
    await run(db, GIVE_UP, [now, MAX_ATTEMPTS]);
    const allowed = await shareOut(db, alertsPerHour, now);
    return many<Claimed>(db, CLAIM, [now, new Date(now.getTime() + LEASE_MS), allowed]);
  });
}

const TAKE_TURNS = /* sql */ `SELECT pg_advisory_xact_lock(hashtextextended('rollcall alert deliveries', 0))`;

const GIVE_UP = /* sql */ `
  UPDATE alert_deliveries SET status = 'failed', last_error = coalesce(last_error, 'interrupted')
   WHERE status = 'due' AND next_at <= $1::timestamptz AND attempts >= $2::int`;

/** The ids of new messages that may go out now. What is too much for the hour is put into one message for later. */
async function shareOut(db: Db, perHour: number, now: Date): Promise<string[]> {
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  const fresh = await many<Fresh>(db, FRESH, [now]);
  const allowed: string[] = [];
  for (const ofTarget of Map.groupBy(fresh, ({ channel, target }) => JSON.stringify([channel, target])).values()) {
    const [{ channel, target }] = ofTarget as [Fresh];
    const begun = await many<{ at: Date }>(db, BEGUN, [channel, target, hourAgo]);
    const plan = share(
      ofTarget,
      begun.map(({ at }) => at),
      perHour,
      now,
    );
    await gather(db, plan);
    allowed.push(...plan.send);
  }
  return allowed;
}

interface Fresh {
  readonly id: string;
  readonly channel: Channel;
  readonly target: string;
  readonly gathered: boolean;
  readonly isDue: boolean;
}

/** What settling adds to just now is skipped, and seen the next time. */
const FRESH = /* sql */ `
  SELECT id, channel, target, gathered, next_at <= $1::timestamptz AS "isDue" FROM alert_deliveries
   WHERE status = 'due' AND attempts = 0 AND channel <> 'log' AND (next_at <= $1::timestamptz OR gathered)
   ORDER BY created_at, id FOR UPDATE SKIP LOCKED`;

const BEGUN = /* sql */ `
  SELECT started_at AS at FROM alert_deliveries
   WHERE channel = $1::text AND target = $2::text AND started_at > $3::timestamptz ORDER BY started_at`;

async function gather(db: Db, { gather: plan }: Share): Promise<void> {
  if (plan === null) return;
  await run(db, GATHER, [plan.into, [plan.into, ...plan.from], plan.at]);
  await run(db, FORGET, [plan.from]);
}

const GATHER = /* sql */ `
  UPDATE alert_deliveries d SET gathered = true, next_at = $3::timestamptz, events =
    (SELECT jsonb_agg(e.event ORDER BY m.created_at, m.id, e.place)
       FROM alert_deliveries m CROSS JOIN jsonb_array_elements(m.events) WITH ORDINALITY AS e(event, place)
      WHERE m.id = ANY($2::uuid[]))
   WHERE d.id = $1::uuid`;

const FORGET = /* sql */ `DELETE FROM alert_deliveries WHERE id = ANY($1::uuid[])`;

const CLAIM = /* sql */ `
  UPDATE alert_deliveries d
     SET attempts = attempts + 1, next_at = $2::timestamptz, started_at = coalesce(started_at, $1::timestamptz)
    FROM (SELECT sheet_id, id FROM alert_deliveries
           WHERE status = 'due' AND next_at <= $1::timestamptz AND (attempts > 0 OR channel = 'log' OR id = ANY($3::uuid[]))
           ORDER BY created_at, id LIMIT 10 FOR UPDATE SKIP LOCKED) AS due
   WHERE d.sheet_id = due.sheet_id AND d.id = due.id
  RETURNING d.sheet_id AS "sheetId", d.id, d.channel, d.target, d.language, d.events, d.gathered, d.attempts,
            d.created_at AS "createdAt"`;

// What is over is kept for a while, with what became of its messages, then forgotten. What is open or still to be sent stays.
import { type Db, run } from '../db/query.ts';
import type { Settings } from '../settings/settings.ts';

/** How many alerts were forgotten. */
export async function forgetAlerts(db: Db, { keepMetricsDays }: Settings, now: Date): Promise<number> {
  await run(db, FORGET_DELIVERIES, [now, keepMetricsDays]);
  return run(db, FORGET_ALERTS, [now, keepMetricsDays]);
}

const FORGET_ALERTS = /* sql */ `
  DELETE FROM alerts WHERE recovered_at < $1::timestamptz - make_interval(days => $2::int)`;

const FORGET_DELIVERIES = /* sql */ `
  DELETE FROM alert_deliveries WHERE status <> 'due' AND created_at < $1::timestamptz - make_interval(days => $2::int)`;

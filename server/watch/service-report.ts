// What each server says of its services, and the alerts that come of it: any server speaks for all, so that none ends another's.
import type { Pool } from 'pg';
import { type Condition, NO_SHEET } from '../alerts/condition.ts';
import { settle } from '../alerts/settle.ts';
import { type Db, many, run } from '../db/query.ts';
import type { ServiceState } from './service.ts';

/** A service that stumbles once is no alert. */
const PATIENCE_SECONDS = 60;
/** A server not heard of for longer is gone, and nothing of it is down. */
const GONE_AFTER_SECONDS = 180;

export async function reportServices(
  pool: Pool,
  serverId: string,
  states: Readonly<Record<string, ServiceState>>,
  now: Date,
): Promise<void> {
  const lines = Object.entries(states).map(([service, { status, code, since }]) => ({ service, status, code, since }));
  await run(pool, SAY, [serverId, JSON.stringify(lines), now]);
  await run(pool, FORGET, [now]);
  await settle(pool, ['service_down'], await servicesDown(pool, now), now);
}

const SAY = /* sql */ `
  INSERT INTO service_states (server, service, status, code, since, heard_at)
  SELECT $1::uuid, s->>'service', s->>'status', s->>'code', (s->>'since')::timestamptz, $3::timestamptz
    FROM jsonb_array_elements($2::jsonb) AS e(s)
  ON CONFLICT (server, service) DO UPDATE
    SET status = excluded.status, code = excluded.code, since = excluded.since, heard_at = excluded.heard_at`;

const FORGET = /* sql */ `DELETE FROM service_states WHERE heard_at < $1::timestamptz - interval '1 day'`;

async function servicesDown(db: Db, now: Date): Promise<Condition[]> {
  const down = await many<Down>(db, DOWN, [now, PATIENCE_SECONDS, GONE_AFTER_SECONDS]);
  return down.map(({ service, ...params }) => ({
    ...{ sheetId: NO_SHEET, type: 'service_down', subject: service, severity: 'error' },
    params: { service, ...params },
  }));
}

interface Down {
  readonly service: string;
  readonly servers: number;
  readonly code: string;
  readonly since: string;
}

const DOWN = /* sql */ `
  SELECT service, count(*)::int AS servers, min(code) AS code,
         to_char(min(since) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
    FROM service_states
   WHERE status = 'degraded' AND since <= $1::timestamptz - make_interval(secs => $2::int)
     AND heard_at > $1::timestamptz - make_interval(secs => $3::int)
   GROUP BY service`;

/** A server that stops in order takes its word with it. */
export const forgetServer = (db: Db, serverId: string): Promise<number> =>
  run(db, /* sql */ `DELETE FROM service_states WHERE server = $1::uuid`, [serverId]);

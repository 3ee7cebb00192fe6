// The sheet's lease: one sync at a time, for 120 s from its last request by the database's clock. A row, not a lock.

import type { Trigger } from '../../shared/protocol.ts';
import { type Db, maybeOne, run } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { dropAllParts } from './stage-part.ts';

const LEASE_SECONDS = 120;

/** Gives the sheet to this run, or throws `sheet_busy`. A person's run takes a schedule's sheet at once. Needs a transaction. */
export async function takeLease(db: Db, sheetId: string, runId: string, trigger: Trigger): Promise<void> {
  await db.query('SELECT 1 FROM sheets WHERE id = $1::uuid FOR UPDATE', [sheetId]);
  const holder = await maybeOne<Holder>(db, HOLDER, [sheetId, runId, LEASE_SECONDS]);
  if (holder !== null) {
    const yields = trigger === 'sidebar' && holder.trigger === 'schedule';
    if (holder.alive && !yields) {
      const { since, lastHeard, takeOverAt } = holder;
      throw new Problem('sheet_busy', {
        who: WHO[holder.trigger],
        trigger: holder.trigger,
        since,
        lastHeard,
        takeOverAt,
      });
    }
    await run(db, SUPERSEDE, [sheetId, holder.runId]);
    await dropAllParts(db, { sheetId, runId: holder.runId });
  }
  await run(db, TAKE, [sheetId, runId]);
}

interface Holder {
  readonly runId: string;
  readonly trigger: Trigger;
  readonly alive: boolean;
  readonly since: string;
  readonly lastHeard: string;
  readonly takeOverAt: string;
}

const WHO: Readonly<Record<Trigger, string>> = {
  sidebar: 'an editor (sidebar)',
  schedule: 'the scheduled sync',
  api: 'a script (API)',
};

const iso = (time: string): string => `to_char((${time}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const HOLDER = /* sql */ `
  SELECT r.id AS "runId", r.trigger, s.lease_heard_at > now() - make_interval(secs => $3::int) AS alive,
         ${iso('r.started_at')} AS since, ${iso('s.lease_heard_at')} AS "lastHeard",
         ${iso('s.lease_heard_at + make_interval(secs => $3::int)')} AS "takeOverAt"
    FROM sheets s JOIN runs r ON r.sheet_id = s.id AND r.id = s.lease_run_id
   WHERE s.id = $1::uuid AND r.id <> $2::uuid AND r.status = 'running'`;

const SUPERSEDE = /* sql */ `
  UPDATE runs SET status = 'superseded', finished_at = now() WHERE sheet_id = $1::uuid AND id = $2::uuid`;

const TAKE = /* sql */ `UPDATE sheets SET lease_run_id = $2::uuid, lease_heard_at = now() WHERE id = $1::uuid`;

export const freeLease = (db: Db, sheetId: string, runId: string): Promise<number> => run(db, FREE, [sheetId, runId]);

const FREE = /* sql */ `
  UPDATE sheets SET lease_run_id = NULL, lease_heard_at = NULL WHERE id = $1::uuid AND lease_run_id = $2::uuid`;

// Holds as the database keeps them: made by a compare, decided by a person.
import type { Hold } from '../../shared/protocol.ts';
import { type Db, many, maybeOne, one, run } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import type { Decided, Trip } from './guard.ts';

const iso = (time: string): string => `to_char((${time}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const HOLD_COLUMNS = /* sql */ `
  id, column_name AS "column", header, reason, scope, row_count AS rows, of_count AS of, state, ${iso('since')} AS since`;

/** Of a run, whatever their state, in the order of their columns in the sheet. */
export const holdsOf = (db: Db, sheetId: string, ids: readonly string[]): Promise<Hold[]> =>
  many<Hold>(db, OF_RUN, [sheetId, ids]);

const OF_RUN = /* sql */ `
  SELECT ${HOLD_COLUMNS} FROM holds h JOIN unnest($2::uuid[]) WITH ORDINALITY AS u(hold_id, n) ON u.hold_id = h.id
   WHERE sheet_id = $1::uuid ORDER BY u.n`;

export interface DecidedHold extends Decided, Hold {}

/** What was decided of this column for this reason and still counts for this run, the newest first: a yes for a day and one run, a no until it does not fit any more. */
export const decidedHolds = (db: Db, sheetId: string, runId: string, trip: Trip): Promise<DecidedHold[]> =>
  many<DecidedHold>(db, DECIDED, [sheetId, trip.column, trip.reason, runId]);

const DECIDED = /* sql */ `
  SELECT ${HOLD_COLUMNS}, keys, evidence FROM holds h
   WHERE sheet_id = $1::uuid AND column_name = $2::text AND reason = $3::text
     AND (state = 'discarded' OR (state = 'released' AND decided_at > now() - interval '24 hours'
          AND (used_run_id IS NULL OR used_run_id = $4::uuid
               OR NOT EXISTS (SELECT FROM runs r WHERE r.sheet_id = h.sheet_id AND r.id = h.used_run_id
                               AND r.status IN ('completed', 'completed_with_problems')))))
   ORDER BY decided_at DESC LIMIT 20`;

/** A yes lets one run through; one that did not come to its end does not use it up. */
export const useHold = (db: Db, sheetId: string, id: string, runId: string): Promise<number> =>
  run(db, /* sql */ `UPDATE holds SET used_run_id = $3::uuid WHERE sheet_id = $1::uuid AND id = $2::uuid`, [
    sheetId,
    id,
    runId,
  ]);

/** The one that waits already where nothing changed since; else another, first seen when the last run's was. */
export async function waitFor(db: Db, sheetId: string, runId: string, trip: Trip): Promise<Hold> {
  const { column, header, scope, reason, rows, of, estimated, keys, evidence } = trip;
  const what = [column, reason, rows, keys, JSON.stringify(evidence)];
  const same = await maybeOne<Hold>(db, SAME, [sheetId, ...what]);
  if (same !== null) return same;
  return one<Hold>(db, INSERT, [sheetId, ...what, uuid7(), runId, header, scope, of, estimated]);
}

const SAME = /* sql */ `
  SELECT ${HOLD_COLUMNS} FROM holds
   WHERE sheet_id = $1::uuid AND column_name = $2::text AND reason = $3::text AND state = 'waiting' AND row_count = $4::int
     AND keys = $5::text[] AND evidence = $6::jsonb
   ORDER BY created_at DESC LIMIT 1`;

const LAST_HOLDS = /* sql */ `
  SELECT unnest(guard_holds) FROM (
    SELECT guard_holds FROM runs WHERE sheet_id = $1::uuid AND mode = 'sync' AND compared IS NOT NULL AND id <> $8::uuid
     ORDER BY started_at DESC LIMIT 1) last`;

const INSERT = /* sql */ `
  INSERT INTO holds (sheet_id, column_name, reason, row_count, keys, evidence, id, run_id, header, scope, of_count, estimated, since)
  SELECT $1::uuid, $2::text, $3::text, $4::int, $5::text[], $6::jsonb, $7::uuid, $8::uuid, $9::text, $10::text, $11::int, $12::boolean,
         coalesce((SELECT min(h.since) FROM holds h
                    WHERE h.sheet_id = $1::uuid AND h.column_name = $2::text AND h.reason = $3::text AND h.state = 'waiting'
                      AND h.id IN (${LAST_HOLDS})), now())
  RETURNING ${HOLD_COLUMNS}`;

/** What waits for the same answer already, for a forecast that stores nothing. */
export const waitingHold = (db: Db, sheetId: string, { column, reason }: Trip): Promise<Hold | null> =>
  maybeOne<Hold>(db, WAITING, [sheetId, column, reason]);

const WAITING = /* sql */ `
  SELECT ${HOLD_COLUMNS} FROM holds
   WHERE sheet_id = $1::uuid AND column_name = $2::text AND reason = $3::text AND state = 'waiting'
   ORDER BY created_at DESC LIMIT 1`;

/** A person's answer. `always` stands until the same hold is discarded. */
export const decideHolds = (
  db: Db,
  sheetId: string,
  ids: readonly string[],
  { state, always, by }: { readonly state: 'released' | 'discarded'; readonly always: boolean; readonly by: string },
): Promise<number> => run(db, DECIDE, [sheetId, ids, state, always, by]);

const DECIDE = /* sql */ `
  UPDATE holds SET state = $3::text, always = $4::boolean, decided_by = $5::text, decided_at = now(), used_run_id = NULL
   WHERE sheet_id = $1::uuid AND id = ANY ($2::uuid[])`;

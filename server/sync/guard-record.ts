// What the guard holds of a run, as its row keeps it: the fence of every batch reads it there.
import type { Hold } from '../../shared/protocol.ts';
import { type Db, maybeOne, one, run } from '../db/query.ts';
import type { Guarded } from './guard-compare.ts';
import { holdsOf } from './hold-record.ts';
import type { RunContext } from './run-context.ts';
import type { Watch } from './run-record.ts';

/** A verify enforces nothing: it keeps only which rows it asked to see. */
export async function recordGuard(
  db: Db,
  { sheetId, runId, mode }: RunContext,
  { scope, holds, watch, keys }: Pick<Guarded, 'scope' | 'holds' | 'watch' | 'keys'>,
): Promise<void> {
  const enforced = mode === 'sync' ? holds : [];
  const columns = enforced.filter((hold) => hold.scope === 'column').map((hold) => hold.column);
  const isHeld = enforced.length > 0 && scope === 'run';
  const ids = enforced.map((hold) => hold.id);
  await run(db, RECORD, [sheetId, runId, columns, isHeld, ids, watch === null ? null : JSON.stringify(watch), keys]);
}

/** Most runs have nothing to say, and said nothing before. */
const RECORD = /* sql */ `
  UPDATE runs SET guard_columns = $3::text[], guard_run = $4::boolean, guard_holds = $5::uuid[], guard_watch = $6::jsonb,
         guard_keys = CASE WHEN $6::jsonb IS NULL THEN NULL ELSE coalesce($7::text[], guard_keys) END
   WHERE sheet_id = $1::uuid AND id = $2::uuid
     AND ($5::uuid[] <> '{}' OR $6::jsonb IS NOT NULL OR guard_holds <> '{}' OR guard_watch IS NOT NULL)`;

export interface GuardState {
  readonly watch: Watch | null;
  readonly keys: readonly string[];
  readonly holds: readonly string[];
  readonly columns: readonly string[];
}

/** For the batch that is being written; the others of the run wait for its end. */
export const lockGuard = (db: Db, sheetId: string, runId: string): Promise<GuardState> =>
  one<GuardState>(db, LOCK, [sheetId, runId]);

const LOCK = /* sql */ `
  SELECT guard_watch AS watch, coalesce(guard_keys, '{}') AS keys, guard_holds AS holds, guard_columns AS columns
    FROM runs WHERE sheet_id = $1::uuid AND id = $2::uuid FOR NO KEY UPDATE`;

export const saveGuard = (
  db: Db,
  sheetId: string,
  runId: string,
  watch: Watch,
  added: readonly Hold[],
): Promise<number> =>
  run(db, SAVE, [
    sheetId,
    runId,
    JSON.stringify(watch),
    added.map((hold) => hold.column),
    added.map((hold) => hold.id),
  ]);

const SAVE = /* sql */ `
  UPDATE runs SET guard_watch = $3::jsonb, guard_columns = guard_columns || $4::text[], guard_holds = guard_holds || $5::uuid[]
   WHERE sheet_id = $1::uuid AND id = $2::uuid`;

/** What the guard holds, or held, of a run. */
export async function runHolds(db: Db, sheetId: string, runId: string): Promise<Hold[]> {
  const found = await maybeOne<{ ids: string[] }>(
    db,
    /* sql */ `SELECT guard_holds AS ids FROM runs WHERE sheet_id = $1::uuid AND id = $2::uuid`,
    [sheetId, runId],
  );
  return found === null || found.ids.length === 0 ? [] : holdsOf(db, sheetId, found.ids);
}

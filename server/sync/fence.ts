// Who may go on: the run is running, holds the sheet, and the table is the one it froze. Asked where it counts, under a lock.

import { catalogHashSql } from '../db/catalog.ts';
import type { Db } from '../db/query.ts';
import { maybeOne, one } from '../db/query.ts';
import { hasEntriesSql } from '../failures/enqueue.ts';
import { Problem } from '../problem.ts';
import type { RunContext } from './run-context.ts';
import { lockRun, lockVerify, type RunRecord } from './run-record.ts';

/** Locks the run against batches in flight, for a compare or a finish. Throws `run_finished`, `lease_lost`, `contract_changed`. */
export async function lockForCompare(db: Db, context: RunContext): Promise<RunRecord> {
  const record = await lockRecord(db, context);
  checkRunning(record.status);
  if (context.mode === 'sync' && record.leaseRunId !== context.runId) throw new Problem('lease_lost');
  const { hash } = await one<{ hash: string }>(db, `SELECT ${catalogHashSql('$1::oid')} AS hash`, [context.tableOid]);
  if (hash !== context.catalogHash) throw new Problem('contract_changed');
  return record;
}

export async function lockRecord(db: Db, { mode, sheetId, runId }: RunContext): Promise<RunRecord> {
  const record = await (mode === 'sync' ? lockRun : lockVerify)(db, sheetId, runId);
  if (record === null) throw new Problem('unknown_run');
  return record;
}

/** `duplicates` and `lookAlikes` are those of the batch's keys that the last compare withheld: they are not to be written. */
export type Claim =
  | {
      readonly state: 'claimed';
      readonly duplicates: readonly string[];
      readonly lookAlikes: readonly string[];
      /** Columns of the table that the guard holds; `isWatched`: more may be held by what this batch shows. */
      readonly guardColumns: readonly string[];
      readonly isWatched: boolean;
      /** Some of its keys wait in the retry queue. */
      readonly hasEntries: boolean;
    }
  | { readonly state: 'stored'; readonly answer: unknown };

/** Claims a batch's number in the transaction that writes it; a late batch, or one of a run that lost the sheet, throws. */
export async function claimBatch(
  db: Db,
  context: RunContext,
  batch: { number: number; round: number; hash: string },
  keys: readonly string[],
): Promise<Claim> {
  const { sheetId, runId, tableOid } = context;
  const fence = await one<Fence>(db, { name: 'claim_batch', text: CLAIM }, [
    sheetId,
    runId,
    batch.number,
    batch.round,
    batch.hash,
    tableOid,
    keys,
  ]);
  if (!fence.claimed) {
    const stored = await maybeOne<{ hash: string; answer: unknown }>(db, STORED, [sheetId, runId, batch.number]);
    if (stored !== null && stored.hash === batch.hash) return { state: 'stored', answer: stored.answer };
    throw new Problem('batch_differs', { number: batch.number });
  }
  if (context.mode === 'verify') throw new Problem('verify_writes_nothing');
  checkRunning(fence.status);
  if (!fence.holdsLease) throw new Problem('lease_lost');
  if (fence.round !== 0 && fence.round !== batch.round) {
    throw new Problem('stale_round', { sent: batch.round, round: fence.round });
  }
  if (!fence.compared) throw new Problem('compare_needed');
  if (fence.hash !== context.catalogHash) throw new Problem('contract_changed');
  if (fence.guardRun) throw new Problem('run_held');
  const { duplicates, lookAlikes, guardColumns, isWatched, hasEntries } = fence;
  return { state: 'claimed', duplicates, lookAlikes, guardColumns, isWatched, hasEntries };
}

interface Fence {
  readonly claimed: boolean;
  readonly status: string;
  readonly round: number;
  readonly compared: boolean;
  readonly duplicates: readonly string[];
  readonly lookAlikes: readonly string[];
  readonly guardColumns: readonly string[];
  readonly guardRun: boolean;
  readonly isWatched: boolean;
  readonly hasEntries: boolean;
  readonly holdsLease: boolean;
  readonly hash: string | null;
}

const CLAIM = /* sql */ `
  WITH claim AS (
    INSERT INTO batches (sheet_id, run_id, number, round, body_hash, answer)
    VALUES ($1::uuid, $2::uuid, $3::int, $4::int, $5::text, '{}') ON CONFLICT DO NOTHING RETURNING number)
  SELECT (SELECT count(*) > 0 FROM claim) AS claimed, r.status, r.round, r.compared IS NOT NULL AS compared,
         ARRAY(SELECT k FROM unnest($7::text[]) AS k WHERE k = ANY (r.duplicate_keys)) AS duplicates,
         ARRAY(SELECT k FROM unnest($7::text[]) AS k WHERE k = ANY (r.look_alike_keys)) AS "lookAlikes",
         r.guard_columns AS "guardColumns", r.guard_run AS "guardRun",
         coalesce(NOT (r.guard_watch->>'isAnswered')::boolean, false) AS "isWatched",
         ${hasEntriesSql('$1::uuid', '$7::text[]')} AS "hasEntries",
         coalesce(s.lease_run_id = r.id, false) AS "holdsLease", ${catalogHashSql('$6::oid')} AS hash
    FROM runs r JOIN sheets s ON s.id = r.sheet_id
   WHERE r.sheet_id = $1::uuid AND r.id = $2::uuid
     FOR KEY SHARE OF s, r`;

const STORED = /* sql */ `
  SELECT body_hash AS hash, answer FROM batches WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND number = $3::int`;

function checkRunning(status: string): void {
  if (status === 'superseded') throw new Problem('lease_lost');
  if (status === 'contract_changed') throw new Problem('contract_changed');
  if (status !== 'running') throw new Problem('run_finished', { status });
}

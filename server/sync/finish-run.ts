// Closes a run: the receipt closes its books, the verification says whether sheet and database are in step. Or a person stops it.
import type { Pool } from 'pg';
import type { FinishAnswer } from '../../shared/protocol.ts';
import { type Db, maybeOne, one, run, transaction } from '../db/query.ts';
import { missingCauses } from '../integrity/missing.ts';
import { makeReceipt, makeVerification } from '../integrity/verification.ts';
import { Problem } from '../problem.ts';
import { compareStaged } from '../rows/compare.ts';
import { rememberSeen } from '../rows/seen.ts';
import { findLookAlikes } from './compare-run.ts';
import { lockForCompare, lockRecord } from './fence.ts';
import { notWritten } from './guard-verdict.ts';
import { keepBack, toStore } from './keep-back.ts';
import { freeLease } from './lease.ts';
import type { RunContext } from './run-context.ts';
import { findRun, type RunRecord, type StoredComparison } from './run-record.ts';
import { dropAllParts, isStaged, stagedWithout } from './stage-part.ts';
import { examined, forgetExamined } from './values-run.ts';

/** What the run was told when it finished, however its table has changed since; null where it did not. */
export async function finishedAnswer(db: Db, sheetId: string, runId: string): Promise<FinishAnswer | null> {
  const record = await findRun(db, sheetId, runId);
  return record === null ? null : storedAnswer(record);
}

/** Asked twice, it answers the same. Throws `compare_needed` where what is in the sheet is not known. */
export async function finishRun(pool: Pool, context: RunContext): Promise<FinishAnswer> {
  return transaction(pool, async (db) => {
    const stored = storedAnswer(await lockRecord(db, context));
    if (stored !== null) return stored;
    const record = await lockForCompare(db, context);
    const compared = await lastComparison(db, context, record);
    const guard = await notWritten(db, context, record, compared);
    const receipt = makeReceipt(compared, guard.overwritten);
    if (compared !== record.compared) await forgetExamined(db, context);
    const looked = await examined(db, context, record.round);
    const { now } = await one<{ now: Date }>(db, 'SELECT now() AS now');
    const causes = await missingCauses(db, context, compared.missingKeys);
    const { columns, binding } = context;
    const verification = makeVerification(compared, looked, columns, binding.columns, now, causes, guard);
    const status = verification.passed ? 'completed' : 'completed_with_problems';
    const values = [
      context.sheetId,
      context.runId,
      status,
      JSON.stringify(receipt),
      JSON.stringify(verification),
      JSON.stringify(compared),
    ];
    const { durationMs } = await one<{ durationMs: number }>(db, CLOSE, values);
    await rememberSeen(db, { ...context, round: record.round }, compared.seen);
    await freeLease(db, context.sheetId, context.runId);
    await dropAllParts(db, context);
    return { status, receipt, verification, durationMs, rowsPerSecond: perSecond(receipt.read, durationMs) };
  });
}

const CLOSE = /* sql */ `
  UPDATE runs SET status = $3::text, receipt = $4::jsonb, verification = $5::jsonb, compared = $6::jsonb, finished_at = now(),
         duration_ms = greatest(1, extract(epoch FROM clock_timestamp() - started_at) * 1000)::int
   WHERE sheet_id = $1::uuid AND id = $2::uuid RETURNING duration_ms AS "durationMs"`;

/** What landed since the last compare is compared here, so that the books never speak of an earlier state. */
async function lastComparison(db: Db, context: RunContext, record: RunRecord): Promise<StoredComparison> {
  const { sheetId, runId, shape } = context;
  if (record.compared === null) throw new Problem('compare_needed');
  const landed = await maybeOne(db, LANDED, [sheetId, runId, record.round]);
  if (landed === null) return record.compared;
  if (!(await isStaged(db, context, record.round))) throw new Problem('compare_needed');
  const at = { sheetId, runId, round: record.round };
  const without = await stagedWithout(db, at, record.round);
  const found = await compareStaged(db, shape, at, undefined, without);
  const { positions } = await keepBack(db, context, record, at, found);
  return toStore(found, await findLookAlikes(db, context, record.round, found), positions, without);
}

const LANDED = /* sql */ `
  SELECT 1 FROM batches WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int LIMIT 1`;

function storedAnswer({ status, receipt, verification, durationMs }: RunRecord): FinishAnswer | null {
  if (receipt === null || verification === null || durationMs === null) return null;
  if (status !== 'completed' && status !== 'completed_with_problems') return null;
  return { status, receipt, verification, durationMs, rowsPerSecond: perSecond(receipt.read, durationMs) };
}

const perSecond = (rows: number, durationMs: number): number =>
  Math.round((rows / Math.max(1, durationMs)) * 10_000) / 10;

export interface AbandonAnswer {
  readonly status: 'abandoned';
  readonly batches: number;
  readonly inserted: number;
  readonly updated: number;
}

/** Stop: the sheet is free again; every batch that landed stays, none is half-written. Asked twice, it answers the same. */
export async function abandonRun(pool: Pool, sheetId: string, runId: string): Promise<AbandonAnswer> {
  return transaction(pool, async (db) => {
    const known = await findRun(db, sheetId, runId);
    if (known === null) throw new Problem('unknown_run');
    const record = await lockRecord(db, { mode: known.mode, sheetId, runId });
    if (record.status === 'running') await run(db, ABANDON, [sheetId, runId]);
    else if (record.status !== 'abandoned') throw new Problem('run_finished', { status: record.status });
    await freeLease(db, sheetId, runId);
    await dropAllParts(db, { sheetId, runId });
    return { status: 'abandoned', ...(await one<Omit<AbandonAnswer, 'status'>>(db, LANDED_COUNTS, [sheetId, runId])) };
  });
}

const ABANDON = /* sql */ `UPDATE runs SET status = 'abandoned', finished_at = now() WHERE sheet_id = $1::uuid AND id = $2::uuid`;

const LANDED_COUNTS = /* sql */ `
  SELECT count(*)::int AS batches, coalesce(sum((answer->>'inserted')::int), 0)::int AS inserted,
         coalesce(sum((answer->>'updated')::int), 0)::int AS updated
    FROM batches WHERE sheet_id = $1::uuid AND run_id = $2::uuid`;

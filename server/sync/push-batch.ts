// One batch: claimed, written and answered in one transaction. Good rows land; each bad one is named by its cells.
import pRetry from 'p-retry';
import type { Pool } from 'pg';
import type { BatchAnswer, BatchRequest } from '../../shared/protocol.ts';
import { type Db, transaction } from '../db/query.ts';
import { isDataError, isTransient } from '../db/sqlstate.ts';
import type { RowShape } from '../rows/row-shape.ts';
import { type RowOutcome, type RowToWrite, type WriteContext, writeBatch, writeEachRow } from '../rows/upsert.ts';
import { keysOfOneBuyer } from '../sheets/look-alike-answers.ts';
import { checkRows } from './check-rows.ts';
import { claimBatch } from './fence.ts';
import {
  type JudgedRow,
  judgeRows,
  type RejectedBatchRow,
  recordFailures,
  rejectRefused,
  withhold,
} from './judge-rows.ts';
import type { RunContext } from './run-context.ts';
import { touchRun } from './run-record.ts';

/** The same number with the same body answers the same. Throws the fence's problems and the batch's own (`batch_too_large` …). */
export async function pushBatch(
  pool: Pool,
  context: RunContext,
  number: number,
  body: BatchRequest,
  hash: string,
): Promise<BatchAnswer> {
  checkRows(context, body.rows);
  const judged = judgeRows(context, body.rows);
  const sound = sortedRows(judged);
  const batch = { number, round: body.round, hash };
  const write = (eachRow: boolean) => () => writeAndAnswer(pool, context, batch, judged, sound, eachRow);
  const answer = await onceMore(write(false)).catch((error) => {
    if (error instanceof UnlikeError || isDataError(error)) return onceMore(write(true));
    throw error;
  });
  await keepAlive(pool, context);
  return answer;
}

/** Batches come faster than a run's life sign is written: one a second asks the database, the others are spared the way. */
async function keepAlive(pool: Pool, context: RunContext): Promise<void> {
  const now = performance.now();
  if (now - (LAST_SIGNS.get(context) ?? Number.NEGATIVE_INFINITY) < 1000) return;
  LAST_SIGNS.set(context, now);
  await touchRun(pool, context.sheetId, context.runId);
}

const LAST_SIGNS = new WeakMap<RunContext, number>();

/** A value did not read back as written: the batch is taken apart to find the row. */
class UnlikeError extends Error {}

/** Passing states are tried once more, at once. */
function onceMore<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, { retries: 1, minTimeout: 50, shouldRetry: ({ error }) => isTransient(error) });
}

function writeAndAnswer(
  pool: Pool,
  context: RunContext,
  batch: { number: number; round: number; hash: string },
  judged: readonly JudgedRow[],
  sound: readonly RowToWrite[],
  eachRow: boolean,
): Promise<BatchAnswer> {
  return transaction(pool, async (db) => {
    const keys = sound.flatMap((row) => row.cells[context.binding.keyPosition] ?? []);
    const claim = await claimBatch(db, context, batch, keys);
    if (claim.state === 'stored') return claim.answer as BatchAnswer;
    const ofOneBuyer = await keysOfOneBuyer(db, context.sheetId, claim.lookAlikes);
    const withheld = withhold(context, judged, claim, ofOneBuyer);
    const rows =
      withheld.length === 0 ? sound : sound.filter((row) => !withheld.some((held) => held.rowNumber === row.rowNumber));
    const at = { sheetId: context.sheetId, runId: context.runId, round: batch.round, batch: batch.number };
    const outcomes = eachRow
      ? await writeOneByOne(db, context.shape, rows, at)
      : await writeBatch(db, context.shape, rows, at);
    if (outcomes === null) throw new UnlikeError();
    const refused = await rejectRefused(db, context, rows, outcomes);
    const rejected = [...judged.filter((row) => row.errors.length > 0), ...withheld, ...refused];
    await recordFailures(db, context, at, rejected);
    return storeAnswer(db, context, batch.number, makeAnswer(outcomes, rejected));
  });
}

/** Constraints asked at the end of a transaction are asked after each row here, so that the row to blame is known. */
async function writeOneByOne(
  db: Db,
  shape: RowShape,
  rows: readonly RowToWrite[],
  at: WriteContext,
): Promise<RowOutcome[]> {
  await db.query('SET CONSTRAINTS ALL IMMEDIATE');
  const outcomes = await writeEachRow(db, shape, rows, at);
  // A value that another row of the batch still had, or brought only later: tried again for as long as some of them land.
  for (let left = conflicts(outcomes); left.length > 0; ) {
    const again = left.flatMap((index) => rows[index] ?? []);
    const next = await writeEachRow(db, shape, again, at);
    for (const [n, index] of left.entries()) {
      const outcome = next[n];
      if (outcome !== undefined) outcomes[index] = outcome;
    }
    const still = conflicts(outcomes);
    if (still.length === left.length) break;
    left = still;
  }
  return outcomes;
}

/** Positions of the rows that stand in conflict with other rows: those of this batch may still give way. */
function conflicts(outcomes: readonly RowOutcome[]): number[] {
  const failed = outcomes.flatMap((row, index) =>
    row.outcome === 'failed' && ['23505', '23P01', '23503'].includes(row.sqlstate) ? [index] : [],
  );
  return failed.length < outcomes.length ? failed : [];
}

function makeAnswer(outcomes: readonly RowOutcome[], rejected: readonly RejectedBatchRow[]): BatchAnswer {
  const count = (name: RowOutcome['outcome']) => outcomes.filter((row) => row.outcome === name).length;
  return {
    inserted: count('inserted'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: rejected.map(({ rowNumber, key, retryable, errors }) => ({
      rowNumber,
      key,
      retryable,
      queued: false,
      errors,
    })),
  };
}

async function storeAnswer(
  db: Db,
  { sheetId, runId }: RunContext,
  number: number,
  answer: BatchAnswer,
): Promise<BatchAnswer> {
  await db.query({ name: 'store_answer', text: STORE, values: [sheetId, runId, number, JSON.stringify(answer)] });
  return answer;
}

const STORE = /* sql */ `
  UPDATE batches SET answer = $4::jsonb WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND number = $3::int`;

/** By key, so that two clients writing the same keys never wait for each other in a circle. */
function sortedRows(judged: readonly JudgedRow[]): RowToWrite[] {
  const rows = judged.filter((row) => row.errors.length === 0);
  return rows.sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}

// One batch: claimed, written and answered in one transaction. Good rows land; each bad one is named by its cells.
import pRetry from 'p-retry';
import type { Pool } from 'pg';
import type { BatchAnswer, BatchRequest } from '../../shared/protocol.ts';
import { type Db, transaction } from '../db/query.ts';
import { isDataError, isTransient } from '../db/sqlstate.ts';
import { dropEntries, lockEntries } from '../failures/enqueue.ts';
import { ourFrames } from '../failures/stack.ts';
import { type RowOutcome, type RowToWrite, writeBatch } from '../rows/upsert.ts';
import { keysOfOneBuyer } from '../sheets/look-alike-answers.ts';
import { checkRows } from './check-rows.ts';
import { claimBatch } from './fence.ts';
import { judgeBatch } from './guard-batch.ts';
import {
  type JudgedRow,
  judgeRows,
  judgeWithout,
  type RejectedBatchRow,
  recordFailures,
  rejectRefused,
  withhold,
} from './judge-rows.ts';
import { queueRejected } from './queue-rejected.ts';
import type { RunContext } from './run-context.ts';
import { touchRun } from './run-record.ts';
import { writeOneByOne } from './write-each.ts';

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
  const write = (refusal: unknown) => () => writeAndAnswer(pool, context, batch, judged, sound, refusal);
  const answer = await onceMore(write(null)).catch((error) => {
    if (error instanceof UnlikeError || isDataError(error)) return onceMore(write(error));
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

/** `refusal` is what the batch as a whole met before: its rows are then written one by one. */
function writeAndAnswer(
  pool: Pool,
  context: RunContext,
  batch: { number: number; round: number; hash: string },
  sent: readonly JudgedRow[],
  soundSent: readonly RowToWrite[],
  refusal: unknown,
): Promise<BatchAnswer> {
  return transaction(pool, async (db) => {
    const keys = sent.flatMap((row) => row.key ?? []);
    const claim = await claimBatch(db, context, batch, keys);
    if (claim.state === 'stored') return claim.answer as BatchAnswer;
    // Before any buyer of it is locked: who retries one has its entry first too.
    if (claim.hasEntries) await lockEntries(db, context.sheetId, keys);
    const held = claim.isWatched ? await judgeBatch(db, context, soundSent) : claim.guardColumns;
    const judged = held.length === 0 ? sent : judgeWithout(context, sent, held);
    const sound = held.length === 0 ? soundSent : sortedRows(judged);
    const ofOneBuyer = await keysOfOneBuyer(db, context.sheetId, claim.lookAlikes);
    const withheld = withhold(context, judged, claim, ofOneBuyer);
    const rows =
      withheld.length === 0
        ? sound
        : sound.filter((row) => !withheld.some((other) => other.rowNumber === row.rowNumber));
    const at = { sheetId: context.sheetId, runId: context.runId, round: batch.round, batch: batch.number };
    const outcomes =
      refusal === null
        ? await writeBatch(db, context.shape, rows, at)
        : await writeOneByOne(db, context.shape, rows, at);
    if (outcomes === null) throw new UnlikeError();
    const refused = await rejectRefused(db, context, rows, outcomes);
    const unfit = judged.filter((row) => row.errors.length > 0).map((row) => withoutRetry(row, claim));
    const rejected = [...unfit, ...withheld, ...refused];
    await recordFailures(db, context, at, rejected, ourFrames(refusal));
    if (claim.hasEntries) await dropEntries(db, context.sheetId, keysDone(context, rows, outcomes, rejected));
    const queued = await queueRejected(db, context, judged, rejected);
    return storeAnswer(db, context, batch.number, makeAnswer(outcomes, rejected, queued));
  });
}

/** A row of a key that the last compare withheld is not tried again, whatever else is wrong with it. */
function withoutRetry(
  row: RejectedBatchRow,
  { duplicates, lookAlikes }: { readonly duplicates: readonly string[]; readonly lookAlikes: readonly string[] },
): RejectedBatchRow {
  const isWithheld = row.key !== null && (duplicates.includes(row.key) || lookAlikes.includes(row.key));
  return isWithheld ? { ...row, retryable: false } : row;
}

/** Keys that wait no more: written, found equal, or refused for good. */
function keysDone(
  { binding }: RunContext,
  rows: readonly RowToWrite[],
  outcomes: readonly RowOutcome[],
  rejected: readonly RejectedBatchRow[],
): readonly string[] {
  const written = rows.filter((_, at) => outcomes[at]?.outcome !== 'failed');
  const forGood = rejected.filter((row) => !row.retryable);
  return [...written.map((row) => row.cells[binding.keyPosition]), ...forGood.map((row) => row.key)].filter(
    (key) => key !== null && key !== undefined,
  );
}

function makeAnswer(
  outcomes: readonly RowOutcome[],
  rejected: readonly RejectedBatchRow[],
  queued: ReadonlySet<string>,
): BatchAnswer {
  const count = (name: RowOutcome['outcome']) => outcomes.filter((row) => row.outcome === name).length;
  return {
    inserted: count('inserted'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: rejected.map(({ rowNumber, key, retryable, errors }) => ({
      rowNumber,
      key,
      retryable,
      queued: retryable && key !== null && queued.has(key),
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

// After the last compare: the rows that differ are sent with their values, and come back as mismatches with their cause.
import type { Pool } from 'pg';
import { BATCH_SIZE, type Mismatch, type ValuesAnswer, type ValuesRequest } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { many, one, run, transaction } from '../db/query.ts';
import { findMismatches } from '../integrity/values.ts';
import type { Examined } from '../integrity/verification.ts';
import { Problem } from '../problem.ts';
import type { RunContext } from './run-context.ts';
import { touchRun } from './run-record.ts';

const MAX_KEPT = 1000;

/** The same number sent again in a round replaces what it said before. Throws `compare_needed` before the first compare. */
export async function examineValues(
  pool: Pool,
  context: RunContext,
  number: number,
  body: ValuesRequest,
  hash: string,
): Promise<ValuesAnswer> {
  if (body.rows.length > BATCH_SIZE)
    throw new Problem('batch_too_large', { limit: BATCH_SIZE, actual: body.rows.length });
  const expected = context.binding.columns.length;
  const wrong = body.rows.find((row) => row.cells.length !== expected);
  if (wrong)
    throw new Problem('wrong_column_count', { rowNumber: wrong.rowNumber, actual: wrong.cells.length, expected });
  await touchRun(pool, context.sheetId, context.runId);
  return transaction(pool, async (db) => {
    const { round, status } = await one<{ round: number; status: string }>(db, ROUND, [context.sheetId, context.runId]);
    if (status !== 'running') throw new Problem('run_finished', { status });
    if (round === 0) throw new Problem('compare_needed');
    const mismatches = await findMismatches(db, context.shape, context.binding, context, body.rows);
    const rows = new Set(mismatches.map((mismatch) => mismatch.buyerNumber)).size;
    const kept = JSON.stringify(mismatches.slice(0, MAX_KEPT));
    await run(db, KEEP, [context.sheetId, context.runId, round, number, rows, mismatches.length, hash, kept]);
    return { mismatches };
  });
}

const ROUND = /* sql */ `
  SELECT round, status FROM runs WHERE sheet_id = $1::uuid AND id = $2::uuid FOR KEY SHARE`;

const KEEP = /* sql */ `
  INSERT INTO mismatches (sheet_id, run_id, round, number, rows, found, body_hash, answer)
  VALUES ($1::uuid, $2::uuid, $3::int, $4::int, $5::int, $6::int, $7::text, $8::jsonb)
  ON CONFLICT (sheet_id, run_id, round, number) DO UPDATE
     SET rows = excluded.rows, found = excluded.found, body_hash = excluded.body_hash, answer = excluded.answer`;

/** What the values of the run's last round showed. */
export async function examined(db: Db, context: RunContext, round: number): Promise<Examined> {
  const lines = await many<{ rows: number; found: number; answer: Mismatch[] }>(db, EXAMINED, [
    context.sheetId,
    context.runId,
    round,
  ]);
  return {
    mismatches: lines.flatMap((line) => line.answer).slice(0, MAX_KEPT),
    found: lines.reduce((sum, line) => sum + line.found, 0),
    rows: lines.reduce((sum, line) => sum + line.rows, 0),
  };
}

const EXAMINED = /* sql */ `
  SELECT rows, found, answer FROM mismatches
   WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int ORDER BY number`;

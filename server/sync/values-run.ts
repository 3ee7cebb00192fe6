// After the last compare: the rows that differ are sent with their values, and come back as mismatches with their cause.
import type { Pool } from 'pg';
import { badCharacter } from '../../shared/canonical-text.ts';
import { checkCanonical } from '../../shared/check-canonical.ts';
import type { BatchRow, Mismatch, ValuesAnswer, ValuesRequest } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { many, one, run, transaction } from '../db/query.ts';
import { findMismatches } from '../integrity/values.ts';
import type { Examined } from '../integrity/verification.ts';
import { Problem } from '../problem.ts';
import { checkRows } from './check-rows.ts';
import type { RunContext } from './run-context.ts';
import { touchRun } from './run-record.ts';

const MAX_KEPT = 1000;

/** The same number sent again in a round replaces what it said before. Throws `compare_needed` before the first compare. */
export async function examineValues(
  pool: Pool,
  context: RunContext,
  number: number,
  body: ValuesRequest,
): Promise<ValuesAnswer> {
  checkRows(context, body.rows);
  const sound = body.rows.filter((row) => isStorable(context, row));
  await touchRun(pool, context.sheetId, context.runId);
  return transaction(pool, async (db) => {
    const { round, status } = await one<{ round: number; status: string }>(db, ROUND, [context.sheetId, context.runId]);
    if (status !== 'running') throw new Problem('run_finished', { status });
    if (round === 0) throw new Problem('compare_needed');
    const mismatches = await findMismatches(db, context.shape, context.binding, context, sound);
    const rows = new Set(mismatches.map((mismatch) => mismatch.buyerNumber)).size;
    const kept = JSON.stringify(mismatches.slice(0, MAX_KEPT));
    await run(db, KEEP, [context.sheetId, context.runId, round, number, rows, mismatches.length, kept]);
    return { mismatches };
  });
}

/** A row whose key fits no key of the table, or that holds what no text may, equals nothing: it was told as an error. */
function isStorable({ binding }: RunContext, { cells }: BatchRow): boolean {
  const key = binding.columns[binding.keyPosition];
  const text = cells[binding.keyPosition] ?? null;
  if (key === undefined || text === null || checkCanonical(key.parsed, text, key.notNull) !== null) return false;
  return cells.every((cell) => cell === null || badCharacter(cell) === null);
}

const ROUND = /* sql */ `
  SELECT round, status FROM runs WHERE sheet_id = $1::uuid AND id = $2::uuid FOR KEY SHARE`;

const KEEP = /* sql */ `
  INSERT INTO mismatches (sheet_id, run_id, round, number, rows, found, answer)
  VALUES ($1::uuid, $2::uuid, $3::int, $4::int, $5::int, $6::int, $7::jsonb)
  ON CONFLICT (sheet_id, run_id, round, number) DO UPDATE
     SET rows = excluded.rows, found = excluded.found, answer = excluded.answer`;

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

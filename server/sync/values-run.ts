// After the last compare: the rows that differ are sent with their values, and come back as mismatches with their cause.
import type { Pool } from 'pg';
import { badCharacter } from '../../shared/canonical-text.ts';
import { checkCanonical } from '../../shared/check-canonical.ts';
import type { BatchRow, Mismatch, MismatchGroup, ValuesAnswer, ValuesRequest } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { many, one, run, transaction } from '../db/query.ts';
import { groupMismatches, mergeGroups } from '../integrity/groups.ts';
import { findMismatches } from '../integrity/values.ts';
import type { Examined } from '../integrity/verification.ts';
import { Problem } from '../problem.ts';
import { openHolds } from '../sheets/holds.ts';
import { checkRows } from './check-rows.ts';
import type { RunContext } from './run-context.ts';
import { touchRun } from './run-record.ts';

/** Fields kept of a part of 100 rows, and of a run in its own answer; all of them are counted. */
const MAX_KEPT = 10_000;
const MAX_ANSWERED = 1000;

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
    const waiting = await openHolds(db, context.sheetId);
    const held = new Set(waiting.flatMap(({ scope, column }) => (scope === 'column' ? [column] : [])));
    const mismatches = await findMismatches(db, context.shape, context.binding, context, sound, held);
    const rows = new Set(mismatches.map((mismatch) => mismatch.buyerNumber)).size;
    const kept = JSON.stringify(mismatches.slice(0, MAX_KEPT));
    const groups = JSON.stringify(groupMismatches(mismatches));
    await run(db, KEEP, [context.sheetId, context.runId, round, number, rows, mismatches.length, kept, groups]);
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
  INSERT INTO mismatches (sheet_id, run_id, round, number, rows, found, answer, groups)
  VALUES ($1::uuid, $2::uuid, $3::int, $4::int, $5::int, $6::int, $7::jsonb, $8::jsonb)
  ON CONFLICT (sheet_id, run_id, round, number) DO UPDATE
     SET rows = excluded.rows, found = excluded.found, answer = excluded.answer, groups = excluded.groups`;

/** What the values of the run's last round showed. */
export async function examined(db: Db, context: RunContext, round: number): Promise<Examined> {
  const values = [context.sheetId, context.runId, round, MAX_ANSWERED];
  const lines = await many<ExaminedPart>(db, EXAMINED, values);
  return {
    mismatches: lines.flatMap((line) => line.answer).slice(0, MAX_ANSWERED),
    groups: mergeGroups(lines.flatMap((line) => line.groups)),
    found: lines.reduce((sum, line) => sum + line.found, 0),
    rows: lines.reduce((sum, line) => sum + line.rows, 0),
  };
}

interface ExaminedPart {
  readonly rows: number;
  readonly found: number;
  readonly groups: readonly MismatchGroup[];
  readonly answer: readonly Mismatch[];
}

/** Only the first parts are read whole. */
const EXAMINED = /* sql */ `
  SELECT rows, found, groups, CASE WHEN sum(found) OVER (ORDER BY number) - found < $4::int THEN answer ELSE '[]' END AS answer
    FROM mismatches WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int ORDER BY number`;

/** Batches landed since: what was found different is not so any more. */
export const forgetExamined = (db: Db, { sheetId, runId }: RunContext): Promise<number> =>
  run(db, FORGET, [sheetId, runId]);

const FORGET = /* sql */ `DELETE FROM mismatches WHERE sheet_id = $1::uuid AND run_id = $2::uuid`;

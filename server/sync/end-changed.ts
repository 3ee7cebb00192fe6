// How a request of a run fails for all its rows: where its table or headers changed the run ends, and its sheet is free for the
// next one at once; what nobody expected is written down.
import type { Pool } from 'pg';
import { run, transaction } from '../db/query.ts';
import { isRefusal, isTransient } from '../db/sqlstate.ts';
import { Problem } from '../problem.ts';
import { freeLease } from './lease.ts';
import { logUnexpected } from './log-unexpected.ts';
import { dropAllParts } from './stage-part.ts';

/** Does the work of one request of a run; throws what it throws. */
export async function endWhereChanged<T>(
  pool: Pool,
  sheetId: string,
  runId: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const changed = error instanceof Problem ? error.code === 'contract_changed' : isRefusal(error);
    if (!(error instanceof Problem) && !isTransient(error)) await logUnexpected(pool, sheetId, runId, error);
    if (changed) await endChanged(pool, sheetId, runId);
    throw error;
  }
}

async function endChanged(pool: Pool, sheetId: string, runId: string): Promise<void> {
  await transaction(pool, async (db) => {
    await freeLease(db, sheetId, runId);
    await run(db, END, [sheetId, runId]);
    await dropAllParts(db, { sheetId, runId });
  });
}

const END = /* sql */ `
  UPDATE runs SET status = 'contract_changed', finished_at = now()
   WHERE sheet_id = $1::uuid AND id = $2::uuid AND status IN ('running', 'abandoned')`;

// A person's yes or no to what a run holds. The yes is for what was compared then; the next compare of the sheet goes by it.
import type { Pool } from 'pg';
import type { HoldDecided, HoldDecision } from '../../shared/protocol.ts';
import { transaction } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { abandonRun } from './finish-run.ts';
import { runHolds } from './guard-record.ts';
import { decideHolds } from './hold-record.ts';
import { findRun } from './run-record.ts';

/** Throws `unknown_run`; `nothing_held` where the run holds none of it. A run that is wholly held and still under way ends with a no. */
export async function decideRun(
  pool: Pool,
  sheetId: string,
  runId: string,
  state: 'released' | 'discarded',
  { columns, always = false, by }: HoldDecision & { readonly by: string },
): Promise<HoldDecided> {
  const { holds, ends } = await transaction(pool, async (db) => {
    const record = await findRun(db, sheetId, runId);
    if (record === null) throw new Problem('unknown_run');
    const held = await runHolds(db, sheetId, runId);
    const meant = columns === undefined ? held : held.filter((hold) => columns.includes(hold.column));
    const unheld = (columns ?? []).filter((column) => !held.some((hold) => hold.column === column));
    if (meant.length === 0 || unheld.length > 0) throw new Problem('nothing_held', { columns: unheld });
    const isWhole = meant.some((hold) => hold.scope === 'run');
    if (always && (isWhole || state === 'discarded'))
      throw new Problem('invalid_body', { path: 'always', expected: 'only with the release of columns' });
    const ids = meant.map((hold) => hold.id);
    await decideHolds(db, sheetId, ids, { state, always, by });
    const decided = (await runHolds(db, sheetId, runId)).filter((hold) => ids.includes(hold.id));
    return { holds: decided, ends: isWhole && state === 'discarded' && record.status === 'running' };
  });
  if (ends) await abandonRun(pool, sheetId, runId);
  return { holds };
}

// What a run has to say at its end of what the guard kept back.
import type { Db } from '../db/query.ts';
import type { Guard } from '../integrity/verification.ts';
import { runHolds } from './guard-record.ts';
import type { RunContext } from './run-context.ts';
import type { RunRecord, StoredComparison } from './run-record.ts';

/** `overwritten`: rows of the first compare that were changed in the database, as far as this run may have written them. */
export async function notWritten(
  db: Db,
  { sheetId, runId, binding, mode }: RunContext,
  { guardRun, guardColumns, guardHolds, overwritten, trigger }: RunRecord,
  { without = [] }: StoredComparison,
): Promise<Guard & { readonly overwritten: number }> {
  const holds = guardHolds.length === 0 ? [] : await runHolds(db, sheetId, runId);
  const gone = guardRun ? holds.find((hold) => hold.scope === 'run') : undefined;
  const columns = binding.columns.flatMap(({ column, header }, position) => {
    if (!without.includes(position) && !guardColumns.includes(column)) return [];
    const hold = holds.findLast((other) => other.scope === 'column' && other.column === column);
    return [{ header, reason: hold === undefined ? 'held_by_client' : `guard_${hold.reason}` }];
  });
  const writes = mode === 'sync' && trigger !== 'schedule' && !guardRun;
  return {
    runHeld: gone === undefined ? null : { rows: gone.rows, of: gone.of },
    columns,
    overwritten: writes ? (overwritten ?? 0) : 0,
  };
}

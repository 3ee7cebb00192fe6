// Which rejected rows of a batch wait in the retry queue: those that may pass later, by nobody's help or after a change of the table.
import type { Db } from '../db/query.ts';
import { enqueue, type RefusedRow } from '../failures/enqueue.ts';
import type { JudgedRow, RejectedBatchRow } from './judge-rows.ts';
import type { RunContext } from './run-context.ts';

/** The keys that wait now. What was given up before, as it is, waits no more. */
export async function queueRejected(
  db: Db,
  context: RunContext,
  judged: readonly JudgedRow[],
  rejected: readonly RejectedBatchRow[],
): Promise<ReadonlySet<string>> {
  const retryable = rejected.filter((row) => row.retryable);
  if (retryable.length === 0) return new Set();
  const byKey = new Map(judged.map((row) => [row.key, row]));
  const rows = retryable.flatMap(({ key, errors }) => {
    const row = byKey.get(key);
    return key === null || row === undefined ? [] : [{ ...toStore(context, key, row), errors }];
  });
  return enqueue(db, context, rows);
}

/** What stands in a held cell is nobody's business: it is not kept. */
function toStore({ binding }: RunContext, key: string, row: JudgedRow): Omit<RefusedRow, 'errors'> {
  const { rowNumber, cells, held, unhashed, fingerprint } = row;
  const columns = binding.columns.map(({ column, header, index }, position) => ({
    position,
    cell: { column, header, index, text: cells[position] ?? null },
  }));
  return {
    key,
    rowNumber,
    cells: columns.filter(({ position }) => !held.includes(position)).map(({ cell }) => cell),
    held: columns.filter(({ position }) => held.includes(position)).map(({ cell }) => cell.column),
    fingerprint,
    covers: columns.filter(({ position }) => !unhashed.includes(position)).map(({ cell }) => cell.column),
  };
}

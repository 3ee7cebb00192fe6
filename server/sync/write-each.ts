// Rows written one by one, so that the good ones land and each refusal is known by its row.
import type { Db } from '../db/query.ts';
import type { RowShape } from '../rows/row-shape.ts';
import { type RowOutcome, type RowToWrite, type WriteContext, writeEachRow } from '../rows/upsert.ts';

/** Constraints asked at the end of a transaction are asked after each row here, so that the row to blame is known. */
export async function writeOneByOne(
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

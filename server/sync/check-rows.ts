// Rows of a batch, or of values, as the contract wants them: at most 100, a cell for each synced column, held positions within them.
import { BATCH_SIZE, type BatchRow } from '../../shared/protocol.ts';
import { Problem } from '../problem.ts';
import type { RunContext } from './run-context.ts';

/** Throws `batch_too_large`, `wrong_column_count` or `invalid_body`. */
export function checkRows({ binding }: RunContext, rows: readonly BatchRow[], limit = BATCH_SIZE): void {
  if (rows.length > limit) throw new Problem('batch_too_large', { limit, actual: rows.length });
  const expected = binding.columns.length;
  const wrong = rows.find((row) => row.cells.length !== expected);
  if (wrong)
    throw new Problem('wrong_column_count', { rowNumber: wrong.rowNumber, actual: wrong.cells.length, expected });
  const outside = rows.find((row) =>
    row.held?.some((position) => position >= expected || position === binding.keyPosition),
  );
  if (outside)
    throw new Problem('invalid_body', { path: 'held', expected: 'positions in cells, never that of the key' });
}

// What failed for all rows at once, and is no passing state: in the error log once per run, with where it came up and never with
// what the database said.
import type { Pool } from 'pg';
import type { CellError } from '../../shared/protocol.ts';
import { isRefusal, sqlstateOf } from '../db/sqlstate.ts';
import { type Failure, logFailures } from '../failures/error-log.ts';
import { ourFrames } from '../failures/stack.ts';
import { Problem } from '../problem.ts';

/** `key`: the buyer whose row met it, where it was one. Never throws: what failed is what is told. */
export async function logUnexpected(
  pool: Pool,
  sheetId: string,
  runId: string,
  error: unknown,
  key: string | null = null,
): Promise<void> {
  const failure: Failure = {
    key,
    rowNumber: null,
    error: inOurWords(error),
    sqlstate: sqlstateOf(error),
    retryable: false,
    stack: ourFrames(error),
  };
  await logFailures(pool, sheetId, runId, [failure]).catch(() => undefined);
}

function inOurWords(error: unknown): CellError {
  const { code, message } = asProblem(error);
  const nowhere = { cell: null, header: null, column: null, limit: null, actual: null };
  return { ...nowhere, errorType: 'unknown', code, message, fix: '' };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return isRefusal(error)
    ? new Problem('database_refuses', { sqlstate: sqlstateOf(error) }, error)
    : new Problem('internal', {}, error);
}

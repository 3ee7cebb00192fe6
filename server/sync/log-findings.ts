// What a compare finds wrong with rows of the sheet goes to the error log, once per run: in our words, whoever found it.
import { cellAddress } from '../../shared/a1.ts';
import type { FaultCode } from '../../shared/cell.ts';
import { CELL_FAULTS, toCellError, toRowError } from '../../shared/cell-fault-text.ts';
import type { CellError, RejectedRow } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { type Failure, logFailures } from '../failures/error-log.ts';
import type { Comparison } from '../rows/compare.ts';
import type { RunContext } from './run-context.ts';

export interface NamedLookAlike {
  readonly key: string;
  readonly otherKey: string;
  readonly position: number;
  readonly rowNumber: number;
  /** A person said that the two are one buyer. */
  readonly isSame: boolean;
}

/** Rows a client could not make canonical. Its words are not taken over, only its codes and numbers. */
export function logUnreadable(db: Db, context: RunContext, rejected: readonly RejectedRow[]): Promise<void> {
  const failures = rejected.flatMap(({ rowNumber, key, errors }) =>
    errors.map((error) => failure(key, rowNumber, ownWords(context, rowNumber, error))),
  );
  return logFailures(db, context.sheetId, context.runId, failures);
}

function ownWords(context: RunContext, rowNumber: number, error: CellError): CellError {
  const column = context.binding.columns.find((candidate) => candidate.column === error.column);
  const place = {
    cell: column === undefined ? null : cellAddress(rowNumber, column.index),
    header: column?.header ?? null,
    column: column?.column ?? null,
    type: column?.type ?? null,
  };
  if (!Object.hasOwn(CELL_FAULTS, error.code)) return toRowError('database_refused', place);
  const { limit, actual } = error;
  const size = { ...(limit === null ? {} : { limit }), ...(actual === null ? {} : { actual }) };
  return toCellError({ code: error.code as FaultCode, ...size }, place);
}

/** Duplicate keys, rows without a key, and keys that look like another. */
export function logFindings(
  db: Db,
  context: RunContext,
  found: Comparison,
  alike: readonly NamedLookAlike[],
): Promise<void> {
  const { binding, sheetId, runId } = context;
  const key = binding.columns[binding.keyPosition];
  const place = (rowNumber: number) => ({
    cell: key === undefined ? null : cellAddress(rowNumber, key.index),
    header: key?.header ?? null,
    column: key?.column ?? null,
  });
  const failures = [
    ...found.duplicates.flatMap(({ key, rowNumbers }) =>
      rowNumbers.map((row) => failure(key, row, toRowError('duplicate_key', place(row), rowNumbers.length))),
    ),
    ...found.blankKeys.map((row) => failure(null, row, toRowError('blank_key', place(row)))),
    ...alike.map(({ key, rowNumber, isSame }) =>
      failure(key, rowNumber, toRowError(isSame ? 'key_same_buyer' : 'key_looks_like', place(rowNumber))),
    ),
  ];
  return logFailures(db, sheetId, runId, failures);
}

const failure = (key: string | null, rowNumber: number, error: CellError): Failure => ({
  key,
  rowNumber,
  error,
  sqlstate: null,
  // What is not at the server cannot be tried again by it.
  retryable: false,
});

// What a refusal of the database means for a row: its type, the words for it, and whether waiting can heal it.
import type { RowFaultCode } from '../../shared/cell-fault-text.ts';
import type { CellError, ErrorType } from '../../shared/protocol.ts';

interface Policy {
  /** Whether the same row can pass later: after the schema, or the data it depends on, was changed. */
  readonly retryable: boolean;
}

const POLICIES: Readonly<Record<ErrorType, Policy>> = {
  field_length: { retryable: true },
  data_type: { retryable: true },
  constraint_violation: { retryable: false },
  unknown: { retryable: true },
};

/** Only where all that stands in the row's way can go away by itself or by a change of the table. */
export const areRetryable = (errors: readonly CellError[]): boolean =>
  errors.every(({ errorType, code }) => POLICIES[errorType].retryable && !NEVER_STORABLE.has(code));

/** What no column of any table takes. */
const NEVER_STORABLE: ReadonlySet<string> = new Set(['invalid_character', 'broken_surrogate']);

/** By SQLSTATE only. Every failure has exactly one type. */
export function errorTypeOf(sqlstate: string): ErrorType {
  if (sqlstate === '22001') return 'field_length';
  if (sqlstate.startsWith('22') || sqlstate === 'RC001') return 'data_type';
  if (sqlstate.startsWith('23') || sqlstate === '21000') return 'constraint_violation';
  return 'unknown';
}

export function rowFaultOf(sqlstate: string): RowFaultCode {
  return ROW_FAULT_BY_STATE[sqlstate] ?? 'database_refused';
}

const ROW_FAULT_BY_STATE: Readonly<Record<string, RowFaultCode>> = {
  '23502': 'not_null_violation',
  '23503': 'foreign_key_violation',
  '23505': 'unique_violation',
  '23514': 'check_violation',
  '23P01': 'unique_violation',
  '21000': 'duplicate_key',
  RC001: 'changed_on_write',
};

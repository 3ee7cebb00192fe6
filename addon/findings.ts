// Cells that stand in the way, as the sidebar lists them.
import type { BatchAnswer, CellError, RejectedRow } from '../shared/protocol.ts';
import { cutText } from './cut.ts';
import type { Finding } from './sidebar/answers.ts';

export const findingsOf = (rows: readonly RejectedRow[] | BatchAnswer['rejected']): Finding[] =>
  rows.flatMap(({ rowNumber, key, errors }) => errors.map((error) => toFinding(error, rowNumber, key)));

/** Keys and headers are a person's texts and may be of any length. */
function toFinding(error: CellError, rowNumber: number, key: string | null): Finding {
  const { cell, column, code, limit, actual } = error;
  return {
    cell,
    header: error.header === null ? null : cutText(error.header, 60),
    column,
    code,
    message: cutText(error.message, 160),
    fix: cutText(error.fix, 160),
    limit,
    actual,
    rowNumber,
    key: key === null ? null : cutText(key, 60),
  };
}

// A key that no index takes is refused like a row the client could not read: told and counted, and the other rows go on.
import { cellAddress } from '../../shared/a1.ts';
import { toCellError } from '../../shared/cell-fault-text.ts';
import type { CellError, CompareRequest } from '../../shared/protocol.ts';
import type { RunContext } from './run-context.ts';

/** Code points; at four bytes each still less than the 2,704 bytes that an entry of a Postgres index may have. */
const MAX_KEY_LENGTH = 600;

export function longKeyError({ binding }: RunContext, rowNumber: number, key: string | null): CellError | null {
  const column = binding.columns[binding.keyPosition];
  if (key === null || key.length <= MAX_KEY_LENGTH || column === undefined) return null;
  const actual = Array.from(key).length;
  if (actual <= MAX_KEY_LENGTH) return null;
  const place = { ...column, cell: cellAddress(rowNumber, column.index) };
  return toCellError({ code: 'text_too_long', limit: MAX_KEY_LENGTH, actual }, place);
}

/** The same part with such rows among the rejected ones, which keep no key. */
export function rejectLongKeys(context: RunContext, body: CompareRequest): CompareRequest {
  const unkeyed = (body.rejected ?? []).map((row) =>
    longKeyError(context, row.rowNumber, row.key) === null ? row : { ...row, key: null },
  );
  const long = body.keys.flatMap((key, at) => {
    const rowNumber = body.rowNumbers[at] ?? 0;
    const error = longKeyError(context, rowNumber, key);
    return error === null ? [] : [{ rowNumber, key: null, errors: [error] }];
  });
  return { ...body, rejected: [...unkeyed, ...long] };
}

// Judges the rows of a batch before and after the write: which cannot be written as they are, and which the database refused.
import { createHash } from 'node:crypto';
import { cellAddress } from '../../shared/a1.ts';
import { badCharacter } from '../../shared/canonical-text.ts';
import { toCellError, toRowError } from '../../shared/cell-fault-text.ts';
import type { BatchRow, CellError } from '../../shared/protocol.ts';
import { type Db, many, run } from '../db/query.ts';
import { areRetryable } from '../failures/classify.ts';
import { logFailures } from '../failures/error-log.ts';
import { badCells, refusedCells } from '../failures/name-cells.ts';
import type { RowOutcome, RowToWrite, WriteContext } from '../rows/upsert.ts';
import { longKeyError } from './long-keys.ts';
import type { RunContext } from './run-context.ts';

export interface JudgedRow {
  readonly rowNumber: number;
  readonly key: string | null;
  readonly cells: readonly (string | null)[];
  readonly held: readonly number[];
  readonly fingerprint: string;
  /** Positions that the fingerprint leaves out. */
  readonly unhashed: readonly number[];
  readonly retryable: boolean;
  readonly sqlstate: string | null;
  readonly errors: readonly CellError[];
}

export type RejectedBatchRow = Omit<JudgedRow, 'cells' | 'held' | 'unhashed'>;

/** Each cell held against its column by our own check, which comes before the database's. */
export function judgeRows(context: RunContext, rows: readonly BatchRow[]): JudgedRow[] {
  const { columns, keyPosition, order } = context.binding;
  const copies = new Map<string, number>();
  for (const row of rows) countKey(copies, row.cells[keyPosition] ?? null);
  return rows.map((row) => {
    const { rowNumber, cells, held = [] } = row;
    const key = cells[keyPosition] ?? null;
    const errors = badCells(columns, rowNumber, cells, held);
    const tooLong = longKeyError(context, rowNumber, key);
    if (tooLong !== null) errors.push(tooLong);
    if (key !== null && key.trim() !== key && key.trim() !== '') {
      errors.push(toCellError({ code: 'not_canonical' }, { ...keyPlace(context, rowNumber), type: null }));
    }
    const code = keyFault(key, copies);
    if (code !== null) errors.push(toRowError(code, keyPlace(context, rowNumber), copies.get(key ?? '')));
    const known = tooLong === null && isText(key) ? key : null;
    return {
      rowNumber,
      key: known,
      cells,
      held,
      fingerprint: fingerprint(cells, order, held),
      unhashed: held,
      retryable: known !== null && areRetryable(errors),
      sqlstate: null,
      errors,
    };
  });
}

/**
 * The same rows with these columns of the table held besides. The fingerprint stays that of the row as it was sent: a client that
 * does not leave the columns out of its compare is not asked for the row again.
 */
export function judgeWithout(
  context: RunContext,
  rows: readonly JudgedRow[],
  columns: readonly string[],
): readonly JudgedRow[] {
  const positions = context.binding.columns.flatMap(({ column }, at) => (columns.includes(column) ? [at] : []));
  const held = rows.map((row) => ({ ...row, held: [...new Set([...row.held, ...positions])].sort((a, b) => a - b) }));
  return judgeRows(context, held).map((row, i) => {
    const { fingerprint, unhashed } = rows[i] ?? row;
    return { ...row, fingerprint, unhashed };
  });
}

/** What cannot be stored cannot be logged either. */
const isText = (key: string | null): boolean => key !== null && badCharacter(key) === null;

/** Rows whose key the last compare withheld: none of them is written, whoever sends it. */
export function withhold(
  context: RunContext,
  judged: readonly JudgedRow[],
  { duplicates, lookAlikes }: { readonly duplicates: readonly string[]; readonly lookAlikes: readonly string[] },
  ofOneBuyer: readonly string[],
): RejectedBatchRow[] {
  if (duplicates.length + lookAlikes.length === 0) return [];
  return judged.flatMap((row) => {
    if (row.key === null || row.errors.length > 0) return [];
    const code = duplicates.includes(row.key)
      ? 'duplicate_key'
      : lookAlikes.includes(row.key)
        ? ofOneBuyer.includes(row.key)
          ? 'key_same_buyer'
          : 'key_looks_like'
        : null;
    if (code === null) return [];
    return [{ ...row, retryable: false, errors: [toRowError(code, keyPlace(context, row.rowNumber))] }];
  });
}

function countKey(copies: Map<string, number>, key: string | null): void {
  if (key !== null) copies.set(key, (copies.get(key) ?? 0) + 1);
}

function keyFault(key: string | null, copies: ReadonlyMap<string, number>): 'blank_key' | 'duplicate_key' | null {
  if (key === null || key.trim() === '') return 'blank_key';
  return (copies.get(key) ?? 0) > 1 ? 'duplicate_key' : null;
}

function keyPlace(
  { binding }: RunContext,
  rowNumber: number,
): { cell: string | null; header: string | null; column: string | null } {
  const key = binding.columns[binding.keyPosition];
  if (key === undefined) return { cell: null, header: null, column: null };
  return { cell: cellAddress(rowNumber, key.index), header: key.header, column: key.column };
}

/** The same as `fingerprintRow` of the clients, by Node's own SHA-256, which is faster. */
function fingerprint(cells: readonly (string | null)[], order: readonly number[], held: readonly number[]): string {
  const kept = held.length === 0 ? order : order.filter((position) => !held.includes(position));
  const text = kept.map((position) => cells[position] ?? '').join('\u001f');
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);
}

/** What the database refused, named by cells: the columns of a broken constraint come from the catalog. */
export async function rejectRefused(
  db: Db,
  context: RunContext,
  rows: readonly RowToWrite[],
  outcomes: readonly RowOutcome[],
): Promise<RejectedBatchRow[]> {
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.outcome === 'failed' ? [{ outcome, row: rows[index] }] : [],
  );
  if (failed.length === 0) return [];
  const isConstraint = failed.some(({ outcome }) => outcome.constraint !== null);
  const constraints = isConstraint ? await constraintColumns(db, context) : new Map<string, string[]>();
  return failed.flatMap(({ outcome, row }) => {
    if (row === undefined) return [];
    const { rowNumber, cells, held, fingerprint } = row;
    const own = badCells(context.binding.columns, rowNumber, cells, held);
    // A trigger can raise with any text for a column's name: only one that the table has is a name.
    const column = constraints.get(ALL)?.find((name) => name === outcome.column) ?? null;
    const named = { ...outcome, column, constraintColumns: constraints.get(outcome.constraint ?? '') ?? [] };
    const errors = own.length > 0 ? own : refusedCells(context.binding.columns, rowNumber, named);
    const retryable = areRetryable(errors);
    const key = cells[context.binding.keyPosition] ?? null;
    return [{ rowNumber, key, fingerprint, retryable, sqlstate: outcome.sqlstate, errors }];
  });
}

async function constraintColumns(db: Db, context: RunContext): Promise<Map<string, string[]>> {
  const rows = await many<{ name: string; columns: string[] }>(db, CONSTRAINT_COLUMNS, [context.tableOid]);
  return new Map(rows.map((row) => [row.name, row.columns]));
}

/** Beside the constraints, by a name that none can have: all columns of the table. */
const ALL = '';

const CONSTRAINT_COLUMNS = /* sql */ `
  SELECT '' AS name, array_agg(attname::text) AS columns FROM pg_attribute
   WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT c.conname, array_agg(a.attname::text)
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
   WHERE c.conrelid = $1::oid GROUP BY c.conname
  UNION ALL
  SELECT n.relname, array_agg(a.attname::text)
    FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
   WHERE i.indrelid = $1::oid AND i.indisunique
     AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) GROUP BY n.relname`;

/**
 * One line per rejected row in the history, so that it is not asked for again, and one per bad cell in the error log. `stack` is
 * kept with errors of which nothing is known but that the database refused.
 */
export async function recordFailures(
  db: Db,
  context: RunContext,
  at: WriteContext,
  rejected: readonly RejectedBatchRow[],
  stack: string | null,
): Promise<void> {
  if (rejected.length === 0) return;
  const known = rejected.filter((row) => row.key !== null);
  const lines = known.map(({ key, rowNumber, fingerprint, sqlstate, errors }) => ({
    key,
    rowNumber,
    fingerprint,
    sqlstate: sqlstate ?? (errors.some(isConflict) ? '23000' : null),
  }));
  await run(db, FAILED_LINES, [at.sheetId, at.runId, at.round, at.batch, JSON.stringify(lines)]);
  const failures = rejected.flatMap(({ key, rowNumber, errors, sqlstate, retryable }) =>
    errors.map((error) => {
      const failure = { key, rowNumber, error, sqlstate, retryable };
      return error.errorType === 'unknown' ? { ...failure, stack } : failure;
    }),
  );
  await logFailures(db, context.sheetId, context.runId, failures);
}

const isConflict = (error: CellError): boolean => error.code === 'duplicate_key';

const FAILED_LINES = /* sql */ `
  INSERT INTO row_history (sheet_id, key, run_id, round, batch, row_number, outcome, fingerprint, sqlstate)
  SELECT DISTINCT ON (f->>'key') $1::uuid, f->>'key', $2::uuid, $3::int, $4::int, (f->>'rowNumber')::int, 'failed', f->>'fingerprint', f->>'sqlstate'
    FROM jsonb_array_elements($5::jsonb) AS e(f)`;

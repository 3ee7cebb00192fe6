// The error log: every failure once per run, never a cell's content.

import type { CellError } from '../../shared/protocol.ts';
import { type Db, many, run } from '../db/query.ts';

export interface Failure {
  readonly key: string | null;
  readonly rowNumber: number | null;
  readonly error: CellError;
  readonly sqlstate: string | null;
  readonly retryable: boolean;
  /** Of an error that nobody expected: where in our code it came up. */
  readonly stack?: string | null;
}

/** A failure logged in this run before (same buyer, column and code) is not logged again. */
export async function logFailures(db: Db, sheetId: string, runId: string, failures: readonly Failure[]): Promise<void> {
  if (failures.length === 0) return;
  const lines = failures.map(({ error, ...failure }) => ({ ...error, ...failure }));
  await run(db, LOG, [sheetId, runId, JSON.stringify(lines)]);
}

const LOG = /* sql */ `
  INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, row_number, error_message, error_type, code, sqlstate,
                              column_name, cell, header, limit_length, actual_length, retryable, stack_trace)
  SELECT $1::uuid, $2::uuid, f->>'key', (f->>'rowNumber')::int, f->>'message', f->>'errorType', f->>'code', f->>'sqlstate',
         f->>'column', f->>'cell', f->>'header', (f->>'limit')::int, (f->>'actual')::int, (f->>'retryable')::boolean, f->>'stack'
    FROM jsonb_array_elements($3::jsonb) AS e(f)
  ON CONFLICT DO NOTHING`;

export interface LoggedError {
  readonly id: string;
  readonly sheetId: string;
  readonly runId: string;
  readonly buyerNumber: string | null;
  readonly rowNumber: number | null;
  readonly errorMessage: string;
  readonly errorType: string;
  readonly code: string;
  readonly sqlstate: string | null;
  readonly column: string | null;
  readonly cell: string | null;
  readonly header: string | null;
  readonly limit: number | null;
  readonly actual: number | null;
  readonly retryable: boolean;
  readonly createdAt: string;
}

export interface ErrorFilter {
  /** Null: of all sheets. */
  readonly sheetId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly type: string | null;
  readonly buyerNumber: string | null;
  readonly runId: string | null;
  /** `createdAt,id` of the last error of the page before. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Newest first; all conditions must hold. `from` is included, `to` is not. `count` is of all that match, `cursor` null on the last page. */
export async function errorPage(db: Db, filter: ErrorFilter) {
  const found = await queryErrors(db, { ...filter, limit: filter.limit + 1 });
  const errors = found.slice(0, filter.limit);
  const last = found.length > filter.limit ? errors.at(-1) : undefined;
  const cursor = last === undefined ? null : `${last.createdAt},${last.id}`;
  return { errors, count: await countErrors(db, filter), truncated: cursor !== null, cursor };
}

function queryErrors(db: Db, filter: ErrorFilter): Promise<LoggedError[]> {
  const { sheetId, from, to, type, buyerNumber, runId, after, limit } = filter;
  return many<LoggedError>(db, QUERY, [
    from,
    to,
    type,
    buyerNumber,
    runId,
    after?.[0] ?? null,
    after?.[1] ?? null,
    limit,
    sheetId,
  ]);
}

const MATCHES = /* sql */ `
       ($1::timestamptz IS NULL OR created_at >= $1::timestamptz) AND ($2::timestamptz IS NULL OR created_at < $2::timestamptz)
   AND ($3::text IS NULL OR error_type = $3::text) AND ($4::text IS NULL OR buyer_number = $4::text)
   AND ($5::uuid IS NULL OR run_id = $5::uuid)`;

const OF_SHEET = (at: number): string => `AND ($${at}::uuid IS NULL OR sheet_id = $${at}::uuid)`;

const QUERY = /* sql */ `
  SELECT id, sheet_id AS "sheetId", run_id AS "runId", buyer_number AS "buyerNumber", row_number AS "rowNumber",
         error_message AS "errorMessage", error_type AS "errorType", code, sqlstate, column_name AS column, cell, header,
         limit_length AS "limit", actual_length AS actual, retryable,
         to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt"
    FROM sync_error_log
   WHERE ${MATCHES} ${OF_SHEET(9)} AND ($6::timestamptz IS NULL OR (created_at, id) < ($6::timestamptz, $7::uuid))
   ORDER BY created_at DESC, id DESC
   LIMIT $8::int`;

async function countErrors(db: Db, filter: ErrorFilter): Promise<number> {
  const { sheetId, from, to, type, buyerNumber, runId } = filter;
  const rows = await many<{ count: number }>(db, COUNT, [from, to, type, buyerNumber, runId, sheetId]);
  return rows[0]?.count ?? 0;
}

const COUNT = /* sql */ `SELECT count(*)::int AS count FROM sync_error_log WHERE ${MATCHES} ${OF_SHEET(6)}`;

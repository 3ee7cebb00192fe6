// Opens a run, or continues one: checks that it is the right sheet, binds its headers, freezes the columns, takes the lease.
import type { Pool } from 'pg';
import {
  BATCH_SIZE,
  type BoundColumn,
  type OpenRunAnswer,
  type OpenRunRequest,
  PART_SIZE,
} from '../../shared/protocol.ts';
import { type Db, maybeOne, run, transaction } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import { Problem } from '../problem.ts';
import { type BoundSheet, rememberTab } from '../sheets/bound-sheets.ts';
import { readContract, rememberReading } from '../sheets/contract.ts';
import { readHeaders } from '../sheets/headers.ts';
import { checkKeyHeader } from '../sheets/key-header.ts';
import { checkPlace } from '../sheets/place.ts';
import { checkSchema, limitedOf, refuseLimitedText } from '../sheets/schema-validator.ts';
import { readTarget, type Target } from '../sheets/target.ts';
import { endWhereChanged } from './end-changed.ts';
import { takeLease } from './lease.ts';
import { findRun, type RunRecord } from './run-record.ts';

export interface OpenOptions {
  readonly schemaPolicy: 'refuse' | 'warn';
  readonly startedBy: string | null;
}

export async function openRun(
  pool: Pool,
  sheet: BoundSheet,
  request: OpenRunRequest,
  options: OpenOptions,
): Promise<OpenRunAnswer> {
  checkPlace(sheet, request);
  const headerRow = request.headerRow ?? 1;
  const target = await readTarget(pool, sheet);
  const contract = await readContract(pool, sheet, headerRow);
  const read = readHeaders(request.headers, target, contract);
  const { columns } = read;
  checkKeyHeader(target, read, contract, headerRow);
  const schema = options.schemaPolicy === 'refuse' ? checkSchema(target) : null;
  if (request.mode === 'sync' && schema !== null) refuseLimitedText(schema, columns);
  const limited = schema === null ? [] : limitedOf(schema, columns).map(({ header }) => header);
  const runId = request.runId ?? uuid7();
  const begin = async (db: Db) => {
    const known = await findRun(db, sheet.id, runId);
    if (known !== null) checkContinues(known, request, target, columns);
    else if (await maybeOne(db, ELSEWHERE, [sheet.id, runId])) throw new Problem('run_id_taken');
    if (request.mode === 'sync') await takeLease(db, sheet.id, runId, request.trigger);
    const made = known === null && (await insertRun(db, sheet.id, runId, headerRow, request, columns, target, options));
    if (!made) await resume(db, sheet.id, runId, request, target, columns);
    await rememberTab(db, sheet.id, request.sheetName ?? sheet.sheetName, request.sheetGid ?? null);
    if (request.mode === 'sync') await rememberReading(db, sheet.id, headerRow, read, contract);
  };
  await endWhereChanged(pool, sheet.id, runId, () => transaction(pool, begin));
  return {
    runId,
    batchSize: BATCH_SIZE,
    partSize: PART_SIZE,
    keyColumn: sheet.keyColumn,
    columns,
    ...(limited.length === 0 ? {} : { limitedText: limited }),
  };
}

function checkContinues(
  known: RunRecord,
  request: OpenRunRequest,
  target: Target,
  columns: readonly BoundColumn[],
): void {
  if (known.mode !== request.mode) throw new Problem('run_id_taken');
  if (known.status !== 'running' && known.status !== 'abandoned')
    throw new Problem('run_finished', { status: known.status });
  const sameColumns = boundAs(known.columns) === boundAs(columns);
  if (known.catalogHash !== target.catalogHash || !sameColumns) throw new Problem('contract_changed');
}

const boundAs = (columns: readonly BoundColumn[]): string =>
  JSON.stringify(
    columns.map(({ index, header, column, type, state, asValue }) => [index, header, column, type, state, asValue]),
  );

/** Asked again under the lease: the same id may have been opened, or its run ended, while this request waited for it. */
async function resume(
  db: Db,
  sheetId: string,
  runId: string,
  request: OpenRunRequest,
  target: Target,
  columns: readonly BoundColumn[],
): Promise<void> {
  const known = await findRun(db, sheetId, runId);
  if (known === null) throw new Problem('unknown_run');
  checkContinues(known, request, target, columns);
  await run(db, RESUME, [sheetId, runId]);
}

const ELSEWHERE = /* sql */ `SELECT 1 FROM runs WHERE id = $2::uuid AND sheet_id <> $1::uuid LIMIT 1`;

/** While it was abandoned another run may have written: a run taken up again compares first, and its late batches are stale. */
const RESUME = /* sql */ `
  UPDATE runs SET status = 'running', finished_at = NULL, heard_at = now(),
         round = CASE WHEN status = 'abandoned' THEN round + 1 ELSE round END,
         compared = CASE WHEN status = 'abandoned' THEN NULL ELSE compared END
   WHERE sheet_id = $1::uuid AND id = $2::uuid`;

/** False where there is one of that id already. */
async function insertRun(
  db: Db,
  sheetId: string,
  runId: string,
  headerRow: number,
  { mode, trigger }: OpenRunRequest,
  columns: readonly BoundColumn[],
  target: Target,
  { startedBy }: OpenOptions,
): Promise<boolean> {
  const values = [sheetId, runId, mode, trigger, startedBy, headerRow, JSON.stringify(columns), target.catalogHash];
  return (await run(db, INSERT, values)) === 1;
}

const INSERT = /* sql */ `
  INSERT INTO runs (sheet_id, id, mode, trigger, started_by, header_row, columns, catalog_hash)
  VALUES ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::int, $7::jsonb, $8::text)
  ON CONFLICT DO NOTHING`;

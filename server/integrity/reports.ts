// What operators read: counts of both sides, mismatches and verification, the latest of each sheet.
import type { Mismatch, Receipt, Verification } from '../../shared/protocol.ts';
import { type Db, many } from '../db/query.ts';
import type { BoundSheet } from '../sheets/bound-sheets.ts';
import { missingNow, nameHashes } from './missing-now.ts';

export interface RunLine {
  readonly runId: string;
  readonly sheetId: string;
  readonly mode: string;
  readonly trigger: string;
  readonly status: string;
  readonly round: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  readonly rowsPerSecond: number | null;
  readonly receipt: Receipt | null;
  readonly verification: Verification | null;
}

const iso = (column: string): string => `to_char((${column}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const RUN_COLUMNS = /* sql */ `
  id AS "runId", sheet_id AS "sheetId", mode, trigger, status, round, ${iso('started_at')} AS "startedAt",
  ${iso('finished_at')} AS "finishedAt", duration_ms AS "durationMs",
  round((receipt->>'read')::numeric * 1000 / nullif(duration_ms, 0), 1)::float8 AS "rowsPerSecond", receipt, verification`;

/** Newest first. `sheetId` null: of all sheets. `after` is the start and the id of the last run of the page before. */
export const listRuns = (
  db: Db,
  sheetId: string | null,
  after: readonly [string, string] | null,
  limit: number,
): Promise<RunLine[]> => many<RunLine>(db, LIST_RUNS, [sheetId, after?.[0] ?? null, after?.[1] ?? null, limit]);

/** Lists of the verification stay out of a page of runs, where they could be 200 times 10,000 lines; the counts stay. */
const WITHOUT_LISTS = ['{accuracy,mismatches}', '{completeness,missingBuyerNumbers}', '{notCompared,cells}'].reduce(
  (verification, list) => `jsonb_set(${verification}, '${list}', '[]')`,
  `verification #- '{accuracy,groups}'`,
);

const LIST_RUNS = /* sql */ `
  SELECT ${RUN_COLUMNS.replace('receipt, verification', `receipt, ${WITHOUT_LISTS} AS verification`)}
    FROM runs
   WHERE ($1::uuid IS NULL OR sheet_id = $1::uuid) AND ($2::timestamptz IS NULL OR (started_at, id) < ($2::timestamptz, $3::uuid))
   ORDER BY started_at DESC, id DESC LIMIT $4::int`;

export const findRunLine = async (db: Db, sheetId: string | null, runId: string): Promise<RunLine | null> =>
  (await many<RunLine>(db, FIND_RUN, [sheetId, runId]))[0] ?? null;

const FIND_RUN = /* sql */ `
  SELECT ${RUN_COLUMNS} FROM runs WHERE ($1::uuid IS NULL OR sheet_id = $1::uuid) AND id = $2::uuid`;

export interface SheetCounts {
  readonly sheetId: string;
  readonly sheetName: string;
  readonly table: string;
  /** Rows that are not blank, as last compared; null before the first compare. */
  readonly spreadsheetCount: number | null;
  readonly databaseCount: number;
  readonly difference: number | null;
  /** Of the buyers of the last compare, those that the database lacks now: exact. */
  readonly missingCount: number;
  /** 10,000 at most; and one deleted in the database that Rollcall never wrote has no name before the next compare. */
  readonly missingBuyerNumbers: readonly string[];
  readonly countedAt: string | null;
}

const MOST_LISTED = 10_000;

export async function sheetCounts(db: Db, sheet: BoundSheet): Promise<SheetCounts> {
  const { spreadsheetCount, databaseCount, missingCount, named, unnamed, countedAt } = await missingNow(db, sheet);
  const names = [...named, ...(await nameHashes(db, sheet.id, unnamed))].sort();
  return {
    ...{ sheetId: sheet.id, sheetName: sheet.sheetName, table: sheet.table, spreadsheetCount, databaseCount },
    difference: spreadsheetCount === null ? null : spreadsheetCount - databaseCount,
    missingCount,
    missingBuyerNumbers: names.slice(0, MOST_LISTED),
    countedAt,
  };
}

export interface SheetVerification {
  readonly sheetId: string;
  readonly runId: string;
  readonly verification: Verification;
}

export const latestVerifications = (db: Db, sheetId: string | null): Promise<SheetVerification[]> =>
  many<SheetVerification>(db, LATEST, [sheetId]);

const LATEST = /* sql */ `
  SELECT DISTINCT ON (sheet_id) sheet_id AS "sheetId", id AS "runId", verification
    FROM runs WHERE verification IS NOT NULL AND ($1::uuid IS NULL OR sheet_id = $1::uuid)
   ORDER BY sheet_id, finished_at DESC`;

export interface SheetMismatches {
  readonly sheetId: string;
  readonly runId: string;
  readonly mismatchCount: number;
  readonly mismatches: readonly Mismatch[];
  readonly truncated: boolean;
}

export async function latestMismatches(db: Db, sheetId: string | null): Promise<SheetMismatches[]> {
  return (await latestVerifications(db, sheetId)).map(({ sheetId, runId, verification }) => {
    const { mismatchCount, mismatches } = verification.accuracy;
    return { sheetId, runId, mismatchCount, mismatches, truncated: mismatches.length < mismatchCount };
  });
}

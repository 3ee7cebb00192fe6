// A run as the database keeps it: what it froze when it opened, where it stands, and who holds the sheet.

import type { BoundColumn, Mode, Receipt, Trigger, Verification } from '../../shared/protocol.ts';
import { type Db, maybeOne, run } from '../db/query.ts';
import type { Comparison } from '../rows/compare.ts';
import type { ColumnFacts, Tally } from './guard.ts';

export interface RunRecord {
  readonly sheetId: string;
  readonly id: string;
  readonly mode: Mode;
  readonly trigger: Trigger;
  readonly status: RunStatus;
  readonly columns: readonly BoundColumn[];
  readonly headerRow: number;
  readonly catalogHash: string;
  readonly round: number;
  readonly compared: StoredComparison | null;
  readonly receipt: Receipt | null;
  readonly verification: Verification | null;
  readonly durationMs: number | null;
  readonly leaseRunId: string | null;
  /** Columns of the table that no batch of this run writes. */
  readonly guardColumns: readonly string[];
  /** No batch of this run is taken. */
  readonly guardRun: boolean;
  readonly guardHolds: readonly string[];
  readonly guardWatch: Watch | null;
  /** Of the first compare; null before it. */
  readonly overwritten: number | null;
}

/** A sample that was asked for: rows by key. Who sends batches without it is judged by them. Positions are of the synced columns. */
export interface Watch {
  readonly round: number;
  readonly keys: readonly string[];
  /** Rows that would be overwritten, of which the sample is. */
  readonly candidates: number;
  readonly columns: readonly ColumnFacts[];
  /** Batches that came unasked: rows of the sample among them, and what was seen of all of them. */
  readonly seen: number;
  readonly sampled: Readonly<Record<number, Tally>>;
  readonly written: Readonly<Record<number, Tally>>;
  readonly isAnswered: boolean;
}

type RunStatus = 'running' | 'completed' | 'completed_with_problems' | 'abandoned' | 'superseded' | 'contract_changed';

/** What finish needs of the last compare. */
export type StoredComparison = Omit<
  Comparison,
  'send' | 'sendOutcomes' | 'differing' | 'duplicates' | 'duplicateKeys' | 'blankKeys' | 'outcomes'
> & {
  readonly duplicateKeys: number;
  readonly blankKeyRows: number;
  /** `held`: rows kept back. Absent in what was stored before there was a guard, like `without`. */
  readonly outcomes: Comparison['outcomes'] & { readonly held?: number };
  /** Positions of the columns that the compare left out. */
  readonly without?: readonly number[];
};

const COLUMNS = /* sql */ `
  r.sheet_id AS "sheetId", r.id, r.mode, r.trigger, r.status, r.columns, r.header_row AS "headerRow",
  r.catalog_hash AS "catalogHash", r.round, r.compared, r.receipt, r.verification,
  r.duration_ms AS "durationMs", s.lease_run_id AS "leaseRunId",
  r.guard_columns AS "guardColumns", r.guard_run AS "guardRun", r.guard_holds AS "guardHolds", r.guard_watch AS "guardWatch",
  r.overwritten`;

export const findRun = (db: Db, sheetId: string, runId: string): Promise<RunRecord | null> =>
  maybeOne<RunRecord>(db, FIND, [sheetId, runId]);

const FIND = /* sql */ `
  SELECT ${COLUMNS} FROM runs r JOIN sheets s ON s.id = r.sheet_id WHERE r.sheet_id = $1::uuid AND r.id = $2::uuid`;

/**
 * Holds off batches in flight until they are in, and later ones until this transaction ends. Whoever locks both locks the
 * sheet before the run, as taking the lease does: in another order two of them could wait for each other.
 */
export const lockRun = (db: Db, sheetId: string, runId: string): Promise<RunRecord | null> =>
  maybeOne<RunRecord>(db, `${FIND} FOR UPDATE OF s, r`, [sheetId, runId]);

/** A verify locks itself only: it holds no lease, and must not wait for a sync. */
export const lockVerify = (db: Db, sheetId: string, runId: string): Promise<RunRecord | null> =>
  maybeOne<RunRecord>(db, `${FIND} FOR UPDATE OF r`, [sheetId, runId]);

/** Every request of a run says it is alive; written at most once a second, and not where others are at the sheet just now. */
export const touchRun = (db: Db, sheetId: string, runId: string): Promise<number> => run(db, TOUCH, [sheetId, runId]);

const TOUCH = /* sql */ `
  WITH due AS (
    SELECT r.id FROM runs r JOIN sheets s ON s.id = r.sheet_id
     WHERE r.sheet_id = $1::uuid AND r.id = $2::uuid AND r.heard_at < now() - interval '1 second'
       FOR NO KEY UPDATE OF s, r SKIP LOCKED),
  heard AS (
    UPDATE runs SET heard_at = now() FROM due WHERE sheet_id = $1::uuid AND runs.id = due.id RETURNING runs.id)
  UPDATE sheets SET lease_heard_at = now() FROM heard WHERE sheets.id = $1::uuid AND lease_run_id = heard.id`;

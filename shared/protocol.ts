// What client and server say to each other, version 1: plain data, the same words on both sides.
// Positions count from 0; `rowNumber` is the sheet's own (the first data row is usually 2).

export const BATCH_SIZE = 100;
export const PART_SIZE = 50_000;
export const MAX_BATCH_BYTES = 48 * 1024 * 1024;

export type Trigger = 'sidebar' | 'schedule' | 'api';
export type Mode = 'sync' | 'verify';

export interface OpenRunRequest {
  readonly spreadsheetId?: string;
  readonly sheetName?: string;
  readonly sheetGid?: number;
  readonly headerRow?: number;
  readonly trigger: Trigger;
  readonly mode: Mode;
  readonly headers: readonly string[];
  readonly rowCount: number;
  /** Made by the client (a uuid); the same id continues that run. */
  readonly runId?: string;
}

/** One header of the sheet and what it is bound to. `type` is Postgres' own spelling, modifier included: `numeric(12,2)`. */
export interface BoundColumn {
  readonly index: number;
  readonly header: string;
  readonly column: string | null;
  readonly type: string | null;
  readonly notNull: boolean;
  readonly state: 'synced' | 'held' | 'ignored';
  readonly reason: string | null;
  /** The column this header probably means, where it is held. */
  readonly proposal: string | null;
}

export interface OpenRunAnswer {
  readonly runId: string;
  readonly batchSize: number;
  readonly partSize: number;
  readonly keyColumn: string;
  readonly columns: readonly BoundColumn[];
}

export interface HeldCells {
  /** Within this part. */
  readonly position: number;
  /** `index` of the held columns, as in the answer of `POST /v1/runs`. */
  readonly columns: readonly number[];
}

export interface RejectedRow {
  readonly rowNumber: number;
  readonly key: string | null;
  readonly errors: readonly CellError[];
}

export interface CompareRequest {
  readonly part?: number;
  readonly last?: boolean;
  readonly keysDigest?: string;
  readonly rowNumbers: readonly number[];
  readonly keys: readonly (string | null)[];
  readonly fingerprints: readonly string[];
  readonly heldCells?: readonly HeldCells[];
  readonly rejected?: readonly RejectedRow[];
  readonly filled?: readonly number[];
  readonly skippedBlank?: number;
}

export interface CompareAnswer {
  readonly round: number;
  readonly nextBatch: number;
  readonly send: readonly number[];
  readonly unchanged: number;
  readonly missing: number;
  readonly different: number;
  readonly extra: { readonly count: number; readonly keys: readonly string[] };
  readonly duplicates: readonly { readonly key: string; readonly rowNumbers: readonly number[] }[];
  readonly lookAlikes: readonly {
    readonly key: string;
    readonly otherKey: string;
    readonly rowNumbers: readonly number[];
  }[];
  readonly blankKeys: readonly number[];
  readonly held: null | { readonly reason: string; readonly columns: readonly string[] };
  /** Positions of rows that are present and differ; what `values` is asked about after the last compare. */
  readonly differing: readonly number[];
  /** Rows of the table (of this sheet's scope) as compared. */
  readonly databaseCount: number;
  /** A list was cut at 10,000; the counts are exact all the same. */
  readonly truncated: boolean;
}

export interface BatchRow {
  readonly rowNumber: number;
  /** Canonical texts in the order of the synced columns. */
  readonly cells: readonly (string | null)[];
  /** Positions in `cells` that are neither written nor compared. */
  readonly held?: readonly number[];
}

export interface BatchRequest {
  readonly round: number;
  readonly rows: readonly BatchRow[];
}

export type ErrorType = 'field_length' | 'data_type' | 'constraint_violation' | 'unknown';

/** One cell that stands in the way. Never holds the cell's content. */
export interface CellError {
  /** A1 address, or null where no single cell is to blame. */
  readonly cell: string | null;
  readonly header: string | null;
  readonly column: string | null;
  readonly errorType: ErrorType;
  readonly code: string;
  readonly message: string;
  readonly limit: number | null;
  readonly actual: number | null;
  readonly fix: string;
}

export interface BatchAnswer {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: readonly {
    readonly rowNumber: number;
    readonly key: string | null;
    readonly retryable: boolean;
    readonly queued: boolean;
    readonly errors: readonly CellError[];
  }[];
}

export interface Mismatch {
  readonly buyerNumber: string;
  readonly rowNumber: number;
  readonly cell: string;
  readonly header: string;
  readonly field: string;
  readonly spreadsheetValue: string | null;
  /** null for an empty value; the row itself may be missing, see `cause`. */
  readonly databaseValue: string | null;
  readonly cause: string;
}

export interface ValuesRequest {
  readonly rows: readonly BatchRow[];
}

export interface ValuesAnswer {
  readonly mismatches: readonly Mismatch[];
}

export interface Receipt {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly skippedBlank: number;
  readonly held: number;
  readonly balanced: boolean;
}

export type Verdict = 'in_step' | 'in_step_except_held' | 'not_in_step';

export interface Verification {
  readonly timestamp: string;
  readonly completeness: {
    readonly complete: boolean;
    readonly missingCount: number;
    readonly missingBuyerNumbers: readonly string[];
  };
  readonly accuracy: {
    readonly accurate: boolean;
    readonly sampleSize: number;
    readonly mismatchCount: number;
    readonly mismatches: readonly Mismatch[];
  };
  readonly passed: boolean;
  readonly verdict: Verdict;
  readonly notCompared: {
    readonly cells: readonly { readonly rowNumber: number; readonly columns: readonly string[] }[];
    readonly columns: readonly { readonly header: string; readonly reason: string }[];
  };
  readonly summary: string;
}

export interface FinishAnswer {
  readonly status: 'completed' | 'completed_with_problems';
  readonly receipt: Receipt;
  readonly verification: Verification;
  readonly durationMs: number;
  readonly rowsPerSecond: number;
}

/** `application/problem+json`; `code` is for programs, `detail` says what to do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

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
  /** Who syncs, by their address where it is known: whoever connected a sheet is told of its alerts. */
  readonly by?: string;
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
  /** A text column that takes the value of a cell, not what a person sees. */
  readonly asValue?: boolean;
}

export interface OpenRunAnswer {
  readonly runId: string;
  readonly batchSize: number;
  readonly partSize: number;
  readonly keyColumn: string;
  readonly columns: readonly BoundColumn[];
  /** Headers whose columns limit the length of text, for which this server refuses a sync; told to a verify, left out where there are none. */
  readonly limitedText?: readonly string[];
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
  /** Non-empty cells per synced column, of all rows that are not blank; adds up over the parts. */
  readonly filled?: readonly number[];
  readonly skippedBlank?: number;
  /** `index` of synced columns left out of every row's fingerprint: columns that the guard holds. The same in all parts. */
  readonly heldColumns?: readonly number[];
  /** `index` of columns that formulas fill; the guard takes no notice of them. Told with the last part. */
  readonly formulaColumns?: readonly number[];
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
    /** A person said that the two are one buyer. */
    readonly isSame?: boolean;
  }[];
  readonly blankKeys: readonly number[];
  /** What the guard holds; null where nothing is held. Of a held run nothing is sent; of held columns the rest of the row goes. */
  readonly held: null | Held;
  /**
   * Positions of rows whose values the guard wants to see (`POST …/sample`) before anything is sent. A client that sends without
   * being asked again finds them first in `send`: its batches are the sample then.
   */
  readonly sample: readonly number[];
  /** Rows about to be overwritten that were changed in the database since Rollcall last wrote them; a schedule's run leaves them. */
  readonly overwrites: { readonly count: number; readonly keys: readonly string[] };
  /** Positions of rows that are present and differ; what `values` is asked about after the last compare. */
  readonly differing: readonly number[];
  /** Rows of the table (of this sheet's scope) as compared. */
  readonly databaseCount: number;
  /** A list was cut at 10,000; the counts are exact all the same. */
  readonly truncated: boolean;
}

/** Why the guard holds a column or the whole run. */
export type HoldReason =
  /** Values that were there are gone. */
  | 'values_disappear'
  /** Other values stand where there were some. */
  | 'values_replaced'
  /** Buyers of the last sync left the sheet. */
  | 'rows_gone';

export interface Held {
  /** Of the first of `holds`. */
  readonly reason: HoldReason;
  /** Columns of the table: those held, or the key column where the whole run is. */
  readonly columns: readonly string[];
  readonly scope: 'columns' | 'run';
  readonly holds: readonly Hold[];
}

/** What would happen if it were let through: `rows` of `of` values (or buyers). Waits for a person's yes or no. */
export interface Hold {
  readonly id: string;
  readonly column: string;
  readonly header: string;
  readonly reason: HoldReason;
  readonly scope: 'column' | 'run';
  readonly rows: number;
  readonly of: number;
  readonly state: 'waiting' | 'released' | 'discarded';
  /** Seen first; ISO 8601. */
  readonly since: string;
}

/** Values of the rows that a compare's `sample` names; answered like the compare's last part. */
export interface SampleRequest {
  readonly round: number;
  readonly rows: readonly BatchRow[];
  /** As in a compare; whoever looks for formulas only where the guard asks, tells them here. */
  readonly formulaColumns?: readonly number[];
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
  /** One of `Cause` in server/integrity/causes.ts. */
  readonly cause: string;
  /** How the two are the same but for their form; null where they are not. */
  readonly form?: Form | null;
  /** When Rollcall last wrote this buyer; ISO 8601, null where it never did. */
  readonly since?: string | null;
}

/** Two texts that mean the same: full or half width, spaces and line breaks, letters large or small, the way a number or a date is written. */
export type Form = 'width' | 'spaces' | 'case' | 'number' | 'date';

/** Mismatches of one column and one cause; `count` is exact. */
export interface MismatchGroup {
  readonly field: string;
  readonly header: string;
  readonly cause: string;
  readonly form: Form | null;
  readonly count: number;
  /** The latest `since` among them. */
  readonly since: string | null;
  /** Three at most. */
  readonly examples: readonly Mismatch[];
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
  /** Of those updated: rows that were changed in the database since Rollcall last wrote them. Absent where there were none. */
  readonly overwritten?: number;
}

export type Verdict = 'in_step' | 'in_step_except_held' | 'not_in_step';

export interface Verification {
  readonly timestamp: string;
  readonly completeness: {
    readonly complete: boolean;
    readonly missingCount: number;
    readonly missingBuyerNumbers: readonly string[];
    /** How many of those listed are missing for which cause, one of `MissingCause` in server/integrity/missing.ts. */
    readonly causes?: Readonly<Record<string, number>>;
  };
  readonly accuracy: {
    readonly accurate: boolean;
    readonly sampleSize: number;
    readonly mismatchCount: number;
    readonly mismatches: readonly Mismatch[];
    /** By column and cause, the largest first. */
    readonly groups?: readonly MismatchGroup[];
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

/** What a header was said to mean: a column, or nothing (`ignored` until somebody says otherwise, `never` to be read or sent). */
export type HeaderDecision = 'column' | 'ignored' | 'never';

/** One line of a sheet's header contract. */
export interface ContractHeader {
  readonly header: string;
  readonly decision: HeaderDecision;
  /** Null unless `decision` is `column`. */
  readonly column: string | null;
  readonly asValue: boolean;
  /** Where it was last seen, column A being 0. */
  readonly index: number | null;
  readonly confirmedBy: string;
  readonly confirmedAt: string;
}

/** A column of the target table, as the settings page offers it. */
interface TargetColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Why it can never be synced; null where it can be. */
  readonly notSynced: string | null;
}

/** `GET /v1/sheet`: all that is agreed about one sheet. */
export interface SheetView {
  readonly sheetId: string;
  readonly spreadsheetId: string;
  readonly sheetName: string;
  readonly sheetGid: number | null;
  readonly table: string;
  readonly keyColumn: string;
  /** Null until somebody said which row holds the headings. */
  readonly headerRow: number | null;
  /** Null until a person confirmed the header contract. */
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
  /** Whether a sync of it was ever completed. */
  readonly everSynced: boolean;
  readonly headers: readonly ContractHeader[];
  readonly columns: readonly TargetColumn[];
  /** What the guard holds and nobody let through yet, the newest of each column. */
  readonly holds: readonly (Hold & { readonly runId: string })[];
}

/** `POST /v1/sheet/binding`: what a run would bind, without a run. Answered `{columns, newColumns}`. */
export interface BindingRequest {
  readonly spreadsheetId?: string;
  readonly sheetName?: string;
  readonly sheetGid?: number;
  readonly headerRow: number;
  readonly headers: readonly string[];
}

export interface BindingAnswer {
  readonly columns: readonly BoundColumn[];
  /** For each header that no column is meant by: the migration an operator would apply to have one. */
  readonly newColumns: readonly { readonly index: number; readonly name: string; readonly migration: string }[];
}

/** `PUT /v1/sheet/headers`: what a person said of some headers, or of all. Answered with the `SheetView`. */
export interface HeaderAnswers {
  readonly headerRow: number;
  /** As they stand in the sheet now, so that positions are remembered. */
  readonly headers: readonly string[];
  readonly answers: readonly HeaderAnswer[];
  readonly by?: string;
}

export interface HeaderAnswer {
  readonly index: number;
  readonly decision: HeaderDecision;
  readonly column?: string;
  readonly asValue?: boolean;
}

/** `PUT /v1/sheet/look-alikes`: a person's answer on two spellings; null takes it back. */
export interface LookAlikeAnswer {
  readonly key: string;
  readonly otherKey: string;
  readonly answer: 'same' | 'different' | null;
  readonly by?: string;
}

/** `PUT /v1/sheet/not-buyers`: rows without a key that are no buyers, by their fingerprints. */
export interface NotBuyersAnswer {
  readonly fingerprints: readonly string[];
  readonly isBuyer: boolean;
  readonly by?: string;
}

/** `POST /v1/runs/{runId}/release` and `/discard`; without `columns` all that the run holds. `always`: never held again for this column. */
export interface HoldDecision {
  readonly columns?: readonly string[];
  readonly always?: boolean;
  readonly by?: string;
}

export interface HoldDecided {
  readonly holds: readonly Hold[];
}

/** `GET /v1/runs/{runId}/mismatches?field&cause&form&cursor&limit`; `text/csv` too. */
export interface MismatchPage {
  readonly mismatches: readonly Mismatch[];
  readonly count: number;
  readonly cursor: string | null;
}

/** `GET /v1/buyers/{key}` of the sheet's own table and scope. */
export interface BuyerView {
  readonly key: string;
  /** Canonical texts by column; null where the database has no such buyer. */
  readonly stored: Readonly<Record<string, string | null>> | null;
  readonly lastChange: null | {
    readonly at: string;
    readonly runId: string;
    readonly outcome: 'inserted' | 'updated' | 'failed';
    readonly by: string | null;
    readonly fields: readonly string[];
  };
  /** When a compare last found sheet and database equal in this buyer; null where none did. */
  readonly lastSeenEqual: string | null;
  readonly errors: readonly {
    readonly at: string;
    readonly code: string;
    readonly cell: string | null;
    readonly header: string | null;
  }[];
  /** Other keys that look like this one. */
  readonly lookAlikes: readonly string[];
  /** Its entry in the retry queue; null where there is none. */
  readonly retry: null | { readonly attempts: number; readonly nextAt: string | null };
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

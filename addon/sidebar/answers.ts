// What the add-on's functions answer the sidebar: plain data that google.script.run can carry, codes and parameters, no prose of ours.
// No answer grows over 100 KB: lists are cut, their counts are exact.
import type { Mismatch, Mode, Receipt, Verdict } from '../../shared/protocol.ts';
import type { Phase, Progress } from '../../shared/run-steps.ts';

export interface Failed {
  readonly ok: false;
  readonly code: string;
  /** For a reader of logs; the sidebar words the code. */
  readonly message: string;
}

export type Reply<T> = ({ readonly ok: true } & T) | Failed;

/** A list cut to what an answer takes; `count` is of all there are. */
export interface Cut<T> {
  readonly count: number;
  readonly items: readonly T[];
}

export type Connection = 'connected' | 'no_key' | 'refused' | 'unreachable';

export interface Counts {
  /** Rows that are not blank, as last compared; null before the first run. */
  readonly sheet: number | null;
  readonly database: number;
  readonly at: string;
}

export interface LastRun {
  readonly at: string;
  readonly mode: Mode;
  readonly verdict: Verdict;
  readonly receipt: Receipt;
  readonly by: string | null;
}

/** A run that was begun here and neither finished nor given up: Continue goes on with it. */
export interface UnfinishedRun {
  readonly mode: Mode;
  readonly progress: Progress;
  readonly startedAt: string;
  readonly heardAt: string;
  readonly by: string | null;
}

export interface Status {
  readonly version: string;
  readonly locale: string;
  readonly gid: number;
  readonly sheetName: string;
  readonly spreadsheetName: string;
  readonly connection: Connection;
  /** Where a person can look at the data; null where there is no such page. */
  readonly link: string | null;
  readonly counts: Counts | null;
  readonly last: LastRun | null;
  readonly unfinished: UnfinishedRun | null;
}

/** One cell that stands in the way; `cell` is null where no single cell is to blame. */
export interface Finding {
  readonly cell: string | null;
  readonly header: string | null;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly limit: number | null;
  readonly actual: number | null;
  readonly rowNumber: number;
  readonly key: string | null;
}

export interface HeldColumn {
  readonly header: string;
  /** The header's own address. */
  readonly cell: string;
  readonly reason: string;
  readonly proposal: string | null;
}

/** What the last compare found beside the rows it asked for. */
export interface CompareNotes {
  readonly keyIndex: number;
  readonly keyHeader: string;
  readonly counts: Counts;
  readonly unchanged: number;
  readonly extra: Cut<string>;
  readonly duplicates: Cut<{ readonly key: string; readonly rowNumbers: readonly number[] }>;
  readonly lookAlikes: Cut<{ readonly key: string; readonly otherKey: string; readonly rowNumbers: readonly number[] }>;
  readonly blankKeys: Cut<number>;
  readonly heldColumns: Cut<HeldColumn>;
  readonly runHeld: null | { readonly reason: string; readonly columns: readonly string[] };
}

export interface RunResult {
  readonly verdict: Verdict;
  readonly passed: boolean;
  readonly receipt: Receipt;
  readonly compared: number;
  readonly missing: Cut<string>;
  readonly mismatches: Cut<Mismatch>;
  readonly heldCells: number;
  readonly durationMs: number;
  readonly rowsPerSecond: number;
}

/** Why the server would not begin: columns of the table too short for what the sheet may hold. */
export interface SchemaRefusal {
  readonly table: string;
  readonly columns: readonly RefusedColumn[];
  readonly fixScript: string;
}

export interface RefusedColumn {
  readonly column: string;
  readonly header: string;
  /** Of the header in the sheet; -1 where the sheet has no such column. */
  readonly index: number;
  readonly dataType: string;
  readonly limit: number | null;
  /** Cells of this column that are longer than the limit now, and the longest of them. */
  readonly tooLong: number;
  readonly longest: number;
}

export interface RunProblemShown {
  readonly code: string;
  readonly detail: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface RunReply {
  readonly state: 'running' | 'done' | 'stopped' | 'busy';
  readonly gid: number;
  readonly mode: Mode;
  readonly phase: Phase;
  readonly progress: Progress;
  /** How long to wait before the next call, where the server asked for patience. */
  readonly pauseMs: number;
  /** Cells that the server refused since the last call, or that a refused schema would lose. */
  readonly findings: Cut<Finding>;
  /** Cells that never left the sheet, all of the last compare; null where this call made none. */
  readonly sheetFindings: Cut<Finding> | null;
  readonly notes: CompareNotes | null;
  readonly result: RunResult | null;
  readonly schema: SchemaRefusal | null;
  readonly problem: RunProblemShown | null;
}

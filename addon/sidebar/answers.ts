// What the add-on's functions answer the sidebar: plain data that google.script.run can carry, codes and parameters, no prose of ours.
// No answer grows over 100 KB: lists are cut, their counts are exact.
import type { Mismatch, MismatchGroup, Mode, Receipt, SheetView, Verdict } from '../../shared/protocol.ts';
import type { Phase, Progress } from '../../shared/run-steps.ts';
import type { HeadingState, Place } from './answers-contract.ts';
import type { CheckReport, HeldShown, Overwrite, Plan, Question } from './check-answers.ts';
import type { Cut } from './cut-list.ts';
import type { RetryQueue } from './queue-answers.ts';
import type { Taken } from './repair-answers.ts';

export type { Cut } from './cut-list.ts';

export interface Failed {
  readonly ok: false;
  readonly code: string;
  /** For a reader of logs; the sidebar words the code. */
  readonly message: string;
  /** What the sidebar's words are filled in with. */
  readonly params?: Readonly<Record<string, unknown>>;
}

export type Reply<T> = ({ readonly ok: true } & T) | Failed;

/** `wrong_sheet`: the key belongs to another tab or file, see `place`. */
export type Connection = 'connected' | 'no_key' | 'refused' | 'unreachable' | 'wrong_sheet';

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
  /** Its report can be asked for again; absent in what an older version remembered. */
  readonly runId?: string;
}

/** A run that was begun here and neither finished nor given up: Continue goes on with it. */
export interface UnfinishedRun {
  readonly mode: Mode;
  readonly progress: Progress;
  readonly startedAt: string;
  readonly heardAt: string;
  readonly by: string | null;
  readonly driver: Driver;
  /** Begun by the person who looks. */
  readonly isMine: boolean;
  /** Someone else is at it: from then on it may be taken over, unless it is heard of again. Null: nobody is. */
  readonly takeOverAt: string | null;
}

/** What drives a run: a sidebar that is open, or the hourly trigger. */
export type Driver = 'sidebar' | 'schedule';

/** The hourly sync of this document. */
export interface Schedule {
  /** `waiting` until its first run was seen. */
  readonly state: 'off' | 'waiting' | 'on';
  readonly sheetName: string;
  /** Who switched it on: it runs as that person, who alone can be asked to authorize again. */
  readonly by: string | null;
  readonly isMine: boolean;
  readonly since: string | null;
  readonly last: ScheduledRun | null;
  /** Changes made now have arrived by about then; null while it is off, or troubled. */
  readonly arrivesBy: string | null;
  readonly trouble: ScheduleTrouble | null;
}

export interface ScheduledRun {
  readonly at: string;
  /** `unfinished`: its three minutes were spent, the next run goes on; `yielded`: a person was at it; `stopped`: see `code`. */
  readonly outcome: Verdict | 'unfinished' | 'yielded' | 'stopped';
  /** Of the problem that stopped it. */
  readonly code: string | null;
}

/**
 * `silent`: no run for three hours; `authorization`: Google asks its owner to authorize again, at `url`; `no_document`: Google
 * started it without a document, so that it could not know its sheet.
 */
export interface ScheduleTrouble {
  readonly code: 'silent' | 'authorization' | 'no_document';
  readonly at: string;
  readonly url: string | null;
}

export interface Status {
  readonly version: string;
  readonly locale: string;
  readonly gid: number;
  readonly sheetName: string;
  readonly spreadsheetName: string;
  readonly connection: Connection;
  /** Why there is no connection, as a problem's code; absent where nothing more is known. */
  readonly why?: string | null;
  /** Where the data goes: the server's name, and a page where a person can look; null where there is no such page. */
  readonly server: string;
  readonly link: string | null;
  /** Who looks; null where Google does not tell. */
  readonly person: string | null;
  readonly schedule: Schedule;
  readonly counts: Counts | null;
  readonly last: LastRun | null;
  readonly unfinished: UnfinishedRun | null;
  /** What is agreed about this tab; null where the server could not be asked. */
  readonly sheet: SheetView | null;
  /** How its headings stand now; null until they were agreed on, and where the server could not be asked. */
  readonly headings: HeadingState | null;
  readonly place: Place;
  /** Cells of this tab that took the database's value and can be put back. */
  readonly taken?: Taken | null;
  /** Rows that are tried again by themselves; null where the server does not tell. */
  readonly queue?: RetryQueue | null;
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
  /** The server has put the row into its retry queue; absent where that is not known. */
  readonly queued?: boolean;
}

export interface FindingCount {
  readonly header: string | null;
  readonly column: string | null;
  readonly code: string;
  readonly limit: number | null;
  readonly count: number;
}

/** The next 200 of a run's findings, from the server's log; `cursor` null at the end. */
export interface FindingsPage {
  readonly findings: readonly Finding[];
  readonly cursor: string | null;
}

/** The next 200 of what a finished run's verification lists; `next` null at the end. */
export interface ListPage {
  readonly missing: readonly string[];
  readonly mismatches: readonly Mismatch[];
  readonly next: number | null;
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
  readonly lookAlikes: Cut<{
    readonly key: string;
    readonly otherKey: string;
    readonly rowNumbers: readonly number[];
    /** A person said that the two are one buyer. */
    readonly isSame: boolean;
  }>;
  /** Rows next to each other as one: `4138-4150`; `count` is of rows. */
  readonly blankKeys: Cut<string>;
  readonly heldColumns: Cut<HeldColumn>;
  readonly plan: Plan;
  /** Null where the run is no Check. */
  readonly check: CheckReport | null;
  /** What a sync asks about before it overwrites it; null where there is nothing to ask. */
  readonly overwrites: Cut<Overwrite> | null;
  /** What the guard holds back of this run; null where nothing is. */
  readonly held: HeldShown | null;
}

export interface RunResult {
  readonly verdict: Verdict;
  readonly passed: boolean;
  readonly receipt: Receipt;
  readonly compared: number;
  readonly missing: Cut<string>;
  /** How many of those listed are missing for which cause. */
  readonly missingCauses?: Readonly<Record<string, number>>;
  readonly mismatches: Cut<Mismatch>;
  /** The same by column and cause, the largest first; the counts are exact. */
  readonly groups?: Cut<MismatchGroup>;
  readonly heldCells: number;
  readonly durationMs: number;
  readonly rowsPerSecond: number;
}

/** Why the server would not begin: columns of the table too short for what the sheet may hold. */
export interface SchemaRefusal {
  readonly table: string;
  readonly columns: readonly RefusedColumn[];
  /** Null where the whole sheet was looked through, else how many rows of it: then the counts are at least that. */
  readonly rowsRead: number | null;
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
  /** `asking`: nothing was sent yet, and nothing is until the person has said what to do. */
  readonly state: 'running' | 'asking' | 'done' | 'stopped' | 'busy';
  readonly gid: number;
  readonly mode: Mode;
  readonly phase: Phase;
  readonly progress: Progress;
  /** How long to wait before the next call, where the server asked for patience. */
  readonly pauseMs: number;
  /** What is waited for, as the code of the problem that passes. */
  readonly pausedBy?: string | null;
  readonly asks: Question | null;
  readonly runId: string;
  /** Cells that the server refused since the last call, or that a refused schema would lose. */
  readonly findings: Cut<Finding>;
  /** Cells that never left the sheet, found since the last call; `anew` where a compare began, so that earlier ones are void. */
  readonly sheetFindings: Cut<Finding> & { readonly anew: boolean };
  /** All cells in the way by column and cause, as far as the run has come: the counts are exact, the lists above are cut. */
  readonly groups: readonly FindingCount[];
  readonly notes: CompareNotes | null;
  readonly result: RunResult | null;
  readonly schema: SchemaRefusal | null;
  readonly problem: RunProblemShown | null;
  /** Of a run that pushes only some rows: the missing ones, or of so many buyers. */
  readonly only?: 'missing' | number | null;
}

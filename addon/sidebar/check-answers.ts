// What a Check, a question before a sync, and the guard's holds look like in an answer to the sidebar: plain data.
import type { Form, Hold } from '../../shared/protocol.ts';
import type { Cut } from './cut-list.ts';

/** Stands in the way; will be changed on its way; was probably lost before; is near a limit. */
export type CheckWeight = 'stands' | 'changes' | 'lost' | 'near';

/** Cells of one column with one thing to say about them; `count` is exact, three examples at most. */
export interface CheckFinding {
  readonly weight: CheckWeight;
  readonly code: string;
  readonly header: string;
  readonly column: string | null;
  /** Characters a column takes, or digits a key usually has. */
  readonly limit: number | null;
  /** Of values that both sides only write differently. */
  readonly form?: Form | null;
  readonly count: number;
  /** The longest text among them. */
  readonly most: number | null;
  readonly examples: readonly { readonly cell: string; readonly key: string }[];
}

/** What a sync would do, as of a compare: rows to insert, to update, to leave. */
export interface Plan {
  readonly insert: number;
  readonly update: number;
  readonly leave: number;
  /** Rows that would be kept out. */
  readonly reject: number;
  /** Rows of the table that the sheet lacks. */
  readonly gone: number;
}

/** Of a Check: nothing was written. */
export interface CheckReport extends Plan {
  /** Headings whose columns limit the length of text: where there are any, the server refuses the sync. */
  readonly limitedText: Cut<string>;
  /** Buyers changed in the database since they were last written, whose values a sync replaces. */
  readonly overwrites: Cut<string>;
  readonly findings: Cut<CheckFinding>;
}

/** `overwrites`: buyers were changed in the database since; `moved`: sheet or database are not what the Check saw. */
export type Question = 'overwrites' | 'moved';

/** A buyer that a sync would overwrite, with the fields that differ as far as they are known. */
export interface Overwrite {
  readonly key: string;
  readonly cell: string | null;
  readonly fields: readonly {
    readonly header: string;
    readonly cell: string;
    readonly sheet: string | null;
    readonly database: string | null;
  }[];
}

/** What the guard holds back of this run. */
export interface HeldShown {
  readonly scope: 'columns' | 'run';
  readonly holds: readonly Hold[];
}

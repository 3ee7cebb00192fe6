// What the add-on answers about values that differ: groups page by page, what was taken into the sheet or put back, one buyer. Plain data.
import type { BuyerView, Form, Mismatch } from '../../shared/protocol.ts';
import type { Cut } from './cut-list.ts';

/** Names a group of a run's report. */
export interface GroupName {
  readonly field: string;
  readonly cause: string;
  readonly form: Form | null;
}

/** Which rows a run is to push, as the page asks; the add-on makes keys of it. */
export type OnlyAsked =
  | 'missing'
  /** The rows selected in the sheet. */
  | 'selection'
  | { readonly key: string }
  | { readonly runId: string; readonly group: GroupName };

/** The next ones of a group; `cursor` null at the end. */
export interface GroupPage {
  readonly mismatches: readonly Mismatch[];
  readonly cursor: string | null;
}

/** A piece of the report as a file; `next` null at its end. */
export interface CsvPart {
  readonly text: string;
  readonly next: number | null;
}

/** Why a cell was left as it is. */
export type Stands =
  | 'formula'
  /** An array formula elsewhere may fill it. */
  | 'spill'
  | 'merged'
  | 'protected'
  /** It no longer shows what the report, or what we wrote, says. */
  | 'changed'
  /** No row has the buyer's key any more. */
  | 'key_gone'
  | 'key_twice'
  /** Written, it did not read as it should; what was there was put back. */
  | 'not_kept'
  /** A text that begins with = would be taken for a formula. */
  | 'like_formula'
  /** A value that no cell of a sheet can hold. */
  | 'no_cell_value'
  /** The sheet did not take it: a rule of data validation, for one. */
  | 'refused'
  /** The rows were sorted in the very moment of writing: look at this cell. */
  | 'moved';

export interface NamedCell {
  /** Null where its row is gone. */
  readonly cell: string | null;
  readonly key: string;
  readonly why: Stands;
}

/** Where a portion of a group ends, and the next begins. */
export interface Place {
  readonly cursor: string | null;
  readonly skip: number;
}

/** A portion of a group to take into the sheet. */
export interface TakeWanted {
  readonly runId: string;
  readonly group: GroupName;
  readonly from: Place;
  /** Only this buyer; null: all. */
  readonly key: string | null;
  /** Names the take, so that its portions are put back as one. */
  readonly takeId: string;
}

/** What is kept to be put back: the last group that was taken. */
export interface Taken {
  readonly header: string;
  readonly cells: number;
  readonly at: string;
  readonly by: string | null;
}

export interface TakeReply {
  readonly written: number;
  /** Showed the database's value by now. */
  readonly already: number;
  readonly named: Cut<NamedCell>;
  readonly next: Place | null;
  readonly taken: Taken | null;
}

export interface PutBackReply {
  readonly restored: number;
  readonly named: Cut<NamedCell>;
  /** More cells of the same group are to be put back. */
  readonly isMore: boolean;
  readonly taken: Taken | null;
}

/** One column of a buyer on both sides. */
export interface BuyerField {
  readonly header: string;
  readonly column: string;
  /** Null where the buyer is not in the sheet. */
  readonly cell: string | null;
  readonly sheet: string | null;
  readonly database: string | null;
  readonly differs: boolean;
  /** Why the cell has no value that could be compared; null where it has one. */
  readonly fault: string | null;
}

export interface FoundBuyer {
  readonly key: string;
  readonly keyHeader: string;
  /** Cells that hold the key; several where it is there more than once. */
  readonly cells: readonly string[];
  readonly isStored: boolean;
  readonly fields: readonly BuyerField[];
  readonly lastChange: BuyerView['lastChange'];
  readonly lastSeenEqual: string | null;
  readonly errors: BuyerView['errors'];
  /** `id` null where the server does not tell: then it cannot be tried by hand. */
  readonly retry: (NonNullable<BuyerView['retry']> & { readonly id: string | null }) | null;
  /** Other spellings, of the sheet and of the database. */
  readonly lookAlikes: readonly string[];
}

// What the add-on's functions answer about headings, and about the place a key belongs to: plain data, as in answers.ts.
import type { HeaderAnswer } from '../../shared/protocol.ts';
import type { Cut } from './cut-list.ts';

export interface OtherTab {
  readonly gid: number;
  readonly name: string;
}

/** `copied_file`: its keys came with the copy; `other_file`, `other_tab`: a key of another sheet was pasted here. */
export interface WrongPlace {
  readonly kind: 'copied_file' | 'other_file' | 'other_tab';
  /** The tab that the key was made for. */
  readonly sheetName: string;
  /** In this document; null where it has no such tab. */
  readonly gid: number | null;
  /** Of the file that the key was made for; null where it is this one. */
  readonly url: string | null;
}

export interface Place {
  /** Tabs of this document that are connected, this one left out. */
  readonly others: readonly OtherTab[];
  readonly wrong: WrongPlace | null;
}

/** A heading that keeps its column out until a person says what it means. */
export interface HeldHeading {
  readonly index: number;
  readonly cell: string;
  readonly header: string;
  readonly reason: string;
  readonly proposal: string | null;
  /** What the heading of that column was. */
  readonly before: string | null;
}

/** How the headings stand against what was agreed. */
export interface HeadingState {
  readonly headerRow: number;
  readonly held: Cut<HeldHeading>;
  /** Columns that no heading fills. */
  readonly free: readonly string[];
  /** The row where they stand now, if it is another. */
  readonly movedTo: number | null;
}

/** One of the first rows. */
export interface TopRow {
  readonly row: number;
  readonly kind: 'title' | 'group' | 'headings' | 'data';
  /** Its first texts. */
  readonly texts: readonly string[];
  /** Cells that hold something. */
  readonly filled: number;
}

interface BlankHeadingShown {
  readonly cell: string;
  readonly above: string | null;
}

export type HeadingUse = 'column' | 'ignored' | 'never' | 'held' | 'blank' | 'database';

export interface Heading {
  readonly index: number;
  readonly cell: string;
  readonly header: string;
  /** What becomes of it now; `database`: a column that is filled there, or cannot be synced. */
  readonly use: HeadingUse;
  readonly column: string | null;
  readonly reason: string | null;
  readonly proposal: string | null;
  /** What the heading of the proposed column was. */
  readonly before: string | null;
  readonly isText: boolean;
  readonly asValue: boolean;
}

interface OfferedColumn {
  readonly name: string;
  readonly type: string;
}

/** Headings and columns of one tab, as the card that agrees on them shows it. */
export interface SetupView {
  readonly gid: number;
  readonly headerRow: number;
  readonly rows: readonly TopRow[];
  readonly merged: Cut<string>;
  readonly blanks: Cut<BlankHeadingShown>;
  readonly headings: Cut<Heading>;
  readonly columns: readonly OfferedColumn[];
  readonly table: string;
  readonly keyColumn: string;
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
}

/** For an operator: what would give a heading a column of its own. */
export interface NewColumn {
  readonly name: string;
  readonly migration: string;
}

/** A person's word on one heading; `header` as it was shown, so that a column moved meanwhile is noticed. */
export interface SaidOfHeading extends HeaderAnswer {
  readonly header: string;
}

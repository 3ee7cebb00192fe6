// What the sidebar knows of groups, of what was taken into the sheet, and of the buyer that was asked for. Pure.
import type { Mismatch, MismatchGroup } from '../../shared/protocol.ts';
import type { Cut } from './answers.ts';
import type { FoundBuyer, GroupName, NamedCell } from './repair-answers.ts';

/** More of a group than its examples. */
interface GroupList {
  readonly items: readonly Mismatch[];
  readonly cursor: string | null;
  readonly isEnd: boolean;
  readonly problem: string | null;
}

/** What would be overwritten, asked before it is. */
export interface TakeQuestion {
  /** Of the button that asked. */
  readonly id: string;
  readonly groupId: string;
  readonly group: GroupName;
  readonly header: string;
  /** Only this buyer; null: all of the group. */
  readonly key: string | null;
  readonly count: number;
  readonly examples: readonly Mismatch[];
}

/** How far taking or putting back is, and how it ended. */
export interface Repaired {
  readonly what: 'taken' | 'back';
  readonly total: number;
  readonly done: number;
  readonly already: number;
  readonly named: Cut<NamedCell>;
  /** Why it ended early. */
  readonly problem: string | null;
}

interface BuyerSearch {
  readonly wanted: string;
  readonly found: FoundBuyer | null;
  readonly problem: string | null;
}

export interface RepairModel {
  readonly lists: Readonly<Record<string, GroupList>>;
  readonly question: TakeQuestion | null;
  readonly repaired: Repaired | null;
  /** Groups that were taken since they were reported. */
  readonly settled: readonly string[];
  readonly csvProblem: string | null;
  readonly buyer: BuyerSearch;
  /** Of a report that was asked for again: when it was made. */
  readonly seenAt: string | null;
}

export const noRepair: RepairModel = {
  lists: {},
  question: null,
  repaired: null,
  settled: [],
  csvProblem: null,
  buyer: { wanted: '', found: null, problem: null },
  seenAt: null,
};

/** Stands for the group in ids of the page. */
export const groupId = ({ field, cause, form }: GroupName): string => `group ${field}|${cause}|${form ?? ''}`;

export const nameOf = ({ field, cause, form }: MismatchGroup): GroupName => ({ field, cause, form });

const ITEM_SHOWN = 200;

/** What came with a portion is added. */
export const addedTo = (
  so: Repaired,
  { done, already = 0, named }: { readonly done: number; readonly already?: number; readonly named: Cut<NamedCell> },
): Repaired => ({
  ...so,
  done: so.done + done,
  already: so.already + already,
  named: {
    count: so.named.count + named.count,
    items: [...so.named.items, ...named.items].slice(0, ITEM_SHOWN),
  },
});

// Rows that the database refused and that are tried again by themselves, as the add-on tells the sidebar of them: plain data.
import type { Cut } from './cut-list.ts';

export interface RetryQueue {
  /** Tried again by themselves, at most three times. */
  readonly waiting: Cut<Waiting>;
  /** Tried three times: only by hand, or once the row or the table has changed. */
  readonly givenUp: Cut<Waiting>;
}

export interface Waiting {
  readonly id: string;
  readonly key: string;
  readonly rowNumber: number;
  /** The first cell to blame; null where no single one is. */
  readonly cell: string | null;
  readonly header: string | null;
  readonly code: string;
  /** Tries made beside the first. */
  readonly attempts: number;
  /** Null once it is given up. */
  readonly nextAt: string | null;
}

/** What trying again by hand came to, portion by portion; `next` null at the end. */
export interface TriedAgain {
  /** In the database now: by this try, or by another since. */
  readonly went: number;
  readonly refused: number;
  /** The sheet or a held column comes first: they wait for a sync. */
  readonly waits: number;
  readonly next: string | null;
}

export const TRIES = 3;

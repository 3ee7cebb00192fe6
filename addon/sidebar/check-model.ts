// What the page knows of Check, of holds and of answers about keys beside what the add-on tells. Pure.
import type { Hold, LookAlikeAnswer } from '../../shared/protocol.ts';

/** What became of a question about a key or of rows without one. */
export interface KeyAnswer {
  readonly answer: LookAlikeAnswer['answer'] | 'not_buyers';
  /** Cells into which the other spelling was written. */
  readonly written: readonly string[];
  readonly problem: string | null;
}

export interface CheckModel {
  /** The hold about which the reader is asked once more. */
  readonly asked: string | null;
  /** Holds that were decided in this window. */
  readonly decided: Readonly<Record<string, Hold>>;
  /** Of the hold that could not be decided. */
  readonly problem: { readonly id: string; readonly code: string } | null;
  readonly keys: Readonly<Record<string, KeyAnswer>>;
}

export const emptyCheck: CheckModel = { asked: null, decided: {}, problem: null, keys: {} };

export interface HoldShown extends Hold {
  /** The run that was held. */
  readonly runId: string;
}

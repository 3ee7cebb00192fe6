// A list as an answer to the sidebar carries it.

/** A list cut to what an answer takes; `count` is of all there are. */
export interface Cut<T> {
  readonly count: number;
  readonly items: readonly T[];
}

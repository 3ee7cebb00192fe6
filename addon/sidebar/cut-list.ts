// A list cut to what an answer to the sidebar takes.

/** `count` is of all there are. */
export interface Cut<T> {
  readonly count: number;
  readonly items: readonly T[];
}

// What a probe is: a function that looks at one thing and says what it saw, by the ids of the assumptions.
import type { Scalar } from '../../shared/self-check.ts';

export interface Seen {
  readonly observed: Readonly<Record<string, Scalar>>;
  readonly unseen?: Readonly<Record<string, string>>;
  readonly measured?: Readonly<Record<string, number>>;
  /** For the page alone: it goes into no file. */
  readonly told?: Readonly<Record<string, Scalar>>;
}

export type Probe = (argument: string) => Seen;

/** Milliseconds by the execution's clock. */
export function timed(work: () => unknown): number {
  const start = Date.now();
  work();
  return Date.now() - start;
}

export const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

export const times = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** What a call threw, in Google's words without ids and addresses; null where it did not. */
export function thrownBy(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return scrubbed(error instanceof Error ? error.message : String(error));
  }
}

const scrubbed = (text: string): string => text.replace(/\S+@\S+/g, '(address)').replace(/[\w-]{25,}/g, '(id)');

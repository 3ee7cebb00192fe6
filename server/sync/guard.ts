// The guard's rule: what a person would not want written without being asked. Pure; counts and texts go in, what trips comes out.
import type { HoldReason } from '../../shared/protocol.ts';

/** So many rows, or this share of what there was, may change without asking. */
export const FREE_ROWS = 20;
const FREE_SHARE = 0.2;

export const isPast = (rows: number, of: number): boolean => rows > FREE_ROWS && rows > FREE_SHARE * of;

/** What would be held: `rows` of `of`. `keys` are the buyers it concerns, sorted; `evidence` is key → digest of the cell, of a sample. */
export interface Trip {
  readonly column: string;
  readonly header: string;
  readonly scope: 'column' | 'run';
  readonly reason: HoldReason;
  readonly rows: number;
  readonly of: number;
  readonly estimated: boolean;
  readonly keys: readonly string[];
  readonly evidence: Readonly<Record<string, string>>;
  /** The evidence is the sample that was asked for, not whichever batch came first. */
  readonly isSampled?: boolean;
}

export interface Counts {
  readonly read: number;
  readonly extra: number;
  readonly databaseCount: number;
}

/**
 * How many buyers left the sheet since the last sync. Rows that others put into the table, or took out of it, are not
 * counted: the first raise only the extra ones, the second lower only those present.
 */
export function goneSince(last: Counts, now: Counts): number {
  const present = ({ databaseCount, extra }: Counts) => databaseCount - extra;
  return Math.max(0, Math.min(now.extra - last.extra, present(last) - present(now)));
}

/** Of one column: `base` values on the rows of the sheet that exist; `filled` cells in the sheet, null where the client did not tell. */
export interface ColumnFacts {
  readonly position: number;
  readonly base: number;
  readonly filled: number | null;
  readonly heldCells: number;
}

/** Even if every filled cell of the sheet stood where there was a value, so many are gone. */
const goneAtLeast = ({ base, filled, heldCells }: ColumnFacts): number =>
  filled === null ? 0 : Math.max(0, base - heldCells - filled);

/** Whether any outcome of a sample of `candidates` rows could hold this column. */
export const isSuspect = ({ base }: ColumnFacts, candidates: number): boolean =>
  isPast(Math.min(candidates, base), base);

export interface Tally {
  readonly disappeared: number;
  readonly replaced: number;
}

export const NO_HITS: Tally = { disappeared: 0, replaced: 0 };

/** Blanks that are filled count as nothing. */
export function addCell(tally: Tally, sheet: string | null, stored: string | null): Tally {
  if (stored === null || sheet === stored) return tally;
  if (sheet === null) return { ...tally, disappeared: tally.disappeared + 1 };
  return { ...tally, replaced: tally.replaced + 1 };
}

/** Fewer hits in a sample say nothing of the rows that it left out. */
const LEAST_HITS = 5;

export interface Judged {
  readonly reason: HoldReason;
  readonly rows: number;
  readonly of: number;
  readonly estimated: boolean;
}

/** A column by what a sample of `seen` of the `candidates` showed; null where it may be written. */
export function judgeColumn(facts: ColumnFacts, tally: Tally, seen: number, candidates: number): Judged | null {
  const scale = seen === 0 ? 0 : candidates / seen;
  const [sampledGone, replaced] = [Math.round(tally.disappeared * scale), Math.round(tally.replaced * scale)];
  const least = goneAtLeast(facts);
  const gone = Math.max(sampledGone, least);
  const rows = Math.min(facts.base, gone + replaced);
  if (!isPast(rows, facts.base)) return null;
  const isWhole = seen >= candidates;
  const isTold = isWhole || tally.disappeared + tally.replaced >= LEAST_HITS || isPast(least, facts.base);
  if (!isTold) return null;
  const reason = gone >= replaced ? 'values_disappear' : 'values_replaced';
  return { reason, rows, of: facts.base, estimated: !isWhole };
}

const SAMPLE_ROWS = 200;
/** Read in one go: a sheet's service takes far longer for two hundred places than for twenty. */
const NEIGHBOURS = 10;

/** All of them, or two hundred in groups of neighbours spread evenly over them. In the order they came. */
export function pickSample(candidates: readonly number[]): number[] {
  if (candidates.length <= SAMPLE_ROWS) return [...candidates];
  const groups = SAMPLE_ROWS / NEIGHBOURS;
  const last = candidates.length - NEIGHBOURS;
  return Array.from({ length: groups }, (_, group) => Math.floor((group * last) / (groups - 1))).flatMap((from) =>
    candidates.slice(from, from + NEIGHBOURS),
  );
}

/** An answer that a person gave: what it was about. */
export interface Decided {
  readonly rows: number;
  readonly keys: readonly string[];
  readonly evidence: Readonly<Record<string, string>>;
}

/** Whether an answer is about this too: about as many rows, at most twenty buyers more, and no more than twenty other values in the same cells. */
export function covers(
  decided: Decided,
  trip: Pick<Trip, 'rows' | 'estimated' | 'keys' | 'evidence' | 'isSampled'>,
): boolean {
  if (trip.rows > decided.rows * (trip.estimated ? 1.5 : 1.1)) return false;
  const known = new Set(decided.keys);
  if (trip.keys.filter((key) => !known.has(key)).length > FREE_ROWS) return false;
  const shown = Object.entries(trip.evidence);
  // Counts alone say nothing of values.
  if (shown.length === 0 || Object.keys(decided.evidence).length === 0) return true;
  // A long sheet that was sorted since shows other rows: what stands in them nobody has seen.
  const shared = shown.filter(([key]) => decided.evidence[key] !== undefined);
  const changed = shared.filter(([key, digest]) => decided.evidence[key] !== digest).length;
  if (shared.length === 0) return trip.isSampled !== true;
  return (changed / shared.length) * trip.keys.length <= FREE_ROWS;
}

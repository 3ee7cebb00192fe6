// A saved run as it is kept: planned batches packed, so that the largest sheet's run fits where it must.
import { expandRanges, packRows, toRanges, unpackRows } from '../shared/row-set.ts';
import type { PlannedBatch, RunState } from '../shared/run-steps.ts';
import type { SavedRun } from './saved-run.ts';

interface PackedBatches {
  readonly numbers: string;
  /** How many rows each batch holds: `100*41,37`. */
  readonly sizes: string;
  readonly rows: string;
  /** Digests of eight digits, one after the other. */
  readonly keys: string;
}

interface StoredRun extends Omit<SavedRun, 'state'> {
  readonly state: Omit<RunState, 'pending' | 'differing'>;
  readonly pending: PackedBatches;
  readonly differing: PackedBatches;
}

export function packRun({ state, ...run }: SavedRun): StoredRun {
  const { pending, differing, ...rest } = state;
  return { ...run, state: rest, pending: packBatches(pending), differing: packBatches(differing) };
}

export function unpackRun({ state, pending, differing, ...run }: StoredRun): SavedRun {
  return { ...run, state: { ...state, pending: unpackBatches(pending), differing: unpackBatches(differing) } };
}

/** Batches come in the order of their rows, so that all rows are one rising list. */
function packBatches(batches: readonly PlannedBatch[]): PackedBatches {
  const rows = batches.map((batch) => expandRanges(batch.rows));
  return {
    numbers: toRanges(batches.map((batch) => batch.number)),
    sizes: packSizes(rows.map((list) => list.length)),
    rows: packRows(rows.reduce<number[]>((all, list) => all.concat(list), [])),
    keys: batches.map((batch) => batch.keys).join(''),
  };
}

const KEYS = 8;

function unpackBatches({ numbers, sizes, rows, keys }: PackedBatches): PlannedBatch[] {
  const all = unpackRows(rows);
  const counts = unpackSizes(sizes);
  let from = 0;
  return expandRanges(numbers).map((number, i) => {
    const to = from + (counts[i] ?? 0);
    const batch = { number, rows: toRanges(all.slice(from, to)), keys: keys.slice(i * KEYS, (i + 1) * KEYS) };
    from = to;
    return batch;
  });
}

function packSizes(sizes: readonly number[]): string {
  const runs: { size: number; times: number }[] = [];
  for (const size of sizes) {
    const last = runs[runs.length - 1];
    if (last?.size === size) last.times++;
    else runs.push({ size, times: 1 });
  }
  return runs.map(({ size, times }) => `${size}*${times}`).join(',');
}

const unpackSizes = (packed: string): number[] =>
  (packed === '' ? [] : packed.split(',')).reduce<number[]>((sizes, run) => {
    const [size = 0, times = 0] = run.split('*').map(Number);
    return sizes.concat(new Array<number>(times).fill(size));
  }, []);

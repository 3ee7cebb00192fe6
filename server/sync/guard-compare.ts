// The guard at the end of a compare: which columns, or whether the whole run, wait for a person. Decided before the first write.
import type { BatchRow, Held, Hold } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import type { Comparison } from '../rows/compare.ts';
import {
  type ColumnFacts,
  FREE_ROWS,
  goneSince,
  isPast,
  isSuspect,
  judgeColumn,
  NO_HITS,
  pickSample,
  type Trip,
} from './guard.ts';
import { readRows, tallyOf, tripOf } from './guard-sample.ts';
import { type At, extraKeys, filledCells, freedColumns, keysAt, type LastSync, lastSync } from './guard-sql.ts';
import { dropHolds, holdsOf } from './hold-record.ts';
import { holdTrips } from './hold-trips.ts';
import type { RunContext } from './run-context.ts';
import type { RunRecord, Watch } from './run-record.ts';

export interface Guarded {
  readonly scope: Held['scope'];
  readonly holds: readonly Hold[];
  /** Positions whose values are asked for. */
  readonly sample: readonly number[];
  readonly watch: Watch | null;
  /** Of all rows that would be overwritten, where a sample of them is asked for. */
  readonly keys: readonly string[] | null;
}

export interface Compared {
  readonly found: Comparison;
  /** Positions of rows that exist and would be overwritten. */
  readonly candidates: readonly number[];
  /** `index` of columns that formulas fill. */
  readonly formulaColumns: readonly number[];
  /** The rows that were asked for; null where they are not here yet. */
  readonly sample: readonly BatchRow[] | null;
}

export async function guardCompare(
  db: Db,
  context: RunContext,
  record: RunRecord,
  at: At,
  compared: Compared,
): Promise<Guarded> {
  const { found, candidates } = compared;
  const judgedAnew = compared.sample === null ? [] : (record.guardWatch?.provisional ?? []);
  await dropHolds(db, context.sheetId, context.runId, judgedAnew);
  const carried = (await stillHeld(db, record)).filter((hold) => !judgedAnew.includes(hold.id));
  const asItWas = { scope: 'columns', holds: carried, sample: [], watch: null, keys: null } as const;
  if (candidates.length <= FREE_ROWS && found.extra <= FREE_ROWS) return asItWas;
  const last = await lastSync(db, context.sheetId);
  if (last === null) return asItWas;
  const gone = await holdRun(db, context, at, found, last);
  if (gone !== null) return { ...asItWas, scope: 'run', holds: [gone, ...carried] };
  if (candidates.length <= FREE_ROWS) return asItWas;
  const columns = await suspects(db, context, at, compared, last, new Set(carried.map((hold) => hold.column)));
  if (columns.length === 0) return asItWas;
  if (compared.sample === null)
    return { ...asItWas, ...(await askForSample(db, context, at, candidates, columns, carried)) };
  const trips = await judgeSample(db, context, at, compared, columns, compared.sample);
  const held = await holdTrips(db, context, trips);
  return { ...asItWas, holds: [...carried, ...held], watch: answered(record.guardWatch) };
}

/** Columns that this run holds already and nobody has let through since. */
const stillHeld = async (db: Db, { sheetId, guardHolds }: RunRecord): Promise<Hold[]> =>
  guardHolds.length === 0
    ? []
    : (await holdsOf(db, sheetId, guardHolds)).filter((hold) => hold.scope === 'column' && hold.state !== 'released');

const answered = (watch: Watch | null): Watch | null => (watch === null ? null : { ...watch, isAnswered: true });

async function holdRun(db: Db, context: RunContext, at: At, found: Comparison, last: LastSync): Promise<Hold | null> {
  const rows = goneSince(last, found);
  const key = context.binding.columns[context.binding.keyPosition];
  if (!isPast(rows, last.read) || key === undefined) return null;
  const trip: Trip = {
    column: key.column,
    header: key.header,
    scope: 'run',
    reason: 'rows_gone',
    rows,
    of: last.read,
    estimated: false,
    keys: (await extraKeys(db, context.shape, at)).sort(),
    evidence: {},
  };
  return (await holdTrips(db, context, [trip]))[0] ?? null;
}

/** Columns that could be past the limit. A column that the last sync did not know is new, and whatever it brings is wanted. */
async function suspects(
  db: Db,
  context: RunContext,
  at: At,
  { candidates, formulaColumns }: Compared,
  last: LastSync,
  held: ReadonlySet<string>,
): Promise<ColumnFacts[]> {
  const { columns, keyPosition } = context.binding;
  const freed = await freedColumns(db, context.sheetId);
  const watched = columns.flatMap(({ index, column }, position) => {
    const isFree = position === keyPosition || held.has(column) || freed.has(column) || !last.columns.includes(column);
    return isFree || formulaColumns.includes(index) ? [] : [position];
  });
  if (watched.length === 0) return [];
  const { bases, filled, held: heldCells } = await filledCells(db, context, at);
  return watched
    .map((position) => ({
      position,
      base: bases[position] ?? 0,
      filled: filled?.[position] ?? null,
      heldCells: heldCells[position] ?? 0,
    }))
    .filter((facts) => isSuspect(facts, candidates.length));
}

/** What the counts of cells tell by themselves is held until the sample says otherwise: formulas may fill the column. */
async function askForSample(
  db: Db,
  context: RunContext,
  at: At,
  candidates: readonly number[],
  columns: readonly ColumnFacts[],
  carried: readonly Hold[],
): Promise<Pick<Guarded, 'sample' | 'watch' | 'keys' | 'holds'>> {
  const sample = pickSample(candidates);
  const keys = (await keysAt(db, at, candidates)).sort();
  const gone = columns.flatMap((facts) => {
    const judged = judgeColumn(facts, NO_HITS, 0, candidates.length);
    return judged === null ? [] : tripOf(context, facts.position, judged, keys, []);
  });
  const held = await holdTrips(db, context, gone);
  const watch: Watch = {
    round: at.round,
    keys: await keysAt(db, at, sample),
    candidates: candidates.length,
    columns,
    seen: 0,
    sampled: {},
    written: {},
    isAnswered: false,
    provisional: held.map((hold) => hold.id),
  };
  return { sample, watch, keys, holds: [...carried, ...held] };
}

async function judgeSample(
  db: Db,
  context: RunContext,
  at: At,
  { candidates }: Compared,
  columns: readonly ColumnFacts[],
  rows: readonly BatchRow[],
): Promise<Trip[]> {
  const seen = await readRows(db, context, rows);
  const keys = (await keysAt(db, at, candidates)).sort();
  return columns.flatMap((facts) => {
    const judged = judgeColumn(facts, tallyOf(seen, facts.position), seen.length, candidates.length);
    const trips = judged === null ? [] : tripOf(context, facts.position, judged, keys, seen);
    return trips.map((trip) => ({ ...trip, isSampled: true }));
  });
}

export function heldAnswer({ scope, holds }: Guarded): Held | null {
  const [first] = holds;
  if (first === undefined) return null;
  const shown = scope === 'run' ? holds.filter((hold) => hold.scope === 'run') : holds;
  return { reason: first.reason, columns: shown.map((hold) => hold.column), scope, holds: shown };
}

// The guard at the end of a compare: which columns, or whether the whole run, wait for a person. Decided before the first write.
import { createHash } from 'node:crypto';
import type { BatchRow, Held, Hold } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import { Problem } from '../problem.ts';
import type { Comparison } from '../rows/compare.ts';
import {
  addCell,
  type ColumnFacts,
  covers,
  goneSince,
  isPast,
  isSuspect,
  type Judged,
  judgeColumn,
  NO_HITS,
  pickSample,
  type Tally,
  type Trip,
} from './guard.ts';
import {
  type At,
  extraKeys,
  filledCells,
  freedColumns,
  keysAt,
  type LastSync,
  lastSync,
  storedTexts,
} from './guard-sql.ts';
import { decidedHolds, holdsOf, useHold, waitFor, waitingHold } from './hold-record.ts';
import type { RunContext } from './run-context.ts';
import type { RunRecord, Watch } from './run-record.ts';

/** Fewer rows than this never need a guard. */
const FREE_ROWS = 20;
const LEAST_SHOWN = 20;

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
  const carried = await stillHeld(db, record);
  const asItWas = { scope: 'columns', holds: carried, sample: [], watch: null, keys: null } as const;
  if (candidates.length <= FREE_ROWS && found.extra <= FREE_ROWS) return asItWas;
  const last = await lastSync(db, context.sheetId);
  if (last === null) return asItWas;
  const gone = await holdRun(db, context, at, found, last);
  if (gone !== null) return { ...asItWas, scope: 'run', holds: [gone, ...carried] };
  if (candidates.length <= FREE_ROWS) return asItWas;
  const columns = await suspects(db, context, at, compared, last, new Set(carried.map((hold) => hold.column)));
  if (columns.length === 0) return asItWas;
  if (compared.sample === null) return { ...asItWas, ...(await askForSample(db, at, candidates, columns)) };
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

async function askForSample(
  db: Db,
  at: At,
  candidates: readonly number[],
  columns: readonly ColumnFacts[],
): Promise<Pick<Guarded, 'sample' | 'watch' | 'keys'>> {
  const sample = pickSample(candidates);
  const watch: Watch = {
    round: at.round,
    keys: await keysAt(db, at, sample),
    candidates: candidates.length,
    columns,
    seen: 0,
    sampled: {},
    written: {},
    isAnswered: false,
  };
  return { sample, watch, keys: (await keysAt(db, at, candidates)).sort() };
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
    return judged === null ? [] : tripOf(context, facts.position, judged, keys, seen);
  });
}

export interface SeenRow {
  readonly key: string;
  readonly sheet: readonly (string | null)[];
  readonly stored: readonly (string | null)[];
  readonly held: readonly number[];
}

/** The rows that exist, side by side with what is stored. */
export async function readRows(
  db: Db,
  { shape, binding }: RunContext,
  rows: readonly Pick<BatchRow, 'cells' | 'held'>[],
): Promise<SeenRow[]> {
  const keyed = rows.flatMap(({ cells, held = [] }) => {
    const key = cells[binding.keyPosition] ?? null;
    return key === null ? [] : [{ key, sheet: cells, held }];
  });
  const texts = await storedTexts(
    db,
    shape,
    keyed.map(({ key }) => key),
  );
  return keyed.flatMap((row) => {
    const stored = texts.get(row.key);
    return stored === undefined ? [] : [{ ...row, stored }];
  });
}

export const tallyOf = (rows: readonly SeenRow[], position: number, from: Tally = NO_HITS): Tally =>
  rows.reduce(
    (tally, { sheet, stored, held }) =>
      held.includes(position) ? tally : addCell(tally, sheet[position] ?? null, stored[position] ?? null),
    from,
  );

export function tripOf(
  { binding }: RunContext,
  position: number,
  judged: Judged,
  keys: readonly string[],
  seen: readonly SeenRow[],
): Trip[] {
  const column = binding.columns[position];
  if (column === undefined) return [];
  const evidence = Object.fromEntries(seen.map(({ key, sheet }) => [key, digest(sheet[position] ?? null)]));
  return [{ ...judged, column: column.column, header: column.header, scope: 'column', keys, evidence }];
}

const digest = (text: string | null): string =>
  text === null ? '' : createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 8);

/** Those that nobody let through. A verify only says what would be, and stores nothing. */
export async function holdTrips(db: Db, context: RunContext, trips: readonly Trip[]): Promise<Hold[]> {
  const { sheetId, runId, mode } = context;
  const held: Hold[] = [];
  for (const trip of trips) {
    const decided = (await decidedHolds(db, sheetId, runId, trip)).find((hold) => covers(hold, trip));
    if (decided?.state === 'released') {
      if (mode === 'sync') await useHold(db, sheetId, decided.id, runId);
    } else if (decided !== undefined) {
      const { keys: _keys, evidence: _evidence, ...hold } = decided;
      held.push(hold);
    } else {
      held.push(mode === 'sync' ? await waitFor(db, sheetId, runId, trip) : await forecast(db, sheetId, trip));
    }
  }
  return held;
}

async function forecast(db: Db, sheetId: string, trip: Trip): Promise<Hold> {
  const waiting = await waitingHold(db, sheetId, trip);
  const { column, header, reason, scope, rows, of } = trip;
  const { id, since } = waiting ?? { id: uuid7(), since: new Date().toISOString() };
  return { id, column, header, reason, scope, rows, of, state: 'waiting', since };
}

/** The rows that were asked for, or where they are too long for one request at least so many: else the sheet moved meanwhile. */
export function checkSample({ binding }: RunContext, watch: Watch | null, rows: readonly BatchRow[]): void {
  const sent = new Set(rows.map((row) => row.cells[binding.keyPosition]));
  const shown = watch?.keys.filter((key) => sent.has(key)).length ?? 0;
  if (watch === null || shown < Math.min(watch.keys.length, LEAST_SHOWN)) throw new Problem('sheet_moved');
}

export function heldAnswer({ scope, holds }: Guarded): Held | null {
  const [first] = holds;
  if (first === undefined) return null;
  const shown = scope === 'run' ? holds.filter((hold) => hold.scope === 'run') : holds;
  return { reason: first.reason, columns: shown.map((hold) => hold.column), scope, holds: shown };
}

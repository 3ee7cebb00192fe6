// One entry of the retry queue written with the columns as the catalog has them now: what the guard holds stays out, and what is
// refused again is counted.
import type { BoundColumn } from '../../shared/protocol.ts';
import { catalogHash } from '../db/catalog.ts';
import type { Db } from '../db/query.ts';
import { isTransient } from '../db/sqlstate.ts';
import { dropEntries } from '../failures/enqueue.ts';
import { placeInHistory, type RetryEntry, settleRefused } from '../failures/retry-entry.ts';
import { ourFrames } from '../failures/stack.ts';
import type { WriteContext } from '../rows/upsert.ts';
import { type BoundSheet, findSheet } from '../sheets/bound-sheets.ts';
import { notSynced } from '../sheets/headers.ts';
import { openHolds } from '../sheets/holds.ts';
import { readTarget, type Target } from '../sheets/target.ts';
import { judgeRows, type RejectedBatchRow, recordFailures, rejectRefused } from './judge-rows.ts';
import { contextOf, type RunContext } from './run-context.ts';
import { writeOneByOne } from './write-each.ts';

export type Tried = 'succeeded' | 'failed' | 'permanentlyFailed';

/** What one look into the queue knows of the tables it writes. */
export interface RetryTargets {
  readonly sheets: Map<string, BoundSheet | null>;
  readonly targets: Map<string, Target>;
  /** By sheet and columns: making the statement for a shape takes longer than running it. */
  readonly contexts: Map<string, RunContext>;
}

/** What a sheet is bound to never changes; whether it is bound still is asked as it is locked. */
export async function knownSheet(db: Db, { sheets }: RetryTargets, sheetId: string): Promise<BoundSheet | null> {
  if (!sheets.has(sheetId)) sheets.set(sheetId, await findSheet(db, sheetId));
  return sheets.get(sheetId) ?? null;
}

export const newTargets = (): RetryTargets => ({ sheets: new Map(), targets: new Map(), contexts: new Map() });

/** A state that passes, met by this row alone: it is left as it was. */
class PassingState extends Error {
  readonly code: string;

  constructor(sqlstate: string) {
    super('a passing state');
    this.code = sqlstate;
  }
}

/** Needs sheet and entry locked. Throws what concerns more than this row, and passing states. */
export async function writeEntry(
  db: Db,
  known: RetryTargets,
  sheet: BoundSheet,
  entry: RetryEntry,
  now: Date,
): Promise<Tried> {
  const context = await entryContext(db, known, sheet, entry);
  const at = { sheetId: sheet.id, runId: entry.runId, ...(await placeInHistory(db, entry)) };
  const rejected = await writeRow(db, context, entry, at);
  if (rejected === null) {
    await dropEntries(db, sheet.id, [entry.key]);
    return 'succeeded';
  }
  await recordFailures(db, context, at, [rejected], ourFrames(new Error()));
  const isGivenUp = await settleRefused(db, entry, rejected.errors, context.catalogHash, now);
  return isGivenUp ? 'permanentlyFailed' : 'failed';
}

async function writeRow(
  db: Db,
  context: RunContext,
  { rowNumber, cells }: RetryEntry,
  at: WriteContext,
): Promise<RejectedBatchRow | null> {
  const columns = context.binding.columns.map(({ column }) => column);
  const texts = new Map(cells.map(({ column, text }) => [column, text]));
  const holds = await openHolds(db, context.sheetId);
  const guarded = new Set(holds.flatMap(({ scope, column }) => (scope === 'column' ? [column] : [])));
  const row = {
    rowNumber,
    cells: columns.map((column) => texts.get(column) ?? null),
    held: columns.flatMap((column, position) =>
      guarded.has(column) && position !== context.binding.keyPosition ? [position] : [],
    ),
  };
  const judged = judgeRows(context, [row]);
  const unfit = judged.find(({ errors }) => errors.length > 0);
  if (unfit !== undefined) return unfit;
  const outcomes = await writeOneByOne(db, context.shape, judged, at);
  for (const outcome of outcomes)
    if (outcome.outcome === 'failed' && isTransient({ code: outcome.sqlstate }))
      throw new PassingState(outcome.sqlstate);
  return (await rejectRefused(db, context, judged, outcomes))[0] ?? null;
}

/** A column that the table has no more, or that is synced no more, stays out. */
async function entryContext(
  db: Db,
  { targets, contexts }: RetryTargets,
  sheet: BoundSheet,
  { runId, cells }: RetryEntry,
): Promise<RunContext> {
  const target = await currentTarget(db, targets, sheet);
  const name = JSON.stringify([sheet.id, target.catalogHash, cells.map(({ column, index }) => [column, index])]);
  const found = contexts.get(name);
  if (found !== undefined) return { ...found, runId };
  const columns = cells.flatMap((cell) => boundAsNow(target, sheet, cell));
  const frozen = { sheetId: sheet.id, id: runId, mode: 'sync', columns, catalogHash: target.catalogHash } as const;
  const context = contextOf(frozen, sheet, target);
  contexts.set(name, context);
  return context;
}

async function currentTarget(db: Db, targets: Map<string, Target>, sheet: BoundSheet): Promise<Target> {
  const known = targets.get(sheet.id);
  if (known !== undefined && (await catalogHash(db, known.table)) === known.catalogHash) return known;
  const target = await readTarget(db, sheet);
  targets.set(sheet.id, target);
  return target;
}

function boundAsNow(
  { columns, scope }: Target,
  { keyColumn }: BoundSheet,
  { column: name, header, index }: RetryEntry['cells'][number],
): BoundColumn[] {
  const column = columns.find((candidate) => candidate.name === name);
  const fixed = new Set(scope === null ? [] : [scope.column]);
  if (column === undefined || (notSynced(column, fixed) !== null && name !== keyColumn)) return [];
  const { type, notNull } = column;
  return [{ index, header, column: name, type, notNull, state: 'synced', reason: null, proposal: null }];
}

// Tries again what is due: each entry locked, written, taken away and logged in one transaction.
import type { Pool } from 'pg';
import { transaction } from '../db/query.ts';
import { isTransient, sqlstateOf } from '../db/sqlstate.ts';
import { giveBack, takeTries } from '../failures/retry-budget.ts';
import {
  countDue,
  type DueFilter,
  lockEntry,
  lockNextDue,
  type RetryEntry,
  sheetOfEntry,
} from '../failures/retry-entry.ts';
import { Problem } from '../problem.ts';
import type { Settings } from '../settings/settings.ts';
import { logUnexpected } from './log-unexpected.ts';
import { lockSheet, tryLockSheet } from './retry-lock.ts';
import { reopenChanged } from './retry-reopen.ts';
import { knownSheet, newTargets, type RetryTargets, type Tried, writeEntry } from './retry-row.ts';

/** What was left as it was (a passing state, a sheet that is just being compared) is in none of the numbers. */
export interface RetryResult {
  /** The sum of the other three. */
  readonly processed: number;
  readonly succeeded: number;
  /** Refused, and tried again later. */
  readonly failed: number;
  /** Refused for the last time. */
  readonly permanentlyFailed: number;
}

/** What is due now, `retriesPerMinute` at most over all servers. Many may do it at once. `sheetId`: of that sheet only. */
export async function retryDue(
  pool: Pool,
  { retriesPerMinute }: Pick<Settings, 'retriesPerMinute'>,
  now: Date,
  sheetId: string | null = null,
): Promise<RetryResult> {
  const clock = movingOn(now);
  await reopenChanged(pool, sheetId, now);
  const tick: Tick = { pool, sheetId, clock, known: newTargets(), after: null, busy: new Set(), isOver: false };
  const tried: Tried[] = [];
  while (!tick.isOver) {
    const wanted = await countDue(pool, dueNow(tick), AT_ONCE);
    const taken = wanted === 0 ? null : await takeTries(pool, retriesPerMinute, wanted, clock());
    if (taken === null) break;
    const used = await tryEntries(tick, taken.tries, tried);
    if (used < taken.tries) await giveBack(pool, taken, used);
  }
  return resultOf(tried);
}

/** As many entries as a server takes of the minute's tries at a time. */
const AT_ONCE = 25;

/** The time as it goes on while the work is done, from the time that was given. */
function movingOn(now: Date): () => Date {
  const began = performance.now();
  return () => new Date(now.getTime() + performance.now() - began);
}

interface Tick {
  readonly pool: Pool;
  readonly sheetId: string | null;
  readonly clock: () => Date;
  readonly known: RetryTargets;
  /** Each entry is looked at once. */
  after: readonly [string, string] | null;
  /** Sheets that are being compared, or whose table takes no row at all just now. */
  readonly busy: Set<string>;
  /** Nothing more is due, or the database is in trouble. */
  isOver: boolean;
}

const dueNow = ({ clock, sheetId, after, busy }: Tick): DueFilter => ({
  now: clock(),
  sheetId,
  after,
  without: [...busy],
});

async function tryEntries(tick: Tick, most: number, tried: Tried[]): Promise<number> {
  let used = 0;
  while (used < most && !tick.isOver) {
    const outcome = await tryNext(tick);
    if (outcome === 'none') tick.isOver = true;
    if (outcome === 'none' || outcome === 'busy') continue;
    used += 1;
    if (outcome !== 'left') tried.push(outcome);
  }
  return used;
}

/** `busy`: nothing was tried, since its sheet is at work. `left`: tried, and as it was. */
async function tryNext(tick: Tick): Promise<Tried | 'none' | 'busy' | 'left'> {
  let entry: RetryEntry | null = null;
  try {
    return await transaction(tick.pool, async (db) => {
      // A compare waits for a retry that is under way, so no retry waits long for a buyer that somebody else has.
      await db.query(`SET LOCAL lock_timeout = '2s'`);
      entry = await lockNextDue(db, dueNow(tick));
      if (entry === null) return 'none';
      tick.after = [entry.dueAt ?? '', entry.id];
      const locked = await tryLockSheet(db, entry.sheetId);
      const sheet = locked?.revision === entry.revision ? await knownSheet(db, tick.known, entry.sheetId) : null;
      if (sheet !== null) return writeEntry(db, tick.known, sheet, entry, tick.clock());
      tick.busy.add(entry.sheetId);
      return 'busy';
    });
  } catch (error) {
    await settleError(tick, entry, error);
    return 'left';
  }
}

/** One row's passing state is left for the next look; the database's own ends this one; what no row of a table can pass is written down. */
async function settleError(tick: Tick, entry: RetryEntry | null, error: unknown): Promise<void> {
  if (isTransient(error)) {
    tick.isOver = entry === null || !OF_ONE_ROW.has(sqlstateOf(error) ?? '');
    return;
  }
  if (entry === null) throw error;
  tick.busy.add(entry.sheetId);
  await logUnexpected(tick.pool, entry.sheetId, entry.runId, error, entry.key);
}

const OF_ONE_ROW: ReadonlySet<string> = new Set(['40001', '40P01', '55P03', '57014']);

function resultOf(tried: readonly Tried[]): RetryResult {
  const count = (outcome: Tried): number => tried.filter((one) => one === outcome).length;
  return {
    processed: tried.length,
    succeeded: count('succeeded'),
    failed: count('failed'),
    permanentlyFailed: count('permanentlyFailed'),
  };
}

/**
 * One entry by hand, due or not, permanently failed too: its attempts begin at 0. Throws `unknown_retry`, `retry_waits`, and what
 * is wrong with the table.
 */
export async function retryOne(pool: Pool, sheetId: string | null, id: string, now: Date): Promise<RetryResult> {
  const found = await sheetOfEntry(pool, sheetId, id);
  if (found === null) throw new Problem('unknown_retry');
  return transaction(pool, async (db) => {
    const locked = await lockSheet(db, found.sheetId);
    const entry = await lockEntry(db, found.sheetId, id);
    const known = newTargets();
    const sheet = locked === null ? null : await knownSheet(db, known, found.sheetId);
    if (locked === null || entry === null || sheet === null) throw new Problem('unknown_retry');
    if (locked.revision !== entry.revision) throw new Problem('retry_waits');
    const anew = { ...entry, attempts: 0 };
    return resultOf([await writeEntry(db, known, sheet, anew, now)]);
  });
}

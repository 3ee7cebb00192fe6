// The monitor: looks at every bound sheet, keeps what it found, and has alerts raised and ended. One look per interval over all servers.
import type { Pool } from 'pg';
import type { Condition } from '../alerts/condition.ts';
import { settle } from '../alerts/settle.ts';
import { type Db, many, maybeOne, run, transaction } from '../db/query.ts';
import { sqlstateOf } from '../db/sqlstate.ts';
import type { Settings } from '../settings/settings.ts';
import { type BoundSheet, listSheets } from '../sheets/bound-sheets.ts';
import { conditionsOf, SHEET_ALERTS } from './conditions.ts';
import type { Figures } from './figures.ts';
import { lookAtSheet } from './look-at-sheet.ts';
import { keepMetrics } from './metrics.ts';
import { queueFigures } from './queue-figures.ts';

/** What was found; null where another server looked already in this interval, or is at it. */
export async function lookAtAll(pool: Pool, settings: Settings, now: Date): Promise<readonly Condition[] | null> {
  await run(pool, FIRST_LOOK);
  // The row stays locked while the look goes on; whoever comes meanwhile passes by. One that fails leaves it as it was.
  return transaction(pool, async (db) => {
    const due = await maybeOne(db, CLAIM, [now, settings.monitorEverySeconds]);
    if (due === null) return null;
    const found = await look(pool, db, settings, now);
    await run(db, LOOKED, [now]);
    return found;
  });
}

const FIRST_LOOK = /* sql */ `
  INSERT INTO installation (name, value) VALUES ('monitor_looked_at', '-infinity') ON CONFLICT DO NOTHING`;

/** A tenth early is due: clocks and timers are not exact. A time in the future was set by a clock that was wrong. */
const CLAIM = /* sql */ `
  WITH last AS MATERIALIZED (SELECT value FROM installation WHERE name = 'monitor_looked_at' FOR UPDATE SKIP LOCKED)
  SELECT 1 FROM last
   WHERE NOT value::timestamptz BETWEEN $1::timestamptz - make_interval(secs => 0.9 * $2::int)
                                    AND $1::timestamptz + make_interval(secs => $2::int)`;

const LOOKED = /* sql */ `
  UPDATE installation SET value = ($1::timestamptz)::text WHERE name = 'monitor_looked_at'`;

async function look(pool: Pool, db: Db, settings: Settings, now: Date): Promise<readonly Condition[]> {
  const queueOf = await queueFigures(pool);
  const conditions: Condition[] = [];
  const looked: string[] = [];
  for (const sheet of await listSheets(pool)) {
    const figures = await figuresOf(sheet, () => lookAtSheet(pool, sheet, queueOf(sheet.id), settings, now));
    if ('refused' in figures) {
      await settle(pool, ['schema_invalid'], [figures.refused], now, [sheet.id]);
      conditions.push(figures.refused);
      continue;
    }
    const found = conditionsOf(figures, settings, now);
    await keepMetrics(db, figures, found, now);
    conditions.push(...found);
    looked.push(sheet.id);
  }
  const removed = (await many<{ id: string }>(pool, REMOVED)).map(({ id }) => id);
  const ofLooked = conditions.filter(({ sheetId }) => looked.includes(sheetId));
  await settle(pool, SHEET_ALERTS, ofLooked, now, [...looked, ...removed]);
  return conditions;
}

/** What was wrong with a sheet that is bound no more is over. */
const REMOVED = /* sql */ `SELECT id FROM sheets WHERE removed_at IS NOT NULL`;

/** A table that may not be read keeps nobody from looking at the others. */
async function figuresOf(
  { id: sheetId, sheetName, table }: BoundSheet,
  work: () => Promise<Figures>,
): Promise<Figures | { readonly refused: Condition }> {
  try {
    return await work();
  } catch (error) {
    if (sqlstateOf(error) !== NO_RIGHT) throw error;
    const params = { sheetName, table, problem: 'database_refuses', columns: '', count: 0 };
    return { refused: { sheetId, type: 'schema_invalid', subject: table, severity: 'error', params } };
  }
}

const NO_RIGHT = '42501';

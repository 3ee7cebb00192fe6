// Alerts from conditions: one when something begins, its end when it is so no more.
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type Db, many, run, transaction } from '../db/query.ts';
import { uuid7 } from '../db/uuid.ts';
import { readSettings } from '../settings/settings.ts';
import { type AlertType, type Condition, SEVERITIES } from './condition.ts';
import { type AlertEvent, announce } from './outbox.ts';

/**
 * `conditions` are all that hold now of these types (of these sheets, where `sheetIds` is given): what is new among them is raised,
 * what is open and not among them has recovered. One alert and one recovery per change, however many servers look. While an alert
 * is open its numbers follow; it is told of again only where it became worse. The messages are written in the same transaction.
 * `now` is the time of the look: it neither ends what a later look found to be so, nor begins again what a later look ended.
 */
export async function settle(
  pool: Pool,
  types: readonly AlertType[],
  conditions: readonly Condition[],
  now: Date,
  sheetIds?: readonly string[],
): Promise<{ raised: number; recovered: number }> {
  const lines = JSON.stringify(distinct(types, conditions, now));
  const scope = [[...types], sheetIds === undefined ? null : [...sheetIds]];
  return transaction(pool, async (db) => {
    await run(db, TAKE_TURNS);
    const raised = await changed(db, 'raised', RAISE, [lines, now], now);
    const worsened = await changed(db, 'worsened', WORSEN, [lines, now, SEVERITIES], now);
    await run(db, REFRESH, [lines, now]);
    const recovered = await changed(db, 'recovered', RECOVER, [lines, now, ...scope], now);
    const events = [...[...raised, ...worsened].sort(worstFirst), ...recovered];
    if (events.length > 0) await announce(db, events, await readSettings(db), now);
    return { raised: raised.length, recovered: recovered.length };
  });
}

/** As a message tells them; of one severity, by type and subject. */
function worstFirst(one: AlertEvent, other: AlertEvent): number {
  const rise = SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity);
  const key = ({ type, subject }: AlertEvent) => `${type} ${subject}`;
  return rise || (key(one) < key(other) ? -1 : 1);
}

type Line = Condition & { readonly id: string };

/** Of several for one alert the last counts. */
function distinct(types: readonly AlertType[], conditions: readonly Condition[], now: Date): Line[] {
  const byKey = new Map<string, Line>();
  for (const { sheetId, type, subject: whole, severity, params } of conditions) {
    if (!types.includes(type)) throw new Error(`a condition of type ${type} among ${types.join(', ')}`);
    const id = uuid7(now.getTime());
    const subject = indexable(whole);
    byKey.set(JSON.stringify([sheetId, type, subject]), { sheetId, type, subject, severity, params, id });
  }
  return [...byKey.values()];
}

/** An index takes no text of some thousand bytes: of a key that long the beginning is kept, and what tells it from others. */
function indexable(subject: string): string {
  if (subject.length <= 600) return subject;
  const whole = subject.slice(0, 600).replace(/[\ud800-\udbff]$/, '');
  return `${whole}… ${createHash('sha256').update(subject).digest('hex').slice(0, 16)}`;
}

async function changed(
  db: Db,
  event: AlertEvent['event'],
  statement: string,
  values: readonly unknown[],
  now: Date,
): Promise<AlertEvent[]> {
  const alerts = await many<Omit<AlertEvent, 'event' | 'at'>>(db, statement, values);
  return alerts.map((alert) => ({ ...alert, event, at: now.toISOString() }));
}

/**
 * Looks are settled one after the other. A statement waits for another's alert, but judges by the snapshot that it began with:
 * of three looks at once one could raise what another has just ended.
 */
const TAKE_TURNS = /* sql */ `SELECT pg_advisory_xact_lock(hashtextextended('rollcall alerts', 0))`;

const CONDITIONS = /* sql */ `
  jsonb_to_recordset($1::jsonb) AS c("sheetId" uuid, id uuid, type text, subject text, severity text, params jsonb)`;

const SAME = /* sql */ `a.sheet_id = c."sheetId" AND a.type = c.type AND a.subject = c.subject`;

const TOLD = /* sql */ `a.id AS "alertId", a.sheet_id AS "sheetId", a.type, a.subject, a.severity, a.params`;

/** What a later look found to be over is not raised again. */
const RAISE = /* sql */ `
  INSERT INTO alerts AS a (sheet_id, id, type, subject, severity, params, opened_at, seen_at)
  SELECT c."sheetId", c.id, c.type, c.subject, c.severity, c.params, $2::timestamptz, $2::timestamptz FROM ${CONDITIONS}
   WHERE NOT EXISTS (SELECT FROM alerts a WHERE ${SAME} AND a.recovered_at > $2::timestamptz)
  ON CONFLICT (sheet_id, type, subject) WHERE recovered_at IS NULL DO NOTHING
  RETURNING ${TOLD}`;

const WORSEN = /* sql */ `
  UPDATE alerts a SET severity = c.severity, params = c.params, seen_at = $2::timestamptz FROM ${CONDITIONS}
   WHERE ${SAME} AND a.recovered_at IS NULL AND a.seen_at <= $2::timestamptz
     AND array_position($3::text[], c.severity) > array_position($3::text[], a.severity)
  RETURNING ${TOLD}`;

const REFRESH = /* sql */ `
  UPDATE alerts a SET severity = c.severity, params = c.params, seen_at = $2::timestamptz FROM ${CONDITIONS}
   WHERE ${SAME} AND a.recovered_at IS NULL AND a.seen_at <= $2::timestamptz`;

const RECOVER = /* sql */ `
  UPDATE alerts a SET recovered_at = $2::timestamptz
   WHERE a.recovered_at IS NULL AND a.seen_at <= $2::timestamptz AND a.type = ANY($3::text[])
     AND ($4::uuid[] IS NULL OR a.sheet_id = ANY($4::uuid[]))
     AND NOT EXISTS (SELECT FROM ${CONDITIONS} WHERE ${SAME})
  RETURNING ${TOLD}`;

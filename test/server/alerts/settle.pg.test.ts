// One alert per change, however many look at once and in whatever order; and the messages that a change leaves behind.
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Condition, NO_SHEET, SEVERITIES, type Severity } from '../../../server/alerts/condition.ts';
import type { AlertEvent } from '../../../server/alerts/outbox.ts';
import { settle } from '../../../server/alerts/settle.ts';
import { condition, emptyAlerts, later, NOON, newSheet, PARAMS } from '../../support/alert-world.ts';
import { testDatabase } from '../../support/database.ts';

const { pool } = await testDatabase();
const CASES = { numRuns: 100 };

let sheet: string;
beforeEach(async () => {
  await emptyAlerts(pool);
  sheet = await newSheet(pool);
});
/** Between the cases of a property. */
const begin = () => pool.query('DELETE FROM alert_deliveries; DELETE FROM alerts');

interface Alert {
  readonly type: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly params: Condition['params'];
  readonly opened: Date;
  readonly recovered: Date | null;
}
const alerts = async () =>
  (
    await pool.query<Alert>(
      `SELECT type, subject, severity, params, opened_at AS opened, recovered_at AS recovered FROM alerts
        ORDER BY subject COLLATE "C", opened_at`,
    )
  ).rows;
/** Every change that was told to the log, in the order of its alerts and their changes. */
const told = async () =>
  (
    await pool.query<{ event: AlertEvent }>(
      `SELECT e AS event FROM alert_deliveries, jsonb_array_elements(events) AS x(e) WHERE channel = 'log'
        ORDER BY e->>'subject' COLLATE "C", e->>'at', e->>'event' DESC`,
    )
  ).rows.map(({ event }) => event);
const deliveries = async () =>
  (
    await pool.query<{ channel: string; target: string; language: string; events: number; nextAt: Date }>(
      `SELECT channel, target, language, jsonb_array_length(events) AS events, next_at AS "nextAt" FROM alert_deliveries
        ORDER BY channel, target`,
    )
  ).rows;

/** A buyer given up, by its number. */
const givenUp = (subject: string, severity: Severity = 'critical') =>
  condition('permanent_failure', sheet, { subject, severity });
const TYPES = ['permanent_failure'] as const;

describe('one alert per change', () => {
  /** What each look finds, and how many servers look at the same time. */
  const looks = fc.array(fc.record({ found: fc.subarray(['A', 'B', 'C']), servers: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  });

  test('what began and ended is raised and recovered once, however many servers look at once', async () => {
    await fc.assert(
      fc.asyncProperty(looks, async (series) => {
        await begin();
        for (const [at, { found, servers }] of series.entries()) {
          const look = () =>
            settle(
              pool,
              TYPES,
              found.map((key) => givenUp(key)),
              later(at * 60),
            );
          await Promise.all(Array.from({ length: servers }, look));
        }
        const expected = ['A', 'B', 'C'].flatMap((key) =>
          episodes(
            key,
            series.map(({ found }) => found),
          ),
        );
        expect((await alerts()).map(({ subject, opened, recovered }) => ({ subject, opened, recovered }))).toEqual(
          expected,
        );
        const changes = expected.flatMap(({ subject, opened, recovered }) => [
          { subject, event: 'raised', at: opened.toISOString() },
          ...(recovered === null ? [] : [{ subject, event: 'recovered', at: recovered.toISOString() }]),
        ]);
        expect((await told()).map(({ subject, event, at }) => ({ subject, event, at }))).toEqual(changes);
      }),
      CASES,
    );
  });

  test('looks that come late, in any order and at once, raise nothing twice, and the next look sets all right', async () => {
    const orders = looks.chain((series) =>
      fc.record({
        series: fc.constant(series.map(({ found }) => found)),
        order: fc.shuffledSubarray([...series.keys()], { minLength: series.length }),
        atOnce: fc.integer({ min: 1, max: 4 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ({ series, order, atOnce }) => {
        await begin();
        const look = (at: number) =>
          settle(
            pool,
            TYPES,
            (series[at] ?? []).map((key) => givenUp(key)),
            later(at * 60),
          );
        for (let at = 0; at < order.length; at += atOnce) await Promise.all(order.slice(at, at + atOnce).map(look));
        await look(series.length - 1);
        await settle(
          pool,
          TYPES,
          (series.at(-1) ?? []).map((key) => givenUp(key)),
          later(series.length * 60),
        );
        const found = await alerts();
        const open = found.filter(({ recovered }) => recovered === null).map(({ subject }) => subject);
        expect(open).toEqual(series.at(-1));
        for (const key of ['A', 'B', 'C']) {
          const ofKey = found.filter(({ subject }) => subject === key);
          expect(ofKey.length).toBeLessThanOrEqual(episodes(key, series).length);
        }
        const events = await told();
        expect(events.filter(({ event }) => event === 'raised')).toHaveLength(found.length);
        expect(events.filter(({ event }) => event === 'recovered')).toHaveLength(found.length - open.length);
        expect(new Set(events.map(({ alertId, event }) => alertId + event)).size).toBe(events.length);
      }),
      CASES,
    );
  });

  function episodes(subject: string, series: readonly (readonly string[])[]) {
    const list: { subject: string; opened: Date; recovered: Date | null }[] = [];
    for (const [at, found] of series.entries()) {
      const open = list.at(-1)?.recovered === null ? list.at(-1) : undefined;
      if (found.includes(subject) && open === undefined)
        list.push({ subject, opened: later(at * 60), recovered: null });
      else if (!found.includes(subject) && open !== undefined) open.recovered = later(at * 60);
    }
    return list;
  }

  test('while it is open its numbers follow without a word; only where it becomes worse it is told again', async () => {
    const severities = fc.array(fc.constantFrom(...SEVERITIES), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(severities, async (series) => {
        await begin();
        for (const [at, severity] of series.entries()) {
          const found = { ...givenUp('A', severity), params: { ...PARAMS, attempts: at } };
          await Promise.all([0, 1].map(() => settle(pool, TYPES, [found], later(at * 60))));
        }
        const rank = (severity: Severity | undefined) => SEVERITIES.indexOf(severity ?? 'info');
        const rises = series.filter((severity, at) => at > 0 && rank(severity) > rank(series[at - 1]));
        const [alert, ...others] = await alerts();
        expect(others).toEqual([]);
        expect(alert).toMatchObject({
          severity: series.at(-1),
          params: { attempts: series.length - 1 },
          recovered: null,
        });
        expect((await told()).map(({ event, severity }) => [event, severity])).toEqual([
          ['raised', series[0]],
          ...rises.map((severity) => ['worsened', severity]),
        ]);
      }),
      CASES,
    );
  });

  test('a look at some sheets says nothing of the others, and one at some types nothing of other types', async () => {
    const other = await newSheet(pool, 'other');
    await settle(
      pool,
      ['missing_buyers'],
      [condition('missing_buyers', sheet), condition('missing_buyers', other)],
      NOON,
    );
    expect(await settle(pool, ['slow_sync'], [], later(60))).toEqual({ raised: 0, recovered: 0 });
    expect(await settle(pool, ['missing_buyers'], [], later(60), [other])).toEqual({ raised: 0, recovered: 1 });
    expect(await settle(pool, ['missing_buyers'], [], later(120))).toEqual({ raised: 0, recovered: 1 });
  });

  test('a key longer than an index takes is one subject all the same, told from others that begin alike', async () => {
    const long = Array.from({ length: 900 }, (_, at) => `𠮷${at}`).join('');
    const looks = [[`${long}a`, `${long}b`], [`${long}b`]];
    for (const [at, found] of looks.entries())
      await settle(
        pool,
        TYPES,
        found.map((key) => givenUp(key)),
        later(at * 60),
      );
    const found = await alerts();
    expect(found.map(({ recovered }) => recovered).sort()).toEqual([later(60), null]);
    for (const { subject } of found) expect(subject.startsWith(long.slice(0, 590))).toBe(true);
  });

  test('a condition of a type that was not looked for is a fault of the caller', async () => {
    await expect(settle(pool, ['slow_sync'], [condition('run_held', sheet)], NOON)).rejects.toThrow('run_held');
  });
});

describe('the properties of the requirements', () => {
  const missing = (count: number): Condition[] =>
    count > 10 ? [condition('missing_buyers', sheet, { params: { ...PARAMS, missingCount: count } })] : [];

  test('Property 13: an alert is open exactly while more than 10 buyers are missing, and each time is told once', async () => {
    const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(9, 10, 11)), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(counts, async (series) => {
        await begin();
        for (const [at, count] of series.entries()) {
          await Promise.all([0, 1].map(() => settle(pool, ['missing_buyers'], missing(count), later(at * 60))));
          const open = (await alerts()).filter(({ recovered }) => recovered === null);
          expect(open.map(({ params }) => params['missingCount'])).toEqual(count > 10 ? [count] : []);
        }
        const rises = series.filter((count, at) => count > 10 && (series[at - 1] ?? 0) <= 10).length;
        expect((await told()).filter(({ event }) => event === 'raised')).toHaveLength(rises);
      }),
      CASES,
    );
  });

  test('Property 14: an alert is raised exactly where more than 5 % of the rows read in the window were rejected', async () => {
    const windows = fc.record({
      read: fc.integer({ min: 0, max: 20_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(windows, async ({ read, share }) => {
        await begin();
        const rejected = Math.round(read * share);
        const errorRate = read === 0 ? 0 : (100 * rejected) / read;
        const found = errorRate > 5 ? [condition('high_error_rate', sheet, { params: { ...PARAMS, errorRate } })] : [];
        const ends = await Promise.all([0, 1].map(() => settle(pool, ['high_error_rate'], found, NOON)));
        expect(ends.reduce((sum, { raised }) => sum + raised, 0)).toBe(errorRate > 5 ? 1 : 0);
      }),
      CASES,
    );
  });
});

describe('the messages of a change', () => {
  const only = [condition('missing_buyers', NO_SHEET)];

  test('go to the log at once, to the webhook and to each recipient in their language when the group is complete', async () => {
    await pool.query(
      `INSERT INTO alert_recipients (sheet_id, email, language, added_by, removed_at) VALUES
         ($1, 'a@example.jp', 'ja', 'test', NULL), ($1, 'b@example.com', 'en', 'test', NULL), ($1, 'gone@example.com', 'en', 'test', now())`,
      [sheet],
    );
    await settle(pool, TYPES, [givenUp('A'), givenUp('B')], NOON);
    await settle(pool, ['slow_sync'], [condition('slow_sync', sheet)], later(20));
    expect(await deliveries()).toEqual([
      { channel: 'email', target: 'a@example.jp', language: 'ja', events: 3, nextAt: later(30) },
      { channel: 'email', target: 'b@example.com', language: 'en', events: 3, nextAt: later(30) },
      { channel: 'log', target: '', language: 'en', events: 3, nextAt: NOON },
      { channel: 'webhook', target: '', language: 'en', events: 3, nextAt: later(30) },
    ]);
  });

  test('go to the operators where a sheet has no recipients, or no sheet is concerned', async () => {
    await settle(pool, ['missing_buyers'], only, NOON);
    expect((await deliveries()).map(({ channel, target }) => [channel, target])).toEqual([
      ['email', ''],
      ['log', ''],
      ['webhook', ''],
    ]);
  });

  test('are not written where the change itself is not: both are one transaction', async () => {
    await pool.query(`ALTER TABLE alert_deliveries ADD CONSTRAINT nobody CHECK (channel <> 'webhook')`);
    await expect(settle(pool, ['missing_buyers'], only, NOON)).rejects.toThrow();
    expect(await alerts()).toEqual([]);
    await pool.query('ALTER TABLE alert_deliveries DROP CONSTRAINT nobody');
    expect(await settle(pool, ['missing_buyers'], only, NOON)).toEqual({ raised: 1, recovered: 0 });
  });
});

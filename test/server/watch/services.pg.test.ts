// The services on a real database: one that fails degrades the server, is alerted, and recovers; the database that goes away and
// comes back takes nothing with it; many servers speak for each other, and do the work of one.
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { createApp } from '../../../server/http/app.ts';
import { logNothing } from '../../../server/log.ts';
import { readSettings } from '../../../server/settings/settings.ts';
import { lookAtAll } from '../../../server/watch/monitor.ts';
import type { Job } from '../../../server/watch/service.ts';
import { Services, standardJobs } from '../../../server/watch/services.ts';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, clearRuns, drive, OPERATOR, send, testServer } from '../../support/protocol-client.ts';
import { type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

const database = await testDatabase();
const { pool } = database;
const START = new Date('2026-11-25T00:00:00Z');
const running: Services[] = [];

afterEach(async () => {
  for (const services of running.splice(0)) await services.stop();
  await clearRuns(database, 'alert_deliveries', 'alerts', 'service_states', 'sync_health_metrics', 'settings');
  await pool.query('TRUNCATE sheets CASCADE');
});

/** A server by the virtual clock, with these services. */
function server(jobs: readonly Job[], clock: VirtualClock, its = pool) {
  const services = new Services(its, jobs, clock, logNothing);
  running.push(services);
  const app = createApp({
    ...{ pool: its, log: logNothing, version: '1.2.3', operatorToken: OPERATOR, schemaPolicy: 'refuse' },
    services: () => services.states(),
  });
  services.start();
  const health = async () => {
    const response = await app.request('/healthz');
    return [response.status, await response.json()] as [number, Health];
  };
  return { app, services, health };
}

interface Health {
  readonly status: string;
  readonly services: Readonly<Record<string, { status: string; error: string | null; lastCheck: string | null }>>;
}

/** Time goes on when every statement of the services has been answered. */
const passing = (clock: VirtualClock) => (seconds: number) => clock.advance(seconds * 1000, () => quiet());
let busy = 0;
const watched = <T extends Job>(job: T): T => ({
  ...job,
  work: counted(job.work),
  everySeconds: counted(job.everySeconds),
});
const counted =
  <A extends unknown[], R>(work: (...args: A) => R | Promise<R>) =>
  async (...args: A): Promise<R> => {
    busy += 1;
    try {
      return await work(...args);
    } finally {
      busy -= 1;
    }
  };

/** The pool has nothing in hand, and nobody is at work: asked a few times, since one statement follows another. */
async function quiet(): Promise<void> {
  for (let calm = 0; calm < 4; calm++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (busy > 0 || pool.waitingCount > 0 || pool.idleCount < pool.totalCount) calm = -1;
  }
}

const openAlerts = async () =>
  (
    await pool.query(
      `SELECT subject, params->>'code' AS code FROM alerts WHERE type = 'service_down' AND recovered_at IS NULL`,
    )
  ).rows;

describe('a service whose work throws', () => {
  let isBroken = true;
  const job: Job = watched({
    ...{ name: 'worker', everySeconds: () => 60 },
    work: async () => {
      if (isBroken) throw new Error('the row of 山田太郎');
    },
  });
  test('degrades the server, which serves on; it is alerted after a minute, and both end when it works again', async () => {
    const clock = virtualClock(START);
    const { app, health } = server(
      [job, watched({ name: 'monitor', everySeconds: () => 60, work: async () => 1 })],
      clock,
    );
    const pass = passing(clock);
    await pass(5);
    const [status, body] = await health();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'degraded',
      version: '1.2.3',
      services: {
        database: { status: 'healthy', error: null },
        worker: {
          status: 'degraded',
          error: expect.stringContaining('not known'),
          lastCheck: expect.stringMatching(/Z$/),
        },
        monitor: { status: 'healthy', error: null },
      },
    });
    expect(JSON.stringify(body)).not.toContain('山田');
    expect((await app.request('/readyz')).status).toBe(200);
    expect((await app.request('/v1/settings', { headers: { authorization: `Bearer ${OPERATOR}` } })).status).toBe(200);
    expect(await openAlerts()).toEqual([]);
    await pass(120);
    expect(await openAlerts()).toEqual([{ subject: 'worker', code: 'internal' }]);
    isBroken = false;
    await pass(120);
    expect((await health())[1].status).toBe('healthy');
    expect(await openAlerts()).toEqual([]);
  });

  test('of one server of two is one alert, and the well one does not end it', async () => {
    isBroken = true;
    const clock = virtualClock(START);
    const sick = server([job], clock);
    server([watched({ ...job, work: async () => 1 })], clock);
    const pass = passing(clock);
    await pass(300);
    expect(await openAlerts()).toEqual([{ subject: 'worker', code: 'internal' }]);
    const { rows } = await pool.query(`SELECT count(*)::int AS raised FROM alerts WHERE type = 'service_down'`);
    expect(rows).toEqual([{ raised: 1 }]);
    // Stopped in order it takes its word with it, and the other says so.
    await sick.services.stop();
    await pass(60);
    expect(await openAlerts()).toEqual([]);
  });
});

test('the database away: 503 with Retry-After wherever it is needed, authorization too, and all is well by itself when it is back', async () => {
  const clock = virtualClock(START);
  // A pool that reaches nobody, and then the database: as for a server that stops and starts again.
  const moving = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  moving.on('error', () => undefined);
  const channels = { log: logNothing, webhook: null, smtp: null, dashboardUrl: null };
  const { app, health, services } = server(standardJobs(moving, channels).map(watched), clock, moving);
  const ask = (path: string, token: string) => app.request(path, { headers: { authorization: `Bearer ${token}` } });
  await clock.advance(100_000, quiet);
  expect(await health()).toEqual([503, expect.objectContaining({ status: 'unhealthy' })]);
  expect(Object.values(services.states()).map(({ status, code }) => [status, code])).toEqual(
    Array(4).fill(['degraded', 'database_unavailable']),
  );
  for (const [path, token] of [
    ['/v1/settings', OPERATOR],
    ['/v1/runs', 'rks_a_sheet'],
    ['/v1/reports/health', OPERATOR],
    ['/v1/reports/statistics', OPERATOR],
    ['/readyz', ''],
  ] as const) {
    const response = await ask(path, token);
    expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '5']);
  }
  expect((await app.request('/livez')).status).toBe(200);
  Object.assign(moving.options, { connectionString: database.url });
  expect((await ask('/v1/settings', OPERATOR)).status).toBe(200);
  const movingQuiet = async () => {
    await quiet();
    while (moving.waitingCount > 0 || moving.idleCount < moving.totalCount)
      await new Promise((resolve) => setImmediate(resolve));
    await quiet();
  };
  await clock.advance(61_000, movingQuiet);
  expect(await health()).toEqual([200, expect.objectContaining({ status: 'healthy' })]);
  expect(await openAlerts()).toEqual([]);
  await services.stop();
  await moving.end();
});

describe('the monitor', () => {
  const client = testServer(database);
  const bind = async (name: string) => {
    await pool.query(`DROP TABLE IF EXISTS ${name}; CREATE TABLE ${name} (buyer_number text PRIMARY KEY, name text)`);
    const sheet = await bindSheet(client, ['buyer_number', 'name'], { table: name });
    sheet.rows = Array.from({ length: 12 }, (_, n) => [`${n}`, 'x']);
    return sheet;
  };
  const look = async (minutes: number) =>
    lookAtAll(pool, await readSettings(pool), new Date(Date.now() + minutes * 60_000));
  const metrics = async () =>
    (await pool.query('SELECT count(*)::int AS count FROM sync_health_metrics')).rows[0].count;
  interface SheetHealth {
    readonly sheetName: string;
    readonly healthy: boolean;
    readonly checkedAt: string | null;
    readonly issues: readonly { code: string; text: string }[];
  }
  const health = async (language = 'en') =>
    (
      await send<{ sheets: SheetHealth[] }>(client, 'GET', '/v1/reports/health', {
        token: OPERATOR,
        headers: { 'accept-language': language },
      })
    ).body.sheets;

  test('of many servers looks once per interval, and again after it', async () => {
    await bind('once');
    const settings = await readSettings(pool);
    const now = new Date();
    const looks = await Promise.all(Array.from({ length: 8 }, () => lookAtAll(pool, settings, now)));
    expect(looks.filter((found) => found !== null).length).toBe(1);
    expect(await look(4)).toBe(null);
    expect(await metrics()).toBe(1);
    expect(await look(5)).toEqual([]);
    expect(await metrics()).toBe(2);
    // A clock that was wrong does not silence it.
    expect(await look(-60)).toEqual([]);
    expect(await metrics()).toBe(3);
  });

  test('says in words what is wrong with a sheet, in the reader’s language, until it is so no more', async () => {
    const sheet = await bind('words');
    expect(await health()).toEqual([expect.objectContaining({ checkedAt: null, healthy: true, issues: [] })]);
    await drive(sheet, { mode: 'verify' });
    await look(100);
    const [english] = await health();
    expect(english).toMatchObject({ sheetName: 'words', healthy: false, issues: [{ code: 'missing_buyers' }] });
    expect(english?.issues[0]?.text).toMatch(/^12 buyers of the sheet words are not in the database\./);
    expect((await health('ja'))[0]?.issues[0]?.text).toMatch(/12 件がデータベースにありません/);
    await drive(sheet);
    await look(200);
    expect(await health()).toEqual([expect.objectContaining({ healthy: true, missingCount: 0, issues: [] })]);
  });

  test('a sync under way is not told of what it is about to bring', async () => {
    const sheet = await bind('under_way');
    const run = await sheet.open();
    await run.compare();
    expect(await look(300)).toEqual([]);
    await pool.query(`UPDATE sheets SET lease_heard_at = now() - interval '121 seconds'`);
    expect((await look(400))?.map(({ type }) => type)).toEqual(['missing_buyers']);
  });

  test('a table that is gone, or may not be read, is said, and keeps nobody from looking at the others', async () => {
    const [gone, other] = [await bind('gone'), await bind('other')];
    await drive(gone);
    await drive(other);
    await pool.query('DROP TABLE gone');
    const found = (await look(500)) ?? [];
    expect(
      found.map(({ type, subject, params }) => [type, subject, params['problem'] ?? params['missingCount']]),
    ).toEqual([
      ['missing_buyers', '', 12],
      ['schema_invalid', 'gone', 'unknown_table'],
    ]);
    expect((await health()).map(({ sheetName, healthy }) => [sheetName, healthy])).toEqual([
      ['gone', false],
      ['other', true],
    ]);
    expect((await health())[0]?.issues.map(({ text }) => text).join()).toContain(
      'cannot be written to table gone (unknown_table)',
    );
  });

  test('what was wrong with a sheet that is bound no more is over', async () => {
    const sheet = await bind('removed');
    await drive(sheet, { mode: 'verify' });
    await look(600);
    const open = async () => (await pool.query('SELECT type FROM alerts WHERE recovered_at IS NULL')).rows;
    expect(await open()).toEqual([{ type: 'missing_buyers' }]);
    await pool.query('UPDATE sheets SET removed_at = now()');
    await look(700);
    expect(await open()).toEqual([]);
    expect(await health()).toEqual([]);
  });
});

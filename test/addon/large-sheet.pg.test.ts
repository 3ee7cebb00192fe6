// The largest sheet that Sheets allows, 100,000 rows of 100 columns, through the built add-on in the local host with its limits on,
// into Postgres. `npm run test:long` runs it whole; `npm test` a twentieth of it, by the same way.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import type { Host } from '../../addon/playground/host/host.ts';
import { testDatabase } from '../support/database.ts';
import { asLine, type Figures, largeHost, syncBySidebar, syncByTrigger } from '../support/large-sheet.ts';
import { type ServedApp, serveApp } from '../support/serve-app.ts';

const ROWS = Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1) >= 10 ? 100_000 : 5_000;
/** Google's limits of a consumer account; the call's is our own. */
const LIMITS = { callSeconds: 20, triggerSeconds: 180, fetchesPerDay: 20_000, heapMb: 256 };

const database = await testDatabase();
let built: BuiltAddon;
let server: ServedApp;
let host: Host;

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-large-')) });
  server = await serveApp(database.pool);
  host = await largeHost(database.pool, built, server.url, { rows: ROWS, columns: 100 });
});
afterAll(async () => {
  await host.stop();
  await server.close();
  await rm(built.outDir, { recursive: true });
});

const count = async (): Promise<number> =>
  (await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM wide')).rows[0]?.n ?? 0;

function expectWithin(figures: Figures, seconds: number): void {
  expect(figures.longestSeconds).toBeLessThanOrEqual(seconds);
  expect(figures.heapMb).toBeGreaterThan(0);
  expect(figures.heapMb).toBeLessThan(LIMITS.heapMb);
  expect(figures.fetches).toBeLessThan(LIMITS.fetchesPerDay);
}

test(`the first sync of ${ROWS} rows of 100 columns lands every row, in calls of at most 20 s of virtual time`, async () => {
  const { reply, figures } = await syncBySidebar(host);
  process.stdout.write(`${asLine(`first sync of ${ROWS} × 100`, figures)}\n`);
  expect(reply).toMatchObject({
    state: 'done',
    result: { verdict: 'in_step', receipt: { read: ROWS, inserted: ROWS, balanced: true } },
  });
  expect(await count()).toBe(ROWS);
  expectWithin(figures, LIMITS.callSeconds);
});

test('an hourly sync with nothing to do fits its three minutes, in one execution', async () => {
  const { schedule, figures } = await syncByTrigger(host);
  process.stdout.write(`${asLine(`hourly sync of ${ROWS} × 100, nothing to do`, figures)}\n`);
  expect(schedule).toMatchObject({ state: 'on', last: { outcome: 'in_step' }, trouble: null });
  expect(figures.executions).toBe(1);
  expectWithin(figures, LIMITS.triggerSeconds);
});

test('a few edits in it are all that the next sync sends', async () => {
  const sheet = host.spreadsheet.sheet(7);
  for (const row of [2, 777, ROWS]) sheet.set(row, 2, `edited ${row}`);
  const { reply, figures } = await syncBySidebar(host);
  process.stdout.write(`${asLine(`sync of three edits in ${ROWS} × 100`, figures)}\n`);
  expect(reply).toMatchObject({ result: { verdict: 'in_step', receipt: { updated: 3, unchanged: ROWS - 3 } } });
});

// The hourly switch as its people see it, over the hours of a virtual clock: what it did, what keeps it from running, and who has the sheet.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import type { HostOptions } from '../../addon/playground/host/host-options.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Reply, RunReply, Schedule, Status } from '../../addon/sidebar/answers.ts';
import { type FakeServer, fakeServer, refused } from './support/fake-server.ts';
import { buyers } from './support/fake-sheet.ts';
import { serveFake } from './support/serve-fake.ts';

const KEY = 'sheet-key';
const START = Date.UTC(2026, 10, 25, 5, 2);
const HOUR = 3_600_000;
const HANAKO = 'hanako@example.jp';
const TARO = 'taro@example.jp';
/** What the clock is moved on by without firing anything, as where Google forgets a trigger. */
let laterMs = 0;
let built: BuiltAddon;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-hourly-')) });
});
afterAll(() => rm(built.outDir, { recursive: true }));
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function world(rows: number, options: Partial<HostOptions> = {}): Promise<{ host: Host; server: FakeServer }> {
  laterMs = 0;
  const server = fakeServer();
  const served = await serveFake(server, KEY);
  const spreadsheet = new Spreadsheet({
    id: 'book',
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [
      { gid: 7, name: 'Buyers', rows: buyers(rows) },
      { gid: 8, name: 'Notes', rows: [['x']] },
    ],
  });
  const host = await createHost({
    distDir: built.outDir,
    spreadsheet,
    fetchMap: { [built.serverUrl]: served.url },
    user: HANAKO,
    clock: () => START + laterMs,
    lockWaitScale: 0.02,
    ...options,
  });
  undo.push(served.close, host.stop);
  host.properties('document').set({ 'rollcall.key': KEY });
  return { host, server };
}

async function call<T>(host: Host, name: string, args: readonly unknown[] = [], user = HANAKO): Promise<T> {
  const result = await host.run(name, args, { user });
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

const switched = (host: Host, on: boolean, user = HANAKO): Promise<Reply<Status>> =>
  call<Reply<Status>>(host, 'setSchedule', [on], user);
const schedule = async (host: Host, user = HANAKO): Promise<Schedule> =>
  (await call<Status>(host, 'sidebarStatus', [], user)).schedule;
const minutesFromStart = (iso: string | null): number => (Date.parse(iso ?? '') - START) / 60_000;

describe('the switch', () => {
  it('is off, then waits for its first run, then says when it ran, how it ended, and by when changes arrive', async () => {
    const { host, server } = await world(300);
    expect(await schedule(host)).toMatchObject({ state: 'off', last: null, arrivesBy: null });
    expect(await switched(host, true)).toMatchObject({
      ok: true,
      schedule: { state: 'waiting', sheetName: 'Buyers', by: HANAKO, isMine: true, last: null, trouble: null },
    });
    expect(minutesFromStart((await schedule(host)).arrivesBy)).toBeCloseTo(68, 0);
    host.spreadsheet.select({ gid: 8, row: 1, column: 1, rows: 1, columns: 1 }, 'person');
    await host.advance(HOUR + 60_000);
    expect(server.table.size).toBe(300);
    const after = await schedule(host);
    expect(after).toMatchObject({ state: 'on', last: { outcome: 'in_step', code: null }, trouble: null });
    expect(minutesFromStart(after.last?.at ?? null)).toBeCloseTo(60, 0);
    expect(minutesFromStart(after.arrivesBy)).toBeCloseTo(128, 0);
    expect(await call<Status>(host, 'sidebarStatus')).toMatchObject({ schedule: { sheetName: 'Buyers' } });
  });

  it('runs every hour, sends what changed since, and remembers the last run as any other', async () => {
    const { host, server } = await world(300);
    await switched(host, true);
    await host.advance(HOUR + 60_000);
    host.spreadsheet.sheet(7).set(5, 3, 'Osaka');
    await host.advance(HOUR);
    expect(server.table.get('AA4')).toEqual(['AA4', 'Buyer 4', 'Osaka']);
    expect(await call<Status>(host, 'sidebarStatus')).toMatchObject({
      last: { by: HANAKO, verdict: 'in_step', receipt: { updated: 1 } },
      unfinished: null,
    });
  });

  it('turned off leaves no trigger; turned on again there is one', async () => {
    const { host } = await world(3);
    await switched(host, true);
    expect(host.triggers()).toMatchObject([{ owner: HANAKO, functionName: 'hourlySync', everyMs: HOUR }]);
    expect(await switched(host, false)).toMatchObject({ schedule: { state: 'off' } });
    expect(host.triggers()).toEqual([]);
    await switched(host, true);
    await switched(host, true);
    expect(host.triggers()).toHaveLength(1);
  });

  it('of somebody else can be turned off: their trigger ends itself when it fires', async () => {
    const { host, server } = await world(30);
    await switched(host, true);
    expect(await schedule(host, TARO)).toMatchObject({ by: HANAKO, isMine: false, state: 'waiting' });
    await switched(host, false, TARO);
    expect(host.triggers()).toHaveLength(1);
    await host.advance(HOUR + 60_000);
    expect(host.triggers()).toEqual([]);
    expect(server.table.size).toBe(0);
  });

  it('taken by somebody else runs as theirs, and once an hour', async () => {
    const { host, server } = await world(30);
    await switched(host, true);
    await switched(host, true, TARO);
    await host.advance(HOUR + 60_000);
    expect(host.triggers()).toMatchObject([{ owner: TARO }]);
    expect(await schedule(host)).toMatchObject({ by: TARO, isMine: false, last: { outcome: 'in_step' } });
    expect(server.asked.filter((asked) => asked === 'post finish')).toHaveLength(1);
  });
});

describe('an hourly sync', () => {
  it('of a tab whose headings nobody agreed on writes nothing, and says so', async () => {
    const { host, server } = await world(30);
    await switched(host, true);
    server.view = { everSynced: true, confirmedAt: null };
    await host.advance(HOUR + 60_000);
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'stopped', code: 'needs_setup' } });
    expect(server.table.size).toBe(0);
  });

  it('spends no more than three minutes, keeps its place, and goes on an hour later', async () => {
    const { host, server } = await world(6000, { assume: { fetchCostMs: 15_000 } });
    await switched(host, true);
    await host.advance(HOUR + 60_000);
    expect(await schedule(host)).toMatchObject({ state: 'on', last: { outcome: 'unfinished' } });
    const sent = server.table.size;
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(6000);
    for (let hour = 0; hour < 6 && (await schedule(host)).last?.outcome === 'unfinished'; hour++)
      await host.advance(HOUR);
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'in_step' } });
    expect(server.table.size).toBe(6000);
    expect(server.asked.filter((asked) => asked === 'put batches 1')).toHaveLength(1);
    const runs = host.executions().filter((log) => log.functionName === 'hourlySync');
    expect(Math.max(...runs.map((log) => log.virtualMs))).toBeLessThan(200_000);
  });

  it('leaves a run alone that a person is at', async () => {
    const { host, server } = await world(900, { assume: { fetchCostMs: 4000 } });
    await switched(host, true);
    await host.advance(HOUR - 60_000);
    const mine = await call<RunReply>(host, 'startRun', ['sync', 'window']);
    expect(mine.state).toBe('running');
    await host.fireTrigger(host.triggers()[0]?.uid ?? '');
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'yielded' } });
    let reply = mine;
    while (reply.state === 'running') reply = await call(host, 'continueRun', [7, 'window']);
    expect(reply).toMatchObject({ state: 'done' });
    expect(server.table.size).toBe(900);
  });

  it('goes on with a run that a person left', async () => {
    const { host, server } = await world(900, { assume: { fetchCostMs: 4000 } });
    await call<RunReply>(host, 'startRun', ['sync', 'window']);
    await switched(host, true);
    await host.advance(HOUR + 60_000);
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'in_step' } });
    expect(server.table.size).toBe(900);
    expect(server.asked.filter((asked) => asked === 'put batches 1')).toHaveLength(1);
    expect(await call(host, 'continueRun', [7, 'window'])).toMatchObject({ code: 'nothing_to_continue' });
  });

  it('tells with its code what stopped it', async () => {
    const { host, server } = await world(30);
    await switched(host, true);
    server.intercept = () => refused(422, 'schema_refused', { table: 'buyers', columns: [], fixScript: '' });
    await host.advance(HOUR + 60_000);
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'stopped', code: 'schema_refused' } });
    await call(host, 'disconnect');
    await host.advance(HOUR);
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'stopped', code: 'no_key' } });
  });

  it('ends complete in hostile weather, as soon as an hour is good enough', async () => {
    const { host, server } = await world(900, { profile: 'hostile', seed: 3, noDocumentInTriggers: false });
    await switched(host, true);
    for (let hour = 0; hour < 8 && (await schedule(host)).last?.outcome !== 'in_step'; hour++) await host.advance(HOUR);
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'in_step' } });
    expect(server.table.size).toBe(900);
  });
});

describe('what keeps it from running', () => {
  it('is said on opening: no run for three hours', async () => {
    const { host } = await world(30);
    await switched(host, true);
    await host.advance(HOUR + 60_000);
    laterMs = 2.9 * HOUR;
    expect(await schedule(host)).toMatchObject({ state: 'on', trouble: null });
    laterMs = 3.2 * HOUR;
    expect(await schedule(host)).toMatchObject({ trouble: { code: 'silent' }, arrivesBy: null });
    expect(await schedule(host, TARO)).toMatchObject({ trouble: { code: 'silent' } });
  });

  it('is said on opening: the owner must authorize again, with the address where', async () => {
    const { host, server } = await world(30);
    await switched(host, true);
    host.loseAuthorization(HANAKO);
    await host.advance(HOUR + 60_000);
    host.restoreAuthorization(HANAKO);
    const told = await schedule(host, TARO);
    expect(told).toMatchObject({ state: 'waiting', trouble: { code: 'authorization' }, arrivesBy: null });
    expect(told.trouble?.url).toMatch(/^https:/);
    expect(server.table.size).toBe(0);
    await host.advance(HOUR);
    expect(await schedule(host, TARO)).toMatchObject({ state: 'on', trouble: null, last: { outcome: 'in_step' } });
  });

  it('is said on opening: Google started it without a document', async () => {
    const { host } = await world(30, { noDocumentInTriggers: true });
    await switched(host, true);
    await host.advance(HOUR + 60_000);
    expect(await schedule(host)).toMatchObject({ state: 'waiting', trouble: { code: 'no_document' } });
    await host.advance(3 * HOUR);
    expect(await schedule(host)).toMatchObject({ trouble: { code: 'no_document' } });
    expect(await schedule(host, TARO)).toMatchObject({ trouble: { code: 'silent' } });
  });

  it('is said on opening: the tab is gone', async () => {
    const { host } = await world(30);
    await switched(host, true);
    host.spreadsheet.deleteSheet(7);
    await host.advance(HOUR + 60_000);
    expect(await schedule(host)).toMatchObject({ last: { outcome: 'stopped', code: 'no_sheet' } });
  });
});

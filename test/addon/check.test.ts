// Check, the yes given to it, and what a sync asks before it sends, in the built add-on with a server in memory.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../addon/api.ts';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import type { HostOptions } from '../../addon/playground/host/host-options.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Reply, RunReply, Status } from '../../addon/sidebar/answers.ts';
import type { Held } from '../../shared/protocol.ts';
import { type FakeServer, fakeServer, refused } from './support/fake-server.ts';
import { buyers } from './support/fake-sheet.ts';
import { serveFake } from './support/serve-fake.ts';

const KEY = 'sheet-key';
const HANAKO = 'hanako@example.jp';
const START = Date.UTC(2026, 10, 25, 5, 2);
const HOUR = 3_600_000;
let built: BuiltAddon;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-check-')) });
});
afterAll(() => rm(built.outDir, { recursive: true }));
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface World {
  readonly host: Host;
  readonly server: FakeServer;
  readonly requests: ApiRequest[];
}

async function world(rows: string[][], options: Partial<HostOptions> = {}): Promise<World> {
  const server = fakeServer();
  const requests: ApiRequest[] = [];
  const served = await serveFake(server, KEY, async (request) => {
    requests.push(request);
    return undefined;
  });
  const spreadsheet = new Spreadsheet({
    id: 'book',
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [{ gid: 7, name: 'Buyers', rows }],
  });
  const host = await createHost({
    distDir: built.outDir,
    spreadsheet,
    fetchMap: { [built.serverUrl]: served.url },
    user: HANAKO,
    clock: () => START,
    lockWaitScale: 0.02,
    ...options,
  });
  undo.push(served.close, host.stop);
  host.properties('document').set({ 'rollcall.key': KEY, 'rollcall.header.7': '1' });
  return { host, server, requests };
}

async function call<T>({ host }: World, name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args, { user: HANAKO });
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

/** Until the run ends or asks. */
async function run(at: World, name: string, ...args: readonly unknown[]): Promise<RunReply> {
  let reply = await call<RunReply>(at, name, ...args);
  while (reply.state === 'running') reply = await call(at, 'continueRun', 7, 'window');
  return reply;
}

const start = (at: World, mode: string, yes = ''): Promise<RunReply> => run(at, 'startRun', mode, 'window', null, yes);

/** In step, and then some buyers are edited in the sheet. */
async function synced(rows: number, edited: readonly number[] = []): Promise<World> {
  const at = await world(buyers(rows));
  await start(at, 'sync');
  for (const row of edited) at.host.spreadsheet.sheet(7).set(row, 3, 'Osaka');
  at.server.asked.length = 0;
  return at;
}

/** The guard's word on a column that was pasted over. */
const HELD_NAME: Held = {
  reason: 'values_replaced',
  columns: ['name'],
  scope: 'columns',
  holds: [
    {
      ...{ id: 'h1', column: 'name', header: 'name', reason: 'values_replaced', scope: 'column' },
      ...{ rows: 30, of: 30, state: 'waiting', since: '2026-11-25T05:00:00Z' },
    },
  ],
};

const changeInTable = ({ server }: World, key: string): void => {
  server.table.set(key, [key, 'changed elsewhere', 'Tokyo']);
  server.changed.add(key);
};

describe('a Check', () => {
  it('reads the sheet once, writes nothing, and says what a sync would do', async () => {
    const at = await synced(30, [2, 3]);
    at.host.spreadsheet.sheet(7).set(32, 1, 'AA99');
    at.server.table.delete('AA10');
    const before = structuredClone([...at.server.table]);
    const reply = await start(at, 'check');
    expect(reply).toMatchObject({ state: 'done', mode: 'verify' });
    expect(reply.notes?.check).toMatchObject({ insert: 2, update: 2, leave: 27, reject: 0, gone: 0 });
    expect([...at.server.table]).toEqual(before);
    expect(at.server.asked).toEqual(['post runs', 'post compare', 'put values 1', 'post finish']);
  });

  it('leaves rows as they are that differ only in a column that a sync would hold', async () => {
    const at = await synced(30, [2, 3]);
    for (let row = 2; row <= 31; row++) at.host.spreadsheet.sheet(7).set(row, 2, 'pasted');
    at.server.held = HELD_NAME;
    const reply = await start(at, 'check');
    expect(reply.notes?.check).toMatchObject({ insert: 0, update: 2, leave: 28, reject: 0 });
    expect(reply.notes?.held).toMatchObject({ scope: 'columns', holds: [{ column: 'name', rows: 30 }] });
    const synced2 = await start(at, 'sync', reply.runId);
    expect(synced2).toMatchObject({ state: 'done', asks: null, result: { receipt: { updated: 2 } } });
  });

  it('is no last run: what is remembered of the last sync stays', async () => {
    const at = await synced(10, [2]);
    await start(at, 'check');
    expect(await call<Status>(at, 'sidebarStatus')).toMatchObject({
      last: { mode: 'sync', verdict: 'in_step' },
      unfinished: null,
    });
  });

  it('of a sheet never looked at leaves it as one that was never synced', async () => {
    const at = await world(buyers(10));
    await start(at, 'check');
    expect(await call<Status>(at, 'sidebarStatus')).toMatchObject({ last: null, counts: { sheet: 10 } });
  });

  it('in many calls says the same as in one', async () => {
    const rows = buyers(40_000).map((row, i) => (i % 1000 === 50 ? [...row.slice(0, 2), '#N/A'] : row));
    const at = await world(rows, { assume: { cellCostMicros: 200 } });
    const reply = await start(at, 'check');
    expect(at.server.asked.filter((asked) => asked === 'post compare').length).toBeGreaterThan(2);
    expect(reply.notes?.check).toMatchObject({ insert: 40_000, update: 0, reject: 0 });
    expect(reply.notes?.check?.findings).toMatchObject({
      count: 1,
      items: [
        {
          weight: 'changes',
          code: 'formula_error',
          count: 40,
          examples: [{ cell: 'C51' }, { cell: 'C1051' }, { cell: 'C2051' }],
        },
      ],
    });
  });

  it('whose part was lost on the way counts nothing twice', async () => {
    const at = await world(buyers(30).map((row, i) => (i === 4 ? [...row.slice(0, 2), '#N/A'] : row)));
    let lost = 2;
    at.server.intercept = ({ path }) =>
      path.endsWith('/compare') && lost-- > 0 ? refused(503, 'database_unavailable') : null;
    expect((await start(at, 'check')).notes?.check?.findings.items).toMatchObject([
      { code: 'formula_error', count: 1 },
    ]);
  });
});

describe('the yes to a Check', () => {
  it('lets the sync run, without asking again for what the Check showed', async () => {
    const at = await synced(30, [2, 3]);
    changeInTable(at, 'AA5');
    const check = await start(at, 'check');
    expect(check.notes?.check?.overwrites).toEqual({ count: 1, items: ['AA5'] });
    expect(await start(at, 'sync', check.runId)).toMatchObject({ state: 'done' });
    expect(at.server.table.get('AA5')).toEqual(['AA5', 'Buyer 5', 'Tokyo']);
  });

  it('is asked for once more where far more would happen than the Check saw', async () => {
    const at = await synced(100, [2]);
    const check = await start(at, 'check');
    for (let row = 3; row < 40; row++) at.host.spreadsheet.sheet(7).set(row, 3, 'Osaka');
    const asks = await start(at, 'sync', check.runId);
    expect(asks).toMatchObject({ state: 'asking', asks: 'moved', notes: { plan: { insert: 0, update: 38 } } });
    expect(at.server.table.get('AA1')).toEqual(['AA1', 'Buyer 1', 'Tokyo']);
    expect(await run(at, 'answerRun', 7, 'go', 'window')).toMatchObject({
      state: 'done',
      result: { receipt: { updated: 38 } },
    });
  });

  it('holds where some cells were edited since', async () => {
    const at = await synced(100, [2]);
    const check = await start(at, 'check');
    for (let row = 3; row < 10; row++) at.host.spreadsheet.sheet(7).set(row, 3, 'Osaka');
    expect(await start(at, 'sync', check.runId)).toMatchObject({ state: 'done', result: { receipt: { updated: 8 } } });
  });
});

describe('rows that were changed in the database', () => {
  it('are shown before they are overwritten, and nothing is sent until then', async () => {
    const at = await synced(30, [2]);
    changeInTable(at, 'AA5');
    const asks = await start(at, 'sync');
    expect(asks).toMatchObject({
      ...{ state: 'asking', asks: 'overwrites' },
      notes: { overwrites: { count: 1, items: [{ key: 'AA5', cell: 'A6' }] } },
    });
    expect(at.server.asked).toEqual(['post runs', 'post compare', 'put values 1']);
    expect(at.server.table.get('AA1')).toEqual(['AA1', 'Buyer 1', 'Tokyo']);
  });

  it('are overwritten after a yes', async () => {
    const at = await synced(30, [2]);
    changeInTable(at, 'AA5');
    await start(at, 'sync');
    expect(await run(at, 'answerRun', 7, 'go', 'window')).toMatchObject({
      state: 'done',
      result: { verdict: 'in_step' },
    });
    expect(at.server.table.get('AA5')).toEqual(['AA5', 'Buyer 5', 'Tokyo']);
  });

  it('are left as they are where a person wants it so, and the others go', async () => {
    const at = await synced(30, [2, 6]);
    changeInTable(at, 'AA5');
    changeInTable(at, 'AA9');
    await start(at, 'sync');
    const done = await run(at, 'answerRun', 7, 'leave', 'window');
    expect(done).toMatchObject({ state: 'done', result: { receipt: { updated: 1 } } });
    expect(at.server.table.get('AA1')).toEqual(['AA1', 'Buyer 1', 'Osaka']);
    for (const key of ['AA5', 'AA9']) expect(at.server.table.get(key)?.[1]).toBe('changed elsewhere');
  });

  it('are asked about again by Continue, and after the page was closed', async () => {
    const at = await synced(30);
    changeInTable(at, 'AA5');
    await start(at, 'sync');
    expect(await call<Status>(at, 'sidebarStatus')).toMatchObject({ unfinished: { isMine: true } });
    expect(await call<RunReply>(at, 'resumeRun', 7, 'another')).toMatchObject({
      ...{ state: 'asking', asks: 'overwrites' },
      notes: { overwrites: { count: 1 } },
    });
    expect(await call<RunReply>(at, 'answerRun', 7, 'go', 'window')).toMatchObject({ problem: { code: 'taken_over' } });
    expect(at.server.table.get('AA5')?.[1]).toBe('changed elsewhere');
  });

  it('are asked about again where there are more of them meanwhile', async () => {
    const at = await synced(30);
    changeInTable(at, 'AA5');
    const check = await start(at, 'check');
    changeInTable(at, 'AA6');
    expect(await start(at, 'sync', check.runId)).toMatchObject({
      state: 'asking',
      notes: { overwrites: { count: 2 } },
    });
  });

  it('stay as they are when the run is stopped instead', async () => {
    const at = await synced(30);
    changeInTable(at, 'AA5');
    await start(at, 'sync');
    await call(at, 'stopRun', 7, 'window');
    expect(at.server.table.get('AA5')?.[1]).toBe('changed elsewhere');
    expect(await call<Status>(at, 'sidebarStatus')).toMatchObject({ unfinished: null });
  });

  it('are never overwritten by the clock going on with a question that nobody answered', async () => {
    const at = await synced(30);
    changeInTable(at, 'AA5');
    const asks = await start(at, 'sync');
    await call(at, 'setSchedule', true);
    at.server.intercept = ({ path }) => (path.includes(`${asks.runId}/batches`) ? refused(500, 'internal') : null);
    await at.host.advance(HOUR + 60_000);
    expect(at.server.asked).toContain('post abandon');
    expect(at.requests.filter(({ path }) => path.includes(`${asks.runId}/batches`))).toEqual([]);
  });
});

describe('a sheet that was never synced', () => {
  it('is not written by the clock: a person looks at a Check first', async () => {
    const at = await world(buyers(30));
    at.server.view = { everSynced: false };
    await call(at, 'setSchedule', true);
    await at.host.advance(HOUR + 60_000);
    expect(at.server.table.size).toBe(0);
    expect((await call<Status>(at, 'sidebarStatus')).schedule).toMatchObject({
      last: { outcome: 'stopped', code: 'needs_check' },
    });
    at.server.view = { everSynced: true };
    await at.host.advance(HOUR);
    expect(at.server.table.size).toBe(30);
  });
});

describe('answers to the server', () => {
  const bodies = ({ requests }: World, path: string) =>
    requests.filter((one) => one.path === path).map(({ body }) => body);

  it('a hold is released for one column, always, by whom', async () => {
    const at = await world(buyers(3));
    const holds = [{ id: 'h1', state: 'released' }];
    at.server.intercept = ({ path }) => (path === 'v1/runs/r1/release' ? { ok: true, body: { holds } } : null);
    expect(await call(at, 'releaseHold', 7, 'r1', ['phone'], true)).toEqual({ ok: true, holds });
    expect(bodies(at, 'v1/runs/r1/release')).toEqual([{ columns: ['phone'], always: true, by: HANAKO }]);
  });

  it('a held run is discarded as a whole, and a refusal comes back with its code', async () => {
    const at = await world(buyers(3));
    at.server.intercept = () => refused(409, 'nothing_held');
    expect(await call(at, 'discardHold', 7, 'r1')).toMatchObject({ ok: false, code: 'nothing_held' });
    expect(bodies(at, 'v1/runs/r1/discard')).toEqual([{ by: HANAKO }]);
  });

  it('two spellings are the same buyer, different ones, or neither said', async () => {
    const at = await world(buyers(3));
    at.server.intercept = ({ path }) => (path === 'v1/sheet/look-alikes' ? { ok: true, body: {} } : null);
    for (const said of ['same', 'different', '']) await call(at, 'sayLookAlike', 7, 'ＡＡ１', 'AA1', said);
    expect(bodies(at, 'v1/sheet/look-alikes')).toEqual(
      ['same', 'different', null].map((answer) => ({ key: 'ＡＡ１', otherKey: 'AA1', answer, by: HANAKO })),
    );
  });

  const total = ['', 'Total', 'of all'];
  const binding = {
    columns: ['buyer_number', 'name', 'address'].map((header, index) => ({
      ...{ index, header, column: header, type: 'text', notNull: false, state: 'synced', reason: null, proposal: null },
    })),
    newColumns: [],
  };
  const agreed = ({ server }: World) => {
    server.view = { keyColumn: 'buyer_number', headerRow: 1 };
    server.intercept = ({ path }) =>
      path === 'v1/sheet/binding'
        ? { ok: true, body: binding }
        : path === 'v1/sheet/not-buyers'
          ? { ok: true, body: {} }
          : null;
  };

  it('rows without a key that are no buyers are known by the fingerprints that a compare carries', async () => {
    const at = await world([...buyers(3), total, total, ['', 'Average', '']]);
    await start(at, 'check');
    const compare = at.requests.find(({ path }) => path.endsWith('/compare'))?.body as { fingerprints: string[] };
    agreed(at);
    expect(await call<Reply<object>>(at, 'sayNotBuyers', 7, '5-7')).toEqual({ ok: true });
    expect(bodies(at, 'v1/sheet/not-buyers')).toEqual([
      { fingerprints: [compare.fingerprints[3], compare.fingerprints[5]], isBuyer: false, by: HANAKO },
    ]);
  });

  it('a row that got its key meanwhile is not called something else', async () => {
    const at = await world([...buyers(3), total]);
    agreed(at);
    at.host.spreadsheet.sheet(7).set(5, 1, 'AA4');
    expect(await call(at, 'sayNotBuyers', 7, '5')).toMatchObject({ ok: false, code: 'row_changed' });
    expect(bodies(at, 'v1/sheet/not-buyers')).toEqual([]);
  });
});

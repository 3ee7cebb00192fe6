// The built add-on in the local Apps Script host, over real HTTP: what the corridor's own test cannot see, the services around it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../addon/api.ts';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Failed, RunReply, Status } from '../../addon/sidebar/answers.ts';
import { type FakeServer, fakeServer, refused } from './support/fake-server.ts';
import { buyers } from './support/fake-sheet.ts';
import { type Served, serveFake } from './support/serve-fake.ts';

const KEY = 'sheet-key';
let built: BuiltAddon;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-in-host-')) });
});
afterAll(() => rm(built.outDir, { recursive: true }));
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface World {
  readonly host: Host;
  readonly server: FakeServer;
  readonly served: Served;
}

const START = Date.UTC(2026, 10, 25, 5, 0);
/** What the clock is moved on by. */
let laterMs = 0;

async function world(
  rows: number,
  before?: (request: ApiRequest) => Promise<'lost' | undefined>,
  fetchCostMs = 100,
): Promise<World> {
  laterMs = 0;
  const server = fakeServer();
  const served = await serveFake(server, KEY, before);
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
    userLocale: 'ja',
    clock: () => START + laterMs,
    lockWaitScale: 0.05,
    assume: { fetchCostMs },
  });
  undo.push(served.close, host.stop);
  host.properties('document').set({ 'rollcall.key': KEY, 'rollcall.header.7': '1' });
  return { host, server, served };
}

/** The same by another person at another window. */
async function callAs<T>(host: Host, user: string, name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args, { user });
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

/** As the sidebar hears it; throws where the page's failure handler would be called. */
async function call<T>(host: Host, name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

/** Keeps the answers of one path back until released. */
function heldAt(path: string) {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const before = async (request: ApiRequest): Promise<undefined> => {
    if (!request.path.endsWith(path)) return;
    arrived.resolve();
    await released.promise;
  };
  return { before, arrived: arrived.promise, release: released.resolve };
}

async function finish(host: Host, first: RunReply): Promise<RunReply> {
  let reply = first;
  for (let i = 0; reply.state === 'running' && i < 50; i++) reply = await call(host, 'continueRun', reply.gid);
  return reply;
}

describe('the add-on in the host', () => {
  it('can be called by its entry points and by nothing else', async () => {
    const { host } = await world(3);
    expect([...host.functions].sort()).toEqual([...built.entryPoints].sort());
  });

  it('has a menu that opens the sidebar', async () => {
    const { host } = await world(3);
    expect(await host.open()).toMatchObject({ ok: true });
    expect(JSON.stringify(host.menu())).toContain('openSidebar');
    await host.runMenu('openSidebar');
    expect(host.sidebar()).toMatchObject({ title: 'Rollcall' });
  });

  it('syncs a sheet in several executions and remembers the run', async () => {
    const { host, server } = await world(1234);
    const reply = await finish(host, await call(host, 'startRun', 'sync'));
    expect(reply).toMatchObject({
      ok: true,
      state: 'done',
      result: { verdict: 'in_step', receipt: { inserted: 1234 } },
    });
    expect(server.table.size).toBe(1234);
    const status = await call<Status>(host, 'sidebarStatus');
    expect(status).toMatchObject({ gid: 7, locale: 'ja', connection: 'connected', unfinished: null });
    expect(status.last).toMatchObject({ mode: 'sync', verdict: 'in_step' });
    expect(status.counts).toMatchObject({ sheet: 1234, database: 1234 });
  });

  it('goes on with the tab it began on, whatever tab is in front', async () => {
    const { host, server } = await world(900);
    const first = await call<RunReply>(host, 'startRun', 'sync');
    host.spreadsheet.select({ gid: 8, row: 1, column: 1, rows: 1, columns: 1 }, 'person');
    expect(await finish(host, first)).toMatchObject({ state: 'done', gid: 7 });
    expect(server.table.size).toBe(900);
  });

  it('goes on after an execution was killed with its batches under way, and ends complete', async () => {
    let isKilled = false;
    const killing: { host: Host | null } = { host: null };
    const { host, server } = await world(900, async ({ path }) => {
      if (isKilled || !path.endsWith('/batches/3')) return undefined;
      isKilled = true;
      for (const { id, outcome } of killing.host?.executions() ?? []) if (outcome === 'running') killing.host?.kill(id);
      return 'lost';
    });
    killing.host = host;
    await call(host, 'startRun', 'sync');
    expect((await host.run('continueRun', [7])).ok).toBe(false);
    const status = await call<Status>(host, 'sidebarStatus');
    expect(status.unfinished).toMatchObject({ mode: 'sync', progress: { toSend: 900 } });
    const reply = await finish(host, await call(host, 'continueRun', 7));
    expect(reply).toMatchObject({ state: 'done', result: { verdict: 'in_step', receipt: { read: 900 } } });
    expect(server.table.size).toBe(900);
  });

  it('stops when told, says what is in, frees the sheet, and begins anew afterwards', async () => {
    const { host, server } = await world(900);
    await call(host, 'startRun', 'sync');
    const stopped = await call<RunReply>(host, 'stopRun', 7);
    expect(stopped).toMatchObject({ ok: true, state: 'stopped', problem: { code: 'stopped_by_person' } });
    expect(server.asked).toContain('post abandon');
    expect(await call(host, 'continueRun', 7)).toMatchObject({ ok: false, code: 'nothing_to_continue' });
    expect(await finish(host, await call(host, 'startRun', 'sync'))).toMatchObject({ state: 'done' });
    expect(server.table.size).toBe(900);
  });

  it('goes on where whoever asked to stop it was killed before anything came of it', async () => {
    const { host, server } = await world(900, undefined, 4000);
    let reply = await call<RunReply>(host, 'startRun', 'sync', 'mine');
    const stop = host.onCall(({ when, name, execution }) => {
      if (when === 'after' && name === 'Properties.setProperties' && execution.request.functionName === 'stopRun')
        execution.kill();
    });
    expect((await host.run('stopRun', [7, 'other window'])).ok).toBe(false);
    stop();
    expect(host.properties('document').get('rollcall.stop.7')).not.toBeNull();
    for (let calls = 0; calls < 12 && reply.state === 'running'; calls++) {
      laterMs += 10_000;
      reply = await call(host, 'continueRun', 7, 'mine');
    }
    expect(reply).toMatchObject({ state: 'done' });
    expect(server.table.size).toBe(900);
  });

  it('keeps a run whose end the server could not be told, so that its own person is not locked out', async () => {
    let isDown = false;
    const { host, server } = await world(
      900,
      async ({ path }) => (isDown && path.endsWith('/abandon') ? 'lost' : undefined),
      4000,
    );
    await call(host, 'startRun', 'sync', 'mine');
    isDown = true;
    expect(await call(host, 'startRun', 'sync', 'mine')).toMatchObject({
      state: 'stopped',
      problem: { code: 'unreachable' },
    });
    expect(await call<Status>(host, 'sidebarStatus')).toMatchObject({ unfinished: { isMine: true } });
    isDown = false;
    expect(await finish(host, await call(host, 'startRun', 'sync'))).toMatchObject({ state: 'done' });
    expect(server.table.size).toBe(900);
  });

  it('gives a run up that is refused when it is to be opened again: the server would keep the sheet for it', async () => {
    const { host, server } = await world(900, undefined, 4000);
    expect(await call(host, 'startRun', 'sync', 'mine')).toMatchObject({ state: 'running' });
    server.intercept = ({ method, path }) =>
      method === 'post' && path === 'v1/runs' ? refused(422, 'no_key_header') : null;
    expect(await call(host, 'continueRun', 7, 'mine')).toMatchObject({
      state: 'stopped',
      problem: { code: 'no_key_header' },
    });
    expect(server.asked.at(-1)).toBe('post abandon');
    server.intercept = () => null;
    expect(await finish(host, await call(host, 'startRun', 'sync'))).toMatchObject({ state: 'done' });
  });

  it('stops a call that is under way', async () => {
    const gate = heldAt('/batches/1');
    const { host } = await world(900, gate.before);
    await call(host, 'startRun', 'sync');
    const running = call<RunReply>(host, 'continueRun', 7);
    await gate.arrived;
    const stopping = call<RunReply>(host, 'stopRun', 7);
    await expect.poll(() => host.properties('document').get('rollcall.stop.7')).not.toBeNull();
    gate.release();
    expect(await running).toMatchObject({ ok: true, state: 'running', progress: { sent: 400 } });
    expect(await stopping).toMatchObject({ state: 'stopped', progress: { sent: 400 } });
  });

  it('lets one execution at a time work on a document', async () => {
    const gate = heldAt('/compare');
    const { host } = await world(50, gate.before);
    const first = call<RunReply>(host, 'startRun', 'sync');
    await gate.arrived;
    expect(await call(host, 'startRun', 'sync')).toMatchObject({ state: 'busy', problem: { code: 'busy_here' } });
    gate.release();
    expect(await first).toMatchObject({ state: 'done' });
  });

  it('selects the cell that was pressed, on its own tab', async () => {
    const { host } = await world(30);
    host.spreadsheet.select({ gid: 8, row: 1, column: 1, rows: 1, columns: 1 }, 'person');
    expect(await call(host, 'selectCell', 7, 'C18')).toMatchObject({ ok: true });
    expect(host.spreadsheet.selection).toMatchObject({ gid: 7, row: 18, column: 3 });
  });

  it('never throws at the page', async () => {
    const { host } = await world(3);
    expect(await call<Failed>(host, 'selectCell', 7, 'nonsense!')).toMatchObject({ ok: false, code: 'internal' });
    expect(await call<Failed>(host, 'continueRun', 99)).toMatchObject({ ok: false, code: 'no_sheet' });
    expect(await call<Failed>(host, 'startRun')).toMatchObject({ ok: true, mode: 'sync' });
  });

  it('is disconnected until a key is pasted, and says so', async () => {
    const { host } = await world(3);
    expect(await call(host, 'disconnect')).toMatchObject({ ok: true, connection: 'no_key' });
    expect(await call(host, 'startRun', 'sync')).toMatchObject({ ok: false, code: 'no_key' });
    expect(await call(host, 'saveConnection', 'wrong')).toMatchObject({ connection: 'refused' });
    expect(await call(host, 'saveConnection', ` ${KEY} `)).toMatchObject({ connection: 'connected' });
  });

  it('says that the server does not answer', async () => {
    const { host, served } = await world(3);
    await served.close();
    expect(await call(host, 'sidebarStatus')).toMatchObject({ connection: 'unreachable' });
  });
});

describe('a run of somebody else', () => {
  const TARO = 'taro@example.jp';

  it('is told with who, since when, and from when it may be taken over', async () => {
    const { host } = await world(900);
    await call(host, 'startRun', 'sync', 'mine');
    const at = new Date(START).toISOString().slice(0, 16);
    const status = await callAs<Status>(host, TARO, 'sidebarStatus');
    expect(status).toMatchObject({ person: TARO, unfinished: { by: 'you@example.com', isMine: false } });
    expect(status.unfinished?.startedAt).toContain(at);
    expect(Date.parse(status.unfinished?.takeOverAt ?? '')).toBeGreaterThan(START + 119_000);
    const busy = await callAs<RunReply>(host, TARO, 'startRun', 'sync', 'his');
    expect(busy).toMatchObject({
      state: 'busy',
      problem: { code: 'sheet_busy', params: { who: 'you@example.com', trigger: 'sidebar' } },
    });
    expect(await callAs(host, TARO, 'resumeRun', 7, 'his')).toMatchObject({ state: 'busy' });
    expect(await callAs(host, TARO, 'stopRun', 7, 'his')).toMatchObject({ state: 'busy' });
    expect(await call(host, 'continueRun', 7, 'mine')).toMatchObject({ state: expect.stringMatching(/running|done/) });
  });

  it('is gone on with where it stood once it fell silent, and its own window is told', async () => {
    const { host, server } = await world(900, undefined, 4000);
    await call(host, 'startRun', 'sync', 'mine');
    laterMs = 140_000;
    expect(await callAs<Status>(host, TARO, 'sidebarStatus')).toMatchObject({ unfinished: { takeOverAt: null } });
    const taken = await callAs<RunReply>(host, TARO, 'resumeRun', 7, 'his');
    expect(taken).toMatchObject({ ok: true, state: 'running', progress: { toSend: 900 } });
    expect(await call(host, 'continueRun', 7, 'mine')).toMatchObject({
      state: 'stopped',
      problem: { code: 'taken_over', params: { who: TARO } },
    });
    let reply = taken;
    while (reply.state === 'running') reply = await callAs(host, TARO, 'continueRun', 7, 'his');
    expect(reply).toMatchObject({ state: 'done', result: { verdict: 'in_step' } });
    expect(server.asked.filter((asked) => asked === 'post abandon')).toEqual([]);
    expect(server.table.size).toBe(900);
    expect(await call<Status>(host, 'sidebarStatus')).toMatchObject({ last: { by: TARO } });
  });

  it('is one’s own after a reload: it goes on at once', async () => {
    const { host, server } = await world(900);
    await call(host, 'startRun', 'sync', 'before the reload');
    expect(await call<Status>(host, 'sidebarStatus')).toMatchObject({ unfinished: { isMine: true, takeOverAt: null } });
    let reply = await call<RunReply>(host, 'resumeRun', 7, 'after it');
    while (reply.state === 'running') reply = await call(host, 'continueRun', 7, 'after it');
    expect(reply).toMatchObject({ state: 'done' });
    expect(server.table.size).toBe(900);
  });

  it('is not a stranger where it was killed while the server was asked to open it', async () => {
    let isKilled = false;
    const killing: { host: Host | null } = { host: null };
    const { host, server } = await world(900, async ({ path }) => {
      if (isKilled || path !== 'v1/runs') return undefined;
      isKilled = true;
      for (const { id, outcome } of killing.host?.executions() ?? []) if (outcome === 'running') killing.host?.kill(id);
      return 'lost';
    });
    killing.host = host;
    expect((await host.run('startRun', ['sync', 'mine'])).ok).toBe(false);
    expect(await call<Status>(host, 'sidebarStatus')).toMatchObject({ unfinished: { mode: 'sync', isMine: true } });
    let reply = await call<RunReply>(host, 'resumeRun', 7, 'mine');
    while (reply.state === 'running') reply = await call(host, 'continueRun', 7, 'mine');
    expect(reply).toMatchObject({ state: 'done', result: { receipt: { inserted: 900 } } });
    expect(server.asked.filter((asked) => asked === 'post runs').length).toBeGreaterThan(1);
  });
});

// `npm start` and `npm run serve` as a user meets them: real processes, the machine's own Node, real signals and kills.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isPostmasterOf, readPostmasterFile } from '../../server/db/embedded-process.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import {
  childrenOf,
  endGroup,
  groupMembers,
  type Program,
  ROOT,
  start,
  until,
  unusedPort,
} from '../support/processes.ts';

const PLAYGROUND = ['server/launch.mjs', 'addon/playground/main.ts'] as const;
const SERVE = ['server/launch.mjs', 'server/main.ts'] as const;
const PAGE = /Open {3}(http:\S+)/;
const SERVER = /Rollcall serves (http:\S+)/;

/** One data folder for the file: making a database takes 2 s, and to find it again is the subject of half the tests. */
const dataDir = newDatabaseFolder();
const cluster = join(dataDir, 'cluster/data');
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await endPostmaster();
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, command = 'node') {
  const PORT = env['PORT'] ?? String(await unusedPort());
  const program = start(command, args, { ROLLCALL_DATA_DIR: dataDir, ...env, PORT });
  cleanups.push(() => endGroup(program));
  return program;
}

const address = async (program: Program, pattern: RegExp): Promise<string> =>
  pattern.exec(await program.says(pattern))?.[1] ?? '';

const status = async (url: string): Promise<number> => (await fetch(url)).status;
const json = async (url: string) => (await (await fetch(url)).json()) as Record<string, unknown>;

const postmaster = (): number | undefined => {
  const file = readPostmasterFile(cluster);
  return file !== undefined && isPostmasterOf(file.pid, cluster) ? file.pid : undefined;
};

async function endPostmaster(): Promise<void> {
  const pid = postmaster();
  if (pid !== undefined) process.kill(pid, 'SIGQUIT');
  await until(() => postmaster() === undefined);
}

/** Of the program and of what it started; the database of the data folder too. */
async function expectNothingLeft(program: Program): Promise<void> {
  await until(
    () => groupMembers(program.pid).length === 0,
    () => `left: ${groupMembers(program.pid)}`,
  );
  expect(postmaster()).toBeUndefined();
}

describe('npm start', () => {
  test('the first start says within 10 s where to look; the page, its sheet and the server behind it answer', async () => {
    const began = performance.now();
    const program = await run(['start'], npm, 'npm');
    const page = await address(program, PAGE);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await (await fetch(page)).text()).toMatch(/^<!doctype html>/);
    expect(await json(`${page}/api/state`)).toMatchObject({ table: 'buyers', figures: { count: 0 } });
    const server = await address(program, /address {2}(http:\S+)/);
    expect(await json(`${server}/healthz`)).toMatchObject({
      status: 'healthy',
      services: {
        database: { error: null },
        worker: { error: null },
        monitor: { error: null },
        alerts: { error: null },
        retention: { error: null },
        embedded_database: { error: null },
      },
    });
    expect(program.stdout()).toMatch(/Operator token {12}rko_\S{43} {3}\(shown this once\)/);
    expect(program.stdout()).not.toContain('is taken');
    program.signal('SIGTERM');
    await program.ended();
    await expectNothingLeft(program);
  });

  test('Ctrl-C stops everything it started, the database too, and the add-on built for it is gone', async () => {
    const TMPDIR = mkdtempSync(join(tmpdir(), 'rollcall-start-'));
    cleanups.push(() => rmSync(TMPDIR, { recursive: true }));
    const program = await run(PLAYGROUND, { TMPDIR });
    await program.says(PAGE);
    expect(postmaster()).toBeDefined();
    expect(readdirSync(TMPDIR)).toEqual([expect.stringMatching(/^rollcall-try-out-/)]);
    program.signalGroup('SIGINT');
    expect(await program.ended()).toEqual({ code: 0, signal: null });
    await expectNothingLeft(program);
    expect(readdirSync(TMPDIR)).toEqual([]);
    expect(program.stderr()).toBe('');
    expect(program.stdout()).not.toContain('Operator token');
  });

  test('Ctrl-C before it is ready leaves nothing running either', async () => {
    const program = await run(PLAYGROUND);
    await until(() => postmaster() !== undefined);
    program.signalGroup('SIGINT');
    await program.ended();
    await expectNothingLeft(program);
  });

  test('a taken port: the next free one, said', async () => {
    const taken = await listener();
    const program = await run(PLAYGROUND, { PORT: String(taken) });
    const page = await address(program, PAGE);
    expect(program.stdout()).toContain(`Port ${taken} is taken`);
    expect(Number(new URL(page).port)).toBeGreaterThan(taken);
    expect(await status(page)).toBe(200);
  });

  test('the last port there is serves the page, and its server gets any free one', async () => {
    const program = await run(PLAYGROUND, { PORT: '65535' });
    const page = await address(program, PAGE);
    expect(new URL(page).port).toBe('65535');
    expect(await status(`${page}/api/state`)).toBe(200);
  });

  test('port 0 is any free port, and no port was taken', async () => {
    const program = await run(PLAYGROUND, { PORT: '0' });
    expect(await status(await address(program, PAGE))).toBe(200);
    expect(program.stdout()).not.toMatch(/taken/);
  });

  test('a second start on the same data says where it runs, exits 2, and leaves the first alone', async () => {
    const first = await run(PLAYGROUND);
    const page = await address(first, PAGE);
    const second = await run(PLAYGROUND);
    expect(await second.ended()).toMatchObject({ code: 2 });
    expectSentence(second, new RegExp(`already running.*${page}\\b`));
    expect(await status(page)).toBe(200);
    const third = await run(SERVE);
    expect(await third.ended()).toMatchObject({ code: 2 });
    expectSentence(third, new RegExp(`already running.*${page}\\b`));
    expect(await status(`${page}/api/state`)).toBe(200);
  });

  test('the loopback address of IPv6 is told as a browser takes it', async () => {
    const program = await run(PLAYGROUND, { HOST: '::1' });
    const page = await address(program, PAGE);
    expect(page).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(await status(page)).toBe(200);
  });

  test.each(['0.0.0.0', '::', '192.0.2.1'])('HOST %s, which others could reach, is refused', async (HOST) => {
    const program = await run(PLAYGROUND, { HOST });
    expect(await program.ended()).toMatchObject({ code: 2 });
    expectSentence(program, /this machine only.*npm run serve/);
    expect(postmaster()).toBeUndefined();
  });
});

describe('npm run serve', () => {
  test('says where it serves and is healthy; SIGTERM to npm stops everything', async () => {
    const program = await run(['run', 'serve'], npm, 'npm');
    const url = await address(program, SERVER);
    expect(await json(`${url}/healthz`)).toMatchObject({ status: 'healthy', version: expect.any(String) });
    expect(await status(`${url}/readyz`)).toBe(200);
    program.signal('SIGTERM');
    await program.ended();
    await expectNothingLeft(program);
  });

  test('the try-out is not reachable, and everything under /v1 needs a key', async () => {
    const program = await run(SERVE);
    const url = await address(program, SERVER);
    expect(await (await fetch(url)).text()).not.toMatch(/<script|<iframe/);
    for (const path of ['/sidebar', '/sidebar/1', '/assets/page.js', '/assets/page.css', '/api/state', '/api/events'])
      expect(await status(`${url}${path}`), path).toBe(404);
    const { paths } = (await json(`${url}/openapi.json`)) as { paths: Record<string, Record<string, unknown>> };
    const closed = Object.entries(paths).filter(([path]) => path.startsWith('/v1/'));
    expect(closed.length).toBeGreaterThan(10);
    for (const [path, methods] of closed)
      for (const method of Object.keys(methods)) {
        const answer = await fetch(`${url}${path.replace(/\{\w+\}/g, '1')}`, { method: method.toUpperCase() });
        expect(answer.status, `${method} ${path}`).toBe(401);
      }
  });

  test('a taken port: the next free one, said', async () => {
    const taken = await listener();
    const program = await run(SERVE, { PORT: String(taken) });
    expect(Number(new URL(await address(program, SERVER)).port)).toBeGreaterThan(taken);
    expect(program.stdout()).toContain(`Port ${taken} is taken`);
  });

  test('SIGINT, SIGTERM and SIGHUP each stop it with exit 0, alone or to the whole group', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const program = await run(SERVE);
      await program.says(SERVER);
      if (signal === 'SIGHUP') program.signal(signal);
      else program.signalGroup(signal);
      expect(await program.ended(), signal).toEqual({ code: 0, signal: null });
      await expectNothingLeft(program);
    }
  });

  /** Waits 5 s for a request that never comes. */
  test('a client that keeps a connection open without a word does not hold up the stop', async () => {
    const program = await run(SERVE);
    const { port } = new URL(await address(program, SERVER));
    await openSocket(Number(port));
    program.signal('SIGTERM');
    expect(await program.ended()).toEqual({ code: 0, signal: null });
    await expectNothingLeft(program);
  });

  test('killed, it leaves nothing that stops the next start, which finds the same data', async () => {
    const first = await run(SERVE);
    await first.says(SERVER);
    first.signalGroup('SIGKILL');
    await first.ended();
    expect(postmaster()).toBeDefined();
    const second = await run(SERVE);
    const url = await address(second, SERVER);
    expect(second.stdout()).not.toContain('Operator token');
    expect(await status(`${url}/readyz`)).toBe(200);
    second.signalGroup('SIGINT');
    await second.ended();
    await expectNothingLeft(second);
  });

  test('the server alone killed: the launcher ends too, and says so by its exit code', async () => {
    const program = await run(SERVE);
    await program.says(SERVER);
    process.kill(childrenOf(program.pid)[0] ?? -1, 'SIGKILL');
    expect(await program.ended()).toEqual({ code: 137, signal: null });
  });

  test('the launcher alone killed: the server ends too, so that the next start finds the place free', async () => {
    const program = await run(SERVE);
    await program.says(SERVER);
    program.signal('SIGKILL');
    await program.ended();
    await expectNothingLeft(program);
    const next = await run(SERVE);
    await next.says(SERVER);
  });

  test('the database killed under it: not ready, unhealthy, yet alive and asking for patience; it is started again, and all is well by itself', async () => {
    const program = await run(SERVE);
    const url = await address(program, SERVER);
    const killed = postmaster() ?? -1;
    process.kill(killed, 'SIGKILL');
    await until(async () => (await status(`${url}/readyz`)) === 503);
    const ready = await fetch(`${url}/readyz`);
    expect(ready.headers.get('retry-after')).toBe('5');
    expect(await ready.json()).toMatchObject({ code: 'database_unavailable' });
    expect(await json(`${url}/healthz`)).toMatchObject({ status: 'unhealthy' });
    expect(await status(`${url}/livez`)).toBe(200);
    await until(async () => (await status(`${url}/readyz`)) === 200);
    expect(postmaster()).not.toBe(killed);
    await until(() => program.stderr().includes('embedded_database_restarted'));
    await until(async () => (await json(`${url}/healthz`))['status'] === 'healthy');
    // It is still this server's: another start is sent to it, and its stop stops the database.
    expect(await (await run(SERVE)).ended()).toMatchObject({ code: 2 });
    program.signalGroup('SIGTERM');
    expect(await program.ended()).toEqual({ code: 0, signal: null });
    await expectNothingLeft(program);
  });

  test('the database killed just before the stop: nothing is started behind its back, and nothing is left', async () => {
    const program = await run(SERVE);
    await program.says(SERVER);
    process.kill(postmaster() ?? -1, 'SIGKILL');
    program.signalGroup('SIGTERM');
    expect(await program.ended()).toEqual({ code: 0, signal: null });
    await expectNothingLeft(program);
  });
});

describe('settings that cannot work', () => {
  const nowhere = 'postgres://rollcall:secret-word@127.0.0.1:1/rollcall';
  test.each([
    ['PORT=http', { PORT: 'http' }, 2, /PORT must be a whole number/],
    ['PORT=70000', { PORT: '70000' }, 2, /PORT must be a whole number up to 65535/],
    [
      'a policy that is none',
      { ROLLCALL_SCHEMA_POLICY: 'maybe' },
      2,
      /ROLLCALL_SCHEMA_POLICY must be "refuse" or "warn"/,
    ],
    ['DATABASE_URL that is no URL', { DATABASE_URL: 'localhost/buyers' }, 2, /DATABASE_URL must be a URL/],
    ['DATABASE_URL that cannot be read', { DATABASE_URL: 'postgres://a:b@c:port/x' }, 3, /No database.*DATABASE_URL/],
    [
      'DATABASE_URL where nobody answers',
      { DATABASE_URL: nowhere },
      3,
      /No database: it cannot be reached.*DATABASE_URL/,
    ],
    ['HOST that is not ours', { HOST: '192.0.2.1' }, 2, /Cannot listen on 192\.0\.2\.1.*HOST/],
    ['a data folder that cannot be made', { ROLLCALL_DATA_DIR: '/dev/null/data' }, 3, /data folder \/dev\/null\/data/],
  ])('%s: one sentence that says what to set, and the exit code of --help', async (_, env, code, sentence) => {
    const program = await run(SERVE, env as Record<string, string>);
    expect(await program.ended()).toEqual({ code, signal: null });
    expectSentence(program, sentence);
    expect(program.stderr()).not.toContain('secret-word');
    await expectNothingLeft(program);
  });
});

describe('the source as Node runs it', () => {
  const files = ['server', 'shared', 'addon/playground'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const sources = files.filter((name) => name.endsWith('.ts'));

  test('every file has types that can be stripped, and imports its neighbours by their full names', () => {
    expect(sources.length).toBeGreaterThan(100);
    for (const name of sources) {
      const text = readFileSync(join(ROOT, name), 'utf8');
      expect(() => stripTypeScriptTypes(text), name).not.toThrow();
      const relative = [...text.matchAll(/\bfrom '(\.[^']*)'/g)].map((match) => match[1] ?? '');
      expect(
        relative.filter((path) => !/\.(ts|mjs)$/.test(path)),
        name,
      ).toEqual([]);
    }
  });
});

const npm = { npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' };

/** One line on standard error beside the log's, and no stack of a fault of our own. */
function expectSentence(program: Program, pattern: RegExp): void {
  const lines = program.stderr().trim().split('\n');
  const said = lines.filter((line) => !line.startsWith('{"time":'));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(pattern);
  expect(program.stdout()).toBe('');
}

async function listener(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

async function openSocket(port: number): Promise<void> {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  cleanups.push(() => socket.destroy());
}

beforeAll(() => {
  expect(process.platform, 'these tests read /proc').toBe('linux');
});

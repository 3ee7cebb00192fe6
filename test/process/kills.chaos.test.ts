// Server, client and database connections killed at random moments of a run, and the run taken up again: nothing is lost,
// nothing is doubled, nothing old replaces anything newer, and every line of the history is accounted for.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chance } from '../../addon/playground/prng.ts';
import { type Client, makeClient, type Reply } from '../../server/commands/push/client.ts';
import { openCsv } from '../../server/commands/push/csv-rows.ts';
import { type Driven, driveRun } from '../../server/commands/push/drive-run.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import type { Mode } from '../../shared/protocol.ts';
import { type BuyersFile, buyersFile, STORED_BUYERS, versionOf } from '../support/buyers-file.ts';
import { testDatabase } from '../support/database.ts';
import { neverHold } from '../support/never-hold.ts';
import { endGroup, type Program, startScript, until, unusedPort } from '../support/processes.ts';

const seed = Number(process.env['ROLLCALL_TEST_SEED'] ?? Date.now() % 1_000_000);
const scale = Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1);
const random = chance(seed);
const database = await testDatabase();
const port = await unusedPort();
const url = `http://127.0.0.1:${port}`;
const cleanups: (() => unknown)[] = [];
let server: Program;
let file: BuyersFile;
let key: string;

beforeEach(async (context) => {
  await context.annotate(`ROLLCALL_TEST_SEED=${seed}`);
  for (const table of EMPTIED) await database.pool.query(`DELETE FROM ${table}`);
  const bound = { spreadsheetId: 'kills', sheetName: 'buyers', table: 'buyers', keyColumn: 'buyer_number' };
  const added = await addSheet(database.pool, { ...bound, scopeColumn: null });
  key = added.key;
  await neverHold(database.pool, added.sheetId, EDITED);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-kills-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  file = buyersFile(folder, random);
  await serve();
  cleanups.push(() => endGroup(server));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** All that the file's edits change, in far more rows than go without a question. */
const EDITED = ['received_on', 'household_size', 'desired_floor_area', 'notes'];

const EMPTIED =
  'alert_deliveries, alerts, alert_recipients, sync_health_metrics, retry_queue, holds, mismatches, sync_error_log, row_history, batches, compare_parts, runs, seen_keys, header_places, look_alike_answers, not_buyers, sheet_headers, sheet_keys, sheets, buyers'.split(
    ', ',
  );

/** Some 10 s: each kill costs a start of the server. */
describe('the server, killed with the run going on', () => {
  test('every row lands once, in its newest version, though the file is edited between the kills', async () => {
    file.add(1500);
    let underWay = 0;
    for (let time = 0; time < 4 * scale; time++) {
      file.edit(40);
      file.add(150);
      const killed = killing(3, () => file.edit(3));
      const driven = await drive('sync', killed.client);
      underWay += killed.underWay();
      expect(driven.state).toMatchObject({ phase: 'done', problem: null, result: { receipt: { balanced: true } } });
    }
    expect(underWay).toBeGreaterThan(0);
    await expectInStep();
  });
});

/** Sends on what a client asks, and kills the server at `times` moments near one of its requests; then starts it again. */
function killing(times: number, between: () => void): { client: Client; underWay: () => number } {
  const client = makeClient(url, key);
  let [asked, waiting, struck, dead] = [0, 0, 0, false];
  const moments = new Set(Array.from({ length: times }, () => 1 + random.whole(24)));
  const strike = async () => {
    await wait(random.whole(12));
    if (waiting > 0) struck++;
    server.signal('SIGKILL');
    await server.ended();
    between();
    await serve();
    dead = false;
  };
  const send: Client['send'] = async (method, path, body) => {
    if (moments.has(++asked) && !dead) {
      dead = true;
      void strike();
    }
    waiting++;
    const reply = await client.send(method, path, body);
    waiting--;
    return reply;
  };
  return { client: { send }, underWay: () => struck };
}

/** Some 4 s each: every push is a process. */
describe('the client, killed with the run going on', () => {
  test.each(['after sending, before the answer', 'before its request arrives'] as const)(
    'killed %s and started again, it leaves no trace',
    async (when) => {
      file.add(1200);
      const proxy = await proxyTo(url);
      for (let time = 0; time < 2 * scale; time++) {
        file.edit(40);
        file.add(100);
        const client = push(proxy.url);
        proxy.strikeAt(1 + random.whole(4), when, () => client.signal('SIGKILL'));
        expect(await client.ended()).toMatchObject({ signal: 'SIGKILL' });

        const hasty = push(url);
        expect(await hasty.ended()).toMatchObject({ code: 3 });
        expect(hasty.stderr()).toMatch(/is syncing this sheet since .* take over after/);

        file.edit(10);
        await leaseRunsOut();
        const heir = push(url);
        expect(await heir.ended(), heir.stderr()).toEqual({ code: 0, signal: null });
      }
      await expectInStep();
    },
  );

  test('a batch of the killed one that arrives when another has synced newer values is refused and writes nothing', async () => {
    file.add(600);
    expect(await push(url).ended()).toMatchObject({ code: 0 });
    file.edit(100);
    const proxy = await proxyTo(url);
    const client = push(proxy.url);
    const late = proxy.holdBackAt(3, () => client.signal('SIGKILL'));
    await client.ended();
    file.edit(100);
    await leaseRunsOut();
    expect(await push(url).ended()).toMatchObject({ code: 0 });
    const written = await count('row_history');
    expect(await (await late).deliver()).toMatchObject({ status: 409, code: 'lease_lost' });
    expect(await count('row_history')).toBe(written);
    await expectInStep();
  });

  test('Ctrl-C frees the sheet: what landed stays, and the next push goes at once', async () => {
    file.add(900);
    const proxy = await proxyTo(url);
    const client = push(proxy.url);
    proxy.strikeAt(4, 'after sending, before the answer', () => client.signalGroup('SIGINT'));
    expect(await client.ended()).toEqual({ code: 130, signal: null });
    expect(client.stderr()).toContain('Run it again');
    const next = push(url);
    expect(await next.ended(), next.stderr()).toMatchObject({ code: 0 });
    await expectInStep();
  });
});

describe('the connections of the server to the database, ended under it', () => {
  test('a batch whose connection is ended is tried once more at once, and the client hears nothing of it', async () => {
    file.add(300);
    await drive('sync', makeClient(url, key));
    file.edit(100);
    const lock = await lockBuyer(file.keys()[120] ?? '');
    const replies: Reply[] = [];
    const driving = drive('sync', listening(replies));
    const first = await lock.waiter();
    await database.pool.query('SELECT pg_terminate_backend($1)', [first]);
    expect(await lock.waiter(first)).not.toBe(first);
    await lock.release();
    expect((await driving).state.result?.status).toBe('completed');
    expect(replies.filter((reply) => !reply.ok)).toEqual([]);
    await expectInStep();
  });

  test('ended a second time, the batch is answered 503 with Retry-After; the client sends it again and it lands once', async () => {
    file.add(300);
    await drive('sync', makeClient(url, key));
    file.edit(100);
    const lock = await lockBuyer(file.keys()[120] ?? '');
    const replies: Reply[] = [];
    const driving = drive('sync', listening(replies), () => lock.release());
    const first = await lock.waiter();
    await database.pool.query('SELECT pg_terminate_backend($1)', [first]);
    await database.pool.query('SELECT pg_terminate_backend($1)', [await lock.waiter(first)]);
    expect((await driving).state.result?.status).toBe('completed');
    const problems = replies.flatMap((reply) => (reply.ok ? [] : [reply.problem]));
    expect(problems).toMatchObject([{ status: 503, code: 'database_unavailable', retryAfterMs: 5000 }]);
    await expectInStep();
  });

  test('all of them ended again and again at random moments: the server lives, and the run comes to its end', async () => {
    file.add(2000);
    let going = true;
    const ending = (async () => {
      while (going) {
        await wait(20 + random.whole(60));
        await database.pool.query(END_CONNECTIONS);
      }
    })();
    let patience = 0;
    const driven = await drive('sync', makeClient(url, key), async () => {
      if (++patience > 3) going = false;
    }).finally(() => {
      going = false;
    });
    await ending;
    expect(driven.state).toMatchObject({ phase: 'done', result: { receipt: { inserted: 2000, balanced: true } } });
    expect(server.isOver(), server.stderr()).toBe(false);
    await expectInStep();
  });

  /** Takes 8 s: what is in flight is given that long. */
  test('a stop does not wait for a batch that waits for a lock; what it would have written is rolled back', async () => {
    file.add(200);
    await drive('sync', makeClient(url, key));
    const before = file.expected();
    file.edit(100);
    const lock = await lockBuyer(file.keys()[7] ?? '');
    const driving = drive('sync', makeClient(url, key), () => Promise.reject(new Error('stopped')));
    driving.catch(() => undefined);
    await lock.waiter();
    server.signal('SIGTERM');
    expect(await server.ended()).toEqual({ code: 0, signal: null });
    await expect(driving).rejects.toThrow('stopped');
    await lock.release();
    await until(async () => (await count(CONNECTIONS)) === 0);
    const changed = (await stored()).filter((row, at) => row['notes'] !== before[at]?.notes);
    expect(changed.length % 100).toBe(0);
    await serve();
    await leaseRunsOut();
    await drive('sync', makeClient(url, key));
    await expectInStep();
  });
});

const CONNECTIONS = /* sql */ `pg_stat_activity WHERE datname = current_database() AND application_name = 'rollcall'`;
const END_CONNECTIONS = /* sql */ `SELECT pg_terminate_backend(pid) FROM ${CONNECTIONS}`;

async function serve(): Promise<void> {
  server = startScript('server/main.ts', [], {
    DATABASE_URL: database.url,
    PORT: String(port),
    ROLLCALL_OPERATOR_TOKEN: 'op',
  });
  const said = await server.says(/Rollcall serves \S+/);
  expect(said).toBe(`Rollcall serves ${url}`);
}

/** `onWait` stands for the time that the run is asked to wait: it comes back when the server is there again. */
async function drive(
  mode: Mode,
  client: Client,
  onWait: () => Promise<unknown> = async () => undefined,
): Promise<Driven> {
  const sleep = async () => {
    await onWait();
    await until(isReady, server.stderr);
  };
  const csv = await openCsv(file.path, 'utf-8');
  return driveRun({
    client,
    file: csv,
    mode,
    runId: crypto.randomUUID(),
    zone: 'UTC',
    onProgress: () => undefined,
    sleep,
  });
}

const isReady = (): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );

function listening(replies: Reply[]): Client {
  const client = makeClient(url, key);
  return {
    send: async (method, path, body) => {
      const reply = await client.send(method, path, body);
      replies.push(reply);
      return reply;
    },
  };
}

const push = (to: string): Program =>
  startScript('server/rollcall.ts', ['push', file.path, '--server', to, '--key', key]);

/** Two minutes without a word. */
const leaseRunsOut = () =>
  database.pool.query(`UPDATE sheets SET lease_heard_at = lease_heard_at - interval '121 seconds'`);

/** Another session's lock on one buyer, and who of the server waits for it. */
async function lockBuyer(buyer: string) {
  const holder = await database.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM buyers WHERE buyer_number = $1 FOR UPDATE', [buyer]);
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    await holder.query('ROLLBACK');
    holder.release();
  };
  cleanups.push(release);
  const waiting = async (not: number) =>
    (
      await database.pool.query<{ pid: number }>(
        `SELECT pid FROM ${CONNECTIONS} AND wait_event_type = 'Lock' AND pid <> $1`,
        [not],
      )
    ).rows[0]?.pid;
  const waiter = async (not = 0): Promise<number> => {
    let pid: number | undefined;
    await until(async () => {
      pid = await waiting(not);
      return pid !== undefined;
    });
    return pid ?? 0;
  };
  return { release, waiter };
}

type When = 'after sending, before the answer' | 'before its request arrives';

/** Stands between client and server, counts the batches that pass, and strikes at the one it was told. */
async function proxyTo(target: string) {
  let batches = 0;
  let plan: { at: number; when: When | 'late'; strike: (held?: HeldBack) => void } | undefined;
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const send = await readRequest(request, target);
    const isBatch = request.url?.includes('/batches/') === true;
    const due = isBatch && plan !== undefined && ++batches === plan.at ? plan : undefined;
    if (due?.when === 'before its request arrives') return due.strike();
    if (due?.when === 'late') return due.strike({ deliver: async () => (await send()).json() });
    const answer = await send();
    if (due !== undefined) return due.strike();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  };
  const proxy = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  cleanups.push(
    () => proxy.closeAllConnections(),
    () => void proxy.close(),
  );
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    strikeAt: (at: number, when: When, strike: () => void) => {
      batches = 0;
      plan = { at, when, strike };
    },
    holdBackAt: (at: number, kill: () => void): Promise<HeldBack> =>
      new Promise((resolve) => {
        batches = 0;
        const strike = (held?: HeldBack) => {
          kill();
          if (held !== undefined) resolve(held);
        };
        plan = { at, when: 'late', strike };
      }),
  };
}

interface HeldBack {
  deliver(): Promise<unknown>;
}

async function readRequest(request: IncomingMessage, target: string): Promise<() => Promise<Response>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization, 'content-type': type, 'content-encoding': encoding } = request.headers;
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  };
  const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
  return () => fetch(`${target}${request.url}`, { method: request.method ?? 'GET', headers, ...body });
}

/** An undisturbed sync brings the rest, then a verify passes, and the table, the history and the receipts agree with the file. */
async function expectInStep(): Promise<void> {
  const last = await drive('sync', makeClient(url, key));
  expect(last.state).toMatchObject({ phase: 'done', result: { status: 'completed', receipt: { balanced: true } } });
  const verified = await drive('verify', makeClient(url, key));
  expect(verified.state.result?.verification).toMatchObject({ passed: true, verdict: 'in_step' });
  expect(await stored()).toEqual(file.expected());
  await expectHistoryAccounted();
  expect(await count(`runs WHERE receipt IS NOT NULL AND receipt->>'balanced' <> 'true'`)).toBe(0);
  expect(await count('compare_parts c JOIN runs r ON r.id = c.run_id WHERE r.receipt IS NOT NULL')).toBe(0);
}

/** One line per written buyer per accepted batch, one insert per buyer, and versions that only rise. */
async function expectHistoryAccounted(): Promise<void> {
  expect((await database.pool.query(LINES_AND_ANSWERS)).rows).toEqual([]);
  const { rows } = await database.pool.query<{ key: string; inserts: number; befores: string[]; now: string }>(HISTORY);
  expect(rows).toHaveLength(file.keys().length);
  for (const { key: buyer, inserts, befores, now } of rows) {
    expect(inserts, buyer).toBe(1);
    const versions = [...befores, now].map(versionOf);
    expect(versions, buyer).toEqual([...new Set(versions)].sort((a, b) => a - b));
  }
}

const LINES_AND_ANSWERS = /* sql */ `
  WITH lines AS (
    SELECT run_id, batch, count(*) FILTER (WHERE outcome = 'inserted') AS inserted,
           count(*) FILTER (WHERE outcome = 'updated') AS updated, count(*) FILTER (WHERE outcome = 'failed') AS failed
      FROM row_history GROUP BY run_id, batch)
  SELECT coalesce(b.run_id, l.run_id) AS run, coalesce(b.number, l.batch) AS batch, b.answer, l.inserted, l.updated, l.failed
    FROM batches b FULL JOIN lines l ON l.run_id = b.run_id AND l.batch = b.number
   WHERE coalesce(l.inserted, 0) IS DISTINCT FROM (b.answer->>'inserted')::int
      OR coalesce(l.updated, 0) IS DISTINCT FROM (b.answer->>'updated')::int OR l.failed > 0`;

const HISTORY = /* sql */ `
  SELECT h.key, count(*) FILTER (WHERE outcome = 'inserted')::int AS inserts, b.notes AS now,
         coalesce(array_agg(h.before->>'notes' ORDER BY h.at) FILTER (WHERE outcome = 'updated'), '{}') AS befores
    FROM row_history h JOIN buyers b ON b.buyer_number = h.key GROUP BY h.key, b.notes`;

const stored = async (): Promise<Record<string, string | null>[]> => (await database.pool.query(STORED_BUYERS)).rows;

const count = async (from: string): Promise<number> =>
  (await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)).rows[0]?.n ?? -1;

// The retry queue as the built add-on asks for it: what waits, with the next look at the tab, and trying it again because a person says so.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiAnswer, ApiRequest } from '../../addon/api.ts';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Failed, RunReply, Status } from '../../addon/sidebar/answers.ts';
import type { TriedAgain } from '../../addon/sidebar/queue-answers.ts';
import type { FoundBuyer } from '../../addon/sidebar/repair-answers.ts';
import { type FakeServer, fakeServer, refused } from './support/fake-server.ts';
import { buyers } from './support/fake-sheet.ts';
import { serveFake } from './support/serve-fake.ts';

const KEY = 'sheet-key';
let built: BuiltAddon;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-retries-')) });
});
afterAll(() => rm(built.outDir, { recursive: true }));
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const entry = (n: number, nextRetryAt: string | null = '2026-11-25T06:04:00Z') => ({
  ...{ id: `entry-${n}`, sheetId: 's', buyerNumber: `AA${n}`, rowNumber: n + 1, runId: 'r' },
  ...{ attempts: nextRetryAt === null ? 3 : 1, status: nextRetryAt === null ? 'failed' : 'pending', nextRetryAt },
  ...{ createdAt: `2026-11-25T05:00:${n}Z`, updatedAt: `2026-11-25T05:00:${n}Z` },
  errors: [
    {
      errorType: 'data_type',
      code: 'database_refused',
      column: 'name',
      header: 'name',
      cell: `B${n + 1}`,
      message: 'x',
    },
  ],
});

interface World {
  readonly host: Host;
  readonly server: FakeServer;
  /** Paths below `v1/retries`, as asked. */
  readonly asked: string[];
}

/** A server with these entries; `again` answers a try of one of them. */
async function world(
  entries: readonly ReturnType<typeof entry>[],
  again: (id: string) => ApiAnswer = () => went,
): Promise<World> {
  const server = fakeServer();
  const asked: string[] = [];
  server.intercept = ({ method, path }: ApiRequest) => {
    const [address = '', query = ''] = path.split('?');
    if (address === 'v1/reports/counts') return ok({ sheets: [] });
    if (!address.startsWith('v1/retries')) return null;
    asked.push(path.slice('v1/retries'.length));
    if (method === 'post') return again(address.split('/')[2] ?? '');
    const params = new URLSearchParams(query);
    const found = entries.filter(
      ({ status, buyerNumber }) =>
        status === (params.get('status') ?? status) && buyerNumber === (params.get('buyerNumber') ?? buyerNumber),
    );
    const [from, limit] = [Number(params.get('cursor') ?? 0), Number(params.get('limit') ?? 1000)];
    const cursor = from + limit < found.length ? String(from + limit) : null;
    return ok({ retries: found.slice(from, from + limit), count: found.length, truncated: cursor !== null, cursor });
  };
  const served = await serveFake(server, KEY);
  const spreadsheet = new Spreadsheet({
    id: 'book',
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [{ gid: 7, name: 'Buyers', rows: buyers(3) }],
  });
  const host = await createHost({ distDir: built.outDir, spreadsheet, fetchMap: { [built.serverUrl]: served.url } });
  undo.push(served.close, host.stop);
  host.properties('document').set({ 'rollcall.key': KEY, 'rollcall.header.7': '1' });
  return { host, server, asked };
}

const ok = (body: unknown): ApiAnswer => ({ ok: true, body });
const outcome = (succeeded: number, failed: number, permanentlyFailed = 0): ApiAnswer =>
  ok({ processed: succeeded + failed + permanentlyFailed, succeeded, failed, permanentlyFailed });
const went = outcome(1, 0);

async function call<T>({ host }: World, name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

describe('the retry queue', () => {
  it('is told with a look at the tab: what waits, until when, and what was given up', async () => {
    const at = await world([entry(1), entry(2), entry(3, null)]);
    expect((await call<Status>(at, 'sidebarStatus')).queue).toEqual({
      waiting: {
        count: 2,
        items: [1, 2].map((n) => ({
          ...{ id: `entry-${n}`, key: `AA${n}`, rowNumber: n + 1, cell: `B${n + 1}`, header: 'name' },
          ...{ code: 'database_refused', attempts: 1, nextAt: '2026-11-25T06:04:00Z' },
        })),
      },
      givenUp: { count: 1, items: [expect.objectContaining({ id: 'entry-3', attempts: 3, nextAt: null })] },
    });
  });

  it('of a server that has none is nothing', async () => {
    const at = await world([]);
    at.server.intercept = ({ path }) =>
      path.startsWith('v1/reports') ? ok({ sheets: [] }) : refused(404, 'not_found');
    expect((await call<Status>(at, 'sidebarStatus')).queue).toBeNull();
  });

  it('that is long is listed in part, and its counts are exact', async () => {
    const many = Array.from({ length: 2000 }, (_, n) => entry(n));
    const { queue } = await call<Status>(await world(many), 'sidebarStatus');
    expect(queue?.waiting.count).toBe(2000);
    expect(JSON.stringify(queue).length).toBeLessThan(20_000);
  });

  it('is tried again row by row, in portions, each row once', async () => {
    const answers: Readonly<Record<string, ApiAnswer>> = {
      'entry-1': outcome(0, 1),
      'entry-2': outcome(0, 0, 1),
      'entry-3': refused(409, 'retry_waits'),
      'entry-4': refused(404, 'unknown_retry'),
      'entry-5': outcome(0, 0),
    };
    const at = await world(
      Array.from({ length: 60 }, (_, n) => entry(n)),
      (id) => answers[id] ?? went,
    );
    const all = { went: 0, refused: 0, waits: 0 };
    let portions = 0;
    for (let cursor: string | null = null, isMore = true; isMore; portions++) {
      const reply: ({ ok: true } & TriedAgain) | Failed = await call(at, 'tryRetries', 7, null, cursor);
      if (!reply.ok) throw new Error(reply.code);
      all.went += reply.went;
      all.refused += reply.refused;
      all.waits += reply.waits;
      cursor = reply.next;
      isMore = cursor !== null;
    }
    expect(all).toEqual({ went: 56, refused: 2, waits: 2 });
    expect(portions).toBe(3);
    const tried = at.asked.filter((path) => path.endsWith('/retry'));
    expect(new Set(tried).size).toBe(60);
    expect(tried).toHaveLength(60);
  });

  it('is tried no further where the database is away', async () => {
    const at = await world([entry(1), entry(2)], () => refused(503, 'database_unavailable', {}, 5000));
    expect(await call(at, 'tryRetries', 7)).toMatchObject({ ok: false, code: 'database_unavailable' });
  });

  it('is tried for one row alone', async () => {
    const at = await world([entry(1), entry(2)]);
    expect(await call(at, 'tryRetries', 7, 'entry-2')).toEqual({ ok: true, went: 1, refused: 0, waits: 0, next: null });
    expect(at.asked).toEqual(['/entry-2/retry']);
  });

  it('is named where a buyer is found, by the entry that can be tried', async () => {
    const at = await world([entry(2)]);
    const { intercept } = at.server;
    const retry = { attempts: 1, nextAt: '2026-11-25T06:04:00Z' };
    const column = (header: string, index: number) => ({
      ...{ index, header, column: header, type: 'text', notNull: false, state: 'synced', reason: null, proposal: null },
    });
    at.server.intercept = (request) => {
      if (request.path === 'v1/sheet') return ok({ keyColumn: 'buyer_number' });
      if (request.path === 'v1/sheet/binding') return ok({ columns: (buyers(0)[0] ?? []).map(column), newColumns: [] });
      if (request.path.startsWith('v1/buyers'))
        return ok({
          key: 'AA2',
          stored: null,
          lastChange: null,
          lastSeenEqual: null,
          errors: [],
          lookAlikes: [],
          retry,
        });
      return intercept(request);
    };
    expect((await call<FoundBuyer>(at, 'findBuyerByKey', 7, 'AA2')).retry).toEqual({ ...retry, id: 'entry-2' });
  });
});

describe('rows that the server refuses', () => {
  it('are told apart: those that it tries again, and those that it does not', async () => {
    const at = await world([]);
    const { intercept } = at.server;
    at.server.intercept = (request) => {
      if (!request.path.includes('/batches/')) return intercept(request);
      const error = {
        cell: null,
        header: 'name',
        column: 'name',
        errorType: 'unknown',
        code: 'database_refused',
        message: '',
        limit: null,
        actual: null,
        fix: '',
      };
      const rejected = [1, 2].map((n) => ({
        rowNumber: n + 1,
        key: `AA${n}`,
        retryable: true,
        queued: n === 1,
        errors: [{ ...error, cell: `B${n + 1}` }],
      }));
      return ok({ inserted: 1, updated: 0, unchanged: 0, rejected });
    };
    let reply = await call<RunReply>(at, 'startRun', 'sync');
    const findings = [...reply.findings.items];
    for (let calls = 0; reply.state === 'running' && calls < 20; calls++) {
      reply = await call<RunReply>(at, 'continueRun', 7);
      findings.push(...reply.findings.items);
    }
    expect(findings.slice(0, 2)).toMatchObject([
      { cell: 'B2', queued: true },
      { cell: 'B3', queued: false },
    ]);
  });
});

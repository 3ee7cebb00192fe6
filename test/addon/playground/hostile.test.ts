// The hostile profile: everything that may go wrong at Google, often, and the same way again for the same seed.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import { type Fixture, gasHost } from '../../support/gas-host.ts';

const hosts: Host[] = [];
let server: Server;
let base = '';
let seen: string[] = [];
let inFlight = 0;
let most = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.url ?? '');
    inFlight += 1;
    most = Math.max(most, inFlight);
    request.resume().on('end', () => {
      setImmediate(() => {
        inFlight -= 1;
        response.end('done');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
  most = 0;
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

const CALM = {
  hostileReadTimeoutChance: 0,
  hostileFetchRefusedChance: 0,
  hostileFetchFailedChance: 0,
  hostileFetchLostChance: 0,
  hostilePauseChance: 0,
};

/** Hostile, with the chances of `assume` and no others. */
async function hostile(body: string, fixture: Fixture = {}): Promise<Host> {
  const { assume = {}, ...rest } = fixture;
  const code = /^\s*function /.test(body) ? body : `function go() { ${body} }`;
  const host = await gasHost(code, {
    profile: 'hostile',
    fetchMap: { 'https://rollcall.example/': base },
    ...rest,
    assume: { ...CALM, ...assume },
  });
  hosts.push(host);
  return host;
}

async function go(host: Host): Promise<unknown> {
  const result = await host.run('go');
  return result.ok ? result.value : result.error.message;
}

describe('a call from the sidebar', () => {
  test('takes one to three virtual seconds beside its own', async () => {
    const host = await hostile('return Date.now();', { clock: () => 0 });
    await go(host);
    const first = host.totals().latencyMs;
    expect(first).toBeGreaterThanOrEqual(1000);
    expect(first).toBeLessThanOrEqual(3000);
    expect(await go(host)).toBeGreaterThanOrEqual(first + 1000);
  });

  test('pauses for half a minute at some call', async () => {
    const host = await hostile('SpreadsheetApp.flush();', { assume: { hostilePauseChance: 1 } });
    await go(host);
    expect(host.executions()[0]?.virtualMs).toBeGreaterThanOrEqual(30_000);
  });
});

describe('reading', () => {
  const read = 'return SpreadsheetApp.getActiveSheet().getRange(1, 1).getValue();';

  test('times out now and then, with the words of Google', async () => {
    const host = await hostile(read, { rows: [['a']], assume: { hostileReadTimeoutChance: 1 } });
    expect(await go(host)).toBe('Service Spreadsheets timed out while accessing document with id sheet-1.');
  });

  test('meets the same failures again under the same seed, and others under another', async () => {
    const code = `
      var range = SpreadsheetApp.getActiveSheet().getRange(1, 1);
      var fates = '';
      for (var i = 0; i < 60; i++) { try { range.getValue(); fates += '.'; } catch (error) { fates += 'x'; } }
      return fates;`;
    const fates = async (seed: number) =>
      go(await hostile(code, { seed, rows: [['a']], assume: { hostileReadTimeoutChance: 0.3 } }));
    const first = await fates(1);
    expect(first).toMatch(/x/);
    expect(first).toMatch(/\./);
    expect(await fates(1)).toBe(first);
    expect(await fates(2)).not.toBe(first);
  });
});

describe('fetching', () => {
  const three = `
    var urls = ['a', 'b', 'c'].map(function (name) { return { url: 'https://rollcall.example/' + name, muteHttpExceptions: true }; });
    return UrlFetchApp.fetchAll(urls).map(function (response) { return response.getResponseCode(); });`;

  test('sends the requests of a fetchAll one by one', async () => {
    expect(await go(await hostile(three))).toEqual([200, 200, 200]);
    expect([most, seen]).toEqual([1, ['/a', '/b', '/c']]);
  });

  test('is refused before the server hears of it', async () => {
    expect(await go(await hostile(three, { assume: { hostileFetchRefusedChance: 1 } }))).toContain(
      'Address unavailable',
    );
    expect(seen).toEqual([]);
  });

  test('is answered 503 by something before the server', async () => {
    expect(await go(await hostile(three, { assume: { hostileFetchFailedChance: 1 } }))).toEqual([503, 503, 503]);
    expect(seen).toEqual([]);
  });

  test('loses an answer after the server did its work', async () => {
    expect(await go(await hostile(three, { assume: { hostileFetchLostChance: 1 } }))).toContain('Unexpected error');
    expect(seen).toEqual(['/a']);
  });
});

describe('what Google does not promise', () => {
  test('is not there: nothing cached, no document lock', async () => {
    const code = `
      CacheService.getScriptCache().put('k', 'v');
      return [CacheService.getScriptCache().get('k'), LockService.getDocumentLock(), LockService.getScriptLock() === null];`;
    expect(await go(await hostile(code))).toEqual([null, null, false]);
  });

  const inTrigger = `
    function go() { return look(); }
    function look() {
      return [SpreadsheetApp.getActiveSpreadsheet(), SpreadsheetApp.getActiveSheet(), SpreadsheetApp.getActiveRange(),
        PropertiesService.getDocumentProperties(), CacheService.getDocumentCache(), LockService.getDocumentLock()]
        .map(function (thing) { return thing === null; });
    }`;

  test('a trigger has no document, hence no document properties, cache or lock; a call from the sidebar has', async () => {
    const host = await hostile(inTrigger, { rows: [['a']] });
    expect(await host.runTrigger('look')).toEqual({ ok: true, value: [true, true, true, true, true, true] });
    expect(await go(host)).toEqual([false, false, false, false, false, true]);
  });

  test('a trigger has its document where a test wants one', async () => {
    const host = await hostile(inTrigger, { rows: [['a']], noDocumentInTriggers: false });
    expect(await host.runTrigger('look')).toEqual({ ok: true, value: [false, false, false, false, false, true] });
  });

  test('the friendly profile may have no document in triggers too', async () => {
    const host = await hostile(inTrigger, { profile: 'friendly', noDocumentInTriggers: true });
    expect(await host.runTrigger('look')).toMatchObject({ value: [true, true, true, true, true, true] });
  });
});

describe('the heap', () => {
  const DATES = Array.from({ length: 26 }, () => 'yyyy/mm/dd');
  const HOARDS = {
    'many small things': 'var held = []; for (;;) held.push(new Array(10000).fill(held.length));',
    'one array that grows': 'var held = []; for (var i = 0; ; i++) held.push(i + 0.5);',
    'one array at once': 'return [new Array(2e7).fill(0.5), new Array(2e7).fill(0.5)].length;',
    'what the sheet says':
      'var held = []; for (;;) held.push(SpreadsheetApp.getActiveSheet().getRange("A1:Z9000").getValues());',
  };

  test.each(Object.entries(HOARDS))(
    'of 256 MB ends an execution that passes it, and no other: %s',
    async (_, hoard) => {
      const assume = { callCostMs: 0, cellCostMicros: 0 };
      const rows = Array.from({ length: 9000 }, () => DATES.map((_format, at) => 45_000 + at));
      const spreadsheetInput = { sheets: [{ gid: 7, name: '台帳', rows, formats: DATES }] };
      const host = await hostile(`function go() { return 1; } function hoard() { ${hoard} }`, {
        assume,
        spreadsheetInput,
      });
      expect(await host.run('hoard')).toMatchObject({
        ok: false,
        error: { message: 'The execution used too much memory.' },
      });
      expect(host.executions()[0]).toMatchObject({ outcome: 'killed' });
      expect(await go(host)).toBe(1);
      expect(host.totals()).toMatchObject({ executions: 2, killed: 1 });
      expect(host.totals().largestHeapMb).toBeGreaterThan(256);
    },
  );

  test('is not used up by what nobody holds any more', async () => {
    const host = await hostile(
      'var sum = 0; for (var i = 0; i < 600; i++) sum += new Array(1e5).fill(i + 0.5).length; SpreadsheetApp.flush(); return sum;',
    );
    expect(await go(host)).toBe(60_000_000);
  });

  test('is measured in every execution', async () => {
    const host = await hostile(
      'var held = []; for (var i = 0; i < 4000000; i++) held.push(i + 0.5); SpreadsheetApp.flush(); return held.length;',
    );
    expect(await go(host)).toBe(4_000_000);
    expect(host.executions()[0]?.heapMb).toBeGreaterThan(30);
    expect(host.executions()[0]?.heapMb).toBeLessThan(256);
  });
});

// Limits of a day, of the moment, and of an answer; and what the host counted.
import { readdir, readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import { ASSUMPTIONS } from '../../../shared/assumptions.ts';
import { type Fixture, gasHost } from '../../support/gas-host.ts';

const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function made(code: string, fixture: Fixture = {}): Promise<Host> {
  const host = await gasHost(code, fixture);
  hosts.push(host);
  return host;
}

const errorOf = async (running: ReturnType<Host['run']>): Promise<string | null> => {
  const result = await running;
  return result.ok ? null : result.error.message;
};

describe('the table of assumptions', () => {
  test('gives every entry a sentence and one of three sources', () => {
    for (const [id, { what, source }] of Object.entries(ASSUMPTIONS)) {
      expect(what, id).toMatch(/\.$/);
      expect(['documentation', 'measured', 'memory'], id).toContain(source);
    }
  });
});

describe('the host', () => {
  test('reads every figure of the table', async () => {
    const folders = ['host', 'realm'].map((name) => new URL(`../../../addon/playground/${name}/`, import.meta.url));
    const texts = await Promise.all(
      folders.map(async (folder) =>
        Promise.all((await readdir(folder)).map((file) => readFile(new URL(file, folder), 'utf8'))),
      ),
    );
    const words = new Set(texts.flat().flatMap((text) => text.match(/\w+/g) ?? []));
    const figures = Object.entries(ASSUMPTIONS).filter(([, { value }]) => typeof value === 'number');
    expect(figures.length).toBeGreaterThan(40);
    expect(figures.map(([id]) => id).filter((id) => !words.has(id))).toEqual([]);
  });
});

describe('a day', () => {
  test('of fetches ends at its quota, each request of a fetchAll counted, and the next day begins anew', async () => {
    const code = `
      function go() {
        try { UrlFetchApp.fetchAll(['http://127.0.0.1:9/a', 'http://127.0.0.1:9/b']); } catch (error) { return error.message; }
      }`;
    const host = await made(code, { assume: { fetchCallsPerDay: 5 } });
    const message = async () => ((await host.run('go')) as { readonly value: string }).value;
    expect(await message()).toContain('Address unavailable');
    expect(await message()).toContain('Address unavailable');
    expect(await message()).toBe('Service invoked too many times for one day: urlfetch.');
    await host.advance(86_400_000);
    expect(await message()).toContain('Address unavailable');
  });

  test('of properties is one user’s', async () => {
    const code = `function go() { PropertiesService.getDocumentProperties().getProperty('a'); }`;
    const host = await made(code, { assume: { propertyCallsPerDay: 2 } });
    for (let i = 0; i < 2; i++) expect(await errorOf(host.run('go'))).toBe(null);
    expect(await errorOf(host.run('go'))).toBe('Service invoked too many times for one day: properties.');
    expect(await errorOf(host.run('go', [], { user: 'hanako@example.com' }))).toBe(null);
  });
});

describe('at one moment', () => {
  test('a user has so many executions and no more; another user has as many', async () => {
    const host = await made('function go() { SpreadsheetApp.flush(); }', { assume: { simultaneousExecutions: 3 } });
    const waiting: (() => void)[] = [];
    const { promise: full, resolve: isFull } = Promise.withResolvers<void>();
    host.onCall(({ when }) => {
      if (when === 'after') return;
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 3) isFull();
        if (waiting.length > 3) resolve();
      });
    });
    const three = [1, 2, 3].map(() => host.runMenu('go'));
    await full;
    expect(await errorOf(host.runMenu('go'))).toContain('too many scripts running simultaneously');
    expect(await errorOf(host.runMenu('go', { user: 'hanako@example.com' }))).toBe(null);
    for (const release of waiting) release();
    for (const one of three) expect(await errorOf(one)).toBe(null);
    expect(await errorOf(host.runMenu('go'))).toBe(null);
  });

  test('a cache of more than 1,000 items keeps the 900 that live longest', async () => {
    const host = await made(`
      function go() {
        var cache = CacheService.getScriptCache();
        for (var i = 0; i < 1001; i++) cache.put('k' + i, 'v', 100 + i);
        return [0, 100, 101, 1000].map(function (i) { return cache.get('k' + i); });
      }`);
    expect(await host.run('go')).toEqual({ ok: true, value: [null, null, 'v', 'v'] });
  });
});

describe('an answer to the sidebar', () => {
  const code = `function go(n) { return 'x'.repeat(n); }`;

  test('of more than 100 KB fails and names the assumption; a menu item may answer what it likes', async () => {
    const host = await made(code);
    expect(await errorOf(host.run('go', [102_000]))).toBe(null);
    expect(await errorOf(host.run('go', [102_400]))).toMatch(/go answers the sidebar with \d+ bytes.*answerBytes/);
    expect(host.executions().at(-1)).toMatchObject({ outcome: 'failed' });
    expect(await host.runMenu('go')).toMatchObject({ ok: true });
  });
});

describe('what was spent', () => {
  test('is counted by the cell, exactly', async () => {
    const code = `
      function go() {
        var sheet = SpreadsheetApp.getActiveSheet();
        sheet.getRange(1, 1, 20, 5).getValues();
        sheet.getRange(1, 1, 20, 5).getDisplayValues();
        sheet.getRange(3, 1, 1, 2).setValues([['a,b,c', '"']]);
        sheet.getRange(1, 1).getValue();
        sheet.getRange(1, 1, 4, 4).activate();
      }`;
    const host = await made(code, { assume: { callCostMs: 0, cellCostMicros: 1_000_000 } });
    await host.run('go');
    expect(host.executions()[0]).toMatchObject({ cells: 203 });
    expect(host.executions()[0]?.virtualMs).toBeGreaterThanOrEqual(203_000);
    expect(host.executions()[0]?.virtualMs).toBeLessThan(204_000);
  });

  test('moves the clock, so that the next execution starts later; or not, beside a person’s watch', async () => {
    const code = 'function go() { var at = Date.now(); Utilities.sleep(60000); return at; }';
    for (const [timeFlows, passed] of [
      [true, 60_000],
      [false, 0],
    ] as const) {
      const host = await made(code, { clock: () => 5_000_000, timeFlows });
      await host.run('go');
      expect(host.now() - 5_000_000).toBeGreaterThanOrEqual(passed);
      expect(host.now() - 5_000_000).toBeLessThan(passed + 10_000);
    }
  });

  test('is totalled over all executions, also those whose logs are gone', async () => {
    const code = 'function go(fail) { if (fail) throw new Error("no"); SpreadsheetApp.flush(); }';
    const host = await made(code, { logsKept: 3 });
    const many = 7;
    for (let i = 0; i < many; i++) await host.run('go');
    await host.run('go', [true]);
    expect(host.executions().map(({ id }) => id)).toEqual([6, 7, 8]);
    expect(host.totals()).toMatchObject({ executions: many + 1, failed: 1, killed: 0, calls: many });
    expect(host.totals().virtualMs).toBeGreaterThanOrEqual(many * 20);
    expect(host.totals().largestHeapMb).toBeGreaterThan(1);
  });
});

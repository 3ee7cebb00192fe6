// The local host's rules: what an execution may see, what it may not, and how it ends.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import { type Fixture, gasHost } from '../../support/gas-host.ts';

const hosts: Host[] = [];

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function host(code: string, fixture: Fixture = {}): Promise<Host> {
  const made = await gasHost(code, fixture);
  hosts.push(made);
  return made;
}

async function resultOf(code: string, fixture: Fixture = {}): Promise<unknown> {
  const result = await (await host(`function go() { ${code} }`, fixture)).run('go');
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function errorOf(code: string, fixture: Fixture = {}): Promise<string> {
  const result = await (await host(`function go() { ${code} }`, fixture)).run('go');
  return result.ok ? 'no error' : result.error.message;
}

describe('the realm', () => {
  test('has none of the built-ins that Apps Script lacks', async () => {
    const names = [
      ...['setTimeout', 'setInterval', 'fetch', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'crypto'],
      ...['structuredClone', 'atob', 'btoa', 'Buffer', 'process', 'require', 'window', 'performance', 'queueMicrotask'],
      ...['Object.hasOwn', '[].at', '"".at', '"".replaceAll', '[].findLast', '[].toSorted', 'Promise.any', 'WeakRef'],
      ...['new Uint8Array(1).at', 'new Set().union', 'Iterator', 'Atomics', 'SharedArrayBuffer', 'WebAssembly'],
    ];
    const code = `return ${JSON.stringify(names)}.filter(function (name) {
      try { return typeof (0, eval)(name) !== 'undefined'; } catch (error) { return false; }
    });`;
    expect(await resultOf(code)).toEqual([]);
  });

  test('is fresh in every execution', async () => {
    const made = await host('var count = 0; function go() { count += 1; return count; }');
    expect(await made.run('go')).toEqual({ ok: true, value: 1 });
    expect(await made.run('go')).toEqual({ ok: true, value: 1 });
  });

  test('gives dates, arrays and errors of its own', async () => {
    const code = `
      var value = SpreadsheetApp.getActiveSheet().getRange(2, 1).getValue();
      var caught = null;
      try { SpreadsheetApp.getActiveSheet().getRange(0, 0); } catch (error) { caught = error; }
      return [value instanceof Date, SpreadsheetApp.getActiveSheet().getDataRange().getValues() instanceof Array,
        caught instanceof Error, caught.name];`;
    const rows = [['日付'], [45_383]];
    expect(await resultOf(code, { rows, formats: ['yyyy/mm/dd'] })).toEqual([true, true, true, 'Exception']);
  });

  test('has a clock that sleep moves without waiting', async () => {
    const began = performance.now();
    const code = 'var before = Date.now(); Utilities.sleep(120000); return Date.now() - before;';
    expect(await resultOf(code)).toBeGreaterThanOrEqual(120_000);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('refuses what would read the time zone of the script', async () => {
    expect(await errorOf('return new Date(0).getHours();')).toContain('Date.prototype.getHours');
    expect(await errorOf('return new Date(2024, 3, 1);')).toContain('new Date(year, month');
    expect(await resultOf('return new Date("2024-04-01T00:00:00Z").getUTCDate();')).toBe(1);
  });

  test('throws on a member that the host does not implement, and on one that nobody has', async () => {
    expect(await errorOf('SpreadsheetApp.getActiveSheet().hideSheet();')).toBe(
      'Sheet.hideSheet is not implemented in the local host.',
    );
    expect(await errorOf('Utilities.nonsense();')).toBe('Utilities.nonsense is not implemented in the local host.');
  });
});

describe('google.script.run', () => {
  const code = `
    function shown() { return 1; }
    function hidden_() { return 1; }
    const arrow = () => 1;
    function date() { return { at: [new Date()] }; }
    function holes() { return [undefined, { gone: undefined, kept: null }]; }
    function service() { return { sheet: SpreadsheetApp.getActiveSheet() }; }
    function fails() { throw new Error('told so'); }
    function nothing() {}
    function echo(value) { return value; }`;

  test('sees top-level functions whose names do not end in an underscore', async () => {
    const made = await host(code);
    expect(made.functions).toContain('shown');
    expect(made.functions).not.toContain('hidden_');
    expect(made.functions).not.toContain('arrow');
    for (const name of ['hidden_', 'arrow', 'absent']) {
      const result = await made.run(name);
      expect(result.ok ? '' : result.error.message).toBe(`Script function not found: ${name}`);
    }
    expect(await made.runMenu('hidden_')).toEqual({ ok: true, value: 1 });
  });

  test('carries plain data only', async () => {
    const made = await host(code);
    expect(await made.run('holes')).toEqual({ ok: true, value: [null, { kept: null }] });
    expect(await made.run('nothing')).toEqual({ ok: true, value: null });
    expect(await made.run('echo', [{ deep: [1, '二', null, true] }])).toEqual({
      ok: true,
      value: { deep: [1, '二', null, true] },
    });
    for (const name of ['date', 'service']) expect((await made.run(name)).ok).toBe(false);
    expect(await made.run('fails')).toMatchObject({ ok: false, error: { name: 'Error', message: 'told so' } });
  });

  test('runs ten at once and lets the next one wait', async () => {
    const made = await host('function go() { return PropertiesService.getScriptProperties().getKeys(); }', { warm: 2 });
    const open: (() => void)[] = [];
    let most = 0;
    made.onCall(({ when }) => {
      if (when === 'after') return;
      most = Math.max(most, open.length + 1);
      return new Promise((resolve) => {
        open.push(resolve);
        if (made.executions().length >= 10 && open.length === 10) for (const go of open.splice(0)) go();
        else if (made.executions().length > 10) for (const go of open.splice(0)) go();
      });
    });
    const results = await Promise.all(Array.from({ length: 12 }, () => made.run('go')));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(10);
  });
});

describe('an execution', () => {
  test('is killed after six virtual minutes, without finally, and its locks are free', async () => {
    const made = await host(`
      function long() {
        LockService.getDocumentLock().waitLock(1000);
        try { for (;;) Utilities.sleep(30000); } finally { PropertiesService.getScriptProperties().setProperty('finally', 'ran'); }
      }
      function next() { return [LockService.getDocumentLock().tryLock(0), PropertiesService.getScriptProperties().getProperty('finally')]; }`);
    const result = await made.run('long');
    expect(result).toMatchObject({ ok: false, error: { message: 'Exceeded maximum execution time' } });
    expect(await made.run('next')).toEqual({ ok: true, value: [true, null] });
    expect(made.executions()[0]).toMatchObject({ functionName: 'long', outcome: 'killed' });
  });

  test('that never ends is killed on the real clock', async () => {
    expect(await errorOf('for (;;) {}', { assume: { wallMs: 200 } })).toBe('Exceeded maximum execution time');
  });

  test('can be killed between a service call and its answer', async () => {
    const made = await host(`function go() { PropertiesService.getScriptProperties().setProperty('sent', 'yes'); }`);
    made.onCall(({ when, name, execution }) => {
      if (when === 'after' && name === 'Properties.setProperties') execution.kill('lid closed');
    });
    expect(await made.run('go')).toMatchObject({ ok: false, error: { message: 'lid closed' } });
    expect(made.properties('script').get('sent')).toBe('yes');
  });

  test('sees what a person edits between two of its calls', async () => {
    const made = await host(
      `function go() {
        var sheet = SpreadsheetApp.getActiveSheet();
        var before = sheet.getRange('A2').getValue();
        return [before, sheet.getRange('A2').getDisplayValue()];
      }`,
      { rows: [['名前'], ['前']] },
    );
    made.onCall(({ when, name }) => {
      if (when === 'after' && name === 'Range.getValue') made.spreadsheet.sheet(7).set(2, 1, '後');
    });
    expect(await made.run('go')).toEqual({ ok: true, value: ['前', '後'] });
  });

  test('meets an error that a test throws as an Exception', async () => {
    const made = await host(
      'function go() { try { SpreadsheetApp.flush(); } catch (error) { return error.message; } }',
    );
    made.onCall(() => {
      throw new Error('Service Spreadsheets timed out');
    });
    expect(await made.run('go')).toEqual({ ok: true, value: 'Service Spreadsheets timed out' });
  });

  test('that is woken before its call is answered waits on, and no answer goes to another call', async () => {
    const made = await host(`function go() {
      var store = PropertiesService.getScriptProperties();
      store.setProperties({ a: '1', b: '2', c: '3' });
      return ['a', 'b', 'c'].map(function (name) { return store.getProperty(name); });
    }`);
    // An answer is given first and told of next: by then its call may be over, and the thread asleep in the call after it.
    const told = vi.spyOn(Atomics, 'notify');
    const isRunning = () => made.executions().at(-1)?.outcome === 'running';
    const wake = async (signal: Int32Array) => {
      while (isRunning() && Atomics.notify(signal, 0) === 0) await turn();
    };
    const stop = made.onCall(async ({ when }) => {
      const signal = told.mock.lastCall?.[0] as Int32Array | undefined;
      if (when === 'after' || signal === undefined) return;
      await wake(signal);
      // Asleep again: it has looked for the answer, and there was none.
      await wake(signal);
    });
    try {
      expect(await made.run('go')).toEqual({ ok: true, value: ['1', '2', '3'] });
    } finally {
      stop();
      told.mockRestore();
    }
  });

  test('is logged with its calls, its time and its lines', async () => {
    const made = await host(
      'function go() { console.warn("a", { b: 1 }); SpreadsheetApp.getActiveSheet().getName(); }',
    );
    await made.run('go');
    expect(made.executions()[0]).toMatchObject({
      outcome: 'completed',
      callsByName: { 'Log.write': 1, 'Spreadsheet.getActiveSheet': 1, 'Sheet.getName': 1 },
      lines: ['warn: a {"b":1}'],
    });
    expect(made.executions()[0]?.virtualMs).toBeGreaterThanOrEqual(60);
  });

  test('cannot call a service while the script loads', async () => {
    await expect(host('var user = Session.getActiveUser().getEmail();')).rejects.toThrow(/AuthMode\.NONE/);
  });
});

describe('locks', () => {
  const code = `
    function add() {
      var lock = LockService.getDocumentLock();
      lock.waitLock(20000);
      var store = PropertiesService.getDocumentProperties();
      store.setProperty('n', String(Number(store.getProperty('n') || 0) + 1));
      lock.releaseLock();
    }
    function hold() { return LockService.getDocumentLock().tryLock(1000) && SpreadsheetApp.flush() === null; }
    function tryIt() { return LockService.getDocumentLock().tryLock(500); }
    function userLock() { return LockService.getUserLock().tryLock(0); }`;

  test('lose none of twelve concurrent increments', async () => {
    const made = await host(code);
    await Promise.all(Array.from({ length: 12 }, () => made.run('add')));
    expect(made.properties('document').get('n')).toBe('12');
  });

  test('are refused while another execution holds them', async () => {
    const made = await host(code, { lockWaitScale: 0 });
    let seen: unknown = null;
    made.onCall(async ({ when, name }) => {
      if (when !== 'before' || name !== 'SpreadsheetApp.flush') return;
      seen = [await made.run('tryIt'), await made.run('userLock')];
    });
    expect(await made.run('hold')).toEqual({ ok: true, value: true });
    expect(seen).toEqual([
      { ok: true, value: false },
      { ok: true, value: true },
    ]);
  });
});

describe('properties and cache', () => {
  test('hold 9 KB a value and 500 KB a store, and a value too large changes nothing', async () => {
    const code = `
      var store = PropertiesService.getDocumentProperties();
      var errors = [];
      store.setProperty('full', 'x'.repeat(9 * 1024));
      try { store.setProperties({ a: 'small', b: '界'.repeat(3073) }); } catch (error) { errors.push(error.message); }
      try { for (var i = 0; i < 60; i++) store.setProperty('n' + i, 'x'.repeat(9000)); } catch (error) { errors.push(error.message); }
      return [errors, store.getProperty('a'), store.getProperty('full').length];`;
    const [errors, small, full] = (await resultOf(code)) as [string[], unknown, number];
    expect(errors[0]).toBe('Argument too large: value');
    expect(errors[1]).toContain('property storage quota');
    expect([small, full]).toEqual([null, 9 * 1024]);
  });

  test('keep users apart', async () => {
    const made = await host(`
      function write() { PropertiesService.getUserProperties().setProperty('who', Session.getActiveUser().getEmail()); }
      function read() { return PropertiesService.getUserProperties().getProperty('who'); }`);
    await made.run('write', [], { user: 'taro@example.com' });
    expect(await made.run('read', [], { user: 'taro@example.com' })).toEqual({ ok: true, value: 'taro@example.com' });
    expect(await made.run('read', [], { user: 'hanako@example.com' })).toEqual({ ok: true, value: null });
  });

  test('let a cached value expire', async () => {
    let now = 1_000_000;
    const made = await host(
      `function put() { CacheService.getScriptCache().put('k', 'v', 60); }
       function get() { return CacheService.getScriptCache().get('k'); }`,
      { clock: () => now },
    );
    await made.run('put');
    expect(await made.run('get')).toEqual({ ok: true, value: 'v' });
    now += 61_000;
    expect(await made.run('get')).toEqual({ ok: true, value: null });
  });
});

describe('UrlFetchApp', () => {
  let server: Server;
  let base = '';
  let inFlight = 0;
  let most = 0;
  let waiting: (() => void)[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        const body = Buffer.concat(chunks);
        const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
        const answer = () => {
          inFlight -= 1;
          response.writeHead(request.url === '/v1/bad' ? 422 : 200, { 'X-Trace-Id': 'a1' });
          response.end(
            JSON.stringify({ url: request.url, method: request.method, text, type: request.headers['content-type'] }),
          );
        };
        if (request.url !== '/v1/together') return answer();
        waiting.push(answer);
        if (waiting.length === 4) for (const go of waiting.splice(0)) go();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  afterAll(() => {
    waiting = [];
    server.close();
  });

  const fixture = (): Fixture => ({
    fetchMap: { 'https://rollcall.example/': base },
    manifest: { urlFetchWhitelist: ['https://rollcall.example/v1/'] },
  });

  test('sends text, bytes and blobs to the mapped address', async () => {
    const code = `
      var url = 'https://rollcall.example/v1/echo';
      var packed = Utilities.gzip(Utilities.newBlob('圧縮', 'application/json')).getBytes();
      return UrlFetchApp.fetchAll([
        { url: url, method: 'put', contentType: 'application/json', payload: '{"名":1}' },
        { url: url, method: 'post', contentType: 'application/json', payload: packed, headers: { 'Content-Encoding': 'gzip' } },
        { url: url, payload: { a: '1 2', b: 'あ' } },
        url,
      ]).map(function (response) { return JSON.parse(response.getContentText()); });`;
    expect(await resultOf(code, fixture())).toMatchObject([
      { method: 'PUT', text: '{"名":1}', type: 'application/json' },
      { method: 'POST', text: '圧縮', type: 'application/json' },
      { method: 'POST', text: 'a=1%202&b=%E3%81%82', type: 'application/x-www-form-urlencoded' },
      { method: 'GET', text: '' },
    ]);
  });

  test('sends a fetchAll in parallel', async () => {
    const code = `
      var request = { url: 'https://rollcall.example/v1/together', muteHttpExceptions: true };
      return UrlFetchApp.fetchAll([request, request, request, request]).length;`;
    expect(await resultOf(code, fixture())).toBe(4);
    expect(most).toBe(4);
  });

  test('throws on an error status unless muted', async () => {
    const url = `'https://rollcall.example/v1/bad'`;
    expect(await errorOf(`UrlFetchApp.fetch(${url});`, fixture())).toMatch(
      /^Request failed for https:\/\/rollcall\.example returned code 422\. Truncated server response/,
    );
    const code = `var r = UrlFetchApp.fetch(${url}, { muteHttpExceptions: true }); return [r.getResponseCode(), r.getHeaders()['X-Trace-Id']];`;
    expect(await resultOf(code, fixture())).toEqual([422, 'a1']);
  });

  test('is held to the allow-list, and never leaves this machine', async () => {
    expect(await errorOf(`UrlFetchApp.fetch('https://rollcall.example/other');`, fixture())).toContain('not permitted');
    expect(await errorOf(`UrlFetchApp.fetch('https://example.com/');`)).toContain('DNS error');
    expect(await errorOf(`UrlFetchApp.fetch('http://127.0.0.1:9/');`)).toContain('Address unavailable');
  });
});

describe('the user interface', () => {
  const code = `
    function onOpen() {
      SpreadsheetApp.getUi().createAddonMenu().addItem('Open', 'open_').addSeparator().addItem('Help', 'help').addToUi();
    }
    function open_() { SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile('Sidebar').setTitle('Rollcall')); }
    function jump() { SpreadsheetApp.getActiveSheet().getRange('B3').activate(); }
    function where() { return SpreadsheetApp.getActiveSpreadsheet().getActiveRange().getA1Notation(); }
    function background() { SpreadsheetApp.getUi(); }`;

  test('shows the menu of onOpen and the sidebar of a menu item', async () => {
    const made = await host(code);
    expect(await made.open()).toMatchObject({ ok: true });
    expect(made.menu()).toEqual({
      caption: 'Rollcall',
      items: [{ caption: 'Open', functionName: 'open_' }, {}, { caption: 'Help', functionName: 'help' }],
    });
    await made.runMenu('open_');
    expect(made.sidebar()).toMatchObject({ title: 'Rollcall', html: '<p>Sidebar</p>' });
  });

  test('tells where the script jumps, and the script where a person stands', async () => {
    const made = await host(code, {
      rows: [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    });
    const seen: unknown[] = [];
    made.onEvent((event) => {
      if (event.kind === 'selection') seen.push([event.by, event.row, event.column]);
    });
    await made.run('jump');
    expect(seen).toEqual([['script', 3, 2]]);
    made.spreadsheet.select({ gid: 7, row: 2, column: 1, rows: 2, columns: 2 }, 'person');
    expect(await made.run('where')).toEqual({ ok: true, value: 'A2:B3' });
  });

  test('is absent in a trigger', async () => {
    const result = await (await host(code)).runTrigger('background');
    expect(result.ok ? '' : result.error.message).toBe('Cannot call SpreadsheetApp.getUi() from this context.');
  });
});

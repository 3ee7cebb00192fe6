// The try-out page's server: who may ask, what typing does, and what the page is told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../addon/playground/host/host.ts';
import { createPlayground, type Playground } from '../../../addon/playground/playground.ts';
import { gasHost } from '../../support/gas-host.ts';

let host: Host;
let playground: Playground;

beforeAll(async () => {
  host = await gasHost(
    `function onOpen() { SpreadsheetApp.getUi().createAddonMenu().addItem('Open', 'open').addToUi(); }
     function open() { SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('<html><head><title>x</title></head></html>').setTitle('Side')); }
     function add(a, b) { return a + b; }
     function secret_() { return 1; }`,
    {
      rows: [
        ['番号', '受付日', '郵便番号'],
        ['1', 45_383, '064'],
      ],
      formats: ['', 'yyyy/mm/dd', '@'],
      clock: () => Date.UTC(2026, 5, 1),
    },
  );
  playground = await createPlayground({
    host,
    database: {
      table: 'buyers',
      count: () => Promise.resolve(1),
      row: (key) => Promise.resolve(key === '1' ? { buyer_number: '1' } : null),
      recent: () => Promise.resolve([]),
    },
  });
});

afterAll(async () => {
  await playground.stop();
  await host.stop();
});

const ask = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  await playground.app.request(`http://127.0.0.1:8788${path}`, { headers: { Host: '127.0.0.1:8788', ...headers } });

const tell = async (what: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  await playground.app.request(`http://127.0.0.1:8788/api/${what}`, {
    method: 'POST',
    headers: { Host: '127.0.0.1:8788', 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the try-out page', () => {
  test.each([
    ['127.0.0.1:8788', 200],
    ['localhost:8788', 200],
    ['[::1]:8788', 200],
    ['rollcall.example', 403],
    ['127.0.0.1.rollcall.example', 403],
    ['', 403],
  ])('asked by the name %s answers %i', async (name, status) => {
    expect((await ask('/', { Host: name })).status).toBe(status);
  });

  test('lets no page of another site write', async () => {
    const edit = { gid: 7, cells: [] };
    expect((await tell('edit', edit, { Origin: 'https://rollcall.example' })).status).toBe(403);
    expect((await tell('edit', edit, { Origin: 'http://127.0.0.1:9999' })).status).toBe(403);
    expect((await tell('edit', edit, { Origin: 'http://127.0.0.1:8788' })).status).toBe(200);
    expect((await tell('edit', edit)).status).toBe(200);
  });

  test('refuses what it does not know', async () => {
    for (const [what, body] of [
      ['edit', { gid: 7, cells: [{ row: 0, column: 1, text: '' }] }],
      ['run', { functionName: 'add' }],
      ['nonsense', {}],
    ] as const) {
      expect((await tell(what, body)).status).toBe(400);
    }
  });

  test('names nothing outside this machine', async () => {
    const page = await (await ask('/')).text();
    expect(page).not.toMatch(/https?:\/\//);
    expect((await ask('/')).headers.get('Content-Security-Policy')).toContain("default-src 'self'");
    expect((await ask('/assets/page.js')).status).toBe(200);
  });

  test('shows texts as a person sees them, and their kinds', async () => {
    const { sheet, figures } = (await (await ask('/api/state')).json()) as {
      sheet: { rows: { texts: string[]; kinds: string }[] };
      figures: unknown;
    };
    expect(sheet.rows[1]?.texts.slice(0, 3)).toEqual(['1', '2024/04/01', '064']);
    expect(sheet.rows[1]?.kinds.slice(0, 3)).toBe('tnt');
    expect(figures).toEqual({ count: 1, recent: [] });
  });

  test('writes what is typed into the host’s spreadsheet, and says what it cannot take', async () => {
    const cells = [
      { row: 2, column: 2, text: '2024-05-06' },
      { row: 2, column: 3, text: '007' },
      { row: 3, column: 1, text: '=A1' },
    ];
    const answer = await (await tell('edit', { gid: 7, cells })).json();
    const sheet = host.spreadsheet.sheet(7);
    expect([sheet.display(2, 2), sheet.value(2, 3), sheet.value(3, 1)]).toEqual(['2024/05/06', '007', null]);
    expect(answer).toEqual({
      refused: [expect.stringContaining('Formulas are not calculated')],
      converted: [],
      said: '',
    });
  });

  test('says what was converted, and keeps as text what is to be kept', async () => {
    const sheet = host.spreadsheet.sheet(7);
    const typed = async (texts: readonly string[], keepAsText: boolean, row = 10) => {
      const cells = texts.map((text, at) => ({ row: row + at, column: 1, text }));
      return await (await tell('edit', { gid: 7, cells, keepAsText })).json();
    };
    expect(await typed(['1-2'], false)).toEqual({
      refused: [],
      converted: [{ row: 10, column: 1, text: '1-2' }],
      said: '1-2 became the date 2026-01-02.',
    });
    expect(await typed(['00123', '1-2', '1,234', 'plain'], false, 20)).toMatchObject({
      said: '2 cells were converted: 1 number lost leading zeros, 1 became a date.',
    });
    expect(sheet.display(22, 1)).toBe('1,234');
    // The date's format stays with the cell, as in Sheets: a number typed over it shows as a day.
    expect(await typed(['7'], false)).toMatchObject({ said: '7 became the date 1900-01-06.' });
    expect(await typed(['00123', '1-2', '=A1'], true)).toEqual({ refused: [], converted: [], said: '' });
    expect([sheet.value(10, 1), sheet.value(11, 1), sheet.value(12, 1), sheet.format(11, 1)]).toEqual([
      '00123',
      '1-2',
      '=A1',
      '@',
    ]);
    await typed(['00124'], false);
    expect(sheet.value(10, 1)).toBe('00124');
  });

  test('opens the menu and the sidebar with google.script in it, once it is shown', async () => {
    expect((await ask('/sidebar/1')).status).toBe(404);
    expect(await (await tell('open', {})).json()).toMatchObject({ menu: { caption: 'Rollcall' }, error: null });
    await tell('menu', { functionName: 'open' });
    const sidebar = await ask(`/sidebar/${host.sidebar()?.id}`);
    const text = await sidebar.text();
    expect(text).toMatch(/^<html><head><script>window\.googleScriptFunctions=\["onOpen","open","add"\];/);
    expect(sidebar.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  test('carries calls of the sidebar', async () => {
    expect(await (await tell('run', { functionName: 'add', args: [1, 2] })).json()).toEqual({ ok: true, value: 3 });
    expect(await (await tell('run', { functionName: 'secret_', args: [] })).json()).toMatchObject({ ok: false });
  });
});

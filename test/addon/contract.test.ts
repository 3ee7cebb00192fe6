// The built add-on in the local host: headings agreed on, answered, written back; and a tab or file that is not the key's own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import type { SheetInput } from '../../addon/playground/host/sheet.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Failed, RunReply, Status } from '../../addon/sidebar/answers.ts';
import type { NewColumn, SaidOfHeading, SetupView } from '../../addon/sidebar/answers-contract.ts';
import type { SheetView } from '../../shared/protocol.ts';
import { type FakeContract, fakeContract } from './support/fake-contract.ts';
import { fakeServer } from './support/fake-server.ts';
import { serveFake } from './support/serve-fake.ts';

const KEY = 'sheet-key';
let built: BuiltAddon;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-contract-')) });
});
afterAll(() => rm(built.outDir, { recursive: true }));
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const BUYERS = [
  ['00001', '山田', '東京'],
  ['00002', '佐藤', '大阪'],
];
const TITLED = [['買主リスト 2026'], ['buyer_number', '氏名', '住所'], ...BUYERS];

interface World {
  readonly host: Host;
  readonly contract: FakeContract;
  readonly asked: readonly string[];
}

async function world(
  rows: SheetInput['rows'],
  { merges = [], protections = [], ...over }: Partial<SheetInput> & Partial<SheetView> = {},
  properties: Readonly<Record<string, string>> = { 'rollcall.key': KEY },
): Promise<World> {
  const server = fakeServer();
  const contract = fakeContract(over);
  server.intercept = contract.intercept;
  const served = await serveFake(server, KEY);
  const spreadsheet = new Spreadsheet({
    id: 'book',
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [
      { gid: 7, name: 'Buyers', rows, merges, protections },
      { gid: 8, name: 'Notes', rows: [['x']] },
    ],
  });
  const host = await createHost({ distDir: built.outDir, spreadsheet, fetchMap: { [built.serverUrl]: served.url } });
  undo.push(served.close, host.stop);
  host.properties('document').set(properties);
  return { host, contract, asked: server.asked };
}

async function call<T>(host: Host, name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

const status = (host: Host): Promise<Status> => call(host, 'sidebarStatus');
const setup = (host: Host, row: number | null = null): Promise<SetupView> => call(host, 'viewSetup', 7, row);

/** All that is proposed, as the sidebar's button says it. */
const proposed = (view: SetupView): SaidOfHeading[] =>
  view.headings.items.map(({ index, header, column }) =>
    column === null ? { index, header, decision: 'ignored' } : { index, header, decision: 'column', column },
  );

const confirm = (host: Host, view: SetupView): Promise<Status> =>
  call(host, 'saveSetup', 7, view.headerRow, JSON.stringify(proposed(view)));

const select = (host: Host, gid: number): void =>
  host.spreadsheet.select({ gid, row: 1, column: 1, rows: 1, columns: 1 }, 'person');

describe('the headings of a tab', () => {
  it('are found below a title, which is named, and bound as the server says', async () => {
    const { host } = await world(TITLED);
    const view = await setup(host);
    expect(view).toMatchObject({ headerRow: 2, keyColumn: 'buyer_number', confirmedAt: null });
    expect(view.rows).toMatchObject([
      { row: 1, kind: 'title', texts: ['買主リスト 2026'] },
      { row: 2, kind: 'headings', filled: 3 },
      { row: 3, kind: 'data' },
      { row: 4, kind: 'data' },
    ]);
    expect(view.headings.items.map(({ cell, use, column }) => [cell, use, column])).toEqual([
      ['C2', 'held', null],
      ['A2', 'column', 'buyer_number'],
      ['B2', 'column', 'name'],
    ]);
  });

  it('are looked for in the row that was clicked', async () => {
    const { host } = await world(TITLED);
    expect(await setup(host, 3)).toMatchObject({ headerRow: 3, headings: { count: 3 } });
    expect(await setup(host, 9)).toMatchObject({ headerRow: 9, headings: { count: 0 } });
  });

  it('of two rows are the lower ones, and a cell merged down stands in both', async () => {
    const rows = [['買主番号', '本人', '', ''], ['', '氏名', '住所', ''], ...BUYERS.map((row) => [...row, 'x'])];
    const merges = [
      { row: 1, column: 1, rows: 2, columns: 1 },
      { row: 1, column: 2, rows: 1, columns: 3 },
    ];
    const { host } = await world(rows, { merges });
    const view = await setup(host);
    expect(view.headerRow).toBe(2);
    expect(view.rows[0]).toMatchObject({ row: 1, kind: 'group' });
    expect(view.headings.items.find(({ index }) => index === 0)).toMatchObject({ header: '買主番号', use: 'column' });
    expect(view.blanks.items).toEqual([{ cell: 'D2', above: '本人' }]);
  });

  it('once confirmed, are kept with who said so, and a run reads below them', async () => {
    const { host, contract } = await world(TITLED);
    expect((await status(host)).headings).toBeNull();
    const after = await confirm(host, await setup(host));
    expect(after.sheet).toMatchObject({ headerRow: 2, confirmedAt: expect.any(String) });
    expect(after.headings).toEqual({
      headerRow: 2,
      held: { count: 0, items: [] },
      free: ['address', 'phone'],
      movedTo: null,
    });
    expect(contract.said[0]).toMatchObject({ headerRow: 2, headers: ['buyer_number', '氏名', '住所'] });
    const reply = await call<RunReply>(host, 'startRun', 'sync');
    expect(reply).toMatchObject({ state: 'done', result: { receipt: { read: 2, inserted: 2 } } });
  });

  it.each(['sync', 'verify', 'check'])('are asked about before a %s, whoever begins it', async (mode) => {
    const { host, asked } = await world(TITLED);
    const reply = await call<Failed>(host, 'startRun', mode);
    expect(reply).toMatchObject({ ok: false, code: 'needs_setup' });
    expect(await call<Failed>(host, 'pushOnly', 'missing')).toMatchObject({ ok: false, code: 'needs_setup' });
    expect(asked).not.toContain('post runs');
  });

  it('are asked about again where another key was given to the tab', async () => {
    const { host, contract } = await world(TITLED);
    await confirm(host, await setup(host));
    contract.view = { ...contract.view, headerRow: null, confirmedAt: null };
    await call(host, 'saveConnection', KEY, 7);
    expect(await call<Failed>(host, 'startRun', 'sync')).toMatchObject({ ok: false, code: 'needs_setup' });
  });

  it('that an operator agreed on elsewhere are read where they stand, though nobody opened the sidebar', async () => {
    const { host } = await world(TITLED, { headerRow: 2, confirmedAt: '2026-11-20T00:00:00Z' });
    expect(await call<RunReply>(host, 'startRun', 'sync')).toMatchObject({ result: { receipt: { read: 2 } } });
  });

  it('that another window agreed on are learnt from the server', async () => {
    const { host } = await world(TITLED, { headerRow: 2, confirmedAt: '2026-11-20T00:00:00Z' });
    expect((await status(host)).headings).toMatchObject({ headerRow: 2, held: { count: 1 } });
    expect(await call<RunReply>(host, 'startRun', 'sync')).toMatchObject({ result: { receipt: { read: 2 } } });
  });

  it('that moved to another row are seen before anything is pressed', async () => {
    const { host } = await world(TITLED);
    await confirm(host, await setup(host));
    host.spreadsheet.sheet(7).insertRow(1, ['お知らせ']);
    expect((await status(host)).headings).toMatchObject({ headerRow: 2, movedTo: 3, held: { count: 0 } });
  });

  it('that changed while the card was open are not agreed on', async () => {
    const { host, contract } = await world(TITLED);
    const view = await setup(host);
    host.spreadsheet.sheet(7).set(2, 2, '名前');
    expect(await confirm(host, view)).toMatchObject({ ok: false, code: 'headings_moved' });
    expect(contract.said).toEqual([]);
  });

  it('of a hundred and eighty long ones fit an answer, and are found by their text', async () => {
    const wide = Array.from({ length: 180 }, (_, i) => `${'長い見出し'.repeat(30)}${i}`);
    const { host } = await world([
      ['買主番号', ...wide],
      ['1', ...wide.map(() => 'x')],
    ]);
    expect((await setup(host)).headings).toMatchObject({ count: 181 });
    const found = await call<SetupView>(host, 'viewSetup', 7, 1, '買主');
    expect(found.headings).toMatchObject({ count: 1, items: [{ cell: 'A1' }] });
  });

  it('of an empty tab are asked of nobody', async () => {
    const { host } = await world([]);
    expect(await setup(host)).toMatchObject({ ok: false, code: 'empty_sheet' });
  });
});

describe('a heading that is held', () => {
  async function changed(reason: string, proposal: string | null, text: string): Promise<World> {
    const made = await world(TITLED);
    await confirm(made.host, await setup(made.host));
    made.host.spreadsheet.sheet(7).set(2, 2, text);
    made.contract.held.set(text, { reason, proposal });
    return made;
  }

  it('is told with what it was, and one answer ends it', async () => {
    const { host, contract } = await changed('header_renamed', 'name', '名前');
    const { headings } = await status(host);
    expect(headings?.held.items).toEqual([
      { index: 1, cell: 'B2', header: '名前', reason: 'header_renamed', proposal: 'name', before: '氏名' },
    ]);
    const answer = { index: 1, header: '名前', decision: 'column', column: 'name' };
    const after = await call<Status>(host, 'answerHeader', 7, JSON.stringify(answer));
    expect(after.headings?.held.count).toBe(0);
    expect(contract.said.at(-1)?.answers).toEqual([{ index: 1, decision: 'column', column: 'name' }]);
  });

  it('new, brings the migration that an operator would apply', async () => {
    const { host } = await changed('header_unknown', null, '趣味');
    const answer = await call<NewColumn>(host, 'newColumn', 7, 1);
    expect(answer).toMatchObject({ name: 'new_1', migration: expect.stringContaining('ADD COLUMN') });
    expect(await call(host, 'newColumn', 7, 0)).toMatchObject({ ok: false, code: 'no_new_column' });
  });

  it('blank, gets its text back', async () => {
    const { host, contract } = await changed('header_blank', 'name', '');
    expect((await status(host)).headings?.held.items).toMatchObject([{ reason: 'header_blank', before: '氏名' }]);
    expect((await setup(host)).headings.items).toContainEqual(expect.objectContaining({ cell: 'B2', before: '氏名' }));
    contract.held.delete('');
    contract.held.set('', { reason: 'header_blank', proposal: 'name' });
    const after = await call<Status>(host, 'putHeadingBack', 7, 1, 'name');
    expect(host.spreadsheet.sheet(7).value(2, 2)).toBe('氏名');
    expect(after.headings?.held.count).toBe(0);
  });

  it('is not written over: not where something stands, nor in a protected cell', async () => {
    const { host, contract } = await changed('header_blank', 'name', '');
    const sheet = host.spreadsheet.sheet(7);
    sheet.protect({ range: { row: 2, column: 2, rows: 1, columns: 1 }, editors: ['boss@example.jp'] });
    expect(await call(host, 'putHeadingBack', 7, 1, 'name')).toMatchObject({ ok: false, code: 'heading_not_written' });
    expect(sheet.value(2, 2) ?? '').toBe('');
    contract.held.clear();
    sheet.set(2, 2, '名前');
    const refused = await call<Failed>(host, 'putHeadingBack', 7, 1, 'name');
    expect(refused).toMatchObject({ ok: false, code: 'heading_not_written' });
    expect(sheet.value(2, 2)).toBe('名前');
  });
});

describe('the right place', () => {
  const CONFIRMED = { headerRow: 2, confirmedAt: '2026-11-20T00:00:00Z' };

  it('gets the key of the whole document, once the server took it for that tab', async () => {
    const { host } = await world(TITLED, CONFIRMED);
    expect(await status(host)).toMatchObject({ connection: 'connected', place: { others: [], wrong: null } });
    expect(host.properties('document').all()).toMatchObject({ 'rollcall.key.7': KEY, 'rollcall.file': 'book' });
    expect(host.properties('document').get('rollcall.key')).toBeNull();
  });

  it('is another tab: that one is named, and gone to', async () => {
    const { host } = await world(TITLED, CONFIRMED);
    select(host, 8);
    const before = await status(host);
    expect(before).toMatchObject({
      connection: 'no_key',
      place: { others: [{ gid: 7, name: 'Buyers' }], wrong: null },
    });
    expect(host.properties('document').get('rollcall.key')).toBe(KEY);
    expect(await call(host, 'goToTab', 7)).toMatchObject({ gid: 7, connection: 'connected' });
    expect(host.spreadsheet.selection.gid).toBe(7);
    select(host, 8);
    expect(await status(host)).toMatchObject({ connection: 'no_key', place: { others: [{ gid: 7 }] } });
  });

  it('is not a duplicated tab, from which nothing is sent', async () => {
    const { host, asked } = await world(TITLED, CONFIRMED);
    await status(host);
    const copy = host.spreadsheet.duplicateSheet(7);
    select(host, copy.gid);
    const before = asked.length;
    expect(await status(host)).toMatchObject({ connection: 'no_key', place: { others: [{ name: 'Buyers' }] } });
    expect(await call(host, 'startRun', 'sync')).toMatchObject({ ok: false, code: 'no_key' });
    expect(asked.length).toBe(before);
  });

  it('goes on under another name', async () => {
    const { host } = await world(TITLED, CONFIRMED);
    await status(host);
    host.spreadsheet.renameSheet(7, '買主');
    expect(await status(host)).toMatchObject({ connection: 'connected', sheetName: '買主' });
  });

  it('is not a copied file, which says so on opening, and can forget what it brought along', async () => {
    const { host } = await world(TITLED, CONFIRMED);
    await status(host);
    const copy = await host.copy();
    undo.push(copy.stop);
    const opened = await status(copy);
    expect(opened).toMatchObject({ connection: 'wrong_sheet', counts: null, sheet: null });
    expect(opened.place.wrong).toMatchObject({ kind: 'copied_file', sheetName: 'Buyers' });
    expect(await call(copy, 'forgetCopy')).toMatchObject({ connection: 'no_key', place: { wrong: null } });
    expect(
      copy
        .properties('document')
        .keys()
        .filter((name) => name.startsWith('rollcall.')),
    ).toEqual([]);
    expect(await status(host)).toMatchObject({ connection: 'connected' });
  });

  it('is not another file of the same name, whose key was pasted here', async () => {
    const { host } = await world(TITLED, { spreadsheetId: 'another', ...CONFIRMED }, {});
    const pasted = await call<Status>(host, 'saveConnection', KEY);
    expect(pasted).toMatchObject({ connection: 'wrong_sheet', place: { wrong: { kind: 'other_file' } } });
  });

  it('is not the tab whose key was pasted into another', async () => {
    const { host } = await world(TITLED, CONFIRMED, {});
    select(host, 8);
    const pasted = await call<Status>(host, 'saveConnection', KEY);
    expect(pasted).toMatchObject({ connection: 'wrong_sheet', place: { wrong: { kind: 'other_tab', gid: 7 } } });
    expect(await call(host, 'disconnect')).toMatchObject({ connection: 'no_key' });
    expect(await call(host, 'goToTab', 7)).toMatchObject({ connection: 'no_key' });
  });

  it('has its key for the hourly sync, whatever tab is in front', async () => {
    const { host } = await world(TITLED, { ...CONFIRMED, everSynced: true });
    await status(host);
    await call(host, 'setSchedule', true);
    select(host, 8);
    const { uid = '' } = (host.triggers?.() ?? [])[0] ?? {};
    expect(await host.run('hourlySync', [{ triggerUid: uid }])).toMatchObject({ ok: true });
    select(host, 7);
    expect((await status(host)).schedule.last).toMatchObject({ outcome: 'in_step', code: null });
  });
});

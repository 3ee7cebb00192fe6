// Taking the database's values into the sheet and putting them back, by the built add-on in the local host: nothing that must not be
// written over is, and nothing is lost that could be given back.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import type { CellInput, SheetInput } from '../../addon/playground/host/sheet.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { Failed, RunReply, Status } from '../../addon/sidebar/answers.ts';
import type { FoundBuyer, PutBackReply, TakeReply, TakeWanted } from '../../addon/sidebar/repair-answers.ts';
import { canonicalCell } from '../../shared/canonical-cell.ts';
import { type ColumnType, parseColumnType } from '../../shared/column-type.ts';
import { answerReport, type Difference, type FakeReport } from './support/fake-report.ts';
import { type FakeServer, fakeServer } from './support/fake-server.ts';
import { serveFake } from './support/serve-fake.ts';

const KEY = 'sheet-key';
const COLUMNS = [
  { header: 'buyer_number', column: 'buyer_number', type: 'text' },
  { header: 'name', column: 'name', type: 'text' },
  { header: '予算', column: 'budget', type: 'numeric(12,2)' },
  { header: '来店日', column: 'visited_on', type: 'date' },
  { header: '連絡時刻', column: 'called_at', type: 'timestamp with time zone' },
  { header: '開店', column: 'opens', type: 'time without time zone' },
  { header: '済', column: 'done', type: 'boolean' },
];
const [NAME, BUDGET, VISITED, CALLED, OPENS, DONE] = [2, 3, 4, 5, 6, 7];
let built: BuiltAddon;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-repair-')) });
});
afterAll(() => rm(built.outDir, { recursive: true }));
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface World {
  readonly host: Host;
  readonly server: FakeServer;
  readonly report: FakeReport;
  readonly sheet: Spreadsheet['sheets'][number];
}

/** `cells` of the columns after the key; keys are K1, K2, … from row 2 on. */
async function world(
  cells: readonly (readonly CellInput[])[],
  over: Partial<SheetInput> = {},
  timeZone = 'Asia/Tokyo',
): Promise<World> {
  const server = fakeServer();
  const report: FakeReport = { columns: COLUMNS, differences: new Map(), buyer: null };
  server.intercept = (request) => answerReport(report, request);
  const served = await serveFake(server, KEY);
  const rows = [COLUMNS.map(({ header }) => header), ...cells.map((row, i) => [`K${i + 1}`, ...row])];
  const spreadsheet = new Spreadsheet({
    id: 'book',
    name: 'Book',
    timeZone,
    locale: 'ja_JP',
    sheets: [{ gid: 7, name: 'Buyers', rows, ...over }],
  });
  const host = await createHost({
    distDir: built.outDir,
    spreadsheet,
    fetchMap: { [built.serverUrl]: served.url },
    userLocale: 'ja',
    lockWaitScale: 0.05,
  });
  undo.push(served.close, host.stop);
  host.properties('document').set({ 'rollcall.key': KEY, 'rollcall.header.7': '1' });
  return { host, server, report, sheet: spreadsheet.sheet(7) };
}

async function call<T>(host: Host, name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

/** All portions of a group; what they come to. */
async function take(host: Host, field: string, over: { key?: string | null; takeId?: string } = {}) {
  const group = { field, cause: 'changed_in_database', form: null };
  const all = { written: 0, already: 0, named: [] as TakeReply['named']['items'][number][] };
  let from: TakeReply['next'] = { cursor: null, skip: 0 };
  for (let calls = 0; from !== null && calls < 100; calls++) {
    const wanted: TakeWanted = { runId: 'r', group, from, key: null, takeId: 'take', ...over };
    const reply: (TakeReply & { ok: true }) | Failed = await call(host, 'takeFromDatabase', 7, wanted);
    if (!reply.ok) throw new Error(reply.code);
    all.written += reply.written;
    all.already += reply.already;
    all.named.push(...reply.named.items);
    from = reply.next;
  }
  return all;
}

async function putBack(host: Host) {
  const all = { restored: 0, named: [] as PutBackReply['named']['items'][number][] };
  for (let isMore = true; isMore; ) {
    const reply: (PutBackReply & { ok: true }) | Failed = await call(host, 'putBackTaken', 7);
    if (!reply.ok) throw new Error(reply.code);
    all.restored += reply.restored;
    all.named.push(...reply.named.items);
    isMore = reply.isMore;
  }
  return all;
}

const UNCHANGED = { lastChange: null, lastSeenEqual: null, errors: [], lookAlikes: [], retry: null };

const differ = (report: FakeReport, column: string, all: readonly Difference[]) => report.differences.set(column, all);
const whys = (named: readonly { readonly cell: string | null; readonly why: string }[]) =>
  named.map(({ cell, why }) => `${cell} ${why}`).sort();

/** Value, format and formula: what a cell is. */
const cellOf = ({ sheet }: World, row: number, column: number) => ({
  value: sheet.value(row, column),
  format: sheet.format(row, column),
  formula: sheet.formula(row, column),
});

describe('the database’s value in the sheet', () => {
  it('is written as text where the column is text, so that leading zeros stay, and put back with its format', async () => {
    const it = await world([[{ value: 123, format: '#,##0' }], ['Ａｂｃ'], [{ value: 'as text', format: '@' }]]);
    const before = [2, 3, 4].map((row) => cellOf(it, row, NAME));
    differ(it.report, 'name', [
      { key: 'K1', row: 2, sheet: '123', database: '00123' },
      { key: 'K2', row: 3, sheet: 'Ａｂｃ', database: '2024-01-02' },
      { key: 'K3', row: 4, sheet: 'as text', database: 'TRUE' },
    ]);
    expect(await take(it.host, 'name')).toEqual({ written: 3, already: 0, named: [] });
    expect([2, 3, 4].map((row) => it.sheet.value(row, NAME))).toEqual(['00123', '2024-01-02', 'TRUE']);
    expect([2, 3, 4].map((row) => it.sheet.format(row, NAME))).toEqual(['@', '@', '@']);
    expect(await putBack(it.host)).toEqual({ restored: 3, named: [] });
    expect([2, 4].map((row) => cellOf(it, row, NAME))).toEqual([before[0], before[2]]);
    expect(it.sheet.value(3, NAME)).toBe('Ａｂｃ');
  });

  it.each(['Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati'])(
    'is a real number, date, time or truth where the column is typed, in %s',
    async (zone) => {
      const it = await world(
        [
          [
            null,
            { value: '12 000', format: '@' },
            { value: '1.4.2024', format: '@' },
            null,
            { value: 'nine', format: '@' },
            'no',
          ],
        ],
        {},
        zone,
      );
      const before = [BUDGET, VISITED, CALLED, OPENS, DONE].map((column) => it.sheet.value(2, column));
      const texts = ['budget', 'visited_on', 'called_at', 'opens', 'done'] as const;
      const stored = ['12000.5', '2024-03-31', '2024-03-31 15:00:01Z', '09:30:00', 'true'];
      // What the sheet shows now is no value of these types: the report of such a row would name it as rejected.
      for (const [i, text] of texts.entries())
        differ(it.report, text, [{ key: 'K1', row: 2, sheet: null, database: stored[i] ?? null }]);
      for (const column of [BUDGET, VISITED, CALLED, OPENS, DONE])
        it.sheet.set(2, column, { value: null, format: '@' });
      for (const text of texts)
        expect(await take(it.host, text, { takeId: text })).toMatchObject({ written: 1, named: [] });
      expect(it.sheet.value(2, BUDGET)).toBe(12000.5);
      expect(it.sheet.format(2, VISITED)).toBe('yyyy-mm-dd');
      expect(it.sheet.display(2, VISITED)).toBe('2024-03-31');
      expect(it.sheet.display(2, OPENS)).toContain('09:30');
      expect(it.sheet.value(2, DONE)).toBe(true);
      const known = texts.map((text, i): [string, string | null] => [text, stored[i] ?? null]);
      it.report.buyer = { ...UNCHANGED, key: 'K1', stored: Object.fromEntries([['buyer_number', 'K1'], ...known]) };
      const found = await call<FoundBuyer>(it.host, 'findBuyerByKey', 7, 'K1');
      expect(found.fields.filter(({ differs }) => differs)).toEqual([]);
      for (const _text of texts) expect(await putBack(it.host)).toEqual({ restored: 1, named: [] });
      expect([BUDGET, VISITED, CALLED, OPENS, DONE].map((column) => it.sheet.value(2, column))).toEqual(
        before.map(() => null),
      );
    },
  );

  it('is never written over a formula, a spill, a merged or a protected cell; these are named', async () => {
    const it = await world(
      [
        ['a'],
        [{ value: 'b', formula: '=UPPER("b")' }],
        ['c'],
        ['d'],
        ['e'],
        [{ value: 'f', formula: '=ARRAYFORMULA(A7:A8)', spill: [['f'], ['g']] }],
        [],
        ['h'],
      ],
      {
        merges: [{ row: 4, column: NAME, rows: 1, columns: 2 }],
        protections: [{ range: { row: 5, column: 1, rows: 1, columns: 3 }, editors: ['someone@else.example'] }],
      },
    );
    const before = JSON.stringify([2, 3, 4, 5, 6, 7, 8, 9].map((row) => cellOf(it, row, NAME)));
    const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((sheet, i) => ({
      key: `K${i + 1}`,
      row: i + 2,
      sheet: sheet === 'b' ? 'B' : sheet,
      database: `new ${sheet}`,
    }));
    differ(
      it.report,
      'name',
      all.map((one) => (one.row === 3 ? { ...one, sheet: 'b' } : one)),
    );
    const { written, named } = await take(it.host, 'name');
    // Under the array's last row nothing says where it ends: that cell is named too.
    expect(whys(named)).toEqual(['B3 formula', 'B4 merged', 'B5 protected', 'B7 formula', 'B8 spill', 'B9 spill']);
    expect(written).toBe(2);
    expect([2, 6].map((row) => it.sheet.value(row, NAME))).toEqual(['new a', 'new e']);
    expect(await putBack(it.host)).toEqual({ restored: 2, named: [] });
    expect(JSON.stringify([2, 3, 4, 5, 6, 7, 8, 9].map((row) => ({ ...cellOf(it, row, NAME), format: '' })))).toBe(
      before,
    );
  });

  it('is written into a sheet too large to be read whole, past the formulas to its left and above it', async () => {
    const it = await world(
      Array.from({ length: 43_100 }, (_, i) =>
        i === 43_050 ? [null, null, null, null, { value: null, formula: '=SPLIT(A1,",")', spill: [['x', true]] }] : [],
      ),
    );
    it.sheet.set(2, DONE, { value: true, formula: '=NOT(FALSE)' });
    differ(it.report, 'done', [
      { key: 'K43051', row: 43_052, sheet: 'true', database: 'false' },
      { key: 'K99', row: 100, sheet: null, database: 'true' },
      { key: 'K1', row: 2, sheet: 'true', database: 'false' },
    ]);
    const { written, named } = await take(it.host, 'done');
    expect(whys(named)).toEqual(['G2 formula', 'G43052 spill']);
    expect(written).toBe(1);
    expect(it.sheet.value(100, DONE)).toBe(true);
  });

  it('finds the rows that moved, and names those that are gone, twice there, or changed meanwhile', async () => {
    const it = await world([['a'], ['b'], ['c'], ['d'], ['e']]);
    const all = ['a', 'b', 'c', 'd', 'e'].map((sheet, i) => ({
      key: `K${i + 1}`,
      row: i + 2,
      sheet,
      database: `new ${sheet}`,
    }));
    differ(it.report, 'name', [...all, { key: 'K9', row: 9, sheet: 'x', database: 'y' }]);
    it.sheet.set(3, NAME, 'edited');
    it.sheet.insertRow(2, ['K7', 'other']);
    it.sheet.set(8, 1, 'K5');
    const { written, named } = await take(it.host, 'name');
    expect(written).toBe(3);
    expect(whys(named)).toEqual(['B4 changed', 'null key_gone', 'null key_twice']);
    expect([2, 3, 4, 5, 6, 7].map((row) => it.sheet.value(row, NAME))).toEqual([
      'other',
      'new a',
      'edited',
      'new c',
      'new d',
      'e',
    ]);
  });

  it('that would be a formula, or that no cell holds, is not tried; one that does not come out equal is taken back', async () => {
    const it = await world([['a'], ['b']]);
    differ(it.report, 'name', [{ key: 'K1', row: 2, sheet: 'a', database: '=IMPORTDATA("http://x")' }]);
    expect(whys((await take(it.host, 'name')).named)).toEqual(['B2 like_formula']);
    differ(it.report, 'budget', [{ key: 'K1', row: 2, sheet: null, database: 'NaN' }]);
    expect(whys((await take(it.host, 'budget')).named)).toEqual(['C2 no_cell_value']);
    // Three digits after the point: the column keeps two, so the cell reads otherwise than the report says.
    differ(it.report, 'budget', [{ key: 'K2', row: 3, sheet: null, database: '1.005' }]);
    expect(whys((await take(it.host, 'budget')).named)).toEqual(['C3 not_kept']);
    expect(it.sheet.value(3, BUDGET)).toBe(null);
    expect((await call<Status>(it.host, 'sidebarStatus')).taken).toBe(null);
  });

  it('is not taken where what stands there could not be kept, and nothing is written then', async () => {
    const long = '長'.repeat(9000);
    const it = await world(Array.from({ length: 4 }, () => [long]));
    differ(
      it.report,
      'name',
      Array.from({ length: 4 }, (_, i) => ({ key: `K${i + 1}`, row: i + 2, sheet: long, database: 'short' })),
    );
    await expect(take(it.host, 'name')).rejects.toThrow('no_room_to_keep');
    expect(it.sheet.value(2, NAME)).toBe(long);
  });

  it('comes in portions, each of less than twenty seconds, and one buyer of a group alone', async () => {
    const count = 700;
    const it = await world(Array.from({ length: count * 2 }, (_, i) => [`old ${i}`]));
    const row = (i: number) => i * 2 + 2;
    differ(
      it.report,
      'name',
      Array.from({ length: count }, (_, i) => ({
        key: `K${i * 2 + 1}`,
        row: row(i),
        sheet: `old ${i * 2}`,
        database: `new ${i * 2}`,
      })),
    );
    expect(await take(it.host, 'name', { key: 'K1001', takeId: 'one' })).toEqual({ written: 1, already: 0, named: [] });
    expect(it.sheet.value(1002, NAME)).toBe('new 1000');
    const { written, already, named } = await take(it.host, 'name');
    expect({ written, already, named }).toEqual({ written: count - 1, already: 1, named: [] });
    const took = it.host.executions().map(({ virtualMs }) => virtualMs);
    expect(Math.max(...took)).toBeLessThan(20_000);
    expect((await call<Status>(it.host, 'sidebarStatus')).taken).toMatchObject({ cells: count - 1, header: 'name' });
    expect(await putBack(it.host)).toEqual({ restored: count - 1, named: [] });
    expect(await putBack(it.host)).toEqual({ restored: 1, named: [] });
    expect(it.sheet.value(2, NAME)).toBe('old 0');
    expect((await call<Failed>(it.host, 'putBackTaken', 7)).code).toBe('nothing_to_put_back');
  });
});

/** A cell that nobody gave a format has an automatic one, whatever it had before. */
const blank = (cell: CellInput): CellInput =>
  typeof cell === 'object' && cell !== null ? cell : { value: cell, format: '' };

const TEXT = parseColumnType('text') as ColumnType;

function textOf(sheet: World['sheet'], row: number): string {
  const [raw, format, shown] = [sheet.value(row, NAME), sheet.format(row, NAME), sheet.display(row, NAME)];
  const isMoment = format === 'yyyy/mm/dd' && typeof raw === 'number';
  const value = isMoment ? { wallMs: (raw - 25_569) * 86_400_000 } : raw;
  return String(canonicalCell(TEXT, value, shown, format, 'Asia/Tokyo'));
}

describe('Put back', () => {
  it('restores exactly the cells that nobody touched since, whatever they held, and names the others', async () => {
    const held: fc.Arbitrary<CellInput> = fc.oneof(
      fc.constant('007'),
      fc.constant({ value: '007', format: '@' }),
      fc.constant({ value: 1234.5, format: '#,##0.00' }),
      fc.constant(42),
      fc.constant(true),
      fc.constant({ value: 45_292, format: 'yyyy/mm/dd' }),
      fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text && !/^[='#L]/.test(text)),
    );
    const cases = fc.array(fc.record({ held, edit: fc.constantFrom('none', 'none', 'value', 'gone', 'sorted') }), {
      minLength: 1,
      maxLength: 6,
    });
    const it = await world([]);
    await fc.assert(
      fc.asyncProperty(cases, async (rows) => {
        it.sheet.write({ row: 2, column: 1, rows: 8, columns: 2 }, (row, column) => {
          const cell = rows[row - 2]?.held;
          return column === NAME ? blank(cell ?? null) : cell === undefined ? null : `K${row - 1}`;
        });
        const before = rows.map((_, i) => ({
          value: it.sheet.value(i + 2, NAME),
          shown: it.sheet.display(i + 2, NAME),
        }));
        differ(
          it.report,
          'name',
          rows.map((_, i) => ({
            key: `K${i + 1}`,
            row: i + 2,
            sheet: textOf(it.sheet, i + 2),
            database: `stored ${i}`,
          })),
        );
        expect((await take(it.host, 'name')).written).toBe(rows.length);
        rows.forEach(({ edit }, i) => {
          if (edit === 'value') it.sheet.set(i + 2, NAME, 'by hand');
          if (edit === 'gone') it.sheet.set(i + 2, 1, `gone ${i}`);
        });
        if (rows.some(({ edit }) => edit === 'sorted'))
          it.sheet.sortRows(2, (a, b) => String(b[0] ?? '').localeCompare(String(a[0] ?? '')));
        const { restored, named } = await putBack(it.host);
        const touched = rows.filter(({ edit }) => edit === 'value' || edit === 'gone').length;
        expect(restored).toBe(rows.length - touched);
        expect(named).toHaveLength(touched);
        for (let row = 2; row < rows.length + 2; row++) {
          const key = String(it.sheet.value(row, 1));
          const i = Number(key.replace(/^\D+/, '')) - (key.startsWith('K') ? 1 : 0);
          const now = { value: it.sheet.value(row, NAME), shown: it.sheet.display(row, NAME) };
          if (rows[i]?.edit === 'value') expect(now.value).toBe('by hand');
          else if (rows[i]?.edit === 'gone') expect(now.value).toBe(`stored ${i}`);
          else expect(now).toEqual(before[i]);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('pushing only some rows', () => {
  const push = async (it: World, only: unknown): Promise<RunReply | Failed> => {
    let reply: ({ ok: true } & RunReply) | Failed = await call(it.host, 'pushOnly', only);
    for (let i = 0; reply.ok && reply.state === 'running' && i < 50; i++) reply = await call(it.host, 'continueRun', 7);
    return reply;
  };
  const named = (count: number) => Array.from({ length: count }, (_, i) => [`name ${i}`]);

  it('sends the missing ones, and of those that differ none', async () => {
    const it = await world(named(3));
    it.server.table.set('K2', ['K2', 'other', null, null, null, null, null]);
    expect(await push(it, 'missing')).toMatchObject({ only: 'missing', progress: { sent: 2 }, state: 'done' });
    expect([...it.server.table.keys()].sort()).toEqual(['K1', 'K2', 'K3']);
    expect(it.server.table.get('K2')?.[1]).toBe('other');
  });

  it('sends one buyer, a group of a report, or the rows that are selected', async () => {
    const it = await world(named(6));
    await push(it, { key: 'K4' });
    expect([...it.server.table.keys()]).toEqual(['K4']);
    differ(it.report, 'name', [
      { key: 'K1', row: 2, sheet: 'a', database: 'b' },
      { key: 'K6', row: 7, sheet: 'a', database: 'b' },
    ]);
    const group = { field: 'name', cause: 'changed_in_database', form: null };
    expect(await push(it, { runId: 'r', group })).toMatchObject({ only: 2, progress: { sent: 2 } });
    expect([...it.server.table.keys()].sort()).toEqual(['K1', 'K4', 'K6']);
    it.host.spreadsheet.select({ gid: 7, row: 3, column: 2, rows: 2, columns: 1 }, 'person');
    expect(await push(it, 'selection')).toMatchObject({ only: 2, progress: { sent: 2 } });
    expect([...it.server.table.keys()].sort()).toEqual(['K1', 'K2', 'K3', 'K4', 'K6']);
    it.host.spreadsheet.select({ gid: 7, row: 1, column: 1, rows: 1, columns: 1 }, 'person');
    expect(await push(it, 'selection')).toMatchObject({ ok: false, code: 'nothing_selected' });
  });

  it('refuses more buyers than a run can be told, in plain words', async () => {
    const it = await world(named(1));
    differ(
      it.report,
      'name',
      Array.from({ length: 5001 }, (_, i) => ({ key: `K${i}`, row: i + 2, sheet: 'a', database: 'b' })),
    );
    const group = { field: 'name', cause: 'changed_in_database', form: null };
    expect(await push(it, { runId: 'r', group })).toMatchObject({ ok: false, code: 'too_many_chosen' });
  });

  it('is no run that the hourly sync takes for its own: all rows go then', async () => {
    const it = await world(named(900));
    await call(it.host, 'setSchedule', true);
    differ(
      it.report,
      'name',
      Array.from({ length: 600 }, (_, i) => ({ key: `K${i + 1}`, row: i + 2, sheet: 'a', database: 'b' })),
    );
    const group = { field: 'name', cause: 'changed_in_database', form: null };
    const begun = await call<RunReply>(it.host, 'pushOnly', { runId: 'r', group });
    expect(begun).toMatchObject({ state: 'running', only: 600 });
    expect(it.server.table.size).toBeLessThan(900);
    const saved = it.host.properties('document');
    const entries = saved.all();
    saved.set(
      Object.fromEntries(
        Object.entries(entries).map(([name, value]) => [name, value.replace(/"heardAt":\d+/, '"heardAt":1')]),
      ),
    );
    await call(it.host, 'hourlySync', {});
    expect(it.server.asked).toContain('post abandon');
    expect(it.server.table.size).toBe(900);
  });
});

describe('a buyer is found', () => {
  it('by its number, trimmed: in both, in the sheet alone, in the database alone, in neither, or twice in the sheet', async () => {
    const it = await world([['a'], ['b'], ['c']]);
    const find = (key: string) => call<FoundBuyer>(it.host, 'findBuyerByKey', 7, key);
    expect(await find(' K2　')).toMatchObject({ key: 'K2', cells: ['A3'], isStored: false });
    const stored = { buyer_number: 'K2', name: 'other' };
    it.report.buyer = { ...UNCHANGED, key: 'K2', stored, lookAlikes: ['Ｋ２'] };
    const both = await find('K2');
    expect(both).toMatchObject({ isStored: true, lookAlikes: ['Ｋ２'] });
    expect(both.fields[0]).toMatchObject({ column: 'name', cell: 'B3', sheet: 'b', database: 'other', differs: true });
    expect(await find('K99')).toMatchObject({ cells: [], isStored: true });
    it.report.buyer = null;
    expect(await find('K99')).toMatchObject({ cells: [], isStored: false });
    it.sheet.set(4, 1, 'K2');
    expect((await find('K2')).cells).toEqual(['A3', 'A4']);
    expect((await find('Ｋ２')).lookAlikes).toEqual(['K2']);
  });
});

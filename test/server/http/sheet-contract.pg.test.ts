// The header contract over HTTP: what is seen, tried out and answered, and that no value ever lands in a column it was not meant for.
import { beforeEach, describe, expect, test } from 'vitest';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import type {
  BindingAnswer,
  BoundColumn,
  HeaderAnswer,
  OpenRunAnswer,
  Problem,
  SheetView,
} from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, drive, driveToEnd, OPERATOR, send, TestSheet, testServer } from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
const HEADERS = ['番号', '氏名', '電話', 'city'];
const EMPTIED =
  'holds, mismatches, sync_error_log, row_history, batches, runs, seen_keys, header_places, sheet_headers, look_alike_answers, not_buyers, sheet_keys, sheets';

let sheet: TestSheet;
beforeEach(async () => {
  for (const table of EMPTIED.split(', ')) await pool.query(`DELETE FROM ${table}`);
  await pool.query(`
    DROP TABLE IF EXISTS clients, others;
    CREATE TABLE clients (number text PRIMARY KEY, name text, phone text, mobile text, city text, age integer, extra jsonb,
                          synced_at timestamptz);
    INSERT INTO header_aliases VALUES ('clients', '番号', 'number'), ('clients', '氏名', 'name'), ('clients', '電話', 'phone'),
      ('clients', '携帯', 'mobile') ON CONFLICT DO NOTHING`);
  sheet = await bindSheet(server, HEADERS, { table: 'clients', keyColumn: 'number' });
  sheet.rows = ROWS.slice();
});
const ROWS = [
  ['1', 'Sato', '111', 'Oita'],
  ['2', 'Abe', '222', 'Beppu'],
];

/** The same tab with other headers, and perhaps other rows. */
function retitled(headers: readonly string[], rows: TestSheet['rows'] = sheet.rows): TestSheet {
  const same = new TestSheet(server, { sheetId: sheet.sheetId, key: sheet.key, name: sheet.name }, headers);
  same.rows = rows;
  return same;
}

const view = () => sheet.ask<SheetView>('GET', '/v1/sheet');
const binding = (headers: readonly string[], more: object = {}) =>
  sheet.ask<BindingAnswer>('POST', '/v1/sheet/binding', { headerRow: 1, headers, ...more });
const answer = (headers: readonly string[], answers: readonly HeaderAnswer[], more: object = {}) =>
  sheet.send<SheetView & Problem>('PUT', '/v1/sheet/headers', { headerRow: 1, headers, answers, by: 'Sato', ...more });
const stored = async (columns: string) =>
  (await pool.query({ text: `SELECT ${columns} FROM clients ORDER BY number`, rowMode: 'array' })).rows;
const brief = (columns: readonly BoundColumn[]) =>
  columns.map(({ state, column, reason, proposal }) => (state === 'synced' ? column : `${reason} ${proposal}`));

describe('what a sheet shows of itself', () => {
  test('before anybody said anything, and after a sync', async () => {
    expect(await view()).toEqual({
      sheetId: sheet.sheetId,
      spreadsheetId: expect.any(String),
      sheetName: 'clients',
      sheetGid: null,
      table: 'clients',
      keyColumn: 'number',
      headerRow: null,
      confirmedAt: null,
      confirmedBy: null,
      everSynced: false,
      headers: [],
      columns: expect.arrayContaining([
        { name: 'age', type: 'integer', notNull: false, notSynced: null },
        { name: 'extra', type: 'jsonb', notNull: false, notSynced: 'type_not_synced' },
        { name: 'synced_at', type: 'timestamp with time zone', notNull: false, notSynced: 'kept_by_rollcall' },
      ]),
      holds: [],
    });
    await drive(sheet);
    const after = await view();
    expect(after).toMatchObject({ everSynced: true, headerRow: null, confirmedAt: null });
    expect(after.headers.map(({ header, column, index, confirmedBy }) => [header, column, index, confirmedBy])).toEqual(
      HEADERS.map((header, index) => [header, ['number', 'name', 'phone', 'city'][index], index, 'name or alias']),
    );
  });

  test('to an operator who names it, and to no other key', async () => {
    const path = `/v1/sheet?sheetId=${sheet.sheetId}`;
    expect((await send<SheetView>(server, 'GET', path, { token: OPERATOR })).body.sheetId).toBe(sheet.sheetId);
    expect((await sheet.send('GET', path)).status).toBe(200);
    const unnamed = await send<Problem>(server, 'GET', '/v1/sheet', { token: OPERATOR });
    expect([unnamed.status, unnamed.body.code]).toEqual([422, 'invalid_parameter']);
    await pool.query('CREATE TABLE others (number text PRIMARY KEY)');
    const other = await bindSheet(server, ['number'], { table: 'others', keyColumn: 'number' });
    expect((await send<Problem>(server, 'GET', path, { token: other.key })).body.code).toBe('forbidden');
    expect((await send<Problem>(server, 'GET', path)).status).toBe(401);
    const gone = `/v1/sheet?sheetId=${crypto.randomUUID()}`;
    expect((await send<Problem>(server, 'GET', gone, { token: OPERATOR })).body.code).toBe('unknown_sheet');
  });
});

describe('trying headers out', () => {
  test('binds as a run would, opens none and remembers nothing', async () => {
    const { columns, newColumns } = await binding([...HEADERS, 'Age (years)', '', 'aeg']);
    expect(brief(columns)).toEqual([
      ...['number', 'name', 'phone', 'city'],
      'header_unknown null',
      'header_blank null',
      'header_unknown null',
    ]);
    expect(newColumns.map(({ index, name }) => [index, name])).toEqual([
      [4, 'age_years'],
      [6, 'aeg'],
    ]);
    expect((await pool.query('SELECT FROM runs')).rowCount).toBe(0);
    expect((await view()).headers).toEqual([]);
  });

  test('offers a migration that gives each unknown heading a column, safe against what a heading may hold', async () => {
    const headings = ['番号', `it's "x"\n; DROP TABLE clients; --`, 'ctid', '予算\\（万円）', '予算(万円)', '予算'];
    const { newColumns } = await binding(headings);
    expect(newColumns.map(({ name }) => name)).toEqual([
      'it_s_x_drop_table_clients',
      'ctid_2',
      '予算_万円',
      '予算_万円_2',
      '予算',
    ]);
    expect(newColumns.at(-1)?.migration).toBe(
      '-- A column for the heading "予算".\nALTER TABLE "public"."clients" ADD COLUMN IF NOT EXISTS "予算" text;\n',
    );
    for (const { migration } of newColumns) await pool.query(migration);
    expect(brief((await binding(headings)).columns)).toEqual(['number', ...newColumns.map(({ name }) => name)]);
  });

  test.each<[string, object, string]>([
    ['a copied file', { spreadsheetId: 'a-copy', sheetName: 'clients', sheetGid: 7 }, 'copied_file'],
    ['a duplicated tab', { sheetName: 'clients', sheetGid: 8 }, 'other_tab'],
    ['a tab of another name', { sheetName: 'Copy of clients' }, 'other_name'],
  ])('in %s is refused, and so is a run there', async (_, place, kind) => {
    await sheet.ask('POST', '/v1/runs', sheet.openBody({ sheetGid: 7, mode: 'verify' }));
    const tried = await sheet.send<Problem>('POST', '/v1/sheet/binding', { headerRow: 1, headers: HEADERS, ...place });
    const opened = await sheet.send<Problem>('POST', '/v1/runs', sheet.openBody(place));
    for (const { status, body } of [tried, opened])
      expect([status, body.code, body.params]).toEqual([403, 'wrong_sheet', { kind, boundTo: 'clients' }]);
  });

  test('in a renamed tab goes on, by its gid', async () => {
    await sheet.ask('POST', '/v1/runs', sheet.openBody({ sheetGid: 7, mode: 'verify' }));
    await sheet.ask('POST', '/v1/runs', sheet.openBody({ sheetGid: 7, sheetName: 'renamed', mode: 'verify' }));
    expect(await view()).toMatchObject({ sheetName: 'renamed', sheetGid: 7 });
    expect((await binding(HEADERS, { sheetName: 'renamed again', sheetGid: 7 })).columns).toHaveLength(4);
  });
});

describe('a heading row that changed', () => {
  beforeEach(async () => {
    await drive(sheet);
  });

  test('a heading renamed to the alias of another column sends nothing there; "same column" lets it go on', async () => {
    const now = ['番号', '氏名', '携帯', 'city'];
    const edited = [
      ['1', 'Sato', '999', 'Oita'],
      ['3', 'Ito', '333', 'Usuki'],
    ];
    const held = await drive(retitled(now, edited));
    expect(held.finish.verification.notCompared.columns).toEqual([{ header: '携帯', reason: 'header_renamed' }]);
    expect(await stored('number, name, phone, mobile, city')).toEqual([
      ['1', 'Sato', '111', null, 'Oita'],
      ['2', 'Abe', '222', null, 'Beppu'],
      ['3', 'Ito', null, null, 'Usuki'],
    ]);
    const { body } = await answer(now, [{ index: 2, decision: 'column', column: 'phone' }]);
    expect(body).toMatchObject({ headerRow: 1, confirmedBy: 'Sato', confirmedAt: expect.stringMatching(/Z$/) });
    expect(body.headers[2]).toMatchObject({ header: '携帯', column: 'phone', index: 2, confirmedBy: 'Sato' });
    await drive(retitled(now, edited));
    expect(await stored('number, phone, mobile')).toEqual([
      ['1', '999', null],
      ['2', '222', null],
      ['3', '333', null],
    ]);
  });

  test('two swapped headings are held, while a column that left is not cleared', async () => {
    const swapped = retitled(
      ['番号', '電話', '氏名'],
      [
        ['1', 'Sato', '111'],
        ['2', 'x', 'y'],
      ],
    );
    const { finish, run } = await drive(swapped);
    expect(brief(run.opened.columns)).toEqual(['number', 'header_moved phone', 'header_moved name']);
    expect(finish.verification.verdict).toBe('in_step_except_held');
    expect(await stored('number, name, phone, city')).toEqual(ROWS);
  });

  test('moved columns go on by one answer, and go on after it', async () => {
    const moved = ['番号', '電話', 'city', '氏名'];
    expect(brief((await binding(moved)).columns)).toEqual(['number', 'phone', 'city', 'header_moved name']);
    await answer(moved, [{ index: 3, decision: 'column', column: 'name' }]);
    expect(brief((await binding(moved)).columns)).toEqual(['number', 'phone', 'city', 'name']);
    expect(brief((await binding(HEADERS)).columns)).toEqual(['number', 'header_moved name', 'phone', 'city']);
  });

  test('one answer leaves the other questions open', async () => {
    const now = ['番号', 'Name', 'Tel', 'city'];
    const renamed = ['number', 'header_renamed name', 'header_renamed phone', 'city'];
    expect(brief((await binding(now)).columns)).toEqual(renamed);
    await answer(now, [{ index: 1, decision: 'never' }]);
    expect(brief((await binding(now)).columns)).toEqual(['number', 'never_sent null', ...renamed.slice(2)]);
    await answer(now, [{ index: 2, decision: 'column', column: 'phone' }]);
    expect(brief((await binding(now)).columns)).toEqual(['number', 'never_sent null', 'phone', 'city']);
    // Never sent is never sent, whatever the heading is called.
    expect(brief((await binding(['番号', '携帯', 'Tel', 'city'])).columns)[1]).toBe('header_renamed null');
  });

  test('a blanked heading is held until it is typed again or left out', async () => {
    const now = ['番号', '氏名', '', 'city'];
    const blank = retitled(now, [
      ['1', 'Sato', 'lost', 'Oita'],
      ['2', 'Abe', null, 'Beppu'],
    ]);
    await drive(blank);
    expect(await stored('phone')).toEqual([['111'], ['222']]);
    expect(brief((await binding(now)).columns)[2]).toBe('header_blank phone');
    expect((await answer(now, [{ index: 2, decision: 'column', column: 'phone' }])).body.code).toBe('invalid_body');
    expect(brief((await binding(HEADERS)).columns)).toEqual(['number', 'name', 'phone', 'city']);
    await answer(now, [{ index: 2, decision: 'ignored' }]);
    expect(brief((await binding(now)).columns)[2]).toBe('header_blank null');
  });

  test.each([
    ['two swapped, then one of them deleted', ['番号', '電話', '氏名', 'city'], ['番号', '電話', 'city'], 1, 'phone'],
    ['one blanked, then another given its text', ['番号', '', '電話', 'city'], ['番号', '', '氏名', 'city'], 2, 'name'],
    [
      'one doubled, then the first of them blanked',
      ['番号', '氏名', '氏名', 'city'],
      ['番号', '', '氏名', 'city'],
      2,
      'name',
    ],
  ])('a question that nobody answered is not forgotten: %s', async (_, first, then, at, field) => {
    await drive(sheet);
    const wrong = (headers: readonly string[]) =>
      retitled(
        headers,
        ROWS.map((row) => headers.map((_header, index) => (index === 0 ? (row[0] ?? null) : `wrong ${index}`))),
      );
    const before = await stored(field);
    await drive(wrong(first));
    await drive(wrong(then));
    expect((await binding(then)).columns[at]?.state).toBe('held');
    await drive(wrong(then));
    expect(await stored(field)).toEqual(before);
    expect(brief((await binding(HEADERS)).columns)).toEqual(['number', 'name', 'phone', 'city']);
    const column = (await binding(then)).columns[at]?.column ?? (await binding(then)).columns[at]?.proposal ?? '';
    await answer(then, [{ index: at, decision: 'column', column }]);
    expect((await binding(then)).columns[at]).toMatchObject({ state: 'synced', column });
  });

  test('the key under another heading, or under none, stops the run and names the cell', async () => {
    const open = async (headers: readonly string[]) =>
      (await sheet.send<Problem>('POST', '/v1/runs', { ...sheet.openBody({ headerRow: 3 }), headers })).body;
    await sheet.send('POST', '/v1/runs', sheet.openBody({ headerRow: 3 }));
    await pool.query('UPDATE sheets SET lease_run_id = NULL');
    expect(await open(['No.', '氏名', '電話', 'city'])).toMatchObject({
      code: 'no_key_header',
      params: { column: 'number', cell: 'A3', index: 0, was: '番号', now: 'No.', reason: 'header_renamed' },
    });
    expect(await open(['', '氏名', '電話', 'city'])).toMatchObject({
      code: 'no_key_header',
      params: { cell: 'A3', was: '番号', now: '', reason: 'header_blank' },
    });
    expect(await open(['番号', '氏名', '番号', 'city'])).toMatchObject({
      code: 'key_header_doubled',
      params: { cells: ['A3', 'C3'], letters: ['A', 'C'] },
    });
    expect(brief((await binding(['氏名', '電話', 'city', '番号'])).columns)).toEqual([
      'name',
      'phone',
      'city',
      'number',
    ]);
  });

  test('a run goes on under the same headers, held or not, and not under others', async () => {
    const now = ['番号', '氏名', 'Tel', 'city'];
    const runId = crypto.randomUUID();
    const first = await retitled(now).open({ runId });
    const again = await retitled(now).open({ runId });
    expect(again.opened.columns).toEqual(first.opened.columns);
    await answer(now, [{ index: 2, decision: 'column', column: 'phone' }]);
    const changed = await sheet.send<Problem>('POST', '/v1/runs', { ...sheet.openBody({ runId }), headers: now });
    expect(changed.body.code).toBe('contract_changed');
  });
});

describe('answers for headers', () => {
  test('of two alike one counts, and the other is left out; both ways of saying so', async () => {
    const now = ['番号', '氏名', 'city', '氏名'];
    expect(brief((await binding(now)).columns)).toEqual([
      'number',
      'header_doubled null',
      'city',
      'header_doubled null',
    ]);
    await answer(now, [{ index: 3, decision: 'column', column: 'name' }]);
    await drive(retitled(now, [['1', 'wrong', 'Oita', 'Sato']]));
    expect(await stored('name')).toEqual([['Sato']]);
    await answer(now, [
      { index: 3, decision: 'ignored' },
      { index: 1, decision: 'column', column: 'name' },
    ]);
    expect(brief((await binding(now)).columns)).toEqual(['number', 'name', 'city', 'ignored_by_person null']);
    // A column inserted before them changes nothing; a third copy is asked about.
    expect(brief((await binding(['x', ...now])).columns).slice(1)).toEqual([
      'number',
      'name',
      'city',
      'ignored_by_person null',
    ]);
    expect(brief((await binding([...now, '氏名'])).columns)[1]).toBe('header_doubled null');
  });

  test('leaving one of two alike out makes the other count', async () => {
    const now = ['番号', '氏名', 'city', 'name'];
    await answer(now, [{ index: 1, decision: 'ignored' }]);
    expect(brief((await binding(now)).columns)).toEqual(['number', 'ignored_by_person null', 'city', 'name']);
  });

  test('may swap two columns, bind a heading of any text, and take the value of a cell', async () => {
    const now = ['番号', '氏名', '電話', 'anything'];
    const { body } = await answer(now, [
      { index: 1, decision: 'column', column: 'phone', asValue: true },
      { index: 2, decision: 'column', column: 'name' },
      { index: 3, decision: 'column', column: 'age' },
    ]);
    expect(body.headers.map(({ column, asValue }) => [column, asValue])).toEqual([
      ['number', false],
      ['phone', true],
      ['name', false],
      ['age', false],
    ]);
    const { opened } = await retitled(now).open();
    expect(opened.columns.map(({ column, asValue }) => [column, asValue])).toEqual([
      ['number', undefined],
      ['phone', true],
      ['name', undefined],
      ['age', undefined],
    ]);
  });

  test.each<[string, HeaderAnswer[], string, object]>([
    ['a position beyond the headers', [{ index: 9, decision: 'ignored' }], 'invalid_body', { path: 'answers.0.index' }],
    [
      'a heading twice',
      [
        { index: 1, decision: 'ignored' },
        { index: 1, decision: 'never' },
      ],
      'invalid_body',
      { path: 'answers.1.index' },
    ],
    ['no column', [{ index: 1, decision: 'column' }], 'invalid_body', { path: 'answers.0.column' }],
    [
      'a column for what is left out',
      [{ index: 1, decision: 'never', column: 'name' }],
      'invalid_body',
      { path: 'answers.0.column' },
    ],
    [
      'values of what is left out',
      [{ index: 1, decision: 'ignored', asValue: true }],
      'invalid_body',
      { path: 'answers.0.asValue' },
    ],
    [
      'values of a number',
      [{ index: 1, decision: 'column', column: 'age', asValue: true }],
      'invalid_body',
      { path: 'answers.0.asValue' },
    ],
    [
      'a column that is not there',
      [{ index: 1, decision: 'column', column: 'nowhere' }],
      'unknown_column',
      { column: 'nowhere' },
    ],
    [
      'a column that is never synced',
      [{ index: 1, decision: 'column', column: 'extra' }],
      'unknown_column',
      { column: 'extra' },
    ],
    [
      'a column of another heading',
      [{ index: 1, decision: 'column', column: 'phone' }],
      'column_taken',
      { column: 'phone', header: '電話', cell: 'C1', index: 2 },
    ],
    [
      'one column for two',
      [
        { index: 1, decision: 'column', column: 'age' },
        { index: 2, decision: 'column', column: 'age' },
      ],
      'column_taken',
      { column: 'age' },
    ],
    ['the key left out', [{ index: 0, decision: 'ignored' }], 'no_key_header', { column: 'number' }],
    ['the key for something else', [{ index: 0, decision: 'column', column: 'age' }], 'no_key_header', {}],
  ])('%s is refused, and nothing is written', async (_, answers, code, params) => {
    const refused = await answer(HEADERS, answers);
    expect([refused.status >= 400, refused.body.code]).toEqual([true, code]);
    expect(refused.body.params).toMatchObject(params);
    expect(await view()).toMatchObject({ headers: [], confirmedAt: null, headerRow: null });
  });

  test('two headings that read the same cannot mean two columns', async () => {
    const now = ['番号', '氏名', '氏名'];
    const both: HeaderAnswer[] = [1, 2].map((index) => ({
      index,
      decision: 'column',
      column: ['name', 'age'][index - 1] ?? '',
    }));
    expect((await answer(now, both)).body).toMatchObject({ code: 'headers_alike', params: { cells: ['B1', 'C1'] } });
    await drive(sheet);
    // The third heading was typed over with the text of the second.
    const over = ['番号', '氏名', '氏名', 'city'];
    expect(brief((await binding(over)).columns)).toEqual([
      'number',
      'header_doubled null',
      'header_doubled null',
      'city',
    ]);
    expect((await answer(over, [{ index: 2, decision: 'column', column: 'phone' }])).body.code).toBe('headers_alike');
    await answer(over, [{ index: 2, decision: 'never' }]);
    expect(brief((await binding(over)).columns)).toEqual(['number', 'name', 'ignored_by_person null', 'city']);
  });

  test('when the headings move to another row, what was agreed goes along', async () => {
    const now = ['番号', 'who', '電話', 'city'];
    await answer(now, [
      { index: 1, decision: 'column', column: 'name' },
      { index: 2, decision: 'never' },
    ]);
    expect((await answer(now, [], { headerRow: 3 })).body).toMatchObject({ headerRow: 3 });
    const { columns } = await binding(now, { headerRow: 3 });
    expect(brief(columns)).toEqual(['number', 'name', 'never_sent null', 'city']);
    expect(brief((await binding(['番号', '携帯', '電話', 'city'], { headerRow: 3 })).columns)[1]).toBe(
      'header_renamed name',
    );
    // A client that still names the first row is told the same, of what is said later too.
    expect(brief((await binding(now)).columns)).toEqual(brief(columns));
    await answer(now, [{ index: 3, decision: 'never' }], { headerRow: 3 });
    expect(brief((await binding(now)).columns)[3]).toBe('never_sent null');
    await answer(now, [{ index: 2, decision: 'column', column: 'phone' }], { headerRow: 1 });
    expect(brief((await binding(now)).columns)).toEqual(['number', 'name', 'phone', 'never_sent null']);
  });

  test('a heading of any length is answered for', async () => {
    const now = ['番号', '長い'.repeat(20_000)];
    await answer(now, [{ index: 1, decision: 'column', column: 'name' }]);
    expect(brief((await binding(now)).columns)).toEqual(['number', 'name']);
  });

  test('two tabs of one spreadsheet keep their contracts, keys and rows apart', async () => {
    await pool.query('CREATE TABLE others (number text PRIMARY KEY, name text, phone text)');
    const bound = {
      spreadsheetId: 'spreadsheet-of-the-tests',
      sheetName: 'second',
      table: 'others',
      keyColumn: 'number',
      scopeColumn: null,
    };
    const { sheetId, key } = await addSheet(pool, bound);
    const second = new TestSheet(server, { sheetId, key, name: 'second' }, ['number', 'A', 'B']);
    second.rows = [['1', 'other', '000']];
    const said = {
      headerRow: 1,
      headers: second.headers,
      answers: [
        { index: 1, decision: 'column', column: 'phone' },
        { index: 2, decision: 'column', column: 'name' },
      ],
    };
    await second.ask('PUT', '/v1/sheet/headers', said);
    await answer(
      ['番号', 'A', 'B', 'city'],
      [
        { index: 1, decision: 'column', column: 'name' },
        { index: 2, decision: 'column', column: 'phone' },
      ],
    );
    await drive(second);
    await drive(retitled(['番号', 'A', 'B', 'city']));
    expect((await pool.query('SELECT number, name, phone FROM others')).rows).toEqual([
      { number: '1', name: '000', phone: 'other' },
    ]);
    expect(await stored('number, name, phone, city')).toEqual(ROWS);
    const foreign = await sheet.send<Problem>('POST', '/v1/runs', { ...second.openBody(), headers: HEADERS });
    expect(foreign.body).toMatchObject({ code: 'wrong_sheet', params: { kind: 'other_name', boundTo: 'clients' } });
    // By gid, two tabs that changed their names are still themselves.
    await sheet.ask<OpenRunAnswer>('POST', '/v1/runs', sheet.openBody({ sheetGid: 1, mode: 'verify' }));
    await second.ask('POST', '/v1/runs', second.openBody({ sheetGid: 2, mode: 'verify' }));
    await sheet.ask('POST', '/v1/runs', { ...sheet.openBody({ sheetGid: 1, mode: 'verify' }), sheetName: 'second' });
    const crossed = await second.send<Problem>('POST', '/v1/runs', second.openBody({ sheetGid: 1 }));
    expect(crossed.body).toMatchObject({ code: 'wrong_sheet', params: { kind: 'other_tab' } });
  });
});

describe('keys that look alike', () => {
  const say = (key: string, otherKey: string, said: string | null) =>
    sheet.send<Problem>('PUT', '/v1/sheet/look-alikes', { key, otherKey, answer: said, by: 'Sato' });
  const ALIKE = [
    ['A-1', 'Sato', null, null],
    ['Ａ-１', 'Abe', null, null],
    ['B', 'Ito', null, null],
  ];

  test('two new ones wait for an answer; "different" frees both, whichever is named first, and null takes it back', async () => {
    sheet.rows = ALIKE;
    expect((await drive(sheet)).finish.receipt).toMatchObject({ inserted: 1, rejected: 2 });
    await say('Ａ-１', 'A-1', 'different');
    await say('Ａ-１', 'A-1', null);
    expect((await drive(sheet)).finish.receipt).toMatchObject({ rejected: 2 });
    await say('Ａ-１', 'A-1', 'different');
    const { finish, compares } = await drive(sheet);
    expect(finish.receipt).toMatchObject({ inserted: 2, rejected: 0 });
    expect(compares[0]?.lookAlikes).toEqual([]);
    expect(await stored('number, name')).toEqual([
      ['A-1', 'Sato'],
      ['B', 'Ito'],
      ['Ａ-１', 'Abe'],
    ]);
  });

  test('"same" keeps the other spelling out, and names it so, even where it is sent all the same', async () => {
    await pool.query(`INSERT INTO clients (number) VALUES ('A-1')`);
    sheet.rows = [['Ａ-１', 'Abe', null, null]];
    await say('A-1', 'Ａ-１', 'same');
    const run = await sheet.open();
    const { round, nextBatch, send: asked, lookAlikes } = await run.compare();
    expect([asked, lookAlikes]).toEqual([[], [{ key: 'Ａ-１', otherKey: 'A-1', rowNumbers: [2], isSame: true }]]);
    const { rejected } = await run.batch(nextBatch, round, run.allRows());
    expect(rejected[0]?.errors[0]).toMatchObject({ code: 'key_same_buyer', cell: 'A2' });
    await run.compare();
    expect((await run.finish()).receipt).toMatchObject({ rejected: 1 });
    expect(await stored('number')).toEqual([['A-1']]);
    const { rows } = await pool.query('SELECT DISTINCT code FROM sync_error_log');
    expect(rows).toEqual([{ code: 'key_same_buyer' }]);
  });

  test('an answer on one pair says nothing of a third spelling', async () => {
    sheet.rows = [...ALIKE.slice(0, 2), ['A－1', 'third', null, null]];
    await say('A-1', 'Ａ-１', 'different');
    expect((await drive(sheet)).finish.receipt).toMatchObject({ inserted: 0, rejected: 3 });
    await say('A-1', 'A－1', 'different');
    expect((await drive(sheet)).finish.receipt).toMatchObject({ inserted: 1, rejected: 2 });
  });

  test('long keys are answered too; keys that do not look alike are no question', async () => {
    expect((await say('Ａ'.repeat(600), 'A'.repeat(600), 'same')).status).toBe(200);
    for (const [key, other] of [
      ['A', 'B'],
      ['A', 'A'],
      [' A', 'Ａ'],
    ] as const)
      expect((await say(key, other, 'same')).body.code).toBe('invalid_body');
  });
});

describe('rows that are no buyers', () => {
  test('count as blank once a person said so, until their values change or it is taken back', async () => {
    sheet.rows = [
      ['1', 'Sato', null, null],
      [null, 'Total', '2', null],
      [null, 'note', null, null],
    ];
    const first = await drive(sheet);
    expect(first.compares[0]?.blankKeys).toEqual([3, 4]);
    expect(first.finish).toMatchObject({
      status: 'completed_with_problems',
      receipt: { rejected: 2, skippedBlank: 0 },
    });
    const fingerprints = first.run.digest().fingerprints.slice(1);
    const say = (isBuyer: boolean, of: readonly string[]) =>
      sheet.ask<{ count: number }>('PUT', '/v1/sheet/not-buyers', { fingerprints: of, isBuyer });
    expect(await say(false, fingerprints)).toEqual({ count: 2 });
    expect(await say(false, fingerprints)).toEqual({ count: 2 });
    await pool.query('DELETE FROM sync_error_log');
    const second = await drive(sheet);
    expect(second.compares[0]?.blankKeys).toEqual([]);
    expect(second.finish).toMatchObject({
      status: 'completed',
      receipt: { read: 3, rejected: 0, skippedBlank: 2, unchanged: 1 },
    });
    expect((await pool.query('SELECT FROM sync_error_log')).rowCount).toBe(0);
    sheet.rows[2] = [null, 'another note', null, null];
    expect((await drive(sheet)).compares[0]?.blankKeys).toEqual([4]);
    expect(await say(true, fingerprints)).toEqual({ count: 0 });
    expect((await drive(sheet)).compares[0]?.blankKeys).toEqual([3, 4]);
  });

  test('are never rows with a key', async () => {
    await sheet.ask('PUT', '/v1/sheet/not-buyers', {
      fingerprints: (await sheet.open()).digest().fingerprints,
      isBuyer: false,
    });
    await pool.query('UPDATE sheets SET lease_run_id = NULL');
    expect((await drive(sheet)).finish.receipt).toMatchObject({ inserted: 2, skippedBlank: 0 });
  });

  test('a fingerprint that is none is refused', async () => {
    const refused = await sheet.send<Problem>('PUT', '/v1/sheet/not-buyers', { fingerprints: ['x'], isBuyer: false });
    expect(refused.body).toMatchObject({ code: 'invalid_body', params: { path: 'fingerprints.0' } });
    expect((await driveToEnd(sheet)).problem).toBeNull();
  });
});

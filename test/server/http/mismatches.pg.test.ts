// What differs after a run: counted by column, cause and form; page by page; and as a file that a spreadsheet opens without harm.
import { parse } from 'csv-parse/sync';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Mismatch, MismatchPage } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  drive,
  OPERATOR,
  send,
  type TestRun,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
let sheet: TestSheet;
let other: TestSheet;

beforeAll(async () => {
  await pool.query(`CREATE TABLE clients (buyer_number text PRIMARY KEY, name text, phone text, age integer CHECK (age < 200));
    CREATE TABLE others (buyer_number text PRIMARY KEY)`);
  sheet = await bindSheet(server, ['buyer_number', 'name', 'phone', 'age'], { table: 'clients' });
  other = await bindSheet(server, ['buyer_number'], { table: 'others' });
});
afterEach(() => clearRuns(database, 'clients', 'others'));

const page = (run: TestRun, query = '') => sheet.ask<MismatchPage>('GET', `${run.path('mismatches')}${query}`);

test('an adopted database whose 12,000 differences are one of form is told as one group of 12,000', async () => {
  await pool.query(
    `INSERT INTO clients SELECT n::text, '山田 太郎', '090-' || n, 30 FROM generate_series(1, 12000) AS n`,
  );
  sheet.rows = Array.from({ length: 12_000 }, (_, n) => [`${n + 1}`, '山田　太郎', `090-${n + 1}`, '30']);
  const { run, finish } = await drive(sheet, { mode: 'verify' });
  const { accuracy } = finish.verification;
  expect(accuracy).toMatchObject({ mismatchCount: 12_000, sampleSize: 12_000 });
  expect(accuracy.mismatches).toHaveLength(1000);
  expect(accuracy.groups).toEqual([
    {
      field: 'name',
      header: 'name',
      cause: 'form_only',
      form: 'spaces',
      count: 12_000,
      since: null,
      examples: accuracy.mismatches.slice(0, 3),
    },
  ]);
  // And each of them can be had, a thousand at a time.
  const rows: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: MismatchPage = await page(run, `?cause=form_only${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(more.count).toBe(12_000);
    rows.push(...more.mismatches.map(({ rowNumber }) => rowNumber));
    cursor = more.cursor;
  }
  expect(rows).toEqual(Array.from({ length: 12_000 }, (_, n) => n + 2));
});

/** Five buyers apart in five ways, one missing, one too many. */
async function apart(): Promise<TestRun> {
  sheet.rows = [
    ['1', 'Abe', '1', '30'],
    ['2', 'Baba', '2', '30'],
    ['3', 'Chiba', '3', '30'],
    ['4', 'Doi', '4', '30'],
    ['5', 'Endo', '5', '30'],
    ['6', 'Fujita', '6', '30'],
  ];
  await drive(sheet);
  await pool.query(`UPDATE clients SET phone = '22' WHERE buyer_number = '2'; UPDATE clients SET name = 'chiba' WHERE buyer_number = '3';
    UPDATE clients SET name = 'Doi!' WHERE buyer_number = '4'; DELETE FROM clients WHERE buyer_number = '6'; INSERT INTO clients VALUES ('7')`);
  sheet.rows = [
    ['1', 'Abe', '11', '30'],
    ['2', 'Baba', '2', '30'],
    ['3', 'Chiba', '3', '31'],
    ['4', 'Doi', '4', '300'],
    ['5', 'Endo', '5', '30'],
    ['6', 'Fujita', '6', '30'],
  ];
  return (await drive(sheet, { mode: 'verify' })).run;
}

describe('a run with differences', () => {
  test('names the cause of each field for itself, and since when', async () => {
    const run = await apart();
    const { mismatches, count, cursor } = await page(run);
    const told = mismatches.map(({ cell, cause, form }) => [cell, cause, form]);
    expect(told).toEqual([
      ['C2', 'edited_in_sheet', null],
      ['C3', 'changed_in_database', null],
      ['B4', 'changed_in_database', 'case'],
      ['D4', 'edited_in_sheet', null],
      ['B5', 'changed_in_database', null],
      ['D5', 'edited_in_sheet', null],
    ]);
    expect([count, cursor]).toEqual([6, null]);
    for (const { since } of mismatches) expect(since).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('groups them, and says why buyers are missing', async () => {
    const run = await apart();
    const { accuracy, completeness } = (
      await sheet.ask<{ verification: Awaited<ReturnType<TestRun['finish']>>['verification'] }>(
        'GET',
        `/v1/runs/${run.id}`,
      )
    ).verification;
    expect(accuracy.groups?.map(({ field, cause, form, count }) => [field, cause, form, count])).toEqual([
      ['age', 'edited_in_sheet', null, 2],
      ['name', 'changed_in_database', 'case', 1],
      ['name', 'changed_in_database', null, 1],
      ['phone', 'changed_in_database', null, 1],
      ['phone', 'edited_in_sheet', null, 1],
    ]);
    expect(completeness).toEqual({
      complete: false,
      missingCount: 1,
      missingBuyerNumbers: ['6'],
      causes: { deleted_in_database: 1 },
    });
  });

  test.each([
    ['?field=phone', ['C2', 'C3']],
    ['?cause=edited_in_sheet', ['C2', 'D4', 'D5']],
    ['?form=case', ['B4']],
    ['?form=none&field=name', ['B5']],
    ['?form=date', []],
    ['?cause=nothing_of_the_kind', []],
  ])('gives those that %s asks for, with their exact count', async (query, cells) => {
    const { mismatches, count } = await page(await apart(), query);
    expect(mismatches.map(({ cell }) => cell)).toEqual(cells);
    expect(count).toBe(cells.length);
  });

  test.each([1, 2, 4, 5, 6])('gives each once, %i a page', async (limit) => {
    const run = await apart();
    const all: Mismatch[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: MismatchPage = await page(run, `?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(more.mismatches.length).toBeLessThanOrEqual(limit);
      all.push(...more.mismatches);
      cursor = more.cursor;
    }
    expect(all).toEqual((await page(run)).mismatches);
  });

  test('shows its values to its own sheet and to operators, and to no other sheet', async () => {
    const run = await apart();
    const path = run.path('mismatches');
    expect((await other.send('GET', path)).body).toMatchObject({ code: 'unknown_run', status: 404 });
    expect((await send(server, 'GET', path)).status).toBe(401);
    expect(await send<MismatchPage>(server, 'GET', path, { token: OPERATOR })).toMatchObject({
      status: 200,
      body: { count: 6 },
    });
    for (const query of ['cursor=1', 'cursor=a,b', 'limit=0', 'limit=1001', 'form=odd'])
      expect((await sheet.send('GET', `${path}?${query}`)).body).toMatchObject({ code: 'invalid_parameter' });
  });

  test('that wrote after its values were asked for tells none of them', async () => {
    sheet.rows = [['1', 'Abe', null, null]];
    await pool.query(`INSERT INTO clients VALUES ('1', 'Other')`);
    const run = await sheet.open();
    const { round, nextBatch } = await run.compare();
    expect(await run.values(run.allRows())).toHaveLength(1);
    await run.batch(nextBatch, round, run.allRows());
    expect((await run.finish()).verification.accuracy).toMatchObject({ mismatchCount: 0, groups: [] });
    expect(await page(run)).toEqual({ mismatches: [], count: 0, cursor: null });
  });
});

test('a row that the last sync refused as it is says so in a verify too, until it is edited', async () => {
  const causes = async () =>
    (await drive(sheet, { mode: 'verify' })).mismatches.map(({ field, cause }) => [field, cause]);
  sheet.rows = [['1', 'Abe', '1', '30']];
  await drive(sheet);
  sheet.rows = [['1', 'Abe!', '1', '300']];
  await drive(sheet);
  expect(await causes()).toEqual([
    ['name', 'rejected'],
    ['age', 'rejected'],
  ]);
  sheet.rows = [['1', 'Abe!', '1', '30']];
  expect(await causes()).toEqual([['name', 'edited_in_sheet']]);
});

test('buyers are missing because they were refused, deleted since, or never sent', async () => {
  sheet.rows = ['gone', 'kept'].map((key) => [key, 'a', null, '30']);
  await drive(sheet);
  await pool.query(`DELETE FROM clients WHERE buyer_number = 'gone'`);
  sheet.rows = [
    ['gone', 'a', null, '30'],
    ['kept', 'a', null, '30'],
    ['refused', 'a', null, '300'],
    ['doubled', 'a', null, '30'],
    ['doubled', 'b', null, '30'],
    ['Ａ', 'looks like the next', null, '30'],
    ['A', 'looks like the one before', null, '30'],
    ['new', 'a', null, '30'],
    ['newer', 'a', null, '30'],
  ];
  const missing = async () => (await drive(sheet, { mode: 'verify' })).finish.verification.completeness;
  // The refusal by the database comes only once it is tried.
  expect(await missing()).toMatchObject({
    missingCount: 7,
    causes: { deleted_in_database: 1, rejected: 3, never_synced: 3 },
  });
  await drive(sheet);
  expect(await missing()).toMatchObject({ missingCount: 4, causes: { rejected: 4 } });
});

describe('the report as CSV', () => {
  const csv = async (run: TestRun, query = '') => {
    const response = await server.app.request(`${run.path('mismatches')}${query}`, {
      headers: { authorization: `Bearer ${sheet.key}`, accept: 'text/csv' },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    return {
      text: bytes.toString('utf8'),
      lines: parse(bytes, { bom: true, columns: true }) as Record<string, string>[],
      headers: response.headers,
    };
  };

  test('is the whole of it, the missing and the extra buyers too', async () => {
    const run = await apart();
    const { lines, headers } = await csv(run);
    const { mismatches } = await page(run);
    const asText = (mismatch: Mismatch) =>
      Object.fromEntries(Object.entries(mismatch).map(([name, value]) => [name, value === null ? '' : String(value)]));
    expect(lines.slice(0, 6)).toEqual(mismatches.map(asText));
    expect(lines.slice(6)).toMatchObject([
      { buyerNumber: '6', rowNumber: '', cause: 'missing', databaseValue: '' },
      { buyerNumber: '7', rowNumber: '', cause: 'extra', spreadsheetValue: '' },
    ]);
    expect(headers.get('x-rollcall-not-listed')).toBe('0');
    expect((await csv(run, '?cause=extra')).lines).toMatchObject([{ buyerNumber: '7' }]);
    expect((await csv(run, '?field=age')).lines).toHaveLength(2);
  });

  test('holds no text that a spreadsheet would take for a formula, and every other as it is', async () => {
    const dangers = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '　=1', ' \n=1', '＝1', '＋1', '－1', '＠a'];
    const plain = ['a=1', '山田　太郎', 'say "no"', 'a,b', 'a\nb', "'quoted", '1-2', ''];
    const values = [...dangers, ...plain];
    sheet.rows = values.map((value, n) => [`${n}`, value === '' ? null : value.replace('\r', '\n'), null, null]);
    await pool.query(
      `INSERT INTO clients (buyer_number, name) SELECT n::text, 'else' FROM generate_series(0, ${values.length - 1}) n`,
    );
    const { run } = await drive(sheet, { mode: 'verify' });
    const { lines, text } = await csv(run);
    expect(lines.map((line) => line['spreadsheetValue'])).toEqual([
      ...dangers.map((value) => `'${value.replace('\r', '\n')}`),
      ...plain,
    ]);
    expect(text.split('\r\n').at(-1)).toBe('');
  });
});

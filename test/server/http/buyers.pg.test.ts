// One buyer by its number: what is stored, what was done with it last, when both sides were last seen equal, and keys like its own.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BuyerView, Problem } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  drive,
  HELD,
  OPERATOR,
  send,
  type TestRow,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
let sheet: TestSheet;
let numbered: TestSheet;
let east: TestSheet;
let west: TestSheet;

beforeAll(async () => {
  await pool.query(`
    CREATE TABLE clients (buyer_number text PRIMARY KEY, name text CHECK (name <> 'x'), joined date, own text DEFAULT 'ours');
    CREATE TABLE numbered (id bigint PRIMARY KEY, name text);
    CREATE TABLE shared (buyer_number text, name text, branch text NOT NULL, UNIQUE (branch, buyer_number))`);
  sheet = await bindSheet(server, ['buyer_number', 'name', 'joined'], { table: 'clients' });
  numbered = await bindSheet(server, ['id', 'name'], { table: 'numbered', keyColumn: 'id' });
  east = await bindSheet(server, ['buyer_number', 'name'], { table: 'shared', scopeColumn: 'branch', name: 'east' });
  west = await bindSheet(server, ['buyer_number', 'name'], { table: 'shared', scopeColumn: 'branch', name: 'west' });
});
afterEach(() => clearRuns(database, 'clients', 'numbered', 'shared'));

const path = (key: string) => `/v1/buyers/${encodeURIComponent(key)}`;
const find = (key: string, at = sheet) => at.ask<BuyerView>('GET', path(key));
const statusOf = async (key: string, at = sheet) => (await at.send<Problem>('GET', path(key))).status;
const sync = (rows: readonly TestRow[], at = sheet) => {
  at.rows = [...rows];
  return drive(at);
};
const verify = () => drive(sheet, { mode: 'verify' });
/** The clock of the database stands between two runs as it does between two people. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('a buyer', () => {
  test('is shown as stored, with its last change and who made it', async () => {
    const { run: first } = await sync([['00123', '山田', '2024-04-01']]);
    expect(await find('00123')).toEqual({
      key: '00123',
      stored: { buyer_number: '00123', name: '山田', joined: '2024-04-01' },
      lastChange: { at: expect.stringMatching(TIME), runId: first.id, outcome: 'inserted', by: 'sheet', fields: [] },
      lastSeenEqual: expect.stringMatching(TIME),
      errors: [],
      lookAlikes: [],
      retry: null,
    });
    const { run: second } = await sync([['00123', '山田', null]]);
    await pool.query(`UPDATE clients SET name = 'theirs'`);
    expect(await find(' 00123　')).toMatchObject({
      stored: { name: 'theirs', joined: null },
      lastChange: { runId: second.id, outcome: 'updated', fields: ['joined'] },
    });
  });

  test('that was refused shows why, though the database never had it', async () => {
    await sync([['1', 'x', null]]);
    await sync([['1', 'x', 'soon']]);
    const buyer = await find('1');
    expect(buyer).toMatchObject({ stored: null, lastChange: { outcome: 'failed', fields: [] }, lastSeenEqual: null });
    expect(buyer.errors.map(({ code, cell, header }) => [code, cell, header])).toEqual([
      ['not_a_date', 'C2', 'joined'],
      [expect.any(String), 'B2', 'name'],
    ]);
    expect(JSON.stringify(buyer.errors)).not.toContain('soon');
  });

  test('shows at most its twenty latest errors', async () => {
    await pool.query(
      `INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, error_message, error_type, code, created_at)
       SELECT $1, gen_random_uuid(), '1', 'm', 'unknown', 'code_' || n, '2024-01-01'::timestamptz + make_interval(hours => n)
         FROM generate_series(1, 30) AS n`,
      [sheet.sheetId],
    );
    const codes = (await find('1')).errors.map(({ code }) => code);
    expect(codes).toEqual(Array.from({ length: 20 }, (_, n) => `code_${30 - n}`));
  });

  test('that nobody ever saw is not found, and the answer does not repeat its number', async () => {
    await sync([['1', 'a', null]]);
    const answer = await sheet.send<Problem>('GET', path('secret-2'));
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown_buyer' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  test('of a table never synced is shown with every column that can be synced', async () => {
    await pool.query(`INSERT INTO clients VALUES ('1', 'a', '2024-04-01')`);
    expect((await find('1')).stored).toEqual({ buyer_number: '1', name: 'a', joined: '2024-04-01', own: 'ours' });
  });

  test.each([
    ...['a/b', '山田/太郎', '100%', '%2F', 'a?b=c', 'a#b', 'a+b c', '&key=1', "o'neil", '"q"', 'あ'.repeat(600)],
  ])('is found by a number such as %s', async (key) => {
    await sync([[key, 'found', null]]);
    expect(await find(key)).toMatchObject({ key, stored: { buyer_number: key, name: 'found' } });
  });

  test.each(['.', '..', 'a/b', '山田'])('is found by ?key= as well: %s', async (key) => {
    await sync([[key, 'found', null]]);
    const buyer = await sheet.ask<BuyerView>('GET', `/v1/buyers?key=${encodeURIComponent(key)}`);
    expect(buyer).toMatchObject({ key, stored: { name: 'found' } });
  });

  test('of a numeric key is found however the number is written, and a text there is nobody', async () => {
    await sync([['12', 'a']], numbered);
    for (const key of ['12', '１２', ' 12 ']) expect(await find(key, numbered)).toMatchObject({ key: '12' });
    for (const key of ['abc', '99999999999999999999', '1.5', '#N/A']) expect(await statusOf(key, numbered)).toBe(404);
  });

  test('belongs to its sheet: another key, and another branch of the same table, do not see it', async () => {
    await sync([['1', 'of the east']], east);
    expect(await find('1', east)).toMatchObject({ stored: { name: 'of the east' } });
    expect((await find('1', east)).stored).not.toHaveProperty('branch');
    expect(await statusOf('1', west)).toBe(404);
    expect(await statusOf('1', sheet)).toBe(404);
    const asOperator = (query: string) => send<BuyerView>(server, 'GET', `/v1/buyers/1${query}`, { token: OPERATOR });
    expect((await asOperator(`?sheetId=${east.sheetId}`)).body).toMatchObject({ stored: { name: 'of the east' } });
    expect((await asOperator('')).body).toMatchObject({ code: 'invalid_parameter', params: { name: 'sheetId' } });
    expect((await asOperator(`?sheetId=${crypto.randomUUID()}`)).body).toMatchObject({ code: 'unknown_sheet' });
    // A key opens its own sheet, whatever it names.
    expect((await west.send('GET', `/v1/buyers/1?sheetId=${east.sheetId}`)).status).toBe(404);
    expect((await west.send('GET', '/v1/buyers')).body).toMatchObject({ code: 'invalid_parameter' });
    expect((await send(server, 'GET', '/v1/buyers/1')).status).toBe(401);
  });
});

describe('keys that look like another', () => {
  test('are named by every spelling, and by none that only resembles it', async () => {
    const spellings = ['A-1', 'Ａ－１', 'A‐1', 'A−1', 'Aー1', 'A-１', 'A-①', 'A-𝟏'];
    const others = ['a-1', 'A1', 'A-10', 'アー1', 'A-2'];
    await pool.query(`INSERT INTO clients (buyer_number) SELECT unnest($1::text[])`, [[...spellings, ...others]]);
    for (const key of spellings)
      expect(new Set((await find(key)).lookAlikes)).toEqual(new Set(spellings.filter((other) => other !== key)));
    expect((await find('アー1')).lookAlikes).toEqual([]);
    // Nobody has this number, and yet somebody is probably meant.
    expect(await find('Ａ-1')).toMatchObject({ stored: null, lookAlikes: expect.arrayContaining(['A-1', 'Ａ－１']) });
    expect(await statusOf('Ｂ-1')).toBe(404);
  });
});

describe('when both sides were last seen equal', () => {
  const seen = async (key: string) => (await find(key)).lastSeenEqual;
  const comparedAt = async ({ run }: { run: { id: string } }) =>
    (
      await pool.query<{ at: Date }>('SELECT seen_at AS at FROM runs WHERE id = $1', [run.id])
    ).rows[0]?.at.toISOString();

  test('moves with every run, and an unchanged one writes no line for a buyer', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => [`${n}`, 'a', null]);
    const first = await sync(rows);
    expect(await seen('7')).toBe(await comparedAt(first));
    const before = (await pool.query('SELECT count(*)::int AS n FROM row_history')).rows[0].n;
    const second = await sync(rows);
    const third = await verify();
    expect(await comparedAt(second)).not.toBe(await comparedAt(first));
    expect(await seen('7')).toBe(await comparedAt(third));
    expect((await pool.query('SELECT count(*)::int AS n FROM row_history')).rows[0].n).toBe(before);
    expect((await pool.query('SELECT count(*)::int AS n FROM seen_keys')).rows[0].n).toBe(1);
  });

  test('is of adopted buyers too, which Rollcall never wrote', async () => {
    await pool.query(`INSERT INTO clients VALUES ('1', 'a')`);
    sheet.rows = [['1', 'a', null]];
    const run = await verify();
    expect(await find('1')).toMatchObject({ lastChange: null, lastSeenEqual: await comparedAt(run) });
  });

  test('stands still for a buyer that differs, is missing, doubled or unreadable, and goes on for the others', async () => {
    const rows: TestRow[] = [...'abcdef'].map((key) => [key, 'n', null]);
    const first = await sync(rows);
    await pool.query(
      `UPDATE clients SET name = 'theirs' WHERE buyer_number = 'a'; DELETE FROM clients WHERE buyer_number = 'b'`,
    );
    const error = {
      cell: 'C5',
      header: 'joined',
      column: 'joined',
      errorType: 'data_type',
      code: 'not_a_date',
    } as const;
    const errors = [{ ...error, message: 'm', limit: null, actual: null, fix: 'f' }];
    sheet.rows = [
      ...rows.slice(0, 3),
      ['c', 'n', null],
      { cells: ['d', null, null], errors },
      ['e', HELD, null],
      ['f', 'n', null],
    ];
    const second = await verify();
    const [then, now] = [await comparedAt(first), await comparedAt(second)];
    const times = await Promise.all([...'abcdef'].map(seen));
    expect(times).toEqual([then, then, then, then, now, now]);
  });

  test('is not claimed for a buyer that is in the database only, or came there since', async () => {
    await pool.query(`INSERT INTO clients VALUES ('extra', 'a')`);
    await sync([['1', 'a', null]]);
    await pool.query(`INSERT INTO clients VALUES ('since', 'a')`);
    expect(await Promise.all(['extra', 'since', '1'].map(seen))).toEqual([null, null, expect.stringMatching(TIME)]);
  });

  test('is kept for the ten latest sets of keys, and unknown rather than wrong before', async () => {
    await sync([['gone', 'a', null]]);
    for (let n = 0; n < 9; n++) await sync([[`${n}`, 'a', null]]);
    expect(await seen('gone')).toMatch(TIME);
    await sync([['one more', 'a', null]]);
    expect(await seen('gone')).toBeNull();
    expect(await seen('0')).toMatch(TIME);
  });

  test('is unknown of a run in which too many differ to be kept', async () => {
    await pool.query(`INSERT INTO clients SELECT n::text, 'theirs' FROM generate_series(1, 10001) AS n`);
    await pool.query(`INSERT INTO clients VALUES ('equal', 'a')`);
    sheet.rows = [...Array.from({ length: 10_001 }, (_, n) => [`${n + 1}`, 'ours', null]), ['equal', 'a', null]];
    const run = await sheet.open({ mode: 'verify' });
    await run.compare();
    await run.finish();
    expect(await Promise.all([seen('equal'), seen('7')])).toEqual([null, null]);
  });
});

// Guards, over whole runs: what must never trip them, what must, who lets it through, and that nobody writes past them.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openHolds } from '../../../server/sheets/holds.ts';
import type { CompareAnswer, Hold, HoldDecided, Problem } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  drive,
  HELD,
  type TestCell,
  TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);

const HEADERS = ['buyer_number', 'name', 'phone', 'visits', 'as_of', 'rank'] as const;
const SIZES = [21, 25, 100, 1000];
let sheet: TestSheet;

beforeAll(async () => {
  await pool.query(`
    CREATE TABLE clients (
      buyer_number text PRIMARY KEY, name text, phone text, visits integer, as_of date, rank text NOT NULL DEFAULT '');
    CREATE TABLE branches (
      branch text, buyer_number text, name text, phone text, visits integer, as_of date, rank text, UNIQUE (branch, buyer_number))`);
  sheet = await bindSheet(server, HEADERS, { table: 'clients' });
});
afterEach(() => clearRuns(database, 'clients', 'branches'));

const rowOf = (n: number): TestCell[] => [
  `B${n}`,
  `name ${n}`,
  `080-${n}`,
  String(n),
  '2026-01-01',
  n % 2 ? 'a' : null,
];
const rowsOf = (count: number, from = 0): TestCell[][] => Array.from({ length: count }, (_, n) => rowOf(from + n));

/** Cells of one column made anew, where `rows` says so. */
function edit(
  header: (typeof HEADERS)[number],
  cell: (was: TestCell, n: number) => TestCell,
  to = Number.POSITIVE_INFINITY,
) {
  const at = HEADERS.indexOf(header);
  sheet.rows = (sheet.rows as TestCell[][]).map((row, n) =>
    n < to ? row.map((was, column) => (column === at ? cell(was, n) : was)) : row,
  );
}

const column = async (name: string): Promise<(string | null)[]> =>
  (await pool.query(`SELECT ${name}::text AS text FROM clients ORDER BY length(buyer_number), buyer_number`)).rows.map(
    ({ text }) => text,
  );

async function synced(count: number): Promise<void> {
  sheet.rows = rowsOf(count);
  expect((await drive(sheet)).finish.verification.verdict).toBe('in_step');
}

async function expectNothingHeld(options: Parameters<typeof drive>[1] = {}): Promise<void> {
  const driven = await drive(sheet, options);
  expect(driven.compares.map((compare) => compare.held)).toEqual(driven.compares.map(() => null));
  expect(driven.finish.verification.verdict).toBe('in_step');
}

async function expectHeld(held: { column: string; reason: Hold['reason']; rows: number; of: number }) {
  const driven = await drive(sheet);
  const last = driven.compares.at(-1)?.held;
  expect(last).toMatchObject({ scope: 'columns', columns: [held.column], reason: held.reason });
  const [hold] = last?.holds ?? [];
  expect(hold).toMatchObject({ scope: 'column', state: 'waiting', column: held.column, of: held.of });
  expect(Math.abs((hold?.rows ?? 0) - held.rows)).toBeLessThanOrEqual(held.rows * 0.1);
  const header = held.column;
  expect(driven.finish).toMatchObject({
    status: 'completed',
    verification: {
      verdict: 'in_step_except_held',
      notCompared: { columns: [{ header, reason: `guard_${held.reason}` }] },
    },
  });
  return driven;
}

describe('what nobody needs to be asked about', () => {
  test.each(SIZES)('%i rows: a first sync, a newly mapped column, filling blanks, growth', async (count) => {
    await pool.query(
      `INSERT INTO clients (buyer_number, name) SELECT 'B' || n, 'another' FROM generate_series(0, $1::int) n`,
      [count + 30],
    );
    sheet.rows = rowsOf(count);
    await expectNothingHeld();
    edit('rank', (was) => was ?? 'b');
    await expectNothingHeld();
    sheet.rows = [...rowsOf(count), ...rowsOf(3 * count, count + 500)];
    edit('rank', (was) => was ?? 'b');
    await expectNothingHeld();
  });

  test('a column that the last sync did not know may bring whatever it brings', async () => {
    const narrow = new TestSheet(server, { sheetId: sheet.sheetId, key: sheet.key, name: sheet.name }, [
      'buyer_number',
      'name',
    ]);
    narrow.rows = rowsOf(100).map((row) => row.slice(0, 2));
    await pool.query(`INSERT INTO clients (buyer_number, phone) SELECT 'B' || n, 'old' FROM generate_series(0, 99) n`);
    await drive(narrow);
    sheet.rows = rowsOf(100);
    await expectNothingHeld();
    expect(new Set(await column('phone')).size).toBe(100);
  });

  test.each(SIZES)('%i rows: a column of formulas whose values all change, or all go blank', async (count) => {
    await synced(count);
    edit('as_of', () => '2026-01-02');
    await expectNothingHeld({ formulas: ['as_of'] });
    edit('as_of', () => null);
    await expectNothingHeld({ formulas: ['as_of'] });
    expect(new Set(await column('as_of'))).toEqual(new Set([null]));
  });

  test.each(SIZES)('%i rows: up to twenty edits, of every cell of them', async (count) => {
    await synced(count);
    for (const name of ['name', 'phone', 'visits', 'as_of'] as const) edit(name, () => null, 20);
    await expectNothingHeld();
    edit('name', (_, n) => `new ${n}`, 20);
    await expectNothingHeld();
  });

  test('as many as one in five of the values', async () => {
    await synced(200);
    edit('name', (_, n) => `new ${n}`, 40);
    await expectNothingHeld();
  });

  test('held cells and rows that cannot be read lose nothing', async () => {
    await synced(100);
    await sheet.neverHold('phone');
    edit('phone', (was) => `${String(was)}!`);
    edit('name', () => HELD);
    const error = {
      cell: 'D2',
      header: 'visits',
      column: 'visits',
      errorType: 'data_type',
      code: 'not_a_number',
    } as const;
    const errors = [{ ...error, message: '', limit: null, actual: null, fix: '' }];
    sheet.rows = sheet.rows.map((row, n) => (n % 2 ? row : { cells: (row as TestCell[]).with(3, null), errors }));
    const { compares, finish } = await drive(sheet);
    expect(compares.map((compare) => compare.held)).toEqual([null, null]);
    expect(finish.receipt).toMatchObject({ updated: 50, rejected: 50 });
  });

  test('rows that others put into the table, or took out of it', async () => {
    await synced(100);
    await pool.query(`INSERT INTO clients (buyer_number) SELECT 'X' || n FROM generate_series(1, 300) n`);
    await expectNothingHeld();
    await pool.query(`DELETE FROM clients WHERE buyer_number < 'B5'`);
    await expectNothingHeld();
  });

  test('the long-standing extra rows of an adopted table', async () => {
    await pool.query(`INSERT INTO clients (buyer_number) SELECT 'OLD' || n FROM generate_series(1, 5000) n`);
    await synced(100);
    sheet.rows = sheet.rows.slice(0, 85);
    await expectNothingHeld();
  });

  test('a sync with nothing to do asks for no sample and stores no hold', async () => {
    await synced(100);
    const { compares } = await drive(sheet);
    expect(compares).toHaveLength(1);
    expect(compares[0]).toMatchObject({ sample: [], held: null, overwrites: { count: 0, keys: [] } });
    expect((await pool.query('SELECT count(*)::int AS count FROM holds')).rows[0].count).toBe(0);
  });
});

describe('what is held until somebody lets it through', () => {
  test.each(SIZES)('%i rows: a column blanked', async (count) => {
    await synced(count);
    const before = await column('name');
    edit('name', () => null);
    edit('phone', (was) => `${String(was)}!`, 4);
    await expectHeld({ column: 'name', reason: 'values_disappear', rows: count, of: count });
    expect(await column('name')).toEqual(before);
    expect((await column('phone')).slice(0, 5)).toEqual(['080-0!', '080-1!', '080-2!', '080-3!', '080-4']);
  });

  test.each(SIZES)('%i rows: one column pasted over another', async (count) => {
    await synced(count);
    const before = await column('name');
    edit('name', (_, n) => `080-${n}`);
    await expectHeld({ column: 'name', reason: 'values_replaced', rows: count, of: count });
    expect(await column('name')).toEqual(before);
  });

  test.each([
    [100, 21],
    [104, 21],
    [1000, 201],
    [1000, 500],
  ])('of %i rows just past one in five: %i', async (count, changed) => {
    await synced(count);
    edit('name', (_, n) => `other ${n}`, changed);
    await expectHeld({ column: 'name', reason: 'values_replaced', rows: changed, of: count });
  });

  test('a sparse column blanked while every row changes elsewhere', async () => {
    sheet.rows = rowsOf(1000).map((row, n) => row.with(5, n % 40 === 0 ? 'a' : null));
    await drive(sheet);
    edit('rank', () => null);
    edit('as_of', () => '2026-02-02');
    const { compares } = await drive(sheet, { formulas: ['as_of'] });
    expect(compares.at(-1)?.held).toMatchObject({ columns: ['rank'], reason: 'values_disappear' });
    expect(compares.at(-1)?.held?.holds[0]).toMatchObject({ rows: 25, of: 25 });
  });

  test('a formula column for whoever does not say that formulas fill it', async () => {
    await synced(100);
    edit('as_of', () => '2026-01-02');
    await expectHeld({ column: 'as_of', reason: 'values_replaced', rows: 100, of: 100 });
  });

  test('two columns at once, each by itself', async () => {
    await synced(100);
    edit('name', () => null);
    edit('phone', (_, n) => `${n}`);
    const { compares, finish } = await drive(sheet);
    expect(compares.at(-1)?.held?.columns).toEqual(['name', 'phone']);
    expect(finish.verification.verdict).toBe('in_step_except_held');
    expect((await column('phone'))[7]).toBe('080-7');
  });

  test('a new row goes without the held column', async () => {
    await synced(100);
    edit('name', () => null);
    sheet.rows = [...sheet.rows, rowOf(500)];
    const { finish } = await drive(sheet);
    expect(finish.receipt).toMatchObject({ inserted: 1, updated: 0, unchanged: 100 });
    expect((await column('phone')).at(-1)).toBe('080-500');
    expect((await column('name')).at(-1)).toBeNull();
  });

  test("a cell of the held column that could not be stored stands in nobody's way", async () => {
    await synced(100);
    edit('visits', () => 'many');
    edit('name', () => 'x', 3);
    const driven = await drive(sheet);
    expect(driven.compares.at(-1)?.held?.columns).toEqual(['visits']);
    expect(driven.finish).toMatchObject({ status: 'completed', receipt: { updated: 3, rejected: 0 } });
  });
});

describe('a run that is wholly held', () => {
  const renumber = () => edit('buyer_number', (_, n) => `R${n}`);
  const halve = () => {
    sheet.rows = sheet.rows.slice(0, Math.floor(sheet.rows.length / 2));
  };
  const shift = () => edit('buyer_number', (_, n) => `080-${n}`);

  test.each(
    SIZES.flatMap((count) => [
      { count, what: 'keys renumbered', act: renumber, gone: count },
      { count, what: 'another column pasted over the keys', act: shift, gone: count },
      ...(count > 42 ? [{ count, what: 'half the rows deleted', act: halve, gone: Math.ceil(count / 2) }] : []),
    ]),
  )('$count rows, $what: writes nothing', async ({ count, act, gone }) => {
    await synced(count);
    act();
    edit('name', (was, n) => (n < 5 ? 'changed' : was));
    const { finish, compares, batches } = await drive(sheet);
    expect(batches).toEqual([]);
    expect(compares).toHaveLength(1);
    expect(compares[0]?.send).toEqual([]);
    expect(compares[0]?.held).toMatchObject({ scope: 'run', columns: ['buyer_number'], reason: 'rows_gone' });
    expect(compares[0]?.held?.holds).toMatchObject([{ rows: gone, of: count, scope: 'run' }]);
    expect(finish).toMatchObject({ status: 'completed_with_problems', verification: { verdict: 'not_in_step' } });
    expect(finish.receipt.held).toBe(act === halve ? 5 : count);
    expect((await column('name')).includes('changed')).toBe(false);
    expect((await column('name')).length).toBe(count);
  });

  test('takes no batch, whoever sends it', async () => {
    await synced(100);
    renumber();
    const run = await sheet.open();
    const { round, nextBatch } = await run.compare();
    const answer = await run.sendBatch(nextBatch, round, run.rows([2]));
    expect([answer.status, answer.body.code]).toEqual([409, 'run_held']);
  });

  test('goes on holding until a yes, even where a held run ended in between; then goes, once', async () => {
    await synced(100);
    renumber();
    await drive(sheet);
    const { run, finish } = await drive(sheet);
    expect(finish.receipt.held).toBe(100);
    const { holds } = await sheet.ask<HoldDecided>('POST', run.path('release'), { by: 'Sato' });
    expect(holds).toMatchObject([{ state: 'released', scope: 'run' }]);
    const { finish: after } = await drive(sheet);
    expect(after).toMatchObject({ status: 'completed', receipt: { inserted: 100, held: 0 } });
    edit('buyer_number', (_, n) => `S${n}`);
    expect((await drive(sheet)).finish.receipt.held).toBe(100);
  });

  test('ends with a no while it is under way, and the sheet is free', async () => {
    await synced(100);
    renumber();
    const run = await sheet.open();
    await run.compare();
    await sheet.ask('POST', run.path('discard'), {});
    const { body } = await sheet.send<Problem>('POST', run.path('finish'), {});
    expect(body).toMatchObject({ code: 'run_finished', params: { status: 'abandoned' } });
    expect((await drive(sheet)).compares[0]?.held?.holds).toMatchObject([{ state: 'discarded' }]);
  });

  test('is not for "always"', async () => {
    await synced(100);
    renumber();
    const { run } = await drive(sheet);
    const { status, body } = await sheet.send<Problem>('POST', run.path('release'), { always: true });
    expect([status, body.code]).toEqual([422, 'invalid_body']);
  });
});

describe('a yes', () => {
  const paste = () => edit('name', (_, n) => `080-${n}`);

  test('lets through what was compared, in one run', async () => {
    await synced(100);
    paste();
    const { run } = await drive(sheet);
    expect(await openHolds(pool, sheet.sheetId)).toMatchObject([{ column: 'name', runId: run.id }]);
    await sheet.ask('POST', run.path('release'), {});
    expect(await openHolds(pool, sheet.sheetId)).toEqual([]);
    await expectNothingHeld();
    expect((await column('name'))[3]).toBe('080-3');
    edit('name', (_, n) => `name ${n}`);
    await expectHeld({ column: 'name', reason: 'values_replaced', rows: 100, of: 100 });
  });

  test.each([
    ['other values in the same rows', () => edit('name', (_, n) => `third ${n}`)],
    ['the same rows blanked', () => edit('name', () => null)],
  ])('is not for %s', async (_, act) => {
    await synced(100);
    paste();
    const { run } = await drive(sheet);
    await sheet.ask('POST', run.path('release'), {});
    act();
    const { compares } = await drive(sheet);
    expect(compares.at(-1)?.held).toMatchObject({ columns: ['name'], holds: [{ state: 'waiting' }] });
    expect((await column('name'))[3]).toBe('name 3');
  });

  test('is not for many more rows, nor for other rows, and not for the day after', async () => {
    await synced(1000);
    edit('name', (_, n) => `080-${n}`, 300);
    const { run } = await drive(sheet);
    await sheet.ask('POST', run.path('release'), {});
    edit('name', (_, n) => `080-${n}`, 600);
    const { run: wider } = await expectHeld({ column: 'name', reason: 'values_replaced', rows: 600, of: 1000 });
    await sheet.ask('POST', wider.path('release'), {});
    await pool.query(`UPDATE holds SET decided_at = decided_at - interval '25 hours'`);
    await expectHeld({ column: 'name', reason: 'values_replaced', rows: 600, of: 1000 });
  });

  test('still counts after a few more edits, and after a run that did not come to its end', async () => {
    await synced(100);
    edit('name', (_, n) => `080-${n}`, 60);
    const { run } = await drive(sheet);
    await sheet.ask('POST', run.path('release'), {});
    edit('phone', () => 'x', 70);
    edit('phone', (_, n) => `080-${n}`, 61);
    const begun = await sheet.open();
    const first = await begun.compare();
    await sheet.ask('POST', begun.path('sample'), {
      round: first.round,
      rows: begun.rows(first.sample.map((at) => at + 2)),
    });
    await sheet.ask('POST', begun.path('abandon'), {});
    await expectNothingHeld();
  });

  test('in the run itself passes its next compare', async () => {
    await synced(100);
    paste();
    let released = false;
    const { finish } = await drive(sheet, {
      before: async (request, run) => {
        if (request.kind !== 'finish' && request.kind !== 'compare') return;
        const { holds } =
          run === null ? { holds: [] } : await sheet.ask<{ holds: Hold[] }>('GET', `/v1/runs/${run.id}`);
        if (released || holds.length === 0) return;
        released = true;
        await sheet.ask('POST', run?.path('release') ?? '', {});
      },
    });
    expect(released).toBe(true);
    expect(finish).toMatchObject({ receipt: { updated: 100 }, verification: { verdict: 'in_step' } });
  });

  test('for always never asks of that column again; of the others it does', async () => {
    await synced(100);
    paste();
    const { run } = await drive(sheet);
    await sheet.ask('POST', run.path('release'), { columns: ['name'], always: true });
    await expectNothingHeld();
    edit('name', () => null);
    await expectNothingHeld();
    edit('phone', () => null);
    await expectHeld({ column: 'phone', reason: 'values_disappear', rows: 100, of: 100 });
  });

  test('names columns that the run holds, and no others', async () => {
    await synced(100);
    const { run: calm } = await drive(sheet);
    paste();
    edit('phone', () => null);
    const { run } = await drive(sheet);
    for (const [path, body] of [
      [calm.path('release'), {}],
      [run.path('release'), { columns: ['visits'] }],
      [run.path('discard'), { columns: ['name', 'visits'] }],
    ] as const)
      expect(await sheet.send<Problem>('POST', path, body)).toMatchObject({
        status: 409,
        body: { code: 'nothing_held' },
      });
    await sheet.ask('POST', run.path('release'), { columns: ['phone'] });
    const { compares } = await drive(sheet);
    expect(compares.at(-1)?.held?.columns).toEqual(['name']);
    expect(new Set(await column('phone'))).toEqual(new Set([null]));
    const unknown = await sheet.send<Problem>('POST', `/v1/runs/${crypto.randomUUID()}/release`, {});
    expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown_run' } });
  });
});

describe('a no', () => {
  test('keeps the column held without asking anew, until the change is another', async () => {
    await synced(100);
    edit('name', () => null);
    const { run } = await drive(sheet);
    await sheet.ask('POST', run.path('discard'), {});
    const { compares } = await drive(sheet);
    expect(compares.at(-1)?.held?.holds).toMatchObject([{ state: 'discarded', column: 'name' }]);
    expect(await openHolds(pool, sheet.sheetId)).toMatchObject([{ column: 'name', state: 'discarded' }]);
    edit('name', (_, n) => `other ${n}`);
    await expectHeld({ column: 'name', reason: 'values_replaced', rows: 100, of: 100 });
  });

  test('may become a yes', async () => {
    await synced(100);
    edit('name', () => null);
    const { run } = await drive(sheet);
    await sheet.ask('POST', run.path('discard'), {});
    await sheet.ask('POST', run.path('release'), {});
    await expectNothingHeld();
  });

  test('what is mended in the sheet is held no more', async () => {
    await synced(100);
    edit('name', () => null);
    await drive(sheet);
    sheet.rows = rowsOf(100);
    await expectNothingHeld();
    expect(await openHolds(pool, sheet.sheetId)).toEqual([]);
  });
});

describe('a schedule', () => {
  test('never lets through by itself, however often it comes, and asks once', async () => {
    await synced(100);
    edit('name', () => null);
    const seen = [];
    for (let n = 0; n < 3; n++)
      seen.push((await drive(sheet, { trigger: 'schedule' })).compares.at(-1)?.held?.holds[0]?.id);
    expect(new Set(seen).size).toBe(1);
    expect((await column('name'))[3]).toBe('name 3');
    const [waiting] = await openHolds(pool, sheet.sheetId);
    expect(waiting?.id).toBe(seen[0]);
  });

  test('leaves rows that were changed in the database; a person overwrites them, and the receipt says how many', async () => {
    await synced(30);
    await pool.query(`UPDATE clients SET name = 'by hand' WHERE buyer_number IN ('B1', 'B2', 'B3')`);
    edit('name', (was, n) => (n === 2 || n === 7 ? `new ${n}` : was));
    const left = await drive(sheet, { trigger: 'schedule' });
    expect(left.compares[0]?.overwrites).toEqual({ count: 3, keys: ['B1', 'B2', 'B3'] });
    expect(left.finish.receipt).toMatchObject({ updated: 1, held: 3, unchanged: 26 });
    expect(left.finish.receipt.overwritten).toBeUndefined();
    expect(left.finish.verification.verdict).toBe('not_in_step');
    expect(left.mismatches.map(({ buyerNumber, cause }) => [buyerNumber, cause])).toEqual(
      ['B1', 'B2', 'B3'].map((key) => [key, 'changed_in_database']),
    );
    expect((await column('name')).slice(1, 4)).toEqual(['by hand', 'by hand', 'by hand']);
    const forecast = await drive(sheet, { mode: 'verify' });
    expect(forecast.compares[0]?.overwrites.count).toBe(3);
    const person = await drive(sheet);
    expect(person.finish.receipt).toMatchObject({ updated: 3, held: 0, overwritten: 3 });
    expect((await column('name')).slice(1, 4)).toEqual(['name 1', 'new 2', 'name 3']);
  });

  test('they are known where a column left the sheet since, or came', async () => {
    await synced(30);
    const narrow = new TestSheet(
      server,
      { sheetId: sheet.sheetId, key: sheet.key, name: sheet.name },
      HEADERS.slice(0, 4),
    );
    narrow.rows = rowsOf(30).map((row) => row.slice(0, 4));
    await pool.query(`UPDATE clients SET name = 'by hand' WHERE buyer_number IN ('B1', 'B2')`);
    const left = await drive(narrow, { trigger: 'schedule' });
    expect(left.compares[0]?.overwrites).toEqual({ count: 2, keys: ['B1', 'B2'] });
    expect(left.finish.receipt).toMatchObject({ updated: 0, held: 2 });
    expect((await drive(narrow)).finish.receipt).toMatchObject({ updated: 2, overwritten: 2 });
    await pool.query(`UPDATE clients SET name = 'by hand' WHERE buyer_number IN ('B2', 'B3')`);
    edit('name', (was, n) => (n === 1 ? 'new' : was));
    const came = await drive(sheet, { trigger: 'schedule' });
    expect(came.compares[0]?.overwrites).toEqual({ count: 2, keys: ['B2', 'B3'] });
    expect((await column('name')).slice(1, 4)).toEqual(['new', 'by hand', 'by hand']);
  });

  test('they are known where the last write left a held column out', async () => {
    await synced(50);
    edit('name', () => 'the same');
    edit('visits', (_, n) => String(n + 100), 5);
    await drive(sheet);
    expect((await column('visits')).slice(0, 3)).toEqual(['100', '101', '102']);
    await pool.query(`UPDATE clients SET visits = '7' WHERE buyer_number IN ('B1', 'B2', 'B30')`);
    const { finish } = await drive(sheet, { trigger: 'schedule' });
    expect(finish.receipt).toMatchObject({ updated: 0, held: 3 });
    expect((await column('visits')).slice(1, 4)).toEqual(['7', '7', '103']);
  });

  test("what Rollcall never wrote is nobody's overwrite", async () => {
    await pool.query(
      `INSERT INTO clients (buyer_number, name) SELECT 'B' || n, 'adopted' FROM generate_series(0, 9) n`,
    );
    sheet.rows = rowsOf(10);
    const { compares, finish } = await drive(sheet, { trigger: 'schedule' });
    expect(compares[0]?.overwrites.count).toBe(0);
    expect(finish.verification.verdict).toBe('in_step');
  });
});

describe('a client that knows nothing of samples', () => {
  test.each(SIZES)('%i rows: syncs what needs no asking', async (count) => {
    sheet.rows = rowsOf(count);
    await expectNothingHeld({ isNaive: true });
    edit('rank', (was) => was ?? 'b');
    edit('name', (_, n) => `new ${n}`, 20);
    await expectNothingHeld({ isNaive: true });
  });

  test.each(SIZES)(
    '%i rows: is stopped where it pastes one column over another, and the rest of the row goes',
    async (count) => {
      await synced(count);
      const before = await column('name');
      edit('name', (_, n) => `080-${n}`);
      edit('visits', (_, n) => String(n + 1), 4);
      const { run, finish } = await drive(sheet, { isNaive: true });
      expect(await column('name')).toEqual(before);
      expect((await column('visits')).slice(0, 5)).toEqual(['1', '2', '3', '4', '4']);
      expect(finish.verification.verdict).toBe('not_in_step');
      expect(finish.verification.notCompared.columns).toEqual([{ header: 'name', reason: 'guard_values_replaced' }]);
      await sheet.ask('POST', run.path('release'), {});
      await expectNothingHeld({ isNaive: true });
      expect((await column('name'))[3]).toBe('080-3');
    },
  );

  test.each(SIZES)('%i rows: hears of a blanked column in the answer of the compare itself', async (count) => {
    await synced(count);
    edit('name', () => null);
    const run = await sheet.open();
    const { held } = await run.compare();
    expect(held).toMatchObject({ reason: 'values_disappear', columns: ['name'], scope: 'columns' });
  });

  test('finds the sample first in what it is asked to send', async () => {
    await synced(1000);
    edit('name', () => 'x');
    const run = await sheet.open();
    const { send, sample } = await run.compare();
    expect(sample).toHaveLength(200);
    expect(send.slice(0, 200)).toEqual(sample);
    expect([...send].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  });

  test('is stopped by what it wrote in all where the rows that it sends first show nothing', async () => {
    await synced(1000);
    edit('visits', (_, n) => String(n + 1));
    await sheet.neverHold('visits');
    edit('name', (was, n) => (n % 50 > 12 ? `other ${n}` : was));
    const run = await sheet.open();
    const { round, nextBatch } = await run.compare();
    const touched = Array.from({ length: 1000 }, (_, n) => n).filter((n) => n % 50 > 12);
    for (let at = 0; at < touched.length; at += 100)
      await run.batch(nextBatch + at / 100, round, run.rows(touched.slice(at, at + 100).map((n) => n + 2)));
    const changed = (await column('name')).filter((name) => name?.startsWith('other')).length;
    expect(changed).toBeLessThanOrEqual(200);
  });
});

describe('the sample', () => {
  test('of rows that are not those asked for means the sheet moved; a round that is over is over', async () => {
    await synced(100);
    edit('name', () => null);
    const run = await sheet.open();
    const { round } = await run.compare();
    const few = await sheet.send<Problem>('POST', run.path('sample'), { round, rows: run.rows([2]) });
    expect([few.status, few.body.code]).toEqual([409, 'sheet_moved']);
    const late = await sheet.send<Problem>('POST', run.path('sample'), { round: round + 1, rows: run.allRows() });
    expect([late.status, late.body.code]).toEqual([409, 'stale_round']);
  });

  test('sent twice is answered the same', async () => {
    await synced(100);
    edit('name', () => null);
    const run = await sheet.open();
    const { round } = await run.compare();
    const body = { round, rows: run.allRows() };
    const first = await sheet.ask<CompareAnswer>('POST', run.path('sample'), body);
    expect(first.held?.columns).toEqual(['name']);
    expect(first.round).toBe(round);
    expect(await sheet.ask<CompareAnswer>('POST', run.path('sample'), body)).toEqual(first);
  });

  test('is answered over the parts of a large sheet alike', async () => {
    await synced(100);
    edit('name', () => null);
    const { compares } = await drive(sheet, { partSize: 7 });
    expect(compares.at(-1)?.held?.holds[0]).toMatchObject({ column: 'name', rows: 100, of: 100 });
  });
});

describe('columns left out of a compare', () => {
  test('by the client itself are named as such; never the key, and the same in all parts', async () => {
    await synced(30);
    edit('name', () => 'x', 3);
    edit('phone', () => 'y', 2);
    const run = await sheet.open();
    const { round, nextBatch, send } = await run.compareWithout([1]);
    expect(send).toEqual([0, 1]);
    await run.batch(nextBatch, round, run.rows([2, 3], run.digest([1]).out));
    expect(await run.compareWithout([1])).toMatchObject({ send: [], different: 0 });
    const { verification } = await run.finish();
    expect(verification).toMatchObject({ verdict: 'in_step_except_held', passed: true });
    expect(verification.notCompared.columns).toEqual([{ header: 'name', reason: 'held_by_client' }]);
    expect((await column('name'))[0]).toBe('name 0');

    const other = await sheet.open();
    const [part] = other.parts();
    for (const heldColumns of [[0], [99]]) {
      const { status, body } = await sheet.send<Problem>('POST', other.path('compare'), { ...part, heldColumns });
      expect([status, body.code, body.params['path']]).toEqual([422, 'invalid_body', 'heldColumns']);
    }
    const [first, second] = other.parts(20);
    await sheet.ask('POST', other.path('compare'), { ...first, heldColumns: [1] });
    const { body } = await sheet.send<Problem>('POST', other.path('compare'), second);
    expect(body.code).toBe('sheet_moved');
  });
});

test('a check forecasts the same and stores nothing', async () => {
  await synced(100);
  edit('name', () => null);
  edit('phone', (_, n) => `x${n}`, 10);
  const { compares } = await drive(sheet, { mode: 'verify' });
  expect(compares[0]?.held).toMatchObject({
    scope: 'columns',
    columns: ['name'],
    holds: [{ rows: 100, of: 100, state: 'waiting' }],
  });
  expect((await pool.query('SELECT count(*)::int AS count FROM holds')).rows[0].count).toBe(0);
  const { run, finish } = await drive(sheet, { mode: 'verify' });
  expect(finish.verification.verdict).toBe('not_in_step');
  expect(finish.verification.notCompared.columns).toEqual([]);
  expect((await sheet.ask<{ holds: Hold[] }>('GET', `/v1/runs/${run.id}`)).holds).toEqual([]);
});

test('two sheets that share a table by a scope are guarded each by itself', async () => {
  const [east, west] = [
    await bindSheet(server, HEADERS, { table: 'branches', scopeColumn: 'branch', name: 'east' }),
    await bindSheet(server, HEADERS, { table: 'branches', scopeColumn: 'branch', name: 'west' }),
  ];
  for (const each of [east, west]) {
    each.rows = rowsOf(100);
    await drive(each);
  }
  east.rows = rowsOf(100).map((row) => row.with(1, null));
  west.rows = rowsOf(40);
  expect((await drive(east)).compares.at(-1)?.held).toMatchObject({ scope: 'columns', columns: ['name'] });
  expect((await drive(west)).compares.at(-1)?.held).toMatchObject({ scope: 'run', holds: [{ rows: 60, of: 100 }] });
  west.rows = rowsOf(100);
  expect((await drive(west)).finish.verification.verdict).toBe('in_step');
  expect(await openHolds(pool, west.sheetId)).toEqual([]);
  expect(await openHolds(pool, east.sheetId)).toHaveLength(1);
});

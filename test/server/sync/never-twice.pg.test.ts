// What must never happen, however a client behaves: old over new, a withheld row written, one table bound twice, books of an earlier state.
import { afterAll, describe, expect, test } from 'vitest';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, clearRuns, drive, HELD, type TestSheet, testServer } from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
afterAll(() => clearRuns(database));

let tables = 0;
async function sheetOn(columns: string, headers: readonly string[]): Promise<TestSheet> {
  const table = `n${++tables}`;
  await pool.query(`CREATE TABLE ${table} (${columns})`);
  return bindSheet(server, headers, { table });
}

const small = () => sheetOn('buyer_number text PRIMARY KEY, name text', ['buyer_number', 'name']);
const names = async ({ name }: TestSheet) =>
  Object.fromEntries(
    (await pool.query(`SELECT buyer_number AS key, name FROM ${name}`)).rows.map((row) => [row.key, row.name]),
  );
const partsOf = async ({ sheetId }: TestSheet) =>
  (await pool.query('SELECT count(*)::int AS count FROM compare_parts WHERE sheet_id = $1', [sheetId])).rows[0].count;

describe('a run abandoned and taken up again', () => {
  test('compares first: its late batches are stale, and nothing old goes over what was written meanwhile', async () => {
    const sheet = await small();
    sheet.rows = [['a', 'OLD']];
    const first = await sheet.open();
    const { round, nextBatch } = await first.compare();
    const late = first.allRows();
    await sheet.ask('POST', first.path('abandon'), {});
    sheet.rows = [['a', 'NEW']];
    await drive(sheet);
    const again = await sheet.open({ runId: first.id });
    expect(await again.sendBatch(nextBatch, round, late)).toMatchObject({ status: 409, body: { code: 'stale_round' } });
    expect(await again.sendBatch(nextBatch, round + 1, late)).toMatchObject({
      status: 409,
      body: { code: 'compare_needed' },
    });
    const early = await sheet.send('POST', again.path('finish'), {});
    expect(early).toMatchObject({ status: 409, body: { code: 'compare_needed' } });
    expect((await again.compare()).send).toEqual([]);
    expect(await again.finish()).toMatchObject({ status: 'completed', receipt: { unchanged: 1 } });
    expect(await names(sheet)).toEqual({ a: 'NEW' });
  });

  test('keeps nothing of the sheet while it is over', async () => {
    const sheet = await small();
    sheet.rows = [['a', '1']];
    const first = await sheet.open();
    await first.compare();
    expect(await partsOf(sheet)).toBe(1);
    await sheet.ask('POST', first.path('abandon'), {});
    expect(await partsOf(sheet)).toBe(0);
    const second = await sheet.open({ trigger: 'schedule' });
    await second.compare();
    await sheet.open();
    expect(await partsOf(sheet)).toBe(0);
  });
});

describe('rows that a compare withheld', () => {
  test('are not written when they are sent all the same: every copy of a key, and keys that look like another', async () => {
    const sheet = await small();
    sheet.rows = [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
      ['Ｃ-1', '4'],
      ['C-1', '5'],
      ['d', '6'],
    ];
    const run = await sheet.open();
    const { round, nextBatch, send } = await run.compare();
    expect(send).toEqual([1, 5]);
    const one = await run.batch(nextBatch, round, run.rows([2, 3, 5]));
    const two = await run.batch(nextBatch + 1, round, run.rows([4, 6, 7]));
    const told = [...one.rejected, ...two.rejected].map(({ rowNumber, errors }) => [rowNumber, errors[0]?.code]);
    expect(told.sort()).toEqual([
      [2, 'duplicate_key'],
      [4, 'duplicate_key'],
      [5, 'key_looks_like'],
      [6, 'key_looks_like'],
    ]);
    expect(await names(sheet)).toEqual({ b: '2', d: '6' });
    expect(await run.finish()).toMatchObject({ receipt: { read: 6, inserted: 2, duplicate: 2, rejected: 2 } });
  });
});

test('values looked at before a batch landed are not told of the state after it', async () => {
  const sheet = await small();
  sheet.rows = [['a', 'new']];
  await pool.query(`INSERT INTO ${sheet.name} VALUES ('a', 'old')`);
  const run = await sheet.open();
  const { round, nextBatch } = await run.compare();
  expect(await run.values(run.allRows())).toHaveLength(1);
  await run.batch(nextBatch, round, run.allRows());
  const { verification } = await run.finish();
  expect(verification).toMatchObject({ passed: true, accuracy: { accurate: true, mismatchCount: 0, mismatches: [] } });
});

test('a trigger whose ASSERT fails rejects its row, and the good rows land', async () => {
  const sheet = await small();
  await pool.query(`
    CREATE FUNCTION ${sheet.name}_check() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN ASSERT new.name <> 'bad', 'said nowhere'; RETURN new; END $$;
    CREATE TRIGGER asserts BEFORE INSERT ON ${sheet.name} FOR EACH ROW EXECUTE FUNCTION ${sheet.name}_check()`);
  sheet.rows = [
    ['a', 'good'],
    ['b', 'bad'],
    ['c', 'good'],
  ];
  const { finish, rejected } = await drive(sheet);
  expect(finish.receipt).toMatchObject({ inserted: 2, rejected: 1 });
  expect([...rejected.keys()]).toEqual([3]);
  expect(JSON.stringify([...rejected])).not.toContain('said nowhere');
});

describe('binding', () => {
  const bind = (more: object) =>
    addSheet(pool, {
      spreadsheetId: 'other',
      sheetName: `s${++tables}`,
      table: 'buyers',
      keyColumn: 'k',
      scopeColumn: null,
      ...more,
    });

  test('one table takes one sheet, however it is named', async () => {
    await pool.query('CREATE TABLE once (k text PRIMARY KEY)');
    await bind({ table: 'once' });
    await expect(bind({ table: 'public.once' })).rejects.toMatchObject({ code: 'table_already_bound' });
  });

  test('a scope column holds the whole of a sheet’s id, or is refused', async () => {
    const kinds = ['char(36)', 'varchar(35)', 'integer', 'timestamptz'];
    for (const [at, kind] of kinds.entries()) {
      await pool.query(`CREATE TABLE scope_${at} (s ${kind}, k text, UNIQUE (s, k))`);
      const refused = bind({ table: `scope_${at}`, scopeColumn: 's' });
      await expect(refused, kind).rejects.toMatchObject({ code: 'no_scope_column' });
    }
    for (const [at, kind] of ['text', 'varchar(36)', 'varchar', 'uuid'].entries()) {
      const table = `scoped_${at}`;
      await pool.query(`CREATE TABLE ${table} (s ${kind}, buyer_number text, name text, UNIQUE (s, buyer_number))`);
      const [one, two] = [
        await bindSheet(server, ['buyer_number', 'name'], { table, scopeColumn: 's', name: `${table} one` }),
        await bindSheet(server, ['buyer_number', 'name'], { table, scopeColumn: 's', name: `${table} two` }),
      ];
      one.rows = [['a', '1']];
      two.rows = [
        ['a', '2'],
        ['b', '2'],
      ];
      expect((await drive(one)).finish.receipt, kind).toMatchObject({ inserted: 1 });
      expect((await drive(two)).finish.receipt, kind).toMatchObject({ inserted: 2 });
      const counts = await two.ask<{ sheets: object[] }>('GET', '/v1/reports/counts');
      expect(counts.sheets, kind).toMatchObject([{ spreadsheetCount: 2, databaseCount: 2 }]);
    }
  });

  test('a table with rules, or a key whose collation calls different texts equal, is refused', async () => {
    await pool.query(`
      CREATE TABLE ruled (k text PRIMARY KEY);
      CREATE RULE nothing AS ON UPDATE TO ruled DO ALSO NOTIFY ruled;
      CREATE COLLATION same_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE folded (k text COLLATE same_case PRIMARY KEY)`);
    await expect(bind({ table: 'ruled' })).rejects.toMatchObject({ code: 'rules_not_supported' });
    await expect(bind({ table: 'folded' })).rejects.toMatchObject({ code: 'no_unique_key' });
  });
});

test('a column that is named like a stamp and holds no time is left alone', async () => {
  const sheet = await sheetOn('buyer_number text PRIMARY KEY, name text, synced_at bigint', ['buyer_number', 'name']);
  sheet.rows = [['a', '1']];
  expect((await drive(sheet)).finish.status).toBe('completed');
});

test('a held cell is one of a synced column, and never the key', async () => {
  const sheet = await small();
  sheet.rows = [['a', '1']];
  const run = await sheet.open();
  const [part] = run.parts();
  for (const index of [0, 99]) {
    const answer = await sheet.send('POST', run.path('compare'), {
      ...part,
      heldCells: [{ position: 0, columns: [index] }],
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'invalid_body', params: { path: 'heldCells.0.columns' } },
    });
  }
});

describe('the cause of a difference', () => {
  test('accuses nobody where a column came later, or a cell was held when the row was written', async () => {
    const sheet = await sheetOn('buyer_number text PRIMARY KEY, name text, age text', ['buyer_number', 'name']);
    sheet.rows = [['a', '1']];
    await drive(sheet);
    const wider = await sheet.open({ mode: 'verify', headers: ['buyer_number', 'name', 'age'] });
    sheet.rows = [['a', '1', '7']];
    await wider.compare();
    expect((await wider.values(wider.allRows())).map(({ cause }) => cause)).toEqual(['differs']);

    const held = await small();
    held.rows = [
      ['a', HELD],
      ['b', '1'],
    ];
    await drive(held);
    held.rows = [
      ['a', 'typed since'],
      ['b', 'typed since'],
    ];
    const verify = await held.open({ mode: 'verify' });
    await verify.compare();
    expect((await verify.values(verify.allRows())).map(({ cause }) => cause)).toEqual(['differs', 'edited_in_sheet']);
  });
});

test('what a client leaves in a held cell is neither read nor stored, storable or not', async () => {
  const sheet = await small();
  await pool.query(`INSERT INTO ${sheet.name} VALUES ('a', 'kept')`);
  sheet.rows = [
    ['a', HELD],
    ['b', 'new'],
  ];
  const run = await sheet.open();
  const { round, nextBatch } = await run.compare();
  for (const [at, junk] of ['half \ud800', 'nul \0', 'unit \u001f'].entries()) {
    const rows = [{ rowNumber: 2, cells: ['a', junk], held: [1] }];
    expect(await run.batch(nextBatch + at, round, rows)).toMatchObject({ unchanged: 1, rejected: [] });
  }
  expect(await names(sheet)).toEqual({ a: 'kept' });
});

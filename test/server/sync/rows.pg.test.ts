// What becomes of each row: written, held, kept out and named by its cells; and the good rows of its batch land all the same.
import { afterAll, describe, expect, test } from 'vitest';
import type { CellError } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  type Driven,
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
const lenient = testServer(database, 'warn');
afterAll(() => clearRuns(database));

let tables = 0;
/** A fresh table `t1`, `t2` … made by `columns`, and a sheet bound to it. */
async function sheetOn(
  columns: string,
  headers: readonly string[],
  more: { keyColumn?: string; more?: string; policy?: 'warn' } = {},
): Promise<TestSheet> {
  const table = `t${++tables}`;
  await pool.query(`CREATE TABLE ${table} (${columns})${more.more ?? ''}`);
  const { keyColumn = 'buyer_number', policy } = more;
  return bindSheet(policy === 'warn' ? lenient : server, headers, { table, keyColumn });
}

const tableOf = (sheet: TestSheet) => sheet.name;
const stored = async (sheet: TestSheet, order = '1') =>
  (await pool.query({ text: `SELECT * FROM ${tableOf(sheet)} ORDER BY ${order}`, rowMode: 'array' }))
    .rows as unknown[][];

/** Which cells of which rows were named, and how, in the answers of the last round. */
const named = ({ rejected }: Driven) =>
  [...rejected.values()].flatMap(({ rowNumber, errors }) =>
    errors.map(({ cell, code, column, errorType }) => [rowNumber, cell, column, code, errorType]),
  );

async function logged(sheet: TestSheet) {
  const path = '/v1/errors';
  const { body } = await send<{
    errors: { sheetId: string; rowNumber: number; buyerNumber: string; code: string; errorMessage: string }[];
  }>(server, 'GET', path, { token: OPERATOR });
  return body.errors.filter((error) => error.sheetId === sheet.sheetId).reverse();
}

describe('held cells', () => {
  test('keep what is stored while the rest of the row goes, and the verdict says so', async () => {
    const sheet = await sheetOn('buyer_number text PRIMARY KEY, name text, age integer', [
      'buyer_number',
      'name',
      'age',
    ]);
    sheet.rows = [
      ['1', 'Sato', '30'],
      ['2', 'Abe', '40'],
    ];
    await drive(sheet);
    sheet.rows = [
      ['1', 'Kimura', HELD],
      ['2', HELD, HELD],
      ['3', 'New', HELD],
    ];
    const { finish, batches } = await drive(sheet);
    expect(finish.receipt).toMatchObject({ read: 3, inserted: 1, updated: 1, unchanged: 1 });
    expect(finish).toMatchObject({
      status: 'completed',
      verification: { passed: true, verdict: 'in_step_except_held' },
    });
    expect(finish.verification.notCompared.cells).toEqual([
      { rowNumber: 2, columns: ['age'] },
      { rowNumber: 3, columns: ['name', 'age'] },
      { rowNumber: 4, columns: ['age'] },
    ]);
    expect(await stored(sheet)).toEqual([
      ['1', 'Kimura', 30],
      ['2', 'Abe', 40],
      ['3', 'New', null],
    ]);
    expect(batches.length).toBe(1);
    // Held again, nothing is sent; the cell well again, its value goes.
    expect((await drive(sheet)).compares.map((compare) => compare.send)).toEqual([[]]);
    sheet.rows = [
      ['1', 'Kimura', '31'],
      ['2', 'Abe', '40'],
      ['3', 'New', '20'],
    ];
    expect((await drive(sheet)).finish.receipt).toMatchObject({ updated: 2, unchanged: 1 });
    expect((await stored(sheet)).map((row) => row[2])).toEqual([31, 40, 20]);
  });

  test('of a new row are empty where they may be, and reject it where they may not', async () => {
    const sheet = await sheetOn('buyer_number text PRIMARY KEY, name text NOT NULL, age integer NOT NULL', [
      'buyer_number',
      'name',
      'age',
    ]);
    sheet.rows = [
      ['1', HELD, '30'],
      ['2', 'Abe', HELD],
      ['3', 'Good', '1'],
    ];
    const driven = await drive(sheet);
    expect(driven.finish.receipt).toMatchObject({ inserted: 2, rejected: 1 });
    expect(named(driven)).toEqual([[3, 'C3', 'age', 'not_null_violation', 'constraint_violation']]);
    expect(await stored(sheet)).toEqual([
      ['1', '', 30],
      ['3', 'Good', 1],
    ]);
  });
});

describe('keys', () => {
  const columns = 'buyer_number text PRIMARY KEY, name text';
  const headers = ['buyer_number', 'name'];

  test('that come twice: none of their rows is written, all are named; one that was there stays as it is', async () => {
    const sheet = await sheetOn(columns, headers);
    sheet.rows = [
      ['1', 'first'],
      ['2', 'Abe'],
    ];
    await drive(sheet);
    sheet.rows = [
      ['1', 'a'],
      ['2', 'Abe'],
      ['1', 'b'],
      ['3', 'x'],
      ['3', 'x'],
      ['3', 'x'],
      ['4', 'new'],
    ];
    const { finish, compares } = await drive(sheet);
    expect(compares[0]?.duplicates).toEqual([
      { key: '1', rowNumbers: [2, 4] },
      { key: '3', rowNumbers: [5, 6, 7] },
    ]);
    expect(finish.receipt).toMatchObject({ read: 7, duplicate: 5, inserted: 1, unchanged: 1 });
    expect(finish).toMatchObject({ status: 'completed_with_problems', verification: { verdict: 'not_in_step' } });
    expect(await stored(sheet)).toEqual([
      ['1', 'first'],
      ['2', 'Abe'],
      ['4', 'new'],
    ]);
    expect((await logged(sheet)).map(({ rowNumber, code }) => [rowNumber, code]).sort()).toEqual(
      [2, 4, 5, 6, 7].map((row) => [row, 'duplicate_key']),
    );
  });

  test('that are blank: the row is named where it holds something, and counted as blank where it does not', async () => {
    const sheet = await sheetOn(columns, headers);
    sheet.rows = [
      [null, null],
      [null, 'someone'],
      ['1', 'Abe'],
      [null, null],
      [null, null],
      [null, 'someone else'],
    ];
    const { finish, compares } = await drive(sheet);
    expect(compares[0]?.blankKeys).toEqual([3, 7]);
    expect(finish.receipt).toMatchObject({ read: 6, inserted: 1, rejected: 2, skippedBlank: 3 });
    expect(finish.verification.verdict).toBe('not_in_step');
    expect((await logged(sheet)).map(({ rowNumber, code }) => [rowNumber, code]).sort()).toEqual([
      [3, 'blank_key'],
      [7, 'blank_key'],
    ]);
  });

  test('that look like another are not written but named, with both spellings', async () => {
    const sheet = await sheetOn(columns, headers);
    sheet.rows = [
      ['A-1', 'there'],
      ['B1', 'there'],
    ];
    await drive(sheet);
    sheet.rows = [
      ['A-1', 'there'],
      ['Ａ－１', 'full width'],
      ['A\u20131', 'dash'],
      ['B1', 'there'],
      ['Ｃ', 'one'],
      ['C', 'two'],
      ['b1', 'other case'],
      ['D', 'plain'],
    ];
    const { finish, compares } = await drive(sheet);
    const pairs = compares[0]?.lookAlikes.map(({ key, otherKey, rowNumbers }) => [key, otherKey, ...rowNumbers]);
    expect(pairs).toEqual(
      expect.arrayContaining([
        ['Ａ－１', 'A-1', 3],
        ['A\u20131', 'A-1', 4],
        ['Ｃ', 'C', 6],
        ['C', 'Ｃ', 7],
      ]),
    );
    expect(finish.receipt).toMatchObject({ read: 8, inserted: 2, unchanged: 2, rejected: 4 });
    expect((await stored(sheet)).map((row) => row[0]).sort()).toEqual(['A-1', 'B1', 'D', 'b1']);
    expect(new Set((await logged(sheet)).map(({ rowNumber, code }) => `${rowNumber} ${code}`))).toEqual(
      new Set([3, 4, 6, 7].map((row) => `${row} key_looks_like`)),
    );
  });

  test('that are there as they stand are never look-alikes, however many fold the same', async () => {
    const sheet = await sheetOn(columns, headers);
    await pool.query(`INSERT INTO ${tableOf(sheet)} VALUES ('Ａ', 'x'), ('A', 'y')`);
    sheet.rows = [
      ['Ａ', 'x'],
      ['A', 'changed'],
    ];
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { unchanged: 1, updated: 1 } });
  });

  test('are matched code point by code point: leading zeros, case and normal forms are other keys', async () => {
    const sheet = await sheetOn(columns, headers);
    sheet.rows = [
      ['1', 'a'],
      ['01', 'b'],
      ['x', 'c'],
      ['X', 'd'],
      ['が', 'e'],
      ['𠮷', 'g'],
    ];
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { inserted: 6 } });
    expect(await stored(sheet, 'name')).toEqual(sheet.rows);
  });
});

test('rows the client could not read are rejected in its name, told in our words, and kept as they are', async () => {
  const sheet = await sheetOn('buyer_number text PRIMARY KEY, age integer', ['buyer_number', 'age']);
  sheet.rows = [
    ['1', '30'],
    ['2', '40'],
  ];
  await drive(sheet);
  const error: CellError = {
    cell: 'B2',
    header: 'age',
    column: 'age',
    errorType: 'data_type',
    code: 'not_a_number',
    message: 'secret content',
    limit: null,
    actual: null,
    fix: 'secret',
  };
  sheet.rows = [{ cells: ['1', null], errors: [error] }, ['2', '41'], { cells: ['3', null], errors: [error] }];
  const { finish } = await drive(sheet);
  expect(finish.receipt).toMatchObject({ read: 3, updated: 1, rejected: 2 });
  expect(finish.verification).toMatchObject({ passed: false, completeness: { missingBuyerNumbers: ['3'] } });
  expect(await stored(sheet)).toEqual([
    ['1', 30],
    ['2', 41],
  ]);
  const lines = await logged(sheet);
  expect(lines.map(({ rowNumber, buyerNumber, code }) => [rowNumber, buyerNumber, code])).toEqual(
    expect.arrayContaining([
      [2, '1', 'not_a_number'],
      [4, '3', 'not_a_number'],
    ]),
  );
  expect(JSON.stringify(lines)).not.toContain('secret');
});

describe('what the database refuses', () => {
  test('is named by cell for every rule of the table, and the good rows of the batch land', async () => {
    await pool.query(`CREATE TABLE branches (name text PRIMARY KEY); INSERT INTO branches VALUES ('north')`);
    const columns = `buyer_number text PRIMARY KEY, name text NOT NULL CHECK (name <> 'nobody'), mail text UNIQUE, branch text REFERENCES branches,
      first_day date, last_day date, budget numeric(5,2), nick text, CHECK (first_day <= last_day)`;
    const sheet = await sheetOn(columns, [
      'buyer_number',
      'name',
      'mail',
      'branch',
      'first_day',
      'last_day',
      'budget',
      'nick',
    ]);
    await pool.query(`CREATE UNIQUE INDEX "odd index" ON ${tableOf(sheet)} (nick)`);
    const good = ['Sato', null, 'north', '2024-01-01', '2024-01-02', '1', null];
    const bad = (at: number, value: string | null) => good.map((cell, n) => (n === at ? value : cell));
    sheet.rows = [
      ['1', ...good],
      ['2', ...bad(0, 'nobody')],
      ['3', ...bad(1, 'a@example.jp')],
      ['4', ...bad(1, 'a@example.jp')],
      ['5', ...bad(2, 'south')],
      ['6', ...bad(3, '2024-01-03')],
      ['7', ...bad(5, '1000')],
      ['8', ...bad(6, 'nick')],
      ['9', ...bad(6, 'nick')],
      ['10', ...bad(0, null)],
    ];
    const driven = await drive(sheet);
    expect(named(driven).sort()).toEqual(
      [
        [3, 'B3', 'name', 'check_violation', 'constraint_violation'],
        [5, 'C5', 'mail', 'unique_violation', 'constraint_violation'],
        [6, 'D6', 'branch', 'foreign_key_violation', 'constraint_violation'],
        [7, 'E7', 'first_day', 'check_violation', 'constraint_violation'],
        [7, 'F7', 'last_day', 'check_violation', 'constraint_violation'],
        [8, 'G8', 'budget', 'out_of_range', 'data_type'],
        [10, 'H10', 'nick', 'unique_violation', 'constraint_violation'],
      ].sort(),
    );
    expect(driven.finish.receipt).toMatchObject({ read: 10, inserted: 4, rejected: 6 });
    expect((await stored(sheet)).map((row) => row[0]).sort()).toEqual(['1', '10', '3', '8']);
    const lines = await logged(sheet);
    expect(lines.length).toBe(7);
    expect(JSON.stringify(lines)).not.toMatch(/nobody|example\.jp|south/);
  });

  test('is named and the good rows land where the rule is asked only at the end of a transaction', async () => {
    await pool.query(`CREATE TABLE offices (name text PRIMARY KEY); INSERT INTO offices VALUES ('north')`);
    const columns = `buyer_number text PRIMARY KEY, seat text UNIQUE DEFERRABLE INITIALLY DEFERRED, office text REFERENCES offices DEFERRABLE INITIALLY DEFERRED`;
    const sheet = await sheetOn(columns, ['buyer_number', 'seat', 'office']);
    sheet.rows = [
      ['1', 'a', 'north'],
      ['2', 'b', 'south'],
      ['3', 'a', 'north'],
      ['4', 'd', null],
    ];
    const driven = await drive(sheet);
    expect(named(driven).map(([row, , column, code]) => [row, column, code])).toEqual([
      [3, 'office', 'foreign_key_violation'],
      [4, 'seat', 'unique_violation'],
    ]);
    expect(driven.finish.receipt).toMatchObject({ inserted: 2, rejected: 2 });
    // Values that must be unique and are swapped between rows: such a rule lets them pass in one batch.
    sheet.rows = [
      ['1', 'd', 'north'],
      ['4', 'a', null],
    ];
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { updated: 2 } });
  });

  test('because another row still has the value passes once that one gave it up, in the batch or in the next round', async () => {
    const sheet = await sheetOn('buyer_number text PRIMARY KEY, seat text UNIQUE', ['buyer_number', 'seat']);
    await sheet.neverHold('seat');
    const seats = (shift: number) => Array.from({ length: 250 }, (_, n) => [`${1000 + n}`, `seat ${n + shift}`]);
    sheet.rows = seats(0).slice(0, 10);
    await drive(sheet);
    sheet.rows = seats(1).slice(0, 10);
    const chain = await drive(sheet);
    expect(chain.finish).toMatchObject({ status: 'completed', receipt: { updated: 10, rejected: 0 } });
    expect(chain.compares.map((compare) => compare.send.length)).toEqual([10, 0]);
    sheet.rows = seats(1);
    await drive(sheet);
    // The first of each batch takes the seat of the last of the one before, whichever lands first.
    sheet.rows = seats(0);
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { updated: 250, rejected: 0 } });
    expect(await stored(sheet)).toEqual(sheet.rows);
    // One after the other: the row that conflicts is asked for once more after others landed.
    const run = await sheet.open();
    sheet.rows = [['1000', 'seat 249'], ...seats(0).slice(1, 249), ['1249', 'elsewhere']];
    const first = await run.compare();
    expect((await run.batch(first.nextBatch, first.round, run.rows([2]))).rejected.length).toBe(1);
    await run.batch(first.nextBatch + 1, first.round, run.rows([251]));
    const second = await run.compare();
    expect(second.send).toEqual([0]);
    await run.batch(second.nextBatch, second.round, run.rows([2]));
    await run.compare();
    expect(await run.finish()).toMatchObject({ status: 'completed', receipt: { updated: 2, unchanged: 248 } });
  });

  test('because two rows swap their values stays refused, with both cells named, and nothing of either is written', async () => {
    const sheet = await sheetOn('buyer_number text PRIMARY KEY, seat text UNIQUE', ['buyer_number', 'seat']);
    sheet.rows = [
      ['1', 'a'],
      ['2', 'b'],
    ];
    await drive(sheet);
    sheet.rows = [
      ['1', 'b'],
      ['2', 'a'],
      ['3', 'c'],
    ];
    const driven = await drive(sheet);
    expect(named(driven).map(([row, cell, , code]) => [row, cell, code])).toEqual([
      [2, 'B2', 'unique_violation'],
      [3, 'B3', 'unique_violation'],
    ]);
    expect(driven.finish.receipt).toMatchObject({ inserted: 1, rejected: 2 });
    expect(await stored(sheet)).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ]);
  });

  test('is not asked for again in the run, is told once in the log, and is tried again by the next run', async () => {
    const sheet = await sheetOn(`buyer_number text PRIMARY KEY, name text CHECK (name <> 'x')`, [
      'buyer_number',
      'name',
    ]);
    sheet.rows = [
      ['1', 'x'],
      ['2', 'fine'],
    ];
    const first = await drive(sheet);
    expect(first.batches.flatMap(({ rows }) => rows.map((row) => row.rowNumber))).toEqual([2, 3, 2]);
    expect((await logged(sheet)).length).toBe(1);
    await pool.query(`ALTER TABLE ${tableOf(sheet)} DROP CONSTRAINT ${tableOf(sheet)}_name_check`);
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { inserted: 1, unchanged: 1 } });
  });
});

describe('triggers', () => {
  const columns = 'buyer_number text PRIMARY KEY, name text, age integer';
  const headers = ['buyer_number', 'name', 'age'];
  async function trigger(sheet: TestSheet, body: string, when = 'BEFORE'): Promise<void> {
    const name = `f_${tableOf(sheet)}`;
    await pool.query(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`);
    await pool.query(
      `CREATE TRIGGER odd ${when} INSERT OR UPDATE ON ${tableOf(sheet)} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    );
  }

  test('that rewrite a value: the row is rejected with that cell named, the others land', async () => {
    const sheet = await sheetOn(columns, headers);
    await trigger(sheet, `IF new.name LIKE '% %' THEN new.name := trim(new.name); END IF; RETURN new;`);
    sheet.rows = [
      ['1', 'Sato', '1'],
      ['2', 'Abe ', '2'],
      ['3', 'Ito', '3'],
    ];
    const driven = await drive(sheet);
    expect(named(driven)).toEqual([[3, 'B3', 'name', 'changed_on_write', 'data_type']]);
    expect(driven.finish.receipt).toMatchObject({ inserted: 2, rejected: 1 });
    expect((await stored(sheet)).map((row) => row[0])).toEqual(['1', '3']);
  });

  test('that swallow a row: it is rejected, not counted as written', async () => {
    const sheet = await sheetOn(columns, headers);
    await trigger(sheet, `IF new.age > 100 THEN RETURN NULL; END IF; RETURN new;`);
    sheet.rows = [
      ['1', 'Sato', '1'],
      ['2', null, '200'],
      ['3', 'Ito', '3'],
    ];
    const driven = await drive(sheet);
    expect([...driven.rejected.keys()]).toEqual([3]);
    expect(driven.finish).toMatchObject({ status: 'completed_with_problems', receipt: { inserted: 2, rejected: 1 } });
    expect(driven.finish.verification.completeness.missingBuyerNumbers).toEqual(['2']);
    expect((await stored(sheet)).length).toBe(2);
  });

  test('that raise: the row is rejected, and what they say goes to nobody', async () => {
    const sheet = await sheetOn(columns, headers);
    await trigger(sheet, `IF new.age > 100 THEN RAISE EXCEPTION 'no % here', new.name; END IF; RETURN new;`);
    sheet.rows = [
      ['1', 'Sato', '1'],
      ['2', 'Secret', '200'],
    ];
    const driven = await drive(sheet);
    expect(named(driven).map(([row, , , code, type]) => [row, code, type])).toEqual([
      [3, 'database_refused', 'unknown'],
    ]);
    expect(
      JSON.stringify([driven.finish.receipt, [...driven.rejected.values()], await logged(sheet), server.logged]),
    ).not.toContain('Secret');
  });

  test('that change the row afterwards are found by the closing compare', async () => {
    const sheet = await sheetOn(columns, headers);
    await trigger(
      sheet,
      `IF pg_trigger_depth() < 2 THEN UPDATE ${tableOf(sheet)} SET age = 0 WHERE buyer_number = '2'; END IF; RETURN NULL;`,
      'AFTER',
    );
    sheet.rows = [
      ['1', 'Sato', '1'],
      ['2', 'Abe', '2'],
    ];
    const { finish } = await drive(sheet);
    expect(finish.status).toBe('completed_with_problems');
    expect(finish.verification.accuracy.mismatches).toEqual([
      expect.objectContaining({
        cell: 'C3',
        spreadsheetValue: '2',
        databaseValue: '0',
        cause: 'changed_by_another_writer',
      }),
    ]);
  });
});

describe('other tables', () => {
  /** Inserts, finds equal, updates one, drifts one, and finds both. */
  async function livesThrough(sheet: TestSheet, rows: TestRow[], changed: TestRow): Promise<Driven> {
    sheet.rows = rows;
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { inserted: rows.length } });
    const again = await drive(sheet);
    expect(again.finish.receipt).toMatchObject({ unchanged: rows.length });
    expect(again.batches).toEqual([]);
    sheet.rows = [changed, ...rows.slice(1)];
    const driven = await drive(sheet);
    expect(driven.finish).toMatchObject({ status: 'completed', receipt: { updated: 1, unchanged: rows.length - 1 } });
    expect((await drive(sheet, { mode: 'verify' })).finish.verification).toMatchObject({
      passed: true,
      verdict: 'in_step',
    });
    return driven;
  }

  test('of an integer key', async () => {
    const sheet = await sheetOn('no bigint PRIMARY KEY, name text', ['no', 'name'], { keyColumn: 'no' });
    await livesThrough(
      sheet,
      [
        ['1', 'a'],
        ['10', 'b'],
        ['-7', 'c'],
        ['9007199254740993', 'd'],
      ],
      ['1', 'x'],
    );
    sheet.rows = [...sheet.rows, ['01', 'not canonical'], ['x', 'no number']];
    const driven = await drive(sheet);
    expect(named(driven).map(([row, , , code]) => [row, code])).toEqual([
      [6, 'not_canonical'],
      [7, 'not_a_number'],
    ]);
    expect(driven.finish.receipt).toMatchObject({ unchanged: 4, rejected: 2 });
  });

  test.each([
    ['date', '2024-02-29', '2024-03-01'],
    ['uuid', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '00000000-0000-0000-0000-000000000001'],
    ['numeric(8,2)', '1.5', '0'],
    ['char(4)', 'ab', 'abcd'],
    ['varchar(10)', 'ab', '𠮷'],
    ['timestamptz', '2024-01-01 00:00:00Z', '2024-01-01 00:00:00.5Z'],
  ])('of a key of %s', async (type, one, two) => {
    const sheet = await sheetOn(`id ${type} PRIMARY KEY, name text`, ['id', 'name'], {
      keyColumn: 'id',
      policy: 'warn',
    });
    await livesThrough(
      sheet,
      [
        [one, 'a'],
        [two, 'b'],
      ],
      [one, 'x'],
    );
  });

  test('of 180 columns', async () => {
    const types = ['text', 'integer', 'date', 'numeric(12,2)', 'boolean', 'timestamptz'];
    const values = ['あ', '7', '2024-02-29', '1.5', 'true', '2024-01-01 00:00:00Z'];
    const names = Array.from({ length: 179 }, (_, n) => `field_${n}`);
    const columns = names.map((name, n) => `${name} ${types[n % types.length]}`);
    const sheet = await sheetOn(`buyer_number text PRIMARY KEY, ${columns.join(', ')}`, [
      'buyer_number',
      ...[...names].reverse(),
    ]);
    const cells = names.map((_, n) => values[n % values.length] ?? null).reverse();
    const rows = Array.from({ length: 120 }, (_, n) => [`${n}`, ...cells]);
    await livesThrough(sheet, rows, ['0', ...cells.map((cell, n) => (n % 7 === 0 ? null : cell))]);
  });

  test('of the key alone', async () => {
    const sheet = await sheetOn('buyer_number text PRIMARY KEY', ['buyer_number']);
    sheet.rows = [['1'], ['2']];
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { inserted: 2 } });
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { unchanged: 2 } });
  });

  test('of names that need quoting, in a schema of its own', async () => {
    await pool.query(`CREATE SCHEMA "odd schema"`);
    await pool.query(
      `CREATE TABLE "odd schema"."Weird ""name"" %s" ("the 'key' $1" text PRIMARY KEY, "a\\b" text, "SELECT" integer, "é.è" text, "日本" date, "x""y" numeric(9,2))`,
    );
    const headers = [`the 'key' $1`, 'a\\b', 'SELECT', 'é.è', '日本', 'x"y'];
    const sheet = await bindSheet(server, headers, {
      table: 'odd schema.Weird "name" %s',
      keyColumn: `the 'key' $1`,
      name: 'odd',
    });
    await livesThrough(
      sheet,
      [
        ['1', 'x', '1', 'y', '2024-01-01', '1.5'],
        ['2', null, null, null, null, null],
      ],
      ['1', '\\', '2', `'"`, null, '0.01'],
    );
    const { rows } = await pool.query(`SELECT before FROM row_history WHERE sheet_id = $1 AND outcome = 'updated'`, [
      sheet.sheetId,
    ]);
    expect(rows).toEqual([{ before: { 'a\\b': 'x', SELECT: '1', 'é.è': 'y', 日本: '2024-01-01', 'x"y': '1.5' } }]);
    const driven = await drive(Object.assign(sheet, { rows: [['1', '\\', 'x', `'"`, null, '0.01']] }));
    expect(named(driven)).toEqual([[2, 'C2', 'SELECT', 'not_a_number', 'data_type']]);
  });

  test('of partitions, where a row may change its partition', async () => {
    const sheet = await sheetOn('buyer_number text, name text, PRIMARY KEY (buyer_number)', ['buyer_number', 'name'], {
      more: ' PARTITION BY HASH (buyer_number)',
    });
    for (const n of [0, 1, 2])
      await pool.query(
        `CREATE TABLE ${tableOf(sheet)}_${n} PARTITION OF ${tableOf(sheet)} FOR VALUES WITH (MODULUS 3, REMAINDER ${n})`,
      );
    await livesThrough(
      sheet,
      Array.from({ length: 30 }, (_, n) => [`${n}`, 'x']),
      ['0', 'y'],
    );
  });

  test('that two sheets share by a scope: each sees, counts and writes its own', async () => {
    await pool.query(`CREATE TABLE shared (office uuid, buyer_number text, name text, UNIQUE (office, buyer_number))`);
    const bind = (name: string) =>
      bindSheet(server, ['buyer_number', 'name', 'office'], { table: 'shared', scopeColumn: 'office', name });
    const [north, south] = [await bind('north'), await bind('south')];
    await expect(bindSheet(server, ['buyer_number'], { table: 'shared', name: 'whole' })).rejects.toMatchObject({
      code: expect.stringMatching(/table_already_bound|no_unique_key/),
    });
    north.rows = [
      ['1', 'Sato', null],
      ['2', 'Abe', null],
    ];
    south.rows = [['1', 'Kimura', null]];
    expect((await drive(north)).finish).toMatchObject({ status: 'completed', receipt: { inserted: 2 } });
    const { finish, compares } = await drive(south);
    expect(finish).toMatchObject({ status: 'completed', receipt: { inserted: 1 } });
    expect(compares[0]).toMatchObject({ missing: 1, extra: { count: 0, keys: [] } });
    north.rows = [
      ['1', 'changed', null],
      ['3', 'Ito', null],
    ];
    expect((await drive(north)).compares[0]).toMatchObject({
      different: 1,
      missing: 1,
      extra: { count: 1, keys: ['2'] },
    });
    const { rows } = await pool.query(
      `SELECT s.sheet_name AS office, buyer_number AS no, name FROM shared JOIN sheets s ON s.id = office ORDER BY 1, 2`,
    );
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      'north 1 changed',
      'north 2 Abe',
      'north 3 Ito',
      'south 1 Kimura',
    ]);
    const { body } = await send<{ sheets: { sheetName: string; spreadsheetCount: number; databaseCount: number }[] }>(
      server,
      'GET',
      '/v1/reports/counts',
      { token: OPERATOR },
    );
    expect(body.sheets.filter(({ sheetName }) => ['north', 'south'].includes(sheetName))).toEqual([
      expect.objectContaining({ sheetName: 'north', spreadsheetCount: 2, databaseCount: 3, difference: -1 }),
      expect.objectContaining({ sheetName: 'south', spreadsheetCount: 1, databaseCount: 1, difference: 0 }),
    ]);
  });

  test('of limited text: refused with the columns named, or with the policy warn each long cell named', async () => {
    const columns = 'buyer_number varchar(5) PRIMARY KEY, name varchar(3), kind char(2), notes text, own varchar(9)';
    const sheet = await sheetOn(columns, ['buyer_number', 'name', 'kind', 'notes']);
    const { status, body } = await sheet.send<{
      code: string;
      params: { columns: { column: string; header: string; index: number }[]; fixScript: string };
    }>('POST', '/v1/runs', sheet.openBody());
    expect([status, body.code]).toEqual([422, 'schema_refused']);
    expect(body.params.columns.map(({ column, index }) => [column, index])).toEqual([
      ['buyer_number', 0],
      ['name', 1],
      ['kind', 2],
    ]);
    const looked = await sheet.send<{ limitedText?: string[] }>('POST', '/v1/runs', sheet.openBody({ mode: 'verify' }));
    expect(looked.body.limitedText).toEqual(['buyer_number', 'name', 'kind']);
    const warned = Object.assign(Object.create(sheet) as TestSheet, { server: lenient });
    warned.rows = [
      ['1', 'abc', 'xy', 'long enough'],
      ['2', 'abcd', 'xyz', null],
      ['3', '𠮷𠮷𠮷', null, null],
      ['4', 'abc ', null, null],
      ['123456', 'a', null, null],
    ];
    const driven = await drive(warned);
    expect(
      [...driven.rejected.values()].flatMap(({ errors }) =>
        errors.map(({ cell, limit, actual, errorType }) => [cell, limit, actual, errorType]),
      ),
    ).toEqual([
      ['B3', 3, 4, 'field_length'],
      ['C3', 2, 3, 'field_length'],
      ['B5', 3, 4, 'field_length'],
      ['A6', 5, 6, 'field_length'],
    ]);
    expect(driven.finish.receipt).toMatchObject({ inserted: 2, rejected: 3 });
    await pool.query(body.params.fixScript);
    sheet.rows = warned.rows.map((row) => (row as string[]).map((cell) => (cell === 'xyz' ? 'xyz' : cell)));
    expect((await drive(sheet)).finish).toMatchObject({ status: 'completed', receipt: { inserted: 3, unchanged: 2 } });
  });

  test('whose headers are doubled, unknown, empty or not for the sheet: those columns stay out, and say why', async () => {
    const columns = `buyer_number text PRIMARY KEY, name text, phone text, tags text[], total integer GENERATED ALWAYS AS (1) STORED, created_at timestamptz`;
    const sheet = await sheetOn(columns, ['buyer_number', 'name', 'name', 'phon', '', 'tags', 'total', 'created_at']);
    await pool.query(`INSERT INTO ${tableOf(sheet)} (buyer_number, name, phone) VALUES ('1', 'kept', 'kept')`);
    sheet.rows = [['1', 'a', 'b', 'c', 'd', 'e', 'f', 'g']];
    const { run, finish } = await drive(sheet);
    expect(run.opened.columns.map(({ state, reason, proposal }) => [state, reason, proposal])).toEqual([
      ['synced', null, null],
      ['held', 'header_doubled', null],
      ['held', 'header_doubled', null],
      ['held', 'header_unknown', 'phone'],
      ['ignored', 'header_blank', null],
      ['ignored', 'type_not_synced', null],
      ['ignored', 'filled_by_database', null],
      ['ignored', 'kept_by_rollcall', null],
    ]);
    expect(finish.verification).toMatchObject({ passed: true, verdict: 'in_step_except_held' });
    expect((await stored(sheet))[0]?.slice(0, 3)).toEqual(['1', 'kept', 'kept']);
  });
});

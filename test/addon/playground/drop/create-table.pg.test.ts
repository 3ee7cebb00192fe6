// The table for a dropped file on a real Postgres: made as agreed, bound by its headers, and never over another.
import { expect, test } from 'vitest';
import { type AgreedTable, createTable, isNameTaken } from '../../../../addon/playground/drop/create-table.ts';
import { offerFile } from '../../../../addon/playground/drop/dropped-document.ts';
import { findTable, tableColumns } from '../../../../server/db/catalog.ts';
import { testDatabase } from '../../../support/database.ts';

const { pool } = await testDatabase();

const CSV = '買主番号,氏名,予算,来店日\n00001,山田,"1,000",2024-04-01\n00002,佐藤,,2024-04-02\n';

const offer = async (name: string, text = CSV) =>
  await offerFile(pool, name, new TextEncoder().encode(text), { locale: 'ja_JP', year: 2026 }, 50_000);

let sheets = 0;
const make = async (name: string, change: Partial<AgreedTable> = {}, keepAsText = false) => {
  const { proposal } = (await offer(name)).choose(keepAsText);
  const agreed = { table: proposal.table, columns: proposal.columns, key: proposal.key ?? -1, ...change };
  sheets += 1;
  return await createTable(pool, proposal, agreed, { spreadsheetId: `dropped-${sheets}`, sheetName: name });
};

const columnsOf = async (name: string) => {
  const table = await findTable(pool, name);
  const columns = table === null ? [] : await tableColumns(pool, table);
  return columns.map(({ name: column, type, notNull }) => `${column} ${type}${notNull ? ' not null' : ''}`);
};

const count = async (text: string, values: unknown[] = []): Promise<number> =>
  (await pool.query(`SELECT count(*)::int AS count FROM ${text}`, values)).rows[0].count;

test('a table is made as proposed, with its key and its stamps, and bound by its headers', async () => {
  const made = await make('customers.csv');
  expect(await columnsOf('customers')).toEqual([
    'buyer_number text not null',
    'name text',
    '予算 bigint',
    '来店日 date',
    'created_at timestamp with time zone not null',
    'db_updated_at timestamp with time zone not null',
    'synced_at timestamp with time zone',
  ]);
  expect(made).toEqual({ keyColumn: 'buyer_number', sheetKey: expect.stringMatching(/^rks_/) });
  const { rows } = await pool.query(
    `SELECT header, column_name, confirmed_by FROM sheet_headers JOIN sheets ON id = sheet_id
      WHERE target_table = 'customers' ORDER BY header COLLATE "C"`,
  );
  expect(rows.map(({ header, column_name }) => [header, column_name])).toEqual(
    [
      ['予算', '予算'],
      ['来店日', '来店日'],
      ['氏名', 'name'],
      ['買主番号', 'buyer_number'],
    ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
  expect(rows[0]?.confirmed_by).toBe('a person, with the table');
});

test('a name that is taken is never proposed, and never overwritten', async () => {
  await pool.query(`CREATE TABLE taken AS SELECT 'precious' AS it`);
  await pool.query('CREATE VIEW taken_2 AS SELECT 1 AS it');
  expect((await offer('taken.csv')).offer.converted.proposal.table).toBe('taken_3');
  await expect(make('other.csv', { table: 'taken' })).rejects.toThrow(
    'There is a table taken already; it stays as it is.',
  );
  await expect(make('other.csv', { table: 'buyers' })).rejects.toThrow('There is a table buyers already');
  expect((await pool.query('SELECT it FROM taken')).rows).toEqual([{ it: 'precious' }]);
  expect(await isNameTaken(pool, 'other')).toBe(false);
});

test('names are quoted wherever they go, whatever they look like', async () => {
  const table = 'x (id int); DROP TABLE buyers; --';
  const { proposal } = (await offer('x.csv')).choose(false);
  const columns = proposal.columns.map((column) => ({ ...column, column: `${column.index} text); --` }));
  await make('x.csv', { table, columns });
  expect((await columnsOf(table))[0]).toBe('0 text); -- text not null');
  expect(await isNameTaken(pool, 'buyers')).toBe(true);
});

test.each<[string, Partial<AgreedTable>, string]>([
  ['no key', { key: -1 }, 'Choose the column that tells the rows apart'],
  ['a key with empty cells', { key: 2 }, 'cannot tell the rows apart: 1 empty'],
  ['a dot in the table’s name', { table: 'pg_catalog.pg_class' }, 'holds a dot'],
  ['a type outside the list', { columns: columnsWith({ type: 'text; DROP TABLE buyers' }) }, 'has no type of the list'],
  ['two columns of one name', { columns: columnsWith({ column: 'same' }) }, 'Two columns are called same'],
  ['a stamp’s name', { columns: columnsWith({ column: 'synced_at' }, 1) }, 'cannot be called synced_at'],
  ['a column without a name', { columns: columnsWith({ column: '' }, 1) }, 'A name is missing'],
])('%s is refused in words, and nothing is made', async (_what, change, sentence) => {
  await expect(make('refused.csv', change)).rejects.toThrow(sentence);
  expect(await isNameTaken(pool, 'refused')).toBe(false);
  expect(await count(`sheets WHERE target_table = 'refused'`)).toBe(0);
});

test('a table whose sheet cannot be bound is taken back', async () => {
  const { proposal } = (await offer('unbound.csv')).choose(false);
  const agreed = { table: 'unbound', columns: proposal.columns, key: 0 };
  const bound = (await pool.query('SELECT spreadsheet_id AS "spreadsheetId", sheet_name AS "sheetName" FROM sheets'))
    .rows[0];
  await expect(createTable(pool, proposal, agreed, bound)).rejects.toThrow('bound already');
  expect(await isNameTaken(pool, 'unbound')).toBe(false);
});

test('a file kept as text proposes text columns only', async () => {
  await make('kept.csv', {}, true);
  expect((await columnsOf('kept')).slice(0, 4)).toEqual([
    'buyer_number text not null',
    'name text',
    '予算 text',
    '来店日 text',
  ]);
});

function columnsWith(change: object, only?: number): AgreedTable['columns'] {
  return [0, 1, 2, 3].map((index) => ({
    index,
    column: `c${index}`,
    type: 'text',
    ...(only === undefined || only === index ? change : {}),
  }));
}

// What a connection of the pool goes by, whatever the database it opens has been set to.
import { afterAll, expect, test } from 'vitest';
import { openPool } from '../../../server/db/pool.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const name = new URL(database.url).pathname.slice(1);
await database.pool.query(`ALTER DATABASE ${name} SET datestyle = 'German'`);
await database.pool.query(`ALTER DATABASE ${name} SET timezone = 'Pacific/Apia'`);
const pool = openPool(database.url);
afterAll(() => pool.end());

test('times are read as they are in a database whose dates are written in another way', async () => {
  const at = '2024-04-01T13:30:00.250Z';
  const { rows } = await pool.query(`SELECT $1::timestamptz AS at, current_setting('TimeZone') AS zone`, [at]);
  expect(rows).toEqual([{ at: new Date(at), zone: 'Pacific/Apia' }]);
});

test('its name is told to the database as before', async () => {
  const { rows } = await pool.query(`SELECT current_setting('application_name') AS name`);
  expect(rows).toEqual([{ name: 'rollcall' }]);
});

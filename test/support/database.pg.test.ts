// Every test file gets a migrated database of its own.
import { expect, test } from 'vitest';
import { testDatabase } from './database.ts';

const first = await testDatabase();
const second = await testDatabase();

test('two databases of one run do not see each other', async () => {
  await first.pool.query('CREATE TABLE only_here (word text)');
  const { rows } = await second.pool.query(`SELECT to_regclass('only_here') AS found`);
  expect(rows).toEqual([{ found: null }]);
  expect(first.url).not.toBe(second.url);
});

test('it forces nothing to disk, since only processes are killed', async () => {
  const { rows } = await first.pool.query('SHOW fsync');
  expect(rows).toEqual([{ fsync: 'off' }]);
});

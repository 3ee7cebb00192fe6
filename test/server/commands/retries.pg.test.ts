// `rollcall sync retries` and `rollcall sync retry`, as real processes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ran, rollcall } from '../../support/command-line.ts';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, drive, type TestSheet, testServer } from '../../support/protocol-client.ts';
import { makeRefusingTable, openGate, REFUSALS, REFUSING_HEADERS } from '../../support/refusals.ts';
import { type ServedApp, serveApp } from '../../support/serve-app.ts';

const database = await testDatabase();
const { pool } = database;
let sheet: TestSheet;
let served: ServedApp;

beforeAll(async () => {
  await makeRefusingTable(pool);
  sheet = await bindSheet(testServer(database, 'warn'), REFUSING_HEADERS, { table: 'clients' });
  served = await serveApp(pool);
});
afterAll(() => served.close());

const sync = (...args: string[]): Promise<Ran> =>
  rollcall(['sync', ...args, '--server', served.url, '--key', sheet.key]);

interface Listed {
  readonly retries: readonly { readonly id: string; readonly buyerNumber: string }[];
  readonly count: number;
}

// A dozen programs one after the other, each a second or two.
test('lists what waits, tries one, tries what is due, and ends as it went', async () => {
  const nothing = await sync('retries');
  expect([nothing.code, nothing.stdout]).toEqual([0, 'No row waits to be tried again.\n']);
  sheet.rows = [REFUSALS.raised.cells('a'), REFUSALS.long.cells('b'), REFUSALS.raised.cells('c')];
  await drive(sheet);

  const listed = await sync('retries');
  expect(listed.code).toBe(1);
  expect(listed.stdout).toMatch(
    /^[0-9a-f-]{36} {2}buyer b \(row 3\), 0 of 3 retries, next try \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n {4}B3 name: The text has 9 characters; the column takes 5\.$/m,
  );
  expect(listed.stdout).toMatch(/^ {4}The database refused this row for a reason it did not tie to one cell\.$/m);
  expect(listed.stdout).not.toContain('Sato');
  const { retries, count } = (await sync('retries', '--json')).json<Listed>();
  expect([count, retries.map(({ buyerNumber }) => buyerNumber).sort()]).toEqual([3, ['a', 'b', 'c']]);
  expect((await sync('retries', '--buyer', 'b', '--status', 'pending', '--json')).json<Listed>().count).toBe(1);

  await openGate(pool, true);
  const idOf = (key: string) => retries.find(({ buyerNumber }) => buyerNumber === key)?.id ?? '';
  const tried = await sync('retry', idOf('a'));
  expect([tried.code, tried.stdout]).toEqual([0, 'Tried 1: 1 written, 0 refused and tried again later, 0 given up.\n']);
  expect((await sync('retry', idOf('b'))).code).toBe(1);
  expect((await sync('retry', idOf('a'))).code).toBe(2);
  await pool.query(
    `UPDATE retry_queue SET next_retry_at = now() - interval '1 second', attempt_count = 2 WHERE buyer_number = 'b'`,
  );
  await pool.query(`UPDATE retry_queue SET next_retry_at = now() - interval '1 second' WHERE buyer_number = 'c'`);
  const due = await sync('retry', '--due', '--json');
  expect(due.code).toBe(1);
  expect(due.json()).toEqual({ processed: 2, succeeded: 1, failed: 0, permanentlyFailed: 1 });
  expect((await sync('retries', '--status', 'failed')).stdout).toContain('buyer b (row 3), 3 of 3 retries, given up');
}, 90_000);

test('says what is wrong with how it was asked, and where nobody answers', async () => {
  for (const args of [
    ['retry'],
    ['retry', 'last'],
    ['retry', crypto.randomUUID(), '--due'],
    ['retries', '--status', 'lost'],
    ['retries', '--sheet', 'mine'],
  ]) {
    const { code, stderr } = await sync(...args);
    expect(code, stderr).toBe(2);
    expect(stderr.length).toBeGreaterThan(20);
  }
  expect((await rollcall(['sync', 'retry', '--due', '--server', 'http://127.0.0.1:9', '--key', 'k'])).code).toBe(3);
  const help = await rollcall(['sync', 'retry', '--help']);
  expect([help.code, help.stdout]).toEqual([
    0,
    expect.stringContaining('rollcall sync retry --server http://127.0.0.1:8787 --key rks_… --due'),
  ]);
}, 60_000);

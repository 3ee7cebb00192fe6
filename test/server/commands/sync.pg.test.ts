// `rollcall push` of a file that lost its values, and `rollcall sync release` and `discard`, as real processes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logNothing } from '../../../server/log.ts';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import { type RunningServer, startServer } from '../../../server/start-server.ts';
import type { FinishAnswer, HoldDecided } from '../../../shared/protocol.ts';
import { type Ran, rollcall } from '../../support/command-line.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'rollcall-sync-'));
const path = join(folder, 'buyers.csv');
let server: RunningServer;
let key: string;

beforeAll(async () => {
  const config = {
    databaseUrl: database.url,
    dataDir: folder,
    host: '127.0.0.1',
    port: 0,
    operatorToken: 'op',
  } as const;
  server = await startServer(
    { ...config, schemaPolicy: 'refuse', webhook: null, smtp: null, alertMail: [], publicUrl: null },
    logNothing,
  );
  const bound = { spreadsheetId: 'book', sheetName: 'buyers', table: 'buyers', keyColumn: 'buyer_number' };
  ({ key } = await addSheet(database.pool, { ...bound, scopeColumn: null }));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const at = () => ['--server', server.url, '--key', key];
const push = (...more: string[]): Promise<Ran> => rollcall(['push', path, ...at(), ...more]);
const write = (keys: string, name: string, phone: string): void =>
  writeFileSync(
    path,
    `buyer_number,氏名,電話番号\n${Array.from({ length: 30 }, (_, n) => `${keys}${n},${name},${phone}${n}\n`).join('')}`,
  );
const stored = async () =>
  (await database.pool.query('SELECT name, phone FROM buyers ORDER BY length(buyer_number), buyer_number LIMIT 1'))
    .rows[0];

// Some ten programs one after the other, each a second or two.
test('a push says what is held and how to let it through; release and discard do as they say', async () => {
  write('A', 'Sato', '080-');
  expect((await push()).code).toBe(0);
  write('A', '', '090-');
  const held = await push();
  expect(held.code).toBe(1);
  expect(held.stderr).toContain('column "氏名": 30 of its 30 values would disappear');
  expect(held.stderr).toContain('column "電話番号": 30 of its 30 values would be replaced');
  const run = /sync release (\S+)/.exec(held.stderr)?.[1] ?? '';
  expect(held.stderr).toContain(`sync release ${run} --server … --key … --columns name,phone`);
  expect(held.stdout).toContain('some cells or columns are held');
  expect(await stored()).toEqual({ name: 'Sato', phone: '080-0' });

  const released = await rollcall(['sync', 'release', run, ...at(), '--columns', 'phone', '--by', 'tests']);
  expect([released.code, released.stdout]).toEqual([
    0,
    'Released column "電話番号": 30 of its 30 values would be replaced\nThe next sync writes it.\n',
  ]);
  const discarded = await rollcall(['sync', 'discard', run, ...at(), '--columns', 'name', '--json']);
  expect(discarded.json<HoldDecided>().holds).toMatchObject([{ column: 'name', state: 'discarded' }]);
  const { rows } = await database.pool.query('SELECT decided_by FROM holds ORDER BY column_name');
  expect(rows).toEqual([{ decided_by: 'sheet' }, { decided_by: 'tests' }]);

  const again = await push('--json');
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('(discarded before)');
  expect(again.stderr).not.toContain('sync release');
  expect(again.json<FinishAnswer>().verification.notCompared.columns).toEqual([
    { header: '氏名', reason: 'guard_values_disappear' },
  ]);
  expect(await stored()).toEqual({ name: 'Sato', phone: '090-0' });
}, 60_000);

test('a run that is wholly held is said, and let through; what holds nothing is refused', async () => {
  write('B', '', '090-');
  const held = await push();
  expect(held.code).toBe(1);
  expect(held.stderr).toContain('the run: 30 of the 30 rows of the last sync are gone from the sheet');
  expect(held.stdout).toContain('held 30');
  const run = /sync release (\S+)/.exec(held.stderr)?.[1] ?? '';
  expect((await rollcall(['sync', 'release', run, ...at(), '--always'])).code).toBe(2);
  expect((await rollcall(['sync', 'release', run, '--server', server.url, '--key', 'op'])).code).toBe(0);
  expect((await push()).code).toBe(0);
  for (const args of [
    ['release', crypto.randomUUID()],
    ['discard', 'last'],
    ['release', run, '--columns', 'name'],
  ]) {
    const refused = await rollcall(['sync', ...args, ...at()]);
    expect(refused.code, refused.stderr).toBe(2);
  }
}, 60_000);

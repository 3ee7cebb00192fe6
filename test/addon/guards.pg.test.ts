// The guard from a cell in the local host to the stored value: what formulas fill goes, what was pasted over waits for a person.
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { RunReply } from '../../addon/sidebar/answers.ts';
import { createApp } from '../../server/http/app.ts';
import { logNothing } from '../../server/log.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { openHolds } from '../../server/sheets/holds.ts';
import { decideRun } from '../../server/sync/decide-holds.ts';
import { testDatabase } from '../support/database.ts';
import { type PushedAddon, pushedAddon } from './support/pushed-addon.ts';

const HEADERS = ['買主番号', '氏名', '電話番号', '受付日'];
const FORMATS = ['', '', '', 'yyyy/mm/dd'];
const ROWS = 300;
const GID = 7;
const database = await testDatabase();
const { pool } = database;
let built: PushedAddon;
let listener: ServerType;
let url: string;
let host: Host;
let sheetId: string;

beforeAll(async () => {
  built = await pushedAddon();
  const app = createApp({ pool, log: logNothing, version: 'test', operatorToken: null, schemaPolicy: 'refuse' });
  url = await new Promise((resolve) => {
    listener = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (info: AddressInfo) =>
      resolve(`http://127.0.0.1:${info.port}/`),
    );
  });
});
afterAll(async () => {
  listener.close();
  await rm(built.outDir, { recursive: true });
});

let books = 0;
beforeEach(async () => {
  await pool.query('DELETE FROM buyers; UPDATE sheets SET removed_at = now()');
  const id = `book ${++books}`;
  const bound = { spreadsheetId: id, sheetName: 'Buyers', table: 'buyers', keyColumn: 'buyer_number' };
  const added = await addSheet(pool, { ...bound, scopeColumn: null });
  sheetId = added.sheetId;
  const rows = Array.from({ length: ROWS }, (_, n) => [`AA${n}`, `買主 ${n}`, `080-${n}`, 45383]);
  const sheet = { gid: GID, name: 'Buyers', formats: FORMATS, rows: [HEADERS, ...rows] };
  const spreadsheet = new Spreadsheet({ id, name: 'Book', timeZone: 'Asia/Tokyo', locale: 'ja_JP', sheets: [sheet] });
  const fetchMap = { [built.serverUrl]: url };
  host = await createHost({ distDir: built.outDir, spreadsheet, fetchMap, profile: 'friendly', seed: 7 });
  host.properties('document').set({ 'rollcall.key': added.key, [`rollcall.header.${GID}`]: '1' });
  expect((await sync()).result?.receipt).toMatchObject({ inserted: ROWS });
});
afterEach(() => host.stop());

const sync = (): Promise<RunReply> => run('sync');

async function run(mode: string, yes = ''): Promise<RunReply> {
  let reply = await call('startRun', mode, '', null, yes);
  while (reply.state === 'running') reply = await call('continueRun', reply.gid);
  return reply;
}

async function call(name: string, ...args: readonly unknown[]): Promise<RunReply> {
  const result = await host.run(name, args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as RunReply;
}

const set = (column: number, cell: (n: number) => Parameters<ReturnType<typeof tab>['set']>[2]): void => {
  for (let n = 0; n < ROWS; n++) tab().set(n + 2, column, cell(n));
};
const tab = () => host.spreadsheet.sheet(GID);
const stored = async (column: string) =>
  (await pool.query(`SELECT ${column}::text AS text FROM buyers WHERE buyer_number = 'AA7'`)).rows[0]?.text;

test('a column that formulas fill changes every day, or goes blank, and nobody is asked', async () => {
  set(4, () => ({ value: 45384, format: 'yyyy/mm/dd', formula: '=TODAY()' }));
  expect(await sync()).toMatchObject({
    notes: { held: null },
    result: { verdict: 'in_step', receipt: { updated: ROWS } },
  });
  expect(await stored('received_on')).toBe('2024-04-02');
  set(4, () => ({ value: '', formula: '=IF(FALSE,1,"")' }));
  expect(await sync()).toMatchObject({ notes: { held: null }, result: { verdict: 'in_step' } });
  expect(await stored('received_on')).toBeNull();
});

test('a column pasted over another waits, the rest of the row goes; after a yes it goes too', async () => {
  set(2, (n) => `080-${n}`);
  for (let n = 0; n < 5; n++) tab().set(n + 2, 3, `090-${n}`);
  tab().set(9, 3, '090-7');
  const held = await sync();
  expect(held).toMatchObject({
    state: 'done',
    notes: { held: { scope: 'columns', holds: [{ column: 'name', reason: 'values_replaced' }] } },
    result: { verdict: 'in_step_except_held', receipt: { updated: 6, unchanged: ROWS - 6 } },
  });
  expect([await stored('name'), await stored('phone')]).toEqual(['買主 7', '090-7']);
  expect(await openHolds(pool, sheetId)).toMatchObject([{ column: 'name', rows: ROWS, of: ROWS, header: '氏名' }]);
  await decideRun(pool, sheetId, held.runId, 'released', { by: 'somebody' });
  expect((await sync()).result).toMatchObject({ verdict: 'in_step', receipt: { updated: ROWS } });
  expect(await stored('name')).toBe('080-7');
});

test('a Check of it counts only what a sync would write, and the yes to it is not asked again', async () => {
  set(2, (n) => `080-${n}`);
  for (let n = 0; n < 5; n++) tab().set(n + 2, 3, `090-${n}`);
  const checked = await run('check');
  expect(checked.notes).toMatchObject({
    check: { insert: 0, update: 5, leave: ROWS - 5, reject: 0 },
    held: { scope: 'columns', holds: [{ column: 'name', rows: ROWS, of: ROWS }] },
  });
  expect(await run('sync', checked.runId)).toMatchObject({ state: 'done', result: { receipt: { updated: 5 } } });
});

test('a run whose keys were pasted over ends at once, and says so', async () => {
  set(1, (n) => `080-${n}`);
  expect(await sync()).toMatchObject({
    state: 'done',
    notes: { held: { scope: 'run', holds: [{ column: 'buyer_number', reason: 'rows_gone' }] } },
    result: { verdict: 'not_in_step', receipt: { held: ROWS, inserted: 0, updated: 0 } },
  });
  expect((await pool.query('SELECT count(*)::int AS count FROM buyers')).rows[0].count).toBe(ROWS);
});

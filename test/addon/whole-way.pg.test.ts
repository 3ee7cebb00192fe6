// From a cell in the local host through the bundle that clasp pushed, real HTTP and the real server into Postgres, and back as the sidebar hears it.
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { RunReply, Status } from '../../addon/sidebar/answers.ts';
import { createApp } from '../../server/http/app.ts';
import { logNothing } from '../../server/log.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { testDatabase } from '../support/database.ts';
import { type PushedAddon, pushedAddon } from './support/pushed-addon.ts';

const HEADERS = [
  '買主番号',
  '氏名',
  '受付日',
  '最終連絡日時',
  '連絡希望時刻',
  '郵便番号',
  '世帯人数',
  '希望面積',
  '住所',
  '謎の列',
];
const FORMATS = ['', '', 'yyyy/mm/dd', 'yyyy/mm/dd h:mm:ss', 'h:mm', '0000000', '', '#,##0.00', '', ''];
const database = await testDatabase();
let built: PushedAddon;
let listener: ServerType;
let url: string;
let host: Host;

type Cell = string | number | boolean | null;

const buyer = (i: number): Cell[] => [
  `AA${String(i).padStart(5, '0')}`,
  `買主 ${i}`,
  45383 + (i % 500),
  45383.5 + i,
  0.375,
  600000 + i,
  (i % 6) + 1,
  55.125,
  `東京都世田谷区上北沢${i}`,
  null,
];

beforeAll(async () => {
  built = await pushedAddon();
  const app = createApp({
    pool: database.pool,
    log: logNothing,
    version: 'test',
    operatorToken: null,
    schemaPolicy: 'refuse',
  });
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

beforeEach(async () => {
  await database.pool.query('DELETE FROM buyers');
});
afterEach(() => host.stop());

let profile: 'friendly' | 'hostile' = 'friendly';

async function open(sheetId: string, rows: Cell[][]): Promise<void> {
  const name = `${profile} ${sheetId}`;
  await database.pool.query('UPDATE sheets SET removed_at = now()');
  const bound = {
    spreadsheetId: name,
    sheetName: 'Buyers',
    table: 'buyers',
    keyColumn: 'buyer_number',
    scopeColumn: null,
  };
  const { key } = await addSheet(database.pool, bound);
  const sheet = { gid: 7, name: 'Buyers', formats: FORMATS, rows: [HEADERS, ...rows] };
  const spreadsheet = new Spreadsheet({
    id: name,
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [sheet],
  });
  host = await createHost({
    distDir: built.outDir,
    spreadsheet,
    fetchMap: { [built.serverUrl]: url },
    profile,
    seed: 7,
  });
  host.properties('document').set({ 'rollcall.key': key, 'rollcall.header.7': '1' });
}

async function call<T>(name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as T;
}

/** All answers of a run, the last one first. What heals by waiting is gone on with, as a person would. */
async function run(mode: string): Promise<RunReply[]> {
  const replies = [await call<RunReply>('startRun', mode)];
  for (let [last] = replies; last !== undefined && isUnderWay(last); [last] = replies) {
    replies.unshift(await call<RunReply>(last.state === 'running' ? 'continueRun' : 'resumeRun', last.gid));
  }
  return replies;
}

const isUnderWay = ({ state, problem }: RunReply): boolean =>
  state === 'running' ||
  (profile === 'hostile' && ['unreachable', 'server_error', 'sheet_unreadable'].includes(problem?.code ?? ''));

const stored = async (key: string) => {
  const { rows } = await database.pool.query(
    `SELECT name, received_on::text, last_contacted_at::text, preferred_contact_time::text, postal_code,
      household_size, desired_floor_area::text, address FROM buyers WHERE buyer_number = $1`,
    [key],
  );
  return rows[0];
};

describe.each(['friendly', 'hostile'] as const)('the whole way of a row, in %s weather', (weather) => {
  beforeAll(() => {
    profile = weather;
  });

  it('lands every cell as it is meant, shows it in step, and writes nothing the second time', async () => {
    await open(
      'lands',
      Array.from({ length: 1203 }, (_, i) => buyer(i + 1)),
    );
    const [first] = await run('sync');
    expect(first).toMatchObject({ state: 'done', result: { receipt: { read: 1203, inserted: 1203, balanced: true } } });
    expect(first?.result?.mismatches.items).toEqual([]);
    expect(await stored('AA00001')).toEqual({
      name: '買主 1',
      received_on: '2024-04-02',
      last_contacted_at: '2024-04-02 12:00:00',
      preferred_contact_time: '09:00:00',
      postal_code: '0600001',
      household_size: 2,
      desired_floor_area: '55.13',
      address: '東京都世田谷区上北沢1',
    });
    expect(first?.notes?.heldColumns.items).toMatchObject([{ header: '謎の列', cell: 'J1', reason: 'header_unknown' }]);
    const [again] = await run('sync');
    expect(again?.result?.receipt).toMatchObject({ unchanged: 1203, inserted: 0, updated: 0 });
    const status = await call<Status>('sidebarStatus');
    expect(status).toMatchObject({ connection: 'connected', counts: { sheet: 1203, database: 1203 } });
  });

  it('names a cell that cannot go, lets the rest land, and takes it once mended', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => buyer(i + 1));
    (rows[40] ?? [])[6] = '四人';
    await open('names', rows);
    const replies = await run('sync');
    expect(replies[0]).toMatchObject({ state: 'done', result: { receipt: { inserted: 149, rejected: 1 } } });
    const found = replies.flatMap((reply) => reply.sheetFindings?.items ?? []);
    expect(found).toContainEqual(
      expect.objectContaining({ cell: 'G42', header: '世帯人数', code: 'not_a_number', key: 'AA00041', rowNumber: 42 }),
    );
    host.spreadsheet.sheet(7).set(42, 7, 4);
    expect((await run('sync'))[0]).toMatchObject({ result: { receipt: { inserted: 1, unchanged: 149, rejected: 0 } } });
    expect(await stored('AA00041')).toMatchObject({ household_size: 4 });
  });

  it('verifies without writing, and shows both values of what was changed in the database', async () => {
    await open(
      'verifies',
      Array.from({ length: 20 }, (_, i) => buyer(i + 1)),
    );
    await run('sync');
    await database.pool.query(`UPDATE buyers SET address = '大阪' WHERE buyer_number = 'AA00003'`);
    const [reply] = await run('verify');
    expect(reply).toMatchObject({ state: 'done', mode: 'verify', result: { verdict: 'not_in_step' } });
    expect(reply?.result?.mismatches.count).toBe(1);
    const example = { cell: 'I4', buyerNumber: 'AA00003', databaseValue: '大阪', cause: 'changed_in_database' };
    expect(reply?.result?.groups).toMatchObject({
      count: 1,
      items: [{ field: 'address', count: 1, examples: [example] }],
    });
    expect(await stored('AA00003')).toMatchObject({ address: '大阪' });
  });

  it('refuses a table that would lose texts, with the cells and the fix; after it, a click on Sync is enough', async () => {
    await database.pool.query('ALTER TABLE buyers ALTER COLUMN address TYPE varchar(50)');
    const rows = Array.from({ length: 60 }, (_, i) => buyer(i + 1));
    for (const row of rows.slice(0, 7)) row[8] = '長'.repeat(61);
    await open('refuses', rows);
    const [refused] = await run('sync');
    expect(refused).toMatchObject({
      state: 'stopped',
      problem: { code: 'schema_refused' },
      findings: { count: 7 },
      schema: {
        table: 'buyers',
        columns: [{ column: 'address', header: '住所', index: 8, limit: 50, tooLong: 7, longest: 61 }],
      },
    });
    expect(refused?.findings.items[0]).toMatchObject({ cell: 'I2', code: 'text_too_long', limit: 50, actual: 61 });
    await database.pool.query(refused?.schema?.fixScript ?? '');
    expect((await run('sync'))[0]).toMatchObject({ state: 'done', result: { receipt: { inserted: 60 } } });
  });

  it('links to the server it was built for, where a page says what that is', async () => {
    await open('links', [buyer(1)]);
    expect(await call<Status>('sidebarStatus')).toMatchObject({ link: built.serverUrl });
    const page = await fetch(url, { headers: { 'accept-language': 'ja' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html lang="ja">')]);
  });

  it('tells a second person who is at it', async () => {
    await open(
      'busy',
      Array.from({ length: 900 }, (_, i) => buyer(i + 1)),
    );
    await call('startRun', 'sync');
    const other = await host.run('startRun', ['sync'], { user: 'taro@example.com' });
    expect(other).toMatchObject({
      ok: true,
      value: { state: 'busy', problem: { code: 'sheet_busy', params: { trigger: 'sidebar' } } },
    });
    expect((await call<RunReply>('continueRun', 7)).state).not.toBe('stopped');
  });
});

test('a person who presses Sync has the sheet at once while the hourly sync is at it, and what it sent stays', async () => {
  profile = 'friendly';
  await open(
    'yields',
    Array.from({ length: 3000 }, (_, i) => buyer(i + 1)),
  );
  // A first sync is a person's own; what it brought is lost, so that there is as much to do again.
  await run('sync');
  await database.pool.query('DELETE FROM buyers');
  await call<Status>('setSchedule', true);
  const sending = Promise.withResolvers<void>();
  const stop = host.onCall(({ when, name, execution }) => {
    const waves = execution.log.callsByName['UrlFetchApp.fetchAll'] ?? 0;
    if (when === 'after' && name === 'UrlFetchApp.fetchAll' && waves > 3) sending.resolve();
  });
  const hourly = host.fireTrigger(host.triggers()[0]?.uid ?? '');
  await sending.promise;
  stop();
  const [reply] = await run('sync');
  await hourly;
  expect(reply).toMatchObject({ state: 'done', result: { verdict: 'in_step_except_held', receipt: { read: 3000 } } });
  expect(reply?.result?.receipt.unchanged).toBeGreaterThan(0);
  expect((await call<Status>('sidebarStatus')).schedule).toMatchObject({ last: { outcome: 'yielded' } });
  const { rows } = await database.pool.query(
    `SELECT r.trigger, r.status FROM runs r JOIN sheets s ON s.id = r.sheet_id
      WHERE s.spreadsheet_id = 'friendly yields' ORDER BY r.started_at`,
  );
  expect(rows).toEqual([
    { trigger: 'sidebar', status: 'completed' },
    { trigger: 'schedule', status: 'superseded' },
    { trigger: 'sidebar', status: 'completed' },
  ]);
});

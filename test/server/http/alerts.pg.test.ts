// Alerts over HTTP: read, acknowledged, tried out, and who is told of a sheet's; each key sees its own sheet alone.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_SHEET } from '../../../server/alerts/condition.ts';
import { type Channels, deliverDue } from '../../../server/alerts/deliver.ts';
import type { AlertLine } from '../../../server/alerts/list.ts';
import type { Recipient } from '../../../server/alerts/recipients.ts';
import { settle } from '../../../server/alerts/settle.ts';
import type { Tried } from '../../../server/alerts/try-channels.ts';
import { createApp } from '../../../server/http/app.ts';
import { logNothing } from '../../../server/log.ts';
import type { Problem } from '../../../shared/protocol.ts';
import {
  type MailReceiver,
  mailReceiver,
  OK,
  status,
  type WebhookReceiver,
  webhookReceiver,
} from '../../support/alert-receivers.ts';
import { channels, condition, later, NOON } from '../../support/alert-world.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  OPERATOR,
  send,
  type TestServer,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
const HEADERS = ['buyer_number', 'name'];

let hook: WebhookReceiver;
let mail: MailReceiver;
beforeAll(async () => {
  hook = await webhookReceiver();
  mail = await mailReceiver();
});
afterAll(() => Promise.all([hook.close(), mail.close()]));

let sheet: TestSheet;
let other: TestSheet;
beforeEach(async () => {
  for (const table of [
    'alert_deliveries',
    'alerts',
    'alert_recipients',
    'sheet_headers',
    'header_places',
    'batches',
    'runs',
    'sheet_keys',
    'sheets',
  ])
    await pool.query(`DELETE FROM ${table}`);
  for (const table of ['mine', 'yours'])
    await pool.query(`DROP TABLE IF EXISTS ${table}; CREATE TABLE ${table} (buyer_number text PRIMARY KEY, name text)`);
  sheet = await bindSheet(server, HEADERS, { table: 'mine' });
  other = await bindSheet(server, HEADERS, { table: 'yours' });
});

interface Page {
  readonly alerts: AlertLine[];
  readonly open: number;
  readonly cursor: string | null;
}
const asOperator = <T>(method: string, path: string, body?: unknown, headers = {}) =>
  send<T & Problem>(server, method, path, { token: OPERATOR, ...(body === undefined ? {} : { body }), headers });

describe('the list', () => {
  beforeEach(async () => {
    const types = ['missing_buyers', 'slow_sync', 'service_down'] as const;
    await settle(pool, types, [condition('missing_buyers', sheet.sheetId)], NOON);
    await settle(
      pool,
      types,
      [condition('slow_sync', other.sheetId), condition('service_down', NO_SHEET, { subject: 'worker' })],
      later(60),
    );
  });

  test('has what is open, newest first, in the words of the reader, with what became of each message', async () => {
    await deliverDue(pool, channels(), later(60));
    const { body } = await asOperator<Page>('GET', '/v1/alerts', undefined, { 'accept-language': 'ja' });
    expect(body.open).toBe(2);
    expect(body.alerts.map(({ type, sheetId }) => [type, sheetId]).sort()).toEqual([
      ['service_down', null],
      ['slow_sync', other.sheetId],
    ]);
    const slow = body.alerts.find(({ type }) => type === 'slow_sync');
    expect(slow).toMatchObject({
      severity: 'warning',
      message: 'シート「買主リスト」の前回の同期に 700 秒かかりました（10 秒を超えると通知します）。',
      remedy: expect.stringContaining('データベースの負荷'),
      openedAt: '2026-11-25T12:01:00.000000Z',
      recoveredAt: null,
      acknowledgedAt: null,
      deliveries: expect.arrayContaining([
        {
          channel: 'log',
          target: '',
          status: 'sent',
          attempts: 1,
          lastError: null,
          sentAt: '2026-11-25T12:01:00.000000Z',
        },
      ]),
    });
  });

  test('has what is over, or all, page by page', async () => {
    const over = await asOperator<Page>('GET', '/v1/alerts?state=recovered');
    expect(over.body.alerts).toMatchObject([{ type: 'missing_buyers', recoveredAt: '2026-11-25T12:01:00.000000Z' }]);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = (await asOperator<Page>('GET', `/v1/alerts?state=all&limit=1${cursor && `&cursor=${cursor}`}`))
        .body;
      seen.push(...page.alerts.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });

  test("shows a sheet's key its own sheet alone, whatever it asks for", async () => {
    const { body } = await other.send<Page>('GET', `/v1/alerts?state=all&sheetId=${sheet.sheetId}`);
    expect(body.alerts.map(({ type }) => type)).toEqual(['slow_sync']);
    expect(body.open).toBe(1);
    const [alert] = (await asOperator<Page>('GET', `/v1/alerts?state=all&sheetId=${sheet.sheetId}`)).body.alerts;
    expect(alert?.type).toBe('missing_buyers');
    expect((await other.send<Problem>('POST', `/v1/alerts/${alert?.id}/acknowledge`, {})).body.code).toBe(
      'unknown_alert',
    );
  });

  test('an alert is acknowledged once: who came second changes nothing', async () => {
    const [alert] = (await other.send<Page>('GET', '/v1/alerts')).body.alerts;
    const path = `/v1/alerts/${alert?.id}/acknowledge`;
    expect((await other.send('POST', path, { by: 'Sato' })).body).toEqual({ id: alert?.id, acknowledged: true });
    await asOperator('POST', path, { by: 'Abe' });
    const [seen] = (await other.send<Page>('GET', '/v1/alerts')).body.alerts;
    expect(seen).toMatchObject({ acknowledgedBy: 'Sato', acknowledgedAt: expect.stringMatching(/Z$/) });
    expect((await asOperator('POST', `/v1/alerts/${NO_SHEET}/acknowledge`, {})).status).toBe(404);
  });

  test.each([
    ['GET', '/v1/alerts?state=closed', undefined, 'invalid_parameter'],
    ['GET', '/v1/alerts?limit=0', undefined, 'invalid_parameter'],
    ['GET', '/v1/alerts?cursor=2026', undefined, 'invalid_parameter'],
    ['POST', '/v1/alerts/1/acknowledge', {}, 'invalid_parameter'],
    ['POST', '/v1/alerts/test', { email: 5 }, 'invalid_body'],
  ])('%s %s is answered with what is wrong with it', async (method, path, body, code) => {
    const answer = await asOperator(method, path, body);
    expect([answer.status, answer.body.code]).toEqual([422, code]);
  });
});

describe('the test message', () => {
  const serverWith = (more: Partial<Channels>): TestServer => {
    const deps = { pool, log: logNothing, version: '0', operatorToken: OPERATOR, schemaPolicy: 'refuse' } as const;
    return { ...server, app: createApp({ ...deps, channels: channels(more) }) };
  };
  const tryOut = async (more: Partial<Channels>, body: object = {}) =>
    (await send<{ results: Tried[] }>(serverWith(more), 'POST', '/v1/alerts/test', { token: OPERATOR, body })).body
      .results;

  test('goes through every channel that is set up and says what became of each', async () => {
    hook.got.length = 0;
    mail.got.length = 0;
    hook.answer = OK;
    const webhook = { url: hook.url, secret: 's', format: 'rollcall', allowPrivate: true } as const;
    const smtp = { url: mail.url, from: 'rollcall@example.jp' };
    const operators = [{ email: 'ops@example.com', language: 'ja' }] as const;
    expect(await tryOut({ webhook, smtp, operators })).toEqual([
      { channel: 'log', target: '', status: 'sent', error: null },
      { channel: 'webhook', target: '', status: 'sent', error: null },
      { channel: 'email', target: 'ops@example.com', status: 'sent', error: null },
    ]);
    expect(JSON.parse(hook.got[0]?.body ?? '')).toMatchObject({
      test: true,
      alerts: [],
      text: expect.stringContaining('This is a test.'),
    });
    expect(mail.got[0]?.mail).toMatchObject({
      subject: 'Rollcall: テスト',
      text: expect.stringContaining('これはテストです'),
    });
    hook.answer = status(403);
    expect(await tryOut({ webhook, smtp, operators }, { email: 'me@example.com' })).toEqual([
      { channel: 'log', target: '', status: 'sent', error: null },
      { channel: 'webhook', target: '', status: 'failed', error: 'http_403' },
      { channel: 'email', target: 'me@example.com', status: 'sent', error: null },
    ]);
  });

  test('says what is not set up, and is not for the key of a sheet', async () => {
    expect(await tryOut({})).toMatchObject([
      { status: 'sent' },
      { status: 'not_configured' },
      { status: 'not_configured' },
    ]);
    expect((await sheet.send<Problem>('POST', '/v1/alerts/test', {})).status).toBe(403);
  });
});

describe('recipients', () => {
  const list = async (of = sheet) =>
    (await of.ask<{ recipients: Recipient[] }>('GET', '/v1/sheet/recipients')).recipients;
  const change = (body: object, of = sheet) =>
    of.send<{ recipients: Recipient[] } & Problem>('PUT', '/v1/sheet/recipients', body);
  const confirm = (by?: string) =>
    send(server, 'PUT', '/v1/sheet/headers', {
      token: sheet.key,
      body: { headerRow: 1, headers: HEADERS, answers: [], ...(by === undefined ? {} : { by }) },
      headers: { 'accept-language': 'ja' },
    });
  const open = (body: object) =>
    sheet.ask('POST', '/v1/runs', { mode: 'sync', trigger: 'sidebar', headers: HEADERS, rowCount: 0, ...body });

  test('are added and removed by the key of the sheet, or by an operator who names it', async () => {
    const { body } = await change({
      add: [{ email: 'A@Example.jp', language: 'ja' }, { email: 'b@example.com' }],
      by: 'Sato',
    });
    expect(body.recipients).toMatchObject([
      { email: 'a@example.jp', language: 'ja', addedBy: 'Sato' },
      { email: 'b@example.com', language: 'en', addedBy: 'Sato' },
    ]);
    expect((await change({ remove: ['B@example.com'] })).body.recipients.map(({ email }) => email)).toEqual([
      'a@example.jp',
    ]);
    const path = `/v1/sheet/recipients?sheetId=${sheet.sheetId}`;
    expect((await asOperator<{ recipients: unknown[] }>('GET', path)).body.recipients).toHaveLength(1);
    expect((await asOperator('PUT', path, { add: [{ email: 'b@example.com' }] })).status).toBe(200);
    expect((await asOperator('GET', '/v1/sheet/recipients')).body.code).toBe('invalid_parameter');
    expect(await list(other)).toEqual([]);
  });

  test.each([
    'nobody',
    '@example.com',
    'a@',
    'a b@example.com',
    'a@b@example.com',
    'a@example.com\nBcc: b@example.com',
    'a@example.com,b@example.com',
    '<a@example.com>',
    'a@localhost',
    '"a"@example.com',
  ])('%j is no address', async (email) => {
    expect(await change({ add: [{ email: 'good@example.com' }, { email }] })).toMatchObject({
      status: 422,
      body: { code: 'invalid_address' },
    });
    expect(await list()).toEqual([]);
  });

  test('are twenty at most, and only one who is there can be removed', async () => {
    const add = Array.from({ length: 21 }, (_, at) => ({ email: `a${at}@example.com` }));
    expect((await change({ add })).body.code).toBe('too_many_recipients');
    expect((await change({ add: add.slice(1) })).status).toBe(200);
    expect((await change({ remove: ['a0@example.com'] })).body.code).toBe('unknown_recipient');
    expect((await change({ add: add.slice(0, 1), remove: ['a1@example.com'] })).status).toBe(200);
  });

  test('begin with who confirmed the headings, in the language they read; others who answer later are not added', async () => {
    await confirm();
    await confirm('Sato');
    expect(await list()).toEqual([]);
    await confirm('Hanako@example.jp');
    await confirm('taro@example.jp');
    expect(await list()).toMatchObject([
      { email: 'hanako@example.jp', language: 'ja', addedBy: 'who connected the sheet' },
    ]);
  });

  test('begin with who first synced from the sidebar; not with a schedule or a program', async () => {
    await open({ trigger: 'schedule', by: 'clock@example.jp' });
    await open({ mode: 'verify', by: 'looker@example.jp' });
    expect(await list()).toEqual([]);
    await pool.query('UPDATE sheets SET lease_run_id = NULL');
    await open({ by: 'hanako@example.jp' });
    expect((await list()).map(({ email }) => email)).toEqual(['hanako@example.jp']);
  });

  test('who was removed by hand does not come back by itself, and nobody else comes instead; by hand they may', async () => {
    await confirm('hanako@example.jp');
    await change({ remove: ['hanako@example.jp'] });
    await confirm('hanako@example.jp');
    await confirm('taro@example.jp');
    expect(await list()).toEqual([]);
    await change({ add: [{ email: 'hanako@example.jp', language: 'en' }], by: 'Sato' });
    expect(await list()).toMatchObject([{ email: 'hanako@example.jp', language: 'en', addedBy: 'Sato' }]);
  });
});

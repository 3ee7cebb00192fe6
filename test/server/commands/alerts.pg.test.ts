// `rollcall alerts` and `rollcall sheet recipients` as real processes: exit codes, --json, and what a person reads.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { deliverDue } from '../../../server/alerts/deliver.ts';
import type { AlertLine } from '../../../server/alerts/list.ts';
import { settle } from '../../../server/alerts/settle.ts';
import { mailReceiver, status, webhookReceiver } from '../../support/alert-receivers.ts';
import { channels, condition, emptyAlerts, later, NOON, newSheet } from '../../support/alert-world.ts';
import { rollcall } from '../../support/command-line.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const { pool } = database;
const [hook, mail] = await Promise.all([webhookReceiver(), mailReceiver()]);
afterAll(() => Promise.all([hook.close(), mail.close()]));

const env = { DATABASE_URL: database.url };
const run = (...args: string[]) => rollcall(args, env);

let sheet: string;
beforeEach(async () => {
  await emptyAlerts(pool);
  sheet = await newSheet(pool);
});

describe('alerts', () => {
  test('list shows what is open with its remedy and failed messages, and ends with 1; 0 where nothing is', async () => {
    expect(await run('alerts')).toMatchObject({ code: 0, stdout: 'There are no such alerts.\n' });
    await run('sheet', 'recipients', sheet, '--add', 'hanako@example.jp');
    await settle(pool, ['missing_buyers'], [condition('missing_buyers', sheet)], NOON);
    await deliverDue(pool, channels(), later(60));
    const { code, stdout } = await run('alerts', 'list');
    expect(code).toBe(1);
    const [first, ...lines] = stdout.trimEnd().split('\n');
    expect(first).toMatch(/^[0-9a-f-]{36} {2}error, since 2026-11-25T12:00:00Z$/);
    expect(lines).toEqual([
      '    12 buyers of the sheet 買主リスト are not in the database. More than 10 is an alert.',
      expect.stringMatching(/^ {4}Open the sheet, press Sync/),
      '    Not delivered by email hanako@example.jp: not_configured',
    ]);
    await settle(pool, ['missing_buyers'], [], later(120));
    expect((await run('alerts')).code).toBe(0);
    const over = await run('alerts', 'list', '--state', 'all', '--limit', '1', '--json');
    expect(over.json<{ alerts: AlertLine[] }>().alerts).toMatchObject([
      { type: 'missing_buyers', recoveredAt: expect.any(String) },
    ]);
  });

  test('acknowledge says who has seen it; what is no alert is refused', async () => {
    await settle(pool, ['slow_sync'], [condition('slow_sync', sheet)], NOON);
    const [alert] = (await run('alerts', '--json')).json<{ alerts: AlertLine[] }>().alerts;
    const id = alert?.id ?? '';
    expect((await run('alerts', 'acknowledge', id, '--by', 'Sato', '--json')).json()).toEqual({
      id,
      acknowledged: true,
    });
    expect((await run('alerts')).stdout).toContain(', seen by Sato\n');
    for (const wrong of ['1', sheet])
      expect(await run('alerts', 'acknowledge', wrong)).toMatchObject({ code: 2, stdout: '' });
  });

  test('test sends through what the environment sets up, and ends with 1 where that fails', async () => {
    expect((await run('alerts', 'test')).stdout).toBe('log: sent\nwebhook: not set up\nemail: not set up\n');
    const all = {
      ...env,
      ROLLCALL_WEBHOOK_URL: hook.url,
      ROLLCALL_WEBHOOK_SECRET: 'secret',
      ROLLCALL_WEBHOOK_ALLOW_PRIVATE: '1',
      ROLLCALL_WEBHOOK_LANGUAGE: 'ja',
      ROLLCALL_SMTP_URL: mail.url,
      ROLLCALL_MAIL_FROM: 'rollcall@example.jp',
      ROLLCALL_ALERT_MAIL: 'ops@example.com, sato@example.jp:ja',
    };
    expect(await rollcall(['alerts', 'test'], all)).toMatchObject({
      code: 0,
      stdout: 'log: sent\nwebhook: sent\nemail ops@example.com: sent\nemail sato@example.jp: sent\n',
    });
    expect(hook.got[0]?.body).toContain('これはテストです');
    expect(mail.got.map(({ mail: { subject } }) => subject).sort()).toEqual(['Rollcall: a test', 'Rollcall: テスト']);
    hook.answer = status(500);
    const failed = await rollcall(['alerts', 'test', '--email', 'me@example.com', '--json'], all);
    expect(failed.code).toBe(1);
    expect(failed.json()).toMatchObject({
      results: [
        { channel: 'log' },
        { channel: 'webhook', status: 'failed', error: 'http_500' },
        { target: 'me@example.com' },
      ],
    });
  });

  test('a test to what is no address is refused before anything is sent', async () => {
    const { code, stderr } = await run('alerts', 'test', '--email', 'nonsense');
    expect([code, stderr]).toEqual([2, expect.stringContaining('"nonsense" is not an e-mail address')]);
  });

  test('a limit that is no number is wrong use', async () => {
    const { code, stderr } = await run('alerts', 'list', '--limit', '0');
    expect([code, stderr]).toEqual([2, expect.stringContaining('A whole number from 1 to 10000 is wanted')]);
  });
});

describe('sheet recipients', () => {
  const recipients = (...args: string[]) => run('sheet', 'recipients', '買主リスト', ...args);

  test('shows, adds and removes; nobody means the operators', async () => {
    expect((await recipients()).stdout).toBe(
      'Nobody: alerts of this sheet go to the operators (ROLLCALL_ALERT_MAIL).\n',
    );
    const added = await recipients('--add', 'hanako@example.jp', 'taro@example.jp', '--language', 'ja');
    expect(added.stdout).toMatch(
      /^hanako@example\.jp \(ja\), added by command line at \d{4}-\d\d-\d\d\ntaro@example\.jp \(ja\)/,
    );
    const changed = await recipients('--add', 'bob@example.com', '--remove', 'taro@example.jp', '--json');
    expect(changed.json()).toMatchObject({
      sheetId: sheet,
      recipients: [
        { email: 'hanako@example.jp', language: 'ja' },
        { email: 'bob@example.com', language: 'en' },
      ],
    });
  });

  test('what is no address is refused', async () => {
    const { code, stderr } = await recipients('--add', 'nobody');
    expect([code, stderr]).toEqual([2, expect.stringContaining('"nobody" is not an e-mail address')]);
  });
});

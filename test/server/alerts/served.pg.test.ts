// Two servers as they are run: what is raised arrives at the webhook and in the mail, once, and both servers say that they deliver.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle } from '../../../server/alerts/settle.ts';
import { writeSetting } from '../../../server/settings/settings.ts';
import { mailReceiver, webhookReceiver } from '../../support/alert-receivers.ts';
import { condition, newSheet } from '../../support/alert-world.ts';
import { testDatabase } from '../../support/database.ts';
import { endGroup, type Program, startScript, until } from '../../support/processes.ts';

const database = await testDatabase();
const { pool } = database;
const [hook, mail] = await Promise.all([webhookReceiver(), mailReceiver()]);
const servers: Program[] = [];

beforeAll(async () => {
  await writeSetting(pool, 'alertGroupSeconds', 0, 'test');
  const env = {
    DATABASE_URL: database.url,
    PORT: '0',
    ROLLCALL_OPERATOR_TOKEN: 'rko_of_the_test',
    ROLLCALL_WEBHOOK_URL: hook.url,
    ROLLCALL_WEBHOOK_SECRET: 'secret',
    ROLLCALL_WEBHOOK_ALLOW_PRIVATE: '1',
    ROLLCALL_SMTP_URL: mail.url,
    ROLLCALL_MAIL_FROM: 'rollcall@example.jp',
    ROLLCALL_ALERT_MAIL: 'ops@example.com',
  };
  servers.push(...[1, 2].map(() => startScript('server/main.ts', [], env)));
  await Promise.all(servers.map((server) => server.says(/serves http\S+/)));
});
afterAll(async () => {
  await Promise.all(servers.map(endGroup));
  await Promise.all([hook.close(), mail.close()]);
});

test('an alert arrives once by each channel, with links into the server that sent it (they look every five seconds)', async () => {
  const sheets = await Promise.all(['one', 'two', 'three'].map((name) => newSheet(pool, name)));
  await settle(
    pool,
    ['slow_sync'],
    sheets.map((id) => condition('slow_sync', id)),
    new Date(),
  );
  const isSent = async () => {
    const { rows } = await pool.query(`SELECT count(*)::int AS due FROM alert_deliveries WHERE status <> 'sent'`);
    return rows[0].due === 0;
  };
  await until(async () => (await isSent()) && logged().length >= 3);
  expect(hook.got.flatMap(({ body }) => slow(JSON.parse(body).alerts)).sort()).toEqual(sheets.toSorted());
  const mails = mail.got.filter(({ mail: { subject } }) => subject?.includes('a sync took'));
  expect(mails.map(({ to }) => to)).toEqual([['ops@example.com'], ['ops@example.com'], ['ops@example.com']]);
  expect(hook.got[0]?.body).toMatch(/"link":"http:\/\/127\.0\.0\.1:\d+\/dashboard\/alerts"/);
  expect(logged().sort()).toEqual(sheets.toSorted());
});

/** The sheets of these alone: the servers' own monitor may find something too. */
const slow = (alerts: readonly { type: string; sheetId: string }[]) =>
  alerts.filter(({ type }) => type === 'slow_sync').map(({ sheetId }) => sheetId);

const logged = () =>
  slow(
    servers.flatMap((server) =>
      server
        .stderr()
        .split('\n')
        .filter((line) => line.includes('"alert_raised"'))
        .map((line) => JSON.parse(line)),
    ),
  );

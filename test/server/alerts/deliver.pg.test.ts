// What is due arrives: once where all goes well, again under the same id where a sender died, and is kept as failed where nothing helps.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LEASE_MS } from '../../../server/alerts/claim.ts';
import { type Condition, NO_SHEET } from '../../../server/alerts/condition.ts';
import { type Channels, deliverDue } from '../../../server/alerts/deliver.ts';
import { forgetAlerts } from '../../../server/alerts/retention.ts';
import { settle } from '../../../server/alerts/settle.ts';
import { readSettings, writeSetting } from '../../../server/settings/settings.ts';
import {
  type MailReceiver,
  mailReceiver,
  OK,
  status,
  type WebhookReceiver,
  webhookReceiver,
} from '../../support/alert-receivers.ts';
import { channels, condition, emptyAlerts, later, NOON, newSheet, PARAMS } from '../../support/alert-world.ts';
import { testDatabase } from '../../support/database.ts';
import { startScript, until } from '../../support/processes.ts';

const database = await testDatabase();
const { pool } = database;
const SECRET = 'secret';

let hook: WebhookReceiver;
let mail: MailReceiver;
beforeAll(async () => {
  hook = await webhookReceiver();
  mail = await mailReceiver();
});
afterAll(() => Promise.all([hook.close(), mail.close()]));

let sheet: string;
beforeEach(async () => {
  await emptyAlerts(pool);
  await writeSetting(pool, 'alertGroupSeconds', 0, 'test');
  sheet = await newSheet(pool);
  hook.got.length = 0;
  mail.got.length = 0;
  hook.answer = OK;
  mail.refuse = null;
});

const toHook = (more: Partial<Channels> = {}) =>
  channels({ webhook: { url: hook.url, secret: SECRET, format: 'rollcall', allowPrivate: true }, ...more });
const toMail = (more: Partial<Channels> = {}) =>
  channels({ smtp: { url: mail.url, from: 'Rollcall <rollcall@example.jp>' }, ...more });
const raise = (conditions: readonly Condition[], now = NOON, sheetIds?: readonly string[]) =>
  settle(pool, [...new Set(conditions.map(({ type }) => type))], conditions, now, sheetIds);
const addRecipient = (email: string, language: 'en' | 'ja', of = sheet) =>
  pool.query(`INSERT INTO alert_recipients (sheet_id, email, language, added_by) VALUES ($1, $2, $3, 'test')`, [
    of,
    email,
    language,
  ]);
const states = async (channel: string) =>
  (
    await pool.query(
      `SELECT target, status, attempts, last_error AS error, next_at AS next FROM alert_deliveries WHERE channel = $1 ORDER BY target, id`,
      [channel],
    )
  ).rows;
const ids = () => hook.got.map(({ headers }) => headers['rollcall-delivery']);

describe('the log', () => {
  test('says each change in one line: ids, type and numbers, and of a buyer only the id of its alert', async () => {
    const given = [
      condition('missing_buyers', sheet),
      condition('permanent_failure', sheet, { subject: 'BUYER-7' }),
      condition('schema_invalid', sheet, { subject: 'buyers' }),
    ];
    await raise(given);
    await settle(pool, ['missing_buyers'], [], later(60));
    const { logged, ...ways } = channels();
    expect(await deliverDue(pool, ways, later(60))).toEqual({ sent: 1, failed: 0 });
    expect(logged.map(({ level, event, fields }) => [level, event, fields['type'], fields['subject']])).toEqual([
      ['warn', 'alert_raised', 'permanent_failure', undefined],
      ['warn', 'alert_raised', 'missing_buyers', ''],
      ['warn', 'alert_raised', 'schema_invalid', 'buyers'],
      ['info', 'alert_recovered', 'missing_buyers', ''],
    ]);
    expect(logged[1]?.fields).toMatchObject({ sheetId: sheet, missingCount: 12, threshold: 10 });
    expect(logged[1]?.fields['alertId']).toBe(logged[3]?.fields['alertId']);
    expect(JSON.stringify(logged)).not.toMatch(/BUYER-7|買主/);
  });
});

describe('the webhook', () => {
  test('gets a group of one sheet as one message, signed, with words, remedy and links', async () => {
    await writeSetting(pool, 'alertGroupSeconds', 30, 'test');
    await raise([condition('missing_buyers', sheet), condition('slow_sync', sheet)]);
    const ways = toHook({ dashboardUrl: 'https://rollcall.example/dashboard' });
    await deliverDue(pool, ways, later(29));
    expect(hook.got).toEqual([]);
    await deliverDue(pool, ways, later(30));
    await deliverDue(pool, ways, later(31));
    const [{ headers, body } = { headers: {}, body: '' }, ...others] = hook.got;
    expect(others).toEqual([]);
    const [, seconds, sent] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['rollcall-signature'])) ?? [];
    expect(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')).toBe(sent);
    const told = JSON.parse(body);
    expect(told).toMatchObject({
      delivery: headers['rollcall-delivery'],
      test: false,
      gathered: false,
      link: 'https://rollcall.example/dashboard/alerts',
      alerts: [
        { sheetId: sheet, type: 'missing_buyers', event: 'raised', severity: 'error', params: { missingCount: 12 } },
        { sheetId: sheet, type: 'slow_sync', event: 'raised' },
      ],
    });
    expect(told.text).toContain(
      'Error: 12 buyers of the sheet 買主リスト are not in the database. More than 10 is an alert.',
    );
    expect(told.text).toContain(`https://rollcall.example/dashboard/sheets/${sheet}`);
  });

  test.each(['slack', 'google-chat'] as const)(
    'gets the text that %s takes, in the language of the channel',
    async (format) => {
      await raise([condition('missing_buyers', sheet)]);
      const webhook = { url: hook.url, secret: SECRET, format, allowPrivate: true, language: 'ja' } as const;
      await deliverDue(pool, channels({ webhook }), NOON);
      expect(JSON.parse(hook.got[0]?.body ?? '').text).toContain(
        'シート「買主リスト」の買主 12 件がデータベースにありません',
      );
    },
  );

  test('that answers 500 and then 200 gets the same message again after a minute, and no third time', async () => {
    await raise([condition('missing_buyers', sheet)]);
    hook.answer = (response, count) => (count === 1 ? status(500) : OK)(response, count);
    const ways = toHook();
    expect(await deliverDue(pool, ways, NOON)).toEqual({ sent: 1, failed: 1 });
    expect(await states('webhook')).toMatchObject([{ status: 'due', attempts: 1, error: 'http_500', next: later(60) }]);
    expect(ways.logged.at(-1)).toMatchObject({
      level: 'warn',
      event: 'alert_not_delivered',
      fields: { code: 'http_500' },
    });
    expect(await deliverDue(pool, ways, later(59))).toEqual({ sent: 0, failed: 0 });
    expect(await deliverDue(pool, ways, later(60))).toEqual({ sent: 1, failed: 0 });
    expect(await deliverDue(pool, ways, later(86_400))).toEqual({ sent: 0, failed: 0 });
    expect(new Set(ids()).size).toBe(1);
    expect(hook.got.map(({ body }) => body)).toEqual([hook.got[0]?.body, hook.got[0]?.body]);
    expect(await states('webhook')).toMatchObject([{ status: 'sent', attempts: 2, error: null }]);
  });

  test('that never answers well is tried six times with growing pauses; then the message is kept as failed', async () => {
    await raise([condition('missing_buyers', sheet)]);
    hook.answer = status(404);
    const minutes = [0, 1, 6, 21, 81, 321];
    for (let minute = 0; minute <= 2000; minute++) await deliverDueAt(minute);
    expect(hook.got).toHaveLength(6);
    expect(await states('webhook')).toMatchObject([{ status: 'failed', attempts: 6, error: 'http_404' }]);

    /** A look at minutes at which nothing is due costs the test time and tells it nothing. */
    async function deliverDueAt(minute: number) {
      const isNear = minutes.some((due) => Math.abs(minute - due) <= 1) || minute % 500 === 0;
      const before = hook.got.length;
      if (isNear) await deliverDue(pool, toHook(), later(minute * 60));
      expect(hook.got.length - before).toBe(minutes.includes(minute) ? 1 : 0);
    }
  });

  test('is not connected to at a private address unless that is allowed, and the message says why it failed', async () => {
    await raise([condition('missing_buyers', sheet)]);
    const url = hook.url.replace('http:', 'https:');
    await deliverDue(
      pool,
      channels({ webhook: { url, secret: SECRET, format: 'rollcall', allowPrivate: false } }),
      NOON,
    );
    expect(await states('webhook')).toMatchObject([{ status: 'due', attempts: 1, error: 'private_address' }]);
    expect(hook.got).toEqual([]);
  });

  test('where there is none, nothing is kept for it', async () => {
    await raise([condition('missing_buyers', sheet)]);
    await deliverDue(pool, channels(), NOON);
    expect(await states('webhook')).toEqual([]);
  });
});

describe('several servers', () => {
  test('that deliver at once send each message once', async () => {
    await addRecipient('a@example.jp', 'ja');
    const sheets = await Promise.all([1, 2, 3, 4].map((number) => newSheet(pool, `tab ${number}`)));
    await raise([sheet, ...sheets].map((id) => condition('missing_buyers', id)));
    const ways = { ...toHook(), ...toMail({ webhook: toHook().webhook }) };
    const ends = await Promise.all([1, 2, 3, 4].map(() => deliverDue(pool, ways, NOON)));
    expect(ends.reduce((sum, { sent }) => sum + sent, 0)).toBe(5 + 5 + 1);
    expect(new Set(ids()).size).toBe(5);
    expect(hook.got).toHaveLength(5);
    expect(mail.got).toHaveLength(1);
  });

  test('of which one is killed between sending and noting: another sends again when the lease is over, under the same id', async () => {
    await raise([condition('missing_buyers', sheet)]);
    let killed: () => void = () => undefined;
    hook.answer = () => killed();
    const server = startScript('test/support/deliver-alerts.ts', [database.url, hook.url, NOON.toISOString()]);
    killed = () => server.signal('SIGKILL');
    await server.ended();
    expect(hook.got).toHaveLength(1);
    hook.answer = OK;
    const leaseOver = later(LEASE_MS / 1000);
    expect(await deliverDue(pool, toHook(), new Date(leaseOver.getTime() - 1))).toEqual({ sent: 0, failed: 0 });
    expect(await deliverDue(pool, toHook(), leaseOver)).toEqual({ sent: 1, failed: 0 });
    expect(await deliverDue(pool, toHook(), later(86_400))).toEqual({ sent: 0, failed: 0 });
    expect(hook.got).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
    expect(hook.got[0]?.body).toBe(hook.got[1]?.body);
  });

  test('one that lives but is too late has no say any more: what another sent stays sent', async () => {
    await raise([condition('missing_buyers', sheet)]);
    let late: () => void = () => undefined;
    hook.answer = (response, count) => {
      if (count === 1) late = () => status(500)(response, count);
      else OK(response, count);
    };
    const slow = deliverDue(pool, toHook(), NOON);
    await until(() => hook.got.length === 1);
    await deliverDue(pool, toHook(), later(LEASE_MS / 1000));
    late();
    await slow;
    expect(await states('webhook')).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  test('that all die while they send a message do not send it for ever', async () => {
    await raise([condition('missing_buyers', sheet)]);
    await pool.query(`UPDATE alert_deliveries SET attempts = 6, next_at = $1 WHERE channel = 'webhook'`, [NOON]);
    await deliverDue(pool, toHook(), NOON);
    expect(await states('webhook')).toMatchObject([{ status: 'failed', error: 'interrupted' }]);
    expect(hook.got).toEqual([]);
  });

  test("an alert that comes while its sheet's message is being sent gets a message of its own", async () => {
    await raise([condition('missing_buyers', sheet)]);
    let answer: () => void = () => undefined;
    hook.answer = (response, count) => {
      answer = () => OK(response, count);
    };
    const sending = deliverDue(pool, toHook(), NOON);
    await until(() => hook.got.length === 1);
    await raise([condition('slow_sync', sheet)], later(1));
    answer();
    await sending;
    hook.answer = OK;
    await deliverDue(pool, toHook(), later(1));
    expect(hook.got.map(({ body }) => JSON.parse(body).alerts.map(({ type }: { type: string }) => type))).toEqual([
      ['missing_buyers'],
      ['slow_sync'],
    ]);
  });
});

describe('the limit of an hour', () => {
  test('what is too much for a target is one message when the hour is over; nothing is lost, nothing comes twice', async () => {
    await writeSetting(pool, 'alertsPerHour', 2, 'test');
    const sheets: string[] = [];
    for (let number = 0; number < 6; number++) sheets.push(await newSheet(pool, `tab ${number}`));
    for (const [number, id] of sheets.entries()) {
      await raise([condition('missing_buyers', id)], later(number * 60), [id]);
      await deliverDue(pool, toHook(), later(number * 60));
    }
    expect(hook.got).toHaveLength(2);
    await deliverDue(pool, toHook(), later(3599));
    expect(hook.got).toHaveLength(2);
    await deliverDue(pool, toHook(), later(3600));
    const [, , last] = hook.got.map(({ body }) => JSON.parse(body));
    expect(last).toMatchObject({ gathered: true, text: expect.stringMatching(/^Rollcall: 4 more alerts\n/) });
    const told = hook.got.flatMap(({ body }) =>
      JSON.parse(body).alerts.map(({ sheetId }: { sheetId: string }) => sheetId),
    );
    expect(told).toEqual(sheets);
    expect(await states('webhook')).toMatchObject([{ status: 'sent' }, { status: 'sent' }, { status: 'sent' }]);
  });

  test('each change is told once to each target, whatever comes when, with servers that look and deliver at once', async () => {
    const steps = fc.array(
      fc.record({ pauseMinutes: fc.integer({ min: 0, max: 40 }), found: fc.subarray([0, 1, 2]), fails: fc.boolean() }),
      { minLength: 1, maxLength: 5 },
    );
    const sheets = [sheet, await newSheet(pool, 'tab 1'), await newSheet(pool, 'tab 2')];
    await writeSetting(pool, 'alertsPerHour', 2, 'test');
    await writeSetting(pool, 'alertGroupSeconds', 30, 'test');
    await fc.assert(
      fc.asyncProperty(steps, async (series) => {
        await pool.query('DELETE FROM alert_deliveries; DELETE FROM alerts');
        hook.got.length = 0;
        let seconds = 0;
        let changes = 0;
        const taken = new Map<string, string>();
        for (const { pauseMinutes, found, fails } of [...series, ...QUIET]) {
          seconds += 60 * pauseMinutes;
          hook.answer = (response, count) => {
            const { headers, body } = hook.got[count - 1] ?? { headers: {}, body: '' };
            if (!fails) taken.set(String(headers['rollcall-delivery']), body);
            (fails ? status(500) : OK)(response, count);
          };
          const conditions = found.map((at) => condition('missing_buyers', sheets[at] ?? ''));
          const look = () => settle(pool, ['missing_buyers'], conditions, later(seconds));
          const ends = await Promise.all([
            look(),
            look(),
            ...[0, 31].map((more) => deliverDue(pool, toHook(), later(seconds + more))),
          ]);
          for (const end of ends) changes += 'raised' in end ? end.raised + end.recovered : 0;
        }
        const told = [...taken.values()].flatMap((body) => JSON.parse(body).alerts as { id: string; event: string }[]);
        expect(told).toHaveLength(changes);
        expect(new Set(told.map(({ id, event }) => id + event)).size).toBe(told.length);
      }),
      { numRuns: 100 },
    );
  });

  /** Long enough for every pause and every hour. */
  const QUIET = [241, 61, 61, 61].map((pauseMinutes) => ({ pauseMinutes, found: [] as number[], fails: false }));
});

describe('mail', () => {
  test('goes to each recipient in their language, as text and HTML, marked as made by a machine', async () => {
    await addRecipient('hanako@example.jp', 'ja');
    await addRecipient('bob@example.com', 'en');
    await raise([condition('permanent_failure', sheet, { subject: 'BUYER-7' })]);
    expect(await deliverDue(pool, toMail({ dashboardUrl: 'https://rollcall.example/dashboard' }), NOON)).toEqual({
      sent: 3,
      failed: 0,
    });
    await deliverDue(pool, toMail(), later(3600));
    const sorted = mail.got.toSorted((a, b) => (String(a.to) < String(b.to) ? -1 : 1));
    expect(sorted.map(({ to }) => to)).toEqual([['bob@example.com'], ['hanako@example.jp']]);
    const [english, japanese] = sorted.map(({ mail: parsed }) => parsed);
    expect(english?.subject).toBe('Rollcall: 買主リスト: buyer BUYER-7 given up');
    expect(japanese?.subject).toBe('Rollcall: 買主リスト: 買主 BUYER-7 の再試行を中止');
    expect(english?.text).toContain('Buyer BUYER-7 of the sheet 買主リスト could not be written after 3 retries');
    expect(english?.text).toContain(`https://rollcall.example/dashboard/sheets/${sheet}/buyers?key=BUYER-7`);
    expect(japanese?.html).toContain('買主 BUYER-7 は 3 回再試行しても書き込めず');
    expect(english?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(english?.from?.text).toBe('"Rollcall" <rollcall@example.jp>');
    expect(english?.date).toEqual(NOON);
  });

  test('has the id of its delivery, so that a repeat is the same mail', async () => {
    await addRecipient('bob@example.com', 'en');
    await raise([condition('slow_sync', sheet)]);
    await deliverDue(pool, toMail(), NOON);
    await pool.query(`UPDATE alert_deliveries SET status = 'due', next_at = $1 WHERE channel = 'email'`, [NOON]);
    await deliverDue(pool, toMail(), NOON);
    const [first, second] = mail.got.map(({ mail: parsed }) => parsed.messageId);
    expect(first).toMatch(/^<[0-9a-f-]{36}@example\.jp>$/);
    expect(second).toBe(first);
  });

  test('takes no header and no tag from a name: neither from a sheet nor from a buyer', async () => {
    await addRecipient('bob@example.com', 'en');
    const sheetName = 'x\r\nBcc: eve@example.com\r\n\r\n<script>alert(1)</script>';
    await raise([
      condition('permanent_failure', sheet, { subject: 'a\nSubject: b', params: { ...PARAMS, sheetName } }),
    ]);
    await deliverDue(pool, toMail(), NOON);
    const [{ to, mail: parsed } = { to: [], mail: null }] = mail.got;
    expect(to).toEqual(['bob@example.com']);
    expect(parsed?.headerLines.map(({ key }) => key)).not.toContain('bcc');
    expect(parsed?.subject).toContain('x Bcc: eve@example.com');
    expect(parsed?.headerLines.filter(({ key }) => key === 'subject')).toHaveLength(1);
    expect(parsed?.html).not.toContain('<script');
  });

  test('about what concerns no sheet, or a sheet without recipients, goes to each operator once', async () => {
    await raise([condition('service_down', NO_SHEET, { subject: 'worker' }), condition('slow_sync', sheet)]);
    const operators = [
      { email: 'ops@example.com', language: 'en' },
      { email: 'sato@example.jp', language: 'ja' },
      { email: 'ops@example.com', language: 'en' },
    ] as const;
    await deliverDue(pool, toMail({ operators }), NOON);
    await deliverDue(pool, toMail({ operators }), later(60));
    expect(mail.got.flatMap(({ to }) => to).sort()).toEqual([
      ...['ops@example.com', 'ops@example.com', 'sato@example.jp', 'sato@example.jp'],
    ]);
    expect(mail.got.map(({ mail: parsed }) => parsed.subject).sort()).toEqual([
      'Rollcall: service worker is down',
      'Rollcall: サービス worker が停止',
      'Rollcall: 買主リスト: a sync took 700 s',
      'Rollcall: 買主リスト: 同期に 700 秒',
    ]);
  });

  test('where nobody is named, nothing is kept; where somebody is and no server is set up, they are shown as not reached', async () => {
    await raise([condition('service_down', NO_SHEET, { subject: 'worker' })]);
    await addRecipient('bob@example.com', 'en');
    await raise([condition('slow_sync', sheet)]);
    await deliverDue(pool, channels(), NOON);
    expect(await states('email')).toMatchObject([
      { target: 'bob@example.com', status: 'failed', error: 'not_configured' },
    ]);
  });

  test('to an address that the server refuses for good is not tried again; one refused for now is', async () => {
    await addRecipient('busy@example.com', 'en');
    await addRecipient('nobody@example.com', 'en');
    mail.refuse = (address) => (address.startsWith('nobody') ? 550 : 450);
    await raise([condition('slow_sync', sheet)]);
    expect(await deliverDue(pool, toMail(), NOON)).toEqual({ sent: 1, failed: 2 });
    expect(await states('email')).toMatchObject([
      { target: 'busy@example.com', status: 'due', error: 'address_refused', next: later(60) },
      { target: 'nobody@example.com', status: 'failed', error: 'address_refused' },
    ]);
    mail.refuse = null;
    await deliverDue(pool, toMail(), later(60));
    expect(mail.got.flatMap(({ to }) => to)).toEqual(['busy@example.com']);
  });
});

describe('a buyer that is given up', () => {
  const MARK = 'SECRET-内緒';

  test('Property 15: a buyer whose three retries failed is told once, by its number, and nothing of its data', async () => {
    await addRecipient('bob@example.com', 'en');
    const entries = fc.uniqueArray(
      fc.record({ key: fc.integer({ min: 1, max: 999 }), attempts: fc.integer({ min: 0, max: 3 }) }),
      { selector: ({ key }) => key, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(entries, async (queue) => {
        await pool.query('DELETE FROM alert_deliveries; DELETE FROM alerts; DELETE FROM retry_queue');
        hook.got.length = 0;
        mail.got.length = 0;
        for (const { key, attempts } of queue) await enqueue(`B-${key}`, attempts);
        const ways = toMail({ webhook: toHook().webhook });
        for (const minute of [0, 5])
          await Promise.all(
            [0, 1].map(async () => {
              await settle(pool, ['permanent_failure'], await givenUp(), later(minute * 60));
              await deliverDue(pool, ways, later(minute * 60));
            }),
          );
        const expected = queue
          .filter(({ attempts }) => attempts === 3)
          .map(({ key }) => `B-${key}`)
          .sort();
        const hooked = hook.got.flatMap(({ body }) => JSON.parse(body).alerts as { subject: string }[]);
        expect(hooked.map(({ subject }) => subject).sort()).toEqual(expected);
        const mailed = mail.got.map(({ mail: parsed }) => parsed.text ?? '').join('\n');
        expect([...mailed.matchAll(/Buyer (B-\d+) of/g)].map(([, key]) => key).sort()).toEqual(expected);
        expect(ways.logged.filter(({ event }) => event === 'alert_raised')).toHaveLength(expected.length);
        const kept = await pool.query(
          'SELECT a::text AS line FROM alerts a UNION ALL SELECT d::text FROM alert_deliveries d',
        );
        for (const text of [JSON.stringify(hook.got), mailed, JSON.stringify(ways.logged), JSON.stringify(kept.rows)])
          expect(text).not.toContain(MARK);
      }),
      { numRuns: 100 },
    );
  });

  const enqueue = (key: string, attempts: number) =>
    pool.query(
      `INSERT INTO retry_queue (sheet_id, id, buyer_number, run_id, row_number, revision, cells, fingerprint, covers, catalog_hash, error_info,
                                attempt_count, status, next_retry_at)
       VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), 2, 1, $3, 'f', '{name}', 'c', '[]', $4::int,
               CASE WHEN $4::int = 3 THEN 'failed' ELSE 'pending' END, CASE WHEN $4::int = 3 THEN NULL ELSE now() END)`,
      [sheet, key, JSON.stringify([{ column: 'name', header: '氏名', index: 1, text: MARK }]), attempts],
    );
  const givenUp = async (): Promise<Condition[]> =>
    (
      await pool.query<{ key: string; attempts: number }>(
        `SELECT buyer_number AS key, attempt_count AS attempts FROM retry_queue WHERE status = 'failed'`,
      )
    ).rows.map(({ key, attempts }) =>
      condition('permanent_failure', sheet, {
        subject: key,
        params: { sheetName: '買主リスト', buyerNumber: key, attempts, code: 'too_long', errorType: 'field_length' },
      }),
    );
});

test('what is over for longer than it is kept is forgotten with its messages; what is open or still to be sent stays', async () => {
  await raise([condition('slow_sync', sheet), condition('quiet_sheet', sheet)]);
  await settle(pool, ['slow_sync'], [], later(60));
  await deliverDue(pool, channels(), later(60));
  await raise([condition('run_held', sheet)], later(120));
  const inDays = (days: number) => later(60 + days * 86_400);
  expect(await forgetAlerts(pool, await readSettings(pool), inDays(90))).toBe(0);
  expect(await forgetAlerts(pool, await readSettings(pool), inDays(91))).toBe(1);
  const { rows } = await pool.query('SELECT type FROM alerts ORDER BY type');
  expect(rows).toEqual([{ type: 'quiet_sheet' }, { type: 'run_held' }]);
  expect((await states('log')).map(({ status: state }) => state)).toEqual(['due']);
});

// The words of every type of alert: whole in both languages, with nothing of a name that could break a line.
import { describe, expect, test } from 'vitest';
import { compose } from '../../../server/alerts/compose.ts';
import type { AlertType } from '../../../server/alerts/condition.ts';
import type { AlertEvent } from '../../../server/alerts/outbox.ts';
import { webhookBody } from '../../../server/alerts/webhook-body.ts';
import { ALERTS, alertWords, oneLine } from '../../../server/alerts/words.ts';
import { PARAMS } from '../../support/alert-world.ts';

const TYPES = Object.keys(ALERTS) as AlertType[];
const event = (type: AlertType, more: Partial<AlertEvent> = {}): AlertEvent => ({
  ...{ alertId: 'a1', sheetId: 's1', type, subject: 'BUYER-1', event: 'raised', severity: 'error', params: PARAMS },
  at: '2026-11-25T12:00:00.000Z',
  ...more,
});

describe.each(TYPES)('%s', (type) => {
  test.each(['en', 'ja'] as const)(
    'is said in whole sentences in %s, with its numbers and the name of the sheet',
    (language) => {
      const words = alertWords(event(type), language);
      for (const text of Object.values(words)) expect(text).not.toMatch(/[{}–]|undefined|null/);
      const concernsSheet = type !== 'service_down';
      expect(words.raised.includes('買主リスト')).toBe(concernsSheet);
      expect(/[\u3040-\u30ff]/.test(words.meaning + words.remedy)).toBe(language === 'ja');
      for (const name of ALERTS[type].params.filter((param) => param !== 'problem'))
        expect(words.raised).toContain(PARAMS[name as keyof typeof PARAMS]?.toString());
    },
  );
});

test('a table that cannot be written at all is said in other words than one that limits text', () => {
  const words = alertWords(event('schema_invalid', { params: { ...PARAMS, problem: 'no_unique_key' } }), 'en');
  expect(words.raised).toBe('The sheet 買主リスト cannot be written to table BUYER-1 (no_unique_key).');
});

test('what is not known is a dash, never a hole; a number is written as its readers do', () => {
  const { raised } = alertWords(event('missing_buyers', { params: { missingCount: 4137 } }), 'en');
  expect(raised).toBe('4,137 buyers of the sheet – are not in the database. More than – is an alert.');
});

test('a name is one line without controls or turned directions, and ends where nobody reads on', () => {
  expect(oneLine('a\r\nBcc: b\u2028c\u202ed\t')).toBe('a Bcc: b c d');
  expect([...oneLine('買'.repeat(500))]).toHaveLength(120);
});

describe('a message', () => {
  const told = (
    events: readonly AlertEvent[],
    gathered = false,
    url: string | null = 'https://rollcall.example/x/dashboard',
  ) => compose({ events, gathered, language: 'en' }, url);

  test('about one alert says in its subject which sheet and what', () => {
    expect(told([event('missing_buyers')]).subject).toBe('Rollcall: 買主リスト: 12 buyers missing');
    expect(told([event('missing_buyers', { event: 'recovered' })]).subject).toBe(
      'Rollcall: 買主リスト: Recovered: 12 buyers missing',
    );
    expect(compose({ events: [event('slow_sync')], gathered: false, language: 'ja' }, null).subject).toBe(
      'Rollcall: 買主リスト: 同期に 700 秒',
    );
  });

  test('about several counts them, and one that was gathered says that they are more', () => {
    const events = [
      event('missing_buyers'),
      event('slow_sync', { params: { ...PARAMS, sheetName: 'other' }, sheetId: 's2' }),
    ];
    expect(told(events).subject).toBe('Rollcall: 2 alerts');
    expect(told(events, true).subject).toBe('Rollcall: 2 more alerts');
    expect(told([event('slow_sync')], true).subject).toBe('Rollcall: 買主リスト: 1 more alert');
  });

  test('links into the dashboard: to the sheet, the buyer, what is held, or all alerts; nowhere without an address', () => {
    const [sheet, buyer, held, none] = told([
      event('missing_buyers'),
      event('permanent_failure', { subject: '../a b' }),
      event('run_held'),
      event('service_down', { sheetId: '00000000-0000-0000-0000-000000000000' }),
    ]).items;
    expect(sheet?.link).toBe('https://rollcall.example/x/dashboard/sheets/s1');
    expect(buyer?.link).toBe('https://rollcall.example/x/dashboard/sheets/s1/buyers?key=..%2Fa%20b');
    expect(held?.link).toBe('https://rollcall.example/x/dashboard/held');
    expect(none?.link).toBe('https://rollcall.example/x/dashboard/alerts');
    expect(told([event('missing_buyers')], false, null)).toMatchObject({ link: null, items: [{ link: null }] });
  });

  test('shows ten and counts the rest; the webhook of our own form has all', () => {
    const events = Array.from({ length: 12 }, (_, at) => event('permanent_failure', { subject: `B${at}` }));
    const message = told(events);
    expect(message).toMatchObject({ more: 2, subject: 'Rollcall: 買主リスト: 12 alerts' });
    const body = JSON.parse(
      webhookBody('rollcall', { deliveryId: 'd', events, gathered: false, test: false, message }),
    );
    expect(body.alerts).toHaveLength(12);
    expect(body.text).toContain('… and 2 more.\nhttps://rollcall.example/x/dashboard/alerts');
  });
});

describe('what the webhook takes for markup is harmless', () => {
  const name = '<!channel> *a* _b_ `c` ~d~ & <https://evil.example|click> <users/all>';
  const events = [event('slow_sync', { params: { ...PARAMS, sheetName: name } })];
  const message = compose({ events, gathered: false, language: 'en' }, 'https://rollcall.example/a_b/dashboard');
  const body = (format: 'slack' | 'google-chat') =>
    JSON.parse(webhookBody(format, { deliveryId: 'd', events, gathered: false, test: false, message })) as {
      text: string;
    };

  test('slack: its three characters are entities, its markup is off, and links of ours are links', () => {
    const { text, ...rest } = body('slack');
    expect(rest).toEqual({ mrkdwn: false });
    expect(text.match(/<[^>]*>/g)).toEqual(['<https://rollcall.example/a_b/dashboard/sheets/s1>']);
    expect(text).toContain('&lt;!channel&gt; *a* _b_ `c` ~d~ &amp; &lt;https://evil.example|click&gt;');
  });

  test('google-chat: no mark stands beside what it would mark, and a link of ours is as it is', () => {
    const { text, ...rest } = body('google-chat');
    expect(rest).toEqual({});
    const [first = '', ...lines] = text.split('\n');
    expect(first).not.toMatch(/[*_~`<](?!\u200b)/);
    expect(lines).toContain('https://rollcall.example/a_b/dashboard/sheets/s1');
  });
});

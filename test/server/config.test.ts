// The environment as it is read: what is taken, what it becomes, and the sentence for what cannot be used.
import { expect, test } from 'vitest';
import { describeVariables, readConfig } from '../../server/config.ts';

const HOOK = {
  ROLLCALL_WEBHOOK_URL: 'https://hooks.example.com/T0/B0/secret-path',
  ROLLCALL_WEBHOOK_SECRET: 'secret-word',
};
const MAIL = {
  ROLLCALL_SMTP_URL: 'smtps://user:secret-word@mail.example.com:465',
  ROLLCALL_MAIL_FROM: 'rollcall@example.com',
};

test('nothing set: alerts go to the log alone, and the public address is not known', () => {
  expect(readConfig({})).toMatchObject({ webhook: null, smtp: null, publicUrl: null, port: 8787, databaseUrl: null });
});

test.each<[string, Record<string, string>, object]>([
  [
    'a webhook of our own form is signed',
    HOOK,
    { webhook: { url: HOOK.ROLLCALL_WEBHOOK_URL, secret: 'secret-word', format: 'rollcall', allowPrivate: false } },
  ],
  [
    'Slack knows its own by the address',
    { ROLLCALL_WEBHOOK_URL: HOOK.ROLLCALL_WEBHOOK_URL, ROLLCALL_WEBHOOK_FORMAT: 'slack' },
    { webhook: { url: HOOK.ROLLCALL_WEBHOOK_URL, secret: '', format: 'slack', allowPrivate: false } },
  ],
  [
    'one’s own network may be called where that is said',
    { ...HOOK, ROLLCALL_WEBHOOK_URL: 'http://127.0.0.1:9', ROLLCALL_WEBHOOK_ALLOW_PRIVATE: '1' },
    { webhook: { url: 'http://127.0.0.1:9', allowPrivate: true } },
  ],
  ['a mail server with a sender', MAIL, { smtp: { url: MAIL.ROLLCALL_SMTP_URL, from: 'rollcall@example.com' } }],
  [
    'a sender with a name',
    { ...MAIL, ROLLCALL_MAIL_FROM: 'Rollcall <rollcall@example.com>' },
    { smtp: { from: 'Rollcall <rollcall@example.com>' } },
  ],
  [
    'operators, in the languages they read',
    { ROLLCALL_ALERT_MAIL: ' ops@example.com, sato@example.jp:ja,' },
    {
      alertMail: [
        { email: 'ops@example.com', language: 'en' },
        { email: 'sato@example.jp', language: 'ja' },
      ],
    },
  ],
  ['a webhook that reads Japanese', { ...HOOK, ROLLCALL_WEBHOOK_LANGUAGE: 'ja' }, { webhook: { language: 'ja' } }],
  [
    'a public address gets its slash',
    { ROLLCALL_PUBLIC_URL: 'https://a.example/x' },
    { publicUrl: 'https://a.example/x/' },
  ],
  [
    'what is empty is not set',
    { ROLLCALL_WEBHOOK_URL: '', ROLLCALL_SMTP_URL: '', ROLLCALL_PUBLIC_URL: '' },
    { webhook: null, smtp: null, publicUrl: null },
  ],
])('%s', (_what, env, config) => {
  expect(readConfig(env)).toMatchObject(config);
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'http without leave',
    { ...HOOK, ROLLCALL_WEBHOOK_URL: 'http://a.example' },
    /^ROLLCALL_WEBHOOK_URL must be a web address that begins with https:\/\/\.$/,
  ],
  ...['nobody', 'a@example.com:fr', 'A <a@example.com>'].map((text): [string, Record<string, string>, RegExp] => [
    `an operator ${text}`,
    { ROLLCALL_ALERT_MAIL: text },
    /^ROLLCALL_ALERT_MAIL must be mail addresses/,
  ]),
  [
    'another language',
    { ...HOOK, ROLLCALL_WEBHOOK_LANGUAGE: 'fr' },
    /^ROLLCALL_WEBHOOK_LANGUAGE must be "en" or "ja"\.$/,
  ],
  ['no address', { ...HOOK, ROLLCALL_WEBHOOK_URL: 'hooks' }, /^ROLLCALL_WEBHOOK_URL must be/],
  [
    'no secret',
    { ROLLCALL_WEBHOOK_URL: HOOK.ROLLCALL_WEBHOOK_URL },
    /^ROLLCALL_WEBHOOK_SECRET must be set where ROLLCALL_WEBHOOK_URL is/,
  ],
  [
    'a form that is none',
    { ROLLCALL_WEBHOOK_FORMAT: 'teams' },
    /^ROLLCALL_WEBHOOK_FORMAT must be "rollcall", "slack" or "google-chat"\.$/,
  ],
  [
    'leave that is neither',
    { ROLLCALL_WEBHOOK_ALLOW_PRIVATE: 'yes' },
    /^ROLLCALL_WEBHOOK_ALLOW_PRIVATE must be 1, or left out\.$/,
  ],
  [
    'mail over http',
    { ...MAIL, ROLLCALL_SMTP_URL: 'http://mail' },
    /^ROLLCALL_SMTP_URL must be a URL that begins with smtp/,
  ],
  ['no sender', { ROLLCALL_SMTP_URL: MAIL.ROLLCALL_SMTP_URL }, /^ROLLCALL_MAIL_FROM must be a mail address/],
  ['a sender that is none', { ...MAIL, ROLLCALL_MAIL_FROM: 'rollcall' }, /^ROLLCALL_MAIL_FROM must be/],
  [
    'a sender with a second line',
    { ...MAIL, ROLLCALL_MAIL_FROM: 'a@b.example\r\nBcc: c@d.example' },
    /^ROLLCALL_MAIL_FROM must be/,
  ],
  ['a public address with a query', { ROLLCALL_PUBLIC_URL: 'https://a.example/?x' }, /^ROLLCALL_PUBLIC_URL must be/],
  ['a public address that is none', { ROLLCALL_PUBLIC_URL: 'a.example' }, /^ROLLCALL_PUBLIC_URL must be/],
])('%s is refused in a sentence that repeats no secret', (_what, env, sentence) => {
  expect(() => readConfig(env)).toThrow(sentence);
  expect(() => readConfig(env)).not.toThrow(/secret/);
});

test('every variable is described, and of the secret ones only that they are set', () => {
  const lines = describeVariables({ ...HOOK, ...MAIL });
  const names = [
    ...'WEBHOOK_URL WEBHOOK_SECRET WEBHOOK_FORMAT WEBHOOK_ALLOW_PRIVATE SMTP_URL MAIL_FROM PUBLIC_URL'.split(' '),
  ];
  for (const name of names) expect(lines.filter((line) => line.startsWith(`ROLLCALL_${name} is `)).length).toBe(1);
  expect(lines.join()).not.toMatch(/secret-(word|path)/);
  expect(lines.join()).toContain('ROLLCALL_MAIL_FROM is "rollcall@example.com"');
});

// docs/alerts.md says what the messages say, and its example tells ours from another's.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alertTable } from '../../docs/alert-table.ts';
import { describeVariables } from '../../server/config.ts';
import { SETTINGS } from '../../server/settings/settings.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/alerts.md'), 'utf8');

test('the table is that of the messages (npm run docs writes it)', () => {
  expect(page).toContain(`<!-- table -->\n${alertTable()}\n<!-- end of table -->`);
});

test('defaults are those of the settings, and every variable of a channel is told', () => {
  const told = [...page.matchAll(/`(\w+)` \((\d+)\)/g)].map(([, name = '', value]) => [name, Number(value)]);
  expect(told).toHaveLength(8);
  for (const [name, value] of told) expect(SETTINGS[name as keyof typeof SETTINGS].byDefault).toBe(value);
  const known = describeVariables({}).map((line) => line.split(' ')[0] ?? '');
  const named = [...page.matchAll(/^\| `(ROLLCALL_\w+)` \|/gm)].map(([, name]) => name);
  expect(known).toEqual(expect.arrayContaining(named));
  expect(named).toEqual(expect.arrayContaining(known.filter((name) => /WEBHOOK|SMTP|MAIL|PUBLIC_URL/.test(name))));
});

test('the example takes what is signed now by the same secret, and nothing else', async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const { isOurs } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isOurs: (secret: string, header: string | undefined, body: string, now: number) => boolean;
  };
  const [now, body] = [1_764_072_000_000, '{"text":"買主"}'];
  const sign = (secret: string, seconds: number) =>
    `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
  expect(isOurs('secret', sign('secret', now / 1000), body, now)).toBe(true);
  expect(isOurs('secret', sign('other', now / 1000), body, now)).toBe(false);
  expect(isOurs('secret', sign('secret', now / 1000), `${body} `, now)).toBe(false);
  expect(isOurs('secret', sign('secret', now / 1000 - 301), body, now)).toBe(false);
  expect(isOurs('secret', undefined, body, now)).toBe(false);
});

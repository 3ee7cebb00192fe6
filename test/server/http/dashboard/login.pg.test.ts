// Who gets in to the dashboard: nobody without a session, by token or by a link that works once, for how long; and no form of another site.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeLoginLink } from '../../../../server/access/login-codes.ts';
import { loginLimit } from '../../../../server/access/login-limit.ts';
import { dashboardEntries } from '../../../../server/http/dashboard/table.ts';
import { csrfOf, dashboardApp, Visitor } from '../../../support/dashboard-world.ts';
import { testDatabase } from '../../../support/database.ts';
import { OPERATOR } from '../../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
let now = new Date('2026-11-25T10:00:00Z');
let visitor: Visitor;

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

beforeEach(() => {
  visitor = new Visitor(dashboardApp(database, () => now));
});
afterEach(() => pool.query('DELETE FROM sessions; DELETE FROM login_codes'));

const isInside = async (who = visitor): Promise<boolean> => (await who.ask('/dashboard/settings')).status === 200;
const IN_PLACE = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const entries = dashboardEntries(loginLimit()).map(({ method, path, may }) => ({
  method,
  may,
  path: `/dashboard${path.replace('{name}', 'missingMoreThan').replace(/\{\w+\}/g, IN_PLACE)}`,
}));
const guarded = entries.filter(({ may }) => may === 'operator');

describe('without a session', () => {
  test('four things are answered, and no more', () => {
    expect(entries.filter(({ may }) => may === 'anyone').map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /dashboard/login',
      'POST /dashboard/login',
      'GET /dashboard/style.css',
      'GET /dashboard/live.js',
    ]);
    expect(guarded.length).toBeGreaterThan(15);
  });

  test.each(guarded)('$method $path leads to the log-in', async ({ method, path }) => {
    const seen = method === 'GET' ? await visitor.ask(path) : await visitor.send(path, { csrf: 'x' });
    expect([seen.status, seen.to?.split('?')[0]]).toEqual([303, '/dashboard/login']);
    expect(seen.text).toBe('');
  });

  test.each([
    '/dashboard/',
    '/dashboard/nothing',
    '/dashboard/runs/not-a-run',
    '/dashboard/%00',
    '/dashboard/runs/x/y/z',
  ])('%s tells nobody whether there is such a page', async (path) => {
    const seen = await visitor.ask(path);
    expect([seen.status, seen.to?.split('?')[0]]).toEqual([
      303,
      path === '/dashboard/' ? '/dashboard' : '/dashboard/login',
    ]);
  });

  test.each(['a made-up secret', '', 'rkd_'])('a cookie of "%s" opens nothing', async (secret) => {
    visitor.cookies.set('__Host-rollcall', secret);
    expect(await isInside()).toBe(false);
  });
});

describe('by the operator token', () => {
  test('a person is let in, to the page that was asked for, under the name that was given', async () => {
    const asked = await visitor.ask('/dashboard/errors?type=unknown');
    const page = await visitor.ask(asked.to ?? '');
    expect(page.text).toContain('value="/errors?type=unknown"');
    const seen = await visitor.send('/dashboard/login', {
      csrf: csrfOf(page.text),
      token: ` ${OPERATOR}\n`,
      next: '/errors?type=unknown',
      name: '田中 <b>',
    });
    expect([seen.status, seen.to]).toEqual([303, '/dashboard/errors?type=unknown']);
    expect((await visitor.ask('/dashboard')).text).toContain('田中 &lt;b&gt;');
  });

  test.each(['wrong', '', `${OPERATOR}x`, OPERATOR.toUpperCase()])('"%s" is not taken', async (token) => {
    const seen = await visitor.logIn(token);
    expect(seen.status).toBe(401);
    expect(seen.text).toContain('This is not the operator token');
    expect(seen.text).not.toContain(`value="${token}x"`);
    expect(await isInside()).toBe(false);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/../../evil',
    'javascript:alert(1)',
    '/a\nb',
  ])('nobody is led to %j', async (next) => {
    const page = await visitor.ask(`/dashboard/login?${new URLSearchParams({ next })}`);
    const seen = await visitor.send('/dashboard/login', { csrf: csrfOf(page.text), token: OPERATOR, next });
    expect([seen.status, seen.to]).toEqual([303, '/dashboard']);
  });

  test('a sheet’s key is no operator’s token', async () => {
    expect((await visitor.logIn('rks_of_a_sheet')).status).toBe(401);
  });

  test('ten wrong ones in a minute are enough: then not even the right one is taken, until the minute is over', async () => {
    for (let n = 0; n < 10; n++) expect((await visitor.logIn('wrong')).status).toBe(401);
    const refused = await visitor.logIn();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    later(1);
    expect((await visitor.logIn()).status).toBe(303);
  });

  test('a form that is not this browser’s own is not taken', async () => {
    const page = await visitor.ask('/dashboard/login');
    const other = new Visitor(visitor.app);
    for (const csrf of [csrfOf(page.text), '', 'x'])
      expect((await other.send('/dashboard/login', { csrf, token: OPERATOR })).status).toBe(403);
  });
});

describe('by a link that works once', () => {
  const link = async (): Promise<string> => {
    const { pathname, search } = new URL(await makeLoginLink(pool, 'http://localhost/', now));
    return `${pathname}${search}`;
  };
  const use = async (path: string, who = visitor) => {
    const page = await who.ask(path);
    const code = new URL(path, 'http://localhost').searchParams.get('code') ?? '';
    return who.send('/dashboard/login', { csrf: csrfOf(page.text), code, token: '' });
  };

  test('whoever presses its button first is in, and nobody after', async () => {
    const path = await link();
    expect((await use(path)).status).toBe(303);
    expect(await isInside()).toBe(true);
    const second = new Visitor(visitor.app);
    expect((await use(path, second)).status).toBe(401);
    expect(await isInside(second)).toBe(false);
  });

  test('of twenty who press at once one is in', async () => {
    const path = await link();
    const all = Array.from({ length: 20 }, () => new Visitor(visitor.app));
    const statuses = (await Promise.all(all.map((who) => use(path, who)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  });

  test('looking at it does not use it up', async () => {
    const path = await link();
    for (let n = 0; n < 3; n++) expect((await new Visitor(visitor.app).ask(path)).status).toBe(200);
    expect((await use(path)).status).toBe(303);
  });

  test('after ten minutes it is too late', async () => {
    const [first, second] = [await link(), await link()];
    later(9.9);
    expect((await use(first)).status).toBe(303);
    later(0.2);
    expect((await use(second, new Visitor(visitor.app))).status).toBe(401);
  });
});

describe('a session', () => {
  test('is a cookie that no script reads, no plain connection carries and no other site sends', async () => {
    const seen = await visitor.logIn();
    const cookie = seen.headers.getSetCookie().find((line) => line.startsWith('__Host-rollcall='));
    expect(cookie).toMatch(/^__Host-rollcall=rkd_[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test('is not to be found in the database, of which only the hash is kept', async () => {
    await visitor.logIn();
    const secret = visitor.cookies.get('__Host-rollcall') ?? '-';
    const { rows } = await pool.query(`SELECT s::text AS line FROM sessions s`);
    expect(rows).toHaveLength(1);
    expect(rows[0].line).not.toContain(secret.slice(4));
  });

  test('lasts twelve hours from its last use', async () => {
    await visitor.logIn();
    for (let n = 0; n < 5; n++) {
      later(11 * 60);
      expect(await isInside()).toBe(true);
    }
    later(12 * 60 + 1);
    expect(await isInside()).toBe(false);
  });

  test('lasts seven days at most, however often it is used', async () => {
    await visitor.logIn();
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      expect(await isInside()).toBe(true);
      later(6 * 60);
    }
    expect(await isInside()).toBe(true);
    later(6 * 60 + 1);
    expect(await isInside()).toBe(false);
  });

  test('is not prolonged by a page that refreshes itself', async () => {
    await visitor.logIn();
    const live = { headers: { 'x-rollcall-live': '1' } };
    for (let n = 0; n < 11; n++) {
      later(60);
      expect((await visitor.ask('/dashboard', live)).status).toBe(200);
    }
    later(61);
    expect((await visitor.ask('/dashboard', live)).status).toBe(303);
  });

  test('ends with the log-out, also for a copy of its cookie', async () => {
    await visitor.logIn();
    const copy = new Visitor(visitor.app);
    for (const [name, value] of visitor.cookies) copy.cookies.set(name, value);
    const seen = await visitor.press('/dashboard', '/logout');
    expect(seen.to).toBe('/dashboard/login?said=logged_out');
    expect((await visitor.ask(seen.to ?? '')).text).toContain('Logged out.');
    expect([await isInside(), await isInside(copy)]).toEqual([false, false]);
    expect((await pool.query('SELECT FROM sessions')).rowCount).toBe(0);
  });

  test('that is over is forgotten when the next one begins', async () => {
    await visitor.logIn();
    later(13 * 60);
    await new Visitor(visitor.app).logIn();
    expect((await pool.query('SELECT FROM sessions')).rowCount).toBe(1);
  });
});

describe('with a session, but not by a form of its own', () => {
  const actions = guarded.filter(({ method }) => method === 'POST');
  const csrf = async () => csrfOf((await visitor.ask('/dashboard')).text);
  beforeEach(() => visitor.logIn());

  test.each(actions)('$path does nothing', async ({ path }) => {
    const other = new Visitor(visitor.app);
    await other.logIn();
    const theirs = csrfOf((await other.ask('/dashboard')).text);
    for (const form of [{}, { csrf: '' }, { csrf: 'x' }, { csrf: theirs }] as Record<string, string>[])
      expect((await visitor.send(path, form)).status, JSON.stringify(form)).toBe(403);
    expect(await isInside()).toBe(true);
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour of the same domain', { 'sec-fetch-site': 'same-site' }],
    ['an address typed in', { 'sec-fetch-site': 'none' }],
    ['another origin', { origin: 'https://evil.example', host: 'localhost' }],
    ['no origin to be told', { origin: 'null', host: 'localhost' }],
    ['another port', { origin: 'http://localhost:81', host: 'localhost' }],
  ])('a form from %s is not taken, even with the right token', async (_from, headers) => {
    const seen = await visitor.send(
      '/dashboard/settings/missingMoreThan',
      { csrf: await csrf(), value: '3' },
      headers as unknown as Record<string, string>,
    );
    expect(seen.status).toBe(403);
    expect((await pool.query('SELECT FROM settings')).rowCount).toBe(0);
  });

  test.each([
    ['JSON', 'application/json', '{}', 415],
    ['a file', 'multipart/form-data; boundary=x', '--x--', 415],
    ['more than 64 KiB', 'application/x-www-form-urlencoded', `csrf=${'x'.repeat(70_000)}`, 413],
    ['a NUL', 'application/x-www-form-urlencoded', 'csrf=%00', 422],
  ])('%s is no form', async (_what, type, body, status) => {
    const seen = await visitor.ask('/dashboard/logout', { method: 'POST', headers: { 'content-type': type }, body });
    expect(seen.status).toBe(status);
    expect(seen.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });
});

describe('while the database is away', () => {
  test('who is logged in is told so in words, and the log-in page is there', async () => {
    await visitor.logIn();
    const gone = new pg.Pool({ connectionString: database.url });
    await gone.end();
    const away = new Visitor(
      dashboardApp({ ...database, pool: gone }, () => now),
      { 'accept-language': 'ja' },
    );
    for (const [name, value] of visitor.cookies) away.cookies.set(name, value);
    const seen = await away.ask('/dashboard');
    expect([seen.status, seen.headers.get('retry-after')]).toEqual([503, '5']);
    expect(seen.text).toContain('現在データベースに接続できません');
    expect((await away.ask('/dashboard/login')).status).toBe(200);
    expect((await away.logIn('anything')).status).toBe(401);
  });
});

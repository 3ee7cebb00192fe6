// Log-in by the operator token or by a link that works once, and the way out.
import { generateCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { takeLoginCode } from '../../access/login-codes.ts';
import { type LoginLimit, WINDOW_SECONDS } from '../../access/login-limit.ts';
import { isOperatorToken } from '../../access/operator-token.ts';
import { newSecret } from '../../access/secrets.ts';
import { endSession, LONGEST_DAYS, openSession } from '../../access/sessions.ts';
import { goesBack } from './back.ts';
import type { Answer, OpenCall, PageCall } from './call.ts';
import { isSame } from './guard.ts';
import { LOGIN_COOKIE, SESSION_COOKIE } from './open-call.ts';
import { LOGIN_TEXTS } from './texts-shell.ts';
import { wordsOf } from './words.ts';

export const loginPath = (next: string): string =>
  goesBack(next) === '' ? '/login' : `/login?${new URLSearchParams({ next })}`;

type Wrong = 'wrong_token' | 'wrong_code' | 'too_many' | 'no_cookie';

/** A link's code is used by the button, not by looking: what reads links ahead would use it up. */
export async function loginPage(call: OpenCall, wrong: Wrong | null = null): Promise<Answer> {
  const say = wordsOf(LOGIN_TEXTS, call.language);
  const code = wrong === null ? call.query['code'] : undefined;
  const next = goesBack(call.form['next'] ?? call.query['next']);
  const token = newSecret('csrf');
  const field =
    code === undefined
      ? html`<label for="token">${say('token')}</label>
<p class="hint" id="token-hint">${say('token_hint')}</p>
<input id="token" name="token" type="password" autocomplete="current-password" required maxlength="500" aria-describedby="token-hint"${wrong === null ? '' : html` aria-invalid="true"`}>`
      : html`<input type="hidden" name="code" value="${code}">`;
  const main = html`<h1>${say('title')}</h1>
${wrong === null ? '' : html`<p class="wrong" role="alert">${say(wrong)}</p>`}
<p>${say(code === undefined ? 'lead' : 'link_lead')}</p>
<form class="login" method="post" action="${call.link('/login')}">
<input type="hidden" name="csrf" value="${token}">
<input type="hidden" name="next" value="${next}">
${field}
<label for="name">${say('name')}</label>
<p class="hint" id="name-hint">${say('name_hint')}</p>
<input id="name" name="name" autocomplete="name" maxlength="100" aria-describedby="name-hint" value="${call.form['name'] ?? ''}">
<button class="main">${say('submit')}</button>
</form>`;
  const status = wrong === null ? 200 : STATUS[wrong];
  const headers = wrong === 'too_many' ? { headers: { 'retry-after': String(WINDOW_SECONDS) } } : {};
  return {
    kind: 'page',
    title: say('title'),
    main,
    status,
    ...headers,
    setCookies: [cookie(LOGIN_COOKIE, token, 3600)],
  };
}

const STATUS: Readonly<Record<Wrong, number>> = { wrong_token: 401, wrong_code: 401, too_many: 429, no_cookie: 403 };

export const logIn =
  (limit: LoginLimit) =>
  async (call: OpenCall): Promise<Answer> => {
    const { deps, form, now, from, cookies } = call;
    if (!isSame(form['csrf'], cookies.login)) return loginPage(call, 'no_cookie');
    if (limit.isReached(from, now)) return loginPage(call, 'too_many');
    const { code } = form;
    const isGood =
      code === undefined
        ? await isOperatorToken(deps.pool, (form['token'] ?? '').trim(), deps.operatorToken)
        : await takeLoginCode(deps.pool, code, now);
    if (!isGood) {
      limit.countWrong(from, now);
      deps.log('warn', 'dashboard_login_refused', { by: code === undefined ? 'token' : 'code' });
      return loginPage(call, code === undefined ? 'wrong_token' : 'wrong_code');
    }
    const name = (form['name'] ?? '').trim().slice(0, 100) || 'operator';
    const secret = await openSession(deps.pool, name, now);
    deps.log('info', 'dashboard_login', { by: code === undefined ? 'token' : 'code' });
    const setCookies = [cookie(SESSION_COOKIE, secret, LONGEST_DAYS * 86_400), cookie(LOGIN_COOKIE, '', 0)];
    return { kind: 'see', path: goesBack(form['next']), setCookies };
  };

/** The session ends in the database: a copy of the cookie opens nothing. */
export async function logOut({ deps, cookies }: PageCall): Promise<Answer> {
  await endSession(deps.pool, cookies.session ?? '');
  return { kind: 'see', path: '/login', said: { code: 'logged_out' }, setCookies: [cookie(SESSION_COOKIE, '', 0)] };
}

const cookie = (name: string, value: string, maxAge: number): string =>
  generateCookie(name, value, { prefix: 'host', httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge });

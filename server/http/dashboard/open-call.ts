// A request as handlers see it, before anybody asked who it is.
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { languageOf } from '../problem-response.ts';
import type { Deps } from '../route.ts';
import type { OpenCall } from './call.ts';

export const SESSION_COOKIE = 'rollcall';
/** Of a browser that is about to log in: what its form is held against. */
export const LOGIN_COOKIE = 'rollcall-login';

export function openCall(c: Context, deps: Deps): OpenCall {
  const { pathname, search } = new URL(c.req.url);
  const session = getCookie(c, SESSION_COOKIE, 'host');
  const login = getCookie(c, LOGIN_COOKIE, 'host');
  return {
    deps,
    now: (deps.clock ?? (() => new Date()))(),
    language: languageOf(c.req.header('accept-language')),
    params: c.req.param(),
    query: Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== '')),
    form: {},
    here: `${pathname.slice('/dashboard'.length)}${search}`,
    link: linkFrom(pathname),
    from: addressOf(c),
    cookies: { session, login },
    csrf: '',
  };
}

/** From `/dashboard/runs/1`, `/alerts` is `../../dashboard/alerts`. */
const linkFrom =
  (pathname: string) =>
  (path: string): string =>
    `${'../'.repeat(pathname.split('/').length - 2)}dashboard${path}`;

/** Behind a proxy it is the proxy's. */
function addressOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? 'unknown';
}

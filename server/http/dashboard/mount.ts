// The dashboard as part of the server: every entry of the table gets its handler, and every other address under it is no page.
import type { Context, Hono } from 'hono';
import type { Problem as ToldProblem } from '../../../shared/protocol.ts';
import { loginLimit } from '../../access/login-limit.ts';
import { findSession } from '../../access/sessions.ts';
import { Problem, problemStatus, problemText } from '../../problem.ts';
import { parameterCheck, type Texts } from '../check-parameters.ts';
import type { Deps } from '../route.ts';
import type { Answer, Entry, OpenCall } from './call.ts';
import { isFromElsewhere, isSame, readForm } from './guard.ts';
import { loginPath } from './login.ts';
import { openCall } from './open-call.ts';
import { notDone, notFound, notTaken } from './page-problem.ts';
import { dashboardEntries } from './table.ts';
import { toResponse } from './to-response.ts';

/** How the server answers what goes wrong, and notes it. */
type Fail = (c: Context, error: unknown) => Response;

export function mountDashboard(app: Hono, deps: Deps, fail: Fail): void {
  for (const entry of dashboardEntries(loginLimit()))
    app.on(entry.method, `/dashboard${entry.path.replace(/\{(\w+)\}/g, ':$1')}`, makeHandler(entry, deps, fail));
  app.get('/dashboard/', (c) => c.redirect('../dashboard', 303));
  app.all('/dashboard/*', makeHandler(NO_PAGE, deps, fail));
}

/** Whoever is not logged in learns nothing of what there is. */
const NO_PAGE: Entry = { method: 'GET', path: '/', may: 'operator', handle: async (call) => notFound(call.language) };

function makeHandler(entry: Entry, deps: Deps, fail: Fail): (c: Context) => Promise<Response> {
  const checkParams = parameterCheck(entry.params ?? {});
  const checkQuery = parameterCheck(entry.query ?? {});
  return async (c) => {
    const call = openCall(c, deps);
    try {
      const form = c.req.method === 'POST' ? await readForm(c.req.raw) : {};
      return await answer(c, entry, { ...call, form }, (asked) => {
        checkParams(asked.params);
        checkQuery(asked.query);
      });
    } catch (error) {
      const told = (await fail(c, error).json()) as ToldProblem;
      return toResponse(call, null, notDone(call, told.status, told.detail));
    }
  };
}

async function answer(
  c: Context,
  entry: Entry,
  call: OpenCall,
  check: (call: { params: Texts; query: Texts }) => void,
): Promise<Response> {
  const isPost = c.req.method === 'POST';
  if (isPost && isFromElsewhere(c.req.raw.headers)) return toResponse(call, null, notTaken(call.language));
  if (entry.may === 'anyone') {
    check(call);
    return toResponse(call, null, await entry.handle(call));
  }
  const { session: secret } = call.cookies;
  const isUse = c.req.header('x-rollcall-live') === undefined;
  const session = secret === undefined ? null : await findSession(call.deps.pool, secret, call.now, isUse);
  if (session === null) return toResponse(call, null, toLogin(c, call));
  const own = { ...call, session, csrf: session.csrfToken };
  if (isPost && !isSame(call.form['csrf'], session.csrfToken)) return toResponse(own, session, notTaken(call.language));
  return toResponse(
    own,
    session,
    await insidePage(own, () => {
      check(own);
      return entry.handle(own);
    }),
  );
}

/** What goes wrong for somebody who is logged in is told within the dashboard. */
async function insidePage(call: OpenCall, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem)
      return notDone(call, problemStatus(error.code), problemText(error.code, call.language, error.params));
    throw error;
  }
}

const toLogin = (c: Context, { here }: OpenCall): Answer => ({
  kind: 'see',
  path: loginPath(c.req.method === 'GET' ? here : ''),
});

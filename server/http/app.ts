// The server as a function of requests: made from the route table, deny by default, every failure a problem+json.
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import { isOperatorToken } from '../access/operator-token.ts';
import { sheetOfKey } from '../access/sheet-keys.ts';
import { Problem } from '../problem.ts';
import { readBody } from './body.ts';
import { parameterCheck } from './check-parameters.ts';
import { mountDashboard } from './dashboard/mount.ts';
import { languageOf, problemResponse } from './problem-response.ts';
import type { Deps, Principal, Reply, Route } from './route.ts';
import { makeRoutes } from './routes.ts';

export function createApp(deps: Deps): Hono {
  const app = new Hono();
  const routes = makeRoutes(deps.version);
  for (const route of routes) app.on(route.method, honoPath(route.path), makeHandler(route, deps));
  mountDashboard(app, deps, (c, error) => fail(c, deps, error));
  app.notFound((c) => fail(c, deps, unrouted(routes, c.req.method, c.req.path)));
  app.onError((error, c) => fail(c, deps, error));
  return app;
}

const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

function fail(c: Context, deps: Deps, error: unknown): Response {
  return problemResponse(error, languageOf(c.req.header('accept-language')), requestId(c), deps.log);
}

/** The caller's own id where it sends a plain one, so that its logs and ours can be held together. */
function requestId(c: Context): string {
  const sent = c.req.header('x-request-id') ?? '';
  return /^[\w-]{8,64}$/.test(sent) ? sent : randomUUID();
}

function unrouted(routes: readonly Route[], method: string, path: string): Problem {
  const allowed = routes.filter((route) => pathPattern(route.path).test(path)).map((route) => route.method);
  return allowed.length === 0 ? new Problem('not_found') : new Problem('method_not_allowed', { method, allowed });
}

const pathPattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);

function makeHandler(route: Route, deps: Deps): (c: Context) => Promise<Response> {
  const checkBody = route.body === undefined ? null : bodyCheck(route.body);
  const checkParams = parameterCheck(route.params ?? {});
  const checkQuery = parameterCheck(route.query ?? {});
  return async (c) => {
    const principal = await authorize(deps, route, c.req.header('authorization'));
    const params = checkParams(c.req.param());
    const query = checkQuery(c.req.query());
    const body = checkBody === null ? NO_BODY : await readBody(c.req.raw);
    checkBody?.(body.value);
    const accept = c.req.header('accept') ?? '';
    const language = languageOf(c.req.header('accept-language'));
    const { value, hash: bodyHash, travel } = body;
    const call = { deps, params, query, body: value, bodyHash, travel, principal, accept, language };
    return toResponse(route, await route.handle(call));
  };
}

const NO_BODY = { value: undefined, hash: '', travel: null };

function toResponse(route: Route, { status = route.status, body, contentType, headers }: Reply): Response {
  const text = contentType === undefined ? JSON.stringify(body) : String(body);
  return new Response(text, {
    status,
    headers: { ...headers, 'content-type': contentType ?? 'application/json', 'cache-control': 'no-store' },
  });
}

async function authorize(deps: Deps, route: Route, header: string | undefined): Promise<Principal | null> {
  if (route.permission === 'open') return null;
  const token = /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw new Problem('unauthorized');
  const sheetId = await sheetOfKey(deps.pool, token);
  if (sheetId !== null) {
    if (route.permission === 'operator') throw new Problem('forbidden', { needs: 'an operator token' });
    return { kind: 'sheet', sheetId };
  }
  if (await isOperatorToken(deps.pool, token, deps.operatorToken)) return { kind: 'operator' };
  throw new Problem('wrong_key');
}

/** Names the first field that is not as it should be, never what it holds. */
function bodyCheck(schema: Type.TSchema): (value: unknown) => void {
  const check = Compile(schema);
  return (value) => {
    if (check.Check(value)) return;
    const first = check.Errors(value)[0];
    const path = first?.instancePath.slice(1).replaceAll('/', '.') || 'body';
    const expected = described(schema, first?.schemaPath) ?? first?.message ?? 'another shape';
    throw new Problem('invalid_body', { path, expected });
  };
}

/** The schema's own words, where it has some; `schemaPath` as `#/properties/runId`. */
function described(schema: Type.TSchema, schemaPath = '#'): string | undefined {
  const steps = schemaPath.split('/').slice(1);
  const at = steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], schema);
  return (at as { description?: string } | undefined)?.description;
}

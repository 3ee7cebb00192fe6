// Whether the server lives, may be sent requests, and is well; and the page that says what it is.
import { setTimeout as wait } from 'node:timers/promises';
import Type from 'typebox';
import { one } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { landingPage } from './landing-page.ts';
import type { Deps, Route } from './route.ts';
import * as Shapes from './schemas.ts';

export const serviceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    permission: 'open',
    summary: 'A page for people: what this server is',
    status: 200,
    answer: Type.String(),
    answerType: 'text/html',
    handle: ({ deps, language }) => landingPage(deps.version, language),
  },
  {
    method: 'GET',
    path: '/livez',
    permission: 'open',
    summary: 'The process answers',
    status: 200,
    answer: Shapes.Alive,
    handle: async () => ({ body: { status: 'ok' } }),
  },
  {
    method: 'GET',
    path: '/readyz',
    permission: 'open',
    summary: 'The database answers, so requests can be sent',
    status: 200,
    answer: Shapes.Alive,
    handle: async ({ deps }) => {
      if ((await databaseError(deps)) !== null) throw new Problem('database_unavailable', { retryAfter: 5 });
      return { body: { status: 'ok' } };
    },
  },
  {
    method: 'GET',
    path: '/healthz',
    permission: 'open',
    summary:
      'Each service with its state: without an optional one the server is degraded, without the database unhealthy (503)',
    status: 200,
    answer: Shapes.Health,
    handle: async ({ deps }) => {
      const database = await databaseState(deps);
      const optional = Object.entries(deps.services?.() ?? {}).map(([name, { status, error, lastCheck }]) => [
        name,
        { status, error, lastCheck },
      ]);
      const services = { database, ...(Object.fromEntries(optional) as Record<string, ServiceShown>) };
      const status = overall(services);
      const body = { status, version: deps.version, services };
      return status === 'unhealthy' ? { status: 503, headers: { 'retry-after': '5' }, body } : { body };
    },
  },
];

interface ServiceShown {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly error: string | null;
  readonly lastCheck: string | null;
}

function overall(services: Readonly<Record<string, ServiceShown>>): ServiceShown['status'] {
  const all = Object.values(services).map(({ status }) => status);
  return all.includes('unhealthy') ? 'unhealthy' : all.includes('degraded') ? 'degraded' : 'healthy';
}

async function databaseState(deps: Deps): Promise<ServiceShown> {
  const error = await databaseError(deps);
  return { status: error === null ? 'healthy' : 'unhealthy', error, lastCheck: new Date().toISOString() };
}

/** One that hangs is as good as gone. */
const PATIENCE_MS = 5_000;

async function databaseError({ pool }: Deps): Promise<string | null> {
  const late = new AbortController();
  const tooLate = wait(PATIENCE_MS, 'the database does not answer', { signal: late.signal });
  try {
    return await Promise.race([one(pool, 'SELECT 1 AS one').then(() => null), tooLate]);
  } catch {
    return 'the database cannot be reached';
  } finally {
    tooLate.catch(() => undefined);
    late.abort();
  }
}

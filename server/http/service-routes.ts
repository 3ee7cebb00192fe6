// Whether the server lives, may be sent requests, and is well; and the page that says what it is.
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
    summary: 'Each service with its state; 503 where the server is unhealthy',
    status: 200,
    answer: Shapes.Health,
    handle: async ({ deps }) => {
      const error = await databaseError(deps);
      const database = { status: error === null ? 'healthy' : 'unhealthy', error, lastCheck: new Date().toISOString() };
      const body = { status: database.status, version: deps.version, services: { database } };
      return { status: error === null ? 200 : 503, body };
    },
  },
];

async function databaseError({ pool }: Deps): Promise<string | null> {
  try {
    await one(pool, 'SELECT 1 AS one');
    return null;
  } catch {
    return 'the database cannot be reached';
  }
}

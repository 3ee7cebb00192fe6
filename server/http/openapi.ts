// OpenAPI 3.1, made from the route table: what is described is what is served.
import { MAX_INFLATED, MAX_SENT } from './body.ts';
import type { Route } from './route.ts';
import { Problem } from './schemas.ts';

export function openApi(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall',
      version,
      description: `Keeps a sheet and a Postgres table in step, and proves it. Bodies are JSON, gzip accepted, at most ${MAX_SENT} bytes sent and ${MAX_INFLATED} unpacked. Positions count from 0; rowNumber is the sheet's own.`,
    },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A sheet key or an operator token' } },
      schemas: { Problem },
    },
  };
}

function operation(route: Route): object {
  const parameters = [
    ...Object.entries(route.params ?? {}).map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
    ...Object.entries(route.query ?? {}).map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
  ];
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.permission === 'open' ? {} : { security: [{ bearer: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(route),
    responses: {
      [route.status]: {
        description: route.summary,
        content: { [route.answerType ?? 'application/json']: { schema: route.answer } },
      },
      default: {
        description: 'A problem: its code says which, its detail what to do',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function requestBody({ method, body }: Route): object {
  if (method === 'GET') return {};
  const content = { 'application/json': { schema: body ?? ANYTHING } };
  return { requestBody: { required: body !== undefined, content } };
}

/** What takes no body takes `{}` too. */
const ANYTHING = { type: 'object', additionalProperties: true };

const operationId = ({ method, path }: Route): string =>
  `${method.toLowerCase()}${
    path
      .split(/[/{}.]+/)
      .filter((part) => part !== '' && part !== 'v1')
      .map((part) => (part[0] ?? '').toUpperCase() + part.slice(1))
      .join('') || 'FrontPage'
  }`;

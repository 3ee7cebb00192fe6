// What can be taken along as CSV: the same answers as those of /v1.
import { mismatchRoutes } from '../mismatch-routes.ts';
import { operatorRoutes } from '../operator-routes.ts';
import type { Route } from '../route.ts';
import { asOperator } from './as-operator.ts';
import type { Answer, PageCall } from './call.ts';

export const errorsCsv = (call: PageCall): Promise<Answer> =>
  csv(call, operatorRoutes, '/v1/errors', 'rollcall-errors.csv');

export const mismatchesCsv = (call: PageCall): Promise<Answer> =>
  csv(call, mismatchRoutes, '/v1/runs/{runId}/mismatches', `rollcall-${call.params['runId']}.csv`);

async function csv(call: PageCall, routes: readonly Route[], path: string, name: string): Promise<Answer> {
  const route = routes.find((candidate) => candidate.method === 'GET' && candidate.path === path);
  if (route === undefined) throw new Error(`no route ${path}`);
  const reply = await route.handle(asOperator(call, { query: call.query, accept: 'text/csv' }));
  const headers = { 'content-disposition': `attachment; filename="${name}"` };
  return { kind: 'file', body: String(reply.body), type: reply.contentType ?? 'text/csv', headers };
}

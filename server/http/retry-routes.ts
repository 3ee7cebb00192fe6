// The retry queue: what waits, and trying it again by hand. A sheet's key sees and tries its own rows, an operator all.
import Type from 'typebox';
import { retryPage } from '../failures/retry-queue.ts';
import { Problem } from '../problem.ts';
import { readSettings } from '../settings/settings.ts';
import { retryOne } from '../sync/retry-tick.ts';
import { retryAndTell } from '../watch/given-up.ts';
import { after, cursor, uuid } from './parameters.ts';
import * as Shapes from './retry-schemas.ts';
import type { Call, Reply, Route } from './route.ts';
import { ownSheet } from './run-call.ts';

const MAX_RETRIES = 1000;

export const retryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/retries',
    permission: 'sheet',
    summary: 'Rows that were refused and wait to be tried again, or are given up; newest first',
    query: {
      sheetId: uuid,
      status: Type.Enum(['pending', 'failed']),
      buyerNumber: Type.String({ maxLength: 50_000 }),
      cursor,
      limit: Type.Integer({ minimum: 1, maximum: MAX_RETRIES }),
    },
    status: 200,
    answer: Shapes.Retries,
    handle: answerRetries,
  },
  {
    method: 'POST',
    path: '/v1/retries/process',
    permission: 'sheet',
    summary: 'Try again now what is due; what was left as it was is in none of the numbers',
    status: 200,
    answer: Shapes.Retried,
    handle: async (call) => {
      const { pool } = call.deps;
      return { body: await retryAndTell(pool, await readSettings(pool), new Date(), ownSheet(call)) };
    },
  },
  {
    method: 'POST',
    path: '/v1/retries/{id}/retry',
    permission: 'sheet',
    summary: 'Try one row again now, due or not, given up or not; as the first of three tries',
    params: { id: uuid },
    status: 200,
    answer: Shapes.Retried,
    handle: async (call) => ({
      body: await retryOne(call.deps.pool, ownSheet(call), call.params['id'] ?? '', new Date()),
    }),
  },
];

async function answerRetries(call: Call): Promise<Reply> {
  const { deps, query } = call;
  const page = await retryPage(deps.pool, {
    sheetId: sheetAsked(call),
    status: (query['status'] ?? null) as 'pending' | 'failed' | null,
    buyerNumber: query['buyerNumber'] ?? null,
    after: after(query['cursor']),
    limit: Number(query['limit'] ?? MAX_RETRIES),
  });
  return { body: { ...page, truncated: page.cursor !== null } };
}

/** Throws `forbidden` where a sheet's key asks for another sheet. */
function sheetAsked(call: Call): string | null {
  const [own, asked] = [ownSheet(call), call.query['sheetId']?.toLowerCase() ?? null];
  if (own !== null && asked !== null && asked !== own)
    throw new Problem('forbidden', { needs: 'the key of that sheet' });
  return own ?? asked;
}

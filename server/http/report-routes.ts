// How it goes: statistics of a time, and the health of each sheet in words.
import Type from 'typebox';
import { sheetHealth } from '../watch/health.ts';
import { statistics } from '../watch/statistics.ts';
import { moment, time, uuid } from './parameters.ts';
import type { Call, Route } from './route.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const count = Type.Integer({ minimum: 0 });
const percent = (what: string) => nullable(Type.Number({ minimum: 0, description: `Percent, 0 to 100: ${what}` }));
const rejectedRows = 'rows rejected of rows read, blank ones not counted; null where none were read';

const Statistics = Type.Object({
  runs: Type.Integer({ minimum: 0, description: 'Syncs that finished in the time asked for' }),
  successRate: percent('of these syncs, those that ended in step; null where there were none'),
  errorRate: percent(rejectedRows),
  errorsByType: Type.Record(Type.String(), count, { description: 'Entries of the error log in the time asked for' }),
  missingCount: Type.Integer({ minimum: 0, description: 'Buyers of the sheets that the database lacks now' }),
  retryQueueSize: Type.Integer({ minimum: 0, description: 'Rows that wait for a retry now' }),
  permanentlyFailed: Type.Integer({ minimum: 0, description: 'Rows that are given up now' }),
  rowsPerSecond: nullable(Type.Number({ minimum: 0, description: 'Of these syncs together' })),
  lastSyncTime: nullable(Type.String({ description: 'When the latest sync finished, whatever the time asked for' })),
});

const Health = Type.Object({
  sheets: Type.Array(
    Type.Object({
      sheetId: Type.String(),
      sheetName: Type.String(),
      table: Type.String(),
      checkedAt: nullable(Type.String({ description: 'Null before the first look of the monitor' })),
      spreadsheetCount: nullable(count),
      databaseCount: nullable(count),
      missingCount: count,
      errorRate: percent(`${rejectedRows}; of the window that errorRateWindowMinutes sets`),
      lastSyncAt: nullable(Type.String()),
      lastHeardAt: nullable(Type.String()),
      healthy: Type.Boolean(),
      issues: Type.Array(
        Type.Object({
          code: Type.String(),
          params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
          text: Type.String({ description: 'What is so and what to do, in the language of Accept-Language' }),
        }),
      ),
    }),
  ),
});

export const reportRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/reports/statistics',
    permission: 'operator',
    summary: 'How syncs went from one time to another, and what is missing and queued now',
    query: { from: time, to: time, sheetId: uuid },
    status: 200,
    answer: Statistics,
    handle: answerStatistics,
  },
  {
    method: 'GET',
    path: '/v1/reports/health',
    permission: 'operator',
    summary: 'What the monitor found at its latest look at each sheet, in words',
    status: 200,
    answer: Health,
    handle: async ({ deps, language }) => ({ body: { sheets: await sheetHealth(deps.pool, language) } }),
  },
];

async function answerStatistics({ deps, query }: Call) {
  const [from, to] = [moment('from', query['from']), moment('to', query['to'])];
  return { body: await statistics(deps.pool, from, to, query['sheetId']?.toLowerCase() ?? null) };
}

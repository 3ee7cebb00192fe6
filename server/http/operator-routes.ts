// What operators read: counts, mismatches, verification, the error log, the schema. Until roles come, by the operator token.
import Type from 'typebox';
import { type ErrorFilter, errorPage, type LoggedError } from '../failures/error-log.ts';
import { errorStats } from '../failures/error-stats.ts';
import { latestMismatches, latestVerifications, sheetCounts } from '../integrity/reports.ts';
import { listSheets } from '../sheets/bound-sheets.ts';
import { validateSchema } from '../sheets/schema-validator.ts';
import { CSV_TYPE, csvLine, wantsCsv } from './csv.ts';
import { after, cursor, moment, time, uuid } from './parameters.ts';
import type { Call, Route } from './route.ts';
import * as Shapes from './schemas.ts';

const MAX_ERRORS = 10_000;

export const operatorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/reports/counts',
    permission: 'sheet',
    summary: 'Counts of sheet and database, and the buyers that are missing, per sheet',
    status: 200,
    answer: Shapes.Counts,
    handle: async ({ deps, principal }) => {
      const sheets = (await listSheets(deps.pool)).filter(
        (sheet) => principal?.kind !== 'sheet' || sheet.id === principal.sheetId,
      );
      const counts = [];
      for (const sheet of sheets) counts.push(await sheetCounts(deps.pool, sheet));
      return { body: { sheets: counts } };
    },
  },
  {
    method: 'GET',
    path: '/v1/reports/mismatches',
    permission: 'operator',
    summary: 'Fields that differ, from the latest verification of each sheet',
    status: 200,
    answer: Shapes.Mismatches,
    handle: async ({ deps }) => ({ body: { sheets: await latestMismatches(deps.pool, null) } }),
  },
  {
    method: 'GET',
    path: '/v1/reports/verification',
    permission: 'operator',
    summary: 'The latest verification of each sheet',
    status: 200,
    answer: Shapes.Verifications,
    handle: async ({ deps }) => ({ body: { sheets: await latestVerifications(deps.pool, null) } }),
  },
  {
    method: 'GET',
    path: '/v1/errors',
    permission: 'operator',
    summary: 'The error log, newest first; text/csv too',
    query: {
      from: time,
      to: time,
      type: Type.Enum(['field_length', 'data_type', 'constraint_violation', 'unknown']),
      buyerNumber: Type.String({ maxLength: 50_000 }),
      runId: uuid,
      sheetId: uuid,
      cursor,
      limit: Type.Integer({ minimum: 1, maximum: MAX_ERRORS }),
    },
    status: 200,
    answer: Shapes.Errors,
    handle: answerErrors,
  },
  {
    method: 'GET',
    path: '/v1/errors/statistics',
    permission: 'operator',
    summary: 'The error log counted: by type, by code, and by hour',
    query: { from: time, to: time, sheetId: uuid },
    status: 200,
    answer: Shapes.ErrorStatistics,
    handle: async ({ deps, query }) => {
      const [from, to] = [moment('from', query['from']), moment('to', query['to'])];
      return { body: await errorStats(deps.pool, from, to, query['sheetId'] ?? null) };
    },
  },
  {
    method: 'GET',
    path: '/v1/schema/{table}',
    permission: 'operator',
    summary: 'Columns of text that limit its length, with the migration that fixes them',
    params: { table: Type.String({ minLength: 1, maxLength: 200 }) },
    status: 200,
    answer: Shapes.Schema,
    handle: async ({ deps, params }) => ({ body: await validateSchema(deps.pool, params['table'] ?? '') }),
  },
];

async function answerErrors({ deps, query, accept }: Call) {
  const filter = errorFilter(query);
  const page = await errorPage(deps.pool, filter);
  if (wantsCsv(accept)) return { body: toCsv(page.errors), contentType: CSV_TYPE };
  return { body: page };
}

function errorFilter(query: Call['query']): ErrorFilter {
  return {
    sheetId: query['sheetId'] ?? null,
    from: moment('from', query['from']),
    to: moment('to', query['to']),
    type: query['type'] ?? null,
    buyerNumber: query['buyerNumber'] ?? null,
    runId: query['runId'] ?? null,
    after: after(query['cursor']),
    limit: Number(query['limit'] ?? MAX_ERRORS),
  };
}

const CSV_COLUMNS = [
  'createdAt',
  'buyerNumber',
  'rowNumber',
  'cell',
  'header',
  'column',
  'errorType',
  'code',
  'errorMessage',
  'limit',
  'actual',
  'sqlstate',
  'retryable',
  'runId',
  'sheetId',
  'id',
] as const satisfies readonly (keyof LoggedError)[];

const toCsv = (errors: readonly LoggedError[]): string =>
  [csvLine(CSV_COLUMNS), ...errors.map((error) => csvLine(CSV_COLUMNS.map((name) => error[name])))].join('');

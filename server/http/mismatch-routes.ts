// What differs after a run: values of both sides page by page, and the whole report as CSV. For the key of that sheet, and operators.
import Type from 'typebox';
import type { Mismatch } from '../../shared/protocol.ts';
import { findReportedRun, type MismatchFilter, mismatchPage, type ReportedRun } from '../integrity/mismatch-pages.ts';
import { Problem } from '../problem.ts';
import { BYTE_ORDER_MARK, CSV_TYPE, csvLine, wantsCsv } from './csv.ts';
import { uuid } from './parameters.ts';
import type { Call, Reply, Route } from './route.ts';
import * as Shapes from './schemas.ts';

const MAX_MISMATCHES = 1000;
const CSV_PAGE = 10_000;

export const mismatchRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/runs/{runId}/mismatches',
    permission: 'sheet',
    summary:
      'Fields that differ after a run, with both values and the cause, page by page; as text/csv the whole report',
    params: { runId: uuid },
    query: {
      field: Type.String({ maxLength: 200 }),
      cause: Type.String({ maxLength: 50 }),
      form: Type.Enum(['width', 'spaces', 'case', 'number', 'date', 'none']),
      cursor: Type.String({ pattern: '^\\d{1,9},\\d{1,9}$', description: 'the cursor of an earlier answer' }),
      limit: Type.Integer({ minimum: 1, maximum: MAX_MISMATCHES }),
    },
    status: 200,
    answer: Shapes.MismatchPage,
    handle: answerMismatches,
  },
];

async function answerMismatches(call: Call): Promise<Reply> {
  const { deps, principal, params, query, accept } = call;
  const own = principal?.kind === 'sheet' ? principal.sheetId : null;
  const run = await findReportedRun(deps.pool, own, params['runId'] ?? '');
  if (run === null) throw new Problem('unknown_run');
  const filter = mismatchFilter(query);
  if (wantsCsv(accept)) return csvReport(call, run, filter);
  return { body: await mismatchPage(deps.pool, run, filter) };
}

function mismatchFilter(query: Call['query']): MismatchFilter {
  const [part, position] = (query['cursor'] ?? '').split(',').map(Number);
  return {
    field: query['field'] ?? null,
    cause: query['cause'] ?? null,
    form: (query['form'] ?? null) as MismatchFilter['form'],
    after: part === undefined || position === undefined ? null : [part, position],
    limit: Number(query['limit'] ?? MAX_MISMATCHES),
  };
}

const CSV_COLUMNS = [
  'buyerNumber',
  'rowNumber',
  'cell',
  'header',
  'field',
  'spreadsheetValue',
  'databaseValue',
  'cause',
  'form',
  'since',
] as const satisfies readonly (keyof Mismatch)[];

/** All that match, then the buyers missing in the database and those the sheet lacks, unless a field or a form is asked for. */
async function csvReport({ deps }: Call, run: ReportedRun, filter: MismatchFilter): Promise<Reply> {
  const lines = [BYTE_ORDER_MARK, csvLine(CSV_COLUMNS)];
  for (let after = filter.after, more = true; more; ) {
    const page = await mismatchPage(deps.pool, run, { ...filter, after, limit: CSV_PAGE });
    for (const mismatch of page.mismatches) lines.push(csvLine(CSV_COLUMNS.map((name) => mismatch[name] ?? null)));
    more = page.cursor !== null;
    after = mismatchFilter({ cursor: page.cursor ?? '' }).after;
  }
  const absent = absentBuyers(run, filter);
  for (const { key, cause } of absent.listed)
    lines.push(csvLine(CSV_COLUMNS.map((name) => (name === 'buyerNumber' ? key : name === 'cause' ? cause : null))));
  const headers = {
    'content-disposition': `attachment; filename="rollcall-${run.runId}.csv"`,
    'x-rollcall-not-listed': String(absent.notListed),
  };
  return { body: lines.join(''), contentType: CSV_TYPE, headers };
}

/** Lists of them are cut at 10,000; how many more there are is said in a header. */
function absentBuyers(run: ReportedRun, { field, form, cause }: MismatchFilter) {
  const kinds = [
    { cause: 'missing', count: run.missingCount, keys: run.missingKeys },
    { cause: 'extra', count: run.extraCount, keys: run.extraKeys },
  ].filter((kind) => field === null && form === null && (cause === null || cause === kind.cause));
  return {
    listed: kinds.flatMap((kind) => kind.keys.map((key) => ({ key, cause: kind.cause }))),
    notListed: kinds.reduce((sum, kind) => sum + kind.count - kind.keys.length, 0),
  };
}

// The conversation of a run: open, compare, push, look at values, finish, stop; and what became of earlier ones.
import Type from 'typebox';
import type {
  BatchRequest,
  CompareRequest,
  FinishAnswer,
  OpenRunRequest,
  ValuesRequest,
} from '../../shared/protocol.ts';
import { PART_SIZE } from '../../shared/protocol.ts';
import { addWhoConnected } from '../alerts/recipients.ts';
import { errorPage } from '../failures/error-log.ts';
import { findRunLine, listRuns } from '../integrity/reports.ts';
import { Problem } from '../problem.ts';
import { type BoundSheet, findSheet, listSheets } from '../sheets/bound-sheets.ts';
import { compareRun } from '../sync/compare-run.ts';
import { abandonRun, finishedAnswer, finishRun } from '../sync/finish-run.ts';
import { runHolds } from '../sync/guard-record.ts';
import { openRun } from '../sync/open-run.ts';
import { pushBatch } from '../sync/push-batch.ts';
import { examineValues } from '../sync/values-run.ts';
import { after, cursor, number, uuid } from './parameters.ts';
import type { Call, Route } from './route.ts';
import { inRun, ownSheet, sheetOfRun } from './run-call.ts';
import * as Shapes from './schemas.ts';
import { checkKeys, checkTexts } from './texts.ts';

const MAX_RUNS = 200;
const MAX_ERRORS = 200;

export const runRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/runs',
    permission: 'sheet',
    summary: 'Open a run, or continue the one whose id is sent',
    body: Shapes.OpenRun,
    status: 201,
    answer: Shapes.OpenedRun,
    handle: async (call) => {
      const request = call.body as OpenRunRequest;
      const { spreadsheetId, sheetName, headers, by } = request;
      checkTexts({ spreadsheetId, sheetName, headers, by });
      const { pool, schemaPolicy } = call.deps;
      const sheet = await sheetToOpen(call, request);
      const body = await openRun(pool, sheet, request, { schemaPolicy, startedBy: call.principal?.kind ?? null });
      if (request.trigger === 'sidebar' && request.mode === 'sync')
        await addWhoConnected(pool, sheet.id, by, call.language);
      return { body };
    },
  },
  {
    method: 'POST',
    path: '/v1/runs/{runId}/compare',
    permission: 'sheet',
    summary: 'One part of a compare of the whole sheet; the last part is answered with the rows to send',
    params: { runId: uuid },
    body: Shapes.Compare,
    status: 200,
    answer: Shapes.Compared,
    handle: async (call) => {
      const body = call.body as CompareRequest;
      checkPart(body);
      return { body: await inRun(call, (context) => compareRun(call.deps.pool, context, body)) };
    },
  },
  {
    method: 'PUT',
    path: '/v1/runs/{runId}/batches/{number}',
    permission: 'sheet',
    summary: 'Write a batch of at most 100 rows; the same number with the same body answers the same',
    params: { runId: uuid, number },
    body: Shapes.Batch,
    status: 200,
    answer: Shapes.BatchLanded,
    handle: async (call) => {
      const batch = Number(call.params['number']);
      const body = call.body as BatchRequest;
      return { body: await inRun(call, (context) => pushBatch(call.deps.pool, context, batch, body, call.bodyHash)) };
    },
  },
  {
    method: 'PUT',
    path: '/v1/runs/{runId}/values/{number}',
    permission: 'sheet',
    summary: 'After the last compare: rows that differ, with their values; answered with each mismatch and its cause',
    params: { runId: uuid, number },
    body: Shapes.Values,
    status: 200,
    answer: Shapes.ValuesExamined,
    handle: async (call) => {
      const part = Number(call.params['number']);
      const body = call.body as ValuesRequest;
      return {
        body: await inRun(call, (context) => examineValues(call.deps.pool, context, part, body)),
      };
    },
  },
  {
    method: 'POST',
    path: '/v1/runs/{runId}/finish',
    permission: 'sheet',
    summary: 'Close the run: receipt and verification; asked twice, it answers the same',
    params: { runId: uuid },
    status: 200,
    answer: Shapes.Finished,
    handle: async (call) => {
      const { pool } = call.deps;
      const sheetId = await sheetOfRun(call);
      const before = await finishedAnswer(pool, sheetId, call.params['runId'] ?? '');
      if (before !== null) return { body: before };
      const answer = await inRun(call, (context) => finishRun(pool, context));
      logFinished(call, sheetId, answer);
      return { body: answer };
    },
  },
  {
    method: 'POST',
    path: '/v1/runs/{runId}/abandon',
    permission: 'sheet',
    summary: 'Stop: the sheet is free again; what landed stays, nothing is half-written',
    params: { runId: uuid },
    status: 200,
    answer: Shapes.Abandoned,
    handle: async (call) => ({
      body: await abandonRun(call.deps.pool, await sheetOfRun(call), call.params['runId'] ?? ''),
    }),
  },
  {
    method: 'GET',
    path: '/v1/runs',
    permission: 'sheet',
    summary: 'Runs with their receipts, newest first',
    query: { cursor },
    status: 200,
    answer: Shapes.Runs,
    handle: async (call) => {
      const runs = await listRuns(call.deps.pool, ownSheet(call), after(call.query['cursor']), MAX_RUNS + 1);
      const page = runs.slice(0, MAX_RUNS);
      const truncated = runs.length > MAX_RUNS;
      const last = page.at(-1);
      const cursor = truncated && last !== undefined ? `${last.startedAt},${last.runId}` : null;
      return { body: { runs: page, truncated, cursor } };
    },
  },
  {
    method: 'GET',
    path: '/v1/runs/{runId}',
    permission: 'sheet',
    summary: 'One run with its receipt and verification',
    params: { runId: uuid },
    status: 200,
    answer: Shapes.RunWithHolds,
    handle: async (call) => {
      const line = await findRunLine(call.deps.pool, ownSheet(call), call.params['runId'] ?? '');
      if (line === null) throw new Problem('unknown_run');
      return { body: { ...line, holds: await runHolds(call.deps.pool, line.sheetId, line.runId) } };
    },
  },
  {
    method: 'GET',
    path: '/v1/runs/{runId}/errors',
    permission: 'sheet',
    summary: 'What the error log holds of one run, newest first, page by page',
    params: { runId: uuid },
    query: { cursor, limit: Type.Integer({ minimum: 1, maximum: MAX_ERRORS }) },
    status: 200,
    answer: Shapes.Errors,
    handle: async (call) => ({
      body: await errorPage(call.deps.pool, {
        sheetId: await sheetOfRun(call),
        runId: call.params['runId'] ?? '',
        from: null,
        to: null,
        type: null,
        buyerNumber: null,
        after: after(call.query['cursor']),
        limit: Number(call.query['limit'] ?? MAX_ERRORS),
      }),
    }),
  },
];

/** Ids and numbers only. Asked for twice at once, a run may be told twice. */
function logFinished({ deps, params }: Call, sheetId: string, answer: FinishAnswer): void {
  const { status, receipt, verification, durationMs, rowsPerSecond } = answer;
  const { balanced: _, ...counts } = receipt;
  const missing = verification.completeness.missingCount;
  const ids = { runId: params['runId'] ?? '', sheetId };
  deps.log('info', 'run_finished', { ...ids, status, ...counts, missing, durationMs, rowsPerSecond });
}

/** A key names its sheet; an operator names it by spreadsheet and tab. */
async function sheetToOpen(call: Call, request: OpenRunRequest): Promise<BoundSheet> {
  const own = ownSheet(call);
  const { spreadsheetId, sheetName, sheetGid } = request;
  const bound = own === null ? await listSheets(call.deps.pool) : [];
  const tabs = bound.filter((candidate) => candidate.spreadsheetId === spreadsheetId);
  const sheet =
    own !== null
      ? await findSheet(call.deps.pool, own)
      : (tabs.find((tab) => sheetGid !== undefined && tab.sheetGid === sheetGid) ??
        tabs.find((tab) => tab.sheetName === sheetName));
  if (!sheet) throw new Problem('unknown_sheet', { sheet: sheetName ?? spreadsheetId });
  return sheet;
}

/** The hot arrays, in one loop each. */
function checkPart({ keysDigest, rowNumbers, keys, fingerprints, rejected, heldCells = [] }: CompareRequest): void {
  const actual = rowNumbers.length + (rejected?.length ?? 0);
  if (rowNumbers.length > PART_SIZE) throw new Problem('part_too_large', { limit: PART_SIZE, actual });
  if (keys.length !== rowNumbers.length || fingerprints.length !== rowNumbers.length) {
    throw new Problem('arrays_differ', { lengths: [rowNumbers.length, keys.length, fingerprints.length] });
  }
  checkTexts({ keysDigest });
  checkKeys('keys', keys);
  checkKeys('rejected.key', rejected?.map((row) => row.key) ?? []);
  const malformed = fingerprints.findIndex((fingerprint) => !FINGERPRINT.test(fingerprint));
  if (malformed >= 0)
    throw new Problem('invalid_body', {
      path: `fingerprints.${malformed}`,
      expected: '32 hexadecimal digits, lower case',
    });
  const known = new Set<number>();
  heldCells.forEach(({ position }, at) => {
    if (position >= rowNumbers.length || known.has(position))
      throw new Problem('invalid_body', {
        path: `heldCells.${at}.position`,
        expected: 'a position within this part, once',
      });
    known.add(position);
  });
}

const FINGERPRINT = /^[0-9a-f]{32}$/;

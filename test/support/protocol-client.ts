// A client of the protocol for tests: a bound sheet over createApp().request(), its rows plain canonical texts, each run driven
// by the same step function as the add-on's. What a run says is checked as it comes: no answer is ever a 500, every receipt closes.
import type { Hono } from 'hono';
import { expect } from 'vitest';
import { createApp } from '../../server/http/app.ts';
import type { Log } from '../../server/log.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { addRow, batchRows, compareParts, emptyDigest, planBatches } from '../../shared/compare-parts.ts';
import { type LeftOut, leaveOut, leftOut, NOTHING_LEFT_OUT } from '../../shared/left-out.ts';
import type {
  BatchAnswer,
  BatchRow,
  CellError,
  CompareAnswer,
  CompareRequest,
  FinishAnswer,
  Mismatch,
  Mode,
  OpenRunAnswer,
  Problem,
  Receipt,
  Trigger,
} from '../../shared/protocol.ts';
import { expandRanges } from '../../shared/row-set.ts';
import {
  type BatchOutcome,
  heldNow,
  nextStep,
  type PlannedBatch,
  type RunProblem,
  type RunState,
  type Step,
  type StepOutcome,
  type StepRequest,
  startRun,
} from '../../shared/run-steps.ts';
import { bindRows, type RowBinding, type SheetRow } from '../../shared/sheet-rows.ts';
import type { TestDatabase } from './database.ts';
import { neverHold } from './never-hold.ts';

export const OPERATOR = 'rko_of_the_tests';
/** A cell whose formula shows an error. */
export const HELD = Symbol('held');
export type TestCell = string | null | typeof HELD;
/** The cells of a row in the order of the sheet's headers; or a row this client could not make canonical. */
export type TestRow =
  | readonly TestCell[]
  | { readonly cells: readonly TestCell[]; readonly errors: readonly CellError[] };

export interface TestServer {
  readonly database: TestDatabase;
  readonly app: Hono;
  /** Events the server logged, with the requests' ids. */
  readonly logged: { event: string; fields: unknown }[];
}

export function testServer(database: TestDatabase, schemaPolicy: 'refuse' | 'warn' = 'refuse'): TestServer {
  const logged: TestServer['logged'] = [];
  const log: Log = (_level, event, fields) => logged.push({ event, fields });
  const app = createApp({ pool: database.pool, log, version: '0.0.0', operatorToken: OPERATOR, schemaPolicy });
  return { database, app, logged };
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Sends as JSON and reads JSON; a 500 fails the test with what the server logged. */
export async function send<T>(
  server: TestServer,
  method: string,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const response = await server.app.request(path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status === 500)
    throw new Error(`${method} ${path} answered 500: ${JSON.stringify(server.logged.at(-1))}`);
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as T };
}

/** One tab bound to a table, and the rows that are in it now; the first row is the sheet's row 2. */
export class TestSheet {
  readonly server: TestServer;
  readonly key: string;
  readonly sheetId: string;
  readonly name: string;
  readonly headers: readonly string[];
  rows: TestRow[] = [];

  constructor(server: TestServer, bound: { sheetId: string; key: string; name: string }, headers: readonly string[]) {
    this.server = server;
    this.key = bound.key;
    this.sheetId = bound.sheetId;
    this.name = bound.name;
    this.headers = headers;
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return send<T>(this.server, method, path, { token: this.key, body });
  }

  /** The answer where it is what was hoped for; fails the test with the problem where it is not. */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.send<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async open(
    more: { mode?: Mode; trigger?: Trigger; runId?: string; headers?: readonly string[] } = {},
  ): Promise<TestRun> {
    const opened = await this.ask<OpenRunAnswer>('POST', '/v1/runs', this.openBody(more));
    return new TestRun(this, opened);
  }

  /** Never to be held by the guard, for tests whose subject is another: "always", as a person says it. */
  async neverHold(...columns: readonly string[]): Promise<void> {
    await neverHold(this.server.database.pool, this.sheetId, columns);
  }

  openBody(more: object = {}): object {
    const { name, headers, rows } = this;
    const place = { spreadsheetId: SPREADSHEET, sheetName: name };
    return { ...place, trigger: 'sidebar', mode: 'sync', headers, rowCount: rows.length, ...more };
  }
}

const SPREADSHEET = 'spreadsheet-of-the-tests';

export async function bindSheet(
  server: TestServer,
  headers: readonly string[],
  { table = 'buyers', keyColumn = 'buyer_number', scopeColumn = null, name = table }: Partial<Bind> = {},
): Promise<TestSheet> {
  const sheet = { spreadsheetId: SPREADSHEET, sheetName: name, table, keyColumn, scopeColumn };
  return new TestSheet(server, { ...(await addSheet(server.database.pool, sheet)), name }, headers);
}

interface Bind {
  readonly table: string;
  readonly keyColumn: string;
  readonly scopeColumn: string | null;
  readonly name: string;
}

/** A run by hand: each request of the conversation as a method, on the sheet as it is at that moment. */
export class TestRun {
  readonly sheet: TestSheet;
  readonly id: string;
  readonly opened: OpenRunAnswer;
  readonly binding: RowBinding;

  constructor(sheet: TestSheet, opened: OpenRunAnswer) {
    this.sheet = sheet;
    this.opened = opened;
    this.id = opened.runId;
    this.binding = bindRows(opened.columns, opened.keyColumn, 'UTC');
  }

  path(rest: string): string {
    return `/v1/runs/${this.id}/${rest}`;
  }

  sheetRows(): SheetRow[] {
    return this.sheet.rows.map((row, at) => sheetRow(this.binding, at + 2, row));
  }

  digest(heldColumns: readonly number[] = []) {
    const digest = emptyDigest(this.binding, heldColumns);
    for (const row of this.sheetRows()) addRow(digest, this.binding, row);
    return digest;
  }

  parts(partSize?: number): CompareRequest[] {
    return compareParts(this.digest(), partSize);
  }

  async compare(partSize?: number): Promise<CompareAnswer> {
    let answer: CompareAnswer | null = null;
    for (const part of this.parts(partSize))
      answer = await this.sheet.ask<CompareAnswer>('POST', this.path('compare'), part);
    if (answer === null) throw new Error('a compare has at least one part');
    return answer;
  }

  /** With columns, by their `index`, left out of every row. */
  async compareWithout(heldColumns: readonly number[]): Promise<CompareAnswer> {
    const [part] = compareParts(this.digest(heldColumns));
    return this.sheet.ask<CompareAnswer>('POST', this.path('compare'), part);
  }

  /** Rows by their number in the sheet, as a batch carries them. */
  rows(rowNumbers: readonly number[], out: LeftOut = NOTHING_LEFT_OUT): BatchRow[] {
    const wanted = new Set(rowNumbers);
    return this.sheetRows()
      .filter((row) => wanted.has(row.rowNumber))
      .map((row) => leaveOut(row, out))
      .map(({ rowNumber, cells, held }) => ({ rowNumber, cells, ...(held.length > 0 ? { held } : {}) }));
  }

  allRows(): BatchRow[] {
    return this.rows(this.sheet.rows.map((_, at) => at + 2));
  }

  sendBatch(number: number, round: number, rows: readonly BatchRow[]): Promise<Answer<BatchAnswer & Problem>> {
    return this.sheet.send<BatchAnswer & Problem>('PUT', this.path(`batches/${number}`), { round, rows });
  }

  async batch(number: number, round: number, rows: readonly BatchRow[]): Promise<BatchAnswer> {
    return this.sheet.ask<BatchAnswer>('PUT', this.path(`batches/${number}`), { round, rows });
  }

  async values(rows: readonly BatchRow[], number = 0): Promise<readonly Mismatch[]> {
    return (await this.sheet.ask<{ mismatches: Mismatch[] }>('PUT', this.path(`values/${number}`), { rows }))
      .mismatches;
  }

  async finish(): Promise<FinishAnswer> {
    const answer = await this.sheet.ask<FinishAnswer>('POST', this.path('finish'), {});
    expectClosed(answer.receipt);
    return answer;
  }
}

function sheetRow(binding: RowBinding, rowNumber: number, row: TestRow): SheetRow {
  const { cells: given, errors } = 'errors' in row ? row : { cells: row, errors: [] };
  const picked = binding.columns.map((column) => given[column.index] ?? null);
  const cells = picked.map((cell) => (cell === HELD ? null : cell));
  const held = picked.flatMap((cell, position) => (cell === HELD ? [position] : []));
  const blank = errors.length === 0 && held.length === 0 && cells.every((cell) => cell === null);
  const key = cells[binding.keyPosition] ?? null;
  return { rowNumber, key, shown: key ?? '', cells, held, errors, blank };
}

export function expectClosed(receipt: Receipt): void {
  const { read, balanced, overwritten: _overwritten, ...outcomes } = receipt;
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(read);
  for (const count of Object.values(outcomes)) expect(count).toBeGreaterThanOrEqual(0);
  expect(balanced).toBe(true);
}

export interface DriveOptions {
  readonly mode?: Mode;
  readonly trigger?: Trigger;
  readonly partSize?: number;
  /** Sends what it is asked for without showing the sample that the guard wants to see. */
  readonly isNaive?: boolean;
  /** Headers of columns that formulas fill. */
  readonly formulas?: readonly string[];
  /** Called before each request is made: the place to edit the sheet, or the database, under the run. */
  readonly before?: (request: StepRequest, run: TestRun | null) => Promise<void> | void;
}

export interface Driven {
  readonly run: TestRun;
  readonly state: RunState;
  readonly finish: FinishAnswer;
  readonly problem: RunProblem | null;
  readonly compares: readonly CompareAnswer[];
  readonly batches: readonly { readonly rows: readonly BatchRow[]; readonly answer: BatchAnswer }[];
  readonly rejected: ReadonlyMap<number, BatchAnswer['rejected'][number]>;
  readonly mismatches: readonly Mismatch[];
}

/** A whole run of the sheet as it is, by the step function; fails the test where the run stops before its end. */
export async function drive(sheet: TestSheet, options: DriveOptions = {}): Promise<Driven> {
  const driven = await driveToEnd(sheet, options);
  if (driven.finish === null || driven.run === null) throw new Error(`stopped: ${JSON.stringify(driven.problem)}`);
  const { receipt } = driven.finish;
  expectClosed(receipt);
  expect(receipt.read).toBe(sheet.rows.length);
  return { ...driven, run: driven.run, finish: driven.finish };
}

/** The same, but a run that stops with a problem is an answer too. */
export async function driveToEnd(
  sheet: TestSheet,
  options: DriveOptions = {},
): Promise<Omit<Driven, 'run' | 'finish'> & { run: TestRun | null; finish: FinishAnswer | null }> {
  const memory: Memory = { run: null, compares: [], batches: [], rejected: new Map(), mismatches: [] };
  let step: Step = startRun(crypto.randomUUID(), options.mode ?? 'sync');
  for (let steps = 0; step.request !== null; steps++) {
    if (steps > 5000) throw new Error('the run does not end');
    await options.before?.(step.request, memory.run);
    step = nextStep(step.state, await perform(sheet, memory, step.request, step.state, options));
  }
  const { result, problem } = step.state;
  return { ...memory, state: step.state, finish: result, problem };
}

interface Memory {
  run: TestRun | null;
  readonly compares: CompareAnswer[];
  readonly batches: { rows: readonly BatchRow[]; answer: BatchAnswer }[];
  readonly rejected: Map<number, BatchAnswer['rejected'][number]>;
  mismatches: Mismatch[];
}

async function perform(
  sheet: TestSheet,
  memory: Memory,
  request: StepRequest,
  state: RunState,
  options: DriveOptions,
): Promise<StepOutcome> {
  if (request.kind === 'wait') return perform(sheet, memory, request.then, state, options);
  if (request.kind === 'open') {
    const more = { runId: state.runId, mode: state.mode, trigger: options.trigger ?? 'sidebar' };
    const answer = await sheet.send<OpenRunAnswer & Problem>('POST', '/v1/runs', sheet.openBody(more));
    if (answer.status >= 300) return failed(answer);
    memory.run = new TestRun(sheet, answer.body);
    return { kind: 'opened' };
  }
  const { run } = memory;
  if (run === null) throw new Error('a run is opened first');
  switch (request.kind) {
    case 'compare':
      return compare(run, memory, state, options);
    case 'batches':
      return {
        kind: 'batches',
        results: await Promise.all(request.batches.map((batch) => push(run, memory, batch, request.round, state))),
      };
    case 'values':
      return {
        kind: 'values',
        results: await Promise.all(request.batches.map((batch) => examine(run, memory, batch, state))),
      };
    case 'finish': {
      const answer = await sheet.send<FinishAnswer & Problem>('POST', run.path('finish'), {});
      return answer.status >= 300 ? failed(answer) : { kind: 'finished', answer: answer.body };
    }
  }
}

async function compare(
  run: TestRun,
  memory: Memory,
  state: RunState,
  { partSize, isNaive = false, formulas = [] }: DriveOptions,
): Promise<StepOutcome> {
  const digest = run.digest(isNaive ? [] : state.heldColumns);
  memory.mismatches = [];
  let answer: Answer<CompareAnswer & Problem> | null = null;
  for (const part of compareParts(digest, partSize)) {
    answer = await run.sheet.send<CompareAnswer & Problem>('POST', run.path('compare'), part);
    if (answer.status >= 300) return failed(answer);
  }
  if (answer === null) throw new Error('a compare has at least one part');
  if (answer.body.sample.length > 0 && !isNaive) {
    const { sample, round } = answer.body;
    const rows = run.rows(
      sample.map((position) => digest.rowNumbers[position] ?? 0),
      digest.out,
    );
    const formulaColumns = run.opened.columns
      .filter((column) => formulas.includes(column.header))
      .map(({ index }) => index);
    answer = await run.sheet.send<CompareAnswer & Problem>('POST', run.path('sample'), { round, rows, formulaColumns });
    if (answer.status >= 300) return failed(answer);
  }
  const { round, nextBatch, missing, different, send: wanted, differing, held } = answer.body;
  memory.compares.push(answer.body);
  return {
    kind: 'compared',
    round,
    rows: digest.rowNumbers.length,
    differs: missing + different,
    send: planBatches(digest, wanted, nextBatch),
    differing: planBatches(digest, differing, 0),
    held: isNaive ? null : heldNow(held, run.opened.columns),
  };
}

async function push(
  run: TestRun,
  memory: Memory,
  batch: PlannedBatch,
  round: number,
  state: RunState,
): Promise<BatchOutcome> {
  const { number } = batch;
  const rows = rowsOf(run, batch, state);
  if (rows === null) return { number, kind: 'moved' };
  const answer = await run.sendBatch(number, round, rows);
  if (answer.status >= 300) return { number, ...failed(answer) };
  const { inserted, updated, rejected } = answer.body;
  memory.batches.push({ rows, answer: answer.body });
  for (const { rowNumber } of rows) memory.rejected.delete(rowNumber);
  for (const row of rejected) memory.rejected.set(row.rowNumber, row);
  return { number, kind: 'landed', rows: rows.length, inserted, updated, rejected: rejected.length };
}

async function examine(run: TestRun, memory: Memory, batch: PlannedBatch, state: RunState): Promise<BatchOutcome> {
  const { number } = batch;
  const rows = rowsOf(run, batch, state);
  if (rows === null) return { number, kind: 'moved' };
  memory.mismatches.push(...(await run.values(rows, number)));
  return { number, kind: 'landed', rows: rows.length, inserted: 0, updated: 0, rejected: 0 };
}

function rowsOf(run: TestRun, batch: PlannedBatch, { heldColumns }: RunState): BatchRow[] | null {
  const all = run.sheetRows();
  const rows = expandRanges(batch.rows).flatMap((rowNumber) => all[rowNumber - 2] ?? []);
  return batchRows(batch, rows, leftOut(run.binding, heldColumns));
}

const failed = ({ status, body }: Answer<Problem>): { kind: 'failed'; problem: RunProblem } => ({
  kind: 'failed',
  problem: { status, code: body.code, detail: body.detail, params: body.params, retryAfterMs: 0 },
});

/** Everything the tests of this file wrote, gone; the schema and the aliases stay. */
export async function clearRuns({ pool }: TestDatabase, ...tables: readonly string[]): Promise<void> {
  const own = [
    'holds',
    'mismatches',
    'row_history',
    'batches',
    'compare_parts',
    'sync_error_log',
    'seen_keys',
    'retry_queue',
    'retry_tries',
  ];
  const deletes = [...own, 'runs', ...tables].map((table) => `DELETE FROM ${table}`);
  await pool.query(['UPDATE sheets SET lease_run_id = NULL, lease_heard_at = NULL', ...deletes].join(';'));
}

export const CASES = 100 * Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1);

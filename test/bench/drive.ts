// A client with the rows in memory: the same step function, canonical text, fingerprint and HTTP as any other, with a clock on each step.
import { randomUUID } from 'node:crypto';
import { type Client, makeClient, type Reply } from '../../server/commands/push/client.ts';
import {
  addRow,
  batchRows,
  compareParts,
  emptyDigest,
  planBatches,
  type SheetDigest,
} from '../../shared/compare-parts.ts';
import type { BatchAnswer, CompareAnswer, FinishAnswer, OpenRunAnswer } from '../../shared/protocol.ts';
import { expandRanges } from '../../shared/row-set.ts';
import {
  type BatchOutcome,
  IN_FLIGHT,
  nextStep,
  type PlannedBatch,
  type RunProblem,
  type StepOutcome,
  type StepRequest,
  startRun,
} from '../../shared/run-steps.ts';
import { bindRows, canonicalRow, type RowBinding, type SheetRow } from '../../shared/sheet-rows.ts';
import type { Row } from './data.ts';

export interface Sheet {
  readonly url: string;
  readonly key: string;
  readonly headers: readonly string[];
  readonly rows: readonly Row[];
}

/** Milliseconds by the clock, from the first to the last of each step. */
interface Steps {
  open: number;
  /** Reading, canonical text and fingerprint in the client, of both compares where there are two. */
  client: number;
  compare: number;
  /** From the first batch sent to the last answered. */
  write: number;
  closingCompare: number;
  finish: number;
}

export interface Driven {
  readonly runId: string;
  readonly steps: Steps;
  readonly answer: FinishAnswer;
  /** Each batch, from being sent until its answer was read. */
  readonly batchMs: readonly number[];
}

/** Throws where the run does not complete: a bench of a run that failed says nothing. */
export async function drive(sheet: Sheet, inFlight = IN_FLIGHT): Promise<Driven> {
  const run = new Run(sheet, inFlight);
  let step = startRun(run.id, 'sync', { wave: WAVE });
  while (step.request !== null) step = nextStep(step.state, await run.perform(step.request));
  const answer = step.state.result;
  if (answer?.status !== 'completed')
    throw new Error(`the run did not complete: ${JSON.stringify(step.state.problem)}`);
  return { runId: run.id, steps: run.steps, answer, batchMs: run.batchMs };
}

const WAVE = 64;

class Run {
  readonly id = randomUUID();
  readonly steps: Steps = { open: 0, client: 0, compare: 0, write: 0, closingCompare: 0, finish: 0 };
  readonly batchMs: number[] = [];
  readonly #sheet: Sheet;
  readonly #client: Client;
  readonly #inFlight: number;
  #binding: RowBinding | null = null;

  constructor(sheet: Sheet, inFlight: number) {
    this.#sheet = sheet;
    this.#client = makeClient(sheet.url, sheet.key);
    this.#inFlight = inFlight;
  }

  async perform(request: StepRequest): Promise<StepOutcome> {
    switch (request.kind) {
      case 'open':
        return this.#timed('open', () => this.#open());
      case 'compare':
        return this.#compare();
      case 'batches':
        return this.#timed('write', () => this.#push(request.batches, request.round));
      case 'finish':
        return this.#timed('finish', async () => {
          const reply = await this.#send<FinishAnswer>('POST', 'finish', {});
          return reply.ok ? { kind: 'finished', answer: reply.body } : { kind: 'failed', problem: reply.problem };
        });
      default:
        throw new Error(`not met in a bench: ${request.kind}`);
    }
  }

  async #open(): Promise<StepOutcome> {
    const { headers, rows } = this.#sheet;
    const body = { trigger: 'api', mode: 'sync', headers, rowCount: rows.length, runId: this.id };
    const reply = await this.#client.send('POST', '/v1/runs', body);
    if (!reply.ok) return { kind: 'failed', problem: reply.problem };
    const { columns, keyColumn } = reply.body as OpenRunAnswer;
    this.#binding = bindRows(columns, keyColumn, 'UTC');
    return { kind: 'opened' };
  }

  async #compare(): Promise<StepOutcome> {
    const [digest, parts] = await this.#timed('client', async () => {
      const digest = this.#digest();
      return [digest, compareParts(digest)] as const;
    });
    let answer: CompareAnswer | null = null;
    const step = this.batchMs.length === 0 ? 'compare' : 'closingCompare';
    for (const part of parts) {
      const reply = await this.#timed(step, () => this.#send<CompareAnswer>('POST', 'compare', part));
      if (!reply.ok) return { kind: 'failed', problem: reply.problem };
      answer = reply.body;
    }
    if (answer === null) throw new Error('a compare has at least one part');
    return {
      kind: 'compared',
      round: answer.round,
      rows: digest.rowNumbers.length,
      differs: answer.missing + answer.different,
      send: planBatches(digest, answer.send, answer.nextBatch),
      differing: planBatches(digest, answer.differing, 0),
    };
  }

  #digest(): SheetDigest {
    const digest = emptyDigest(this.#bound());
    for (let n = 0; n < this.#sheet.rows.length; n++) addRow(digest, this.#bound(), this.#row(n + FIRST_ROW));
    return digest;
  }

  #row(rowNumber: number): SheetRow {
    const cells = this.#sheet.rows[rowNumber - FIRST_ROW] ?? [];
    const text = (index: number) => cells[index] ?? '';
    const source = {
      value: (index: number) => cells[index] ?? null,
      display: text,
      format: () => '',
      isFormula: () => false,
    };
    return canonicalRow(this.#bound(), rowNumber, source);
  }

  async #push(batches: readonly PlannedBatch[], round: number): Promise<StepOutcome> {
    const results: BatchOutcome[] = [];
    const left = batches.values();
    const worker = async () => {
      for (const batch of left) results.push(await this.#pushOne(batch, round));
    };
    await Promise.all(Array.from({ length: this.#inFlight }, worker));
    return { kind: 'batches', results };
  }

  async #pushOne(batch: PlannedBatch, round: number): Promise<BatchOutcome> {
    const rows = batchRows(
      batch,
      expandRanges(batch.rows).map((rowNumber) => this.#row(rowNumber)),
    );
    const from = performance.now();
    const reply = await this.#send<BatchAnswer>('PUT', `batches/${batch.number}`, { round, rows });
    this.batchMs.push(performance.now() - from);
    if (!reply.ok) return { number: batch.number, kind: 'failed', problem: reply.problem };
    const { inserted, updated, rejected } = reply.body;
    return {
      number: batch.number,
      kind: 'landed',
      rows: rows?.length ?? 0,
      inserted,
      updated,
      rejected: rejected.length,
    };
  }

  #send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answered<T>> {
    return this.#client.send(method, `/v1/runs/${this.id}/${path}`, body) as Promise<Reply & Answered<T>>;
  }

  async #timed<T>(step: keyof Steps, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const result = await work();
    this.steps[step] += performance.now() - from;
    return result;
  }

  #bound(): RowBinding {
    if (this.#binding === null) throw new Error('a run is opened before it compares');
    return this.#binding;
  }
}

type Answered<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly problem: RunProblem };

const FIRST_ROW = 2;

// The corridor of a run from a file: asks what the step function says, and answers it from the file and the server.
import {
  addRow,
  batchRows,
  compareParts,
  emptyDigest,
  planBatches,
  type SheetDigest,
} from '../../../shared/compare-parts.ts';
import { type LeftOut, leftOut } from '../../../shared/left-out.ts';
import {
  type BatchAnswer,
  type BatchRow,
  type CellError,
  type CompareAnswer,
  type FinishAnswer,
  MAX_BATCH_BYTES,
  type Mismatch,
  type Mode,
  type OpenRunAnswer,
} from '../../../shared/protocol.ts';
import { expandRanges } from '../../../shared/row-set.ts';
import {
  type BatchOutcome,
  heldNow,
  IN_FLIGHT,
  nextStep,
  type PlannedBatch,
  type Progress,
  type RunState,
  type StepOutcome,
  type StepRequest,
  startRun,
} from '../../../shared/run-steps.ts';
import { bindRows, type RowBinding } from '../../../shared/sheet-rows.ts';
import type { Client, Reply } from './client.ts';
import { type CsvFile, canonicalRows, csvHeaders, rowPicker } from './csv-rows.ts';

export interface Drive {
  readonly client: Client;
  readonly file: CsvFile;
  readonly mode: Mode;
  readonly runId: string;
  readonly zone: string;
  readonly spreadsheetId?: string;
  readonly sheetName?: string;
  readonly onProgress: (progress: Progress, phase: RunState['phase']) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Driven {
  readonly state: RunState;
  readonly columns: OpenRunAnswer['columns'];
  readonly errors: readonly RowErrors[];
  readonly mismatches: readonly Mismatch[];
  readonly compared: CompareAnswer | null;
}

interface RowErrors {
  readonly rowNumber: number;
  readonly key: string | null;
  readonly errors: readonly CellError[];
}

/** Batches in a wave: many, so that the four in flight are always busy and the file is read once. */
const WAVE = 64;

/** What a run remembers beside its state, all of it from the last compare or the last opening. */
interface Memory {
  opened: OpenRunAnswer | null;
  binding: RowBinding | null;
  pick: ReturnType<typeof rowPicker> | null;
  compared: CompareAnswer | null;
  rejected: Map<number, RowErrors>;
  unreadable: RowErrors[];
  mismatches: Mismatch[];
}

/** Runs to its end, or until it stops with a problem in `state.problem`. */
export async function driveRun(drive: Drive): Promise<Driven> {
  const memory: Memory = {
    opened: null,
    binding: null,
    pick: null,
    compared: null,
    rejected: new Map(),
    unreadable: [],
    mismatches: [],
  };
  let step = startRun(drive.runId, drive.mode, { wave: WAVE });
  while (step.request !== null) {
    const outcome = await perform(drive, memory, step.request, step.state);
    step = nextStep(step.state, outcome);
    drive.onProgress(step.state.progress, step.state.phase);
  }
  return {
    state: step.state,
    columns: memory.opened?.columns ?? [],
    errors: [...memory.unreadable, ...memory.rejected.values()],
    mismatches: memory.mismatches,
    compared: memory.compared,
  };
}

async function perform(drive: Drive, memory: Memory, request: StepRequest, state: RunState): Promise<StepOutcome> {
  switch (request.kind) {
    case 'wait':
      await drive.sleep(request.ms);
      return perform(drive, memory, request.then, state);
    case 'open':
      return open(drive, memory);
    case 'compare':
      return compare(drive, memory, state.heldColumns);
    case 'batches':
      return {
        kind: 'batches',
        results: await inFlight(request.batches, (batch) => push(drive, memory, batch, request.round, state)),
      };
    case 'values':
      return {
        kind: 'values',
        results: await inFlight(request.batches, (batch) => examine(drive, memory, batch, state)),
      };
    case 'finish': {
      const reply = await drive.client.send('POST', `/v1/runs/${drive.runId}/finish`);
      return reply.ok
        ? { kind: 'finished', answer: reply.body as FinishAnswer }
        : { kind: 'failed', problem: reply.problem };
    }
  }
}

async function open(drive: Drive, memory: Memory): Promise<StepOutcome> {
  const headers = await csvHeaders(drive.file);
  const { runId, mode, spreadsheetId, sheetName } = drive;
  const place = { ...(spreadsheetId ? { spreadsheetId } : {}), ...(sheetName ? { sheetName } : {}) };
  const reply = await drive.client.send('POST', '/v1/runs', {
    ...place,
    trigger: 'api',
    mode,
    headers,
    rowCount: 0,
    runId,
  });
  if (!reply.ok) return { kind: 'failed', problem: reply.problem };
  memory.opened = reply.body as OpenRunAnswer;
  memory.binding = bindRows(memory.opened.columns, memory.opened.keyColumn, drive.zone);
  return { kind: 'opened' };
}

async function compare(drive: Drive, memory: Memory, heldColumns: readonly number[]): Promise<StepOutcome> {
  const binding = boundIn(memory);
  const digest = await readDigest(drive.file, binding, heldColumns);
  memory.unreadable = [...digest.rejected];
  memory.mismatches = [];
  let answer: Reply | null = null;
  for (const part of compareParts(digest)) {
    answer = await drive.client.send('POST', `/v1/runs/${drive.runId}/compare`, part);
    if (!answer.ok) return { kind: 'failed', problem: answer.problem };
  }
  memory.pick = rowPicker(drive.file, binding);
  const first = answer?.body as CompareAnswer;
  const compared = first.sample.length === 0 ? first : await showSample(drive, memory, digest, first);
  if ('kind' in compared) return compared;
  memory.compared = compared;
  const { round, nextBatch, missing, different } = compared;
  return {
    kind: 'compared',
    round,
    rows: digest.rowNumbers.length + digest.rejected.length,
    differs: missing + different,
    send: planBatches(digest, compared.send, nextBatch),
    differing: planBatches(digest, compared.differing, 0),
    held: heldNow(compared.held, memory.opened?.columns ?? []),
  };
}

/** The rows that the guard wants to see, as many as one request takes. */
async function showSample(
  drive: Drive,
  memory: Memory,
  digest: SheetDigest,
  { sample, round }: CompareAnswer,
): Promise<CompareAnswer | Extract<StepOutcome, { kind: 'failed' }>> {
  const [batch] = planBatches(digest, sample, 0, { rows: sample.length, bytes: MAX_BATCH_BYTES });
  const rows = batch === undefined ? null : await pickRows(memory, batch, digest.out);
  if (rows === null) return { kind: 'failed', problem: MOVED };
  const reply = await drive.client.send('POST', `/v1/runs/${drive.runId}/sample`, { round, rows });
  return reply.ok ? (reply.body as CompareAnswer) : { kind: 'failed', problem: reply.problem };
}

const MOVED = { status: 409, code: 'sheet_moved', detail: 'The file changed.', params: {}, retryAfterMs: null };

async function readDigest(file: CsvFile, binding: RowBinding, heldColumns: readonly number[]): Promise<SheetDigest> {
  const digest = emptyDigest(binding, heldColumns);
  for await (const row of canonicalRows(file, binding)) addRow(digest, binding, row);
  return digest;
}

async function push(
  drive: Drive,
  memory: Memory,
  batch: PlannedBatch,
  round: number,
  state: RunState,
): Promise<() => Promise<BatchOutcome>> {
  const rows = await pickRows(memory, batch, leftOut(boundIn(memory), state.heldColumns));
  const { number } = batch;
  if (rows === null) return async () => ({ number, kind: 'moved' });
  return async () => {
    const reply = await drive.client.send('PUT', `/v1/runs/${drive.runId}/batches/${number}`, { round, rows });
    if (!reply.ok) return { number, kind: 'failed', problem: reply.problem };
    const answer = reply.body as BatchAnswer;
    for (const row of rows) memory.rejected.delete(row.rowNumber);
    for (const row of answer.rejected) memory.rejected.set(row.rowNumber, row);
    drive.onProgress({ ...state.progress, sent: state.progress.sent + rows.length }, 'push');
    return {
      number,
      kind: 'landed',
      rows: rows.length,
      inserted: answer.inserted,
      updated: answer.updated,
      rejected: answer.rejected.length,
    };
  };
}

async function examine(
  drive: Drive,
  memory: Memory,
  batch: PlannedBatch,
  { heldColumns }: RunState,
): Promise<() => Promise<BatchOutcome>> {
  const rows = await pickRows(memory, batch, leftOut(boundIn(memory), heldColumns));
  const { number } = batch;
  if (rows === null) return async () => ({ number, kind: 'moved' });
  return async () => {
    const reply = await drive.client.send('PUT', `/v1/runs/${drive.runId}/values/${number}`, { rows });
    if (!reply.ok) return { number, kind: 'failed', problem: reply.problem };
    memory.mismatches.push(...(reply.body as { mismatches: Mismatch[] }).mismatches);
    return { number, kind: 'landed', rows: rows.length, inserted: 0, updated: 0, rejected: 0 };
  };
}

async function pickRows(memory: Memory, batch: PlannedBatch, out: LeftOut): Promise<BatchRow[] | null> {
  const rows = (await memory.pick?.(expandRanges(batch.rows))) ?? [];
  return batchRows(batch, rows, out);
}

/** Prepares one after the other, since the file is read forward, and keeps four under way. */
async function inFlight(
  batches: readonly PlannedBatch[],
  prepare: (batch: PlannedBatch) => Promise<() => Promise<BatchOutcome>>,
): Promise<BatchOutcome[]> {
  const results: BatchOutcome[] = [];
  const underWay = new Set<Promise<void>>();
  for (const batch of batches) {
    if (results.some((result) => result.kind === 'failed')) break;
    const send = await prepare(batch);
    while (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
    const sending: Promise<void> = send().then((result) => {
      results.push(result);
      underWay.delete(sending);
    });
    underWay.add(sending);
  }
  await Promise.all(underWay);
  return results;
}

function boundIn(memory: Memory): RowBinding {
  if (memory.binding === null) throw new Error('a run is opened before it compares');
  return memory.binding;
}

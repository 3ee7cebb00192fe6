// Carries out what the step function asks next: reads the sheet, asks the server, and says what came of it.
import { addRow, compareParts, emptyDigest, planBatches, type SheetDigest } from '../shared/compare-parts.ts';
import type { CompareAnswer, FinishAnswer, OpenRunAnswer } from '../shared/protocol.ts';
import type { PlannedBatch, RunProblem, RunState, StepOutcome, StepRequest } from '../shared/run-steps.ts';
import { bindRows, type SheetRow } from '../shared/sheet-rows.ts';
import { isTimeZone } from '../shared/time-zone.ts';
import type { ApiAnswer, ApiRequest } from './api.ts';
import { compareNotes } from './compare-notes.ts';
import { type Execution, localProblem, type Opened } from './execution.ts';
import { findingsOf } from './findings.ts';
import { eachRow } from './read-rows.ts';
import { area, headersStand, reading, sendRows } from './send-rows.ts';

type Asked = Exclude<StepRequest, { kind: 'wait' }>;

/** Never throws for what the sheet's service or the server does; our own bugs pass through. */
export function perform(run: Execution, state: RunState, request: Asked): StepOutcome {
  if (request.kind === 'open') return open(run, state);
  if (request.kind === 'finish') return finish(run, state);
  if (run.opened === null) throw new Error('a run is opened before anything else is asked');
  switch (request.kind) {
    case 'compare':
      return compare(run, run.opened, state);
    case 'batches':
      return push(run, run.opened, state.runId, request.batches, request.round);
    case 'values':
      return values(run, run.opened, state.runId, request.batches);
  }
}

function open(run: Execution, state: RunState): StepOutcome {
  const read = reading(() => ({ headers: run.sheet.headers(run.headerRow), last: run.sheet.lastRow() }));
  if (read === null) return unreadable;
  if (read.headers.every((header) => header.trim() === '')) return failed(localProblem('empty_sheet'));
  const { spreadsheetId, sheetName, gid, zone } = run.sheet.facts;
  const answer = one(run, {
    method: 'post',
    path: 'v1/runs',
    body: {
      spreadsheetId,
      sheetName,
      sheetGid: gid,
      headerRow: run.headerRow,
      trigger: 'sidebar',
      mode: state.mode,
      headers: read.headers,
      rowCount: Math.max(0, read.last - run.headerRow),
      runId: state.runId,
    },
  });
  if (!answer.ok) return failed(answer.problem);
  return bind(run, answer.body as OpenRunAnswer, read.headers, zone);
}

function bind(run: Execution, answer: OpenRunAnswer, headers: readonly string[], zone: string): StepOutcome {
  if (!isTimeZone(zone)) return failed(localProblem('unknown_time_zone', 422, { zone }));
  if (!answer.columns.some((column) => column.state === 'synced' && column.column === answer.keyColumn)) {
    return failed(localProblem('no_key_column', 422, { keyColumn: answer.keyColumn }));
  }
  run.opened = { answer, columns: answer.columns, headers, binding: bindRows(answer.columns, answer.keyColumn, zone) };
  return { kind: 'opened' };
}

function compare(run: Execution, opened: Opened, state: RunState): StepOutcome {
  const read = readWhole(run, opened);
  if (read === null) return unreadable;
  if (!headersStand(run, opened)) return failed(localProblem('contract_changed', 409));
  const parts = compareParts(read.digest, opened.answer.partSize);
  const path = `v1/runs/${state.runId}/compare`;
  let body: unknown = null;
  for (const part of parts) {
    const answer = one(run, { method: 'post', path, body: part });
    if (!answer.ok) return failed(answer.problem);
    body = answer.body;
  }
  run.rows = read.rows;
  return compared(run, opened, read.digest, body as CompareAnswer);
}

function compared(run: Execution, opened: Opened, digest: SheetDigest, answer: CompareAnswer): StepOutcome {
  const inSheet = digest.rowNumbers.length + digest.rejected.length;
  run.notes = compareNotes(opened, run.headerRow, answer, inSheet, run.now());
  run.sheetFindings = findingsOf(digest.rejected);
  return {
    kind: 'compared',
    round: answer.round,
    rows: digest.rowNumbers.length,
    differs: answer.missing + answer.different,
    send: planBatches(digest, answer.send, answer.nextBatch),
    differing: planBatches(digest, answer.differing, 1),
  };
}

interface WholeSheet {
  readonly digest: SheetDigest;
  /** Kept only where one band took the whole sheet. */
  readonly rows: ReadonlyMap<number, SheetRow> | null;
}

function readWhole(run: Execution, opened: Opened): WholeSheet | null {
  const digest = emptyDigest(opened.binding);
  const rows = new Map<number, SheetRow>();
  const bands = reading(() =>
    eachRow(run.sheet, opened.binding, area(run, opened), (row, band) => {
      addRow(digest, opened.binding, row);
      if (band === 0) rows.set(row.rowNumber, row);
    }),
  );
  return bands === null ? null : { digest, rows: bands <= 1 ? rows : null };
}

function push(
  run: Execution,
  opened: Opened,
  runId: string,
  batches: readonly PlannedBatch[],
  round: number,
): StepOutcome {
  const results = sendRows(run, opened, batches, (number) => `v1/runs/${runId}/batches/${number}`, { round });
  return results === null ? movedOrUnreadable(run, opened) : { kind: 'batches', results };
}

function values(run: Execution, opened: Opened, runId: string, batches: readonly PlannedBatch[]): StepOutcome {
  const results = sendRows(run, opened, batches, (number) => `v1/runs/${runId}/values/${number}`, {});
  return results === null ? movedOrUnreadable(run, opened) : { kind: 'values', results };
}

function finish(run: Execution, state: RunState): StepOutcome {
  const answer = one(run, { method: 'post', path: `v1/runs/${state.runId}/finish`, body: {} });
  return answer.ok ? { kind: 'finished', answer: answer.body as FinishAnswer } : failed(answer.problem);
}

const movedOrUnreadable = (run: Execution, opened: Opened): StepOutcome =>
  headersStand(run, opened) ? unreadable : failed(localProblem('contract_changed', 409));

const failed = (problem: RunProblem): StepOutcome => ({ kind: 'failed', problem });

/** Status 0 passes by itself: "Service Spreadsheets timed out" is asked again. */
const unreadable = failed(localProblem('sheet_unreadable', 0));

const one = (run: Execution, request: ApiRequest): ApiAnswer =>
  run.send([request])[0] ?? { ok: false, problem: localProblem('unreachable', 0) };

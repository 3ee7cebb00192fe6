// Carries out what the step function asks next: reads the sheet, asks the server, and says what came of it.
import type { FinishAnswer, OpenRunAnswer } from '../shared/protocol.ts';
import type { PlannedBatch, RunState, StepOutcome, StepRequest } from '../shared/run-steps.ts';
import { bindRows } from '../shared/sheet-rows.ts';
import { isTimeZone } from '../shared/time-zone.ts';
import { compareSheet } from './compare-sheet.ts';
import { type Execution, localProblem, type Opened } from './execution.ts';
import { failed, one, reading, unreadable } from './requests.ts';
import { sendRows } from './send-rows.ts';

type Asked = Exclude<StepRequest, { kind: 'wait' }>;

/** Never throws for what the sheet's service or the server does; our own bugs pass through. */
export function perform(run: Execution, state: RunState, request: Asked): StepOutcome {
  if (request.kind === 'open') return open(run, state);
  if (request.kind === 'finish') return finish(run, state);
  if (run.opened === null) throw new Error('a run is opened before anything else is asked');
  switch (request.kind) {
    case 'compare':
      return compareSheet(run, run.opened, state);
    case 'batches':
      return push(run, run.opened, state, request.batches, request.round);
    case 'values':
      return values(run, run.opened, state, request.batches);
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
      trigger: run.trigger,
      mode: state.mode,
      headers: read.headers,
      rowCount: Math.max(0, read.last - run.headerRow),
      runId: state.runId,
      ...who(run, state),
    },
  });
  if (!answer.ok) return failed(answer.problem);
  return bind(run, answer.body as OpenRunAnswer, read.headers, zone);
}

/** They are told of alerts, where nobody is yet. */
function who(run: Execution, { mode }: RunState): { by?: string } {
  const by = mode === 'sync' ? run.who() : null;
  return by === null ? {} : { by };
}

function bind(run: Execution, answer: OpenRunAnswer, headers: readonly string[], zone: string): StepOutcome {
  if (!isTimeZone(zone)) return failed(localProblem('unknown_time_zone', 422, { zone }));
  if (!answer.columns.some((column) => column.state === 'synced' && column.column === answer.keyColumn)) {
    return failed(localProblem('no_key_column', 422, { keyColumn: answer.keyColumn }));
  }
  run.opened = { answer, columns: answer.columns, headers, binding: bindRows(answer.columns, answer.keyColumn, zone) };
  return { kind: 'opened' };
}

function push(
  run: Execution,
  opened: Opened,
  { runId, heldColumns }: RunState,
  batches: readonly PlannedBatch[],
  round: number,
): StepOutcome {
  const path = (number: number) => `v1/runs/${runId}/batches/${number}`;
  const results = sendRows(run, opened, batches, path, { round }, heldColumns);
  return 'kind' in results ? results : { kind: 'batches', results };
}

function values(
  run: Execution,
  opened: Opened,
  { runId, heldColumns }: RunState,
  batches: readonly PlannedBatch[],
): StepOutcome {
  const path = (number: number) => `v1/runs/${runId}/values/${number}`;
  const results = sendRows(run, opened, batches, path, {}, heldColumns);
  return 'kind' in results ? results : { kind: 'values', results };
}

function finish(run: Execution, state: RunState): StepOutcome {
  const answer = one(run, { method: 'post', path: `v1/runs/${state.runId}/finish`, body: {} });
  return answer.ok ? { kind: 'finished', answer: answer.body as FinishAnswer } : failed(answer.problem);
}

// The rows of some batches, read again just before they go, under the headers that the run was opened with.
import { batchRows } from '../shared/compare-parts.ts';
import { type LeftOut, leftOut } from '../shared/left-out.ts';
import type { BatchAnswer, BatchRow } from '../shared/protocol.ts';
import { expandRanges } from '../shared/row-set.ts';
import type { BatchOutcome, PlannedBatch } from '../shared/run-steps.ts';
import type { SheetRow } from '../shared/sheet-rows.ts';
import type { Execution, Opened } from './execution.ts';
import { foundByServer } from './found.ts';
import { rowsOfBatches } from './read-rows.ts';
import { type FailedStep, headersFault, reading, unreadable } from './requests.ts';

type Sent = readonly BatchOutcome[] | FailedStep;

/** `path` says where a batch goes. A batch whose rows moved meanwhile is left to the next round. */
export function sendRows(
  run: Execution,
  opened: Opened,
  batches: readonly PlannedBatch[],
  path: (number: number) => string,
  common: { readonly round?: number },
  heldColumns: readonly number[],
): Sent {
  const kept = run.rows;
  const out = leftOut(opened.binding, heldColumns);
  const rows = kept ?? reading(() => rowsOfBatches(run.sheet, opened.binding, batches));
  if (rows === null) return unreadable;
  const fault = kept === null ? headersFault(run, opened) : null;
  if (fault !== null) return fault;
  const bodies = new Map(
    batches.map((batch): [number, BatchRow[] | null] => [batch.number, sentRows(batch, rows, out)]),
  );
  const whole = batches.filter(({ number }) => bodies.get(number) !== null);
  const answers = run.send(
    whole.map(({ number }) => ({ method: 'put', path: path(number), body: { ...common, rows: bodies.get(number) } })),
  );
  return batches.map((batch) => {
    const answer = answers[whole.indexOf(batch)];
    if (answer === undefined) return { number: batch.number, kind: 'moved' };
    if (!answer.ok) return { number: batch.number, kind: 'failed', problem: answer.problem };
    return landed(run, batch, rows, answer.body as Partial<BatchAnswer>);
  });
}

function sentRows(batch: PlannedBatch, rows: ReadonlyMap<number, SheetRow>, out: LeftOut): BatchRow[] | null {
  const found = expandRanges(batch.rows).map((number) => rows.get(number));
  const there = found.filter((row) => row !== undefined);
  return there.length < found.length ? null : batchRows(batch, there, out);
}

/** An answer to `values` counts nothing; only a push inserts, updates or rejects. */
function landed(
  run: Execution,
  batch: PlannedBatch,
  read: ReadonlyMap<number, SheetRow>,
  answer: Partial<BatchAnswer>,
): BatchOutcome {
  const { inserted = 0, updated = 0, rejected } = answer;
  const rows = expandRanges(batch.rows);
  if (rejected !== undefined) {
    foundByServer(run.found, new Map(rows.map((row) => [row, read.get(row)?.shown ?? ''])), rejected);
  }
  return {
    number: batch.number,
    kind: 'landed',
    rows: rows.length,
    inserted,
    updated,
    rejected: rejected?.length ?? 0,
  };
}

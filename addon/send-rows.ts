// The rows of some batches, read again just before they go, under the headers that the run was opened with.
import { batchRows } from '../shared/compare-parts.ts';
import type { BatchAnswer } from '../shared/protocol.ts';
import { type BatchOutcome, countRanges, expandRanges, type PlannedBatch } from '../shared/run-steps.ts';
import type { SheetRow } from '../shared/sheet-rows.ts';
import type { ApiAnswer } from './api.ts';
import type { Execution, Opened } from './execution.ts';
import { findingsOf } from './findings.ts';
import { rowsOfBatches } from './read-rows.ts';

/** Null where the rows could not be read under the headers that the run was opened with. */
export function sendRows(
  run: Execution,
  opened: Opened,
  batches: readonly PlannedBatch[],
  path: (number: number) => string,
  common: { readonly round?: number },
): BatchOutcome[] | null {
  const rows = run.rows ?? reading(() => rowsOfBatches(run.sheet, opened.binding, area(run, opened), batches));
  if (rows === null || (run.rows === null && !headersStand(run, opened))) return null;
  const bodies = batches.map((batch) => sentRows(batch, rows));
  const whole = batches.filter((_, i) => bodies[i] !== null);
  const requests = whole.map((batch) => ({ batch, body: bodies[batches.indexOf(batch)] }));
  const answers = run.send(
    requests.map(({ batch, body }) => ({ method: 'put', path: path(batch.number), body: { ...common, rows: body } })),
  );
  return batches.map((batch) => {
    const answer = answers[whole.indexOf(batch)];
    return answer === undefined ? { number: batch.number, kind: 'moved' } : outcome(run, batch, answer);
  });
}

function sentRows(batch: PlannedBatch, rows: ReadonlyMap<number, SheetRow>) {
  const found = expandRanges(batch.rows).map((number) => rows.get(number));
  const there = found.filter((row) => row !== undefined);
  return there.length < found.length ? null : batchRows(batch, there);
}

/** An answer to `values` counts nothing; only a push inserts, updates or rejects. */
function outcome(run: Execution, { number, rows }: PlannedBatch, answer: ApiAnswer): BatchOutcome {
  if (!answer.ok) return { number, kind: 'failed', problem: answer.problem };
  const { inserted = 0, updated = 0, rejected = [] } = answer.body as Partial<BatchAnswer>;
  run.findings.push(...findingsOf(rejected));
  return { number, kind: 'landed', rows: countRanges(rows), inserted, updated, rejected: rejected.length };
}

/** A column inserted, moved or renamed between two reads would shift data: the run is opened anew. */
export function headersStand(run: Execution, opened: Opened): boolean {
  const now = reading(() => run.sheet.headers(run.headerRow));
  return now !== null && now.join('\u001f') === opened.headers.join('\u001f');
}

export const area = (run: Execution, opened: Opened) => ({ headerRow: run.headerRow, width: opened.headers.length });

/** Null for what the sheet's service throws; a mistake of ours is not asked again. */
export function reading<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) throw error;
    return null;
  }
}

// What one execution of a run works with: the sheet, the server, the clock, and what it read so far.
import type { BoundColumn, OpenRunAnswer } from '../shared/protocol.ts';
import type { RunProblem } from '../shared/run-steps.ts';
import type { RowBinding, SheetRow } from '../shared/sheet-rows.ts';
import type { Send } from './api.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { CompareNotes, Finding } from './sidebar/answers.ts';

export interface Execution {
  readonly sheet: SheetReader;
  readonly send: Send;
  readonly headerRow: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => void;
  readonly newRunId: () => string;
  opened: Opened | null;
  /** Rows of a sheet that fits one band, as read by the compare of this execution. */
  rows: ReadonlyMap<number, SheetRow> | null;
  notes: CompareNotes | null;
  /** Cells that the server refused in this execution. */
  readonly findings: Finding[];
  /** Cells that have no canonical text, as of the last compare; null where none was made in this execution. */
  sheetFindings: readonly Finding[] | null;
}

/** What `POST /v1/runs` froze, with the headers it was told. */
export interface Opened {
  readonly answer: OpenRunAnswer;
  readonly columns: readonly BoundColumn[];
  readonly headers: readonly string[];
  readonly binding: RowBinding;
}

export const localProblem = (
  code: string,
  status = 422,
  params: Readonly<Record<string, unknown>> = {},
): RunProblem => ({
  status,
  code,
  detail: '',
  params,
  retryAfterMs: null,
});

// What one execution of a run works with: the sheet, the server, the clock, and what it read so far.
import type { BoundColumn, OpenRunAnswer, Trigger } from '../shared/protocol.ts';
import type { RunProblem } from '../shared/run-steps.ts';
import type { RowBinding, SheetRow } from '../shared/sheet-rows.ts';
import type { Send } from './api.ts';
import type { Found } from './found.ts';
import type { Said } from './said.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { CompareNotes } from './sidebar/answers.ts';
import type { Survey, Surveyor } from './survey.ts';

export interface Execution {
  readonly sheet: SheetReader;
  readonly send: Send;
  readonly headerRow: number;
  readonly trigger: Trigger;
  readonly now: () => number;
  readonly sleep: (ms: number) => void;
  readonly newRunId: () => string;
  /** The address of the person at the sidebar; null where it is not known, or nobody is there. */
  readonly who: () => string | null;
  /** No new step after this, and no new band of a compare. */
  until: number;
  opened: Opened | null;
  /** Rows of a sheet that fits one band, as read by the compare of this execution. */
  rows: ReadonlyMap<number, SheetRow> | null;
  /** The key column as this execution read it whole. */
  keys: KeyColumn | null;
  /** Rows that a band takes comfortably, as far as this execution knows. */
  bandRows: number | null;
  notes: CompareNotes | null;
  found: Found;
  /** What a person said of what the run found. */
  said: Said;
  /** Of a Check, as far as its compare has come; null in any other run. */
  survey: Survey | null;
  /** Of the part that is being read. */
  surveyor: Surveyor | null;
}

/** As people see it, from the first row below the header on. */
export interface KeyColumn {
  readonly digest: string;
  readonly shown: readonly string[];
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

// One part of a compare: as many bands of the sheet as the time allows, sent and staged; with the last one comes the answer.
import {
  addRow,
  comparePart,
  emptyDigest,
  HEAVY_ROW,
  type Listed,
  planBatches,
  type SheetDigest,
} from '../shared/compare-parts.ts';
import { digestKeys } from '../shared/fingerprint.ts';
import type { CompareAnswer } from '../shared/protocol.ts';
import { packRows, unpackRows } from '../shared/row-set.ts';
import { heldNow, type Only, type RunState, type Scan, type StepOutcome } from '../shared/run-steps.ts';
import type { RowBinding, SheetRow } from '../shared/sheet-rows.ts';
import { type Execution, type KeyColumn, localProblem, type Opened } from './execution.ts';
import { beginCompare, foundInSheet, keepListed } from './found.ts';
import { showSample } from './guard-sample.ts';
import { chosenAfter, sentOnly } from './only-rows.ts';
import { withoutLeft } from './overwrites.ts';
import { firstBand, needsOf, nextBand, readRows } from './read-rows.ts';
import { failed, headersFault, one, reading, unreadable } from './requests.ts';
import { runNotes } from './run-notes.ts';
import type { Needs } from './sheet-reader.ts';
import { surveyed, surveyor } from './survey.ts';

/** Cells that cannot go weigh some 400 bytes each in a part, which may hold 64 MiB at the server. */
const MAX_REJECTED = 15_000;

export function compareSheet(run: Execution, opened: Opened, state: RunState): StepOutcome {
  run.surveyor = state.isCheck ? surveyor(opened.binding) : null;
  const part = reading(() => readPart(run, opened, state));
  if (part === null || part === 'moved') run.keys = null;
  // Rows under other headings cannot be read either: those come first.
  const fault = headersFault(run, opened);
  if (fault !== null) return fault;
  if (part === null) return unreadable;
  if (part === 'moved') return failed(localProblem('sheet_moved', 409));
  const { scan, digest, nextRow } = part;
  const last = nextRow > scan.lastRow;
  const head = { part: scan.nextPart, last, keysDigest: scan.keysDigest };
  const answer = one(run, {
    method: 'post',
    path: `v1/runs/${state.runId}/compare`,
    body: comparePart(digest, head),
  });
  if (!answer.ok) return failed(answer.problem);
  if (scan.nextPart === 0) beginCompare(run.found);
  foundInSheet(run.found, digest.rejected);
  if (last) return compared(run, opened, part, state, answer.body as CompareAnswer);
  surveyed(run, scan.nextPart === 0);
  const next = scanAfter(part, state.only);
  return { kind: 'scanned', scan: next, rows: next.rows };
}

interface Part {
  /** As it stood before this part. */
  readonly scan: Scan;
  readonly digest: SheetDigest;
  readonly keys: KeyColumn;
  readonly nextRow: number;
}

/** `moved` where a key is not in the row where it was when the compare began: rows may have been passed over. */
function readPart(run: Execution, opened: Opened, { scan: begun, heldColumns }: RunState): Part | 'moved' {
  const needs = needsOf(opened.binding);
  const whole = begun === null ? readSmall(run, opened, needs, heldColumns) : null;
  if (whole !== null) return whole;
  run.rows = null;
  const from = run.headerRow + 1;
  const lastRow = begun?.lastRow ?? run.sheet.lastRow();
  const keys = keyColumn(run, opened, lastRow, begun?.keysDigest ?? null);
  // A row put in while the column was read pushes the last one out of what was read.
  if (begun === null && run.sheet.lastRow() !== lastRow) return 'moved';
  if (begun !== null && keys.digest !== begun.keysDigest) return 'moved';
  const scan = begun ?? newScan(keys.digest, from, lastRow);
  const digest = emptyDigest(opened.binding, heldColumns);
  const stands = (row: SheetRow) => row.shown === (keys.shown[row.rowNumber - from] ?? '');
  const nextRow = readBands(run, opened, needs, scan, digest, stands);
  return nextRow === null ? 'moved' : { scan, digest, keys, nextRow };
}

/** A sheet that fits one band is read once, and its rows are kept for the batches of this execution. */
function readSmall(
  run: Execution,
  opened: Opened,
  needs: Needs,
  heldColumns: readonly number[],
): Part | 'moved' | null {
  const from = run.headerRow + 1;
  const lastRow = run.sheet.lastRow();
  if (lastRow - run.headerRow > firstBand(opened.binding.columns.length)) return null;
  const rows = readRows(run.sheet, opened.binding, needs, from, lastRow - run.headerRow, run.surveyor?.look);
  if (run.sheet.lastRow() !== lastRow) return 'moved';
  const digest = emptyDigest(opened.binding, heldColumns);
  for (const row of rows) addRow(digest, opened.binding, row);
  if (faultsOf(digest.rejected) > MAX_REJECTED) return null;
  if (run.surveyor !== null) rows.forEach(run.surveyor.take);
  const shown = rows.map((row) => row.shown);
  const keys = { digest: digestKeys(shown), shown };
  run.rows = new Map(rows.map((row) => [row.rowNumber, row]));
  return { scan: newScan(keys.digest, from, lastRow), digest, keys, nextRow: lastRow + 1 };
}

/** Read once an execution for as long as it is the one that the compare began with: every band that is read proves its rows again. */
function keyColumn(run: Execution, opened: Opened, lastRow: number, digest: string | null): KeyColumn {
  if (digest !== null && run.keys?.digest === digest) return run.keys;
  const { columns, keyPosition } = opened.binding;
  const rows = Math.min(lastRow, run.sheet.lastRow()) - run.headerRow;
  const shown = run.sheet.shown(run.headerRow + 1, rows, columns[keyPosition]?.index ?? 0);
  run.keys = { digest: digestKeys(shown), shown };
  return run.keys;
}

const newScan = (keysDigest: string, nextRow: number, lastRow: number): Scan => ({
  keysDigest,
  lastRow,
  nextRow,
  nextPart: 0,
  listed: '',
  rows: 0,
  heavy: [],
  rejected: 0,
});

/** At least one band, and no further one once the time is up or the part is full. The row after the last one read; null where a row moved. */
function readBands(
  run: Execution,
  opened: Opened,
  needs: Needs,
  scan: Scan,
  digest: SheetDigest,
  stands: (row: SheetRow) => boolean,
): number | null {
  const { binding, answer } = opened;
  let size = run.bandRows ?? firstBand(binding.columns.length);
  let next = scan.nextRow;
  const look = run.surveyor?.look;
  const band = (first: number, count: number) => readRows(run.sheet, binding, needs, first, count, look);
  do {
    const began = run.now();
    const count = Math.min(size, scan.lastRow - next + 1, answer.partSize - digest.rowNumbers.length);
    const rows = next === scan.nextRow ? band(next, count) : reading(() => band(next, count));
    // What was read before this band is not lost: it goes as a part of its own.
    if (rows === null) break;
    if (rows.length < count || !rows.every(stands)) return null;
    const taken = takeRows(digest, binding, rows);
    if (run.surveyor !== null) rows.slice(0, taken).forEach(run.surveyor.take);
    next += taken;
    size = taken < count ? Math.max(1, taken) : nextBand(count, run.now() - began, binding.columns.length);
    if (taken < count) break;
  } while (next <= scan.lastRow && run.now() < run.until && digest.rowNumbers.length < answer.partSize);
  run.bandRows = size;
  return next;
}

/** As many rows as the part has room for what is wrong with them, at least one; the others are read again for the next part. */
function takeRows(digest: SheetDigest, binding: RowBinding, rows: readonly SheetRow[]): number {
  let faults = faultsOf(digest.rejected);
  for (let taken = 0; taken < rows.length; taken++) {
    const row = rows[taken];
    faults += row?.errors.length ?? 0;
    if (row === undefined || (faults > MAX_REJECTED && digest.rowNumbers.length + digest.rejected.length > 0))
      return taken;
    addRow(digest, binding, row);
  }
  return rows.length;
}

const faultsOf = (rejected: SheetDigest['rejected']): number =>
  rejected.reduce((cells, row) => cells + row.errors.length, 0);

function scanAfter({ scan, digest, nextRow }: Part, only: Only | null): Scan {
  const { rowNumbers, bytes, rejected } = digest;
  const heavy = rowNumbers.flatMap((row, i) => ((bytes[i] ?? 0) > HEAVY_ROW ? [[row, bytes[i] ?? 0] as const] : []));
  return {
    ...scan,
    nextRow,
    nextPart: scan.nextPart + 1,
    listed: packRows([...unpackRows(scan.listed), ...rowNumbers]),
    rows: scan.rows + rowNumbers.length,
    heavy: [...scan.heavy, ...heavy],
    rejected: scan.rejected + rejected.length,
    chosen: chosenAfter(scan, digest, only),
  };
}

function compared(run: Execution, opened: Opened, part: Part, state: RunState, first: CompareAnswer): StepOutcome {
  const listed = listedOf(run, part);
  const rows = listed.rowNumbers.length;
  const answer = first.sample.length === 0 ? first : showSample(run, opened, state, listed, first);
  if ('kind' in answer) return answer;
  surveyed(run, part.scan.nextPart === 0);
  keepListed(run.found, listed.shown);
  const inSheet = rows + part.scan.rejected + part.digest.rejected.length;
  run.notes = runNotes(run, opened, state, { listed, inSheet }, answer);
  return {
    kind: 'compared',
    round: answer.round,
    rows,
    differs: answer.missing + answer.different,
    send: planBatches(listed, sentOf(run, opened, part, state, listed, answer), answer.nextBatch),
    differing: planBatches(listed, answer.differing, 1),
    held: heldNow(answer.held, opened.columns),
  };
}

/** Positions to send: without the rows that a person leaves out, and only the rows that the run is about. */
function sentOf(
  run: Execution,
  opened: Opened,
  { scan, digest }: Part,
  { only }: RunState,
  listed: Listed,
  answer: CompareAnswer,
): readonly number[] {
  const send = withoutLeft(run, opened, listed, answer);
  return sentOnly({ ...answer, send }, listed.rowNumbers, chosenAfter(scan, digest, only), only);
}

/** All rows that the parts listed, in the order of the server's positions. */
function listedOf(run: Execution, { scan, digest, keys }: Part): Listed {
  const earlier = unpackRows(scan.listed);
  const heavy = new Map(scan.heavy);
  const rowNumbers = [...earlier, ...digest.rowNumbers];
  return {
    rowNumbers,
    shown: rowNumbers.map((row) => keys.shown[row - run.headerRow - 1] ?? ''),
    bytes: [...earlier.map((row) => heavy.get(row)), ...digest.bytes],
  };
}

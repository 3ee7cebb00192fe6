// Collects the rows of a whole sheet into the parts of one compare, and plans the batches that follow from its answer.
import { digestKeys, fingerprintRow } from './fingerprint.ts';
import { type LeftOut, leaveOut, leftOut, NOTHING_LEFT_OUT } from './left-out.ts';
import {
  BATCH_SIZE,
  type BatchRow,
  type CompareRequest,
  type HeldCells,
  MAX_BATCH_BYTES,
  PART_SIZE,
  type RejectedRow,
} from './protocol.ts';
import { toRanges } from './row-set.ts';
import type { PlannedBatch } from './run-steps.ts';
import type { RowBinding, SheetRow } from './sheet-rows.ts';

/** Everything a compare carries of a sheet, row by row; grows by `addRow`. */
export interface SheetDigest {
  readonly rowNumbers: number[];
  readonly keys: (string | null)[];
  readonly fingerprints: string[];
  /** Keys as people see them, to tell later whether a row moved. */
  readonly shown: string[];
  readonly bytes: number[];
  readonly held: HeldCells[];
  readonly rejected: RejectedRow[];
  readonly filled: number[];
  skippedBlank: number;
  /** Columns that the guard holds: in no fingerprint. */
  readonly out: LeftOut;
}

/** `heldColumns` by their `index`. */
export const emptyDigest = (binding: RowBinding, heldColumns: readonly number[] = []): SheetDigest => ({
  rowNumbers: [],
  keys: [],
  fingerprints: [],
  shown: [],
  bytes: [],
  held: [],
  rejected: [],
  filled: binding.columns.map(() => 0),
  skippedBlank: 0,
  out: leftOut(binding, heldColumns),
});

export function addRow(digest: SheetDigest, binding: RowBinding, read: SheetRow): void {
  const row = leaveOut(read, digest.out);
  if (row.blank) {
    digest.skippedBlank++;
    return;
  }
  for (let i = 0; i < row.cells.length; i++) if (row.cells[i] !== null) digest.filled[i] = (digest.filled[i] ?? 0) + 1;
  if (row.errors.length > 0) {
    digest.rejected.push({ rowNumber: row.rowNumber, key: row.key, errors: row.errors });
    return;
  }
  const own = row.held.filter((position) => !digest.out.positions.includes(position));
  if (own.length > 0) {
    const columns = own.map((position) => binding.columns[position]?.index ?? -1);
    digest.held.push({ position: digest.rowNumbers.length, columns });
  }
  digest.rowNumbers.push(row.rowNumber);
  digest.keys.push(row.key);
  digest.fingerprints.push(fingerprintRow(row.cells, binding.order, row.held));
  digest.shown.push(row.shown);
  digest.bytes.push(rowBytes(row));
}

/** The bodies of a compare, at most `partSize` rows each, the last one marked. */
export function compareParts(digest: SheetDigest, partSize = PART_SIZE): CompareRequest[] {
  const keysDigest = digestKeys(digest.keys);
  const count = Math.max(1, Math.ceil(digest.rowNumbers.length / partSize));
  return Array.from({ length: count }, (_, part) => {
    const last = part === count - 1;
    return comparePart(cutOut(digest, part * partSize, (part + 1) * partSize, last), { part, last, keysDigest });
  });
}

/** What is no row of the list (rejected, blank) goes with the last part. */
function cutOut(digest: SheetDigest, from: number, to: number, last: boolean): SheetDigest {
  return {
    ...digest,
    rowNumbers: digest.rowNumbers.slice(from, to),
    keys: digest.keys.slice(from, to),
    fingerprints: digest.fingerprints.slice(from, to),
    held: digest.held
      .filter((cell) => cell.position >= from && cell.position < to)
      .map((cell) => ({ ...cell, position: cell.position - from })),
    rejected: last ? digest.rejected : [],
    filled: last ? digest.filled : digest.filled.map(() => 0),
    skippedBlank: last ? digest.skippedBlank : 0,
  };
}

/** A digest of some rows as one part of a compare. Positions of held cells count within the part; counts add up over the parts. */
export const comparePart = (
  { rowNumbers, keys, fingerprints, held, rejected, filled, skippedBlank, out }: SheetDigest,
  head: { readonly part: number; readonly last: boolean; readonly keysDigest: string },
): CompareRequest => ({
  ...head,
  rowNumbers,
  keys,
  fingerprints,
  heldCells: held,
  rejected,
  filled,
  skippedBlank,
  ...(out.indexes.length > 0 ? { heldColumns: out.indexes } : {}),
});

/** What planning needs to know of the rows that a compare listed, by their positions over all parts. */
export interface Listed {
  readonly rowNumbers: readonly number[];
  readonly shown: readonly string[];
  /** Of a row whose bytes are not remembered: less than `HEAVY_ROW`. */
  readonly bytes: readonly (number | undefined)[];
}

/** A hundred rows below this size never fill a batch. */
export const HEAVY_ROW = 40_000;

/** Cuts the asked-for positions into batches of exactly 100 rows; fewer only for the last, or where the bytes would pass the limit. */
export function planBatches(
  listed: Listed,
  positions: readonly number[],
  firstNumber: number,
  limits = { rows: BATCH_SIZE, bytes: MAX_BATCH_BYTES },
): PlannedBatch[] {
  const batches: PlannedBatch[] = [];
  let from = 0;
  let bytes = 0;
  for (let i = 0; i < positions.length; i++) {
    const size = listed.bytes[positions[i] ?? -1] ?? HEAVY_ROW;
    const full = i - from >= limits.rows || (i > from && bytes + size > limits.bytes);
    if (full) {
      batches.push(planned(listed, positions.slice(from, i), firstNumber + batches.length));
      from = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < positions.length) batches.push(planned(listed, positions.slice(from), firstNumber + batches.length));
  return batches;
}

function planned(listed: Listed, positions: readonly number[], number: number): PlannedBatch {
  const rows = positions.map((position) => listed.rowNumbers[position] ?? 0);
  return {
    number,
    rows: toRanges(rows),
    keys: shortDigest(positions.map((position) => listed.shown[position] ?? '')),
  };
}

/** The rows of a planned batch as read again now; null where a key moved meanwhile, and the batch waits for the next round. */
export function batchRows(
  batch: PlannedBatch,
  read: readonly SheetRow[],
  out: LeftOut = NOTHING_LEFT_OUT,
): BatchRow[] | null {
  const rows = read.map((row) => leaveOut(row, out));
  const sound = rows.every((row) => row.errors.length === 0 && !row.blank);
  if (!sound || shortDigest(rows.map((row) => row.shown)) !== batch.keys) return null;
  return rows.map(({ rowNumber, cells, held }) => ({ rowNumber, cells, ...(held.length > 0 ? { held } : {}) }));
}

const shortDigest = (keys: readonly string[]): string => digestKeys(keys).slice(0, 8);

/** What the row takes in a JSON body, in bytes of UTF-8. */
function rowBytes(row: SheetRow): number {
  let bytes = 40 + 8 * row.held.length;
  for (const text of row.cells) bytes += text === null ? 5 : 3 + textBytes(text);
  return bytes;
}

function textBytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20) bytes += 6;
    else if (unit === 0x22 || unit === 0x5c) bytes += 2;
    else bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  }
  return bytes;
}

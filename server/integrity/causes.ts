// Why a field differs between sheet and database, from what the history knows of its buyer.
import { createHash } from 'node:crypto';
import type { RowBinding } from '../../shared/sheet-rows.ts';

export type Cause =
  /** The guard holds this column: what is in the sheet waits for a person. */
  | 'held'
  /** The database refused this row, as it stands in the sheet or in this run; its errors name the cells. */
  | 'rejected'
  /** Refused too, and waits in the retry queue. */
  | 'queued'
  /** Accepted in this run, and the database holds something else all the same: something else writes it. */
  | 'changed_by_another_writer'
  /** The database still holds what Rollcall wrote last, so the sheet was edited since. */
  | 'edited_in_sheet'
  /** The database no longer holds what Rollcall wrote last. */
  | 'changed_in_database'
  /** Which side changed since cannot be told: both did, or Rollcall last wrote it with other columns, or with a cell held. */
  | 'differs'
  /** Rollcall never wrote this buyer. */
  | 'never_synced'
  /** Neither of the last two is known to matter: both values mean the same and are only written differently. */
  | 'form_only';

/** One buyer on both sides, its texts in the order of the run's synced columns, and what Rollcall did with it before. */
export interface KnownRow {
  readonly sheet: readonly (string | null)[];
  readonly stored: readonly (string | null)[];
  /** The newest line of its history is a refusal: of this run, or of the row as it is in the sheet. */
  readonly failed: boolean;
  /** It waits in the retry queue. */
  readonly queued: boolean;
  /** What was written last; null where nothing ever was. */
  readonly last: LastWrite | null;
}

export interface LastWrite {
  readonly fingerprint: string;
  /** The columns whose cells were held then; null where some were, and which is not known. */
  readonly held: readonly string[] | null;
  /** The columns that were synced then. */
  readonly columns: readonly string[];
  /** The fields it changed, as they were before; null for an insert. */
  readonly before: Readonly<Record<string, string | null>> | null;
  readonly inThisRun: boolean;
}

/** The cause of each of the positions in `differing`; each for itself, where it can be told. */
export function causesOf(
  binding: RowBinding,
  row: KnownRow,
  differing: readonly number[],
  heldFields: ReadonlySet<string> = NONE,
): Cause[] {
  const written = row.failed || row.last === null ? null : writtenLast(binding, row, row.last, differing);
  return differing.map((position) => {
    const field = binding.columns[position]?.column ?? '';
    if (heldFields.has(field)) return 'held';
    if (row.failed) return row.queued ? 'queued' : 'rejected';
    if (row.last === null) return 'never_synced';
    const side = written?.get(position) ?? guess(row, row.last, position, field, differing, written);
    if (side === 'database') return 'edited_in_sheet';
    if (side === null) return 'differs';
    return row.last.inThisRun ? 'changed_by_another_writer' : 'changed_in_database';
  });
}

const NONE: ReadonlySet<string> = new Set();

/** The side that still holds what Rollcall wrote last; `sheet` where it is sure only that the database does not. */
type Side = 'sheet' | 'database';

/**
 * Looks for the mixture of both sides that has the fingerprint of what was written last: it is that row, so each field is known.
 * Null where there can be none to find; empty where none was found.
 */
function writtenLast(
  { columns, order }: RowBinding,
  { sheet, stored }: KnownRow,
  last: LastWrite,
  differing: readonly number[],
): ReadonlyMap<number, Side> | null {
  const names = columns.map(({ column }) => column);
  if (last.held === null || !last.columns.every((name) => names.includes(name))) return null;
  const hashed = new Set(last.columns.filter((name) => !last.held?.includes(name)));
  const kept = order.filter((position) => hashed.has(names[position] ?? ''));
  const open = differing.filter((position) => kept.includes(position));
  for (const fromSheet of mixtures(open)) {
    const texts = kept.map((position) => (fromSheet.has(position) ? sheet : stored)[position] ?? '');
    if (fingerprint(texts) !== last.fingerprint) continue;
    return new Map(open.map((position) => [position, fromSheet.has(position) ? 'sheet' : 'database']));
  }
  return new Map();
}

/** All mixtures of few fields; of many, all of one side, and all but one. */
function* mixtures(positions: readonly number[]): Generator<ReadonlySet<number>> {
  yield new Set();
  yield new Set(positions);
  if (positions.length <= MOST_MIXED) {
    for (let bits = 1; bits < 2 ** positions.length - 1; bits++)
      yield new Set(positions.filter((_, at) => Math.floor(bits / 2 ** at) % 2 === 1));
  } else if (positions.length <= MOST_SINGLE) {
    for (const one of positions) yield new Set([one]);
    for (const one of positions) yield new Set(positions.filter((position) => position !== one));
  }
}

const MOST_MIXED = 4;
const MOST_SINGLE = 16;

/** As `fingerprintRow` of the clients, by Node's own SHA-256. */
export const rowFingerprint = (
  cells: readonly (string | null)[],
  order: readonly number[],
  held: readonly number[],
): string => fingerprint(order.filter((position) => !held.includes(position)).map((position) => cells[position] ?? ''));

const fingerprint = (texts: readonly string[]): string =>
  createHash('sha256').update(texts.join('\u001f'), 'utf8').digest('hex').slice(0, 32);

/**
 * Without a mixture: a field that holds again what the last write replaced was changed back. And where the whole row was looked
 * at, and it is the only field that differs, the database holds another row than was written.
 */
function guess(
  { stored }: KnownRow,
  { before, columns, held }: LastWrite,
  position: number,
  field: string,
  differing: readonly number[],
  written: ReadonlyMap<number, Side> | null,
): Side | null {
  if (before !== null && Object.hasOwn(before, field) && before[field] === (stored[position] ?? null)) return 'sheet';
  const wasHashed = columns.includes(field) && held?.includes(field) === false;
  return written !== null && differing.length === 1 && wasHashed ? 'sheet' : null;
}

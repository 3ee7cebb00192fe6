// Rows side by side with what is stored, whether they come as a sample or as a batch: what of them would be lost, column by column.
import { createHash } from 'node:crypto';
import type { BatchRow } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { addCell, type Judged, NO_HITS, type Tally, type Trip } from './guard.ts';
import { storedTexts } from './guard-sql.ts';
import type { RunContext } from './run-context.ts';
import type { Watch } from './run-record.ts';

/** Fewer than this are no sample. */
const LEAST_SHOWN = 20;

/** The rows that were asked for, or where they are too long for one request at least so many: else the sheet moved meanwhile. */
export function checkSample({ binding }: RunContext, watch: Watch | null, rows: readonly BatchRow[]): void {
  const sent = new Set(rows.map((row) => row.cells[binding.keyPosition]));
  const shown = watch?.keys.filter((key) => sent.has(key)).length ?? 0;
  if (watch === null || shown < Math.min(watch.keys.length, LEAST_SHOWN)) throw new Problem('sheet_moved');
}

export interface SeenRow {
  readonly key: string;
  readonly sheet: readonly (string | null)[];
  readonly stored: readonly (string | null)[];
  readonly held: readonly number[];
}

/** The rows that exist, side by side with what is stored. */
export async function readRows(
  db: Db,
  { shape, binding }: RunContext,
  rows: readonly Pick<BatchRow, 'cells' | 'held'>[],
): Promise<SeenRow[]> {
  const keyed = rows.flatMap(({ cells, held = [] }) => {
    const key = cells[binding.keyPosition] ?? null;
    return key === null ? [] : [{ key, sheet: cells, held }];
  });
  const texts = await storedTexts(
    db,
    shape,
    keyed.map(({ key }) => key),
  );
  return keyed.flatMap((row) => {
    const stored = texts.get(row.key);
    return stored === undefined ? [] : [{ ...row, stored }];
  });
}

export const tallyOf = (rows: readonly SeenRow[], position: number, from: Tally = NO_HITS): Tally =>
  rows.reduce(
    (tally, { sheet, stored, held }) =>
      held.includes(position) ? tally : addCell(tally, sheet[position] ?? null, stored[position] ?? null),
    from,
  );

export function tripOf(
  { binding }: RunContext,
  position: number,
  judged: Judged,
  keys: readonly string[],
  seen: readonly SeenRow[],
): Trip[] {
  const column = binding.columns[position];
  if (column === undefined) return [];
  const evidence = Object.fromEntries(seen.map(({ key, sheet }) => [key, digest(sheet[position] ?? null)]));
  return [{ ...judged, column: column.column, header: column.header, scope: 'column', keys, evidence }];
}

const digest = (text: string | null): string =>
  text === null ? '' : createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 8);

// Finds buyers in the sheet by their keys as they stand now: first where they were said to be, then in the whole key column.
import type { RowBinding, SheetRow } from '../shared/sheet-rows.ts';
import { type BoundSheet, narrowed } from './bound-sheet.ts';
import { firstBand, needsOf, readRows, rowsAt } from './read-rows.ts';

/** Row numbers by key, of the whole sheet. */
export function keyRows(bound: BoundSheet): ReadonlyMap<string, readonly number[]> {
  const { sheet, headerRow } = bound;
  const binding = narrowed(bound, []);
  const rows = new Map<string, number[]>();
  const last = sheet.lastRow();
  const size = firstBand(1);
  for (let first = headerRow + 1; first <= last; first += size) {
    const count = Math.min(size, last - first + 1);
    for (const { key, rowNumber } of readRows(sheet, binding, needsOf(binding), first, count)) {
      if (key === null) continue;
      const known = rows.get(key);
      if (known === undefined) rows.set(key, [rowNumber]);
      else known.push(rowNumber);
    }
  }
  return rows;
}

/** `rowNumber` is where the key was last seen. */
interface Sought {
  readonly key: string;
  readonly rowNumber: number;
}

/** In the order of what is sought; a key that moved is looked for, one that is there twice belongs to no row. */
export function locate(
  bound: BoundSheet,
  binding: RowBinding,
  sought: readonly Sought[],
): readonly (SheetRow | 'key_gone' | 'key_twice')[] {
  const { sheet } = bound;
  const there = rowsAt(
    sheet,
    binding,
    sought.map(({ rowNumber }) => rowNumber),
  );
  const isThere = ({ key, rowNumber }: Sought) => there.get(rowNumber)?.key === key;
  if (sought.every(isThere)) return sought.map(({ rowNumber }) => there.get(rowNumber) ?? 'key_gone');
  const byKey = keyRows(bound);
  const only = (key: string) => (byKey.get(key)?.length === 1 ? byKey.get(key)?.[0] : undefined);
  const moved = sought.filter((one) => !isThere(one)).flatMap(({ key }) => only(key) ?? []);
  const found = rowsAt(sheet, binding, moved);
  return sought.map((one) => {
    if (isThere(one)) return there.get(one.rowNumber) ?? 'key_gone';
    if ((byKey.get(one.key)?.length ?? 0) > 1) return 'key_twice';
    const row = found.get(only(one.key) ?? 0);
    return row?.key === one.key ? row : 'key_gone';
  });
}

/** Of the one column that was read beside the key. */
export const besideKey = ({ keyPosition }: RowBinding, { cells }: SheetRow): string | null =>
  cells[1 - keyPosition] ?? null;

/** A cell that has no canonical text shows no value. */
export const isSame = (binding: RowBinding, row: SheetRow, value: string | null): boolean =>
  row.errors.length === 0 && row.held.length === 0 && besideKey(binding, row) === value;

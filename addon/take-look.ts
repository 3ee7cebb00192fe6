// Before the database's values are written: where each buyer stands now, whether its cell still shows what the report said, what is in the way.
import { cellAddress } from '../shared/a1.ts';
import type { Mismatch } from '../shared/protocol.ts';
import type { RowBinding } from '../shared/sheet-rows.ts';
import { type BoundSheet, narrowed } from './bound-sheet.ts';
import { readGuards } from './cell-guards.ts';
import { cutText } from './cut.ts';
import { isSame, locate } from './rows-by-key.ts';
import type { Tab } from './sheet.ts';
import { type CellWrite, type RawCell, readRaw } from './sheet-write.ts';
import type { NamedCell, Stands } from './sidebar/repair-answers.ts';
import { planWrite } from './write-plan.ts';

/** A cell that may be written, with what stands in it. */
export interface Ready {
  readonly mismatch: Mismatch;
  readonly row: number;
  readonly raw: RawCell;
  readonly write: CellWrite;
}

interface Looked {
  readonly binding: RowBinding;
  readonly ready: readonly Ready[];
  readonly named: readonly { readonly mismatch: Mismatch; readonly cell: NamedCell }[];
  /** Cells that show the database's value by now. */
  readonly already: readonly Mismatch[];
}

interface Column {
  readonly index: number;
  readonly column: string;
  readonly type: string;
}

/** Writes nothing. */
export function look(
  tab: Tab,
  bound: BoundSheet,
  wanted: readonly Mismatch[],
  { index, column, type }: Column,
): Looked {
  const binding = narrowed(bound, [column]);
  const found = locate(
    bound,
    binding,
    wanted.map(({ buyerNumber, rowNumber }) => ({ key: buyerNumber, rowNumber })),
  );
  const rows = found.flatMap((row) => (typeof row === 'object' ? [row.rowNumber] : []));
  const guard = readGuards(tab, index, rows, bound.headerRow);
  const raws = readRaw(tab, index, rows);
  const { zone } = tab.reader.facts;
  const ready: Ready[] = [];
  const named: { mismatch: Mismatch; cell: NamedCell }[] = [];
  const already: Mismatch[] = [];
  const judge = (mismatch: Mismatch, row: (typeof found)[number]): Ready | Stands | 'already' => {
    if (typeof row === 'string') return row;
    const stands = guard(row.rowNumber);
    const raw = raws.get(row.rowNumber);
    if (stands !== null) return stands;
    if (isSame(binding, row, mismatch.databaseValue)) return 'already';
    if (raw === undefined || !isSame(binding, row, mismatch.spreadsheetValue)) return 'changed';
    const content = planWrite(type, mismatch.databaseValue, raw.format, zone);
    if (typeof content === 'string') return content;
    return { mismatch, row: row.rowNumber, raw, write: { row: row.rowNumber, was: raw.format, content } };
  };
  wanted.forEach((mismatch, i) => {
    const row = found[i] ?? 'key_gone';
    const judged = judge(mismatch, row);
    const cell = typeof row === 'string' ? null : cellAddress(row.rowNumber, index);
    if (judged === 'already') already.push(mismatch);
    else if (typeof judged === 'object') ready.push(judged);
    else named.push({ mismatch, cell: { cell, key: cutText(mismatch.buyerNumber, 60), why: judged } });
  });
  return { binding, ready, named, already };
}

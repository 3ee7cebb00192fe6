// What a compare says beside the rows it asks for, cut to what the sidebar shows.
import { cellAddress } from '../shared/a1.ts';
import type { BoundColumn, CompareAnswer, Held } from '../shared/protocol.ts';
import { cut, cutText } from './cut.ts';
import type { Opened } from './execution.ts';
import type { CompareNotes, HeldColumn } from './sidebar/answers.ts';

/** `inSheet`: rows that are not blank. */
export function compareNotes(
  opened: Opened,
  headerRow: number,
  answer: CompareAnswer,
  inSheet: number,
  now: number,
): CompareNotes {
  const { columns, keyPosition } = opened.binding;
  return {
    keyIndex: columns[keyPosition]?.index ?? 0,
    keyHeader: columns[keyPosition]?.header ?? '',
    counts: { sheet: inSheet, database: answer.databaseCount, at: new Date(now).toISOString() },
    unchanged: answer.unchanged,
    extra: cut(answer.extra.keys.map(short), 5000, answer.extra.count),
    duplicates: cut(
      answer.duplicates.map(({ key, rowNumbers }) => ({ key: short(key), rowNumbers: rowNumbers.slice(0, 20) })),
      6000,
    ),
    lookAlikes: cut(
      answer.lookAlikes.map(({ key, otherKey, rowNumbers }) => ({
        key: short(key),
        otherKey: short(otherKey),
        rowNumbers: rowNumbers.slice(0, 20),
      })),
      6000,
    ),
    blankKeys: cut(answer.blankKeys, 3000),
    heldColumns: cut(heldColumns(opened.columns, headerRow), 6000),
    runHeld: answer.held === null ? null : shownHeld(answer.held),
  };
}

/** A heading is a person's text and may be of any length. */
const shownHeld = (held: Held): Held => ({
  ...held,
  columns: held.columns.slice(0, 50).map(short),
  holds: held.holds.slice(0, 50).map((hold) => ({ ...hold, header: short(hold.header) })),
});

const heldColumns = (columns: readonly BoundColumn[], headerRow: number): HeldColumn[] =>
  columns
    .filter((column) => column.state === 'held')
    .map(({ index, header, reason, proposal }) => ({
      header: short(header),
      cell: cellAddress(headerRow, index),
      reason: cutText(reason ?? 'held', 200),
      proposal,
    }));

const short = (text: string): string => cutText(text, 60);

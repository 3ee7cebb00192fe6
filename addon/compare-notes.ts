// What a compare says beside the rows it asks for, cut to what the sidebar shows.
import { cellAddress } from '../shared/a1.ts';
import type { BoundColumn, CompareAnswer, Hold } from '../shared/protocol.ts';
import { toRanges } from '../shared/row-set.ts';
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
): Omit<CompareNotes, 'plan' | 'check' | 'overwrites'> {
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
      answer.lookAlikes.map(({ key, otherKey, rowNumbers, isSame = false }) => ({
        key: short(key),
        otherKey: short(otherKey),
        rowNumbers: rowNumbers.slice(0, 20),
        isSame,
      })),
      6000,
    ),
    blankKeys: { ...cut(rangesOf(answer.blankKeys), 3000), count: answer.blankKeys.length },
    heldColumns: cut(heldColumns(opened.columns, headerRow), 6000),
    held:
      answer.held === null ? null : { scope: answer.held.scope, holds: answer.held.holds.slice(0, 60).map(holdShown) },
  };
}

const heldColumns = (columns: readonly BoundColumn[], headerRow: number): HeldColumn[] =>
  columns
    .filter((column) => column.state === 'held')
    .map(({ index, header, reason, proposal }) => ({
      header: short(header),
      cell: cellAddress(headerRow, index),
      reason: cutText(reason ?? 'held', 200),
      proposal,
    }));

/** Rows one below the other as one finding: `4138-4150`. */
const rangesOf = (rows: readonly number[]): string[] =>
  toRanges(rows)
    .split(',')
    .filter((range) => range !== '');

const holdShown = (hold: Hold): Hold => ({ ...hold, header: short(hold.header), column: short(hold.column) });

const short = (text: string): string => cutText(text, 60);

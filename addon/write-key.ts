// Writes the other spelling of a key into its cell, as plain text: only where the cell shows the first one, and is a plain cell.
import { refusal } from './answering.ts';
import { storedHeaderRow } from './header-row.ts';
import { openTab } from './sheet.ts';
import { writeCell } from './sheet-write.ts';
import type { Reply } from './sidebar/answers.ts';

export function writeKey(gid: number, a1: string, key: string, otherKey: string): Reply<{ readonly written: string }> {
  const tab = openTab(gid);
  if (tab === null) return refusal('no_sheet', 'The tab is gone, or no document is open.');
  const cell = tab.sheet.getRange(a1);
  const shown = cell.getDisplayValue();
  if (shown.trim() !== key) return notPlain;
  const place = { rowNumber: cell.getRow(), index: cell.getColumn() - 1, shown };
  return writeCell(tab, storedHeaderRow(gid) ?? 1, place, otherKey) === null ? { ok: true, written: a1 } : notPlain;
}

const notPlain = refusal('cell_not_plain', 'The cell is no plain one, or shows another key by now.');

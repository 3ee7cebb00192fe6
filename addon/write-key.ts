// Writes the other spelling of a key into its cell, as plain text: only where the cell shows the first one, and is a plain cell.
import { refusal } from './answering.ts';
import { openTab, type Tab } from './sheet.ts';
import type { Reply } from './sidebar/answers.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;

export function writeKey(gid: number, a1: string, key: string, otherKey: string): Reply<{ readonly written: string }> {
  const tab = openTab(gid);
  if (tab === null) return refusal('no_sheet', 'The tab is gone, or no document is open.');
  return isWritten(tab, tab.sheet.getRange(a1), key, otherKey) ? { ok: true, written: a1 } : notPlain;
}

const notPlain = refusal('cell_not_plain', 'The cell is no plain one, or shows another key by now.');

/** A cell that turns the text into something else gets back what it had. */
function isWritten(tab: Tab, cell: Range, key: string, otherKey: string): boolean {
  if (cell.getDisplayValue().trim() !== key || otherKey.startsWith('=') || !isPlain(tab, cell)) return false;
  const [format, value] = [cell.getNumberFormat(), cell.getValue()];
  cell.setNumberFormat(PLAIN_TEXT).setValue(otherKey);
  tab.flush();
  if (cell.getDisplayValue() === otherKey) return true;
  cell.setValue(value).setNumberFormat(format);
  return false;
}

const PLAIN_TEXT = '@';

const isPlain = (tab: Tab, cell: Range): boolean =>
  cell.getFormula() === '' && !cell.isPartOfMerge() && !tab.protections().some((one) => covers(one.getRange(), cell));

function covers(range: Range, cell: Range): boolean {
  const [row, column] = [cell.getRow(), cell.getColumn()];
  return (
    row >= range.getRow() && row <= range.getLastRow() && column >= range.getColumn() && column <= range.getLastColumn()
  );
}

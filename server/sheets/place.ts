// Whether somebody stands at the sheet a key belongs to, or at a copy of it.
import { Problem } from '../problem.ts';
import type { BoundSheet } from './bound-sheets.ts';

export interface Place {
  readonly spreadsheetId?: string;
  readonly sheetName?: string;
  readonly sheetGid?: number;
}

/**
 * The key opens one tab of one spreadsheet: known by its gid where there is one, so that it may be renamed, else by its name.
 * What is not said is not asked. Throws `wrong_sheet`, whose `kind` says which it is: a copy of the file, another tab (a duplicated
 * one too), or a tab of another name.
 */
export function checkPlace(sheet: BoundSheet, { spreadsheetId, sheetName, sheetGid }: Place): void {
  const wrong = (kind: string) => new Problem('wrong_sheet', { kind, boundTo: sheet.sheetName });
  if (spreadsheetId !== undefined && spreadsheetId !== sheet.spreadsheetId) throw wrong('copied_file');
  const byGid = sheetGid !== undefined && sheet.sheetGid !== null;
  if (byGid && sheetGid !== sheet.sheetGid) throw wrong('other_tab');
  if (!byGid && sheetName !== undefined && sheetName !== sheet.sheetName) throw wrong('other_name');
}

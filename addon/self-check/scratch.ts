// The tab that the self-check writes its invented cells into: made by it, found again by its gid and its name, and no other is ever touched.
import { readProperty, removeProperty, writeProperty } from '../document-properties.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

const PREFIX = 'Rollcall self-check ';
const GID = 'rollcall.self-check.tab';

/** What the cells are read by. */
export interface Scratch {
  readonly sheet: Sheet;
  readonly locale: string;
  readonly zone: string;
}

/** The tab in front stays in front. Throws where no document is open. */
export function makeScratch(): void {
  const spreadsheet = open();
  const inFront = spreadsheet.getActiveSheet();
  const sheet = spreadsheet.insertSheet(PREFIX + Utilities.getUuid().slice(0, 8));
  writeProperty(GID, String(sheet.getSheetId()));
  spreadsheet.setActiveSheet(inFront);
}

/** Throws where it is gone: a person may delete it at any time. */
export function findScratch(): Scratch {
  const spreadsheet = open();
  const sheet = scratchOf(spreadsheet);
  if (sheet === null) throw new Error('The scratch tab is gone.');
  return { sheet, locale: spreadsheet.getSpreadsheetLocale(), zone: spreadsheet.getSpreadsheetTimeZone() };
}

/** One that an earlier check left goes too, since it is remembered. */
export function dropScratch(): void {
  const spreadsheet = open();
  const sheet = scratchOf(spreadsheet);
  if (sheet !== null) spreadsheet.deleteSheet(sheet);
  removeProperty(GID);
}

/** Both must fit: a gid alone could be a tab that a person renamed and keeps. */
function scratchOf(spreadsheet: Spreadsheet): Sheet | null {
  const gid = Number(readProperty(GID) ?? Number.NaN);
  const tab = spreadsheet.getSheets().find((sheet) => sheet.getSheetId() === gid);
  return tab?.getName().startsWith(PREFIX) ? tab : null;
}

function open(): Spreadsheet {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet() as Spreadsheet | null;
  if (spreadsheet === null) throw new Error('No document is open.');
  return spreadsheet;
}

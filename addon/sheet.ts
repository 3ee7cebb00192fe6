// The only file that says SpreadsheetApp: names and headers of one tab, bands of whole rows as shared/ takes them, the menu and the sidebar.
import { again } from './again.ts';
import { readBand } from './sheet-band.ts';
import type { SheetReader } from './sheet-reader.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The tab with that gid, or the one in front; null where it is gone, or no document is open (a clock's trigger). */
export function findSheet(gid: number | null): SheetReader | null {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet() as GoogleAppsScript.Spreadsheet.Spreadsheet | null;
  if (spreadsheet === null) return null;
  const sheet =
    gid === null ? spreadsheet.getActiveSheet() : spreadsheet.getSheets().find((tab) => tab.getSheetId() === gid);
  return sheet === undefined ? null : reader(spreadsheet, sheet);
}

function reader(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet, sheet: Sheet): SheetReader {
  const zone = spreadsheet.getSpreadsheetTimeZone();
  return {
    facts: {
      spreadsheetId: spreadsheet.getId(),
      spreadsheetName: spreadsheet.getName(),
      sheetName: sheet.getName(),
      gid: sheet.getSheetId(),
      zone,
    },
    headers: (headerRow) => readHeaders(sheet, headerRow),
    lastRow: () => sheet.getLastRow(),
    rows: (firstRow, count, needs) => readBand(sheet, firstRow, count, needs, zone),
    shown: (firstRow, count, index) => readShown(sheet, firstRow, count, index),
    select: (a1) => {
      spreadsheet.setActiveSheet(sheet);
      sheet.getRange(a1).activate();
    },
    selected: () => selectedRows(spreadsheet, sheet),
  };
}

function readHeaders(sheet: Sheet, headerRow: number): readonly string[] {
  const width = sheet.getLastColumn();
  if (width === 0 || sheet.getLastRow() < headerRow) return [];
  return again(() => sheet.getRange(headerRow, 1, 1, width).getDisplayValues()[0] ?? []);
}

function readShown(sheet: Sheet, firstRow: number, count: number, index: number): readonly string[] {
  if (count <= 0) return [];
  const shown = again(() => sheet.getRange(firstRow, index + 1, count, 1).getDisplayValues());
  return shown.map((row) => row[0] ?? '');
}

function selectedRows(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  sheet: Sheet,
): { readonly first: number; readonly count: number }[] {
  if (spreadsheet.getActiveSheet().getSheetId() !== sheet.getSheetId()) return [];
  const ranges = spreadsheet.getActiveRangeList()?.getRanges() ?? [spreadsheet.getActiveRange()];
  return ranges
    .filter((range) => range !== null)
    .map((range) => ({ first: range.getRow(), count: range.getNumRows() }));
}

/** A tab that may be written to, and what protects it. */
export interface Tab {
  readonly reader: SheetReader;
  readonly sheet: Sheet;
  readonly protections: () => readonly GoogleAppsScript.Spreadsheet.Protection[];
  /** Until then what was written may still be under way. */
  readonly flush: () => void;
}

export function openTab(gid: number): Tab | null {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet() as GoogleAppsScript.Spreadsheet.Spreadsheet | null;
  const sheet = spreadsheet?.getSheets().find((tab) => tab.getSheetId() === gid);
  if (spreadsheet === null || sheet === undefined) return null;
  const { RANGE, SHEET } = SpreadsheetApp.ProtectionType;
  return {
    reader: reader(spreadsheet, sheet),
    sheet,
    protections: () => [...sheet.getProtections(RANGE), ...sheet.getProtections(SHEET)],
    flush: () => SpreadsheetApp.flush(),
  };
}

/** Shown under Extensions, the add-on's own name. */
export function addMenu(items: readonly { readonly caption: string; readonly functionName: string }[]): void {
  const menu = SpreadsheetApp.getUi().createAddonMenu();
  for (const { caption, functionName } of items) menu.addItem(caption, functionName);
  menu.addToUi();
}

export function showSidebar(file: string, title: string): void {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile(file).setTitle(title));
}

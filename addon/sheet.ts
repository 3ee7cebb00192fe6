// The only file that says SpreadsheetApp: names and headers of one tab, bands of whole rows as shared/ takes them, the menu and the sidebar.
import { again } from './again.ts';
import type { Head } from './band-proof.ts';
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
  let head: Head | null = null;
  return {
    facts: {
      spreadsheetId: spreadsheet.getId(),
      spreadsheetName: spreadsheet.getName(),
      sheetName: sheet.getName(),
      gid: sheet.getSheetId(),
      zone,
    },
    headers: (headerRow) =>
      readHeaders(sheet, headerRow, (shown) => {
        head = { row: headerRow, headers: shown };
      }),
    lastRow: () => sheet.getLastRow(),
    rows: (firstRow, count, needs) => readBand(sheet, firstRow, count, needs, zone, head),
    shown: (firstRow, count, index) => readShown(sheet, firstRow, count, index),
    select: (a1) => {
      spreadsheet.setActiveSheet(sheet);
      sheet.getRange(a1).activate();
    },
  };
}

/** `saw` hears what stands in that very row, whatever else a heading may be read from: it is what the rows are proved by. */
function readHeaders(sheet: Sheet, headerRow: number, saw: (shown: readonly string[]) => void): readonly string[] {
  const width = sheet.getLastColumn();
  if (width === 0 || sheet.getLastRow() < headerRow) return [];
  const range = sheet.getRange(headerRow, 1, 1, width);
  const cells = again(() => range.getDisplayValues()[0] ?? []);
  saw(cells);
  return cells;
}

function readShown(sheet: Sheet, firstRow: number, count: number, index: number): readonly string[] {
  if (count <= 0) return [];
  const shown = again(() => sheet.getRange(firstRow, index + 1, count, 1).getDisplayValues());
  return shown.map((row) => row[0] ?? '');
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

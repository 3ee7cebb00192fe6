// The only file that says SpreadsheetApp: names and headers of one tab, bands of whole rows as shared/ takes them, the menu and the sidebar.
import { again } from './again.ts';
import type { Head } from './band-proof.ts';
import { type Merge, TOP_ROWS, type Top, withTall } from './heading-row.ts';
import { isBlank } from './heading-text.ts';
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
    formulas: (firstRow, count) => readFormulas(sheet, firstRow, count),
    select: (a1) => {
      spreadsheet.setActiveSheet(sheet);
      sheet.getRange(a1).activate();
    },
    top: () => readTop(sheet),
    tabs: () => spreadsheet.getSheets().map((tab) => ({ gid: tab.getSheetId(), name: tab.getName() })),
    selected: () => selectedRows(spreadsheet, sheet),
  };
}

/** `saw` hears what stands in that very row, whatever else a heading may be read from: it is what the rows are proved by. */
function readHeaders(sheet: Sheet, headerRow: number, saw: (shown: readonly string[]) => void): readonly string[] {
  const width = sheet.getLastColumn();
  if (width === 0 || sheet.getLastRow() < headerRow) return [];
  const range = sheet.getRange(headerRow, 1, 1, width);
  const cells = again(() => range.getDisplayValues()[0] ?? []);
  saw(cells);
  // A cell can only be merged down into a row that has one above it, and shows nothing there.
  if (headerRow === 1 || !cells.some(isBlank)) return cells;
  return withTall(
    cells,
    headerRow,
    again(() => range.getMergedRanges()).map((merged) => ({ ...mergeOf(merged), text: merged.getDisplayValue() })),
  );
}

function readTop(sheet: Sheet): Top {
  const [width, height] = [sheet.getLastColumn(), Math.min(TOP_ROWS, sheet.getLastRow())];
  if (width === 0 || height === 0) return { rows: [], merges: [], frozenRows: 0 };
  const range = sheet.getRange(1, 1, height, width);
  return {
    rows: again(() => range.getDisplayValues()),
    merges: again(() => range.getMergedRanges()).map(mergeOf),
    frozenRows: sheet.getFrozenRows(),
  };
}

const mergeOf = (range: GoogleAppsScript.Spreadsheet.Range): Merge => ({
  row: range.getRow(),
  column: range.getColumn(),
  rows: range.getNumRows(),
  columns: range.getNumColumns(),
});

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

function readFormulas(sheet: Sheet, firstRow: number, count: number): readonly (readonly string[])[] {
  const [rows, width] = [Math.min(count, sheet.getLastRow() - firstRow + 1), sheet.getLastColumn()];
  if (rows <= 0 || width === 0) return [];
  return again(() => sheet.getRange(firstRow, 1, rows, width).getFormulas());
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

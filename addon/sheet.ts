// The only file that says SpreadsheetApp: names and headers of one tab, bands of whole rows as shared/ takes them, the menu and the sidebar.
import type { CellValue } from '../shared/cell.ts';
import type { RowSource } from '../shared/sheet-rows.ts';
import { utcToWall } from '../shared/time-zone.ts';
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
    rows: (firstRow, count, width) => readBand(sheet, firstRow, count, width, zone),
    select: (a1) => {
      spreadsheet.setActiveSheet(sheet);
      sheet.getRange(a1).activate();
    },
  };
}

function readHeaders(sheet: Sheet, headerRow: number): readonly string[] {
  const width = sheet.getLastColumn();
  if (width === 0 || sheet.getLastRow() < headerRow) return [];
  return sheet.getRange(headerRow, 1, 1, width).getDisplayValues()[0] ?? [];
}

/** Number formats are read only around columns that hold a number or a date, formulas only when a row asks. */
function readBand(sheet: Sheet, firstRow: number, count: number, width: number, zone: string): RowSource[] {
  if (count <= 0 || width === 0) return [];
  const range = sheet.getRange(firstRow, 1, count, width);
  const values: unknown[][] = range.getValues();
  const displays: string[][] = range.getDisplayValues();
  const formats = readFormats(sheet, firstRow, values, width);
  const formulas = lazyFormulas(sheet, firstRow, count, width);
  return values.map((row, i) => ({
    value: (index) => toCellValue(row[index], zone),
    display: (index) => displays[i]?.[index] ?? '',
    format: (index) => formats[index]?.[i] ?? '',
    isFormula: (index) => formulas(i)[index] !== '',
  }));
}

function toCellValue(value: unknown, zone: string): CellValue {
  if (value instanceof Date) return { wallMs: utcToWall(value.getTime(), zone) };
  return value === undefined ? null : (value as CellValue);
}

/** By column, then by row of the band; undefined for a column that was not read. */
function readFormats(
  sheet: Sheet,
  firstRow: number,
  values: readonly unknown[][],
  width: number,
): (string[] | undefined)[] {
  const formats: (string[] | undefined)[] = [];
  for (const [from, to] of columnGroups(values, width)) {
    const read = sheet.getRange(firstRow, from + 1, values.length, to - from).getNumberFormats();
    for (let column = from; column < to; column++) formats[column] = read.map((row) => row[column - from] ?? '');
  }
  return formats;
}

/** A call costs more than a few columns too many, so near columns are read together. */
const NEAR = 8;

function columnGroups(values: readonly unknown[][], width: number): (readonly [number, number])[] {
  const groups: [number, number][] = [];
  for (let column = 0; column < width; column++) {
    if (!values.some((row) => typeof row[column] === 'number' || row[column] instanceof Date)) continue;
    const last = groups[groups.length - 1];
    if (last !== undefined && column - last[1] <= NEAR) last[1] = column + 1;
    else groups.push([column, column + 1]);
  }
  return groups;
}

/** Read once, from the first row that asks to the band's end. */
function lazyFormulas(
  sheet: Sheet,
  firstRow: number,
  count: number,
  width: number,
): (row: number) => readonly string[] {
  let from = -1;
  let read: string[][] = [];
  return (row) => {
    if (from < 0 || row < from) {
      from = row;
      read = sheet.getRange(firstRow + row, 1, count - row, width).getFormulas();
    }
    return read[row - from] ?? [];
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

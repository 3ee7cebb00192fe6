// SpreadsheetApp, Spreadsheet, Sheet and Range as the host answers them. Ranges arrive as places, cells leave as plain data.
import { toA1 } from './a1.ts';
import { editable } from './area-services.ts';
import { formulaCell } from './formula-results.ts';
import { isMomentFormat } from './moment-display.ts';
import { placeOf, rangeOf } from './places.ts';
import { instantOf, serialAt, wallOf } from './serial-date.ts';
import { type Caller, type HostState, type Service, type Services, text, whole } from './service.ts';
import { ServiceError } from './service-error.ts';
import type { CellInput, CellScalar, Sheet } from './sheet.ts';
import type { Selection } from './spreadsheet.ts';
import { isFormula, PLAIN_TEXT, typedValue } from './typed-value.ts';

export const gridServices: Services = {
  'SpreadsheetApp.hasActive': (_host, _args, { hasDocument }) => hasDocument,
  'SpreadsheetApp.flush': () => null,
  'Spreadsheet.getId': ({ spreadsheet }) => spreadsheet.id,
  'Spreadsheet.getName': ({ spreadsheet }) => spreadsheet.name,
  'Spreadsheet.getUrl': ({ spreadsheet }) => spreadsheet.url,
  'Spreadsheet.getSpreadsheetTimeZone': ({ spreadsheet }) => spreadsheet.timeZone,
  'Spreadsheet.getSpreadsheetLocale': ({ spreadsheet }) => spreadsheet.locale,
  'Spreadsheet.getSheets': ({ spreadsheet }) => spreadsheet.sheets.map(({ gid }) => gid),
  'Spreadsheet.getSheetByName': ({ spreadsheet }, [name]) =>
    spreadsheet.sheets.find((sheet) => sheet.name === text(name))?.gid ?? null,
  'Spreadsheet.getSheetById': ({ spreadsheet }, [gid]) =>
    spreadsheet.sheets.find((sheet) => sheet.gid === whole(gid))?.gid ?? null,
  'Spreadsheet.insertSheet': insertSheet,
  'Spreadsheet.deleteSheet': ({ spreadsheet }, [gid]) => {
    if (spreadsheet.sheets.length === 1) throw new ServiceError("You can't remove all the sheets in a document.");
    spreadsheet.deleteSheet(whole(gid));
  },
  'Spreadsheet.getActiveSheet': ({ spreadsheet }) => spreadsheet.selection.gid,
  'Spreadsheet.getActiveRange': ({ spreadsheet }) => placeOf(spreadsheet.selection),
  'Spreadsheet.getActiveRangeList': ({ spreadsheet: { selection } }) =>
    [...(selection.others ?? []), selection].map((block) => placeOf({ ...block, gid: selection.gid })),
  'Sheet.getName': onSheet((sheet) => sheet.name),
  'Sheet.getLastRow': onSheet((sheet) => sheet.lastRow()),
  'Sheet.getLastColumn': onSheet((sheet) => sheet.lastColumn()),
  'Sheet.getMaxRows': onSheet((sheet) => sheet.maxRows),
  'Sheet.getMaxColumns': onSheet((sheet) => sheet.maxColumns),
  'Sheet.getFrozenRows': onSheet((sheet) => sheet.frozenRows),
  'Sheet.getRange': onSheet((sheet, args, host) => rangeOf(host, sheet, args)),
  'Sheet.getDataRange': onSheet((sheet) => ({
    gid: sheet.gid,
    row: 1,
    column: 1,
    rows: Math.max(1, sheet.lastRow()),
    columns: Math.max(1, sheet.lastColumn()),
  })),
  'Sheet.activate': onSheet((sheet, _args, { spreadsheet }) => {
    if (spreadsheet.selection.gid === sheet.gid) return;
    spreadsheet.select({ gid: sheet.gid, row: 1, column: 1, rows: 1, columns: 1 }, 'script');
  }),
  'Range.activate': ({ spreadsheet }, [place]) => spreadsheet.select(placeOf(place), 'script'),
  'Range.getA1Notation': (_host, [place]) => toA1(placeOf(place)),
  'Range.getValues': onCells(wireValue),
  'Range.getValue': onFirst(wireValue),
  'Range.getDisplayValues': onCells(display),
  'Range.getDisplayValue': onFirst(display),
  'Range.getNumberFormats': onCells(format),
  'Range.getNumberFormat': onFirst(format),
  'Range.getFormulas': onCells((sheet, row, column) => sheet.formula(row, column)),
  'Range.getFormula': onFirst((sheet, row, column) => sheet.formula(row, column)),
  'Range.setValue': (host, [place, value], caller) => write(host, caller, placeOf(place), () => value),
  'Range.setValues': (host, [place, values], caller) => {
    const { rows, columns, ...at } = placeOf(place);
    const grid = gridOf(values, rows, columns);
    write(host, caller, { ...at, rows, columns }, (row, column) => grid[row]?.[column]);
  },
  'Range.setFormula': (host, [place, formula], caller) => {
    const input = formulaCell(text(formula), host.assume);
    const at = placeOf(place);
    editable(host, caller, at).write(at, () => input);
  },
  'Range.setNumberFormat': (host, [place, wanted], caller) => {
    const at = placeOf(place);
    const format = text(wanted);
    editable(host, caller, at).setFormats(at, () => format);
  },
  'Range.setNumberFormats': (host, [place, wanted], caller) => {
    const at = placeOf(place);
    const grid = gridOf(wanted, at.rows, at.columns).map((formats) => formats.map(text));
    editable(host, caller, at).setFormats(at, (row, column) => grid[row - at.row]?.[column - at.column] ?? '');
  },
  'Range.clearContent': (host, [place], caller) => write(host, caller, placeOf(place), () => null),
};

type OfCell<T> = (sheet: Sheet, row: number, column: number, host: HostState) => T;

function onSheet(answer: (sheet: Sheet, args: readonly unknown[], host: HostState) => unknown): Service {
  return (host, [gid, ...args]) => answer(host.spreadsheet.sheet(whole(gid)), args, host);
}

function onCells<T>(read: OfCell<T>): Service {
  return (host, [where]) => {
    const { gid, row, column, rows, columns } = placeOf(where);
    const sheet = host.spreadsheet.sheet(gid);
    const grid: T[][] = [];
    for (let r = row; r < row + rows; r++) {
      const cells: T[] = [];
      for (let c = column; c < column + columns; c++) cells.push(read(sheet, r, c, host));
      grid.push(cells);
    }
    return grid;
  };
}

function onFirst<T>(read: OfCell<T>): Service {
  return (host, [where], caller) => onCells(read)(host, [{ ...placeOf(where), rows: 1, columns: 1 }], caller);
}

/** A moment leaves as its instant, alone in an array. */
function wireValue(sheet: Sheet, row: number, column: number, { spreadsheet, assume }: HostState): unknown {
  const value = sheet.value(row, column);
  if (typeof value !== 'number' || !isMomentFormat(sheet.format(row, column))) return value ?? assume.emptyCellValue;
  return [instantOf(value, spreadsheet.timeZone)];
}

function display(sheet: Sheet, row: number, column: number): string {
  return sheet.display(row, column);
}

/** What Sheets answers where nobody chose a format. */
function format(sheet: Sheet, row: number, column: number, { assume }: HostState): string {
  return sheet.format(row, column) || assume.automaticFormat;
}

/** All or none: a value that no cell takes leaves everything as it was. */
function write(
  host: HostState,
  caller: Caller,
  place: Selection,
  valueAt: (row: number, column: number) => unknown,
): void {
  const { row, column, rows, columns } = place;
  const sheet = editable(host, caller, place);
  const inputs: CellInput[][] = [];
  for (let r = 0; r < rows; r++) {
    const cells: CellInput[] = [];
    for (let c = 0; c < columns; c++) cells.push(inputOf(host, valueAt(r, c), sheet.format(row + r, column + c)));
    inputs.push(cells);
  }
  sheet.write(place, (r, c) => inputs[r - row]?.[c - column] ?? null);
}

function inputOf(host: HostState, value: unknown, format: string): CellInput {
  const { spreadsheet, assume, clock } = host;
  const [instant] = Array.isArray(value) ? value : [];
  if (typeof instant === 'number') {
    const serial = serialAt(instant, spreadsheet.timeZone);
    return isMomentFormat(format) ? serial : { value: serial, format: assume.writtenMomentFormat };
  }
  const isText = format === PLAIN_TEXT && assume.plainTextTakesAsItStands;
  if (typeof value === 'string' && isFormula(value) && !isText) return formulaCell(value, assume);
  const scalar = asScalar(value, assume);
  if (typeof scalar !== 'string') return scalar;
  const { year } = wallOf(serialAt(clock.now(), spreadsheet.timeZone));
  return typedValue(scalar, format, { locale: spreadsheet.locale, year });
}

function asScalar(value: unknown, { cellChars }: HostState['assume']): CellScalar {
  if (typeof value === 'string' && value.length > cellChars) {
    throw new ServiceError(`Your input contains more than the maximum of ${cellChars} characters in a single cell.`);
  }
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as CellScalar;
  throw new ServiceError('A cell takes text, a number, a boolean or a date.');
}

/** Becomes the tab in front; without an index it stands behind the one that was. */
function insertSheet({ spreadsheet, assume }: HostState, [name, index]: readonly unknown[]): number {
  const { newSheetRows: maxRows, newSheetColumns: maxColumns, spreadsheetCells } = assume;
  const { sheets, selection } = spreadsheet;
  const wanted = typeof name === 'string' ? name : `Sheet${sheets.length + 1}`;
  if (sheets.some((sheet) => sheet.name === wanted))
    throw new ServiceError(`A sheet with the name "${wanted}" already exists. Please enter another name.`);
  const cells = sheets.reduce((sum, sheet) => sum + sheet.maxRows * sheet.maxColumns, maxRows * maxColumns);
  if (cells > spreadsheetCells)
    throw new ServiceError(
      `This action would increase the number of cells in the workbook above the limit of ${spreadsheetCells} cells.`,
    );
  const behind = sheets.findIndex((sheet) => sheet.gid === selection.gid) + 1;
  const { gid } = spreadsheet.insertSheet({ name: wanted, rows: [], maxRows, maxColumns }, numberOr(index, behind));
  spreadsheet.select({ gid, row: 1, column: 1, rows: 1, columns: 1 }, 'script');
  return gid;
}

const numberOr = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);

function gridOf(values: unknown, rows: number, columns: number): readonly (readonly unknown[])[] {
  const grid = Array.isArray(values) ? values : [];
  if (grid.length !== rows) {
    throw new ServiceError(
      `The number of rows in the data does not match the range: ${grid.length}, but the range has ${rows}.`,
    );
  }
  const odd = grid.find((row) => !Array.isArray(row) || row.length !== columns);
  if (odd === undefined) return grid;
  throw new ServiceError(`The number of columns in the data does not match the range: the range has ${columns}.`);
}

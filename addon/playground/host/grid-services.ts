// SpreadsheetApp, Spreadsheet, Sheet and Range as the host answers them. Ranges arrive as places, cells leave as plain data.
import { type Block, parseA1, toA1 } from './a1.ts';
import { isMomentFormat } from './moment-display.ts';
import { instantOf, serialAt } from './serial-date.ts';
import { type HostState, type Service, type Services, text, whole } from './service.ts';
import { ServiceError } from './service-error.ts';
import type { CellScalar, Sheet } from './sheet.ts';
import type { Selection } from './spreadsheet.ts';

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
  'Spreadsheet.getActiveSheet': ({ spreadsheet }) => spreadsheet.selection.gid,
  'Spreadsheet.getActiveRange': ({ spreadsheet }) => spreadsheet.selection,
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
  'Range.setValue': (host, [place, value]) => write(host, placeOf(place), () => value),
  'Range.setValues': (host, [place, values]) => {
    const { rows, columns, ...at } = placeOf(place);
    const grid = gridOf(values, rows, columns);
    write(host, { ...at, rows, columns }, (row, column) => grid[row]?.[column]);
  },
  'Range.setNumberFormat': (host, [place, wanted]) => {
    const sheet = host.spreadsheet.sheet(placeOf(place).gid);
    eachCell(placeOf(place), (row, column) => {
      const formula = sheet.formula(row, column);
      const kept = formula === '' ? {} : { formula };
      sheet.set(row, column, { value: sheet.value(row, column), format: text(wanted), ...kept });
    });
  },
};

type OfCell<T> = (sheet: Sheet, row: number, column: number, zone: string) => T;

function onSheet(answer: (sheet: Sheet, args: readonly unknown[], host: HostState) => unknown): Service {
  return (host, [gid, ...args]) => answer(host.spreadsheet.sheet(whole(gid)), args, host);
}

function onCells<T>(read: OfCell<T>): Service {
  return ({ spreadsheet }, [where]) => {
    const { gid, row, column, rows, columns } = placeOf(where);
    const sheet = spreadsheet.sheet(gid);
    return Array.from({ length: rows }, (_r, r) =>
      Array.from({ length: columns }, (_c, c) => read(sheet, row + r, column + c, spreadsheet.timeZone)),
    );
  };
}

function onFirst<T>(read: OfCell<T>): Service {
  return (host, [where], caller) => onCells(read)(host, [{ ...placeOf(where), rows: 1, columns: 1 }], caller);
}

/** A moment leaves as its instant, alone in an array. */
function wireValue(sheet: Sheet, row: number, column: number, zone: string): unknown {
  const value = sheet.value(row, column);
  if (typeof value !== 'number' || !isMomentFormat(sheet.format(row, column))) return value ?? '';
  return [instantOf(value, zone)];
}

function display(sheet: Sheet, row: number, column: number): string {
  return sheet.display(row, column);
}

/** What Sheets answers where nobody chose a format. */
function format(sheet: Sheet, row: number, column: number): string {
  return sheet.format(row, column) || '0.###############';
}

function write(host: HostState, place: Selection, valueAt: (row: number, column: number) => unknown): void {
  const sheet = host.spreadsheet.sheet(place.gid);
  eachCell(place, (row, column) => {
    const value = valueAt(row - place.row, column - place.column);
    const [instant] = Array.isArray(value) ? value : [];
    const scalar = typeof instant === 'number' ? serialAt(instant, host.spreadsheet.timeZone) : asScalar(value, host);
    const isMoment = typeof instant === 'number' && !isMomentFormat(sheet.format(row, column));
    sheet.set(row, column, isMoment ? { value: scalar, format: 'yyyy/mm/dd h:mm:ss' } : scalar);
  });
}

function asScalar(value: unknown, { assume }: HostState): CellScalar {
  if (typeof value === 'string' && value.startsWith('='))
    throw new ServiceError('The local host calculates no formulas.');
  if (typeof value === 'string' && value.length > assume.cellChars) {
    throw new ServiceError(
      `Your input contains more than the maximum of ${assume.cellChars} characters in a single cell.`,
    );
  }
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as CellScalar;
  throw new ServiceError('A cell takes text, a number, a boolean or a date.');
}

function eachCell(place: Block, visit: (row: number, column: number) => void): void {
  for (let row = place.row; row < place.row + place.rows; row++) {
    for (let column = place.column; column < place.column + place.columns; column++) visit(row, column);
  }
}

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

function rangeOf({ spreadsheet }: HostState, sheet: Sheet, args: readonly unknown[]): Selection {
  const [first, ...rest] = args.filter((arg) => arg !== null);
  if (typeof first === 'string') return namedRange(spreadsheet.sheets, sheet, first);
  const [row, column, rows = 1, columns = 1] = [first, ...rest].map(whole);
  return within(sheet, { row: row ?? 0, column: column ?? 0, rows, columns });
}

function namedRange(sheets: readonly Sheet[], sheet: Sheet, address: string): Selection {
  const block = parseA1(address, sheet.maxRows, sheet.maxColumns);
  const target = block?.sheet === null ? sheet : sheets.find(({ name }) => name === block?.sheet);
  if (block === null || target === undefined) throw new ServiceError(`Range not found: ${address}`);
  return within(target, block);
}

function within(sheet: Sheet, { row, column, rows, columns }: Block): Selection {
  if (rows < 1) throw new ServiceError('The number of rows in the range must be at least 1.');
  if (columns < 1) throw new ServiceError('The number of columns in the range must be at least 1.');
  const fits = row >= 1 && column >= 1 && row + rows - 1 <= sheet.maxRows && column + columns - 1 <= sheet.maxColumns;
  if (!fits) throw new ServiceError('The coordinates of the range are outside the dimensions of the sheet.');
  return { gid: sheet.gid, row, column, rows, columns };
}

function placeOf(value: unknown): Selection {
  if (typeof value !== 'object' || value === null) throw new ServiceError('This is not a range.');
  const { gid, row, column, rows, columns } = value as Record<string, unknown>;
  return { gid: whole(gid), row: whole(row), column: whole(column), rows: whole(rows), columns: whole(columns) };
}

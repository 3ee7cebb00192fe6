// Spreadsheet, Sheet and Range: places without content. Every question about a cell goes to the host.
import { call } from './bridge.ts';
import { inDocument } from './document.ts';
import { exception } from './exception.ts';
import { enumeration, strict } from './strict.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

interface Place {
  readonly gid: number;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

interface ProtectionFacts {
  readonly type: string;
  readonly range: Place;
  readonly unprotected: readonly Place[];
  readonly description: string;
  readonly isWarningOnly: boolean;
  readonly canEdit: boolean;
}

/** A date crosses as the one item of an array: no cell holds an array of its own. */
type WireCell = string | number | boolean | readonly [number];

export const spreadsheetApp = (ui: () => GoogleAppsScript.Base.Ui) =>
  strict<GoogleAppsScript.Spreadsheet.SpreadsheetApp>('SpreadsheetApp', {
    getActiveSpreadsheet: () =>
      call<boolean>('SpreadsheetApp.hasActive') ? spreadsheet : (null as unknown as Spreadsheet),
    getActive: () => (call<boolean>('SpreadsheetApp.hasActive') ? spreadsheet : (null as unknown as Spreadsheet)),
    getActiveSheet: () => inDocument(() => sheetOf(call('Spreadsheet.getActiveSheet'))),
    getActiveRange: () => inDocument(() => activeRange() as Range),
    getActiveRangeList: () => inDocument(activeRangeList),
    getSelection: () => inDocument(selection),
    ProtectionType: enumeration<typeof GoogleAppsScript.Spreadsheet.ProtectionType>('ProtectionType', 'RANGE', 'SHEET'),
    flush: () => call('SpreadsheetApp.flush'),
    getUi: () => {
      call('SpreadsheetApp.getUi');
      return ui();
    },
  });

const spreadsheet = strict<Spreadsheet>('Spreadsheet', {
  getId: () => call('Spreadsheet.getId'),
  getName: () => call('Spreadsheet.getName'),
  getUrl: () => call('Spreadsheet.getUrl'),
  getSpreadsheetTimeZone: () => call('Spreadsheet.getSpreadsheetTimeZone'),
  getSpreadsheetLocale: () => call('Spreadsheet.getSpreadsheetLocale'),
  getSheets: () => call<number[]>('Spreadsheet.getSheets').map(sheetOf),
  getSheetByName: (name) => {
    const gid = call<number | null>('Spreadsheet.getSheetByName', name);
    return gid === null ? null : sheetOf(gid);
  },
  getSheetById: (id) => {
    const gid = call<number | null>('Spreadsheet.getSheetById', id);
    return gid === null ? null : sheetOf(gid);
  },
  insertSheet: (...args: readonly unknown[]) => {
    const [name, index] = typeof args[0] === 'number' ? [null, args[0]] : args;
    if (args.some((arg) => typeof arg === 'object'))
      throw exception('The local host inserts no sheet from a template.');
    return sheetOf(call('Spreadsheet.insertSheet', name, index));
  },
  deleteSheet: (sheet) => call('Spreadsheet.deleteSheet', gidOf(sheet)),
  getActiveSheet: () => sheetOf(call('Spreadsheet.getActiveSheet')),
  setActiveSheet: (sheet: Sheet) => {
    call('Sheet.activate', gidOf(sheet));
    return sheet;
  },
  getActiveRange: activeRange,
  getActiveRangeList: activeRangeList,
  getSelection: selection,
  getProtections: (type) => call<ProtectionFacts[]>('Spreadsheet.getProtections', type).map(protectionOf),
  setActiveRange: (range) => {
    call('Range.activate', placeOf(range));
    return range;
  },
});

function activeRange(): Range | null {
  const place = call<Place | null>('Spreadsheet.getActiveRange');
  return place === null ? null : rangeOf(place);
}

/** On the tab in front: what is chosen is always there. */
function activeRangeList(): GoogleAppsScript.Spreadsheet.RangeList {
  const ranges = call<Place[]>('Spreadsheet.getActiveRangeList').map(rangeOf);
  return strict<GoogleAppsScript.Spreadsheet.RangeList>('RangeList', { getRanges: () => ranges });
}

function selection(): GoogleAppsScript.Spreadsheet.Selection {
  return strict<GoogleAppsScript.Spreadsheet.Selection>('Selection', {
    getActiveRange: activeRange,
    getActiveRangeList: activeRangeList,
    getActiveSheet: () => sheetOf(call('Spreadsheet.getActiveSheet')),
  });
}

function protectionOf(facts: ProtectionFacts): GoogleAppsScript.Spreadsheet.Protection {
  return strict<GoogleAppsScript.Spreadsheet.Protection>('Protection', {
    canEdit: () => facts.canEdit,
    getDescription: () => facts.description,
    getProtectionType: () => facts.type as unknown as GoogleAppsScript.Spreadsheet.ProtectionType,
    getRange: () => rangeOf(facts.range),
    getUnprotectedRanges: () => facts.unprotected.map(rangeOf),
    isWarningOnly: () => facts.isWarningOnly,
  });
}

function sheetOf(gid: number): Sheet {
  const sheet: Sheet = strict<Sheet>('Sheet', {
    getName: () => call('Sheet.getName', gid),
    getSheetId: () => gid,
    getLastRow: () => call('Sheet.getLastRow', gid),
    getLastColumn: () => call('Sheet.getLastColumn', gid),
    getMaxRows: () => call('Sheet.getMaxRows', gid),
    getMaxColumns: () => call('Sheet.getMaxColumns', gid),
    getFrozenRows: () => call('Sheet.getFrozenRows', gid),
    getParent: () => spreadsheet,
    getRange: (...args: readonly unknown[]) => rangeOf(call('Sheet.getRange', gid, ...args)),
    getDataRange: () => rangeOf(call('Sheet.getDataRange', gid)),
    getActiveRange: () => {
      const place = call<Place | null>('Spreadsheet.getActiveRange');
      return place?.gid === gid ? rangeOf(place) : null;
    },
    getActiveRangeList: () => (call('Spreadsheet.getActiveSheet') === gid ? activeRangeList() : null),
    getSelection: selection,
    getProtections: (type) => call<ProtectionFacts[]>('Sheet.getProtections', gid, type).map(protectionOf),
    activate: () => {
      call('Sheet.activate', gid);
      return sheet;
    },
  });
  gids.set(sheet, gid);
  return sheet;
}

function rangeOf(place: Place): Range {
  const { gid, row, column, rows, columns } = place;
  const ask = <T>(name: string, ...args: readonly unknown[]): T => call(`Range.${name}`, place, ...args);
  const tell = (name: string, ...args: readonly unknown[]): Range => {
    ask(name, ...args);
    return range;
  };
  const range: Range = strict<Range>('Range', {
    getRow: () => row,
    getColumn: () => column,
    getNumRows: () => rows,
    getNumColumns: () => columns,
    getLastRow: () => row + rows - 1,
    getLastColumn: () => column + columns - 1,
    getSheet: () => sheetOf(gid),
    getA1Notation: () => ask('getA1Notation'),
    getValues: () => ask<WireCell[][]>('getValues').map((cells) => cells.map(fromWire)),
    getValue: () => fromWire(ask<WireCell[][]>('getValue')[0]?.[0] ?? ''),
    getDisplayValues: () => ask('getDisplayValues'),
    getDisplayValue: () => ask<string[][]>('getDisplayValue')[0]?.[0] ?? '',
    getNumberFormats: () => ask('getNumberFormats'),
    getNumberFormat: () => ask<string[][]>('getNumberFormat')[0]?.[0] ?? '',
    getFormulas: () => ask('getFormulas'),
    getFormula: () => ask<string[][]>('getFormula')[0]?.[0] ?? '',
    isPartOfMerge: () => ask('isPartOfMerge'),
    merge: () => tell('merge'),
    getMergedRanges: () => ask<Place[]>('getMergedRanges').map(rangeOf),
    setValue: (value: unknown) => tell('setValue', toWire(value)),
    setValues: (values: readonly (readonly unknown[])[]) =>
      tell(
        'setValues',
        values.map((cells) => cells.map(toWire)),
      ),
    setFormula: (formula) => tell('setFormula', formula),
    setNumberFormat: (format) => tell('setNumberFormat', format),
    setNumberFormats: (numberFormats) => tell('setNumberFormats', numberFormats),
    clearContent: () => tell('clearContent'),
    activate: () => tell('activate'),
  });
  places.set(range, place);
  return range;
}

const fromWire = (cell: WireCell): unknown => (Array.isArray(cell) ? new Date(cell[0]) : cell);

const toWire = (value: unknown): unknown => {
  if (value instanceof Date) return [value.getTime()];
  return value === null || value === undefined ? '' : value;
};

function placeOf(range: Range): Place {
  const place = places.get(range);
  if (place === undefined) throw exception('This is not a range of this spreadsheet.');
  return place;
}

function gidOf(sheet: Sheet): number {
  const gid = gids.get(sheet);
  if (gid === undefined) throw exception('This is not a sheet of this spreadsheet.');
  return gid;
}

const places = new WeakMap<object, Place>();
const gids = new WeakMap<object, number>();

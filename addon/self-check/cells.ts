// Cells of every kind, written by one execution and read by the next; and how long a band of cells takes.
import { CELL_KINDS, CELL_PARTS, type CellKind, cellId } from '../../shared/cell-kinds.ts';
import type { Scalar } from '../../shared/self-check.ts';
import { utcToWall } from '../../shared/time-zone.ts';
import { type Probe, type Seen, thrownBy, timed, times } from './probe.ts';
import { findScratch, type Scratch } from './scratch.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;

const KINDS: readonly (readonly [string, CellKind])[] = Object.entries(CELL_KINDS);
/** Below the cells of every kind. */
const WRITTEN_MOMENT_ROW = KINDS.length + 1;

export const newTab: Probe = () => {
  const { sheet } = findScratch();
  return { observed: { newSheetRows: sheet.getMaxRows(), newSheetColumns: sheet.getMaxColumns() } };
};

export const cellKinds: Probe = (argument) => (argument === 'write' ? writeKinds() : readKinds(findScratch()));

function writeKinds(): Seen {
  const { sheet } = findScratch();
  const unseen: Record<string, string> = {};
  KINDS.forEach(([id, kind], at) => {
    const refusal = thrownBy(() => write(sheet.getRange(at + 1, 1), kind));
    if (refusal !== null) for (const part of CELL_PARTS) unseen[cellId(id, part)] = `not written: ${refusal}`;
  });
  sheet.getRange(WRITTEN_MOMENT_ROW, 1).setValue(new Date(Date.UTC(2024, 3, 1, 4, 30)));
  SpreadsheetApp.flush();
  return { observed: {}, unseen };
}

function write(range: Range, { setFormat, written }: CellKind): void {
  if (setFormat !== undefined) range.setNumberFormat(setFormat);
  if (typeof written === 'string' && written.startsWith('=')) range.setFormula(written);
  else if (written !== undefined) range.setValue(written);
}

function readKinds({ sheet, locale, zone }: Scratch): Seen {
  const column = sheet.getRange(1, 1, WRITTEN_MOMENT_ROW, 1);
  const [values, displays, formats] = [column.getValues(), column.getDisplayValues(), column.getNumberFormats()];
  const language = locale.slice(0, 2);
  const observed: Record<string, Scalar> = {};
  const unseen: Record<string, string> = { loadingValue: 'a cell cannot be made to stay in that state' };
  KINDS.forEach(([id, kind], at) => {
    const seen = { value: plain(values[at]?.[0], zone), display: displays[at]?.[0], format: formats[at]?.[0] };
    const isForeign = kind.language !== undefined && kind.language !== language;
    for (const part of CELL_PARTS) {
      if (isForeign)
        unseen[cellId(id, part)] = `the spreadsheet's language is ${language}, the format's ${kind.language}`;
      else observed[cellId(id, part)] = seen[part] ?? '';
    }
  });
  const moment = formats[WRITTEN_MOMENT_ROW - 1]?.[0] ?? '';
  if (language === 'ja') observed['writtenMomentFormat'] = moment;
  else unseen['writtenMomentFormat'] = `the spreadsheet's language is ${language}`;
  return { observed: { ...observed, ...fromTheTable(observed) }, unseen };
}

/** What the table says of these kinds by names of its own. */
function fromTheTable(observed: Readonly<Record<string, Scalar>>): Readonly<Record<string, Scalar>> {
  const value = (id: keyof typeof CELL_KINDS): Scalar => observed[cellId(id, 'value')] ?? '';
  const isDate = (id: keyof typeof CELL_KINDS): boolean => String(value(id)).startsWith('Date ');
  return {
    emptyCellValue: value('empty'),
    momentCellIsDate: isDate('date') && isDate('time') && isDate('duration'),
    notAvailableValue: value('not_available'),
    divisionByZeroValue: value('division'),
    automaticFormat: observed[cellId('number', 'format')] ?? '',
  };
}

/** A moment as its wall clock, since google.script.run carries no Date. */
function plain(value: unknown, zone: string): Scalar {
  if (value instanceof Date) return `Date ${wallClock(utcToWall(value.getTime(), zone))}`;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

const wallClock = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 19).replace('T', ' ');

/** A band within a new tab's own size, beside the cells of every kind. */
const [BAND_ROWS, BAND_COLUMNS] = [1000, 25];
const BAND_CELLS = BAND_ROWS * BAND_COLUMNS;

export const cellReadTime: Probe = (argument) => (argument === 'write' ? writeBand() : readBand());

function writeBand(): Seen {
  const range = bandOf(findScratch());
  const rows = times(BAND_ROWS).map((row) =>
    times(BAND_COLUMNS).map((column) => (column % 2 === 0 ? row * BAND_COLUMNS + column : `buyer ${row}`)),
  );
  const ms = timed(() => {
    range.setValues(rows);
    SpreadsheetApp.flush();
  });
  return { observed: {}, measured: { writeSecondsPer100kCells: secondsPer100k(ms) } };
}

function readBand(): Seen {
  const range = bandOf(findScratch());
  const valuesMs = timed(() => range.getValues());
  const displaysMs = timed(() => range.getDisplayValues());
  const formatsMs = timed(() => range.getNumberFormats());
  return {
    observed: { cellCostMicros: Math.round((valuesMs * 1000) / BAND_CELLS) },
    measured: {
      valuesSecondsPer100kCells: secondsPer100k(valuesMs),
      displaysSecondsPer100kCells: secondsPer100k(displaysMs),
      formatsSecondsPer100kCells: secondsPer100k(formatsMs),
    },
  };
}

const bandOf = ({ sheet }: Scratch): Range => sheet.getRange(1, 2, BAND_ROWS, BAND_COLUMNS);

const secondsPer100k = (ms: number): number => Math.round((ms * 100_000) / BAND_CELLS) / 1000;

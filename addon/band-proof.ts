// A band is read in several calls, between which people sort, insert and undo: what the calls themselves show of the key column and of
// the headings proves that they saw the same rows and columns.
import { again } from './again.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The headings of a tab as a person sees them, and where they stand. */
export interface Head {
  readonly row: number;
  readonly headers: readonly string[];
}

/** By rows of the band, the first one being 0, and columns of the sheet; undefined where nothing was read. */
type Seen = (row: number, column: number) => unknown;

export interface BandRead {
  readonly sheet: Sheet;
  readonly firstRow: number;
  readonly count: number;
  readonly columns: readonly number[];
  /** -1 where no column is the key. */
  readonly keyColumn: number;
  /** Where the calls read the headings along with the rows; null where those are too far above. */
  readonly head: Head | null;
  readonly values: Seen;
  readonly displays: Seen;
}

/** False where rows or columns moved meanwhile. Throws where the columns no longer stand under the headings: to read again does not help. */
export function isOneMoment(band: BandRead): boolean {
  if (!isUnderHead(band)) throw new Error('The columns stand under other headings.');
  return rowsAgree(band) && headsAgree(band);
}

/**
 * A key looks like what it is, but under a format of its own: only then is the column asked for again, as both. A row that is away
 * at each of two looks and there at each of two values would agree with itself: so its format must be one that can tell the difference.
 */
function rowsAgree({ sheet, firstRow, count, keyColumn, values, displays }: BandRead): boolean {
  if (keyColumn < 0) return true;
  const every = (is: (row: number) => boolean): boolean => {
    for (let row = 0; row < count; row++) if (!is(row)) return false;
    return true;
  };
  if (every((row) => isShownAs(values(row, keyColumn), displays(row, keyColumn)))) return true;
  const keys = sheet.getRange(firstRow, keyColumn + 1, count, 1);
  const [valuesNow, formats, displaysNow] = again(() => [
    keys.getValues(),
    keys.getNumberFormats(),
    keys.getDisplayValues(),
  ]);
  return every((row) => {
    const [value, display] = [values(row, keyColumn), displays(row, keyColumn)];
    const isStill = isSame(valuesNow?.[row]?.[0], value) && displaysNow?.[row]?.[0] === display;
    return isStill && (isShownAs(value, display) || mayLookElse(value, String(formats?.[row]?.[0])));
  });
}

/** A text under no format for texts looks like itself, and so does a whole number under a plain one. */
function mayLookElse(value: unknown, format: string): boolean {
  if (typeof value === 'string') return format !== '@' && (format.includes('@') || format.split(';').length > 3);
  const isWhole = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e15;
  return !isWhole || !PLAIN.test(format);
}

const PLAIN = /^(?:General|0\.#+|0+|#,##0|@)?$/i;

function isUnderHead({ firstRow, columns, head, displays }: BandRead): boolean {
  if (head === null) return true;
  const shown = (column: number): unknown => displays(head.row - firstRow, column);
  return columns.every((column) => shown(column) === undefined || shown(column) === head.headers[column]);
}

/** A heading's value is what people see of it, but where it is a number or has a format that adds to it: then it must be the same again. */
function headsAgree({ sheet, firstRow, columns, head, values }: BandRead): boolean {
  if (head === null) return true;
  const value = (column: number): unknown => values(head.row - firstRow, column);
  if (columns.every((column) => value(column) === head.headers[column])) return true;
  const width = (columns[columns.length - 1] ?? 0) + 1;
  const now = again(() => sheet.getRange(head.row, 1, 1, width).getValues()[0]);
  return columns.every((column) => isSame(now?.[column], value(column)));
}

function isShownAs(value: unknown, display: unknown): boolean {
  if (typeof value !== 'number') return value === display;
  return typeof display === 'string' && String(value) === display.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
}

const isSame = (a: unknown, b: unknown): boolean =>
  a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;

// A dropped file as headers and rows, checked for what a sheet and a table can take, with the doubts said in sentences.

import { Problem } from '../../../server/problem.ts';
import { normalizeHeader } from '../../../server/sheets/headers.ts';
import { cellAddress, columnLetters } from '../../../shared/a1.ts';
import { typedMoment } from '../host/typed-moment.ts';
import { typedNumber } from '../host/typed-number.ts';
import { type DecodedFile, decodeFile } from './decode-file.ts';

export interface DroppedFile extends Omit<DecodedFile, 'records'> {
  readonly name: string;
  readonly headers: readonly string[];
  /** Below the header, each as wide as the widest. */
  readonly rows: readonly (readonly string[])[];
  /** What a person should know before the table is made. */
  readonly remarks: readonly string[];
}

/** Throws `wrong_use` in words: empty, no headers, doubled headers, not text, too large. `cellChars` is what a sheet takes. */
export function readDropped(name: string, bytes: Uint8Array, cellChars: number): DroppedFile {
  const { records, ...found } = decodeFile(name, bytes);
  const [first = [], ...below] = records;
  const headers = first.map((header) => header.trim());
  checkHeaders(name, headers);
  checkCells(records, cellChars);
  const width = below.reduce((most, row) => Math.max(most, row.length), headers.length);
  checkSize(name, width, records.length);
  const rows = below.map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
  return { name, ...found, headers, rows, remarks: remarksOf(found.encoding, headers, below) };
}

function checkHeaders(name: string, headers: readonly string[]): void {
  const named = headers.map(normalizeHeader).filter((header) => header !== '');
  if (named.length === 0) throw wrong(`The first line of ${name} is blank; it must be the headers.`);
  if (named.every(isData))
    throw wrong(
      `${name} has no headers: its first line holds ${named.slice(0, 3).join(', ')}. Add a line of headers on top.`,
    );
  const doubled = [...new Set(named.filter((header, at) => named.indexOf(header) !== at))];
  if (doubled.length > 0)
    throw wrong(
      `These headers of ${name} stand over more than one column: ${doubled.join(', ')}. Rename all but one of each.`,
    );
}

function checkSize(name: string, width: number, height: number): void {
  const [columns, cells, most] = [width, width * height, MOST_CELLS].map((count) => count.toLocaleString('en'));
  if (width > MOST_COLUMNS)
    throw wrong(`${name} has ${columns} columns; a table takes ${MOST_COLUMNS.toLocaleString('en')} here.`);
  if (width * height > MOST_CELLS)
    throw wrong(`${name} has ${cells} cells; up to ${most} are opened here. For more, use "rollcall push".`);
}

const isData = (header: string): boolean =>
  typedNumber(header) !== undefined || typedMoment(header, { locale: 'ja_JP', year: 2000 }) !== undefined;

function checkCells(records: readonly (readonly string[])[], cellChars: number): void {
  records.forEach((record, row) => {
    const column = record.findIndex((cell) => cell.length > cellChars);
    if (column < 0) return;
    const [most, size] = [cellChars, record[column]?.length ?? 0].map((count) => count.toLocaleString('en'));
    throw wrong(`Cell ${cellAddress(row + 1, column)} has ${size} characters; a sheet's cell takes ${most}.`);
  });
}

function remarksOf(encoding: string, headers: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const remarks: string[] = [];
  if (encoding === 'Shift_JIS')
    remarks.push('The file is not UTF-8; it was read as Shift_JIS. See below whether the letters are right.');
  const short = rows.filter((row) => row.length < headers.length && row.some((cell) => cell !== '')).length;
  if (short > 0) remarks.push(`${rowsHave(short)} fewer cells than the header; the missing ones are empty.`);
  const isLong = (row: readonly string[]) => row.slice(headers.length).some((cell) => cell !== '');
  const long = rows.filter(isLong).length;
  const at = rows.findIndex(isLong) + 2;
  if (long > 0)
    remarks.push(
      `${rowsHave(long)} more cells than the header (the first is row ${at}): those stand in the sheet under no header, and are not synced.`,
    );
  const blank = headers.flatMap((header, index) => (normalizeHeader(header) === '' ? [columnLetters(index)] : []));
  if (blank.length > 0) remarks.push(`Without a header, so not synced: column ${blank.join(', ')}.`);
  return remarks;
}

const rowsHave = (count: number): string => (count === 1 ? '1 row has' : `${count.toLocaleString('en')} rows have`);

/** Postgres ends at 1,600, and less for wide types. */
const MOST_COLUMNS = 1000;
/** What the page still shows at once. */
const MOST_CELLS = 2_000_000;
const wrong = (message: string): Problem => new Problem('wrong_use', { message });

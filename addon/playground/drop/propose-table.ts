// The table proposed for a dropped file: names, types and the key, each by a rule a person can follow and change.
import { normalizeHeader } from '../../../server/sheets/headers.ts';
import { canonicalKey, isFault } from '../../../shared/canonical-cell.ts';
import { freeName, identifierOf, RESERVED_COLUMNS } from '../../../shared/identifier.ts';
import { shownParts } from '../../../shared/number-format.ts';
import { cellValue, TEXT } from '../conversion.ts';
import { displayOf } from '../host/display.ts';
import { isMomentFormat } from '../host/moment-display.ts';
import { SAMPLE_COLUMNS } from '../sample-columns.ts';
import type { FileCell } from './file-cells.ts';

export const TYPES = ['text', 'bigint', 'numeric', 'date', 'timestamp', 'boolean'] as const;
type ProposedType = (typeof TYPES)[number];

interface ProposedColumn {
  /** Counted from 0, in the file. */
  readonly index: number;
  readonly header: string;
  readonly column: string;
  readonly type: ProposedType;
  /** Null where the column can be the key, else in words why it cannot. */
  readonly notKey: string | null;
}

export interface Proposal {
  readonly table: string;
  /** One for each header that is not blank. */
  readonly columns: readonly ProposedColumn[];
  /** Index of the key column; null where no column can be it. */
  readonly key: number | null;
}

export interface FileShape {
  readonly name: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly FileCell[])[];
}

export function proposeTable(file: FileShape, locale: string, isTaken: (table: string) => boolean): Proposal {
  const filled = file.rows.filter((row) => row.some(({ value }) => value !== null));
  const names = new Set<string>();
  const columns: ProposedColumn[] = [];
  file.headers.forEach((header, index) => {
    if (normalizeHeader(header) === '') return;
    const column = columnName(header, (name) => names.has(name) || RESERVED_COLUMNS.has(name));
    names.add(column);
    const cells = filled.map((row) => row[index] ?? EMPTY);
    columns.push({ index, header, column, type: typeOf(cells), notKey: notKey(cells, locale) });
  });
  const key = keyOf(columns);
  return {
    table: freeName(identifierOf(file.name.replace(/\.[^.]*$/, ''), 'dropped_file'), isTaken),
    // A key is compared letter by letter: it is text, whatever it looks like.
    columns: columns.map((column) => (column.index === key ? { ...column, type: 'text' } : column)),
    key,
  };
}

/** The sample's own name for a header it knows, else the header itself. */
function columnName(header: string, isTaken: (name: string) => boolean): string {
  const text = normalizeHeader(header);
  const known = SAMPLE_COLUMNS.find((column) => column.header === text)?.column;
  return freeName(known ?? identifierOf(text, 'column'), isTaken);
}

/** All cells of one kind decide; any doubt is text. */
function typeOf(cells: readonly FileCell[]): ProposedType {
  const kinds = new Set(cells.filter(({ value }) => value !== null).map(kindOf));
  const [only = 'text'] = kinds;
  if (kinds.size === 1) return only;
  return kinds.size === 2 && kinds.has('bigint') && kinds.has('numeric') ? 'numeric' : 'text';
}

function kindOf({ value, format }: FileCell): ProposedType {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'number') return 'text';
  if (isMomentFormat(format)) {
    const shown = shownParts(format, 0);
    if (shown.elapsed || !shown.date) return 'text';
    return shown.time ? 'timestamp' : 'date';
  }
  if (Math.abs(value) >= BEYOND_SHEET_DIGITS) return 'text';
  return Number.isInteger(value) ? 'bigint' : 'numeric';
}

function notKey(cells: readonly FileCell[], locale: string): string | null {
  if (cells.length === 0) return 'no rows';
  const seen = new Set<string>();
  let [empty, doubled] = [0, 0];
  for (const { value, format } of cells) {
    const key = canonicalKey(TEXT, cellValue(value, format), displayOf(value, format, locale), format, 'UTC');
    if (isFault(key)) return 'a value that no key can be';
    if (key === null) empty += 1;
    else if (seen.has(key)) doubled += 1;
    else seen.add(key);
  }
  const reasons = [
    empty > 0 ? `${empty.toLocaleString('en')} empty` : '',
    doubled > 0 ? `${doubled.toLocaleString('en')} doubled` : '',
  ];
  return reasons.filter((reason) => reason !== '').join(', ') || null;
}

/** The first that can be it and sounds like one, else the first that can be it. */
function keyOf(columns: readonly ProposedColumn[]): number | null {
  const able = columns.filter((column) => column.notKey === null);
  const best = able.find(({ header, column }) => [normalizeHeader(header), column].some(soundsLikeKey)) ?? able[0];
  return best?.index ?? null;
}

const EMPTY: FileCell = { value: null, format: '' };
const soundsLikeKey = (name: string): boolean => KEY_WORD.test(name) || /[a-z]I[Dd]$/.test(name);
const KEY_WORD = /番号|コード|(?:^|[^a-z])(?:id|no|number|code|key)(?:[^a-z]|$)/i;
/** The first whole number of 16 digits: a sheet holds 15. */
const BEYOND_SHEET_DIGITS = 1e15;

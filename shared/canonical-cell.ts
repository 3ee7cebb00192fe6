// The one text form of a cell that sheet and database compare: text, null for an empty cell, or why there is none.

import { canonicalDate, canonicalTime, canonicalTimestamp, canonicalTimestamptz } from './canonical-moment.ts';
import { canonicalFloat, canonicalInteger, canonicalNumeric } from './canonical-number.ts';
import { badCharacter, canonicalText } from './canonical-text.ts';
import type { CellFault, CellValue } from './cell.ts';
import type { ColumnKind, ColumnType } from './column-type.ts';
import { plainText } from './plain-text.ts';

/**
 * `display` is what a person sees; `format` the number format's pattern, '' where automatic or not read; `zone` the
 * sheet's time zone, in which wall clocks are read for timestamptz. Throws a RangeError for an unknown zone.
 */
export function canonicalCell(
  type: ColumnType,
  value: CellValue,
  display: string,
  format: string,
  zone: string,
): string | null | CellFault {
  if (isErrorText(display) || (typeof value === 'string' && isErrorText(value))) return FORMULA_ERROR;
  return value === null || value === '' ? null : CANONICAL[type.kind](type, value, display, format, zone);
}

/** The same for the key column: trimmed, nothing left is null, and no number that has lost digits on its way. */
export function canonicalKey(
  type: ColumnType,
  value: CellValue,
  display: string,
  format: string,
  zone: string,
): string | null | CellFault {
  if (typeof value === 'number' && Math.abs(value) >= BEYOND_SHEET_DIGITS) return TOO_MANY_DIGITS;
  const trimmed = typeof value === 'string' ? value.trim() : value;
  const key = canonicalCell(type, trimmed, display.trim(), format, zone);
  return typeof key === 'string' ? key.trim() || null : key;
}

export function isFault(result: string | null | CellFault): result is CellFault {
  return typeof result === 'object' && result !== null;
}

/** A held cell keeps its stored value while the rest of the row goes; any other fault rejects the row. */
export function isHeld(fault: CellFault): boolean {
  return fault.code === 'formula_error';
}

type Canonicalise = typeof canonicalCell;

/** The rules of typed columns see plain text; white space alone is an empty cell there. */
function typed(rule: (...args: Parameters<Canonicalise>) => string | CellFault): Canonicalise {
  return (type, value, display, format, zone) => {
    if (typeof value !== 'string') return rule(type, value, display, format, zone);
    const plain = plainText(value);
    if (plain === '') return null;
    const result = rule(type, plain, display, format, zone);
    return typeof result === 'string' ? result : (badCharacter(value) ?? result);
  };
}

function canonicalBoolean(_type: ColumnType, value: CellValue): string | CellFault {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'object') return NOT_A_BOOLEAN;
  const word = typeof value === 'string' ? value.toLowerCase() : String(value);
  if (word === 'true' || word === '1') return 'true';
  return word === 'false' || word === '0' ? 'false' : NOT_A_BOOLEAN;
}

function canonicalUuid(_type: ColumnType, value: CellValue): string | CellFault {
  return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : NOT_A_UUID;
}

/** What a formula that failed, or a cell not yet loaded, shows in Sheets and Excel. */
function isErrorText(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first === HASH || first === LETTER_L || first === KANJI_READ) && ERROR_TEXTS.has(text.trimEnd());
}

const HASH = 0x23;
const LETTER_L = 0x4c;
const KANJI_READ = 0x8aad;
const ERROR_TEXTS: ReadonlySet<string> = new Set([
  ...['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#ERROR!', '#SPILL!', '#CALC!', '#FIELD!'],
  ...['#BLOCKED!', '#CONNECT!', '#BUSY!', '#UNKNOWN!', '#GETTING_DATA', '#EXTERNAL!', '#PYTHON!', '#TIMEOUT!'],
  ...['Loading...', 'Loading…', '読み込んでいます...', '読み込んでいます…', '読み込み中...', '読み込み中…'],
]);
/** The first whole number of 16 digits: a sheet holds 15, so the last of its digits is not what was typed. */
const BEYOND_SHEET_DIGITS = 1e15;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const FORMULA_ERROR: CellFault = { code: 'formula_error' };
const TOO_MANY_DIGITS: CellFault = { code: 'too_many_digits' };
const NOT_A_BOOLEAN: CellFault = { code: 'not_a_boolean' };
const NOT_A_UUID: CellFault = { code: 'not_a_uuid' };

const CANONICAL: Readonly<Record<ColumnKind, Canonicalise>> = {
  text: canonicalText,
  char: canonicalText,
  smallint: typed(canonicalInteger),
  integer: typed(canonicalInteger),
  bigint: typed(canonicalInteger),
  numeric: typed(canonicalNumeric),
  real: typed(canonicalFloat),
  double: typed(canonicalFloat),
  boolean: typed(canonicalBoolean),
  date: typed(canonicalDate),
  timestamp: typed(canonicalTimestamp),
  timestamptz: typed(canonicalTimestamptz),
  time: typed(canonicalTime),
  uuid: typed(canonicalUuid),
};

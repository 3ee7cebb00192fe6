// What there is to say of a cell that can be sent: rounded on its way, refused as empty, or without the digits it once had.
import { wasRounded } from '../shared/canonical-number.ts';
import type { CellValue } from '../shared/cell.ts';
import { decimalOfNumber, parseDecimal, SHEET_DIGITS } from '../shared/decimal.ts';
import { plainText } from '../shared/plain-text.ts';
import type { RowSource, SyncedColumn } from '../shared/sheet-rows.ts';

type Remark = 'rounded' | 'required' | 'digits_lost';

const NONE: readonly Remark[] = [];

/** `text` is the cell's canonical text, null where it is empty or has none. */
export function remarksOf(
  column: SyncedColumn,
  isKey: boolean,
  text: string | null,
  source: RowSource,
): readonly Remark[] {
  const { kind, scale } = column.parsed;
  const isText = kind === 'text' || kind === 'char';
  if (text === null)
    return column.notNull && !isText && !isKey && isEmpty(source.value(column.index)) ? REQUIRED : NONE;
  if (isText || isKey) return hasLostDigits(source.value(column.index)) ? DIGITS_LOST : NONE;
  if (kind === 'numeric' && scale !== null)
    return wasRounded(column.parsed, source.value(column.index)) ? ROUNDED : NONE;
  return kind === 'real' && significant(source.value(column.index)) > REAL_DIGITS ? ROUNDED : NONE;
}

const REQUIRED: readonly Remark[] = ['required'];
const DIGITS_LOST: readonly Remark[] = ['digits_lost'];
const ROUNDED: readonly Remark[] = ['rounded'];
const REAL_DIGITS = 6;

const isEmpty = (value: CellValue): boolean => value === null || (typeof value === 'string' && value.trim() === '');

/** A sheet keeps 15 digits of a number: a longer one ends in zeros that nobody typed. */
const FIFTEEN_DIGITS = 1e14;

function hasLostDigits(value: CellValue): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  const size = Math.abs(value);
  return size >= 10 * FIFTEEN_DIGITS || (size >= FIFTEEN_DIGITS && size % 10 === 0);
}

function significant(value: CellValue): number {
  if (typeof value === 'number') return Number.isFinite(value) ? decimalOfNumber(value, SHEET_DIGITS).digits.length : 0;
  return typeof value === 'string' ? (parseDecimal(plainText(value))?.digits.length ?? 0) : 0;
}

// Numbers in columns of numbers: the value, never what is displayed, within the column's range or a fault.

import type { CellFault, CellValue } from './cell.ts';
import type { ColumnType } from './column-type.ts';
import {
  type Decimal,
  decimalNumber,
  decimalOfNumber,
  decimalText,
  parseDecimal,
  roundDecimal,
  SHEET_DIGITS,
} from './decimal.ts';
import { plainText } from './plain-text.ts';

/** smallint, integer, bigint; text arrives plain (see plain-text.ts). */
export function canonicalInteger(type: ColumnType, value: CellValue): string | CellFault {
  const most = type.kind === 'smallint' ? 32_767 : 2_147_483_647;
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= most) return String(value + 0);
  const exact = decimalOf(value);
  if (exact === null) return NOT_A_NUMBER;
  if (exact.digits.length > exact.point && exact.digits !== '') return NOT_A_WHOLE_NUMBER;
  if (exact.point > LONGEST_INTEGER) return OUT_OF_RANGE;
  const limit = INTEGER_LIMITS[type.kind === 'smallint' || type.kind === 'integer' ? type.kind : 'bigint'];
  const text = decimalText(exact);
  const size = exact.negative ? text.slice(1) : text;
  return isAtMost(size, exact.negative ? limit.lowest : limit.highest) ? text : OUT_OF_RANGE;
}

/** numeric and numeric(p,s), rounded half away from zero to the scale. */
export function canonicalNumeric(type: ColumnType, value: CellValue): string | CellFault {
  const exact = decimalOf(value);
  if (exact === null) return NOT_A_NUMBER;
  const { precision, scale } = type;
  const rounded = scale === null ? exact : roundDecimal(exact, scale);
  if (rounded.digits === '') return '0';
  const limit = precision === null ? MOST_WHOLE_DIGITS : precision - (scale ?? 0);
  if (rounded.point > limit) return { code: 'out_of_range', limit, actual: rounded.point };
  if (rounded.digits.length - rounded.point > MOST_FRACTION_DIGITS) return OUT_OF_RANGE;
  return decimalText(rounded);
}

/** real and double precision: what the column stores, to the 6 or 15 digits it keeps through a round trip. */
export function canonicalFloat(type: ColumnType, value: CellValue): string | CellFault {
  const exact = typeof value === 'number' && Number.isFinite(value) ? value : floatOf(value);
  if (typeof exact !== 'number') return exact;
  const isReal = type.kind === 'real';
  const stored = isReal ? Math.fround(exact) : exact;
  if (!Number.isFinite(stored) || (stored === 0 && exact !== 0)) return OUT_OF_RANGE;
  const rounded = decimalOfNumber(stored, isReal ? 6 : SHEET_DIGITS);
  return Number.isFinite(decimalNumber(rounded)) ? decimalText(rounded) : OUT_OF_RANGE;
}

/** Whether writing this value into numeric(p,s) drops digits after its scale; said to the person and counted. */
export function wasRounded(type: ColumnType, value: CellValue): boolean {
  if (type.kind !== 'numeric' || type.scale === null) return false;
  const exact = decimalOf(typeof value === 'string' ? plainText(value) : value);
  return exact !== null && exact.digits.length - exact.point > type.scale && exact.digits !== '';
}

function decimalOf(value: CellValue): Decimal | null {
  if (typeof value === 'string') return parseDecimal(value);
  return typeof value === 'number' && Number.isFinite(value) ? decimalOfNumber(value, SHEET_DIGITS) : null;
}

function floatOf(value: CellValue): number | CellFault {
  const exact = typeof value === 'string' ? parseDecimal(value) : null;
  if (exact === null) return NOT_A_NUMBER;
  const float = decimalNumber(exact);
  return float === 0 && exact.digits !== '' ? OUT_OF_RANGE : float;
}

function isAtMost(digits: string, limit: string): boolean {
  return digits.length < limit.length || (digits.length === limit.length && digits <= limit);
}

// Postgres' own limits for numeric without precision.
const MOST_WHOLE_DIGITS = 131_072;
const MOST_FRACTION_DIGITS = 16_383;
const LONGEST_INTEGER = 19;
const INTEGER_LIMITS = {
  smallint: { lowest: '32768', highest: '32767' },
  integer: { lowest: '2147483648', highest: '2147483647' },
  bigint: { lowest: '9223372036854775808', highest: '9223372036854775807' },
} as const;
const NOT_A_NUMBER: CellFault = { code: 'not_a_number' };
const NOT_A_WHOLE_NUMBER: CellFault = { code: 'not_a_whole_number' };
const OUT_OF_RANGE: CellFault = { code: 'out_of_range' };

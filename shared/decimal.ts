// Decimal numbers as digits, so that no value passes through a binary fraction it did not come from.

/** 0.digits × 10^point; `digits` has no zero at either end and is '' for zero, which is never negative. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

/** Significant digits a sheet holds. */
export const SHEET_DIGITS = 15;

const ZERO: Decimal = { negative: false, digits: '', point: 0 };

/** A finite number to so many significant digits; ties go away from zero. */
export function decimalOfNumber(value: number, significant: number): Decimal {
  const size = Math.abs(value);
  if (significant === SHEET_DIGITS && size < 1e15 && Number.isInteger(size)) {
    const whole = String(size);
    return decimal(value < 0, whole, whole.length);
  }
  const text = size.toExponential(significant - 1);
  const end = text.indexOf('e');
  return decimal(value < 0, text.charAt(0) + text.slice(2, end), Number(text.slice(end + 1)) + 1);
}

/**
 * Reads digits as people write them: sign, one currency sign or 円 or %, thousands by commas in threes, a point, an
 * exponent. Every digit is kept. Null where the text, already free of full-width forms, is anything else.
 */
export function parseDecimal(text: string): Decimal | null {
  const match = WRITTEN_NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, currency, grouped, fraction = '', exponent = '0', unit] = match;
  const whole = (grouped ?? '').replace(COMMAS, '');
  if (whole === '' && fraction === '') return null;
  if (currency !== undefined && unit !== undefined) return null;
  const point = whole.length + Number(exponent.replace(MINUS, '-')) - (unit === '%' ? 2 : 0);
  return decimal(sign === '-' || sign === MINUS, whole + fraction, point);
}

/** Half away from zero, to `scale` digits after the point; a negative scale rounds before it. */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  const keep = value.point + scale;
  if (keep >= value.digits.length) return value;
  if (keep < 0) return ZERO;
  const head = value.digits.slice(0, keep);
  if (value.digits.charCodeAt(keep) < FIVE) return decimal(value.negative, head, value.point);
  let last = keep - 1;
  while (last >= 0 && head.charCodeAt(last) === NINE) last--;
  if (last < 0) return { negative: value.negative, digits: '1', point: value.point + 1 };
  const digits = head.slice(0, last) + String.fromCharCode(head.charCodeAt(last) + 1);
  return { negative: value.negative, digits, point: value.point };
}

/** Plain: no exponent, no `+`, no zeros at either end but one before the point. */
export function decimalText(value: Decimal): string {
  const { digits, point } = value;
  if (digits === '') return '0';
  const sign = value.negative ? '-' : '';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** For floating point columns; may be infinite, or 0 where the decimal is not. */
export function decimalNumber(value: Decimal): number {
  return value.digits === '' ? 0 : Number(`${value.negative ? '-' : ''}0.${value.digits}e${value.point}`);
}

function decimal(negative: boolean, digits: string, point: number): Decimal {
  let start = 0;
  while (digits.charCodeAt(start) === NOUGHT) start++;
  let end = digits.length;
  while (end > start && digits.charCodeAt(end - 1) === NOUGHT) end--;
  return start === end ? ZERO : { negative, digits: digits.slice(start, end), point: point - start };
}

const NOUGHT = 48;
const FIVE = 53;
const NINE = 57;
const MINUS = '\u2212';
const COMMAS = /,/g;
// A first group of `0` would read a decimal comma (0,500) as thousands.
const WRITTEN_NUMBER =
  /^([-+\u2212])?(?:([¥$€£]) ?)?([1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.(\d*))?(?:[eE]([-+\u2212]?\d+))?(?: ?(%|円))?$/;

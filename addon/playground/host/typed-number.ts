// What is typed as a number: digits, with the marks that also choose a number format.

export interface TypedNumber {
  readonly value: number;
  /** What Sheets would choose; '' where it stays automatic. */
  readonly format: string;
}

/** Undefined where it is none. Digits beyond the fifteenth are lost, as in a sheet. */
export function typedNumber(text: string): TypedNumber | undefined {
  const parts = NUMBER.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { sign, currency = '', whole = '', fraction = '', exponent = '', percent } = parts;
  const digits = `${sign === '-' ? '-' : ''}${whole.replaceAll(',', '')}${fraction}`;
  // Adding 0 makes -0 plain 0.
  const value = Number(`${digits}${percent === undefined ? exponent : 'e-2'}`) + 0;
  if (!Number.isFinite(value)) return undefined;
  if (exponent !== '') return { value, format: '0.00E+00' };
  const isMarked = currency !== '' || whole.includes(',');
  if (!isMarked && percent === undefined) return { value, format: '' };
  const grouping = isMarked ? '#,##0' : '0';
  return { value, format: `${currency}${grouping}${fraction === '' ? '' : '.00'}${percent ?? ''}` };
}

const NUMBER =
  /^(?<sign>[-+])?(?<currency>[¥$])?(?<whole>\d{1,3}(?:,\d{3})+|\d+|(?=\.))(?<fraction>\.\d+)?(?:(?<exponent>e[-+]?\d+)|(?<percent>%))?$/i;

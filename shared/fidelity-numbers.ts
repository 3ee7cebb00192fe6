// The fidelity table, second part: numbers, however they are shown.
import {
  COLUMNS,
  type ColumnOf,
  type FidelityRow,
  FRACTION_COLUMNS,
  fraction,
  NUMBER_COLUMNS,
  notWhole,
  number,
  type Outcomes,
  refused,
  TEXT_COLUMNS,
  text,
  UNREADABLE,
  WHOLE_COLUMNS,
  whole,
} from './fidelity-row.ts';

/** `shown` is what a text column gets, the display unless said; a number is no date, and 0 and 1 alone are FALSE and TRUE. */
function num(
  id: string,
  what: string,
  [content, format, display, shown = display]: readonly [number, string, string, string?],
  stored: Partial<Outcomes> & Pick<Outcomes, 'asValue'>,
  notByCsv: readonly ColumnOf[] = [],
): FidelityRow {
  return { id, what, content, format, display, stored: { ...UNREADABLE, ...text(shown), ...stored }, notByCsv };
}

const AS_VALUE = ['asValue'] as const;
const TOO_LARGE = { smallint: refused('out_of_range'), integer: refused('out_of_range') };

export const NUMBERS: readonly FidelityRow[] = [
  num('zero', 'zero', [0, '', '0'], { asValue: '0', ...number('0'), boolean: 'false' }),
  num('one', 'one', [1, '', '1'], { asValue: '1', ...number('1'), boolean: 'true' }),
  num('integer', 'a whole number', [4137, '', '4137'], { asValue: '4137', ...number('4137') }),
  num('negative', 'a negative number', [-42, '', '-42'], { asValue: '-42', ...number('-42') }),
  num('fraction', 'a fraction', [1234.5, '', '1234.5'], { asValue: '1234.5', ...notWhole('1234.5') }),
  num('binary', 'a sum that a computer cannot hold exactly', [0.1 + 0.2, '', '0.3'], {
    ...{ asValue: '0.3', ...notWhole('0.3') },
  }),
  num(
    'third',
    'one third, of which ten digits are shown',
    [1 / 3, '', '0.3333333333'],
    {
      ...{ asValue: '0.333333333333333', ...notWhole('0.333333333333333') },
      real: '0.333333',
    },
    ['asValue', 'numeric', 'double'],
  ),
  num('digits_15', 'fifteen digits', [123_456_789_012_345, '', '123456789012345'], {
    ...{ asValue: '123456789012345', ...number('123456789012345'), ...TOO_LARGE },
    real: '123457000000000',
  }),
  num(
    'digits_16',
    'sixteen digits, of which a sheet keeps fifteen',
    [1_234_567_890_123_460, '', '1.23457E+15', '1234567890123460'],
    {
      ...{ asValue: '1234567890123460', ...number('1234567890123460'), ...TOO_LARGE },
      real: '1234570000000000',
    },
    [...TEXT_COLUMNS, 'bigint', 'numeric', 'double'],
  ),
  num(
    'large',
    'a number that the sheet shows as 1E+20',
    [1e20, '', '1E+20', '100000000000000000000'],
    {
      asValue: '100000000000000000000',
      ...{ ...whole(refused('out_of_range')), ...fraction('100000000000000000000') },
    },
    TEXT_COLUMNS,
  ),
  num(
    'small',
    'a number that the sheet shows as 1.5E-07',
    [1.5e-7, '', '1.5E-07', '0.00000015'],
    { asValue: '0.00000015', ...notWhole('0.00000015') },
    TEXT_COLUMNS,
  ),
];

export const FORMATTED: readonly FidelityRow[] = [
  num(
    'scientific',
    'scientific notation that somebody chose',
    [1234, '0.00E+00', '1.23E+03'],
    { asValue: '1234', ...number('1234') },
    ['asValue', ...NUMBER_COLUMNS],
  ),
  num(
    'percent',
    'a percentage',
    [0.125, '0.0%', '12.5%'],
    {
      ...{ asValue: '0.125', ...notWhole('0.125') },
    },
    AS_VALUE,
  ),
  num(
    'percent_rounded',
    'a percentage shown rounded',
    [0.125, '0%', '13%'],
    {
      ...{ asValue: '0.125', ...notWhole('0.125') },
    },
    ['asValue', ...FRACTION_COLUMNS],
  ),
  num('yen', 'an amount in yen', [1234, '¥#,##0', '¥1,234'], { asValue: '1234', ...number('1234') }, AS_VALUE),
  num(
    'yen_negative',
    'a debt in yen',
    [-1234, '¥#,##0', '-¥1,234'],
    { asValue: '-1234', ...number('-1234') },
    AS_VALUE,
  ),
  num(
    'dollars',
    'an amount in dollars',
    [1234.5, '$#,##0.00', '$1,234.50'],
    { asValue: '1234.5', ...notWhole('1234.5') },
    AS_VALUE,
  ),
  num(
    'accounting',
    'a negative amount in parentheses',
    [-1234, '#,##0_);(#,##0)', '(1,234)'],
    { asValue: '-1234', ...number('-1234') },
    ['asValue', ...NUMBER_COLUMNS],
  ),
  num(
    'thousands',
    'thousands with commas',
    [1_234_567, '#,##0', '1,234,567'],
    {
      ...{ asValue: '1234567', ...number('1234567'), smallint: refused('out_of_range'), real: '1234570' },
    },
    AS_VALUE,
  ),
  num(
    'rounded',
    'a fraction shown rounded',
    [1234.567, '#,##0', '1,235'],
    { asValue: '1234.567', ...notWhole('1234.567'), real: '1234.57' },
    ['asValue', ...WHOLE_COLUMNS, ...FRACTION_COLUMNS],
  ),
  num(
    'zeros',
    'a format that pads with zeros',
    [123, '00000', '00123'],
    { asValue: '123', ...number('123') },
    AS_VALUE,
  ),
  num('counted', 'a number with a word in its format', [5, '0"人"', '5人'], { asValue: '5', ...number('5') }, [
    'asValue',
    ...NUMBER_COLUMNS,
  ]),
  num('plain_text_format', 'a number whose cell was made plain text later', [123, '@', '123'], {
    ...{ asValue: '123', ...number('123') },
  }),
  num(
    'hidden',
    'a number under a format that hides it',
    [5, ';;;', '', '5'],
    { asValue: '5', ...number('5') },
    COLUMNS,
  ),
];

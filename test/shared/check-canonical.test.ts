// A text is canonical where canonicalising leaves it as it is.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalCell, isFault } from '../../shared/canonical-cell.ts';
import type { CellValue } from '../../shared/cell.ts';
import { checkCanonical } from '../../shared/check-canonical.ts';
import { columnType, SPELLINGS } from './columns.ts';
import { ZONES } from './zones.ts';

test.each([
  ['text', 'a\rb', 'not_canonical'],
  ['text', '', 'not_canonical'],
  ['text', 'a\u0000', 'invalid_character'],
  ['text', 'a\ud800', 'broken_surrogate'],
  ['text', '#N/A', 'formula_error'],
  ['varchar(2)', 'abc', 'text_too_long'],
  ['varchar(2)', 'ab ', 'text_too_long'],
  ['char(5)', 'ab ', 'not_canonical'],
  ['char(5)', '  ', 'not_canonical'],
  ['integer', '01', 'not_canonical'],
  ['integer', '+1', 'not_canonical'],
  ['integer', '-0', 'not_canonical'],
  ['integer', ' ', 'not_canonical'],
  ['integer', '1,234', 'not_canonical'],
  ['integer', '1.0', 'not_canonical'],
  ['integer', '1.5', 'not_a_whole_number'],
  ['integer', '2147483648', 'out_of_range'],
  ['numeric(6,2)', '1.50', 'not_canonical'],
  ['numeric(6,2)', '1.505', 'not_canonical'],
  ['numeric(6,2)', '12345', 'out_of_range'],
  ['numeric', '1e3', 'not_canonical'],
  ['real', '0.1234567', 'not_canonical'],
  ['double precision', 'NaN', 'not_a_number'],
  ['boolean', 'TRUE', 'not_canonical'],
  ['boolean', '1', 'not_canonical'],
  ['date', '2024/04/01', 'not_canonical'],
  ['date', '2024-04-01 09:00', 'time_in_date'],
  ['date', '2024-02-30', 'not_a_date'],
  ['timestamp', '2024-04-01T09:00:00', 'not_canonical'],
  ['timestamp', '2024-04-01 09:00:00.10', 'not_canonical'],
  ['timestamp(0)', '2024-04-01 09:00:00.1', 'not_canonical'],
  ['timestamptz', '2024-04-01 09:00:00', 'not_canonical'],
  ['timestamptz', '2024-04-01 09:00:00+09', 'not_canonical'],
  ['time', '9:00:00', 'not_canonical'],
  ['uuid', 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', 'not_canonical'],
])('%s refuses %j: %s', (type, text, code) => {
  expect(checkCanonical(columnType(type), text, false)?.code).toBe(code);
});

test.each([
  ['text', 'any text\nat all 😀'],
  ['char(5)', 'ab'],
  ['bigint', '-9223372036854775808'],
  ['numeric(6,2)', '-1234.56'],
  ['numeric', '12345678901234567890.5'],
  ['real', '0.1'],
  ['double precision', '0.1'],
  ['boolean', 'false'],
  ['date', '0001-01-01'],
  ['timestamp', '2024-04-01 09:00:00.1'],
  ['timestamptz', '2024-04-01 09:00:00Z'],
  ['time', '23:59:59.999'],
  ['uuid', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
])('%s accepts %j', (type, text) => {
  expect(checkCanonical(columnType(type), text, true)).toBeNull();
});

test('an empty cell is required only in a NOT NULL column that is not text', () => {
  for (const [kind, spellings] of Object.entries(SPELLINGS)) {
    const isText = kind === 'text' || kind === 'char';
    for (const spelling of spellings) {
      expect(checkCanonical(columnType(spelling), null, false)).toBeNull();
      expect(checkCanonical(columnType(spelling), null, true)).toEqual(isText ? null : { code: 'required' });
    }
  }
});

const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\r', '\n', ' ', '#', '\ud83d', '\ude00', 'あ', 'ー', '１'), maxLength: 6 }),
  fc.double().map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.stringMatching(/^[+-]?[1-9]\d{0,2}(,\d{3}){0,3}(\.\d{0,6})?(e[+-]?\d{1,3})?%?$/),
  fc.stringMatching(/^(0{0,3}|\d{0,4})-\d{1,2}-\d{1,2}( \d{1,2}:\d{2}(:\d{2}(\.\d{1,5})?)?)?$/),
  fc.stringMatching(/^\d{1,2}:\d{2}(:\d{2}(\.\d{1,5})?)?$/),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  fc.constantFrom('TRUE', 'false', '１', '#N/A ', 'Loading... ', '99.995', '4.94065645841247e-324', '1e-45'),
);
const someValue: fc.Arbitrary<CellValue> = fc.oneof(
  someText,
  fc.double(),
  fc.float(),
  fc.integer(),
  fc.integer().map((cents) => cents / 100),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.record({ wallMs: fc.oneof(fc.integer({ min: -6.3e13, max: 2.6e14 }), fc.double({ min: -3e12, max: 4e12 })) }),
);
const someFormat = fc.constantFrom(
  '',
  'yyyy-mm-dd',
  'h:mm',
  'yyyy/m/d h:mm',
  '[h]:mm',
  '@',
  'yyyy"年"m"月"',
  '0.00E+00',
);

describe('canonical text is a fixpoint', () => {
  test.each(Object.entries(SPELLINGS))('%s', (_kind, spellings) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...spellings),
        someValue,
        someText,
        someFormat,
        fc.constantFrom(...ZONES),
        (spelling, value, display, format, zone) => {
          const type = columnType(spelling);
          const text = canonicalCell(type, value, typeof value === 'string' ? value : display, format, zone);
          fc.pre(!isFault(text));
          if (isFault(text)) return;
          expect(canonicalCell(type, text, text ?? '', '', zone)).toBe(text);
          expect(checkCanonical(type, text, false)).toBeNull();
        },
      ),
      { numRuns: 500, maxSkipsPerRun: 1000 },
    );
  });
});

describe('floating point text is what a float of that width gives back', () => {
  test('real, to 6 digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = canonicalCell(columnType('real'), value, '', '', 'UTC');
        fc.pre(typeof text === 'string');
        expect(Number(Math.fround(Number(text)).toPrecision(6))).toBe(Number(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('double precision, to 15 digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = canonicalCell(columnType('double precision'), value, '', '', 'UTC');
        fc.pre(typeof text === 'string');
        expect(Number(text)).toBe(Number(value.toPrecision(15)));
        expect(text).not.toMatch(/e|\+|^-?0\d|\.\d*0$|\.$|^-0$/i);
      }),
      { numRuns: 1000 },
    );
  });
});

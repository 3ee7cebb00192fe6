// What becomes of a cell in the key column, which is trimmed, never folded, and must not have lost a digit.
import { type Content, type Outcome, refused } from './fidelity-row.ts';

export interface KeyRow {
  readonly id: string;
  readonly what: string;
  readonly content: Content;
  readonly format: string;
  readonly display: string;
  /** By the type of the key column; null is a row without a key. */
  readonly stored: { readonly text: Outcome; readonly bigint: Outcome };
}

const key = (
  id: string,
  what: string,
  [content, display, format = '']: readonly [Content, string, string?],
  [text, bigint]: readonly [Outcome, Outcome],
): KeyRow => ({ id, what, content, display, format, stored: { text, bigint } });

const NO_NUMBER = refused('not_a_number');

export const FIDELITY_KEYS: readonly KeyRow[] = [
  key('key_padded', 'spaces of any width around it', ['\u3000 AA-1\u00a0', '\u3000 AA-1\u00a0'], ['AA-1', NO_NUMBER]),
  key('key_inner', 'spaces within it', ['AA  2', 'AA  2'], ['AA  2', NO_NUMBER]),
  key('key_wide', 'full-width letters', ['ＢＢ－９', 'ＢＢ－９'], ['ＢＢ－９', NO_NUMBER]),
  key('key_wide_digits', 'full-width digits', ['１２', '１２'], ['１２', '12']),
  key('key_zeros', 'a number that its format pads with zeros', [123, '00123', '00000'], ['00123', '123']),
  key('key_zeros_text', 'digits in a cell for plain text', ['00124', '00124', '@'], ['00124', '124']),
  key('key_zero', 'zero', [0, '0'], ['0', '0']),
  key(
    'key_15',
    'a number of fifteen digits',
    [123_456_789_012_345, '123456789012345'],
    ['123456789012345', '123456789012345'],
  ),
  key(
    'key_16',
    'a number of sixteen digits or more',
    [1_234_567_890_123_460, '1.23457E+15'],
    [refused('too_many_digits'), refused('too_many_digits')],
  ),
  key(
    'key_long_text',
    'as many digits as plain text',
    ['1234567890123456', '1234567890123456', '@'],
    ['1234567890123456', '1234567890123456'],
  ),
  key('key_date', 'a date', [{ days: 45_383, type: 'DATE' }, '2024/4/1', 'yyyy/m/d'], ['2024-04-01', NO_NUMBER]),
  key('key_box', 'an empty box', [false, 'FALSE'], ['FALSE', NO_NUMBER]),
  key(
    'key_error',
    'a formula that shows #N/A',
    [{ error: 'N_A', text: '#N/A' }, '#N/A'],
    [refused('formula_error'), refused('formula_error')],
  ),
  key('key_spaces', 'white space alone', [' \u3000', ' \u3000'], [null, null]),
  key('key_empty', 'nothing', [null, ''], [null, null]),
];

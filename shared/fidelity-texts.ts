// The fidelity table, first part: empty cells, texts, errors and ticked boxes.
import {
  dayAt,
  everywhere,
  type FidelityRow,
  HELD,
  moment,
  notWhole,
  number,
  type Outcomes,
  refused,
  TEXT_COLUMNS,
  text,
  UNREADABLE,
  whole,
} from './fidelity-row.ts';

/** A text, shown as it is; `stored` is what columns make of it that read more in it than text. */
const asIs = (id: string, what: string, content: string, stored: Partial<Outcomes> = {}, format = ''): FidelityRow => ({
  ...{ id, what, content, format, display: content, notByCsv: [] },
  stored: { ...UNREADABLE, ...text(content), ...stored },
});

export const EMPTY_CELLS: readonly FidelityRow[] = [
  {
    ...{ id: 'empty', what: 'nothing, or a cell that was cleared', content: null, format: '', display: '' },
    ...{ stored: everywhere(null), notByCsv: [] },
  },
  {
    ...{ id: 'empty_formula', what: 'a formula that gives nothing', content: '', format: '', display: '' },
    ...{ formula: '=""', stored: everywhere(null), notByCsv: [] },
  },
  asIs('white_space', 'white space alone', ' \u3000', { ...everywhere(null), ...text(' \u3000') }),
];

export const TEXTS: readonly FidelityRow[] = [
  asIs('text', 'a text', 'ABC 買主'),
  asIs('padded', 'a text with spaces around it', '  山田  ', { char: '  山田' }),
  asIs('line_breaks', 'line breaks, of whatever kind', '一\r\n二\r三\n', text('一\n二\n三\n')),
  asIs('tab', 'a tab', '東京\t大阪'),
  asIs('formula_text', 'a formula in a cell for plain text', '=1+1', {}, '@'),
  asIs('zero_width', 'invisible characters', 'a\u200bb\ufeffc\u00add'),
  asIs('composed', 'a letter and its accent as one character', '\u304c\u00e9'),
  asIs('decomposed', 'a letter and its accent as two characters', '\u304b\u3099e\u0301'),
  {
    ...asIs('decorated', 'a text under a format that adds to it', '山田', {}, '@"様"'),
    ...{ display: '山田様', notByCsv: TEXT_COLUMNS },
  },
];

const APRIL_1 = dayAt('2024-04-01', '2024-04-01 02:30:00Z');

export const JAPANESE: readonly FidelityRow[] = [
  asIs('wide_digits', 'full-width digits', '１２３', number('123')),
  asIs('wide_letters', 'full-width letters', 'ＡＢ－１２'),
  asIs('wide_amount', 'a full-width amount', '￥１，２３４', number('1234')),
  asIs('wide_yen', 'a full-width amount in 円', '１２３４円', number('1234')),
  asIs('wide_date', 'a full-width date', '２０２４年４月１日', APRIL_1),
  asIs('company', 'a company in one character', '㈱山田'),
  asIs('half_kana', 'half-width kana', 'ﾔﾏﾀﾞ ﾀﾛｳ'),
  asIs('compatibility', 'compatibility ideographs', '\ufa10\ufa19\uf9d0'),
  asIs('variation', 'a kanji with a variation selector (U+FE00)', '\u8fbb\ufe00'),
  asIs('ideographic_variation', 'a kanji with an ideographic variation selector (U+E0100)', '\u8fbb\u{e0100}'),
  asIs('rare_kanji', 'a kanji beyond the first 65,536 characters', '𠮷野家'),
  asIs('dashes', 'dashes of every kind', '‐‑‒–—―−-ー－'),
  asIs('waves', 'wave dash and full-width tilde', '10\u301c20\uff5e30'),
  asIs('era_text', 'an era date as text', '令和6年4月1日'),
  asIs('emoji', 'an emoji made of several', '👨‍👩‍👧‍👦'),
];

export const TEXTS_OF_OTHER_TYPES: readonly FidelityRow[] = [
  asIs('zeros_text', 'digits in a cell for plain text', '00123', number('123'), '@'),
  asIs('zeros_apostrophe', "digits after an apostrophe ('00123)", '00123', number('123')),
  asIs(
    'long_digits',
    'more digits than a number can have, as plain text',
    '123456789012345678',
    {
      ...whole(refused('out_of_range')),
      ...{ bigint: '123456789012345678', numeric: '123456789012345678' },
      ...{ real: '123457000000000000', double: '123456789012346000' },
    },
    '@',
  ),
  asIs('percent_text', 'a percentage as text', '12.5%', notWhole('0.125'), '@'),
  asIs('exponent_text', 'a power of ten as text', '1.5E3', number('1500'), '@'),
  asIs('comma_decimal', 'a decimal comma', '1,5'),
  asIs('parentheses_text', 'digits in parentheses', '(1)', {}, '@'),
  asIs('true_text', 'TRUE as text', 'TRUE', { boolean: 'true' }, '@'),
  asIs('yes', 'a word for yes', 'はい'),
  asIs('uuid', 'a UUID', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', { uuid: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' }),
  asIs('date_text', 'a date as text', '2024-04-01', APRIL_1, '@'),
  asIs('date_text_slashes', 'a date as text, day first', '01/04/2024', {}, '@'),
  asIs('no_such_date', 'a date that does not exist', '2024-02-30'),
  asIs(
    'moment_text',
    'a date and a time as text',
    '2024-04-01 13:30',
    moment(refused('time_in_date'), '2024-04-01 13:30:00', '2024-04-01 16:00:00Z', refused('date_in_time')),
    '@',
  ),
  asIs('instant_text', 'a time with its offset', '2024-04-01T09:00:00+09:00', { timestamptz: '2024-04-01 00:00:00Z' }),
  asIs('time_text', 'a time as text', '9:05', { time: '09:05:00' }, '@'),
];

export const UNSTORABLE: readonly FidelityRow[] = [
  asIs('nul', 'a NUL character', 'a\u0000b', everywhere(refused('invalid_character'))),
  asIs('separator', 'a unit separator (U+001F)', 'a\u001fb', everywhere(refused('invalid_character'))),
  {
    ...asIs('half_pair', 'half of an emoji', 'a\ud83d', everywhere(refused('broken_surrogate'))),
    notByCsv: 'no file',
  },
];

const failed = (id: string, error: string, shown: string): FidelityRow => ({
  ...{ id, what: `a formula that shows ${shown}`, format: '', display: shown, formula: '=ERROR' },
  ...{ content: { error, text: shown }, stored: everywhere(HELD), notByCsv: [] },
});

export const ERRORS: readonly FidelityRow[] = [
  failed('not_available', 'N_A', '#N/A'),
  failed('division', 'DIVIDE_BY_ZERO', '#DIV/0!'),
  failed('reference', 'REF', '#REF!'),
  failed('wrong_value', 'VALUE', '#VALUE!'),
  failed('wrong_name', 'NAME', '#NAME?'),
  failed('wrong_number', 'NUM', '#NUM!'),
  failed('error', 'ERROR', '#ERROR!'),
  failed('loading', 'LOADING', 'Loading...'),
  failed('loading_ja', 'LOADING', '読み込んでいます...'),
];

const box = (id: string, what: string, content: boolean, display: string, stored: string): FidelityRow => ({
  ...{ id, what, content, display, format: '', notByCsv: [] },
  stored: { ...UNREADABLE, ...text(display), boolean: stored },
});

export const BOXES: readonly FidelityRow[] = [
  box('checked', 'a ticked box, or TRUE', true, 'TRUE', 'true'),
  box('unchecked', 'an empty box, or FALSE', false, 'FALSE', 'false'),
];

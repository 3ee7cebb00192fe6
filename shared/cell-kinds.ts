// One cell of each kind that the self-check writes into a scratch tab, and what Rollcall takes for granted that Sheets says of it.

export type CellPart = 'value' | 'display' | 'format';

export interface CellKind {
  readonly what: string;
  /** Set before the cell is written; absent where nobody chose a format. */
  readonly setFormat?: string;
  /** As setValue() takes it; a formula begins with an equals sign, and an empty cell has none. */
  readonly written?: string | number | boolean;
  /** A moment as text: `Date 2024-04-01 00:00:00`, by the spreadsheet's clock. */
  readonly value: string | number | boolean;
  readonly display: string;
  readonly format: string;
  /** Where Sheets knows the format in this language only. */
  readonly language?: 'ja';
}

/** What getNumberFormat() says where nobody chose one. */
const AUTOMATIC = '0.###############';

const kind = (
  what: string,
  written: string | number | boolean,
  seen: { readonly value?: string | number | boolean; readonly display?: string },
  setFormat?: string,
): CellKind => ({
  what,
  written,
  value: seen.value ?? written,
  display: seen.display ?? String(written),
  format: setFormat ?? AUTOMATIC,
  ...(setFormat === undefined ? {} : { setFormat }),
});

export const CELL_KINDS = {
  number: kind('a number', 1234.5, {}),
  long_number: kind('fifteen digits', 123_456_789_012_345, {}),
  scientific: kind('a number too large for its digits', 1e20, { display: '1E+20' }),
  text: kind('text', 'ABC 買主', {}),
  text_zeros: kind('digits in a cell for text', '00123', {}, '@'),
  text_apostrophe: kind('digits after an apostrophe', "'00123", { value: '00123', display: '00123' }),
  digits: kind('digits in an automatic cell', '00123', { value: 123, display: '123' }),
  date: kind('a date', 45_383, { value: 'Date 2024-04-01 00:00:00', display: '2024-04-01' }, 'yyyy-mm-dd'),
  time: kind('a time', 0.5625, { value: 'Date 1899-12-30 13:30:00', display: '13:30:00' }, 'h:mm:ss'),
  date_time: kind(
    'a date with a time',
    45_383.5625,
    { value: 'Date 2024-04-01 13:30:00', display: '2024-04-01 13:30:00' },
    'yyyy-mm-dd hh:mm:ss',
  ),
  duration: kind('a duration', 1.5, { value: 'Date 1899-12-31 12:00:00', display: '36:00:00' }, '[h]:mm:ss'),
  percent: kind('a percentage', 0.125, { display: '12.50%' }, '0.00%'),
  currency: kind('an amount', 1_234_567, { display: '¥1,234,567' }, '¥#,##0'),
  checked: kind('a ticked box', true, { display: 'TRUE' }),
  unchecked: kind('an empty box', false, { display: 'FALSE' }),
  hidden: kind('a number under a format that hides it', 5, { display: '' }, ';;;'),
  decorated: kind('text under a format that adds to it', '山田', { display: '山田様' }, '@"様"'),
  era: {
    ...kind(
      'a date by its era',
      45_383,
      { value: 'Date 2024-04-01 00:00:00', display: '令和6年4月1日' },
      'ggge"年"m"月"d"日"',
    ),
    language: 'ja',
  },
  not_available: kind('a value that is not available', '=NA()', { value: '#N/A', display: '#N/A' }),
  division: kind('a division by zero', '=1/0', { value: '#DIV/0!', display: '#DIV/0!' }),
  empty_formula: kind('a formula that gives nothing', '=""', { value: '', display: '' }),
  empty: { what: 'an empty cell', value: '', display: '', format: AUTOMATIC },
} as const satisfies Readonly<Record<string, CellKind>>;

export const CELL_PARTS: readonly CellPart[] = ['value', 'display', 'format'];

/** As the self-check's file names what it saw. */
export const cellId = (kindId: string, part: CellPart): string => `cell.${kindId}.${part}`;

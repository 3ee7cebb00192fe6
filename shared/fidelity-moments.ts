// The fidelity table, third part: dates, times and durations, however they are shown.
import {
  AS_SHOWN,
  type ColumnOf,
  type Display,
  dayAt,
  type FidelityRow,
  MOMENT_COLUMNS,
  moment,
  type Outcome,
  type Outcomes,
  refused,
  TEXT_COLUMNS,
  text,
  UNREADABLE,
} from './fidelity-row.ts';

/** Where the table's sheet is: three and a half hours behind UTC, two and a half in summer. */
export const FIDELITY_ZONE = 'America/St_Johns';

type Shown = readonly [days: number, type: 'DATE' | 'TIME' | 'DATE_TIME', format: string, display: Display];

const at = (
  id: string,
  what: string,
  [days, type, format, display]: Shown,
  [shown, asValue = shown]: readonly [Outcome, Outcome?],
  stored: Partial<Outcomes>,
  notByCsv: readonly ColumnOf[] = [],
): FidelityRow => ({
  ...{ id, what, format, display, notByCsv, content: { days, type } },
  stored: { ...UNREADABLE, ...text(shown, asValue), ...stored },
});

/** Days since 1899-12-30. */
const APRIL_1 = 45_383;
const clock = (hour: number, minute: number, second: number): number => (hour * 3600 + minute * 60 + second) / 86_400;

const DAY = dayAt('2024-04-01', '2024-04-01 02:30:00Z');
const NOT_BOTH = { date: refused('time_in_date'), time: refused('date_in_time') };

export const DATES: readonly FidelityRow[] = [
  at('date', 'a date', [APRIL_1, 'DATE', 'yyyy-mm-dd', '2024-04-01'], ['2024-04-01'], DAY),
  at(
    'date_slashes',
    'a date with slashes',
    [APRIL_1, 'DATE', 'yyyy/m/d', '2024/4/1'],
    ['2024-04-01'],
    DAY,
    TEXT_COLUMNS,
  ),
  at(
    'date_kanji',
    'a date in Japanese',
    [APRIL_1, 'DATE', 'yyyy"年"m"月"d"日"', '2024年4月1日'],
    ['2024-04-01'],
    DAY,
    TEXT_COLUMNS,
  ),
  at('date_us', 'a date, month first', [APRIL_1, 'DATE', 'm/d/yyyy', '4/1/2024'], ['2024-04-01'], DAY, [
    ...TEXT_COLUMNS,
    ...MOMENT_COLUMNS,
  ]),
  at('month_day', 'a date without its year', [APRIL_1, 'DATE', 'm/d', '4/1'], ['2024-04-01'], DAY, [
    ...TEXT_COLUMNS,
    ...MOMENT_COLUMNS,
  ]),
  at(
    'era',
    'a date under a format of the Japanese era',
    [APRIL_1, 'DATE', 'ggge"年"m"月"d"日"', '令和6年4月1日'],
    ['2024-04-01'],
    DAY,
    [...TEXT_COLUMNS, ...MOMENT_COLUMNS],
  ),
  at('year_month', 'a month', [APRIL_1, 'DATE', 'yyyy"年"m"月"', '2024年4月'], ['2024年4月', '2024-04-01'], DAY, [
    'asValue',
    ...MOMENT_COLUMNS,
  ]),
  at(
    'weekday',
    'a day of the week',
    [APRIL_1, 'DATE', 'dddd', { ja_JP: '月曜日', en_US: 'Monday' }],
    [AS_SHOWN, '2024-04-01'],
    DAY,
    ['asValue', ...MOMENT_COLUMNS],
  ),
  at(
    'hidden_time',
    'a date whose time is not shown',
    [APRIL_1 + 0.5625, 'DATE', 'yyyy-mm-dd', '2024-04-01'],
    ['2024-04-01'],
    moment('2024-04-01', '2024-04-01 13:30:00', '2024-04-01 16:00:00Z', refused('date_in_time')),
    ['timestamp', 'timestamptz'],
  ),
  at(
    'before_1900',
    'a date before 1900',
    [-18_065, 'DATE', 'yyyy-mm-dd', '1850-07-15'],
    ['1850-07-15'],
    dayAt('1850-07-15', '1850-07-15 03:30:52Z'),
  ),
  at(
    'day_zero',
    'the day that sheets count from',
    [0, 'DATE', 'yyyy-mm-dd', '1899-12-30'],
    ['1899-12-30'],
    dayAt('1899-12-30', '1899-12-30 03:30:52Z'),
  ),
  at(
    'last_day',
    'the last day there is',
    [2_958_465, 'DATE', 'yyyy-mm-dd', '9999-12-31'],
    ['9999-12-31'],
    dayAt('9999-12-31', '9999-12-31 03:30:00Z'),
  ),
];

const LONG = 'yyyy-mm-dd hh:mm:ss';

export const TIMES: readonly FidelityRow[] = [
  at(
    'date_time',
    'a date with a time',
    [APRIL_1 + 0.5625, 'DATE_TIME', LONG, '2024-04-01 13:30:00'],
    ['2024-04-01 13:30:00'],
    { timestamp: '2024-04-01 13:30:00', timestamptz: '2024-04-01 16:00:00Z', ...NOT_BOTH },
  ),
  at(
    'date_time_short',
    'a date with a time whose seconds are not shown',
    [APRIL_1 + clock(9, 5, 7), 'DATE_TIME', 'yyyy/m/d h:mm', '2024/4/1 9:05'],
    ['2024-04-01 09:05:07'],
    { timestamp: '2024-04-01 09:05:07', timestamptz: '2024-04-01 11:35:07Z', ...NOT_BOTH },
    [...TEXT_COLUMNS, 'timestamp', 'timestamptz'],
  ),
  at(
    'midnight_shown',
    'a date with midnight',
    [APRIL_1, 'DATE_TIME', LONG, '2024-04-01 00:00:00'],
    ['2024-04-01 00:00:00'],
    DAY,
  ),
  at(
    'milliseconds',
    'a date with a fraction of a second',
    [APRIL_1 + clock(13, 30, 0.25), 'DATE_TIME', LONG, '2024-04-01 13:30:00'],
    ['2024-04-01 13:30:00.25'],
    { timestamp: '2024-04-01 13:30:00.25', timestamptz: '2024-04-01 16:00:00.25Z', ...NOT_BOTH },
    [...TEXT_COLUMNS, 'timestamp', 'timestamptz'],
  ),
  at(
    'almost',
    'a time that is off by less than a millisecond',
    [APRIL_1 + clock(9, 5, 6.9999998), 'DATE_TIME', LONG, '2024-04-01 09:05:07'],
    ['2024-04-01 09:05:07'],
    { timestamp: '2024-04-01 09:05:07', timestamptz: '2024-04-01 11:35:07Z', ...NOT_BOTH },
  ),
  at(
    'skipped',
    'a time that the clocks skipped',
    [45_361 + clock(2, 30, 0), 'DATE_TIME', LONG, '2024-03-10 02:30:00'],
    ['2024-03-10 02:30:00'],
    { timestamp: '2024-03-10 02:30:00', timestamptz: refused('time_does_not_exist'), ...NOT_BOTH },
  ),
  at(
    'after_skipped',
    'the time an hour after one that the clocks skipped',
    [45_361 + clock(3, 30, 0), 'DATE_TIME', LONG, '2024-03-10 03:30:00'],
    ['2024-03-10 03:30:00'],
    { timestamp: '2024-03-10 03:30:00', timestamptz: '2024-03-10 06:00:00Z', ...NOT_BOTH },
  ),
  at(
    'twice',
    'a time that the clocks showed twice',
    [45_599 + clock(1, 30, 0), 'DATE_TIME', LONG, '2024-11-03 01:30:00'],
    ['2024-11-03 01:30:00'],
    { timestamp: '2024-11-03 01:30:00', timestamptz: '2024-11-03 04:00:00Z', ...NOT_BOTH },
  ),
  at('time', 'a time', [0.5625, 'TIME', 'hh:mm:ss', '13:30:00'], ['13:30:00'], { time: '13:30:00' }),
  at(
    'time_short',
    'a time whose seconds are not shown',
    [clock(9, 5, 7), 'TIME', 'h:mm', '9:05'],
    ['09:05:07'],
    { time: '09:05:07' },
    [...TEXT_COLUMNS, 'time'],
  ),
  at(
    'time_half_day',
    'a time with AM or PM',
    [0.5625, 'TIME', 'h:mm AM/PM', '1:30 PM'],
    ['13:30:00'],
    { time: '13:30:00' },
    [...TEXT_COLUMNS, 'time'],
  ),
  at('midnight', 'midnight', [0, 'TIME', 'h:mm:ss', '0:00:00'], ['00:00:00'], { time: '00:00:00' }, TEXT_COLUMNS),
  at('duration', 'a duration', [1.5, 'TIME', '[h]:mm:ss', '36:00:00'], ['36:00:00'], {}),
  at(
    'duration_short',
    'a duration of less than a day',
    [clock(8, 30, 0), 'TIME', '[h]:mm', '8:30'],
    ['8:30', '08:30:00'],
    { time: '08:30:00' },
    ['asValue'],
  ),
];

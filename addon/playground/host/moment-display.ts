// How a moment looks in a cell: the listed formats only.
import { type Wall, wallOf } from './serial-date.ts';

/** Undefined for a format outside the list. A date and a time with a space between them are listed by their parts. */
export function momentDisplay(format: string, locale: string): ((serial: number) => string) | undefined {
  const show = shower(format);
  return show === undefined ? undefined : (serial) => show(wallOf(serial), locale);
}

/** Whether a number under this format is a moment: letters of a date or a time outside quotes and brackets of colour. */
export function isMomentFormat(format: string): boolean {
  if (format === '' || format === 'General') return false;
  const known = memo.get(format);
  if (known !== undefined) return known;
  const bare = format.replace(/"[^"]*"|\\.|E[+-]|\[(?![hms]+\])[^\]]*\]/g, '');
  const isMoment = shower(format) !== undefined || /[ydhsm]|ggg/i.test(bare);
  memo.set(format, isMoment);
  return isMoment;
}

const memo = new Map<string, boolean>();

type Show = (wall: Wall, locale: string) => string;

function shower(format: string): Show | undefined {
  const alone = DATES[format] ?? CLOCKS[format];
  if (alone !== undefined) return alone;
  const [, day = '', clock = ''] = /^(.+?) (\S*h:.+)$/.exec(format) ?? [];
  const [date, time] = [DATES[day], CLOCKS[clock]];
  return date === undefined || time === undefined
    ? undefined
    : (wall, locale) => `${date(wall, locale)} ${time(wall, locale)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
const four = (value: number): string => String(value).padStart(4, '0');
const half = ({ hour }: Wall): string => (hour < 12 ? 'AM' : 'PM');
const halfHour = ({ hour }: Wall): number => hour % 12 || 12;

const DATES: Readonly<Record<string, Show>> = {
  'yyyy-mm-dd': (wall) => dashed(wall),
  'yyyy/mm/dd': (wall) => slashed(wall),
  'yyyy/m/d': ({ year, month, day }) => `${year}/${month}/${day}`,
  'm/d/yyyy': ({ year, month, day }) => `${month}/${day}/${year}`,
  'mmm d, yyyy': ({ year, month, day }) => `${MONTHS[month - 1]} ${day}, ${year}`,
  'd-mmm-yyyy': ({ year, month, day }) => `${day}-${MONTHS[month - 1]}-${year}`,
  'yyyy"年"m"月"d"日"': ({ year, month, day }) => `${year}年${month}月${day}日`,
  'ggge"年"m"月"d"日"': (wall) => `${era(wall)}年${wall.month}月${wall.day}日`,
  'yyyy-mm': ({ year, month }) => `${four(year)}-${two(month)}`,
  'yyyy/mm': ({ year, month }) => `${four(year)}/${two(month)}`,
  'yyyy"年"m"月"': ({ year, month }) => `${year}年${month}月`,
  'm-d': ({ month, day }) => `${month}-${day}`,
  'm/d': ({ month, day }) => `${month}/${day}`,
  'm"月"d"日"': ({ month, day }) => `${month}月${day}日`,
  dddd: (wall, locale) => weekday(wall, locale),
};

const CLOCKS: Readonly<Record<string, Show>> = {
  'h:mm': ({ hour, minute }) => `${hour}:${two(minute)}`,
  'h:mm:ss': ({ hour, minute, second }) => `${hour}:${two(minute)}:${two(second)}`,
  'hh:mm:ss': ({ hour, minute, second }) => `${two(hour)}:${two(minute)}:${two(second)}`,
  'h:mm AM/PM': (wall) => `${halfHour(wall)}:${two(wall.minute)} ${half(wall)}`,
  'h:mm:ss AM/PM': (wall) => `${halfHour(wall)}:${two(wall.minute)}:${two(wall.second)} ${half(wall)}`,
  '[h]:mm:ss': ({ totalSeconds }) => elapsed(totalSeconds),
  '[h]:mm': ({ totalSeconds }) => elapsed(totalSeconds).slice(0, -3),
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS_JA = ['日', '月', '火', '水', '木', '金', '土'].map((name) => `${name}曜日`);
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tues', 'Wednes', 'Thurs', 'Fri', 'Satur'].map((name) => `${name}day`);
const dashed = ({ year, month, day }: Wall): string => `${four(year)}-${two(month)}-${two(day)}`;
const slashed = ({ year, month, day }: Wall): string => `${four(year)}/${two(month)}/${two(day)}`;

function weekday({ year, month, day }: Wall, locale: string): string {
  const names = locale === 'ja_JP' ? WEEKDAYS_JA : WEEKDAYS_EN;
  return names[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
}

function elapsed(totalSeconds: number): string {
  const size = Math.abs(totalSeconds);
  const sign = totalSeconds < 0 ? '-' : '';
  return `${sign}${Math.floor(size / 3600)}:${two(Math.floor(size / 60) % 60)}:${two(size % 60)}`;
}

function era({ year, month, day }: Wall): string {
  const date = year * 10_000 + month * 100 + day;
  const [name, start] = ERAS.find(([, from]) => date >= from) ?? ['', 0];
  if (name === '') throw new Error('The local host knows no era before Meiji.');
  return `${name}${year - Math.floor(start / 10_000) + 1}`;
}

const ERAS: readonly (readonly [string, number])[] = [
  ['令和', 20190501],
  ['平成', 19890108],
  ['昭和', 19261225],
  ['大正', 19120730],
  ['明治', 18680125],
];

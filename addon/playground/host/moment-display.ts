// How a moment looks in a cell: the listed formats only.
import { type Wall, wallOf } from './serial-date.ts';

/** Undefined for a format outside the list. */
export function momentDisplay(format: string): ((serial: number) => string) | undefined {
  const show = MOMENTS[format];
  return show === undefined ? undefined : (serial) => show(wallOf(serial));
}

/** Whether a number under this format is a moment: letters of a date or a time outside quotes and brackets of colour. */
export function isMomentFormat(format: string): boolean {
  const known = memo.get(format);
  if (known !== undefined) return known;
  const found = readsAsMoment(format);
  memo.set(format, found);
  return found;
}

const memo = new Map<string, boolean>();

function readsAsMoment(format: string): boolean {
  if (format === '' || format === 'General' || MOMENTS[format] !== undefined) return MOMENTS[format] !== undefined;
  const bare = format.replace(/"[^"]*"|\\.|E[+-]|\[(?![hms]+\])[^\]]*\]/g, '');
  return /[ydhsm]|ggg/i.test(bare);
}

const two = (value: number): string => String(value).padStart(2, '0');
const four = (value: number): string => String(value).padStart(4, '0');
const clock = ({ hour, minute, second }: Wall): string => `${hour}:${two(minute)}:${two(second)}`;

const MOMENTS: Readonly<Record<string, (wall: Wall) => string>> = {
  'yyyy-mm-dd': (wall) => dashed(wall),
  'yyyy/mm/dd': (wall) => slashed(wall),
  'm/d/yyyy': ({ year, month, day }) => `${month}/${day}/${year}`,
  'yyyy"年"m"月"d"日"': ({ year, month, day }) => `${year}年${month}月${day}日`,
  'ggge"年"m"月"d"日"': (wall) => `${era(wall)}年${wall.month}月${wall.day}日`,
  'h:mm': ({ hour, minute }) => `${hour}:${two(minute)}`,
  'h:mm:ss': clock,
  'yyyy-mm-dd hh:mm:ss': (wall) => `${dashed(wall)} ${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`,
  'yyyy/mm/dd h:mm:ss': (wall) => `${slashed(wall)} ${clock(wall)}`,
  '[h]:mm:ss': ({ totalSeconds }) => elapsed(totalSeconds),
};

const dashed = ({ year, month, day }: Wall): string => `${four(year)}-${two(month)}-${two(day)}`;
const slashed = ({ year, month, day }: Wall): string => `${four(year)}/${two(month)}/${two(day)}`;

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

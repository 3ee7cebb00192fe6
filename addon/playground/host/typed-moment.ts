// What is typed as a date, a time or a duration: one line per spelling, by locale.
import { serialOf } from './serial-date.ts';

/** Where and when it is typed: `ja_JP` or `en_US`, and the year that a date without one falls into. */
export interface Typing {
  readonly locale: string;
  readonly year: number;
}

export interface TypedMoment {
  readonly value: number;
  readonly format: string;
  /** Hours beyond a day: it needs a format of its own, since a clock would hide the days. */
  readonly isDuration: boolean;
}

/** Undefined for what is none, and for a day or time that does not exist. */
export function typedMoment(text: string, typing: Typing): TypedMoment | undefined {
  if (!MAY_BE_MOMENT.test(text)) return undefined;
  const { day, clock } = DAY_AND_CLOCK.exec(text)?.groups ?? { day: text, clock: undefined };
  const date = typedDate(day ?? '', typing);
  const time = typedClock(clock ?? text, typing.locale);
  if (clock === undefined) return date ?? time;
  if (date === undefined || time === undefined || time.isDuration) return undefined;
  return { value: date.value + time.value, format: `${date.format} ${time.format}`, isDuration: false };
}

function typedDate(text: string, { locale, year: thisYear }: Typing): TypedMoment | undefined {
  for (const { locales, spelling, format } of DATES) {
    const parts = locales.includes(locale) ? spelling.exec(text)?.groups : undefined;
    if (parts === undefined) continue;
    const { y, m = '', d = '1' } = parts;
    const year = y === undefined ? thisYear : fullYear(y);
    const month = MONTHS.indexOf(m.slice(0, 3).toLowerCase()) + 1 || Number(m);
    const value = year < 100 ? undefined : serialOf(year, month, Number(d));
    return value === undefined ? undefined : { value, format, isDuration: false };
  }
  return undefined;
}

function typedClock(text: string, locale: string): TypedMoment | undefined {
  const parts = CLOCK.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { h, min, s, half } = parts;
  const [hour, minute, second] = [Number(h), Number(min), Number(s ?? 0)];
  if (minute > 59 || second > 59) return undefined;
  const value = (at: number): number => (at * 3600 + minute * 60 + second) / 86_400;
  const format = s === undefined ? 'h:mm' : 'h:mm:ss';
  if (half === undefined) {
    const isDuration = hour > 23;
    return { value: value(hour), format: isDuration ? '[h]:mm:ss' : format, isDuration };
  }
  if (locale !== 'en_US' || hour < 1 || hour > 12) return undefined;
  const at = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  return { value: value(at), format: `${format} AM/PM`, isDuration: false };
}

/** Two digits are of this century up to 29. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}

interface Spelling {
  readonly locales: readonly string[];
  readonly spelling: RegExp;
  readonly format: string;
}

const JA = ['ja_JP'];
const EN = ['en_US'];
const BOTH = [...JA, ...EN];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAME =
  '(?<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** The first spelling that fits decides; where its day does not exist, the text stays text. */
const DATES: readonly Spelling[] = [
  { locales: BOTH, spelling: /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})$/, format: 'yyyy-mm-dd' },
  { locales: BOTH, spelling: /^(?<y>\d{4})\/(?<m>\d{1,2})\/(?<d>\d{1,2})$/, format: 'yyyy/mm/dd' },
  { locales: BOTH, spelling: /^(?<y>\d{4})-(?<m>\d{1,2})$/, format: 'yyyy-mm' },
  { locales: BOTH, spelling: /^(?<y>\d{4})\/(?<m>\d{1,2})$/, format: 'yyyy/mm' },
  { locales: JA, spelling: /^(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日$/, format: 'yyyy"年"m"月"d"日"' },
  { locales: JA, spelling: /^(?<y>\d{4})年(?<m>\d{1,2})月$/, format: 'yyyy"年"m"月"' },
  { locales: JA, spelling: /^(?<m>\d{1,2})月(?<d>\d{1,2})日$/, format: 'm"月"d"日"' },
  { locales: JA, spelling: /^(?<y>\d{1,2})([-/])(?<m>\d{1,2})\2(?<d>\d{1,2})$/, format: 'yyyy/mm/dd' },
  { locales: EN, spelling: /^(?<m>\d{1,2})([-/])(?<d>\d{1,2})\2(?<y>\d{4}|\d{1,2})$/, format: 'm/d/yyyy' },
  { locales: EN, spelling: new RegExp(`^${NAME} (?<d>\\d{1,2}),? (?<y>\\d{4})$`, 'i'), format: 'mmm d, yyyy' },
  { locales: EN, spelling: new RegExp(`^(?<d>\\d{1,2})([- ])${NAME}\\2(?<y>\\d{4})$`, 'i'), format: 'd-mmm-yyyy' },
  { locales: BOTH, spelling: /^(?<m>\d{1,2})-(?<d>\d{1,2})$/, format: 'm-d' },
  { locales: BOTH, spelling: /^(?<m>\d{1,2})\/(?<d>\d{1,2})$/, format: 'm/d' },
];

const CLOCK = /^(?<h>\d{1,4}):(?<min>\d{2})(?::(?<s>\d{2}))?(?: ?(?<half>[ap]m))?$/i;
const DAY_AND_CLOCK = /^(?<day>\S.*?) +(?<clock>\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)$/i;
/** Spares most of a file's cells the table. */
const MAY_BE_MOMENT = /^(?:\d{1,4}[-/:年月 ]|[a-z]{3})/i;

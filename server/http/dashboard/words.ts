// Words, numbers and times in the reader's language. A text may choose by a number: {n|one row|many rows}.
import type { Language } from '../../problem.ts';

export type Wording = Readonly<Record<Language, string>>;
export type Texts = Readonly<Record<string, Wording>>;
export type Params = Readonly<Record<string, string | number | null>>;

export type Say<T extends Texts> = (key: keyof T, params?: Params) => string;

export const wordsOf =
  <T extends Texts>(texts: T, language: Language): Say<T> =>
  (key, params = {}) =>
    fill((texts[key] as Wording)[language], params, language);

/** The text of a code that may be newer than this table; the code itself where there is none. */
export const wordFor = (texts: Texts, language: Language, code: string, params: Params = {}): string =>
  Object.hasOwn(texts, code) ? fill((texts[code] as Wording)[language], params, language) : code.replaceAll('_', ' ');

function fill(text: string, params: Params, language: Language): string {
  return text
    .replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, many: string) =>
      params[name] === 1 ? one : many,
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => shown(params[name], language));
}

function shown(value: string | number | null | undefined, language: Language): string {
  if (typeof value === 'number') return number(value, language);
  return value === undefined || value === null ? '–' : value;
}

/** At most one digit after the point; a dash for what is not known. */
export const number = (value: number | null, language: Language): string =>
  value === null ? '–' : value.toLocaleString(language, { maximumFractionDigits: 1 });

/** 0 to 100. */
export const percent = (value: number | null, language: Language): string =>
  value === null
    ? '–'
    : (value / 100).toLocaleString(language, { style: 'percent', maximumFractionDigits: value < 10 ? 2 : 1 });

export function duration(ms: number | null, language: Language): string {
  if (ms === null) return '–';
  const [value, unit] =
    ms < 60_000 ? [ms / 1000, 'second'] : ms < 3_600_000 ? [ms / 60_000, 'minute'] : [ms / 3_600_000, 'hour'];
  return value.toLocaleString(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
}

/** `5 minutes ago`, `in 2 hours`. */
export function fromNow(iso: string, now: Date, language: Language): string {
  const seconds = (Date.parse(iso) - now.getTime()) / 1000;
  const [unit, size] = UNITS.find(([, least]) => Math.abs(seconds) >= least) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

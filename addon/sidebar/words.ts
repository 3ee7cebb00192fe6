// Words, numbers and times in the reader's language.
import { type Language, TEXTS, type TextKey } from './texts.ts';

type Params = Readonly<Record<string, unknown>>;

export interface Words {
  readonly language: Language;
  readonly say: (key: TextKey, params?: Params) => string;
  /** The text of a code that the server may have made up since; null where this table has none. */
  readonly sayIf: (key: string, params?: Params) => string | null;
  /** One after the other; empty ones are left out. */
  readonly sentences: (sentences: readonly string[]) => string;
  readonly number: (value: number) => string;
  /** `today 14:32`, else with the day. */
  readonly when: (iso: string, now: number) => string;
  /** `14:32`, with the day where it is another. */
  readonly clock: (iso: string, now: number) => string;
}

export const languageOf = (locale: string): Language => (/^ja([-_]|$)/i.test(locale) ? 'ja' : 'en');

export function wordsIn(language: Language): Words {
  const number = (value: number) => value.toLocaleString(language);
  const sayIf = (key: string, params: Params = {}) =>
    isTextKey(key) ? fill(TEXTS[key][language], params, number) : null;
  const say = (key: TextKey, params: Params = {}) => fill(TEXTS[key][language], params, number);
  const clock = (iso: string, now: number) => timeOf(language, iso, now, '{time}');
  const when = (iso: string, now: number) => timeOf(language, iso, now, TEXTS['when.today'][language]);
  const sentences = (all: readonly string[]) =>
    all.filter((sentence) => sentence !== '').join(language === 'ja' ? '' : ' ');
  return { language, say, sayIf, sentences, number, when, clock };
}

const isTextKey = (key: string): key is TextKey => Object.hasOwn(TEXTS, key);

function fill(text: string, params: Params, number: (value: number) => string): string {
  return text
    .replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, many: string) =>
      params[name] === 1 ? one : many,
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => shown(params[name], number));
}

function shown(value: unknown, number: (value: number) => string): string {
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return value.join(', ');
  return value === undefined || value === null ? '–' : String(value);
}

function timeOf(language: Language, iso: string, now: number, today: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const time = date.toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' });
  if (date.toDateString() === new Date(now).toDateString()) return today.replace('{time}', time);
  return `${date.toLocaleDateString(language, { month: 'short', day: 'numeric' })} ${time}`;
}

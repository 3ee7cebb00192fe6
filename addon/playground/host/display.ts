// What a person sees in a cell: computed for the listed formats and locales, refused for any other.
import { momentDisplay } from './moment-display.ts';
import { numberDisplay } from './number-display.ts';

/** `null` is an empty cell. A moment is a number: its format makes it one. */
export type CellScalar = string | number | boolean | null;

const LOCALES = ['ja_JP', 'en_US'];

/** Throws for a number under a format that the local host does not list. */
export function displayOf(value: CellScalar, format: string, locale: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return decorated(value, format);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return formatter(format, locale)(value);
}

/** A format may add to a text; any that is for numbers leaves it as it is. */
const decorated = (text: string, format: string): string => {
  const parts = /^(?:"(?<before>[^"]*)")?@(?:"(?<after>[^"]*)")?$/.exec(format)?.groups;
  return `${parts?.['before'] ?? ''}${text}${parts?.['after'] ?? ''}`;
};

function formatter(format: string, locale: string): (value: number) => string {
  if (!LOCALES.includes(locale)) throw new Error(`The local host displays numbers for ${LOCALES.join(' and ')} only.`);
  const memo = memos.get(locale) ?? new Map<string, Show>();
  memos.set(locale, memo);
  const known = memo.get(format);
  if (known !== undefined) return known;
  const made = momentDisplay(format, locale) ?? numberDisplay(format);
  if (made === undefined) throw new Error(`The local host cannot display the number format ${format}.`);
  memo.set(format, made);
  return made;
}

type Show = (value: number) => string;
const memos = new Map<string, Map<string, Show>>();

// Two texts that mean the same and are only written in another way: which way, so that a difference in form is not taken for a change.

import type { Form } from './protocol.ts';
import { parseMoment } from './wall-clock.ts';

/**
 * How two unlike texts differ if they mean the same: in white space, in full or half width, in letters large or small, or in the
 * way a number or a date is written; the last of these that is needed. Null where they mean different things, and where
 * they are the same text. Symmetric. An id keeps its zeros: 00123 is not 123; and dashes are not folded.
 */
export function formOf(a: string, b: string): Form | null {
  if (a === b) return null;
  const [spacedA, spacedB] = [plainSpaces(a), plainSpaces(b)];
  if (spacedA === spacedB) return 'spaces';
  const [narrowA, narrowB] = [plainSpaces(narrow(spacedA)), plainSpaces(narrow(spacedB))];
  if (narrowA === narrowB) return 'width';
  if (narrowA.toLowerCase() === narrowB.toLowerCase()) return 'case';
  if (!DIGIT.test(narrowA) || !DIGIT.test(narrowB)) return null;
  if (sameNumber(narrowA, narrowB)) return 'number';
  return sameMoment(narrowA, narrowB) ? 'date' : null;
}

/** Trimmed, and every run of white space (line breaks, U+3000 and U+00A0 too) one space. */
const plainSpaces = (text: string): string => text.replace(SPACES, ' ').trim();

/** NFKC, but for characters whose plain form says something else: 10² is not 102, ① is not 1, and a name keeps its 神. */
function narrow(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(FOLDABLE, (part) => part.normalize('NFKC')) : text;
}

interface WrittenNumber {
  readonly negative: boolean;
  readonly currency: string;
  /** Whole digits without zeros before them, and digits after the point without zeros behind. */
  readonly digits: string;
}

/** Where both name a currency it must be the same one. */
function sameNumber(a: string, b: string): boolean {
  const [first, second] = [writtenNumber(a), writtenNumber(b)];
  if (first === null || second === null || first.digits !== second.digits) return false;
  if (first.negative !== second.negative && first.digits !== '.') return false;
  return first.currency === second.currency || first.currency === '' || second.currency === '';
}

/** Null for anything else, and for digits with a zero before them: those are an id. */
function writtenNumber(text: string): WrittenNumber | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign = '', before = '', inner = '', grouped = '', fraction = '', ending = ''] = match;
  const whole = grouped.replace(/,/g, '');
  if (whole + fraction === '' || ZERO_FIRST.test(whole) || (sign !== '' && inner !== '')) return null;
  if (before !== '' && ending !== '' && !(before === '¥' && ending === '円')) return null;
  const isPercent = ending === '%';
  const padded = isPercent ? whole.padStart(2, '0') : whole;
  const point = padded.length - (isPercent ? 2 : 0);
  const digits = `${padded.slice(0, point).replace(/^0+/, '')}.${(padded.slice(point) + fraction).replace(/0+$/, '')}`;
  return { negative: sign + inner === '-', currency: ending === '円' ? '¥' : before, digits };
}

/** Midnight is a day without a time; times that name a zone are compared with such only. */
function sameMoment(a: string, b: string): boolean {
  const [first, second] = [parseMoment(westernYear(a)), parseMoment(westernYear(b))];
  if (first === null || second === null || first.dayMs !== second.dayMs) return false;
  const timeOf = (timeMs: number | null) => (first.dayMs === null ? timeMs : (timeMs ?? 0));
  return timeOf(first.timeMs) === timeOf(second.timeMs) && first.offsetMinutes === second.offsetMinutes;
}

/** 令和6年4月1日 and R6.4.1 with the year of the West. */
function westernYear(text: string): string {
  return text.replace(ERA, (_, era: string, year: string) => {
    const before = ERAS[era.toUpperCase()] ?? 0;
    return String(before + (year === '元' ? 1 : Number(year))).padStart(4, '0');
  });
}

/** The year before the first of each era. */
const ERAS: Readonly<Record<string, number>> = {
  明治: 1867,
  大正: 1911,
  昭和: 1925,
  平成: 1988,
  令和: 2018,
  M: 1867,
  T: 1911,
  S: 1925,
  H: 1988,
  R: 2018,
};
const ERA = /^(明治|大正|昭和|平成|令和|[MTSHR]) ?(元|\d{1,2})(?=[年./-])/i;
const SPACES = /\s+/g;
const DIGIT = /\d/;
const ZERO_FIRST = /^0\d/;
const NOT_ASCII = /[^ -~]/;
/** Everything but superscripts, subscripts, fractions, numbers in circles, and compatibility ideographs. */
const FOLDABLE =
  /[^\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u00be\u2070-\u209f\u2150-\u2189\u2460-\u24ff\u3251-\u325f\u32b1-\u32bf\uf900-\ufaff\u{2f800}-\u{2fa1f}]+/gu;
const NUMBER = /^([-+]?)([¥$€£]?)([-+]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d+))?(%|円)?$/;

// Text columns receive what a person sees, or the value where a column is set so, code point for code point; or a fault
// where the column cannot hold it.

import type { CellFault, CellValue, WallClock } from './cell.ts';
import type { ColumnType } from './column-type.ts';
import { decimalOfNumber, decimalText, SHEET_DIGITS } from './decimal.ts';
import { DAY_ZERO_MS, isAutomaticFormat, shownParts } from './number-format.ts';
import { DAY_MS, dateText, isInCalendar, timeText } from './wall-clock.ts';

/** text, varchar and char. White space alone is text; only '' is empty. */
export function canonicalText(
  type: ColumnType,
  value: CellValue,
  display: string,
  format: string,
): string | null | CellFault {
  const shown = typeof value === 'string' ? value : (type.asValue ? valueText : shownText)(value, display, format);
  const fault = SUSPECT.test(shown) ? badCharacter(shown) : null;
  if (fault !== null) return fault;
  const lines = shown.includes('\r') ? shown.replace(LINE_END, '\n') : shown;
  const text = type.kind === 'char' ? withoutTrailingSpaces(lines) : lines;
  if (text === '') return null;
  return type.length === null || text.length <= type.length ? text : fitted(text, type.length);
}

/** What no text may hold: NUL, the separator of fingerprints, half a surrogate pair. */
export function badCharacter(text: string): CellFault | null {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0 || code === 0x1f) return INVALID_CHARACTER;
    if (code < 0xd800 || code > 0xdfff) continue;
    if (code > 0xdbff || !isLowSurrogate(text.charCodeAt(at + 1))) return BROKEN_SURROGATE;
    at++;
  }
  return null;
}

function shownText(value: number | boolean | WallClock | null, display: string, format: string): string {
  if (value === null) return '';
  if (typeof value === 'number') return numberText(value, display, format);
  if (typeof value === 'boolean') return display === '' ? String(value).toUpperCase() : display;
  return momentText(Math.round(value.wallMs), display, format);
}

/** The value, whatever is shown of it: a reader need not even ask what that is. */
function valueText(value: number | boolean | WallClock | null, display: string, format: string): string {
  if (typeof value === 'number')
    return Number.isFinite(value) ? decimalText(decimalOfNumber(value, SHEET_DIGITS)) : display;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return value === null ? '' : momentValue(Math.round(value.wallMs), display, format);
}

/** A format that shows but a month or a weekday still stands on a day; a duration counts its hours from day zero. */
function momentValue(wallMs: number, display: string, format: string): string {
  if (!isInCalendar(wallMs)) return display;
  const shown = shownParts(format, wallMs);
  if (shown.elapsed) return elapsedText(wallMs - DAY_ZERO_MS);
  if (!shown.date) return timeText(wallMs);
  return shown.time ? `${dateText(wallMs)} ${timeText(wallMs)}` : dateText(wallMs);
}

function elapsedText(ms: number): string {
  const size = Math.abs(ms);
  const hours = String(Math.floor(size / HOUR_MS)).padStart(2, '0');
  return `${ms < 0 ? '-' : ''}${hours}${timeText(size % DAY_MS).slice(2)}`;
}

/** A number whose format hides it (`;;;`) is still a value: it is written out, never dropped. */
function numberText(value: number, display: string, format: string): string {
  const isShown = display !== '' && !(SCIENTIFIC.test(display) && isAutomaticFormat(format));
  return isShown || !Number.isFinite(value) ? display : decimalText(decimalOfNumber(value, SHEET_DIGITS));
}

function momentText(wallMs: number, display: string, format: string): string {
  if (!isInCalendar(wallMs)) return display;
  const shown = shownParts(format, wallMs);
  if (display !== '' && (shown.elapsed || (shown.date && !shown.day))) return display;
  if (!shown.date) return timeText(wallMs);
  return shown.time || !shown.day ? `${dateText(wallMs)} ${timeText(wallMs)}` : dateText(wallMs);
}

/** Postgres counts code points, and would cut trailing spaces beyond the limit without a word. */
function fitted(text: string, limit: number): string | CellFault {
  let actual = text.length;
  for (let at = 0; at < text.length; at++) if (isLowSurrogate(text.charCodeAt(at))) actual--;
  return actual <= limit ? text : { code: 'text_too_long', limit, actual };
}

function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Control characters and surrogates: rare enough that only these texts are read twice. */
const SUSPECT = /[^ -\ud7ff\ue000-\uffff]/;
const HOUR_MS = 3_600_000;
const LINE_END = /\r\n?/g;
const SCIENTIFIC = /^[-+\u2212]?\d+(?:[.,]\d+)?E[-+]?\d+$/i;
const INVALID_CHARACTER: CellFault = { code: 'invalid_character' };
const BROKEN_SURROGATE: CellFault = { code: 'broken_surrogate' };

// What became of a typed text: told only where a text column would receive something else than was typed.
import { canonicalText } from '../../shared/canonical-text.ts';
import type { CellValue } from '../../shared/cell.ts';
import type { ColumnType } from '../../shared/column-type.ts';
import { DAY_ZERO_MS, shownParts } from '../../shared/number-format.ts';
import { DAY_MS } from '../../shared/wall-clock.ts';
import { type CellScalar, displayOf } from './host/display.ts';
import { isMomentFormat } from './host/moment-display.ts';

export type ConversionKind = keyof typeof COUNTED;

export interface Conversion {
  readonly kind: ConversionKind;
  /** What a text column would receive. */
  readonly became: string;
}

/** Null where nothing was lost or turned into something else: 1,234 shown as 1,234 is not worth a word. */
export function conversionOf(typed: string, value: CellScalar, format: string, locale: string): Conversion | null {
  if (value === null || typeof value === 'string') return null;
  const became = canonicalText(TEXT, cellValue(value, format), displayOf(value, format, locale), format);
  if (typeof became !== 'string' || became === typed) return null;
  return { kind: kindOf(typed.trim(), value, format), became };
}

/** One sentence for one cell or for many. */
export function conversionWords(cells: readonly (Conversion & { readonly typed: string })[]): string {
  const [first, ...others] = cells;
  if (first === undefined) return '';
  if (others.length === 0) return `${first.typed} became ${SAID[first.kind]} ${first.became}.`;
  const counts = new Map<ConversionKind, number>();
  for (const { kind } of cells) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return countWords(counts);
}

/** "312 cells were converted: 120 numbers lost leading zeros, 192 became dates." Empty where none was. */
export function countWords(counts: ReadonlyMap<ConversionKind, number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return '';
  const kinds = (Object.keys(COUNTED) as ConversionKind[]).filter((kind) => counts.has(kind));
  const said = kinds.map((kind) => {
    const count = counts.get(kind) ?? 0;
    return `${figure(count)} ${COUNTED[kind][count === 1 ? 0 : 1]}`;
  });
  return `${figure(total)} ${total === 1 ? 'cell was' : 'cells were'} converted: ${said.join(', ')}.`;
}

/** As the readers of a sheet hand it over. */
export const cellValue = (value: CellScalar, format: string): CellValue =>
  typeof value === 'number' && isMomentFormat(format) ? { wallMs: DAY_ZERO_MS + Math.round(value * DAY_MS) } : value;

function kindOf(typed: string, value: number | boolean, format: string): ConversionKind {
  if (typeof value === 'boolean') return 'boolean';
  if (isMomentFormat(format)) {
    const shown = shownParts(format, DAY_ZERO_MS + Math.round(value * DAY_MS));
    if (shown.elapsed) return 'duration';
    if (!shown.date) return 'time';
    return shown.time ? 'moment' : 'date';
  }
  if ((typed.match(/\d/g) ?? []).join('').replace(/^0+/, '').length > SHEET_DIGITS && !/e/i.test(typed))
    return 'digits';
  return /^[-+]?0\d/.test(typed) ? 'zeros' : 'number';
}

const figure = (count: number): string => count.toLocaleString('en');

const SHEET_DIGITS = 15;

export const TEXT: ColumnType = {
  kind: 'text',
  length: null,
  precision: null,
  scale: null,
  fraction: null,
  asValue: false,
};

const SAID: Readonly<Record<ConversionKind, string>> = {
  zeros: 'the number',
  digits: 'the number, of fifteen digits at most,',
  date: 'the date',
  moment: 'the date and time',
  time: 'the time',
  duration: 'the duration',
  number: 'the number',
  boolean: 'the checkbox value',
};

/** Said of one and of many, worst first. */
const COUNTED = {
  zeros: ['number lost leading zeros', 'numbers lost leading zeros'],
  digits: ['number lost digits after the fifteenth', 'numbers lost digits after the fifteenth'],
  date: ['became a date', 'became dates'],
  moment: ['became a date and time', 'became dates and times'],
  time: ['became a time', 'became times'],
  duration: ['became a duration', 'became durations'],
  number: ['number looks different', 'numbers look different'],
  boolean: ['became TRUE or FALSE', 'became TRUE or FALSE'],
} as const satisfies Record<string, readonly [string, string]>;

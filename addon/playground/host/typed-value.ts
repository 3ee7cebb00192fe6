// What a person types becomes a value, as far as the sheet's own columns need it; what fits nothing stays text.
import { isMomentFormat } from './moment-display.ts';
import { serialOf } from './serial-date.ts';
import type { CellInput } from './sheet.ts';

/** Throws where only a formula engine could say what is meant. */
export function typedValue(text: string, format: string): CellInput {
  if (text === '') return null;
  if (format === '@') return text;
  if (text.startsWith("'")) return text.slice(1);
  if (text.startsWith('='))
    throw new Error('Formulas are not calculated here. Type a value, or begin with an apostrophe for text.');
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const moment = typedMoment(text);
  if (moment !== undefined)
    return isMomentFormat(format) ? moment.serial : { value: moment.serial, format: moment.format };
  return typedNumber(text) ?? text;
}

function typedNumber(text: string): number | undefined {
  const parts = NUMBER.exec(text.trim())?.groups;
  if (parts === undefined) return undefined;
  const value = Number(`${parts['sign'] ?? ''}${(parts['digits'] ?? '').replaceAll(',', '')}`);
  return parts['percent'] === undefined ? value : value / 100;
}

function typedMoment(text: string): { serial: number; format: string } | undefined {
  const parts = MOMENT.exec(text.trim())?.groups;
  if (parts === undefined) return undefined;
  const { year, month, day, hour, minute, second } = parts;
  const clock = [hour, minute, second].map((part) => Number(part ?? 0));
  const [h, m, s] = clock;
  if (year === undefined) {
    const serial = serialOf(1899, 12, 30, h, m, s);
    return hour === undefined || serial === undefined ? undefined : { serial, format: 'h:mm:ss' };
  }
  const serial = serialOf(Number(year), Number(month), Number(day), h, m, s);
  if (serial === undefined) return undefined;
  return { serial, format: hour === undefined ? 'yyyy/mm/dd' : 'yyyy/mm/dd h:mm:ss' };
}

const NUMBER = /^(?<sign>-)?[¥$]?(?<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?<percent>%)?$/;
const MOMENT =
  /^(?:(?<year>\d{4})(?:-|\/|年)(?<month>\d{1,2})(?:-|\/|月)(?<day>\d{1,2})日?)?(?:(?:^| +)(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$/;

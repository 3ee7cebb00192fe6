// What a person types, or a file holds, becomes a value and a number format as Sheets would make them; what fits nothing stays text.
//
// From documentation: a cell of plain text (format @) keeps what is typed; files and USER_ENTERED follow the rules of typing;
// 1969-7-20, 7/20/1969, "Mar 1 2016", 12:00:00 and $100.15 are read (the last two as a time and as currency); the order of
// day and month is the locale's (support.google.com 3093039, 3094220; developers.google.com ValueInputOption). From others'
// reports: 2016-04 becomes a date (terrywbrady/PlainTextCSV_GoogleAppsScript); full-width digits stay text
// (thesweetspecialist.com/exce-spread-ldifference). All else is memory, and not yet seen at Google: which format each spelling
// gets, two-digit years, what a percent cell makes of 12, that a date's
// format stays when a number is typed over it, that 令和6年4月1日 stays text. Left as text though Sheets may read more:
// (5), 5., 1,23, 午前9:30, +81…; formulas are refused, since nothing here calculates.
import { isMomentFormat } from './moment-display.ts';
import type { CellInput } from './sheet.ts';
import { type Typing, typedMoment } from './typed-moment.ts';
import { typedNumber } from './typed-number.ts';

/** `format` is the cell's own, '' where nobody chose one. Throws where only a formula engine could say what is meant. */
export function typedValue(text: string, format: string, typing: Typing): CellInput {
  if (text === '') return null;
  if (format === PLAIN_TEXT) return text;
  if (text.startsWith("'")) return text.slice(1);
  if (isFormula(text))
    throw new Error('Formulas are not calculated here. Type a value, or begin with an apostrophe for text.');
  const plain = text.trim();
  if (/^(true|false)$/i.test(plain)) return plain.toLowerCase() === 'true';
  const moment = typedMoment(plain, typing);
  if (moment !== undefined) return isMomentFormat(format) && !moment.isDuration ? moment.value : cell(moment);
  const number = typedNumber(plain);
  if (number === undefined) return text;
  if (isAutomatic(format)) return number.format === '' ? number.value : cell(number);
  return format.endsWith('%') && number.format === '' ? Number(`${plain}e-2`) : number.value;
}

/** The format of a cell that keeps what is typed into it. */
export const PLAIN_TEXT = '@';

export const isFormula = (text: string): boolean => text.startsWith('=');

const cell = ({ value, format }: { value: number; format: string }): CellInput => ({ value, format });
const isAutomatic = (format: string): boolean => format === '' || format === 'General';

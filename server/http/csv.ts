// CSV as RFC 4180 has it, for people who open it in a spreadsheet: no text of it is taken for a formula.

export type CsvValue = string | number | boolean | null;

export const CSV_TYPE = 'text/csv; charset=utf-8';

/** Whether the caller asks for CSV. */
export const wantsCsv = (accept: string): boolean => /\btext\/csv\b/.test(accept);

export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvCell).join(',')}\r\n`;

/** Excel takes a file for Unicode only with this before it. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function csvCell(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Spreadsheets pass over white space before it, and Japanese ones take the full-width signs too. */
const FORMULA = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/;

// Cells as the Google Sheets API gives them (spreadsheets.get with grid data), read as the same cells a script is given.
import type { Cell, CellValue } from './cell.ts';
import { DAY_ZERO_MS } from './number-format.ts';
import type { RowSource } from './sheet-rows.ts';
import { DAY_MS } from './wall-clock.ts';

/** The fields to ask for: `effectiveValue,formattedValue,effectiveFormat.numberFormat,userEnteredValue`. */
export interface CellData {
  readonly effectiveValue?: ExtendedValue | null;
  readonly formattedValue?: string | null;
  readonly effectiveFormat?: { readonly numberFormat?: NumberFormat | null } | null;
  readonly userEnteredValue?: ExtendedValue | null;
}

interface ExtendedValue {
  readonly numberValue?: number | null;
  readonly stringValue?: string | null;
  readonly boolValue?: boolean | null;
  readonly formulaValue?: string | null;
  readonly errorValue?: { readonly type?: string | null } | null;
}

interface NumberFormat {
  readonly type?: string | null;
  /** Absent where the type's own pattern is used. */
  readonly pattern?: string | null;
}

/** A row of cells; those after its last are empty. */
export function sheetsApiRow(cells: readonly CellData[]): RowSource {
  return {
    value: (index) => contentOf(cells[index] ?? NOTHING),
    display: (index) => displayOf(cells[index] ?? NOTHING),
    format: (index) => formatOf(cells[index] ?? NOTHING),
    isFormula: (index) => isResult(cells[index] ?? NOTHING),
  };
}

export const sheetsApiCell = (data: CellData): Cell => ({
  value: contentOf(data),
  display: displayOf(data),
  format: formatOf(data),
});

/** A moment is a number of days that only its format tells from a number. */
function contentOf(data: CellData): CellValue {
  const { errorValue, numberValue, stringValue, boolValue } = data.effectiveValue ?? {};
  if (errorValue !== undefined && errorValue !== null) return errorText(errorValue.type);
  if (typeof numberValue !== 'number') return stringValue ?? boolValue ?? null;
  const type = data.effectiveFormat?.numberFormat?.type;
  return MOMENTS.includes(type ?? '') ? { wallMs: DAY_ZERO_MS + numberValue * DAY_MS } : numberValue;
}

/** An error is told by its kind, not by words, which follow the language of whoever asks. */
function displayOf({ effectiveValue, formattedValue }: CellData): string {
  const error = effectiveValue?.errorValue;
  return error === undefined || error === null ? (formattedValue ?? '') : errorText(error.type);
}

const formatOf = ({ effectiveFormat }: CellData): string =>
  effectiveFormat?.numberFormat?.pattern || (PATTERNS.get(effectiveFormat?.numberFormat?.type ?? '') ?? '');

/** Its own formula's, or one of a formula beside it that fills several cells. */
function isResult({ effectiveValue, userEnteredValue }: CellData): boolean {
  if (userEnteredValue === undefined || userEnteredValue === null)
    return effectiveValue !== undefined && effectiveValue !== null;
  return typeof userEnteredValue.formulaValue === 'string';
}

const errorText = (type: string | null | undefined): string => ERRORS.get(type ?? '') ?? '#ERROR!';

const NOTHING: CellData = {};
const MOMENTS: readonly string[] = ['DATE', 'TIME', 'DATE_TIME'];
/** What a type shows where it has no pattern of its own; a number without one is automatic. */
const PATTERNS: ReadonlyMap<string, string> = new Map([
  ['TEXT', '@'],
  ['PERCENT', '0.00%'],
  ['CURRENCY', '#,##0.00'],
  ['SCIENTIFIC', '0.00E+00'],
  ['DATE', 'yyyy-mm-dd'],
  ['TIME', 'h:mm:ss'],
  ['DATE_TIME', 'yyyy-mm-dd h:mm:ss'],
]);
const ERRORS: ReadonlyMap<string, string> = new Map([
  ['ERROR', '#ERROR!'],
  ['NULL_VALUE', '#NULL!'],
  ['DIVIDE_BY_ZERO', '#DIV/0!'],
  ['VALUE', '#VALUE!'],
  ['REF', '#REF!'],
  ['NAME', '#NAME?'],
  ['NUM', '#NUM!'],
  ['N_A', '#N/A'],
  ['LOADING', 'Loading...'],
]);

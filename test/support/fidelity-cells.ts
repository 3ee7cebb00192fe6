// The cells of the fidelity table as each reader is given them, and the columns they are put into.
import type { CellInput } from '../../addon/playground/host/sheet.ts';
import type { Cell } from '../../shared/cell.ts';
import { parseColumnType } from '../../shared/column-type.ts';
import { AS_SHOWN, type ColumnOf, type FidelityRow, HELD, type Outcome } from '../../shared/fidelity-row.ts';
import type { BoundColumn } from '../../shared/protocol.ts';
import type { CellData } from '../../shared/sheets-api-cell.ts';

export type Locale = 'ja_JP' | 'en_US';
export const LOCALES: readonly Locale[] = ['ja_JP', 'en_US'];

/** A type of each kind, as the catalog prints it. */
export const TYPES: Readonly<Record<ColumnOf, string>> = {
  text: 'text',
  asValue: 'text',
  char: 'character(60)',
  smallint: 'smallint',
  integer: 'integer',
  bigint: 'bigint',
  numeric: 'numeric',
  real: 'real',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  uuid: 'uuid',
};

export const boundColumn = (index: number, kind: ColumnOf): BoundColumn => {
  const type = TYPES[kind];
  if (parseColumnType(type) === null) throw new Error(`${type} is not synced`);
  const column = kind === 'asValue' ? { asValue: true } : {};
  return {
    ...{ index, header: `as ${kind}`, column: `as ${kind}`, type, notNull: false, ...column },
    ...{ state: 'synced', reason: null, proposal: null },
  };
};

export const displayIn = ({ display }: FidelityRow, locale: Locale): string =>
  typeof display === 'string' ? display : display[locale];

/** What the row's outcome is where the sheet speaks that language. */
export const outcomeIn = (row: FidelityRow, kind: ColumnOf, locale: Locale): Exclude<Outcome, typeof AS_SHOWN> => {
  const outcome = row.stored[kind];
  return outcome === AS_SHOWN ? displayIn(row, locale) : (outcome as Exclude<Outcome, typeof AS_SHOWN>);
};

/** Of a cell of that kind, read for that column: the stored text, a code of refusal, or that it is held. */
export const outcomeOf = (cell: string | null, codes: readonly string[], isHeld: boolean): unknown => {
  if (isHeld) return HELD;
  return codes.length > 0 ? { refused: codes.join() } : cell;
};

const DAY_MS = 86_400_000;
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);

/** As Apps Script gives it, with a date already by the sheet's own clock. */
export function scriptCell(row: FidelityRow, locale: Locale): Cell {
  const { content, format } = row;
  const display = displayIn(row, locale);
  if (typeof content !== 'object' || content === null) return { value: content ?? '', display, format };
  if ('error' in content) return { value: content.text, display, format };
  return { value: { wallMs: DAY_ZERO_MS + Math.round(content.days * DAY_MS) }, display, format };
}

/** As the local host keeps it. */
export function hostCell({ content, format, formula }: FidelityRow): CellInput {
  const value =
    typeof content !== 'object' || content === null ? content : 'error' in content ? content.text : content.days;
  return { value, format, ...(formula === undefined ? {} : { formula }) };
}

/** As the Sheets API gives it, written down from its documentation: what nobody entered has no field at all. */
export function apiCell(row: FidelityRow, locale: Locale): CellData {
  const { content, format, formula } = row;
  if (content === null) return {};
  const effectiveValue = apiValue(content);
  const type = typeof content === 'object' && 'type' in content ? content.type : apiType(format);
  return {
    effectiveValue,
    formattedValue: displayIn(row, locale),
    userEnteredValue: formula === undefined ? effectiveValue : { formulaValue: formula },
    ...(format === '' ? {} : { effectiveFormat: { numberFormat: { type, pattern: format } } }),
  };
}

function apiValue(content: Exclude<FidelityRow['content'], null>): NonNullable<CellData['effectiveValue']> {
  if (typeof content === 'string') return { stringValue: content };
  if (typeof content === 'number') return { numberValue: content };
  if (typeof content === 'boolean') return { boolValue: content };
  return 'error' in content ? { errorValue: { type: content.error } } : { numberValue: content.days };
}

const apiType = (format: string): string => {
  if (format === '@') return 'TEXT';
  if (format.endsWith('%')) return 'PERCENT';
  if (format.includes('E+')) return 'SCIENTIFIC';
  return /[¥$]/.test(format) ? 'CURRENCY' : 'NUMBER';
};

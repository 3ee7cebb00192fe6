// One row for each kind of cell in each kind of column, nothing else in it, so that it alone decides what becomes of the row.
import type pg from 'pg';
import type { CellInput } from '../../addon/playground/host/sheet.ts';
import { FIDELITY_ZONE } from '../../shared/fidelity-moments.ts';
import { COLUMNS, type ColumnOf, type FidelityRow, HELD } from '../../shared/fidelity-row.ts';
import { FIDELITY_ROWS } from '../../shared/fidelity-table.ts';
import { bindRows, canonicalRow } from '../../shared/sheet-rows.ts';
import { type CellData, sheetsApiRow } from '../../shared/sheets-api-cell.ts';
import { apiCell, boundColumn, hostCell, type Locale, outcomeIn } from './fidelity-cells.ts';
import { HELD as HELD_CELL, type TestRow } from './protocol-client.ts';

export interface Case {
  readonly key: string;
  readonly row: FidelityRow;
  readonly kind: ColumnOf;
}

export const nameOf = (kind: ColumnOf): string => `as ${kind}`;
export const HEADERS = ['key', ...COLUMNS.map(nameOf)];

export const CASES: readonly Case[] = FIDELITY_ROWS.flatMap((row) =>
  COLUMNS.map((kind) => ({ key: `${row.id} ${kind}`, row, kind })),
);

/** Whether the row lands, its cell stored, empty or held. */
export const isStored = ({ row, kind }: Case): boolean => {
  const outcome = row.stored[kind];
  return typeof outcome !== 'object' || outcome === null || !('refused' in outcome);
};

/** What became of a case: the stored text, null where the row is there without it, or the code of its refusal. */
type Found = string | number | null | { readonly refused: string };

/** By a plain SELECT, and from the error log. */
export async function found(reader: pg.Pool, cases: readonly Case[]): Promise<Map<string, Found>> {
  const selected = COLUMNS.map((kind) => `"${nameOf(kind)}"::text AS "${kind}"`).join(', ');
  const { rows } = await reader.query<Record<string, string | null>>(`SELECT key, ${selected} FROM fidelity`);
  const stored = new Map(rows.map((row) => [row['key'], row]));
  const errors = await reader.query('SELECT DISTINCT buyer_number AS key, code FROM sync_error_log');
  const refusals = new Map<string, Found>(errors.rows.map(({ key, code }) => [key, { refused: code }]));
  return new Map(
    cases.map(({ key, kind }) => {
      const row = stored.get(key);
      return [key, row === undefined ? (refusals.get(key) ?? 'nowhere') : plain(kind, row[kind] ?? null)];
    }),
  );
}

/** The same by the table, in a sheet of that language. */
export function expected(cases: readonly Case[], locale: Locale): Map<string, Found> {
  return new Map(
    cases.map(({ key, row, kind }) => {
      const outcome = outcomeIn(row, kind, locale);
      if (outcome === HELD) return [key, null];
      return [key, typeof outcome === 'string' ? plain(kind, outcome) : (outcome as Found)];
    }),
  );
}

/** As Postgres prints it, and as the table writes it: one way for an instant, and a floating-point number by its value. */
function plain(kind: ColumnOf, text: string | null): string | number | null {
  if (text === null) return null;
  if (kind === 'real' || kind === 'double') return Number(text);
  return kind === 'timestamptz' ? text.replace(/\+00$/, 'Z') : text;
}

export const hostRow = ({ key, row, kind }: Case): CellInput[] => rowWith(key, kind, hostCell(row));

/** A row with one cell besides its key. */
export const rowWith = (key: string, kind: ColumnOf, cell: CellInput): CellInput[] => [
  key,
  ...COLUMNS.map((column) => (column === kind ? cell : null)),
];

const API_BINDING = bindRows(
  [{ ...boundColumn(0, 'text'), column: 'key' }, ...COLUMNS.map((kind, at) => boundColumn(at + 1, kind))],
  'key',
  FIDELITY_ZONE,
);

/** The row that a reader of the Sheets API makes canonical. */
export function apiRow({ key, row, kind }: Case, at: number): TestRow {
  const cells: CellData[] = [{ effectiveValue: { stringValue: key }, formattedValue: key }];
  cells[COLUMNS.indexOf(kind) + 1] = apiCell(row, 'ja_JP');
  const { held, errors, ...read } = canonicalRow(API_BINDING, at + 2, sheetsApiRow(cells));
  const texts = read.cells.map((text, position) => (held.includes(position) ? HELD_CELL : text));
  return errors.length > 0 ? { cells: texts, errors } : texts;
}

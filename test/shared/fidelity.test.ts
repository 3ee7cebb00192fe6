// The fidelity table, cell for cell: as a script reads it, as the Sheets API gives it, as a CSV holds it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIDELITY_KEYS } from '../../shared/fidelity-keys.ts';
import { FIDELITY_ZONE } from '../../shared/fidelity-moments.ts';
import { fidelityPage } from '../../shared/fidelity-page.ts';
import { COLUMNS, type ColumnOf, HELD } from '../../shared/fidelity-row.ts';
import { FIDELITY, FIDELITY_ROWS } from '../../shared/fidelity-table.ts';
import { fingerprintRow } from '../../shared/fingerprint.ts';
import { bindRows, canonicalRow, type RowSource, rowSource, type SheetRow } from '../../shared/sheet-rows.ts';
import { sheetsApiCell, sheetsApiRow } from '../../shared/sheets-api-cell.ts';
import {
  apiCell,
  boundColumn,
  displayIn,
  LOCALES,
  outcomeIn,
  outcomeOf,
  scriptCell,
} from '../support/fidelity-cells.ts';

const KEY = { value: 'key', display: 'key', format: '' };
const bindings = new Map(COLUMNS.map((kind) => [kind, binding(kind)]));

function binding(kind: ColumnOf) {
  const key = { ...boundColumn(0, 'text'), column: 'key' };
  return bindRows([key, boundColumn(1, kind)], 'key', FIDELITY_ZONE);
}

function read(kind: ColumnOf, source: RowSource): SheetRow {
  return canonicalRow(bindings.get(kind) ?? binding(kind), 2, source);
}

const outcome = ({ cells, held, errors }: SheetRow): unknown =>
  outcomeOf(
    cells[1] ?? null,
    errors.map((error) => error.code),
    held.includes(1),
  );

const outcomes = (source: RowSource, kinds: readonly ColumnOf[] = COLUMNS) =>
  Object.fromEntries(kinds.map((kind) => [kind, outcome(read(kind, source))]));

const csvSource = (cells: readonly string[]): RowSource => ({
  value: (index) => cells[index] ?? null,
  display: (index) => cells[index] ?? '',
  format: () => '',
  isFormula: () => false,
});

const cases = FIDELITY_ROWS.flatMap((row) => LOCALES.map((locale) => [row.id, locale, row] as const));

describe('every kind of cell', () => {
  test('has a name of its own, in groups that are not empty', () => {
    expect(new Set(FIDELITY_ROWS.map(({ id }) => id)).size).toBe(FIDELITY_ROWS.length);
    expect(FIDELITY.filter(({ rows }) => rows.length === 0)).toEqual([]);
  });

  test.each(cases)('%s in %s is stored as the table says, as a script reads it', (_id, locale, row) => {
    const expected = Object.fromEntries(COLUMNS.map((kind) => [kind, outcomeIn(row, kind, locale)]));
    expect(outcomes(rowSource([KEY, scriptCell(row, locale)]))).toEqual(expected);
  });

  test.each(cases)('%s in %s has the same fingerprint as the Sheets API gives it', (_id, locale, row) => {
    const key = { effectiveValue: { stringValue: 'key' }, formattedValue: 'key' };
    for (const kind of COLUMNS) {
      const [script, api] = [
        read(kind, rowSource([KEY, scriptCell(row, locale)])),
        read(kind, sheetsApiRow([key, apiCell(row, locale)])),
      ];
      expect([kind, outcome(api)]).toEqual([kind, outcome(script)]);
      expect(fingerprint(kind, api)).toBe(fingerprint(kind, script));
    }
  });

  test.each(cases)('%s in %s is the same from a CSV, but where the table says', (_id, locale, row) => {
    if (row.notByCsv === 'no file') {
      expect(new TextDecoder().decode(new TextEncoder().encode(displayIn(row, locale)))).not.toBe(
        displayIn(row, locale),
      );
      return;
    }
    const byCsv = outcomes(csvSource(['key', displayIn(row, locale)]));
    const unlike = COLUMNS.filter((kind) => !isSame(byCsv[kind], outcomeIn(row, kind, locale)));
    expect(unlike).toEqual(COLUMNS.filter((kind) => row.notByCsv.includes(kind)));
  });
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const fingerprint = (kind: ColumnOf, row: SheetRow): string =>
  fingerprintRow(row.cells, bindings.get(kind)?.order ?? [], row.held);

test('docs/fidelity.md is the table (npm run docs writes it)', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/fidelity.md'), 'utf8');
  expect(page).toBe(fidelityPage());
  for (const { what } of [...FIDELITY_ROWS, ...FIDELITY_KEYS]) expect(page).toContain(`| ${what}`);
});

describe('a cell of the Sheets API', () => {
  const number = (type: string, pattern?: string) =>
    sheetsApiCell({
      effectiveValue: { numberValue: 0.5 },
      formattedValue: 'x',
      effectiveFormat: { numberFormat: { type, ...(pattern === undefined ? {} : { pattern }) } },
    });

  test('whose type has no pattern is under the pattern of its type', () => {
    const noon = { wallMs: Date.UTC(1899, 11, 30, 12) };
    expect(number('TIME')).toEqual({ value: noon, display: 'x', format: 'h:mm:ss' });
    expect(number('DATE')).toEqual({ value: noon, display: 'x', format: 'yyyy-mm-dd' });
    expect(number('DATE_TIME')).toEqual({ value: noon, display: 'x', format: 'yyyy-mm-dd h:mm:ss' });
    expect(number('SCIENTIFIC')).toEqual({ value: 0.5, display: 'x', format: '0.00E+00' });
    expect(number('NUMBER')).toEqual({ value: 0.5, display: 'x', format: '' });
    expect(number('TIME', '[h]:mm')).toMatchObject({ value: noon, format: '[h]:mm' });
  });

  test('that an array formula filled is a result, one that somebody typed is not', () => {
    const result = { effectiveValue: { stringValue: 'x' }, formattedValue: 'x' };
    const cells = [result, { ...result, userEnteredValue: { stringValue: 'x' } }, {}];
    const formula = { ...result, userEnteredValue: { formulaValue: '="x"' } };
    const source = sheetsApiRow([...cells, formula]);
    expect([0, 1, 2, 3, 4].map(source.isFormula)).toEqual([true, false, false, true, false]);
  });

  test('that failed in a way not known yet is held', () => {
    const failed = sheetsApiCell({ effectiveValue: { errorValue: { type: 'NEW_KIND' } }, formattedValue: '#NEW!' });
    expect(outcome(read('text', rowSource([KEY, failed])))).toEqual(HELD);
  });

  test('that is not there is empty, with nulls for what is missing or without', () => {
    const empty = { value: null, display: '', format: '' };
    expect(sheetsApiCell({})).toEqual(empty);
    const nulls = { effectiveValue: null, formattedValue: null, effectiveFormat: null, userEnteredValue: null };
    expect([sheetsApiCell(nulls), sheetsApiRow([nulls]).isFormula(0)]).toEqual([empty, false]);
  });
});

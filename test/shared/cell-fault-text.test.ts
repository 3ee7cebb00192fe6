// Every fault says what is wrong and what to do, in words for the person at the sheet.

import { describe, expect, test } from 'vitest';
import type { FaultCode } from '../../shared/cell.ts';
import { CELL_FAULTS, ROW_FAULTS, type RowFaultCode, toCellError, toRowError } from '../../shared/cell-fault-text.ts';

const place = { cell: 'C17', header: 'Name', column: 'name', type: 'character varying(50)' };

test('a text that is too long names both sizes and the way out', () => {
  expect(toCellError({ code: 'text_too_long', limit: 50, actual: 61 }, place)).toEqual({
    cell: 'C17',
    header: 'Name',
    column: 'name',
    errorType: 'field_length',
    code: 'text_too_long',
    message: 'The text has 61 characters; the column takes 50.',
    limit: 50,
    actual: 61,
    fix: 'Shorten the text to 50 characters, or ask an operator to widen the column (rollcall schema fix).',
  });
});

test('a number out of range names the range, or the digits', () => {
  expect(toCellError({ code: 'out_of_range' }, { ...place, type: 'smallint' }).message).toContain('-32,768 to 32,767');
  expect(toCellError({ code: 'out_of_range', limit: 2, actual: 3 }, { ...place, type: 'numeric(4,2)' }).message).toBe(
    'The number has 3 digits before the point; the column takes 2.',
  );
});

describe('every code', () => {
  test.each(Object.keys(CELL_FAULTS) as FaultCode[])('%s has whole sentences', (code) => {
    const error = toCellError({ code, limit: 50, actual: 61 }, place);
    expect(error).toMatchObject({ code, cell: 'C17', header: 'Name', column: 'name', limit: 50, actual: 61 });
    for (const text of [error.message, error.fix]) expect(text).toMatch(/^[A-Z][^{}$]+\.$/);
    expect(error.message + error.fix).not.toMatch(/undefined|NaN/);
  });

  test.each(Object.keys(ROW_FAULTS) as RowFaultCode[])('%s has whole sentences', (code) => {
    const error = toRowError(code, place);
    expect(error).toMatchObject({ code, cell: 'C17', limit: null, actual: null });
    for (const text of [error.message, error.fix]) expect(text).toMatch(/^[A-Z][^{}$]+\.$/);
  });

  test('is unlike every other', () => {
    const codes = [...Object.keys(CELL_FAULTS), ...Object.keys(ROW_FAULTS)];
    expect(new Set(codes).size).toBe(codes.length);
  });
});

test('a row error counts rows where it is told how many', () => {
  expect(toRowError('duplicate_key', place, 3)).toMatchObject({ errorType: 'constraint_violation', actual: 3 });
});

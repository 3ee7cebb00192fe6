// The rules of failures: when a refused row is tried again, which refusals may pass, and what is kept of an error's place.
import { expect, test } from 'vitest';
import { areRetryable, errorTypeOf } from '../../../server/failures/classify.ts';
import { nextRetryAt } from '../../../server/failures/retry-policy.ts';
import { ourFrames } from '../../../server/failures/stack.ts';
import { CELL_FAULTS, ROW_FAULTS, toRowError } from '../../../shared/cell-fault-text.ts';
import type { CellError } from '../../../shared/protocol.ts';

test('a refused row is tried again 1, 5 and 15 minutes after each refusal, and then no more', () => {
  const now = new Date('2024-05-01T10:00:00Z');
  const next = [0, 1, 2, 3, 4].map((attempts) => nextRetryAt(attempts, now)?.toISOString().slice(11, 16) ?? null);
  expect(next).toEqual(['10:01', '10:05', '10:15', null, null]);
});

test('every SQLSTATE has one type', () => {
  const types = Object.fromEntries(
    [
      '22001',
      '22003',
      '22P02',
      'RC001',
      '23502',
      '23505',
      '23P01',
      '21000',
      'P0001',
      'P0004',
      '40001',
      'XX000',
      '54000',
    ].map((state) => [state, errorTypeOf(state)]),
  );
  expect(types).toEqual({
    '22001': 'field_length',
    '22003': 'data_type',
    '22P02': 'data_type',
    RC001: 'data_type',
    '23502': 'constraint_violation',
    '23505': 'constraint_violation',
    '23P01': 'constraint_violation',
    '21000': 'constraint_violation',
    P0001: 'unknown',
    P0004: 'unknown',
    '40001': 'unknown',
    XX000: 'unknown',
    '54000': 'unknown',
  });
});

test('of all faults, those of constraints and of characters that nothing can store are never tried again', () => {
  const place = { cell: null, header: null, column: null };
  const faults = [...Object.entries(CELL_FAULTS), ...Object.entries(ROW_FAULTS)];
  const errors = faults.map(
    ([code, { errorType }]): CellError => ({ ...toRowError('blank_key', place), code, errorType }),
  );
  const never = errors.filter((error) => !areRetryable([error])).map(({ code }) => code);
  expect(never.sort()).toEqual(
    [
      'blank_key',
      'broken_surrogate',
      'check_violation',
      'duplicate_key',
      'foreign_key_violation',
      'invalid_character',
      'key_looks_like',
      'key_same_buyer',
      'not_null_violation',
      'required',
      'unique_violation',
    ].sort(),
  );
  const long = errors.find(({ code }) => code === 'text_too_long');
  const required = errors.find(({ code }) => code === 'required');
  expect(areRetryable([long, required].flatMap((error) => error ?? []))).toBe(false);
});

test('of an error its name and our frames are kept, whatever its message looks like', () => {
  const error = new TypeError('山田\n    at 090-1234 (/secret:1:1)\n    at more:2:2');
  const kept = ourFrames(error) ?? '';
  expect(kept).toMatch(/^TypeError\n\s+at .*failures\.test\.ts:\d+:\d+/);
  expect(kept).not.toMatch(/山田|secret|more/);
  expect(kept.split('\n').length).toBeLessThanOrEqual(7);
  expect(ourFrames('thrown')).toBeNull();
});

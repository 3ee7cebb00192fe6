// The invented sheet: always the same, and as untidy as it promises.
import { describe, expect, test } from 'vitest';
import { Spreadsheet } from '../../../addon/playground/host/spreadsheet.ts';
import { SAMPLE_COLUMNS } from '../../../addon/playground/sample-columns.ts';
import { sampleSpreadsheet } from '../../../addon/playground/sample-sheet.ts';

const sheet = new Spreadsheet(sampleSpreadsheet()).sheet(0);
const columnOf = (name: string) => SAMPLE_COLUMNS.findIndex(({ column }) => column === name) + 1;
const rowNumbers = Array.from({ length: sheet.lastRow() - 1 }, (_, at) => at + 2);

describe('the sample sheet', () => {
  test('has 4,137 buyers and 12 blank rows under 60 different headers', () => {
    const keys = rowNumbers.map((row) => sheet.display(row, 1));
    expect(keys.filter((key) => key === '')).toHaveLength(12);
    expect(new Set(keys.filter((key) => key !== '')).size).toBe(4137);
    expect(sheet.lastColumn()).toBe(60);
    expect(new Set(SAMPLE_COLUMNS.flatMap(({ header, column }) => [header, column])).size).toBe(120);
  });

  test('is the same each time it is made', () => {
    expect(sampleSpreadsheet({ buyers: 50 })).toEqual(sampleSpreadsheet({ buyers: 50 }));
    expect(sampleSpreadsheet({ buyers: 50, seed: 1 })).not.toEqual(sampleSpreadsheet({ buyers: 50, seed: 2 }));
  });

  test('can be displayed in every cell', () => {
    const shown = rowNumbers.map((row) => SAMPLE_COLUMNS.map((_, at) => sheet.display(row, at + 1)));
    expect(shown.flat().some((text) => text.length > 300)).toBe(true);
    expect(shown.flat().join('')).toContain('😊');
  });

  test('shows ids with leading zeros, some as text and some by their format', () => {
    expect([sheet.value(11, 1), sheet.display(11, 1)]).toEqual([10, '00010']);
    expect([sheet.value(2, 1), sheet.display(2, 1)]).toEqual(['00001', '00001']);
  });

  test('shows birthdays in Japanese eras', () => {
    expect(sheet.display(2, columnOf('birth_date'))).toMatch(/^(昭和|平成)\d+年\d+月\d+日$/);
  });
});

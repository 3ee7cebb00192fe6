// What becomes of a text that a script writes: into a cell of plain text, into a merge, into the results of an array formula.
import { type Probe, type Seen, times } from './probe.ts';
import { findScratch } from './scratch.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;

/** Well below the cells of every kind, in their column: the band is measured in the others. */
const FIRST_ROW = 500;
const [PLAIN, AUTOMATIC, SPILL, BLOCKED, MERGE, END] = [0, 3, 5, 8, 11, 13];
const AS_THEY_STAND = ['=1+1', '001', "'x"];

export const writtenCells: Probe = (argument) => (argument === 'write' ? write() : read());

function write(): Seen {
  const cell = cellsOf();
  AS_THEY_STAND.forEach((text, i) => {
    cell(PLAIN + i)
      .setNumberFormat('@')
      .setValue(text);
  });
  cell(AUTOMATIC).setValue("'001");
  cell(SPILL).setFormula('=SEQUENCE(2)');
  cell(BLOCKED).setFormula('=SEQUENCE(2)');
  SpreadsheetApp.flush();
  cell(BLOCKED + 1).setValue('in the way');
  cell(MERGE, 2).merge();
  cell(MERGE + 1).setValue('under the merge');
  SpreadsheetApp.flush();
  return { observed: {} };
}

function read(): Seen {
  const column = cellsOf()(0, END);
  const [values, formulas] = [column.getValues(), column.getFormulas()];
  const value = (at: number): unknown => values[at]?.[0];
  return {
    observed: {
      plainTextTakesAsItStands: times(AS_THEY_STAND.length).every((i) => value(PLAIN + i) === AS_THEY_STAND[i]),
      apostropheIsTakenOff: value(AUTOMATIC) === '001',
      spilledCellHasFormula: formulas[SPILL + 1]?.[0] !== '',
      blockedSpillValue: String(value(BLOCKED)),
      mergedCellsTakeValues: value(MERGE + 1) !== '',
    },
  };
}

const cellsOf = (): ((at: number, rows?: number) => Range) => {
  const { sheet } = findScratch();
  return (at, rows = 1) => sheet.getRange(FIRST_ROW + at, 1, rows, 1);
};

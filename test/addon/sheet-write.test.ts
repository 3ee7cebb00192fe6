// Writing a column where the sheet refuses some cells: the others are written, each is told, and formats are as they were.
import { expect, test } from 'vitest';
import { loadModule } from './support/load-module.ts';

interface Written {
  readonly taken: readonly number[];
  readonly refused: readonly number[];
}

const { writeColumn } = (await loadModule('addon/sheet-write.ts', {})) as {
  readonly writeColumn: (tab: unknown, index: number, all: unknown, isLate: () => boolean) => Written;
};

/** One column from row 1 on; writes arrive with the next flush, as Google gathers them. */
function column(size: number, refuses: readonly number[]) {
  const values: unknown[] = Array.from({ length: size }, () => 'old');
  const formats: string[] = Array.from({ length: size }, () => '#,##0');
  let gathered: (() => void)[] = [];
  const range = (row: number, _column: number, rows = 1) => {
    const each = (set: (at: number) => void) =>
      gathered.push(() => {
        for (let at = row; at < row + rows; at++) {
          if (refuses.includes(at)) throw new Error('The data you entered violates the data validation rules.');
          set(at - 1);
        }
      });
    return {
      setNumberFormat: (format: string) => each((at) => formats.fill(format, at, at + 1)),
      setValues: (grid: unknown[][]) => each((at) => values.splice(at, 1, grid[at - row + 1]?.[0])),
    };
  };
  const flush = () => {
    const all = gathered;
    gathered = [];
    for (const write of all) write();
  };
  const tab = { sheet: { getRange: range }, flush };
  return { tab, values, formats };
}

const writes = (rows: readonly number[]) =>
  rows.map((row) => ({ row, was: '#,##0', content: { value: `new ${row}`, format: '@', formatAfter: null } }));

test('cells that are refused are told, and the others written', () => {
  const { tab, values, formats } = column(6, [3, 6]);
  const { taken, refused } = writeColumn(tab, 0, writes([1, 2, 3, 5, 6]), () => false);
  expect([[...taken], [...refused]]).toEqual([
    [1, 2, 5],
    [3, 6],
  ]);
  expect(values).toEqual(['new 1', 'new 2', 'old', 'old', 'new 5', 'old']);
  expect(formats).toEqual(['@', '@', '#,##0', '#,##0', '@', '#,##0']);
});

test('what may have been written before the time was up is among those to be read again, what was not begun is in no list', () => {
  const { tab } = column(9, [3]);
  let asked = 0;
  // Late from the third question on: one is asked before each block, then before each cell.
  const { taken, refused } = writeColumn(tab, 0, writes([1, 3, 5, 7, 9]), () => ++asked > 3);
  expect([...taken, ...refused].sort()).toEqual([1, 3, 5]);
});

test('all of a column at once is one write for cells that lie together', () => {
  const { tab, values } = column(5, []);
  let calls = 0;
  const counted = {
    ...tab,
    sheet: {
      getRange: (row: number, at: number, rows: number) => {
        calls++;
        return tab.sheet.getRange(row, at, rows);
      },
    },
  };
  expect(writeColumn(counted, 0, writes([1, 2, 3, 5]), () => false).taken).toHaveLength(4);
  expect([calls, values[3]]).toEqual([2, 'old']);
});

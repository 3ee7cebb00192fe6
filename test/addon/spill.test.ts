// Which formulas may fill cells beside their own: rather one too many, since a cell they fill is never written over.
import { expect, test } from 'vitest';
import { mayCover, reachOf } from '../../addon/spill.ts';

test.each([
  ['=A2*2', 'cell'],
  ['=IF(A2="FILTER(x)",SUM(B2:D9),"{")', 'cell'],
  ['=TEXTJOIN(",",TRUE,A2:Z2)', 'cell'],
  ['=ARRAYFORMULA(A2:A*2)', 'column'],
  ['=arrayformula(if(row(A2:A)=1,"見出し",LEN($B$2:$B)))', 'column'],
  ["=FILTER('買主 台帳'!B2:B, C2:C>1E3)", 'column'],
  ['=UNIQUE(Sheet2!A:A)', 'column'],
  ['=UNIQUE(買主台帳!A:A)', 'column'],
  ['=独自の関数(A2)', 'block'],
  ['=SORT(A2:C)', 'block'],
  ['=FILTER(A2:C, C2:C>1)', 'block'],
  ['=ARRAYFORMULA({A2:A, B2:B})', 'block'],
  ['={"a","b"}', 'block'],
  ['=QUERY(A:A,"select A")', 'block'],
  ['=SPLIT(A2,",")', 'block'],
  ['=TRANSPOSE(A2:A9)', 'block'],
  ['=IMPORTRANGE("x","A1:B")', 'block'],
  ['=SEQUENCE(9)', 'block'],
  ['=MAP(A2:A,LAMBDA(x,x))', 'block'],
  ['=LET(x,A2:A,x)', 'block'],
  ['=INDEX(A:C,0,1)', 'block'],
  ['=OFFSET(A1,0,0,9,9)', 'block'],
  ['=MY_OWN_FUNCTION(A2)', 'block'],
  ['=ARRAYFORMULA(顧客名)', 'block'],
  ['=ARRAYFORMULA(customers)', 'block'],
  ['=ARRAYFORMULA(2:2)', 'block'],
] as const)('%s reaches as far as a %s', (formula, reach) => {
  expect(reachOf(formula)).toBe(reach);
});

const array = { row: 2, column: 2, formula: '=QUERY(X!A:C,"select *")' };
const down = { row: 2, column: 2, formula: '=ARRAYFORMULA(A2:A)' };

test('an array may cover the cells below and to the right of it, and no others', () => {
  const covered = (row: number, column: number) => mayCover([array], { row, column }) !== null;
  expect([covered(3, 2), covered(2, 3), covered(9, 4)]).toEqual([true, true, true]);
  expect([covered(1, 2), covered(9, 1), covered(2, 2)]).toEqual([false, false, false]);
});

test('one as wide as one column covers that column only', () => {
  expect(mayCover([down], { row: 9, column: 2 })).toBe(down);
  expect(mayCover([down], { row: 9, column: 3 })).toBe(null);
});

test('another formula on the way shows that the array ends before', () => {
  const total = { row: 5, column: 2, formula: '=SUM(B2:B4)' };
  expect(mayCover([array, total], { row: 4, column: 2 })).toBe(array);
  expect(mayCover([array, total], { row: 6, column: 2 })).toBe(null);
  expect(mayCover([array, { ...total, column: 3 }], { row: 9, column: 4 })).toBe(null);
});

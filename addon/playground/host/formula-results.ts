// The host calculates nothing: a few formulas have fixed results, so that error cells, computed booleans and arrays can be tried.
import type { Assumptions } from './assumptions.ts';
import { ServiceError } from './service-error.ts';
import type { CellScalar } from './sheet.ts';
import type { CellDetails, Spill } from './sheet-row.ts';

/** Throws for any formula but these. */
export function formulaCell(formula: string, assume: Assumptions): CellDetails {
  const spill = SPILLS[formula];
  if (spill !== undefined) return { value: spill[0]?.[0] ?? null, formula, spill };
  const results: Readonly<Record<string, CellScalar>> = {
    '=NA()': assume.notAvailableValue,
    '=1/0': assume.divisionByZeroValue,
    '=TRUE()': true,
    '=FALSE()': false,
    '=1+1': 2,
    '=""': null,
  };
  const value = results[formula];
  if (value !== undefined) return { value, formula };
  const known = [...Object.keys(results), ...Object.keys(SPILLS)];
  throw new ServiceError(`The local host knows the results of ${known.join(', ')} only.`);
}

const SPILLS: Readonly<Record<string, Spill>> = {
  '=SEQUENCE(2)': [[1], [2]],
  '=SEQUENCE(1,2)': [[1, 2]],
};

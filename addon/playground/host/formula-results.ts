// The host calculates nothing: a few formulas have fixed results, so that error cells and computed booleans can be tried.
import type { Assumptions } from './assumptions.ts';
import { ServiceError } from './service-error.ts';
import type { CellScalar } from './sheet.ts';

/** Throws for any formula but these. */
export function formulaResult(formula: string, assume: Assumptions): CellScalar {
  const results: Readonly<Record<string, CellScalar>> = {
    '=NA()': assume.notAvailableValue,
    '=1/0': assume.divisionByZeroValue,
    '=TRUE()': true,
    '=FALSE()': false,
    '=1+1': 2,
    '=""': null,
  };
  const result = results[formula];
  if (result !== undefined) return result;
  throw new ServiceError(`The local host knows the results of ${Object.keys(results).join(', ')} only.`);
}

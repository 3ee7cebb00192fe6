// The assumptions as the host reads them: plain values, with those of a profile or a test in their place.
import { ASSUMPTIONS, type AssumptionId } from '../../../shared/assumptions.ts';

type Wide<T> = T extends number ? number : T extends boolean ? boolean : string;

export type Assumptions = { readonly [id in AssumptionId]: Wide<(typeof ASSUMPTIONS)[id]['value']> };

export function assume(overrides: Partial<Assumptions> = {}): Assumptions {
  const values = Object.fromEntries(Object.entries(ASSUMPTIONS).map(([id, { value }]) => [id, value]));
  return { ...(values as Assumptions), ...overrides };
}

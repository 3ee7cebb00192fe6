// What the self-check saw in Apps Script, held against the table of assumptions line by line. Pure: the page and the command line show it.
import { ASSUMPTIONS, type Assumption, type AssumptionId } from './assumptions.ts';
import { CELL_KINDS, CELL_PARTS, type CellKind, type CellPart, cellId } from './cell-kinds.ts';
import { RULES, type Rule } from './self-check-rules.ts';

export type Scalar = number | string | boolean;

/** One probe's answer. Never a token, an address of a person, an id of a document, or a cell of one. */
export interface ProbeAnswer {
  readonly id: string;
  /** By the id of the assumption. */
  readonly observed: Readonly<Record<string, Scalar>>;
  readonly ms: number;
  /** Why an assumption of this probe could not be seen, by its id. */
  readonly unseen?: Readonly<Record<string, string>>;
  /** What was measured besides, units in the names. */
  readonly measured?: Readonly<Record<string, number>>;
  /** Why the probe saw nothing at all. */
  readonly error?: string;
}

export interface SelfCheckFile {
  readonly version: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** `Google`, or where else it ran. */
  readonly host?: string;
  readonly probes: readonly ProbeAnswer[];
}

export interface Comparison {
  readonly id: string;
  readonly what: string;
  readonly source: Assumption['source'];
  readonly assumed: Scalar;
  /** `noted`: a figure that nothing was built on, whatever it is. */
  readonly result: 'as_assumed' | 'differs' | 'noted' | 'not_observed';
  readonly observed: Scalar | null;
  /** Of what was not observed. */
  readonly reason: string | null;
  /** Of a cost: observed ÷ assumed. */
  readonly ratio: number | null;
  /** What a difference means for who runs this. */
  readonly meaning: string;
}

/** Every assumption, in the order of the table, then every cell. */
export function compareSelfCheck(probes: readonly ProbeAnswer[]): readonly Comparison[] {
  const ids = Object.keys(ASSUMPTIONS) as AssumptionId[];
  return [...ids.map((id) => compareAssumption(id, probes)), ...compareCells(probes)];
}

function compareAssumption(id: AssumptionId, probes: readonly ProbeAnswer[]): Comparison {
  const { value, what, source, probe }: Assumption = ASSUMPTIONS[id];
  const rule = probe === undefined ? NO_RULE : ruleOf(id);
  return compared({ id, what, source, value, probe: probe ?? null }, rule, probes);
}

const ruleOf = (id: string): Rule => (RULES as Readonly<Record<string, Rule>>)[id] ?? NO_RULE;

const NO_RULE: Rule = { by: 'same', meaning: '' };

function compareCells(probes: readonly ProbeAnswer[]): readonly Comparison[] {
  const kinds: readonly (readonly [string, CellKind])[] = Object.entries(CELL_KINDS);
  return kinds.flatMap(([kindId, kind]) => CELL_PARTS.map((part) => compareCell(kindId, kind, part, probes)));
}

function compareCell(id: string, kind: CellKind, part: CellPart, probes: readonly ProbeAnswer[]): Comparison {
  const asked = { id: cellId(id, part), what: `${PARTS[part]} of ${kind.what}.`, source: 'memory' } as const;
  return compared(
    { ...asked, value: kind[part], probe: 'cell-kinds' },
    { by: 'same', meaning: MEANINGS[part] },
    probes,
  );
}

const PARTS: Readonly<Record<CellPart, string>> = {
  value: 'getValues()',
  display: 'getDisplayValues()',
  format: 'getNumberFormats()',
};

const MEANINGS: Readonly<Record<CellPart, string>> = {
  value:
    'Such cells may arrive as something else: do not sync a sheet that has them until shared/cell-kinds.ts and npm test agree.',
  display:
    'Such cells are read by what they show: look at shared/canonical-cell.ts before a sheet that has them is synced.',
  format: 'Such cells may be taken for another kind: look at shared/number-format.ts.',
};

interface Asked {
  readonly id: string;
  readonly what: string;
  readonly source: Assumption['source'];
  readonly value: Scalar;
  readonly probe: string | null;
}

function compared(asked: Asked, { by, meaning }: Rule, probes: readonly ProbeAnswer[]): Comparison {
  const { id, what, source, value: assumed, probe } = asked;
  const common = { id, what, source, assumed, meaning };
  const seen = probes.find(({ observed }) => observed[id] !== undefined)?.observed[id];
  if (seen === undefined) {
    return { ...common, result: 'not_observed', observed: null, ratio: null, reason: whyUnseen(id, probe, probes) };
  }
  const isFigure = typeof seen === 'number' && typeof assumed === 'number' && by !== 'same' && assumed !== 0;
  const result = by === 'noted' ? 'noted' : HOLDS[by](seen, assumed) ? 'as_assumed' : 'differs';
  return { ...common, result, observed: seen, ratio: isFigure ? seen / assumed : null, reason: null };
}

function whyUnseen(id: string, probe: string | null, probes: readonly ProbeAnswer[]): string {
  if (probe === null) return NO_PROBE;
  const named = probes.find(({ unseen }) => unseen?.[id] !== undefined)?.unseen?.[id];
  const answer = probes.find((one) => one.id === probe);
  return named ?? answer?.error ?? (answer === undefined ? 'the probe did not run' : 'the probe did not see it');
}

export const NO_PROBE = 'no probe';

/** A cost may be twice what was assumed: the figures are plausible ones, and Google's own vary as much. */
const MOST_COST = 2;

const HOLDS: Readonly<Record<Rule['by'], (seen: Scalar, assumed: Scalar) => boolean>> = {
  same: (seen, assumed) => seen === assumed,
  cost: (seen, assumed) => Number(seen) <= Number(assumed) * MOST_COST,
  at_least: (seen, assumed) => Number(seen) >= Number(assumed),
  at_most: (seen, assumed) => Number(seen) <= Number(assumed),
  noted: () => true,
};

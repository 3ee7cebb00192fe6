// What a person has said so far about the headings of a tab, and what speaks against agreeing on it. Pure.
import type { HeaderDecision } from '../../shared/protocol.ts';
import type { Failed, Status } from './answers.ts';
import type { Heading, NewColumn, SaidOfHeading, SetupView } from './answers-contract.ts';

export interface Choice {
  readonly decision: HeaderDecision;
  readonly column: string | null;
  readonly asValue: boolean;
}

export interface SetupForm {
  /** `first`: nothing was agreed on yet, and no run goes before it is. */
  readonly kind: 'first' | 'settings';
  /** Null while it is asked for, and where it could not be had. */
  readonly view: SetupView | null;
  /** What was changed by hand, by the heading's position. */
  readonly choices: Readonly<Record<number, Choice & { readonly header: string }>>;
  /** The heading that is being changed, of those that need no look. */
  readonly editing: number | null;
  /** There are more headings than an answer takes: what is sought is asked for. */
  readonly isCut: boolean;
}

export interface ContractModel {
  /** The card of headings and columns, while it is open. */
  readonly form: SetupForm | null;
  /** Why the last thing asked did not come about. */
  readonly problem: Failed | null;
  /** What an operator would apply, by the heading's position. */
  readonly newColumns: Readonly<Record<number, NewColumn>>;
}

export const emptyContract: ContractModel = { form: null, problem: null, newColumns: {} };

/** A connected tab on whose headings nobody agreed yet; a server that knows of no agreement goes without. */
export const needsSetup = (status: Status | null): boolean =>
  status?.connection === 'connected' && status.sheet !== null && status.sheet.confirmedAt === null;

export const choiceOf = (form: SetupForm, heading: Heading): Choice =>
  form.choices[heading.index] ?? firstChoice(heading);

/** What is proposed: for a heading that is there twice nothing, since only a person can tell which one counts. */
function firstChoice({ use, column, proposal, asValue }: Heading): Choice {
  if (use === 'column') return { decision: 'column', column, asValue };
  const isProposed = use === 'held' && proposal !== null;
  if (isProposed) return { decision: 'column', column: proposal, asValue };
  return { decision: use === 'never' ? 'never' : 'ignored', column: null, asValue: false };
}

/** Nothing can be said of a column without heading, nor of one that the database fills. */
export const isOpen = ({ use }: Heading): boolean => use !== 'blank' && use !== 'database';

/** The first time all that is proposed is agreed on; later what was changed, and what was still open. */
export function saidOf(form: SetupForm): readonly SaidOfHeading[] {
  const headings = form.view?.headings.items.filter(isOpen) ?? [];
  const shown = new Set(headings.map(({ index }) => index));
  const elsewhere = Object.entries(form.choices).filter(([index]) => !shown.has(Number(index)));
  const isSaid = ({ index, use }: Heading) =>
    form.kind === 'first' || form.choices[index] !== undefined || use === 'held';
  return [
    ...headings.filter(isSaid).map((heading) => toSaid(heading.index, heading.header, choiceOf(form, heading))),
    ...elsewhere.map(([index, choice]) => toSaid(Number(index), choice.header, choice)),
  ];
}

const toSaid = (index: number, header: string, { decision, column, asValue }: Choice): SaidOfHeading =>
  column === null ? { index, header, decision } : { index, header, decision, column, asValue };

export interface Against {
  /** Columns that more than one heading would fill, with their cells. */
  readonly doubled: readonly { readonly column: string; readonly cells: readonly string[] }[];
  readonly isKeyMissing: boolean;
}

export function whatIsAgainst(form: SetupForm): Against {
  const { headings, keyColumn } = form.view ?? { headings: { count: 0, items: [] }, keyColumn: '' };
  const cells = new Map<string, string[]>();
  for (const heading of headings.items.filter(isOpen)) {
    const { column } = choiceOf(form, heading);
    if (column !== null) cells.set(column, [...(cells.get(column) ?? []), heading.cell]);
  }
  const doubled = [...cells].filter(([, all]) => all.length > 1).map(([column, all]) => ({ column, cells: all }));
  const isWhole = !form.isCut && headings.items.length === headings.count;
  return { doubled, isKeyMissing: isWhole && !cells.has(keyColumn) };
}

export const isSound = ({ doubled, isKeyMissing }: Against): boolean => doubled.length === 0 && !isKeyMissing;

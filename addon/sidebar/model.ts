// What the sidebar knows. Pure.
import type { Reply, Status } from './answers.ts';
import { type CheckModel, emptyCheck } from './check-model.ts';
import { type ContractModel, emptyContract } from './contract-model.ts';
import type { TriedSoFar } from './queue-model.ts';
import { noRepair, type RepairModel } from './repair-model.ts';
import type { RunView } from './run-view.ts';

/** What is under way; all buttons are off meanwhile, but for Stop. */
type Work =
  | 'status'
  | 'run'
  | 'stopping'
  | 'connecting'
  | 'switching'
  | 'listing'
  | 'deciding'
  | 'agreeing'
  | RepairWork;
/** Under way with a group, a buyer, a report or the queue. */
type RepairWork = 'taking' | 'finding' | 'reporting' | 'retrying';

export interface Model {
  readonly status: Status | null;
  readonly statusProblem: string | null;
  readonly work: Work | null;
  readonly run: RunView | null;
  readonly check: CheckModel;
  /** Why the switch of the hourly sync did not move. */
  readonly scheduleProblem: string | null;
  /** The question whether to disconnect is open. */
  readonly isAsked: boolean;
  /** How much of each list is shown, where the reader asked for more. */
  readonly shown: Readonly<Record<string, number>>;
  /** The list that is being asked for more, or that could not be. */
  readonly listing: { readonly id: string; readonly problem: string | null } | null;
  readonly contract: ContractModel;
  readonly repair: RepairModel;
  /** What trying again by hand came to; null where nobody did since the last run. */
  readonly tried: TriedSoFar | null;
}

export const emptyModel: Model = {
  status: null,
  statusProblem: null,
  work: 'status',
  run: null,
  check: emptyCheck,
  scheduleProblem: null,
  isAsked: false,
  shown: {},
  listing: null,
  contract: emptyContract,
  repair: noRepair,
  tried: null,
};

export function withStatus(model: Model, reply: Reply<Status>): Model {
  return reply.ok
    ? { ...model, status: reply, statusProblem: null, work: null }
    : { ...model, statusProblem: reply.code, work: null };
}

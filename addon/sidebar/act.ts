// What a press of a button may set off; the views know nothing else of the world.
import type { Mode } from '../../shared/protocol.ts';
import type { CheckActions } from './check-actions.ts';
import type { ContractActions } from './contract-actions.ts';
import type { QueueActions } from './queue-actions.ts';
import type { GroupName, OnlyAsked } from './repair-answers.ts';
import type { TakeQuestion } from './repair-model.ts';

export interface Actions {
  readonly start: (mode: Mode) => void;
  /** Continue, or Take over: the run goes on here. */
  readonly resume: () => void;
  readonly stop: () => void;
  readonly refresh: () => void;
  readonly connect: (key: string) => void;
  readonly disconnect: () => void;
  /** Opens and closes the question whether to disconnect. */
  readonly ask: (isAsked: boolean) => void;
  readonly schedule: (on: boolean) => void;
  /** `byPointer`: the cursor follows into the grid; a keyboard stays in the list. */
  readonly select: (a1: string, byPointer: boolean) => void;
  readonly more: (list: Listed) => void;
  /** Check, and what a person says to what was found. */
  readonly check: CheckActions;
  readonly contract: ContractActions;
  readonly repair: RepairActions;
  readonly queue: QueueActions;
}

/** Putting right what differs, on either side. */
export interface RepairActions {
  readonly push: (only: OnlyAsked) => void;
  /** Opens the question whether to overwrite; null closes it. */
  readonly ask: (question: TakeQuestion | null) => void;
  /** The yes to the open question. */
  readonly take: () => void;
  readonly putBack: () => void;
  readonly keep: () => void;
  readonly more: (group: GroupName) => void;
  readonly showLast: () => void;
  readonly download: () => void;
  /** '' closes what was found. */
  readonly find: (key: string) => void;
}

/** A list on the page, and where more of it is to be had than the page knows. */
export interface Listed {
  readonly id: string;
  /** Shown now. */
  readonly shown: number;
  readonly known: number;
  readonly from: 'findings' | 'lists' | null;
}

// Clock triggers as an add-on may have them: who made them, which function they call, and when they are due.
import type { Assumptions } from './assumptions.ts';
import { ServiceError } from './service-error.ts';
import { fractions } from './weather.ts';

export interface ClockTrigger {
  readonly uid: string;
  /** The user who made it, and as whom it runs. */
  readonly owner: string;
  readonly spreadsheetId: string;
  readonly functionName: string;
  /** Null for one that fires once. */
  readonly everyMs: number | null;
  readonly createdAt: number;
  /** Null once it fired and will not again; it holds its place until it is deleted. */
  readonly dueAt: number | null;
}

export type ClockSpec = Pick<ClockTrigger, 'owner' | 'spreadsheetId' | 'functionName' | 'everyMs'> & {
  readonly afterMs: number;
};

export class Triggers {
  readonly #assume: Assumptions;
  readonly #now: () => number;
  readonly #jitter: () => number;
  #all: ClockTrigger[] = [];
  #made = 0;

  constructor(assume: Assumptions, now: () => number, seed: number) {
    this.#assume = assume;
    this.#now = now;
    this.#jitter = fractions(seed, 0);
  }

  all(): readonly ClockTrigger[] {
    return this.#all;
  }

  of(owner: string): readonly ClockTrigger[] {
    return this.#all.filter((trigger) => trigger.owner === owner);
  }

  find(uid: string): ClockTrigger | undefined {
    return this.#all.find((trigger) => trigger.uid === uid);
  }

  /** Throws where an add-on may not have it. */
  create(spec: ClockSpec): ClockTrigger {
    this.#refuse(spec);
    this.#made += 1;
    const { afterMs, ...kept } = spec;
    const createdAt = this.#now();
    const dueAt = this.#late(createdAt + afterMs);
    const trigger = { ...kept, uid: String(7_000_000_000_000_000 + this.#made), createdAt, dueAt };
    this.#all.push(trigger);
    return trigger;
  }

  /** Own ones only; any other is not found. */
  delete(uid: string, owner: string): void {
    this.#all = this.#all.filter((trigger) => trigger.uid !== uid || trigger.owner !== owner);
  }

  /** The one that fires next, no later than `until`. */
  nextDue(until: number): ClockTrigger | undefined {
    return this.#all
      .filter(({ dueAt }) => dueAt !== null && dueAt <= until)
      .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))[0];
  }

  /** Due again one period after it was due; a time that passed meanwhile is not made up for. */
  fired({ uid }: ClockTrigger): void {
    this.#all = this.#all.map((trigger) => {
      if (trigger.uid !== uid) return trigger;
      const { everyMs, createdAt } = trigger;
      if (everyMs === null) return { ...trigger, dueAt: null };
      const periods = Math.floor((this.#now() - createdAt) / everyMs) + 1;
      return { ...trigger, dueAt: this.#late(createdAt + periods * everyMs) };
    });
  }

  #refuse({ owner, spreadsheetId, afterMs, everyMs }: ClockSpec): void {
    const { addonClockTriggerMs, addonClockTriggersPerDocument, triggersPerUser } = this.#assume;
    if (Math.min(everyMs ?? afterMs, afterMs) < addonClockTriggerMs)
      throw new ServiceError(this.#assume.addonClockTriggerText);
    const own = this.of(owner);
    if (own.filter((trigger) => trigger.spreadsheetId === spreadsheetId).length >= addonClockTriggersPerDocument)
      throw new ServiceError(this.#assume.addonTooManyTriggersText);
    if (own.length >= triggersPerUser) throw new ServiceError(this.#assume.tooManyTriggersText);
  }

  #late(dueAt: number): number {
    return dueAt + Math.floor(this.#jitter() * this.#assume.triggerJitterMs);
  }
}

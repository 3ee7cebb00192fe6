// What one user may do in a day: counted from the first use, and anew a day later.

export type Quota = 'fetches' | 'properties' | 'trigger ms';

interface Day {
  readonly beganAt: number;
  used: number;
}

export class Quotas {
  readonly #days = new Map<string, Day>();
  readonly #dayMs: number;
  readonly #now: () => number;

  constructor(dayMs: number, now: () => number) {
    this.#dayMs = dayMs;
    this.#now = now;
  }

  used(quota: Quota, user: string): number {
    return this.#day(quota, user).used;
  }

  /** False, and nothing is counted, where it would pass `limit`. */
  use(quota: Quota, user: string, amount: number, limit: number): boolean {
    const day = this.#day(quota, user);
    if (day.used + amount > limit) return false;
    day.used += amount;
    return true;
  }

  /** For what was spent before anyone could refuse it. */
  spend(quota: Quota, user: string, amount: number): void {
    this.#day(quota, user).used += amount;
  }

  #day(quota: Quota, user: string): Day {
    const key = `${quota} ${user}`;
    const known = this.#days.get(key);
    if (known !== undefined && this.#now() < known.beganAt + this.#dayMs) return known;
    const day = { beganAt: this.#now(), used: 0 };
    this.#days.set(key, day);
    return day;
  }
}

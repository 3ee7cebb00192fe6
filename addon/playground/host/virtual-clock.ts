// The host's clock: a real or a given one underneath, moved forward by whoever spends virtual time. It never goes back.

export class VirtualClock {
  readonly #base: () => number;
  #aheadMs = 0;

  constructor(base: () => number) {
    this.#base = base;
  }

  now(): number {
    return Math.floor(this.#base() + this.#aheadMs);
  }

  /** Nothing happens where that moment has passed. */
  moveTo(ms: number): void {
    this.#aheadMs = Math.max(this.#aheadMs, ms - this.#base());
  }
}

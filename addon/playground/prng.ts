// Chance that repeats: the same seed gives the same sheet on every machine (mulberry32).

export interface Chance {
  /** 0 up to, not including, `below`. */
  readonly whole: (below: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  /** True `percent` times out of a hundred. */
  readonly percent: (percent: number) => boolean;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  return {
    whole,
    percent: (percent) => next() * 100 < percent,
    pick: <T>(items: readonly T[]) => items[whole(items.length)] as T,
  };
}

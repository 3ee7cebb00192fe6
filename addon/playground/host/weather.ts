// What goes wrong by chance in one execution. The same seed and execution meet the same weather, whatever runs beside it.
import { chance } from '../prng.ts';
import type { Assumptions } from './assumptions.ts';

/** `refused` never reached the server; `failed` was answered by something before it; `lost` was done, and its answer never came. */
type FetchFate = 'sent' | 'refused' | 'failed' | 'lost';

export interface Weather {
  /** 0, or how long this call pauses first. */
  readonly pauseMs: () => number;
  readonly readTimesOut: () => boolean;
  readonly fetchFate: () => FetchFate;
}

export const CALM: Weather = { pauseMs: () => 0, readTimesOut: () => false, fetchFate: () => 'sent' };

export function storm(assume: Assumptions, seed: number, execution: number): Weather {
  const next = fractions(seed, execution);
  return {
    pauseMs: () => (next() < assume.hostilePauseChance ? assume.hostilePauseMs : 0),
    readTimesOut: () => next() < assume.hostileReadTimeoutChance,
    fetchFate: () => {
      const drawn = next();
      const refused = assume.hostileFetchRefusedChance;
      const failed = refused + assume.hostileFetchFailedChance;
      if (drawn < refused) return 'refused';
      if (drawn < failed) return 'failed';
      return drawn < failed + assume.hostileFetchLostChance ? 'lost' : 'sent';
    },
  };
}

/** From 0 up to 1: a row of chances of its own for every pair of numbers. */
export function fractions(seed: number, of: number): () => number {
  const chances = chance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(of, 0x85ebca6b));
  return () => chances.whole(STEPS) / STEPS;
}

const STEPS = 2 ** 30;

// How often a wrong token or code may be tried: ten times a minute from one address. Kept in memory, so each server counts for itself;
// what is guessed at has 256 bits, and the limit only keeps the guessing quiet.

export interface LoginLimit {
  /** Asked before anything is checked: beyond the limit a right token is not taken either. */
  readonly isReached: (from: string, now: Date) => boolean;
  readonly countWrong: (from: string, now: Date) => void;
}

const MOST_WRONG = 10;
export const WINDOW_SECONDS = 60;
/** Addresses remembered; beyond them the oldest is forgotten. */
const MOST_ADDRESSES = 10_000;

export function loginLimit(): LoginLimit {
  const tries = new Map<string, readonly number[]>();
  const recent = (from: string, now: Date) =>
    (tries.get(from) ?? []).filter((at) => at > now.getTime() - WINDOW_SECONDS * 1000);
  return {
    isReached: (from, now) => recent(from, now).length >= MOST_WRONG,
    countWrong: (from, now) => {
      const counted = [...recent(from, now), now.getTime()];
      tries.delete(from);
      tries.set(from, counted);
      const [oldest] = tries.keys();
      if (tries.size > MOST_ADDRESSES && oldest !== undefined) tries.delete(oldest);
    },
  };
}

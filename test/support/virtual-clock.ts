// A clock that moves only when told: sleepers wake in their order, and what they then do is done before time goes on.
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../server/watch/service.ts';

export interface VirtualClock extends Clock {
  /** Wakes all who sleep till then, one after the other. `quiet` waits for what a woken one does; by default some turns of the loop. */
  readonly advance: (ms: number, quiet?: () => Promise<unknown>) => Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualClock(start: Date): VirtualClock {
  let now = start.getTime();
  const sleepers = new Set<Sleeper>();
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { at: now + ms, wake };
      sleepers.add(sleeper);
      if (signal.aborted) wake();
      else signal.addEventListener('abort', wake, { once: true });
    });
  const advance = async (ms: number, quiet: () => Promise<unknown> = settled) => {
    const end = now + ms;
    await quiet();
    for (;;) {
      const next = [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      now = next.at;
      next.wake();
      await quiet();
    }
    now = end;
  };
  return { now: () => new Date(now), sleep, advance };
}

/** Enough for promises alone; what waits for a socket needs a `quiet` of its own. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await turn();
}

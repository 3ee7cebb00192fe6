// "Service Spreadsheets timed out" passes most of the time: a read is tried again at once, before anyone else hears of it.

const TRIES = 3;
const PAUSE_MS = 400;

/** For reads only. A mistake of ours is not tried again. */
export function again<T>(read: () => T): T {
  for (let tries = 1; ; tries++) {
    try {
      return read();
    } catch (error) {
      if (tries === TRIES || isMistake(error)) throw error;
      Utilities.sleep(PAUSE_MS * tries);
    }
  }
}

const isMistake = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;

// When a row that was refused is tried again: three times after its first try, with growing pauses; then a person has to look.

/** Minutes from each refusal to the next try: the first is the one in the run. */
const PAUSES = [1, 5, 15] as const;

/** From the try in the run, which has no clock but the database's. */
export const FIRST_PAUSE_MINUTES: number = PAUSES[0];

/** `attempts`: retries that were refused so far. Null: no more, it is permanently failed. */
export function nextRetryAt(attempts: number, now: Date): Date | null {
  const minutes = PAUSES[attempts];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
}

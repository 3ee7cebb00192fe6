// How many messages a target gets within an hour, and what becomes of the rest: it waits until the hour is over, as one message.

export const HOUR_MS = 3_600_000;

export interface WaitingMessage {
  readonly id: string;
  /** Put together of several, and waiting for its hour. */
  readonly gathered: boolean;
  readonly isDue: boolean;
}

export interface Share {
  /** Ids that go out now. */
  readonly send: readonly string[];
  /** `from` go into `into`, which goes out at `at`. */
  readonly gather: null | { readonly into: string; readonly from: readonly string[]; readonly at: Date };
}

/** `waiting` are messages of one target that nobody has begun to send, oldest first; `begun` are times within the last hour, oldest first. */
export function share(waiting: readonly WaitingMessage[], begun: readonly Date[], perHour: number, now: Date): Share {
  const due = waiting.filter(({ isDue }) => isDue).map(({ id }) => id);
  const room = Math.max(0, perHour - begun.length);
  const gathered = waiting.find((message) => message.gathered) ?? null;
  if (gathered?.isDue === true && room > 0) return joined(gathered.id, due, now, [gathered.id]);
  const send = due.slice(0, room);
  const [first, ...others] = due.slice(room);
  if (first === undefined) return { send, gather: null };
  const freeAt = new Date((begun[Math.max(0, begun.length - perHour)] ?? now).getTime() + HOUR_MS);
  const rest = [first, ...others];
  return joined(gathered?.id ?? first, rest, freeAt, send);
}

function joined(into: string, ids: readonly string[], at: Date, send: readonly string[]): Share {
  return { send, gather: { into, from: ids.filter((id) => id !== into), at } };
}

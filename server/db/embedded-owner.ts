// Who is responsible for the embedded server, told by locks inside it: they vanish with their process, so a killed one is responsible for nothing.
import { isAlive } from './embedded-process.ts';
import { type LockAttempt, type SessionLock, takeSessionLock } from './session-lock.ts';

const KEEPER_LOCK = 1;
const OWNER_LOCK = 2;
const KEEPER_NAME = 'rollcall keeper, process ';

/** The lock of the one process that stops the server when it ends; undefined where another living process holds it. */
export async function becomeKeeper(connectionString: string): Promise<SessionLock | undefined> {
  const attempt = await takeSessionLock({
    connectionString,
    number: KEEPER_LOCK,
    name: `${KEEPER_NAME}${process.pid}`,
    patienceMs: (holder) => (isAlive(Number(holder.slice(KEEPER_NAME.length))) ? 0 : 10_000),
  });
  return 'lock' in attempt ? attempt.lock : undefined;
}

/**
 * Makes this process the one that serves this database, under a label that others are told (`rollcall http://127.0.0.1:8787`;
 * printable ASCII, cut at 63 characters); or returns the label of the one that does.
 */
export function becomeOwner(connectionString: string, label: string): Promise<LockAttempt> {
  return takeSessionLock({ connectionString, number: OWNER_LOCK, name: label, patienceMs: () => 400 });
}

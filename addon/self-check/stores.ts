// Locks and properties: who is kept out, and how much is taken. Works in the person's own properties, beside what the product keeps.
import { type Probe, type Seen, thrownBy, timed, times } from './probe.ts';

const PREFIX = 'rollcall.self-check.';
const mine = (): GoogleAppsScript.Properties.Properties => PropertiesService.getUserProperties();

/** Written by one execution for another. */
export const readNote = (name: string): string | null => mine().getProperty(PREFIX + name);
export const writeNote = (name: string, text: string): void => {
  mine().setProperty(PREFIX + name, text);
};

/** Those whose names begin so; all, unless told, also what a killed check left. */
export function dropNotes(beginning = ''): void {
  const store = mine();
  for (const key of store.getKeys()) if (key.startsWith(PREFIX + beginning)) store.deleteProperty(key);
}

export const serviceCallTime: Probe = () => {
  const count = 20;
  const ms = timed(() => {
    for (let i = 0; i < count; i++) readNote('none');
  });
  // The store itself is asked for each time, which Google does not have to be called for.
  return { observed: { callCostMs: Math.round((ms / count) * 10) / 10 } };
};

/** How long two executions wait for each other, each in a call well below 20 s. */
const MEETING_MS = 12_000;

type Lock = GoogleAppsScript.Lock.Lock;

/** `hold TOKEN` and `ask TOKEN` run at once and meet by a note; `after` when both are over. */
export const locks: Probe = (argument) => {
  const [role = '', token = ''] = argument.split(' ');
  const lock = LockService.getDocumentLock() as Lock | null;
  if (lock === null) return { observed: { documentLockInDocument: false } };
  if (role === 'hold') return hold(lock, token);
  return role === 'ask' ? ask(lock, token) : after(lock);
};

function hold(lock: Lock, token: string): Seen {
  if (!lock.tryLock(5000)) throw new Error('a run at work holds the lock');
  writeNote('lock', `held ${token}`);
  const met = waitForNote(`asked ${token}`);
  // Not released: whether the end of this execution does that is looked at afterwards.
  return { observed: { documentLockInDocument: true, lockIsReentrant: lock.tryLock(0) }, told: { met } };
}

function ask(lock: Lock, token: string): Seen {
  if (!waitForNote(`held ${token}`)) throw new Error('the two executions did not meet');
  const got = lock.tryLock(0);
  writeNote('lock', `asked ${token}`);
  return { observed: { lockExcludesOthers: !got } };
}

function after(lock: Lock): Seen {
  const got = lock.tryLock(5000);
  if (got) lock.releaseLock();
  return { observed: { lockFreedAtEnd: got } };
}

/** Waits by the clock, without sleeping: in the local host a sleep takes no time, and two executions would not meet. */
function waitForNote(text: string): boolean {
  const end = Date.now() + MEETING_MS;
  while (Date.now() < end) {
    if (readNote('lock') === text) return true;
    for (const until = Date.now() + 250; Date.now() < until; );
  }
  return false;
}

const KB = 1024;
const FILL = 'fill.';

export const propertyLimits: Probe = () => {
  const store = mine();
  try {
    const propertyBytes = largest([9 * KB, 8 * KB, 4 * KB], (bytes) => writeNote(FILL, 'x'.repeat(bytes)));
    dropNotes(FILL);
    const kept = Object.entries(store.getProperties());
    const before = kept.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0);
    const propertyStoreBytes = largest([500 * KB, 400 * KB, 100 * KB], (bytes) => fill(store, bytes - before));
    return { observed: { propertyBytes, propertyStoreBytes } };
  } finally {
    dropNotes(FILL);
  }
};

/** The first that is taken; more than the first is not tried. */
function largest(sizes: readonly number[], take: (bytes: number) => void): number {
  return sizes.find((bytes) => thrownBy(() => take(bytes)) === null) ?? 0;
}

const VALUE = 9000;

/** In one call, so that all is there or nothing. */
function fill(store: GoogleAppsScript.Properties.Properties, bytes: number): void {
  const entries: Record<string, string> = {};
  let left = bytes;
  for (const i of times(Math.ceil(bytes / VALUE))) {
    const key = `${PREFIX}${FILL}${i}`;
    entries[key] = 'x'.repeat(Math.max(0, Math.min(VALUE, left - key.length)));
    left -= key.length + (entries[key] ?? '').length;
  }
  store.setProperties(entries);
}

/** As UTF-8. */
const byteLength = (text: string): number => encodeURIComponent(text).replace(/%../g, 'x').length;

// One start of a database at a time. The lock names its process, so that one left by a killed process is taken over;
// should two starts ever take over at once, Postgres' own lock on the data folder still lets only one server live.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { EmbeddedDatabaseError } from './embedded-error.ts';
import { processBirth } from './embedded-process.ts';

const PATIENCE_MS = 120_000;
const POLL_MS = 15;
/** A lock file without its text is being written; after this long its writer has died between the two. */
const EMPTY_IS_DEAD_AFTER_MS = 5_000;

/** Runs `work` while holding the lock file `path`; waits for a living holder, and says who it is after two minutes. */
export async function underStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine = [process.pid, processBirth(process.pid), randomUUID()].join('\t');
  await take(path, mine);
  try {
    return await work();
  } finally {
    if (read(path) === mine) rmSync(path, { force: true });
  }
}

async function take(path: string, mine: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!tryTake(path, mine)) {
    const theirs = read(path);
    if (theirs !== undefined && isDead(path, theirs)) breakLock(path, theirs);
    else if (Date.now() > deadline) {
      throw new EmbeddedDatabaseError(
        `Another start of this database has been under way for two minutes (process ${theirs?.split('\t')[0]}): end that process, or remove ${path}.`,
      );
    } else await wait(POLL_MS);
  }
}

function tryTake(path: string, mine: string): boolean {
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new EmbeddedDatabaseError(
      `The data folder is not writable (${path}): start Rollcall as the user it belongs to, or set ROLLCALL_DATA_DIR to a folder of your own.`,
      { cause },
    );
  }
}

function read(path: string): string | undefined {
  return existsSync(path) ? readOrNothing(path) : undefined;
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isDead(path: string, text: string): boolean {
  if (text !== '') {
    const [pid, birth] = text.split('\t');
    const now = processBirth(Number(pid));
    return now === undefined || now !== birth;
  }
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - written > EMPTY_IS_DEAD_AFTER_MS;
}

/** Moves the dead lock away by rename; should another start have taken it over in between, puts that one's lock back. */
function breakLock(path: string, dead: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readOrNothing(aside);
  if (moved !== undefined && moved !== dead) tryTake(path, moved);
  rmSync(aside, { force: true });
}

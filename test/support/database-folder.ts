// Temporary data folders for embedded databases: in memory where the system has room there, since copying a template takes 8 ms
// there and up to 270 on a disk.
import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'rollcall-test-';
const MEMORY = '/dev/shm';
const ROOM_NEEDED_BYTES = 4e9;

/** A new folder that any user may pass through, since Postgres runs as another one where the test is root. */
export function newDatabaseFolder(home = hasRoom(MEMORY) ? MEMORY : tmpdir()): string {
  const folder = realpathSync(mkdtempSync(join(home, PREFIX)));
  chmodSync(folder, 0o755);
  return folder;
}

function hasRoom(home: string): boolean {
  try {
    accessSync(home, constants.W_OK);
    const { bavail, bsize } = statfsSync(home);
    return bavail * bsize > ROOM_NEEDED_BYTES;
  } catch {
    return false;
  }
}

/** Folders of this user that were made longer ago than `ageMs`: kept by a red run, or left by a killed one. */
export function oldDatabaseFolders(ageMs: number): string[] {
  return [MEMORY, tmpdir()].flatMap(entries).filter((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && found.uid === process.getuid?.() && Date.now() - found.mtimeMs > ageMs;
  });
}

function entries(home: string): string[] {
  try {
    const names = readdirSync(home).filter((name) => name.startsWith(PREFIX));
    return names.map((name) => join(home, name));
  } catch {
    return [];
  }
}

// Which user Postgres runs as, and which folders that user can enter. Postgres refuses to run as root,
// so a root process starts it as `postgres` where there is such a user, else as `nobody`; no user is ever created.
import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-error.ts';

/** The user to run Postgres as; `undefined` stands for "whoever we are". */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** The account for a cluster: its owner's where it exists, so that root can open what an ordinary user made. */
export function accountFor(cluster: string): Account | undefined {
  if (!isRoot()) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const found = findUser(lines, 'postgres') ?? findUser(lines, 'nobody');
  if (found !== undefined) return found;
  throw new EmbeddedDatabaseError(
    'Postgres refuses to run as root and there is no user "postgres" or "nobody" to run it as: start Rollcall as an ordinary user, or set DATABASE_URL.',
  );
}

function findUser(lines: readonly string[], name: string): Account | undefined {
  const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}

/** Whether the account may pass through every folder on the way to `path`, and use `path` itself with the rights given (4 read, 1 enter or run). */
export function canReach(account: Account | undefined, path: string, rights: 1 | 4 | 5): boolean {
  if (account === undefined) return true;
  const real = realpathSync(path);
  return hasRights(account, real, rights) && ancestors(real).every((folder) => hasRights(account, folder, 1));
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
}

function hasRights(account: Account, path: string, rights: number): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & rights) === rights;
}

/**
 * Makes a folder of ours that others may pass through but not write to.
 * False where it cannot be made, is not ours, is writable by others (they could plant programs in it), or cannot be entered by the account.
 */
export function claimFolder(path: string, account: Account | undefined): boolean {
  try {
    const created = mkdirSync(path, { recursive: true, mode: 0o755 });
    if (created !== undefined && account !== undefined) chmodSync(path, 0o755);
    const found = lstatSync(path);
    const ours = found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
    const open = process.platform !== 'win32' && (found.mode & 0o022) !== 0;
    return ours && !open && canReach(account, path, 1);
  } catch {
    return false;
  }
}

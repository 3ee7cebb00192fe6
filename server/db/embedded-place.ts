// Where one embedded database lives: in the data folder asked for, or, where the user that runs Postgres cannot enter
// that, in a folder of Rollcall's own, always the same one for the same data folder.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, accountFor, canReach, claimFolder } from './embedded-account.ts';
import { EmbeddedDatabaseError } from './embedded-error.ts';

export interface Place {
  /** Holds `cluster/` and the start lock. */
  readonly folder: string;
  /** Holds `data/` (Postgres' own), `password` and `server.log`. */
  readonly cluster: string;
  readonly data: string;
  readonly account: Account | undefined;
}

/** Settles where the database of `dataDir` lives, making folders as needed; says by `log` where it had to move. */
export function settlePlace(dataDir: string, log: (line: string) => void): Place {
  const asked = makeFolder(dataDir);
  const account = accountFor(join(asked, 'cluster'));
  const folder = account === undefined ? asked : (enterable(asked, account) ?? moved(asked, account, log));
  const cluster = join(folder, 'cluster');
  return { folder, cluster, data: join(cluster, 'data'), account: accountFor(cluster) };
}

function makeFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
    return realpathSync(dataDir);
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The data folder ${dataDir} cannot be made or entered: set ROLLCALL_DATA_DIR to a folder you may write to, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** The data folder is ours, so the right to pass through it may be given; the folders above it are not. */
function enterable(folder: string, account: Account): string | undefined {
  const { uid, mode } = statSync(folder);
  if (uid === 0 && (mode & 0o001) === 0) chmodSync(folder, mode | 0o001);
  return canReach(account, folder, 1) ? folder : undefined;
}

function moved(asked: string, account: Account, log: (line: string) => void): string {
  const name = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  const home = sharedHome(account, name);
  const folder = home === undefined ? undefined : join(home, name);
  if (folder === undefined || !claimFolder(folder, account)) {
    throw new EmbeddedDatabaseError(
      `Postgres may not run as root and its user cannot enter ${asked}: set ROLLCALL_DATA_DIR to a folder it can enter, or set DATABASE_URL.`,
    );
  }
  log(`Postgres does not run as root, and its user cannot enter ${asked}: the database is kept in ${folder}.`);
  return folder;
}

/** Root's folder for what the user that runs Postgres must be able to enter: the one that holds `name` already, else the first that can be made. */
export function sharedHome(account: Account, name: string): string | undefined {
  const homes = ['/var/lib/rollcall', '/var/tmp/rollcall-root', join(tmpdir(), 'rollcall-root')];
  const holding = homes.filter((home) => existsSync(join(home, name)));
  return [...holding, ...homes].find((home) => claimFolder(home, account));
}

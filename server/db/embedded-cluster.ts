// Makes the folder of a new database whole or not at all: it is initialised under another name and renamed when done,
// so a start that was killed half-way leaves nothing that the next one could mistake for a database.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Account } from './embedded-account.ts';
import type { Binaries } from './embedded-binaries.ts';
import { EmbeddedDatabaseError } from './embedded-error.ts';
import type { Place } from './embedded-place.ts';
import { bareEnvironment } from './embedded-process.ts';

/** The superuser of every embedded database. */
export const SUPERUSER = 'rollcall';

/** Makes the cluster where it is missing (call under the start lock) and returns its superuser's password. */
export async function ensureCluster(place: Place, binaries: Binaries, log: (line: string) => void): Promise<string> {
  removeLeftovers(place, log);
  if (!existsSync(place.cluster)) {
    log(`Making a new database in ${place.folder}.`);
    await makeCluster(place, binaries);
  }
  return readCluster(place, binaries);
}

function removeLeftovers({ cluster }: Place, log: (line: string) => void): void {
  const folder = dirname(cluster);
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(`${basename(cluster)}.new-`))) {
    log(`Removing ${name}, left by a start that was interrupted.`);
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

async function makeCluster({ cluster, account }: Place, binaries: Binaries): Promise<void> {
  const making = `${cluster}.new-${randomBytes(6).toString('hex')}`;
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(join(making, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  if (account !== undefined) {
    for (const path of [join(making, 'password'), making]) chownSync(path, account.uid, account.gid);
  }
  try {
    await runInitdb(binaries.initdb, making, account);
    renameSync(making, cluster);
  } catch (error) {
    rmSync(making, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

async function runInitdb(initdb: string, folder: string, account: Account | undefined): Promise<void> {
  const child = spawn(
    initdb,
    [
      ...['-D', join(folder, 'data'), '-U', SUPERUSER, `--pwfile=${join(folder, 'password')}`],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ],
    { ...account, ...bareEnvironment(), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(cannotRun(initdb, cause)));
    child.once('close', resolve);
  });
  if (code === 0) return;
  const reason =
    output
      .trim()
      .split('\n')
      .findLast((line) => /error|fatal/i.test(line)) ?? `exit code ${code}`;
  throw new EmbeddedDatabaseError(
    `Postgres could not make a database in ${dirname(folder)} (${reason.trim()}): set ROLLCALL_DATA_DIR to another folder, or set DATABASE_URL.`,
  );
}

/** The program exists but does not start: almost always a system without glibc (Alpine), or a folder mounted without the right to run programs. */
export function cannotRun(program: string, cause: Error): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `The embedded Postgres does not run on this system (${program}: ${cause.message}): set DATABASE_URL to a Postgres of your own.`,
    { cause },
  );
}

function readCluster({ cluster, data }: Place, binaries: Binaries): string {
  try {
    const password = readFileSync(join(cluster, 'password'), 'utf8').trim();
    const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
    if (version === binaries.major) return password;
    throw new EmbeddedDatabaseError(
      `The database in ${cluster} was made by Postgres ${version} and this is ${binaries.major}: go back to the Rollcall that made it, back it up and restore it here, or set ROLLCALL_DATA_DIR to a new folder.`,
    );
  } catch (cause) {
    if (cause instanceof EmbeddedDatabaseError) throw cause;
    throw new EmbeddedDatabaseError(
      `The database in ${cluster} cannot be read by this user: start Rollcall as the user that made it, or set ROLLCALL_DATA_DIR to a folder of your own.`,
      { cause },
    );
  }
}

// What the operating system knows of a process: whether it lives, when it began, and whether it is the Postgres of a data folder.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs of the embedded Postgres start without our environment: PGDATA, PGOPTIONS or LD_LIBRARY_PATH must not reach them. Windows needs its own. */
export const bareEnvironment = (): { env?: NodeJS.ProcessEnv } =>
  process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } };

export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** What postmaster.pid says: line 1 the process, line 4 the port, line 8 whether it takes connections. Undefined where there is none. */
export function readPostmasterFile(data: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(postmasterFile(data), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export const postmasterFile = (data: string): string => join(data, 'postmaster.pid');

/** Whether process `pid` is the living postmaster of `data`: not gone, not a zombie that nobody reaps, not another program that got its number. */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  if (process.platform === 'win32') return isAlive(pid);
  const command = process.platform === 'linux' ? linuxCommand(pid) : psCommand(pid);
  return command?.includes(`/postgres -D ${data} -`) === true;
}

/** When the process began, as its system writes it; undefined where there is no such living process. Tells a recycled number from the process meant. */
export function processBirth(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStat(pid)?.[19];
  if (process.platform === 'win32') return isAlive(pid) ? 'alive' : undefined;
  return ps(pid, 'lstart=');
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function linuxCommand(pid: number): string | undefined {
  return linuxStat(pid) === undefined ? undefined : readProc(pid, 'cmdline')?.replaceAll('\0', ' ');
}

/** The fields of /proc/PID/stat from the third on (state first, start time 20th); undefined for a dead process and a zombie. */
function linuxStat(pid: number): readonly string[] | undefined {
  const text = readProc(pid, 'stat');
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields;
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

function psCommand(pid: number): string | undefined {
  const line = ps(pid, 'state=,command=');
  return line === undefined || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}

function ps(pid: number, format: string): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', format, '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}

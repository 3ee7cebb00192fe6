// Real processes for tests: started with a bare environment and in a group of their own, watched by what they print and how they end.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Program {
  /** Of the process itself; it leads a group of its own. */
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** The first match on standard output; throws with all it said where it ends, or 60 s pass, without one. */
  says(pattern: RegExp): Promise<string>;
  ended(): Promise<Ending>;
  isOver(): boolean;
  /** To the process alone. */
  signal(signal: NodeJS.Signals): void;
  /** To every process of its group, as a terminal's Ctrl-C does. */
  signalGroup(signal: NodeJS.Signals): void;
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export type Variables = Readonly<Record<string, string>>;

/** `command` is looked up on the machine's own PATH, where npm's and Vitest's additions are left out. */
export function start(command: string, args: readonly string[], env: Variables = {}, cwd = ROOT): Program {
  const child = spawn(command, [...args], {
    cwd,
    env: { ...machine(), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const ending = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  ending.catch(() => undefined);
  const pid = child.pid ?? -1;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const told = () => `${command} ${args.join(' ')} said:\n${stdout()}\n${stderr()}`;
  return {
    pid,
    stdout,
    stderr,
    isOver,
    ended: () => within(ending, () => `it did not end; ${told()}`),
    says: async (pattern) => {
      await until(() => pattern.test(stdout()) || isOver(), told);
      return pattern.exec(stdout())?.[0] ?? Promise.reject(new Error(`${pattern} was never said; ${told()}`));
    },
    signal: (signal) => void child.kill(signal),
    signalGroup: (signal) => signalGroup(pid, signal),
  };
}

/** Node as the npm package brings it, without the launcher between: for tests whose subject is not the start. */
export const startScript = (script: string, args: readonly string[], env: Variables = {}): Program =>
  start(process.execPath, [`${ROOT}${script}`, ...args], env);

/** Kills what is left of a program's group, and waits until it is gone. */
export async function endGroup(program: Program): Promise<void> {
  program.signalGroup('SIGKILL');
  await program.ended().catch(() => undefined);
  await until(
    () => groupMembers(program.pid).length === 0,
    () => `group ${program.pid} lives on`,
  );
}

/** Living processes of a group; a zombie that nobody reaps is none. */
export function groupMembers(group: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const [state, , itsGroup] = statOf(name);
      return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
    })
    .map(Number);
}

/** Children of a process, the first of them first. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(statOf(name)[1]) === parent)
    .map(Number)
    .sort((a, b) => a - b);
}

/** The fields of /proc/PID/stat from the third on: state, parent, group. */
function statOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** A port that nobody listens on now. */
export async function unusedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Polls; throws what `told` says where the condition does not come true within 60 s. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  told: () => string = () => 'it did not happen',
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${PATIENCE_MS / 1000} s went by: ${told()}`);
    await wait(10);
  }
}

const PATIENCE_MS = 60_000;

async function within<T>(promise: Promise<T>, told: () => string): Promise<T> {
  const over = new AbortController();
  const late = wait(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(told());
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function collect(stream: ChildProcess['stdout']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

/** The machine's own programs come first, not those of node_modules; no variable of ours or of Vitest. */
function machine(): Variables {
  const path = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return { PATH: path.join(':'), HOME: tmpdir(), LANG: 'C.UTF-8' };
}

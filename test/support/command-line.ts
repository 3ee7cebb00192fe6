// The command line as a real process: what it printed, and how it ended.
import { startScript, type Variables } from './processes.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the one JSON document that it is; throws where it is not. */
  json<T = unknown>(): T;
}

export async function rollcall(args: readonly string[], env: Variables = {}): Promise<Ran> {
  const program = startScript('server/rollcall.ts', args, env);
  const { code } = await program.ended();
  const [stdout, stderr] = [program.stdout(), program.stderr()];
  return { code, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
}

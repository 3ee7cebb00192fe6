// How a program ends other than well: with one of the exit codes that all share, and a sentence.
import { isRefusal, isTransient, sqlstateOf } from '../db/sqlstate.ts';
import { MigrationError } from '../migrate/migrate.ts';
import { Problem } from '../problem.ts';

export type ExitCode = 1 | 2 | 3 | 4 | 5;

export class Exit extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** One line of JSON, or what a person reads. */
export function print(json: boolean | undefined, data: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${lines.join('\n')}\n`);
}

/** What is unknown is a fault of our own, and shown whole. */
export function endOf(error: unknown): { readonly code: number; readonly text: string } {
  if (error instanceof Problem) return { code: NO_DATABASE.has(error.code) ? 3 : 2, text: error.message };
  if (error instanceof MigrationError) return { code: 4, text: error.message };
  if (isTransient(error)) return endOf(new Problem('database_unavailable', { retryAfter: 5 }, error));
  if (isRefusal(error)) return endOf(new Problem('database_refuses', { sqlstate: sqlstateOf(error) }, error));
  const whole = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 70, text: `A fault of Rollcall itself: ${whole}` };
}

const NO_DATABASE: ReadonlySet<string> = new Set(['no_database', 'database_unavailable']);

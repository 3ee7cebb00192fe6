// How a verb ends other than well: with one of the exit codes that all verbs share.
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

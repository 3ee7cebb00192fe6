// `rollcall problems`: every code a client can meet, with its status and what to do. The operator's manual.
import type { Command } from 'commander';
import { PROBLEMS } from '../problem.ts';
import { print } from './exit.ts';

export function addProblems(program: Command): void {
  program
    .command('problems')
    .description('Every problem code with its HTTP status and what to do about it')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall problems')
    .action((options: { json?: boolean }) =>
      print(
        options.json,
        PROBLEMS,
        Object.entries(PROBLEMS).map(([code, { status, en }]) => `${status} ${code}\n    ${en}`),
      ),
    );
}

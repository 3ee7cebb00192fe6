// The command line: one file per verb. Exit codes are the same for all of them and listed in `--help`.
import { Command } from 'commander';
import { addAlerts } from './commands/alerts.ts';
import { addDoctor } from './commands/doctor.ts';
import { Exit, endOf } from './commands/exit.ts';
import { addMigrate } from './commands/migrate.ts';
import { addOperator } from './commands/operator.ts';
import { addProblems } from './commands/problems.ts';
import { addPush } from './commands/push.ts';
import { addSchema } from './commands/schema.ts';
import { addSettings } from './commands/settings.ts';
import { addSheet } from './commands/sheet.ts';
import { addSync } from './commands/sync.ts';
import { VERSION } from './start-server.ts';

const program = new Command('rollcall')
  .description('Every row of the sheet is in the database, exactly, or it says which cell stands in the way.')
  .version(VERSION)
  .showHelpAfterError('Add --help to see what it takes.')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();
program.addHelpText(
  'after',
  `
Exit codes:
  0  done, and all is well
  1  done, but something differs, is pending or invalid
  2  wrong use, or refused before touching anything
  3  no server, database or lock
  4  failed, all rolled back
  5  failed part-way: what landed is whole, run it again
  70 a fault of Rollcall itself`,
);
for (const add of [
  addSheet,
  addPush,
  addSync,
  addAlerts,
  addSchema,
  addSettings,
  addMigrate,
  addOperator,
  addDoctor,
  addProblems,
])
  add(program);

// Whoever reads the output may stop reading: `rollcall problems | head`.
process.stdout.on('error', () => undefined);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    if (isCommanderError(error)) return error.exitCode === 0 ? 0 : 2;
    const { code, text } = endOf(error);
    process.stderr.write(`${text}\n`);
    return code;
  }
}

function isCommanderError(error: unknown): error is { exitCode: number } {
  return error instanceof Error && 'exitCode' in error && error.name === 'CommanderError';
}

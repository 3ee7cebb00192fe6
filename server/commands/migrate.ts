// `rollcall migrate`: applies what is pending, or says what is.
import type { Command } from 'commander';
import { migrate, pendingMigrations } from '../migrate/migrate.ts';
import { Exit, print } from './exit.ts';
import { withDatabase } from './with-database.ts';

export function addMigrate(program: Command): void {
  const verb = program.command('migrate').description('Apply the files of migrations/ to the database');
  verb
    .command('up')
    .description('Apply every pending file, each in one transaction')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall migrate up')
    .action((options: { json?: boolean }) =>
      withDatabase(async (pool) => {
        const applied = await migrate(pool);
        print(
          options.json,
          { applied },
          applied.length === 0 ? ['Nothing is pending.'] : applied.map((name) => `applied ${name}`),
        );
      }),
    );
  verb
    .command('status')
    .description('Which files are pending; exit 1 where any is')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall migrate status')
    .action((options: { json?: boolean }) =>
      withDatabase(async (pool) => {
        const pending = await pendingMigrations(pool);
        print(
          options.json,
          { pending },
          pending.length === 0 ? ['Nothing is pending.'] : pending.map((name) => `pending ${name}`),
        );
        if (pending.length > 0) throw new Exit(1);
      }),
    );
}

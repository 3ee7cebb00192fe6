// `rollcall schema`: the catalog against the rule that no column limits the length of text, and the fix as a migration.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PROJECT_ROOT } from '../config.ts';
import { Problem } from '../problem.ts';
import { validateSchema } from '../sheets/schema-validator.ts';
import { Exit, print } from './exit.ts';
import { withMigratedDatabase } from './with-database.ts';

interface Options {
  readonly table: string;
  readonly json?: boolean;
  readonly out?: string;
}

export function addSchema(program: Command): void {
  const schema = program.command('schema').description('Check that no column of a table limits the length of text');
  schema
    .command('check')
    .description('Name the columns that limit the length of text; exit 1 where there are any')
    .option('--table <name>', 'the table', 'buyers')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall schema check --table buyers')
    .action((options: Options) => withMigratedDatabase((pool) => check(pool, options)));
  schema
    .command('fix')
    .description('Write the migration that makes them TEXT; it is applied by "rollcall migrate up"')
    .option('--table <name>', 'the table', 'buyers')
    .option('--out <folder>', 'where to write it', join(PROJECT_ROOT, 'migrations'))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall schema fix --table buyers && rollcall migrate up')
    .action((options: Options) => withMigratedDatabase((pool) => fix(pool, options)));
}

type Pool = Parameters<typeof validateSchema>[0];

async function check(pool: Pool, { table, json }: Options): Promise<void> {
  const report = await validateSchema(pool, table);
  print(
    json,
    report,
    report.valid
      ? [`${table}: text of any length fits.`]
      : [...report.errors, 'Run "rollcall schema fix" to write the migration.'],
  );
  if (!report.valid) throw new Exit(1);
}

async function fix(pool: Pool, { table, json, out = '' }: Options): Promise<void> {
  const report = await validateSchema(pool, table);
  if (report.valid) {
    print(json, { table, file: null }, [`${table}: nothing to fix.`]);
    return;
  }
  const names = await readdir(out).catch(() => {
    throw new Problem('wrong_use', { message: `There is no folder ${out} to write the migration to.` });
  });
  const numbers = names.map((name) => Number(/^(\d{4})-/.exec(name)?.[1] ?? 0));
  const next = String(Math.max(0, ...numbers) + 1).padStart(4, '0');
  const file = join(out, `${next}-${table.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-text.sql`);
  await writeFile(file, report.fixScript, { flag: 'wx' });
  print(json, { table, file, fixScript: report.fixScript }, [
    `Wrote ${file}. Read it, then run "rollcall migrate up".`,
  ]);
}

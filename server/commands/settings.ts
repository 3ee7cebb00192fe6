// `rollcall settings`: what an operator can set at run time, and setting it. Servers take a change at their next look, without a restart.
import type { Command } from 'commander';
import type { Pool } from 'pg';
import { Problem } from '../problem.ts';
import { listSettings, type SettingLine } from '../settings/list-settings.ts';
import { writeSetting } from '../settings/settings.ts';
import { print } from './exit.ts';
import { withMigratedDatabase } from './with-database.ts';

interface Options {
  readonly json?: boolean;
}

const WHO = 'command line';

export function addSettings(program: Command): void {
  const verb = program.command('settings').description('What can be set at run time: intervals, thresholds, retention');
  verb
    .command('list', { isDefault: true })
    .description('Every setting with its value, bounds and meaning')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall settings list')
    .action((options: Options) =>
      withMigratedDatabase(async (pool) => {
        const settings = await listSettings(pool, 'en');
        print(options.json, settings, settings.map(asLine));
      }),
    );
  verb
    .command('set')
    .description('Set one')
    .argument('<name>', 'as "rollcall settings list" names it')
    .argument('<value>', 'a whole number within its bounds')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall settings set missingMoreThan 25')
    .action((name: string, value: string, options: Options) => change(name, wholeNumber(name, value), options));
  verb
    .command('reset')
    .description('Give one its default again')
    .argument('<name>', 'as "rollcall settings list" names it')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall settings reset missingMoreThan')
    .action((name: string, options: Options) => change(name, null, options));
}

function wholeNumber(name: string, text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw new Problem('wrong_use', {
    message: `"${text}" is no whole number; "rollcall settings list" shows what ${name} takes.`,
  });
}

const change = (name: string, value: number | null, options: Options): Promise<void> =>
  withMigratedDatabase(async (pool) => {
    await writeSetting(pool, name, value, WHO);
    const line = await lineOf(pool, name);
    print(options.json, line, line === undefined ? [] : [asLine(line)]);
  });

const lineOf = async (pool: Pool, name: string): Promise<SettingLine | undefined> =>
  (await listSettings(pool, 'en')).find((line) => line.name === name);

function asLine({
  name,
  value,
  unit,
  least,
  most,
  default: byDefault,
  meaning,
  changedBy,
  changedAt,
}: SettingLine): string {
  const changed = changedBy === null ? '' : `; default ${byDefault}, changed ${changedAt} by ${changedBy}`;
  return `${name} = ${value} ${unit}  (${least} to ${most}${changed})\n    ${meaning}`;
}

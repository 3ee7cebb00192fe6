// `rollcall sheet quiet`: when silence of one sheet is an alert, other than for all the rest.
import type { Command } from 'commander';
import { Problem } from '../problem.ts';
import { setQuietAfter } from '../sheets/quiet-after.ts';
import { print } from './exit.ts';
import { oneSheet } from './one-sheet.ts';
import { withMigratedDatabase } from './with-database.ts';

export function addQuiet(sheet: Command): void {
  sheet
    .command('quiet')
    .description('After how many hours without a word a sheet is an alert: a number, "never", or "default"')
    .argument('<sheet>', 'sheet id or tab name, as "rollcall sheet list" shows it')
    .argument('<hours>', '1 to 720, "never", or "default": the setting quietAfterHours, once a scheduled sync was seen')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall sheet quiet 買主リスト 24\n  rollcall sheet quiet 買主リスト never')
    .action((wanted: string, text: string, options: { json?: boolean }) => {
      const afterHours = hoursOf(text);
      return withMigratedDatabase(async (pool) => {
        const { id: sheetId } = await oneSheet(pool, wanted);
        await setQuietAfter(pool, sheetId, afterHours);
        print(options.json, { sheetId, afterHours }, [said(afterHours)]);
      });
    });
}

function hoursOf(text: string): number | null {
  if (text === 'default') return null;
  if (text === 'never') return 0;
  const hours = Number(text);
  if (/^\d+$/.test(text) && hours >= 1 && hours <= 720) return hours;
  throw new Problem('wrong_use', {
    message: `"${text}" is neither a number of hours from 1 to 720, nor never or default.`,
  });
}

function said(hours: number | null): string {
  if (hours === null) return 'As the setting quietAfterHours says, once a scheduled sync was seen.';
  return hours === 0 ? 'Its silence is never an alert.' : `An alert after ${hours} hours without a word.`;
}

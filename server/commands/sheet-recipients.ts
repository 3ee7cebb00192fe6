// `rollcall sheet recipients`: who is written to about a sheet's alerts.
import { type Command, Option } from 'commander';
import { changeRecipients, listRecipients, type Recipient } from '../alerts/recipients.ts';
import type { Language } from '../problem.ts';
import { print } from './exit.ts';
import { oneSheet } from './one-sheet.ts';
import { withMigratedDatabase } from './with-database.ts';

interface Options {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly language: Language;
  readonly json?: boolean;
}

export function addRecipients(sheet: Command): void {
  sheet
    .command('recipients')
    .description("Who is written to about a sheet's alerts: show them, add some, remove some")
    .argument('<sheet>', 'sheet id or tab name, as "rollcall sheet list" shows it')
    .option('--add <address...>', 'add these; one that is there already takes the language')
    .option('--remove <address...>', 'remove these; they do not come back by themselves')
    .addOption(new Option('--language <language>', 'of those that are added').choices(['en', 'ja']).default('en'))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  rollcall sheet recipients 買主リスト\n  rollcall sheet recipients 買主リスト --add hanako@example.jp --language ja --remove bob@example.com',
    )
    .action((wanted: string, { add = [], remove = [], language, json }: Options) =>
      withMigratedDatabase(async (pool) => {
        const { id } = await oneSheet(pool, wanted);
        const change = { add: add.map((email) => ({ email, language })), remove };
        const isChange = add.length + remove.length > 0;
        const recipients = isChange
          ? await changeRecipients(pool, id, change, 'command line')
          : await listRecipients(pool, id);
        print(json, { sheetId: id, recipients }, recipients.length === 0 ? [NOBODY] : recipients.map(asLine));
      }),
    );
}

const NOBODY = 'Nobody: alerts of this sheet go to the operators (ROLLCALL_ALERT_MAIL).';

const asLine = ({ email, language, addedBy, addedAt }: Recipient): string =>
  `${email} (${language}), added by ${addedBy} at ${addedAt.slice(0, 10)}`;

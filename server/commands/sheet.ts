// `rollcall sheet`: which spreadsheets this installation knows, and their keys.
import type { Command } from 'commander';
import { issueSheetKey, revokeSheetKeys } from '../access/sheet-keys.ts';
import { transaction } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { addSheet as bindSheet } from '../sheets/add-sheet.ts';
import { type BoundSheet, findSheet, listSheets, removeSheet } from '../sheets/bound-sheets.ts';
import { forgetPlaces } from '../sheets/contract.ts';
import { sheetView } from '../sheets/sheet-view.ts';
import { print } from './exit.ts';
import { oneSheet } from './one-sheet.ts';
import { contractLines } from './sheet-contract.ts';
import { addQuiet } from './sheet-quiet.ts';
import { addRecipients } from './sheet-recipients.ts';
import { withMigratedDatabase } from './with-database.ts';

export function addSheet(program: Command): void {
  const sheet = program.command('sheet').description('Bind sheets to tables, and manage their keys');
  addAdd(sheet);
  sheet
    .command('list')
    .description('The sheets that are bound')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall sheet list')
    .action((options: { json?: boolean }) =>
      withMigratedDatabase(async (pool) => {
        const sheets = await listSheets(pool);
        print(
          options.json,
          sheets,
          sheets.length === 0 ? ['No sheet is bound yet; "rollcall sheet add" binds one.'] : sheets.map(asLine),
        );
      }),
    );
  addVerb(
    sheet,
    'contract',
    'Show what was agreed about a sheet: its heading row, and what each heading means',
    async (pool, id) => {
      const bound = await findSheet(pool, id);
      if (bound === null) throw new Problem('unknown_sheet', { sheet: id });
      const view = await sheetView(pool, bound);
      return { data: view, lines: contractLines(view) };
    },
  );
  addVerb(
    sheet,
    'relearn',
    'Forget where the headings stood: the next sync takes them as they stand then',
    async (pool, id) => {
      const forgotten = await forgetPlaces(pool, id);
      return {
        data: { sheetId: id, forgotten },
        lines: [
          `Forgot where ${forgotten} headings stood; what was agreed about each stays. The next sync binds them as they stand then.`,
        ],
      };
    },
  );
  addQuiet(sheet);
  addRecipients(sheet);
  addVerb(sheet, 'rotate-key', 'Make a new key; the old ones stop working at once', async (pool, id) => {
    const key = await transaction(pool, async (db) => {
      await revokeSheetKeys(db, id);
      return issueSheetKey(db, id);
    });
    return { data: { sheetId: id, key }, lines: [`New key, shown this once: ${key}`] };
  });
  addVerb(sheet, 'remove', 'Forget a sheet: its keys stop working, its data stays', async (pool, id) => {
    await transaction(pool, async (db) => {
      await revokeSheetKeys(db, id);
      await removeSheet(db, id);
    });
    return { data: { sheetId: id, removed: true }, lines: ['Removed. The rows in the table stay as they are.'] };
  });
}

interface AddOptions {
  readonly spreadsheet: string;
  readonly sheet: string;
  readonly table: string;
  readonly keyColumn: string;
  readonly scopeColumn?: string;
  readonly json?: boolean;
}

function addAdd(sheet: Command): void {
  sheet
    .command('add')
    .description('Bind a tab of a spreadsheet to a table, and make its key')
    .requiredOption('--spreadsheet <id>', "the spreadsheet's id, from its address")
    .requiredOption('--sheet <name>', 'the name of the tab')
    .option('--table <name>', 'the table it goes to', 'buyers')
    .option('--key-column <name>', 'the column that tells rows apart', 'buyer_number')
    .option('--scope-column <name>', 'a column filled by Rollcall, where several sheets share one table')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall sheet add --spreadsheet 1AbC… --sheet 買主リスト')
    .action((options: AddOptions) =>
      withMigratedDatabase(async (pool) => {
        const { spreadsheet, table, keyColumn, scopeColumn } = options;
        const bound = {
          spreadsheetId: spreadsheet,
          sheetName: options.sheet,
          table,
          keyColumn,
          scopeColumn: scopeColumn ?? null,
        };
        const added = await bindSheet(pool, bound);
        print(options.json, added, [
          `Bound "${options.sheet}" to table ${table} by ${keyColumn}. From now on the sheet wins: what it holds replaces what the table holds.`,
          `Sheet id: ${added.sheetId}`,
          `Key, shown this once: ${added.key}`,
        ]);
      }),
    );
}

type Verb = (pool: Parameters<typeof transaction>[0], id: string) => Promise<{ data: unknown; lines: string[] }>;

function addVerb(sheet: Command, name: string, description: string, work: Verb): void {
  sheet
    .command(name)
    .description(description)
    .argument('<sheet>', 'sheet id or tab name, as "rollcall sheet list" shows it')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  rollcall sheet ${name} 買主リスト`)
    .action((wanted: string, options: { json?: boolean }) =>
      withMigratedDatabase(async (pool) => {
        const { id } = await oneSheet(pool, wanted);
        const { data, lines } = await work(pool, id);
        print(options.json, data, lines);
      }),
    );
}

const asLine = (sheet: BoundSheet): string =>
  `${sheet.id}  ${sheet.sheetName} (${sheet.spreadsheetId}) → ${sheet.table} by ${sheet.keyColumn}`;

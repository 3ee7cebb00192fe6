// `rollcall doctor`: each thing a user can have wrong, with what was found and how to mend it.
import type { Command } from 'commander';
import { type Config, describeVariables, readConfig } from '../config.ts';
import { one } from '../db/query.ts';
import { pendingMigrations } from '../migrate/migrate.ts';
import { openDatabase } from '../open-database.ts';
import { listSheets } from '../sheets/bound-sheets.ts';
import { validateSchema } from '../sheets/schema-validator.ts';
import { readTarget } from '../sheets/target.ts';
import { Exit, print } from './exit.ts';
import { addSelfCheck } from './self-check.ts';

interface Finding {
  readonly name: string;
  readonly result: 'pass' | 'warn' | 'fail';
  readonly detail: string;
  readonly fix: string;
}

export function addDoctor(program: Command): void {
  const doctor = program
    .command('doctor')
    .description('Check the installation: Node, settings, database, migrations, sheets')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npm run doctor')
    .action(async (options: { json?: boolean }) => {
      const findings = [node(), ...(await configured())];
      print(options.json, findings, findings.flatMap(asLines));
      if (findings.some((finding) => finding.result === 'fail')) throw new Exit(1);
    });
  addSelfCheck(doctor);
}

const asLines = ({ name, result, detail, fix }: Finding): string[] => [
  `${{ pass: '✓ pass', warn: '! warn', fail: '✗ fail' }[result]}  ${name}: ${detail}`,
  ...(fix === '' ? [] : [`        ${fix}`]),
];

const pass = (name: string, detail: string): Finding => ({ name, result: 'pass', detail, fix: '' });

function node(): Finding {
  const is24 = process.versions.node.startsWith('24.');
  if (is24) return pass('Node', process.versions.node);
  return { name: 'Node', result: 'fail', detail: process.versions.node, fix: 'Run "npm ci", which brings Node 24.' };
}

async function configured(): Promise<Finding[]> {
  try {
    const config = readConfig();
    return [settings(), ...(await database(config))];
  } catch (error) {
    return [
      { name: 'Settings', result: 'fail', detail: (error as Error).message, fix: 'Correct the environment variable.' },
    ];
  }
}

const settings = (): Finding => pass('Settings', ['', ...describeVariables()].join('\n          '));

async function database(config: Config): Promise<Finding[]> {
  const name = 'Database';
  try {
    const open = await openDatabase(config, () => undefined);
    try {
      const { version } = await one<{ version: string }>(
        open.pool,
        `SELECT current_setting('server_version') AS version`,
      );
      const where = open.embedded === null ? 'from DATABASE_URL' : `embedded, in ${open.embedded.folder}`;
      const pending = await pendingMigrations(open.pool);
      const found = pass(name, `Postgres ${version}, ${where}`);
      if (pending.length > 0) {
        return [
          found,
          {
            name: 'Migrations',
            result: 'warn',
            detail: `${pending.length} pending`,
            fix: 'Run "npm run rollcall -- migrate up" (the embedded database migrates itself at start).',
          },
        ];
      }
      return [found, pass('Migrations', 'all applied'), ...(await sheets(open.pool))];
    } finally {
      await open.close();
    }
  } catch (error) {
    return [
      {
        name,
        result: 'fail',
        detail: (error as Error).message,
        fix: 'Check DATABASE_URL, or leave it out to use the embedded database.',
      },
    ];
  }
}

async function sheets(pool: Parameters<typeof listSheets>[0]): Promise<Finding[]> {
  const bound = await listSheets(pool);
  if (bound.length === 0)
    return [
      { name: 'Sheets', result: 'warn', detail: 'none is bound', fix: 'Run "npm run rollcall -- sheet add --help".' },
    ];
  const findings: Finding[] = [];
  for (const sheet of bound) {
    const name = `Sheet "${sheet.sheetName}"`;
    try {
      await readTarget(pool, sheet);
      const schema = await validateSchema(pool, sheet.table);
      if (schema.valid) findings.push(pass(name, `goes to ${sheet.table} (spreadsheet ${sheet.spreadsheetId})`));
      else
        findings.push({
          name,
          result: 'warn',
          detail: schema.errors.join(' '),
          fix: `Run "npm run rollcall -- schema fix --table ${sheet.table}".`,
        });
    } catch (error) {
      findings.push({
        name,
        result: 'fail',
        detail: (error as Error).message,
        fix: 'Mend the table, or bind the sheet to another.',
      });
    }
  }
  return findings;
}

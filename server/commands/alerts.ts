// `rollcall alerts`: what is wrong now, that a person has seen it, and whether the channels work.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Pool } from 'pg';
import { type AlertFilter, type AlertLine, acknowledge, alertPage } from '../alerts/list.ts';
import { type Tried, tryChannels } from '../alerts/try-channels.ts';
import { logToStderr } from '../log.ts';
import { Problem } from '../problem.ts';
import { channelsOf, urlOf } from '../start-server.ts';
import { Exit, print } from './exit.ts';
import { withMigratedDatabase } from './with-database.ts';

const BY_DEFAULT = 100;
const MOST = 10_000;

export function addAlerts(program: Command): void {
  const verb = program.command('alerts').description('What is wrong, who has seen it, and whether the channels work');
  verb
    .command('list', { isDefault: true })
    .description('The alerts, newest first; exit 1 where any is open')
    .addOption(new Option('--state <state>', 'which ones').choices(['open', 'recovered', 'all']).default('open'))
    .option('--limit <number>', `how many at most, up to ${MOST}`, count, BY_DEFAULT)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  rollcall alerts\n  rollcall alerts list --state all --limit 20')
    .action((options: ListOptions) => withMigratedDatabase((pool) => list(pool, options)));
  verb
    .command('acknowledge')
    .description('Say that somebody has seen an alert; the first to say so stays')
    .argument('<id>', 'as "rollcall alerts list" shows it')
    .option('--by <name>', 'who has seen it', 'command line')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall alerts acknowledge 01937f3e-8c1a-7b2e-9d55-3f6a1c2b4d5e --by Sato')
    .action((id: string, { by, json }: { by: string; json?: boolean }) =>
      withMigratedDatabase(async (pool) => {
        if (!UUID.test(id)) throw new Problem('unknown_alert');
        await acknowledge(pool, id, by);
        print(json, { id, acknowledged: true }, ['Acknowledged.']);
      }),
    );
  verb
    .command('test')
    .description('Send a test message through every channel that is set up; exit 1 where one fails')
    .option('--email <address>', 'write to this address, not to the operators')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rollcall alerts test --email sato@example.jp')
    .action((options: { email?: string; json?: boolean }) => test(options));
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface ListOptions {
  readonly state: AlertFilter['state'];
  readonly limit: number;
  readonly json?: boolean;
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= MOST) return number;
  throw new InvalidArgumentError(`A whole number from 1 to ${MOST} is wanted.`);
}

async function list(pool: Pool, { state, limit, json }: ListOptions): Promise<void> {
  const page = await alertPage(pool, { sheetId: null, state, after: null, limit }, 'en');
  const lines = page.alerts.length === 0 ? ['There are no such alerts.'] : page.alerts.flatMap(asLines);
  print(json, page, page.cursor === null ? lines : [...lines, `There are more than ${limit}; --limit shows them.`]);
  if (page.open > 0) throw new Exit(1);
}

function asLines(alert: AlertLine): string[] {
  const { id, severity, message, remedy, openedAt, recoveredAt, acknowledgedBy, deliveries } = alert;
  const over = recoveredAt === null ? '' : `, over since ${recoveredAt.slice(0, 19)}Z`;
  const seen = acknowledgedBy === null ? '' : `, seen by ${acknowledgedBy}`;
  const failed = deliveries.filter(({ status }) => status === 'failed');
  return [
    `${id}  ${severity}, since ${openedAt.slice(0, 19)}Z${over}${seen}`,
    `    ${message}`,
    ...(recoveredAt === null ? [`    ${remedy}`] : []),
    ...failed.map(({ channel, target, lastError }) => `    Not delivered by ${channel} ${target}: ${lastError}`),
  ];
}

const test = ({ email, json }: { email?: string; json?: boolean }): Promise<void> =>
  withMigratedDatabase(async (_, config) => {
    const channels = channelsOf(config, urlOf(config.host, config.port), logToStderr);
    const results = await tryChannels(channels, email ?? null, 'en', new Date());
    print(json, { results }, results.map(asResult));
    if (results.some(({ status }) => status === 'failed')) throw new Exit(1);
  });

function asResult({ channel, target, status, error }: Tried): string {
  const place = target === '' ? channel : `${channel} ${target}`;
  if (status === 'not_configured') return `${place}: not set up`;
  return status === 'sent' ? `${place}: sent` : `${place}: failed (${error})`;
}

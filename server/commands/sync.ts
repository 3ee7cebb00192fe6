// `rollcall sync`: a person's yes or no to what the guard holds of a run, and the rows that wait to be tried again.
import type { Command } from 'commander';
import type { HoldDecided } from '../../shared/protocol.ts';
import { Problem } from '../problem.ts';
import { Exit, print } from './exit.ts';
import { checkPlace, makeClient } from './push/client.ts';
import { holdLine } from './push/held-lines.ts';
import { addRetries } from './sync/retries.ts';

interface Options {
  readonly server: string;
  readonly key: string;
  readonly columns?: string;
  readonly always?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}

export function addSync(program: Command): void {
  const sync = program
    .command('sync')
    .description('What the guard holds of a run, and rows that wait to be tried again');
  addVerb(sync, 'release', 'Let it through: the next sync writes what was compared then, for a day').option(
    '--always',
    'never hold these columns again',
  );
  addVerb(sync, 'discard', 'Say no: it stays held, and is not asked again until the change is another');
  addRetries(sync);
}

function addVerb(sync: Command, verb: 'release' | 'discard', description: string): Command {
  return sync
    .command(verb)
    .description(description)
    .argument('<run>', 'the id of the run that holds it, as "rollcall push" printed it')
    .requiredOption('--server <url>', "Rollcall's address")
    .requiredOption('--key <key>', "the sheet's key, or an operator token")
    .option('--columns <names>', 'only these columns of the table, with commas between them')
    .option('--by <name>', 'who says so; it is written down')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `\nExample:\n  rollcall sync ${verb} 01a2119a-1934-7fef-938c-7758a0c5e442 --server http://127.0.0.1:8787 --key rks_… --columns name,phone`,
    )
    .action((run: string, options: Options) => decide(verb, run, options));
}

async function decide(verb: 'release' | 'discard', run: string, options: Options): Promise<void> {
  checkPlace(options);
  if (!/^[0-9a-f-]{36}$/i.test(run))
    throw new Problem('wrong_use', { message: `"${run}" is not the id of a run; "rollcall push" prints it.` });
  const { columns, always = false, by } = options;
  const body = {
    ...(columns === undefined ? {} : { columns: columns.split(',').map((name) => name.trim()) }),
    ...(by === undefined ? {} : { by }),
    always,
  };
  const reply = await makeClient(options.server, options.key).send('POST', `/v1/runs/${run}/${verb}`, body);
  if (!reply.ok) {
    process.stderr.write(`${reply.problem.detail}\n`);
    throw new Exit(reply.problem.status === 0 || reply.problem.status >= 500 ? 3 : 2);
  }
  const { holds } = reply.body as HoldDecided;
  const done = verb === 'release' ? 'Released' : 'Discarded';
  print(options.json, { holds }, [
    ...holds.map((hold) => `${done} ${holdLine(hold)}`),
    ...(verb === 'release' ? ['The next sync writes it.'] : []),
  ]);
}

// `rollcall sync retries` and `rollcall sync retry`: the retry queue, and trying it again by hand.
import type { Command } from 'commander';
import type { RetryLine } from '../../failures/retry-queue.ts';
import { Problem } from '../../problem.ts';
import type { RetryResult } from '../../sync/retry-tick.ts';
import { Exit, print } from '../exit.ts';
import { type Client, checkPlace, makeClient } from '../push/client.ts';

interface Place {
  readonly server: string;
  readonly key: string;
  readonly json?: boolean;
}

interface ListOptions extends Place {
  readonly status?: string;
  readonly buyer?: string;
  readonly sheet?: string;
}

export function addRetries(sync: Command): void {
  placed(sync.command('retries'))
    .description('List the rows that were refused and wait, or are given up; ends with 1 where there are some')
    .option('--status <status>', 'only those that wait (pending), or are given up (failed)')
    .option('--buyer <number>', 'only this buyer')
    .option('--sheet <id>', 'only this sheet, for an operator token')
    .addHelpText('after', example('retries', '--status failed'))
    .action(list);
  placed(sync.command('retry'))
    .description('Try rows again now: one by its id, or all that are due; ends with 1 where some are refused again')
    .argument('[id]', 'the id of an entry, as "rollcall sync retries" prints it')
    .option('--due', 'all that are due now')
    .addHelpText(
      'after',
      `${example('retry', '--due')}\n${example('retry 01a2119a-1934-7fef-938c-7758a0c5e442').slice(10)}`,
    )
    .action(retry);
}

const placed = (command: Command): Command =>
  command
    .requiredOption('--server <url>', "Rollcall's address")
    .requiredOption('--key <key>', "the sheet's key, or an operator token")
    .option('--json', 'print JSON');

const example = (verb: string, more = ''): string =>
  `\nExample:\n  rollcall sync ${verb} --server http://127.0.0.1:8787 --key rks_… ${more}`.trimEnd();

async function list(options: ListOptions): Promise<void> {
  checkPlace(options);
  const { status, buyer, sheet } = options;
  if (status !== undefined && status !== 'pending' && status !== 'failed')
    throw new Problem('wrong_use', { message: '--status takes pending or failed.' });
  if (sheet !== undefined) checkId(sheet, 'a sheet; "rollcall sheet list" prints it');
  const filter = Object.entries({ status, buyerNumber: buyer, sheetId: sheet });
  const wanted = filter.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const { retries, count } = await allPages(makeClient(options.server, options.key), wanted);
  const left = count - retries.length;
  print(options.json, { retries, count }, [
    ...(count === 0 ? ['No row waits to be tried again.'] : retries.map(asLine)),
    ...(left > 0 ? [`${left} more are not listed.`] : []),
  ]);
  if (count > 0) throw new Exit(1);
}

const MOST_LISTED = 10_000;

async function allPages(client: Client, filter: Filter): Promise<{ retries: RetryLine[]; count: number }> {
  const retries: RetryLine[] = [];
  for (let cursor: string | null = null; ; ) {
    const query = new URLSearchParams({ ...Object.fromEntries(filter), ...(cursor === null ? {} : { cursor }) });
    const page = await ask<Page>(client, 'GET', `/v1/retries?${query}`);
    retries.push(...page.retries);
    cursor = page.cursor;
    if (cursor === null || retries.length >= MOST_LISTED) return { retries, count: page.count };
  }
}

type Filter = readonly (readonly [name: string, value: string])[];

interface Page {
  readonly retries: readonly RetryLine[];
  readonly count: number;
  readonly cursor: string | null;
}

function asLine({ id, buyerNumber, rowNumber, attempts, status, nextRetryAt, errors }: RetryLine): string {
  const when = status === 'failed' ? 'given up' : `next try ${nextRetryAt?.slice(0, 19)}Z`;
  const what = errors.map(({ cell, header, message }) => {
    const place = [cell, header].filter(Boolean).join(' ');
    return place === '' ? message : `${place}: ${message}`;
  });
  return `${id}  buyer ${buyerNumber} (row ${rowNumber}), ${attempts} of 3 retries, ${when}\n    ${what.join('\n    ')}`;
}

async function retry(id: string | undefined, options: Place & { readonly due?: boolean }): Promise<void> {
  checkPlace(options);
  if ((id === undefined) === (options.due !== true))
    throw new Problem('wrong_use', { message: 'Name one entry by its id, or say --due for all that are due now.' });
  if (id !== undefined) checkId(id, 'an entry; "rollcall sync retries" prints it');
  const path = id === undefined ? '/v1/retries/process' : `/v1/retries/${id}/retry`;
  const result = await ask<RetryResult>(makeClient(options.server, options.key), 'POST', path);
  const { processed, succeeded, failed, permanentlyFailed } = result;
  print(options.json, result, [
    `Tried ${processed}: ${succeeded} written, ${failed} refused and tried again later, ${permanentlyFailed} given up.`,
  ]);
  if (failed + permanentlyFailed > 0) throw new Exit(1);
}

function checkId(id: string, what: string): void {
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id))
    throw new Problem('wrong_use', { message: `"${id}" is not the id of ${what}.` });
}

async function ask<T>(client: Client, method: 'GET' | 'POST', path: string): Promise<T> {
  const reply = await client.send(method, path);
  if (reply.ok) return reply.body as T;
  process.stderr.write(`${reply.problem.detail}\n`);
  throw new Exit(reply.problem.status === 0 || reply.problem.status >= 500 ? 3 : 2);
}

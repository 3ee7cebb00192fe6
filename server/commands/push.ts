// `rollcall push` and `rollcall verify`: the whole way of a CSV or TSV, over the same protocol as the add-on.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { cellAddress } from '../../shared/a1.ts';
import type { FinishAnswer, Mode } from '../../shared/protocol.ts';
import type { Progress, RunProblem } from '../../shared/run-steps.ts';
import { isTimeZone } from '../../shared/time-zone.ts';
import { Problem } from '../problem.ts';
import { Exit, print } from './exit.ts';
import { type Client, makeClient } from './push/client.ts';
import { type CsvFile, csvRecords, openCsv } from './push/csv-rows.ts';
import { type Driven, driveRun } from './push/drive-run.ts';

interface Options {
  readonly server: string;
  readonly key: string;
  readonly spreadsheet?: string;
  readonly sheet?: string;
  readonly timeZone: string;
  readonly encoding: string;
  readonly json?: boolean;
}

export function addPush(program: Command): void {
  addVerb(program, 'push', 'sync', 'Sync a CSV or TSV: every row lands exactly, or is named');
  addVerb(program, 'verify', 'verify', 'Compare a CSV or TSV with the database; writes nothing');
}

function addVerb(program: Command, name: string, mode: Mode, description: string): void {
  program
    .command(name)
    .description(description)
    .argument('<file>', 'a CSV or TSV; its first line is the header')
    .requiredOption('--server <url>', "Rollcall's address")
    .requiredOption('--key <key>', 'the sheet\'s key, from "rollcall sheet add"')
    .option('--spreadsheet <id>', 'refuse unless the key belongs to this spreadsheet')
    .option('--sheet <name>', 'refuse unless the key belongs to this tab')
    .option('--time-zone <zone>', 'the zone that times in the file are in', 'UTC')
    .option('--encoding <name>', 'the encoding of the file, such as shift_jis', 'utf-8')
    .option('--json', `print the ${mode === 'sync' ? "run's answer" : 'verification'} as JSON`)
    .addHelpText('after', `\nExample:\n  rollcall ${name} buyers.csv --server http://127.0.0.1:8787 --key rks_…`)
    .action((path: string, options: Options) => pushFile(path, mode, options));
}

async function pushFile(path: string, mode: Mode, options: Options): Promise<void> {
  if (!isTimeZone(options.timeZone))
    throw new Problem('wrong_use', { message: `"${options.timeZone}" is not a time zone such as Asia/Tokyo.` });
  if (!/^https?:\/\/\S+$/.test(options.server) || !URL.canParse(options.server))
    throw new Problem('wrong_use', { message: '--server must be an address that begins with http:// or https://.' });
  if (!/^[\x21-\x7e]+$/.test(options.key))
    throw new Problem('wrong_use', { message: '--key holds a character that no key has; copy the whole key again.' });
  const file = await openCsv(path, options.encoding);
  const driven = await drive(file, mode, options);
  const { result, problem } = driven.state;
  if (result === null) throw await stopped(file, driven, problem);
  listErrors(driven);
  print(
    options.json,
    mode === 'sync' ? result : result.verification,
    mode === 'sync' ? receiptLines(result) : verdictLines(result),
  );
  if (result.status !== 'completed') throw new Exit(1);
}

/** A table that changed under the run is no fault of the file: the run is started again, once. */
async function drive(file: CsvFile, mode: Mode, options: Options): Promise<Driven> {
  const client = makeClient(options.server, options.key);
  await findServer(client);
  const bar = progressBar();
  const once = () => driveOnce(client, file, mode, options, bar);
  try {
    const driven = await once();
    return driven.state.problem?.code === 'contract_changed' ? await once() : driven;
  } finally {
    bar.clear();
  }
}

/** Who typed a wrong address is told at once; a server that goes away later is waited for. */
async function findServer(client: Client): Promise<void> {
  for (let tries = 1; ; tries++) {
    const reply = await client.send('GET', '/livez');
    if (reply.ok || reply.problem.status !== 0) return;
    if (tries === 4) {
      process.stderr.write(`${reply.problem.detail}\n`);
      throw new Exit(3);
    }
    await sleep(300);
  }
}

/** However the run ends before its end, the sheet is free again: else the next one would be told to wait two minutes. */
async function driveOnce(client: Client, file: CsvFile, mode: Mode, options: Options, bar: Bar): Promise<Driven> {
  const runId = randomUUID();
  const free = () =>
    Promise.race([
      client.send('POST', `/v1/runs/${runId}/abandon`),
      sleep(ABANDON_PATIENCE_MS, undefined, { ref: false }),
    ]);
  const unheard = freeWhenTold(free);
  try {
    const driven = await driveRun({
      client,
      file,
      mode,
      runId,
      zone: options.timeZone,
      ...(options.spreadsheet === undefined ? {} : { spreadsheetId: options.spreadsheet }),
      ...(options.sheet === undefined ? {} : { sheetName: options.sheet }),
      onProgress: bar.show,
      sleep: (ms) => {
        bar.say(`The server does not answer, or asks to wait; trying again in ${Math.ceil(ms / 1000)} s.`);
        return sleep(ms);
      },
    });
    if (driven.state.result === null && driven.columns.length > 0) await free();
    return driven;
  } catch (error) {
    await free();
    throw error;
  } finally {
    unheard();
  }
}

const ABANDON_PATIENCE_MS = 5_000;

/** Ctrl-C comes twice, from the terminal and from the launcher. */
function freeWhenTold(free: () => Promise<unknown>): () => void {
  let told = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (told) return;
    told = true;
    await free();
    process.stderr.write(
      'Stopped. What landed stays and is whole; nothing is half-written. Run it again to send the rest.\n',
    );
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

/** Says why it stopped; for a refused schema also which cells of the file are too long. */
async function stopped(file: CsvFile, driven: Driven, problem: RunProblem | null): Promise<Exit> {
  process.stderr.write(`${problem?.detail ?? 'The run stopped.'}\n`);
  if (problem?.code === 'schema_refused') await listLongCells(file, problem.params['columns'] as LimitedColumn[]);
  const { sent } = driven.state.progress;
  if (sent > 0)
    process.stderr.write(`${sent} rows are in and whole; nothing is half-written. Run it again to send the rest.\n`);
  if (sent > 0) return new Exit(5);
  const { status, code } = problem ?? { status: 0, code: '' };
  return new Exit(status === 0 || status >= 500 || TAKEN.has(code) ? 3 : 2);
}

/** Another run has the sheet. */
const TAKEN: ReadonlySet<string> = new Set(['sheet_busy', 'lease_lost']);

interface LimitedColumn {
  readonly header: string;
  readonly index: number;
  readonly characterMaximumLength: number;
}

async function listLongCells(file: CsvFile, limited: readonly LimitedColumn[]): Promise<void> {
  const columns = [...limited].sort((a, b) => a.index - b.index);
  let [row, cells, rows] = [0, 0, 0];
  for await (const record of csvRecords(file)) {
    row++;
    const long =
      row === 1 ? [] : columns.filter((column) => length(record[column.index]) > column.characterMaximumLength);
    if (long.length > 0) rows++;
    for (const column of long) {
      if (++cells > MAX_LINES) continue;
      const actual = length(record[column.index]);
      process.stderr.write(
        `  ${cellAddress(row, column.index)}  ${column.header}: ${actual} characters, the column takes ${column.characterMaximumLength}\n`,
      );
    }
  }
  if (cells > MAX_LINES) process.stderr.write(`  … and ${cells - MAX_LINES} more cells\n`);
  process.stderr.write(`${cells} cells in ${rows} rows are too long as the table is.\n`);
}

const length = (text: string | undefined): number => Array.from(text ?? '').length;
const MAX_LINES = 20;

function listErrors({ errors, compared, mismatches, columns }: Driven): void {
  const lines = [
    ...columns
      .filter((column) => column.state === 'held')
      .map(
        (column) =>
          `column "${column.header}" is held (${column.reason})${column.proposal ? `; did you mean ${column.proposal}?` : ''}`,
      ),
    ...(compared?.duplicates ?? []).map(
      ({ key, rowNumbers }) => `rows ${rowNumbers.join(', ')}: the key ${key} is used more than once; none was written`,
    ),
    ...(compared?.blankKeys ?? []).map((row) => `row ${row}: has values but no key`),
    ...(compared?.lookAlikes ?? []).map(
      ({ rowNumbers, key, otherKey, isSame }) =>
        `rows ${rowNumbers.join(', ')}: the key ${key} ${isSame ? 'is the same buyer as' : 'looks like'} ${otherKey}; not written`,
    ),
    ...errors.flatMap((row) =>
      row.errors.map(
        (error) => `${error.cell ?? `row ${row.rowNumber}`}  ${error.header ?? ''}: ${error.message} ${error.fix}`,
      ),
    ),
    ...mismatches.map(
      (mismatch) => `${mismatch.cell}  ${mismatch.header}: sheet and database differ (${mismatch.cause})`,
    ),
  ];
  for (const line of lines.slice(0, MAX_LINES)) process.stderr.write(`  ${line}\n`);
  if (lines.length > MAX_LINES) process.stderr.write(`  … and ${lines.length - MAX_LINES} more\n`);
}

function receiptLines(result: FinishAnswer): string[] {
  const { read, inserted, updated, unchanged, rejected, duplicate, skippedBlank, held } = result.receipt;
  return [
    `read ${read} = inserted ${inserted} + updated ${updated} + unchanged ${unchanged} + rejected ${rejected} + duplicate ${duplicate} + skipped blank ${skippedBlank} + held ${held}`,
    ...verdictLines(result),
    `${result.durationMs} ms, ${result.rowsPerSecond} rows a second`,
  ];
}

const verdictLines = ({ verification }: FinishAnswer): string[] => [
  verification.summary,
  ...(verification.completeness.missingBuyerNumbers.length === 0
    ? []
    : [
        `missing: ${verification.completeness.missingBuyerNumbers.slice(0, MAX_LINES).join(', ')}${verification.completeness.missingCount > MAX_LINES ? ' …' : ''}`,
      ]),
];

interface Bar {
  show(progress: Progress, phase: string): void;
  say(line: string): void;
  clear(): void;
}

/** On a terminal only; a log gets no half lines. */
function progressBar(): Bar {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  if (!process.stderr.isTTY) return { show: () => undefined, say, clear: () => undefined };
  const startedAt = performance.now();
  return {
    show({ toSend, sent }, phase) {
      const part = toSend === 0 ? 0 : sent / toSend;
      const left =
        part > 0.02 ? `, ${Math.ceil(((performance.now() - startedAt) / 1000) * (1 / part - 1))} s left` : '';
      const bar = '█'.repeat(Math.round(part * 24)).padEnd(24, '·');
      process.stderr.write(`\r\x1b[K${bar} ${phase === 'push' ? `${sent} of ${toSend} rows${left}` : phase}`);
    },
    say: (line) => say(`\r\x1b[K${line}`),
    clear: () => void process.stderr.write('\r\x1b[K'),
  };
}

// The figures of a bench as data, and as tables for a person.
import type { BatchSteps } from './batch-steps.ts';
import { type Cost, median } from './measure.ts';
import { CASES, type Case, type Round } from './rounds.ts';

export interface Report {
  readonly rows: number;
  readonly columns: number;
  readonly rounds: number;
  readonly cases: Readonly<Record<Case, Figures>>;
  readonly batch: BatchSteps;
}

/** Medians; ratios are taken within a round first. */
interface Figures {
  readonly rowsPerSecond: number;
  readonly copyRowsPerSecond: number;
  /** From opening the run to its receipt, with both compares, held against COPY and one merge. */
  readonly wholeToCopy: number;
  /** The batches alone, from the first sent to the last answered. */
  readonly writeToCopy: number;
  /** Without the client's reading, canonical text and fingerprints. */
  readonly serverToCopy: number;
  /** Against an upsert a row: of the whole run, and of the batches alone. */
  readonly timesRowAtATime: { readonly whole: number; readonly write: number };
  readonly stepsMs: Readonly<Record<string, number>>;
  readonly cpuMs: Readonly<Record<string, number | null>>;
  readonly walMiB: { readonly rollcall: number; readonly copy: number };
  /** In any round, a row of the target table was written or locked. */
  readonly wroteToTable: boolean;
}

export function makeReport(rows: number, columns: number, rounds: readonly Round[], batch: BatchSteps): Report {
  const figures = (name: Case) =>
    figuresOf(
      rows,
      rounds.map((round) => round[name]),
    );
  return {
    rows,
    columns,
    rounds: rounds.length,
    cases: { fresh: figures('fresh'), changed: figures('changed'), unchanged: figures('unchanged') },
    batch,
  };
}

function figuresOf(rows: number, samples: readonly Round[Case][]): Figures {
  const mid = (value: (sample: Round[Case]) => number) => median(samples.map(value));
  const cpu = (of: 'copied' | 'synced', who: keyof Cost['cpuMs']) =>
    mid((sample) => sample[of].cpuMs[who] ?? Number.NaN);
  const steps = Object.keys(samples[0]?.driven.steps ?? {}) as (keyof Round[Case]['driven']['steps'])[];
  return {
    rowsPerSecond: rows / mid(({ synced }) => synced.ms / 1000),
    copyRowsPerSecond: rows / mid(({ copied }) => copied.ms / 1000),
    wholeToCopy: mid(({ synced, copied }) => synced.ms / copied.ms),
    writeToCopy: mid(({ driven, copied }) => driven.steps.write / copied.ms),
    serverToCopy: mid(({ synced, driven, copied }) => (synced.ms - driven.steps.client) / copied.ms),
    timesRowAtATime: {
      whole: mid(({ synced, rowMs }) => (rowMs * rows) / synced.ms),
      write: mid(({ driven, rowMs }) => (rowMs * rows) / driven.steps.write),
    },
    stepsMs: Object.fromEntries(steps.map((step) => [step, mid(({ driven }) => driven.steps[step])])),
    cpuMs: {
      client: cpu('synced', 'client'),
      server: cpu('synced', 'server'),
      postgres: cpu('synced', 'postgres'),
      copyClient: cpu('copied', 'client'),
      copyPostgres: cpu('copied', 'postgres'),
    },
    walMiB: { rollcall: mid(({ synced }) => synced.walBytes) / MIB, copy: mid(({ copied }) => copied.walBytes) / MIB },
    wroteToTable: samples.some((sample) => sample.wroteToTable),
  };
}

const MIB = 1024 * 1024;

export function asText(report: Report): string {
  const { rows, columns, rounds, cases } = report;
  const lines = [
    `${whole(rows)} rows × ${columns} columns, four batches in flight, medians of ${rounds} rounds`,
    table([
      [
        '',
        'rows/s',
        'COPY rows/s',
        'whole ÷ COPY',
        'writing ÷ COPY',
        'server ÷ COPY',
        '× a row at a time',
        'writing alone',
        'WAL MiB',
        'COPY WAL',
        'table written',
      ],
      ...CASES.map((name) => headline(name, cases[name])),
    ]),
    'Milliseconds by the clock, step by step',
    table([
      ['', 'open', 'client', 'compare', 'batches', 'closing compare', 'finish'],
      ...CASES.map((name) => [name, ...Object.values(cases[name].stepsMs).map(tenths)]),
    ]),
    'Milliseconds of CPU time',
    table([
      ['', 'client', 'server', 'Postgres', 'all', 'COPY: client', 'COPY: Postgres', 'COPY: all'],
      ...CASES.map((name) => cpuLine(name, cases[name])),
    ]),
    'Milliseconds of a batch of 100, one under way',
    table([
      ['', ...Object.keys(report.batch.fresh)],
      ...(['fresh', 'changed'] as const).map((name) => [name, ...Object.values(report.batch[name]).map(hundredths)]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function headline(name: Case, figures: Figures): string[] {
  const { wholeToCopy, writeToCopy, serverToCopy, walMiB } = figures;
  return [
    name,
    whole(figures.rowsPerSecond),
    whole(figures.copyRowsPerSecond),
    ...[wholeToCopy, writeToCopy, serverToCopy].map(hundredths),
    tenths(figures.timesRowAtATime.whole),
    writeToCopy === 0 ? '-' : tenths(figures.timesRowAtATime.write),
    tenths(walMiB.rollcall),
    tenths(walMiB.copy),
    figures.wroteToTable ? 'yes' : 'no',
  ];
}

function cpuLine(name: Case, { cpuMs }: Figures): string[] {
  const { client = null, server = null, postgres = null, copyClient = null, copyPostgres = null } = cpuMs;
  const sum = (...parts: (number | null)[]) => parts.reduce<number>((all, part) => all + (part ?? Number.NaN), 0);
  const parts = [
    client,
    server,
    postgres,
    sum(client, server, postgres),
    copyClient,
    copyPostgres,
    sum(copyClient, copyPostgres),
  ];
  return [name, ...parts.map((part) => (part === null || Number.isNaN(part) ? '?' : whole(part)))];
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const tenths = (value: number): string => value.toFixed(1);
const hundredths = (value: number): string => value.toFixed(2);

function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const padded = lines.map((line) =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))),
  );
  return `${padded.map((line) => `  ${line.join('  ')}`).join('\n')}\n`;
}

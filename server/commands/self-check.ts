// `rollcall doctor selfcheck FILE`: what the add-on's self-check saw at Google, held against what Rollcall assumes.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import {
  type Comparison,
  compareSelfCheck,
  NO_PROBE,
  type ProbeAnswer,
  type SelfCheckFile,
} from '../../shared/self-check.ts';
import { Problem } from '../problem.ts';
import { Exit, print } from './exit.ts';

export function addSelfCheck(doctor: Command): void {
  doctor
    .command('selfcheck <file>')
    .description('Compare a file of the add-on\'s menu entry "Check this installation" with what Rollcall assumes')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  rollcall doctor selfcheck rollcall-self-check.json\n\nExit code 1 where something differs, 2 where the file is none of a self-check.',
    )
    .action(async (path: string, _options: unknown, command: Command) => {
      const file = await readSelfCheck(path);
      const lines = compareSelfCheck(file.probes);
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      const { version, madeAt, host = null } = file;
      print(
        json,
        { version, madeAt, host, comparisons: lines, measured: measuredBy(file.probes) },
        asText(file, lines),
      );
      if (lines.some(({ result }) => result === 'differs')) throw new Exit(1);
    });
}

const MAX_BYTES = 1_000_000;

/** Refused before anything is printed, where it is no file of a self-check. */
async function readSelfCheck(path: string): Promise<SelfCheckFile> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw refused(path, `it cannot be read (${cause.code ?? 'unknown'})`);
  });
  const value = text.length > MAX_BYTES ? undefined : parsed(text);
  if (value === undefined) throw refused(path, 'it is not JSON');
  if (CHECK.Check(value)) return value;
  const first = CHECK.Errors(value)[0];
  throw refused(path, `${first?.instancePath.slice(1).replaceAll('/', '.') || 'it'} ${first?.message ?? 'is wrong'}`);
}

const refused = (path: string, why: string): Problem =>
  new Problem('wrong_use', {
    message: `${path} is no file of the add-on's self-check: ${why}. Its menu entry "Check this installation" makes one.`,
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Words = Type.String({ maxLength: 1000 });

const CHECK = Compile(
  Type.Object({
    version: Words,
    madeAt: Words,
    host: Type.Optional(Words),
    probes: Type.Array(
      Type.Object({
        id: Words,
        observed: Type.Record(Type.String(), Type.Union([Type.Number(), Words, Type.Boolean()])),
        ms: Type.Number(),
        unseen: Type.Optional(Type.Record(Type.String(), Words)),
        measured: Type.Optional(Type.Record(Type.String(), Type.Number())),
        error: Type.Optional(Words),
      }),
      { maxItems: 100 },
    ),
  }),
);

function asText({ version, madeAt, host, probes }: SelfCheckFile, lines: readonly Comparison[]): readonly string[] {
  const count = (wanted: Comparison['result']) => lines.filter(({ result }) => result === wanted).length;
  const without = lines.filter(({ reason }) => reason === NO_PROBE).map(({ id }) => id);
  return [
    `Self-check of Rollcall ${version}, made ${madeAt}${host === undefined ? '' : ` at ${host}`}`,
    '',
    ...lines.filter(({ reason }) => reason !== NO_PROBE).flatMap(asLines),
    '',
    ...Object.entries(measuredBy(probes)).map(([name, value]) => `  measured      ${name}: ${value}`),
    `  no probe      ${without.length} assumptions: ${without.join(', ')}`,
    '',
    `${count('as_assumed')} as assumed, ${count('differs')} different, ${count('noted')} noted, ${count('not_observed') - without.length} not observed.`,
  ];
}

function asLines({
  id,
  what,
  source,
  assumed,
  observed,
  result,
  reason,
  ratio,
  meaning,
}: Comparison): readonly string[] {
  const times = ratio === null ? '' : `, ${ratio.toFixed(2)} times`;
  if (result === 'as_assumed') return [`✓ as assumed    ${id}: ${shown(observed)}${times}`];
  if (result === 'noted')
    return [`· noted         ${id}: ${shown(observed)} (assumed ${shown(assumed)}; nothing was built on it)`];
  if (result === 'not_observed') return [`· not observed  ${id}: ${reason ?? 'no reason given'}`];
  return [
    `✗ differs       ${id}: assumed ${shown(assumed)}, observed ${shown(observed)}${times} (source: ${source})`,
    `                ${what}`,
    `                ${meaning}`,
  ];
}

const shown = (value: unknown): string => JSON.stringify(value);

const measuredBy = (probes: readonly ProbeAnswer[]): Readonly<Record<string, number>> =>
  Object.assign({}, ...probes.map(({ measured }) => measured));

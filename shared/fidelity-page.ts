// docs/fidelity.md, made of the table: what stands in a cell, what is stored, what is refused and why, what a CSV cannot carry.

import type { FaultCode } from './cell.ts';
import { CELL_FAULTS } from './cell-fault-text.ts';
import { FIDELITY_KEYS, type KeyRow } from './fidelity-keys.ts';
import {
  AS_SHOWN,
  COLUMNS,
  type ColumnOf,
  type FidelityGroup,
  type FidelityRow,
  HELD,
  MOMENT_COLUMNS,
  NUMBER_COLUMNS,
  type Outcome,
  TEXT_COLUMNS,
  UNREADABLE,
  WHOLE_COLUMNS,
} from './fidelity-row.ts';
import { FIDELITY, FIDELITY_ROWS } from './fidelity-table.ts';

export function fidelityPage(): string {
  return [HEAD, ...FIDELITY.map(section), KEYS_HEAD, keys(), FAULTS_HEAD, faults(), ''].join('\n');
}

const HEAD = `# What becomes of a cell

<!-- Made by \`npm run docs\` from shared/fidelity-table.ts; a test keeps the two the same. -->

A **text** column of the database receives what a person sees in the cell: a text as it was typed, a number as it is shown, a date in one form for all.
Columns of **other types** receive the value behind it. What a column cannot hold is **refused** with the cell named, and its row waits until it is
mended; nothing is cut, guessed or shifted. Where a cell is **held**, the stored value stays as it is and the rest of the row goes.

How to read the tables:

- *Shown* is what the sheet displays. \`·\` stands for a space, \`↵\` for a line break, \`[U+0000]\` for a character that cannot be seen.
- *Text column* is what is stored in \`text\`, \`varchar\` and \`char\` columns; *set to "as value"* is what it is where the column is set so in the sidebar.
- *Other columns* names those that take the cell, and what they store; all that are not named refuse it.
- *Not by CSV*: a CSV holds only what is shown. Into the columns named here \`rollcall push\` would store something else, or refuse it; into all
  others the same is stored.
- Dates are stored by the clock of the spreadsheet, whatever the zones of server and database: a day never shifts. A \`timestamptz\` column
  stores the instant, written here in UTC; in these tables the spreadsheet is in St. John's (2:30 behind UTC in summer, 3:30 in winter).
- A \`varchar(n)\` refuses a text of more than n characters, counted by code points: of an emoji made of several, each counts.
  A \`numeric(p,s)\` rounds half away from zero to s digits, which is counted and said.
- *Whole numbers* are \`smallint\`, \`integer\` and \`bigint\`; *numbers* are these, \`numeric\`, \`real\` and \`double precision\`.`;

const KEYS_HEAD = `
## The key

The key is trimmed (spaces of any width), never changed otherwise. Two spellings that look alike are named, not written. A key that cannot be read
refuses its row; a row without a key is named, unless all else in it is empty, FALSE or the result of a formula.
`;

const FAULTS_HEAD = `
## Why a cell is refused, and what to do
`;

const section = ({ title, rows }: FidelityGroup): string => {
  const head = ['In the cell', 'Shown', 'Text column', 'Set to "as value"', 'Other columns', 'Not by CSV'];
  return `\n## ${title}\n\n${table(head, rows.map(line))}`;
};

function line(row: FidelityRow): string[] {
  const { what, format, display, stored } = row;
  const formatted = format === '' ? what : `${what} ${code(format)}`;
  const shown = typeof display === 'string' ? code(display) : `${code(display.ja_JP)}, ${code(display.en_US)}`;
  const asValue = isSame(stored.asValue, stored.text) ? 'the same' : said(stored.asValue);
  const char = isSame(stored.char, stored.text) ? '' : `; \`char\`: ${said(stored.char)}`;
  return [formatted, shown, said(stored.text) + char, asValue, otherColumns(row), notByCsv(row)];
}

/** Columns of the same outcome together; a refusal in a column's usual words goes without saying. */
function otherColumns({ stored }: FidelityRow): string {
  const groups = new Map<string, ColumnOf[]>();
  for (const kind of COLUMNS) {
    if (isOneOf(TEXT_COLUMNS, kind)) continue;
    const usual = UNREADABLE[kind as keyof typeof UNREADABLE];
    if (isSame(stored[kind], usual)) continue;
    const outcome = said(stored[kind]);
    groups.set(outcome, [...(groups.get(outcome) ?? []), kind]);
  }
  if (groups.size === 1 && [...groups.values()][0]?.length === COLUMNS.length - TEXT_COLUMNS.length)
    return `all: ${[...groups.keys()][0] ?? ''}`;
  return [...groups].map(([outcome, kinds]) => `${listed(kinds)}: ${outcome}`).join('; ') || '–';
}

function notByCsv({ notByCsv }: FidelityRow): string {
  if (notByCsv === 'no file') return 'no file can hold it';
  if (notByCsv.length === COLUMNS.length) return 'all';
  return listed(notByCsv);
}

/** Sets of columns that go together are named as one. */
function listed(kinds: readonly ColumnOf[]): string {
  const set = SETS.find(([, members]) => members.every((kind) => isOneOf(kinds, kind)));
  if (set === undefined) return kinds.map((kind) => NAMES[kind] ?? kind).join(', ');
  const [name, members] = set;
  const others = kinds.filter((kind) => !isOneOf(members, kind));
  return others.length === 0 ? name : `${name}, ${listed(others)}`;
}

const SETS: readonly (readonly [string, readonly ColumnOf[]])[] = [
  ['text columns', TEXT_COLUMNS],
  ['numbers', NUMBER_COLUMNS],
  ['whole numbers', WHOLE_COLUMNS],
  ['dates and times', MOMENT_COLUMNS],
];
const NAMES: Readonly<Partial<Record<ColumnOf, string>>> = { asValue: '"as value"', double: 'double precision' };

function said(outcome: Outcome): string {
  if (outcome === null) return 'empty';
  if (typeof outcome === 'string') return code(outcome);
  if (outcome === HELD) return 'held';
  return outcome === AS_SHOWN ? 'as shown' : `refused (${nameOf(outcome)})`;
}

const nameOf = (outcome: Outcome): FaultCode | '' =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome ? outcome.refused : '';

const keys = (): string =>
  table(
    ['In the cell', 'Shown', 'Key in a text column', 'Key in a bigint column'],
    FIDELITY_KEYS.map(({ what, format, display, stored }: KeyRow) => [
      format === '' ? what : `${what} ${code(format)}`,
      code(display),
      stored.text === null ? 'a row without a key' : said(stored.text),
      stored.bigint === null ? 'a row without a key' : said(stored.bigint),
    ]),
  );

/** Those that a cell of these tables meets, and the two that only a limit or a rule of the table brings. */
function faults(): string {
  const met = new Set<string>(['text_too_long', 'required']);
  for (const { stored } of FIDELITY_ROWS) for (const kind of COLUMNS) met.add(nameOf(stored[kind]));
  for (const { stored } of FIDELITY_KEYS) met.add(nameOf(stored.text));
  const codes = (Object.keys(CELL_FAULTS) as FaultCode[]).filter((fault) => met.has(fault));
  return table(
    ['Code', 'Why', 'What to do'],
    codes.map((fault) => {
      const at = { code: fault, limit: 50, actual: 61 };
      const { message, fix } = CELL_FAULTS[fault];
      const example = fault === 'out_of_range' ? { code: fault } : at;
      return [`\`${fault}\``, message(example, null), fix(example, null)];
    }),
  );
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')}`;
}

/** What cannot be seen is written so that it can. */
function code(text: string): string {
  if (text === '') return 'nothing';
  const seen = text.replace(LINE_END, '↵').replace(EDGE_SPACES, dots);
  return `\`${Array.from(seen, visible).join('')}\``;
}

const dots = (spaces: string): string => '·'.repeat(spaces.length);
function visible(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (UNSEEN.some(([first, last]) => point >= first && point <= last))
    return `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
  return character === '|' ? '\\|' : character;
}

const isSame = (one: Outcome, other: Outcome): boolean => JSON.stringify(one) === JSON.stringify(other);
const isOneOf = (kinds: readonly ColumnOf[], kind: ColumnOf): boolean => kinds.indexOf(kind) >= 0;

const LINE_END = /\r\n|\r|\n/g;
const EDGE_SPACES = /^ +| +$| {2,}/g;
/** First and last of the characters that have no shape of their own, or one that another character has too. */
const UNSEEN: readonly (readonly [number, number])[] = [
  ...([
    [0x00, 0x1f],
    [0xa0, 0xa0],
    [0xad, 0xad],
    [0x301, 0x301],
    [0x200b, 0x200b],
    [0x3000, 0x3000],
  ] as const),
  ...([
    [0x3099, 0x3099],
    [0xd800, 0xdfff],
    [0xf900, 0xfaff],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
  ] as const),
  [0xe0100, 0xe01ef],
];

// Invented rows for a table of buyers, the same at every run, made by the types of its columns. About 600 bytes a row of 60 columns.
import { type Chance, chance } from '../../addon/playground/prng.ts';
import { EMPLOYERS, INQUIRIES, PLACES, SENTENCES, STATUSES } from '../../addon/playground/sample-words.ts';
import type { CatalogColumn } from '../../server/db/catalog.ts';

export type Row = readonly (string | null)[];

export const KEY_COLUMN = 'buyer_number';

/** Canonical texts in the order of the columns; the key comes first and rises. */
export function makeRows(columns: readonly CatalogColumn[], count: number, seed = 356): Row[] {
  const chances = chance(seed);
  const makers = columns.map(({ name, type }) => (name === KEY_COLUMN ? keyOf : makerOf(type)));
  return Array.from({ length: count }, (_, at) => makers.map((make) => make(chances, at)));
}

/** The same buyers, each with three other values: a text, a text and, where there is one, a typed column. */
export function changeRows(columns: readonly CatalogColumn[], rows: readonly Row[]): Row[] {
  const texts = positions(columns, (column) => column.type === 'text' && column.name !== KEY_COLUMN);
  const whole = positions(columns, (column) => ['integer', 'bigint'].includes(column.type));
  const changed = [texts.at(3), texts.at(-1)].filter((at) => at !== undefined);
  const raised = whole.slice(0, 1);
  return rows.map((row, n) =>
    row.map((cell, at) => {
      if (changed.includes(at)) return `${cell ?? ''} (${n})`;
      return raised.includes(at) ? String(Number(cell ?? 0) + 1) : cell;
    }),
  );
}

type Maker = (chances: Chance, at: number) => string | null;

const keyOf: Maker = (_chances, at) => `B${String(at + 1).padStart(6, '0')}`;

function makerOf(type: string): Maker {
  const make = MAKERS[type.replace(/\(.*\)/, '')] ?? text;
  return (chances, at) => (chances.percent(85) ? make(chances, at) : null);
}

const two = (value: number): string => String(value).padStart(2, '0');
const date: Maker = ({ whole }) => `20${two(whole(30))}-${two(1 + whole(12))}-${two(1 + whole(28))}`;
const time: Maker = ({ whole }) => `${two(9 + whole(10))}:${two(whole(60))}:00`;

/** Mostly short, now and then a sentence. */
const text: Maker = (chances, at) => {
  const { pick, whole, percent } = chances;
  if (percent(4)) return pick(SENTENCES);
  if (percent(10)) return pick(INQUIRIES);
  if (percent(30)) return `${pick(PLACES)[2]}${1 + whole(8)}-${1 + whole(30)}`;
  return percent(50) ? `${pick(STATUSES)}${at % 1000}` : `${pick(EMPLOYERS)}`;
};

const MAKERS: Readonly<Record<string, Maker>> = {
  integer: ({ whole }) => String(whole(100)),
  bigint: ({ whole }) => String((1 + whole(900)) * 100_000),
  numeric: ({ whole }) => `${whole(99)}.${1 + whole(9)}`,
  boolean: ({ percent }) => String(percent(30)),
  date,
  time,
  'timestamp without time zone': (chances, at) => `${date(chances, at)} ${time(chances, at)}`,
  'timestamp with time zone': (chances, at) => `${date(chances, at)} ${time(chances, at)}Z`,
  'time without time zone': time,
};

const positions = (columns: readonly CatalogColumn[], wanted: (column: CatalogColumn) => boolean): number[] =>
  columns.flatMap((column, at) => (wanted(column) ? [at] : []));

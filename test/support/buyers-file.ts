// A CSV of buyers that is edited while it is synced: each buyer carries the number of its version, so that an old value over
// a newer one shows in the table and in the history.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../../addon/playground/prng.ts';

export interface BuyersFile {
  readonly path: string;
  /** As the table should hold them, by key. */
  expected(): BuyerRow[];
  keys(): string[];
  add(count: number): void;
  /** Gives some `percent` of the buyers new values. */
  edit(percent: number): void;
}

type BuyerRow = Readonly<Record<(typeof COLUMNS)[number], string | null>>;

const COLUMNS = ['buyer_number', 'name', 'received_on', 'household_size', 'desired_floor_area', 'notes'] as const;

/** What `expected` is to be compared with. */
export const STORED_BUYERS = /* sql */ `
  SELECT buyer_number, name, received_on::text, household_size::text, desired_floor_area::text, notes
    FROM buyers ORDER BY buyer_number COLLATE "C"`;

export function buyersFile(folder: string, chance: Chance): BuyersFile {
  const versions = new Map<string, number>();
  const path = join(folder, 'buyers.csv');
  const rows = () => [...versions].map(([key, version]) => buyer(key, version));
  /** Replaced whole, as an export does it: whoever reads the old file reads it to its end. */
  const save = () => {
    writeFileSync(`${path}.new`, [COLUMNS.join(','), ...rows().map(asLine), ''].join('\r\n'));
    renameSync(`${path}.new`, path);
  };
  return {
    path,
    expected: () => rows().sort((a, b) => (String(a.buyer_number) < String(b.buyer_number) ? -1 : 1)),
    keys: () => [...versions.keys()],
    add: (count) => {
      const from = versions.size;
      for (let i = 1; i <= count; i++) versions.set(`KL${String(from + i).padStart(6, '0')}`, 1);
      save();
    },
    edit: (percent) => {
      for (const [key, version] of versions) if (chance.percent(percent)) versions.set(key, version + 1);
      save();
    },
  };
}

/** The version that a text of `notes` was written with. */
export const versionOf = (notes: string): number => Number(/^v(\d+)/.exec(notes)?.[1]);

function buyer(key: string, version: number): BuyerRow {
  const number = Number(key.slice(2));
  return {
    buyer_number: key,
    name: `買主 ${number}`,
    received_on: `2024-${String((version % 12) + 1).padStart(2, '0')}-${String((number % 28) + 1).padStart(2, '0')}`,
    household_size: version % 3 === 0 ? null : String((number % 6) + 1),
    desired_floor_area: `${number}.${String(version % 100).padStart(2, '0')}`,
    notes: `v${version}, "東京"\n二行目 ${'memo '.repeat(number % 9)}.`,
  };
}

const asLine = (row: BuyerRow): string =>
  COLUMNS.map((column) => `"${(row[column] ?? '').replaceAll('"', '""')}"`).join(',');

// A sheet of any size and the table it goes to: a hundred columns of all types, the same cells at every run, texts shared so
// that ten million of them fit in memory.

import type { CellInput, SheetInput } from '../../addon/playground/host/sheet.ts';
import { PLACES, SENTENCES, STATUSES } from '../../addon/playground/sample-words.ts';

interface Kind {
  readonly type: string;
  readonly format: string;
  readonly cell: (n: number) => CellInput;
}

const TEXTS = Array.from({ length: 4096 }, (_, n) => {
  const place = PLACES[n % PLACES.length] ?? [];
  if (n % 29 === 0) return SENTENCES[n % SENTENCES.length] ?? '';
  return n % 3 === 0 ? `${STATUSES[n % STATUSES.length]}` : `${place[0]}${place[1]}${1 + (n % 8)}-${1 + (n % 30)}`;
});

/** Of ten columns six are texts; a text column now and then holds a number that is shown with its zeros. */
const KINDS: readonly Kind[] = [
  { type: 'text', format: '', cell: (n) => TEXTS[n % 4096] ?? '' },
  { type: 'text', format: '', cell: (n) => (n % 5 === 0 ? null : (TEXTS[(n * 7) % 4096] ?? '')) },
  { type: 'bigint', format: '#,##0', cell: (n) => (n % 900) * 100_000 },
  { type: 'text', format: '', cell: (n) => (n % 3 === 0 ? null : (TEXTS[(n * 3) % 4096] ?? '')) },
  { type: 'date', format: 'yyyy/mm/dd', cell: (n) => (n % 7 === 0 ? null : 40_000 + (n % 6000)) },
  { type: 'text', format: '', cell: (n) => TEXTS[(n * 11) % 4096] ?? '' },
  { type: 'numeric(12,2)', format: '0.00', cell: (n) => (n % 10_000) / 4 },
  { type: 'text', format: '@', cell: (n) => String(n % 10_000_000).padStart(7, '0') },
  { type: 'boolean', format: '', cell: (n) => n % 3 === 0 },
  { type: 'text', format: '', cell: (n) => (n % 2 === 0 ? null : (TEXTS[(n * 5) % 4096] ?? '')) },
];

export interface WideSheet {
  readonly sheet: SheetInput;
  /** Makes the table `wide`. */
  readonly ddl: string;
}

export const WIDE_KEY = 'buyer_number';

export function wideSheet(rows: number, columns: number): WideSheet {
  const kinds = Array.from({ length: columns - 1 }, (_, at): Kind => KINDS[at % KINDS.length] ?? (KINDS[0] as Kind));
  const names = kinds.map((_, at) => `c${String(at + 1).padStart(3, '0')}`);
  const ddl = [`${WIDE_KEY} text PRIMARY KEY`, ...names.map((name, at) => `${name} ${kinds[at]?.type}`)];
  const grid: CellInput[][] = [[WIDE_KEY, ...names]];
  for (let row = 1; row <= rows; row++) {
    const cells: CellInput[] = [`B${String(row).padStart(6, '0')}`];
    for (let at = 0; at < kinds.length; at++) cells.push(kinds[at]?.cell(row * 31 + at * 17) ?? null);
    grid.push(cells);
  }
  return {
    sheet: { gid: 7, name: 'wide', rows: grid, formats: ['', ...kinds.map((kind) => kind.format)] },
    ddl: `CREATE TABLE wide (${ddl.join(', ')})`,
  };
}

// A sheet that people edit while it is read: what they do to it, and every value that ever stood in it, by buyer and column.
// Each value names its column, its buyer and a number of its own, so that one in a wrong place is seen at once.
import fc from 'fast-check';
import { isMomentFormat } from '../../addon/playground/host/moment-display.ts';
import type { CellInput, Sheet } from '../../addon/playground/host/sheet.ts';
import type { Cell } from '../../shared/cell.ts';
import type { BoundColumn } from '../../shared/protocol.ts';
import { bindRows, canonicalRow, type RowBinding, rowSource, type SheetRow } from '../../shared/sheet-rows.ts';

export interface RestlessColumn {
  readonly header: string;
  /** Of the column of the table with that name; null where there is none. */
  readonly type: string | null;
  /** A value of this column, of that buyer, that stands nowhere else. */
  readonly made: (buyer: number, version: number) => CellInput;
}

export const KEY = 'buyer_number';

export const textColumn = (header: string): RestlessColumn => ({
  header,
  type: 'text',
  made: (buyer, version) => `${header}/buyer ${buyer}/v${version}`,
});

/** The key apart: texts, numbers, dates and both, in columns of texts and of their own types, and one that means nothing. */
export const COLUMNS: readonly RestlessColumn[] = [
  textColumn('alpha'),
  {
    header: 'beta',
    type: 'text',
    made: (buyer, version) => ({ value: 200_000_000 + buyer * 10_000 + version, format: '#,##0' }),
  },
  { ...textColumn('unheard_of'), type: null },
  { header: 'gamma', type: 'integer', made: (buyer, version) => 300_000_000 + buyer * 10_000 + version },
  {
    header: 'delta',
    type: 'date',
    made: (buyer, version) => ({ value: 10_000 + buyer * 100 + version, format: 'yyyy/mm/dd' }),
  },
  {
    header: 'epsilon',
    type: 'text',
    made: (buyer, version) =>
      version % 2 === 0
        ? { value: 40_000 + buyer * 100 + version, format: 'yyyy-mm-dd' }
        : `epsilon/buyer ${buyer}/v${version}`,
  },
  textColumn('zeta'),
  { header: 'eta', type: 'numeric', made: (buyer, version) => 700_000 + buyer * 1000 + version + 0.25 },
];

/** Places are taken modulo what there is. */
export interface Command {
  readonly kind: keyof typeof ACTIONS;
  readonly row: number;
  readonly column: number;
  readonly other: number;
}

/** An edit, so many reads after the one before it; undone so many reads later where `undone` is not null. */
export interface Edit extends Command {
  readonly gap: number;
  readonly undone: number | null;
}

export class RestlessSheet {
  readonly sheet: Sheet;
  readonly #columns: readonly RestlessColumn[];
  readonly #hasNumberKeys: boolean;
  /** `key, column, value` of whatever could be read at some moment. */
  readonly #seen = new Set<string>();
  #made = 0;
  #buyers = 0;

  /** Fills the tab anew, whatever stood in it. */
  constructor(sheet: Sheet, rows: number, hasNumberKeys: boolean, columns = COLUMNS) {
    this.sheet = sheet;
    this.#columns = columns;
    this.#hasNumberKeys = hasNumberKeys;
    while (sheet.lastRow() > 0) sheet.deleteRow(1);
    sheet.maxRows = Math.max(1000, rows + 100);
    sheet.maxColumns = columns.length + 20;
    const headers = [KEY, ...columns.map(({ header }) => header)];
    this.#writeGrid([headers, ...Array.from({ length: rows }, () => this.newRow())]);
    this.look();
  }

  /** Remembers what can be read now. Asked after every edit. */
  look(): void {
    const binding = this.binding();
    if (binding === null) return;
    for (const { key, cells, rowNumber } of this.rows(binding)) {
      if (key === null) continue;
      for (const [position, { column, index }] of binding.columns.entries()) {
        this.#seen.add(place(key, column, cells[position] ?? null));
        // Cleared between the reads of its value and of what it shows, a number goes in full until the next compare.
        const value = this.sheet.value(rowNumber, index + 1);
        if (typeof value === 'number') this.#seen.add(place(key, column, String(value)));
      }
    }
  }

  hasShown = (key: string, column: string, value: string | null): boolean => this.#seen.has(place(key, column, value));

  /** One that the database has from elsewhere. */
  allow(key: string, column: string, value: string): void {
    this.#seen.add(place(key, column, value));
  }

  /** Null where no one header is the key's. A header counts where it is the name of a column, once. */
  binding(): RowBinding | null {
    const width = this.sheet.lastColumn();
    const headers = Array.from({ length: width }, (_, index) => this.sheet.display(1, index + 1));
    const types = new Map<string, string | null>([
      [KEY, 'text'],
      ...this.#columns.map((c) => [c.header, c.type] as const),
    ]);
    const bound = headers.flatMap((header, index): BoundColumn[] => {
      const type = types.get(header) ?? null;
      const isOnce = headers.filter((other) => other === header).length === 1;
      if (type === null || !isOnce) return [];
      return [{ index, header, column: header, type, notNull: false, state: 'synced', reason: null, proposal: null }];
    });
    return bound.some(({ column }) => column === KEY) ? bindRows(bound, KEY, 'UTC') : null;
  }

  rows(binding: RowBinding): SheetRow[] {
    const width = this.sheet.lastColumn();
    return Array.from({ length: Math.max(0, this.sheet.lastRow() - 1) }, (_, index) => {
      const cells = Array.from({ length: width }, (_cell, column) => this.#cell(index + 2, column + 1));
      return canonicalRow(binding, index + 2, rowSource(cells));
    });
  }

  /** Answers how to undo it: by what stood there before. */
  applyForNow(command: Command): () => void {
    const before = this.#grid();
    this.apply(command);
    return () => {
      this.#writeGrid(before);
      this.look();
    };
  }

  apply({ kind, row, column, other }: Command): void {
    ACTIONS[kind](this, {
      row: 2 + (row % Math.max(1, this.sheet.lastRow() - 1)),
      otherRow: 2 + (other % Math.max(1, this.sheet.lastRow() - 1)),
      column: 1 + (column % Math.max(1, this.sheet.lastColumn())),
      other: 1 + (other % Math.max(1, this.sheet.lastColumn())),
    });
    this.look();
  }

  newRow(): CellInput[] {
    this.#buyers += 1;
    return [this.newKey(this.#buyers), ...this.#columns.map((column) => this.#value(column, this.#buyers))];
  }

  newKey(buyer = ++this.#buyers): CellInput {
    return this.#hasNumberKeys ? { value: buyer, format: '00000' } : `K${buyer}`;
  }

  /** For the buyer who stands in that row now, in the column that stands there now. */
  newValue(row: number, column: number): CellInput {
    const header = this.sheet.display(1, column);
    const buyer = Number(/\d+/.exec(this.sheet.display(row, 1))?.[0] ?? 0);
    const known = this.#columns.find((one) => one.header === header);
    if (header === KEY) return this.newKey();
    return known === undefined ? `${header}/${++this.#made}` : this.#value(known, buyer);
  }

  #value(column: RestlessColumn, buyer: number): CellInput {
    this.#made += 1;
    return column.made(buyer, this.#made % 100);
  }

  #cell(row: number, column: number): Cell {
    const value = this.sheet.value(row, column);
    const format = this.sheet.format(row, column);
    const isMoment = typeof value === 'number' && isMomentFormat(format);
    return {
      value: isMoment ? { wallMs: (value - SERIAL_OF_1970) * DAY_MS } : value,
      display: this.sheet.display(row, column),
      format,
    };
  }

  #grid(): CellInput[][] {
    return Array.from({ length: this.sheet.lastRow() }, (_, row) =>
      Array.from({ length: this.sheet.lastColumn() }, (_cell, column) => ({
        value: this.sheet.value(row + 1, column + 1),
        format: this.sheet.format(row + 1, column + 1),
      })),
    );
  }

  #writeGrid(grid: readonly (readonly CellInput[])[]): void {
    const { sheet } = this;
    const rows = Math.max(1, grid.length, sheet.lastRow());
    const columns = Math.max(1, sheet.lastColumn(), ...grid.map((cells) => cells.length));
    sheet.maxColumns = Math.max(sheet.maxColumns, columns);
    sheet.write({ row: 1, column: 1, rows, columns }, (row, column) => grid[row - 1]?.[column - 1] ?? EMPTY);
  }
}

interface Places {
  readonly row: number;
  readonly otherRow: number;
  readonly column: number;
  readonly other: number;
}

const ACTIONS = {
  edit: (at, { row, column }) => at.sheet.set(row, column, at.newValue(row, column)),
  clear: ({ sheet }, { row, column }) => sheet.set(row, column, null),
  sort: ({ sheet }, { column, other }) =>
    sheet.sortRows(2, (a, b) => order(a[column - 1], b[column - 1]) * (other % 2 || -1)),
  insertRow: (at, { row }) => at.sheet.insertRow(row, at.newRow()),
  insertBlankRow: ({ sheet }, { row }) => sheet.insertRow(row, []),
  deleteRow: ({ sheet }, { row }) => sheet.deleteRow(row),
  moveRow: ({ sheet }, { row, otherRow }) => sheet.moveRows(row, 1, otherRow),
  insertColumn: ({ sheet }, { column }) => sheet.insertColumn(column),
  insertNamedColumn: ({ sheet }, { column }) => sheet.insertColumn(column, ['new', 'new/1', 'new/2']),
  deleteColumn: ({ sheet }, { column }) => sheet.deleteColumn(column),
  moveColumn: ({ sheet }, { column, other }) => sheet.moveColumn(column, other),
  renameHeader: ({ sheet }, { column }) => sheet.set(1, column, `${sheet.display(1, column)} (renamed)`),
  doubleHeader: ({ sheet }, { column, other }) => sheet.set(1, column, sheet.display(1, other)),
  blankHeader: ({ sheet }, { column }) => sheet.set(1, column, null),
  swapHeaders: ({ sheet }, { column, other }) => {
    const [first, second] = [sheet.display(1, column), sheet.display(1, other)];
    sheet.set(1, column, second);
    sheet.set(1, other, first);
  },
  paste: (at, { row, column }) => {
    const rows = Math.min(3, at.sheet.lastRow() - row + 1);
    at.sheet.write({ row, column, rows, columns: 2 }, (r, c) => at.newValue(r, c));
  },
  doubleKey: ({ sheet }, { row, otherRow }) =>
    sheet.set(row, 1, { value: sheet.value(otherRow, 1), format: sheet.format(otherRow, 1) }),
} as const satisfies Readonly<Record<string, (at: RestlessSheet, places: Places) => void>>;

const nat = fc.nat({ max: 1000 });
const KINDS = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];

export const someEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...KINDS),
  row: nat,
  column: nat,
  other: nat,
  gap: fc.nat({ max: 9 }),
  undone: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3 }),
});

const order = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : Number(String(a) > String(b)));
const place = (key: string, column: string, value: string | null): string => JSON.stringify([key, column, value]);
const EMPTY: CellInput = { value: null, format: '' };
const SERIAL_OF_1970 = 25_569;
const DAY_MS = 86_400_000;

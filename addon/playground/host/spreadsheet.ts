// The spreadsheet an execution works on: its tabs, its zone, and what is selected. Tests and the page edit it between service calls.
import type { Block } from './a1.ts';
import { Sheet, type SheetInput } from './sheet.ts';

export interface SpreadsheetInput {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  /** `ja_JP` or `en_US`. */
  readonly locale: string;
  readonly sheets: readonly SheetInput[];
}

export interface Selection extends Block {
  readonly gid: number;
  /** Chosen before it, and still chosen. */
  readonly others?: readonly Block[];
}

export type SpreadsheetChange =
  | ({ readonly kind: 'cells' } & Selection)
  | { readonly kind: 'sheets'; readonly sheets: readonly { readonly gid: number; readonly name: string }[] }
  | ({ readonly kind: 'selection'; readonly by: 'script' | 'person' } & Selection);

export class Spreadsheet {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly #sheets: Sheet[];
  readonly #listeners = new Set<(change: SpreadsheetChange) => void>();
  #selection: Selection;

  constructor(input: SpreadsheetInput) {
    this.id = input.id;
    this.name = input.name;
    this.timeZone = input.timeZone;
    this.locale = input.locale;
    this.#sheets = input.sheets.map((sheet) => this.#made(sheet));
    this.#selection = { gid: this.#sheets[0]?.gid ?? 0, ...FIRST_CELL };
  }

  get url(): string {
    return `https://docs.google.com/spreadsheets/d/${this.id}/edit`;
  }

  get selection(): Selection {
    return this.#selection;
  }

  /** In the order of the tabs. */
  get sheets(): readonly Sheet[] {
    return this.#sheets;
  }

  /** At `index`, counted from 0; it has an id of its own. */
  insertSheet(input: Omit<SheetInput, 'gid'>, index: number): Sheet {
    const gid = Math.max(0, ...this.#sheets.map((sheet) => sheet.gid)) + 1;
    const sheet = this.#made({ ...input, gid });
    this.#sheets.splice(index, 0, sheet);
    this.#tellSheets();
    return sheet;
  }

  /** Where it was in front, the first of the others comes to the front. */
  deleteSheet(gid: number): void {
    this.#sheets.splice(this.#sheets.indexOf(this.sheet(gid)), 1);
    this.#tellSheets();
    if (this.#selection.gid === gid) this.select({ gid: this.#sheets[0]?.gid ?? 0, ...FIRST_CELL }, 'script');
  }

  renameSheet(gid: number, name: string): void {
    this.sheet(gid).name = name;
    this.#tellSheets();
  }

  /** Beside the one it is a copy of, with an id and a name of its own. */
  duplicateSheet(gid: number): Sheet {
    const sheet = this.sheet(gid);
    const { gid: _, ...input } = sheet.snapshot();
    const name = this.#freeName(copyName(sheet.name, this.locale));
    return this.insertSheet({ ...input, name }, this.#sheets.indexOf(sheet) + 1);
  }

  /** Another document with the same tabs under the same ids, as Google copies a file. What a script keeps with a document is the host's to copy. */
  copy({ id, name = copyName(this.name, this.locale) }: { readonly id: string; readonly name?: string }): Spreadsheet {
    const { timeZone, locale } = this;
    return new Spreadsheet({ id, name, timeZone, locale, sheets: this.#sheets.map((sheet) => sheet.snapshot()) });
  }

  sheet(gid: number): Sheet {
    const sheet = this.sheets.find((tab) => tab.gid === gid);
    if (sheet === undefined) throw new Error(`No sheet has the id ${gid}.`);
    return sheet;
  }

  select(selection: Selection, by: 'script' | 'person'): void {
    this.#selection = selection;
    this.#tell({ kind: 'selection', by, ...selection });
  }

  /** Returns the way to stop listening. */
  onChange(listener: (change: SpreadsheetChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #made(input: SheetInput): Sheet {
    return new Sheet(input, this.locale, (block, { gid }) => this.#cells(block, gid));
  }

  #freeName(wanted: string): string {
    const isTaken = (name: string) => this.#sheets.some((sheet) => sheet.name === name);
    let name = wanted;
    for (let number = 2; isTaken(name); number++) name = `${wanted} ${number}`;
    return name;
  }

  #tellSheets(): void {
    this.#tell({ kind: 'sheets', sheets: this.#sheets.map(({ gid, name }) => ({ gid, name })) });
  }

  #cells(block: Block, gid: number): void {
    this.#tell({ kind: 'cells', gid, ...block });
  }

  #tell(change: SpreadsheetChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const copyName = (name: string, locale: string): string =>
  locale.startsWith('ja') ? `${name} のコピー` : `Copy of ${name}`;

const FIRST_CELL = { row: 1, column: 1, rows: 1, columns: 1 };

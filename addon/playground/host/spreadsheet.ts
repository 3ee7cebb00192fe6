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
}

export type SpreadsheetChange =
  | ({ readonly kind: 'cells' } & Selection)
  | ({ readonly kind: 'selection'; readonly by: 'script' | 'person' } & Selection);

export class Spreadsheet {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly sheets: readonly Sheet[];
  readonly #listeners = new Set<(change: SpreadsheetChange) => void>();
  #selection: Selection;

  constructor(input: SpreadsheetInput) {
    this.id = input.id;
    this.name = input.name;
    this.timeZone = input.timeZone;
    this.locale = input.locale;
    this.sheets = input.sheets.map(
      (sheet) => new Sheet(sheet, input.locale, (block, { gid }) => this.#cells(block, gid)),
    );
    this.#selection = { gid: this.sheets[0]?.gid ?? 0, row: 1, column: 1, rows: 1, columns: 1 };
  }

  get url(): string {
    return `https://docs.google.com/spreadsheets/d/${this.id}/edit`;
  }

  get selection(): Selection {
    return this.#selection;
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

  #cells(block: Block, gid: number): void {
    this.#tell({ kind: 'cells', gid, ...block });
  }

  #tell(change: SpreadsheetChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

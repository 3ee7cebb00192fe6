// A tab as the corridor reads it, whoever provides it.
import type { RowSource } from '../shared/sheet-rows.ts';
import type { Top } from './heading-row.ts';

interface SheetFacts {
  readonly spreadsheetId: string;
  readonly spreadsheetName: string;
  readonly sheetName: string;
  readonly gid: number;
  /** The spreadsheet's own, not the script's. */
  readonly zone: string;
}

/**
 * What a column is read for: `value` the value alone; `moment` its number format too, where it holds a date; `text`
 * besides what a person sees of cells that are no text; `key` what a person sees of every cell.
 */
export type Need = 'value' | 'moment' | 'text' | 'key';

/** By position in the sheet; what nobody needs is not read. */
export type Needs = readonly (Need | undefined)[];

/** One tab, read when asked; nothing is kept between two calls but the headings, which rows that are read then must stand under. */
export interface SheetReader {
  readonly facts: SheetFacts;
  readonly headers: (headerRow: number) => readonly string[];
  /** The last row that holds anything. */
  readonly lastRow: () => number;
  readonly rows: (firstRow: number, count: number, needs: Needs) => readonly RowSource[];
  /** One column as a person sees it. */
  readonly shown: (firstRow: number, count: number, index: number) => readonly string[];
  /** Of whole rows; '' where a cell holds none. */
  readonly formulas: (firstRow: number, count: number) => readonly (readonly string[])[];
  readonly select: (a1: string) => void;
  /** The first rows, to find the headings in. */
  readonly top: () => Top;
  /** All tabs of the document, in their order. */
  readonly tabs: () => readonly { readonly gid: number; readonly name: string }[];
  /** Rows of what the person selected in this tab; none where another is in front. */
  readonly selected: () => readonly { readonly first: number; readonly count: number }[];
}

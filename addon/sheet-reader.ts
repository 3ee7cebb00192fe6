// A tab as the corridor reads it, whoever provides it.
import type { RowSource } from '../shared/sheet-rows.ts';

interface SheetFacts {
  readonly spreadsheetId: string;
  readonly spreadsheetName: string;
  readonly sheetName: string;
  readonly gid: number;
  /** The spreadsheet's own, not the script's. */
  readonly zone: string;
}

/** One tab, read when asked; nothing is kept between two calls. */
export interface SheetReader {
  readonly facts: SheetFacts;
  readonly headers: (headerRow: number) => readonly string[];
  /** The last row that holds anything. */
  readonly lastRow: () => number;
  readonly rows: (firstRow: number, count: number, width: number) => readonly RowSource[];
  readonly select: (a1: string) => void;
}

// Which row of a tab holds its headings, as agreed: kept with the document, so that a run needs not ask.
import { readProperty, removeProperty, writeProperty } from './document-properties.ts';

/** Null until it was agreed on. */
export function storedHeaderRow(gid: number): number | null {
  const row = Number(readProperty(nameOf(gid)));
  return Number.isInteger(row) && row > 0 ? row : null;
}

export function storeHeaderRow(gid: number, row: number): void {
  if (storedHeaderRow(gid) !== row) writeProperty(nameOf(gid), String(row));
}

/** With another key it is another agreement. */
export const forgetHeaderRow = (gid: number): void => removeProperty(nameOf(gid));

const nameOf = (gid: number): string => `rollcall.header.${gid}`;

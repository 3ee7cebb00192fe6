// Ranges as the host knows them: a place on a tab, read from what a script names it by.
import { type Block, parseA1 } from './a1.ts';
import { type HostState, whole } from './service.ts';
import { ServiceError } from './service-error.ts';
import type { Sheet } from './sheet.ts';
import type { Selection } from './spreadsheet.ts';

export function rangeOf({ spreadsheet }: HostState, sheet: Sheet, args: readonly unknown[]): Selection {
  const [first, ...rest] = args.filter((arg) => arg !== null);
  if (typeof first === 'string') return namedRange(spreadsheet.sheets, sheet, first);
  const [row, column, rows = 1, columns = 1] = [first, ...rest].map(whole);
  return within(sheet, { row: row ?? 0, column: column ?? 0, rows, columns });
}

function namedRange(sheets: readonly Sheet[], sheet: Sheet, address: string): Selection {
  const block = parseA1(address, sheet.maxRows, sheet.maxColumns);
  const target = block?.sheet === null ? sheet : sheets.find(({ name }) => name === block?.sheet);
  if (block === null || target === undefined) throw new ServiceError(`Range not found: ${address}`);
  return within(target, block);
}

function within(sheet: Sheet, { row, column, rows, columns }: Block): Selection {
  if (rows < 1) throw new ServiceError('The number of rows in the range must be at least 1.');
  if (columns < 1) throw new ServiceError('The number of columns in the range must be at least 1.');
  const fits = row >= 1 && column >= 1 && row + rows - 1 <= sheet.maxRows && column + columns - 1 <= sheet.maxColumns;
  if (!fits) throw new ServiceError('The coordinates of the range are outside the dimensions of the sheet.');
  return { gid: sheet.gid, row, column, rows, columns };
}

export function placeOf(value: unknown): Selection {
  if (typeof value !== 'object' || value === null) throw new ServiceError('This is not a range.');
  const { gid, row, column, rows, columns } = value as Record<string, unknown>;
  return { gid: whole(gid), row: whole(row), column: whole(column), rows: whole(rows), columns: whole(columns) };
}

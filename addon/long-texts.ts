// A refused schema, told in cells: which texts of the sheet are longer than the table's columns take.
import { cellAddress } from '../shared/a1.ts';
import { canonicalCell, isFault } from '../shared/canonical-cell.ts';
import { toCellError } from '../shared/cell-fault-text.ts';
import { parseColumnType } from '../shared/column-type.ts';
import type { RunProblem } from '../shared/run-steps.ts';
import type { RowSource, SyncedColumn } from '../shared/sheet-rows.ts';
import { cutText } from './cut.ts';
import type { Execution } from './execution.ts';
import { foundTooLong } from './found.ts';
import { firstBand } from './read-rows.ts';
import { reading } from './requests.ts';
import type { Need } from './sheet-reader.ts';
import type { RefusedColumn, SchemaRefusal } from './sidebar/answers.ts';

/** The params of `schema_refused`. */
interface RefusedParams {
  readonly table: string;
  readonly columns: readonly {
    readonly column: string;
    readonly header: string | null;
    readonly index: number | null;
    readonly dataType: string;
    readonly characterMaximumLength: number | null;
  }[];
  readonly fixScript: string;
}

/** Reads the sheet as far as the time allows; the first cells found go into the execution's findings, all read ones are counted. */
export function explainRefusal(run: Execution, problem: RunProblem): SchemaRefusal {
  const { table, columns, fixScript } = problem.params as unknown as RefusedParams;
  const counted = columns.map((column) => ({
    column: column.column,
    header: cutText(column.header ?? column.column, 60),
    index: column.index ?? -1,
    dataType: column.dataType,
    limit: column.characterMaximumLength,
    tooLong: 0,
    longest: 0,
  }));
  const rowsRead = scan(run, counted);
  return { table, columns: counted, rowsRead, fixScript: cutText(fixScript, 10_000) };
}

type Counted = { -readonly [K in keyof RefusedColumn]: RefusedColumn[K] };

/** Null where all rows were read, else how many. */
function scan(run: Execution, columns: readonly Counted[]): number | null {
  const limited = columns.filter((column) => column.index >= 0 && column.limit !== null);
  const needs: (Need | undefined)[] = [];
  for (const column of limited) needs[column.index] = 'text';
  const last = limited.length === 0 ? 0 : run.sheet.lastRow();
  const size = firstBand(limited.length);
  for (let first = run.headerRow + 1; first <= last; first += size) {
    if (run.now() > run.until) return first - run.headerRow - 1;
    const rows = reading(() => run.sheet.rows(first, Math.min(size, last - first + 1), needs));
    if (rows === null) return first - run.headerRow - 1;
    rows.forEach((row, i) => {
      for (const column of limited) measure(run, column, row, first + i);
    });
  }
  return null;
}

function measure(run: Execution, counted: Counted, row: RowSource, rowNumber: number): void {
  const column = syncedColumn(counted);
  const { index } = counted;
  const value = row.value(index);
  if (value === null || value === '' || column === null) return;
  const text = canonicalCell(column.parsed, value, row.display(index), row.format(index), run.sheet.facts.zone);
  if (!isFault(text) || text.code !== 'text_too_long') return;
  counted.tooLong++;
  counted.longest = Math.max(counted.longest, text.actual ?? 0);
  foundTooLong(run.found, rowNumber, toCellError(text, { ...column, cell: cellAddress(rowNumber, index) }));
}

function syncedColumn({ column, header, index, limit }: RefusedColumn): SyncedColumn | null {
  const type = `character varying(${limit ?? 0})`;
  const parsed = parseColumnType(type);
  return parsed === null ? null : { index, header, column, type, parsed, notNull: false };
}

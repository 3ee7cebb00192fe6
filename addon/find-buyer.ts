// One buyer by its number: its row in the sheet and what the database holds, column by column, whichever of the two has it.
import { cellAddress } from '../shared/a1.ts';
import { foldKey } from '../shared/key-fold.ts';
import type { BuyerView } from '../shared/protocol.ts';
import type { SheetRow, SyncedColumn } from '../shared/sheet-rows.ts';
import type { ApiAnswer } from './api.ts';
import { type BoundSheet, boundSheet, saidNo } from './bound-sheet.ts';
import { cutText } from './cut.ts';
import type { Execution } from './execution.ts';
import { rowsAt } from './read-rows.ts';
import { entryId, entryOf } from './retries.ts';
import { keyRows } from './rows-by-key.ts';
import type { Reply } from './sidebar/answers.ts';
import type { BuyerField, FoundBuyer } from './sidebar/repair-answers.ts';

/** So that an answer of many columns stays below 100 KB: the values of both sides together. */
const VALUES = 24_000;
const MOST_CELLS = 20;
const MOST_ALIKE = 10;
const MOST_ERRORS = 10;

export function findBuyer({ sheet, send, headerRow }: Execution, wanted: string): Reply<FoundBuyer> {
  const key = wanted.trim();
  // No path carries every key: a full stop alone is lost on its way.
  const path = `v1/buyers?key=${encodeURIComponent(key)}`;
  const bound = boundSheet(sheet, send, headerRow, [{ method: 'get', path }, entryOf(key)]);
  if (!bound.ok) return bound;
  const answer = bound.answers[0];
  const view = viewOf(answer, key);
  if (view === null) return saidNo(answer);
  const { columns, keyPosition } = bound.binding;
  const keyColumn = columns[keyPosition];
  const byKey = keyRows(bound);
  const rows = byKey.get(key) ?? [];
  return {
    ok: true,
    key: cutText(key, 200),
    keyHeader: cutText(keyColumn?.header ?? '', 60),
    cells: rows.slice(0, MOST_CELLS).map((row) => cellAddress(row, keyColumn?.index ?? 0)),
    isStored: view.stored !== null,
    fields: fieldsOf(bound, rows[0] ?? null, view),
    lastChange: view.lastChange && { ...view.lastChange, fields: headersOf(bound, view.lastChange.fields) },
    lastSeenEqual: view.lastSeenEqual,
    errors: view.errors.slice(0, MOST_ERRORS),
    retry: view.retry && { ...view.retry, id: entryId(bound.answers[1]) },
    lookAlikes: alike(key, byKey.keys(), view.lookAlikes),
  };
}

/** One that neither the database nor any sync ever saw may stand in the sheet all the same. */
function viewOf(answer: ApiAnswer | undefined, key: string): BuyerView | null {
  if (answer?.ok === true) return answer.body as BuyerView;
  if (answer?.problem.code !== 'unknown_buyer') return null;
  return { key, stored: null, lastChange: null, lastSeenEqual: null, errors: [], lookAlikes: [], retry: null };
}

function alike(key: string, inSheet: Iterable<string>, stored: readonly string[]): string[] {
  const fold = foldKey(key);
  const found = new Set(stored);
  for (const other of inSheet) if (other !== key && foldKey(other) === fold) found.add(other);
  found.delete(key);
  return [...found].slice(0, MOST_ALIKE).map((other) => cutText(other, 60));
}

/** As the sheet calls them; a column that is bound no more keeps its own name. */
const headersOf = ({ binding }: BoundSheet, fields: readonly string[]): string[] =>
  fields.map((field) => cutText(binding.columns.find(({ column }) => column === field)?.header ?? field, 60));

/** Those that differ come first; of a key in several rows, the first one's. */
function fieldsOf({ sheet, binding }: BoundSheet, rowNumber: number | null, { stored }: BuyerView): BuyerField[] {
  const row = rowNumber === null ? null : (rowsAt(sheet, binding, [rowNumber]).get(rowNumber) ?? null);
  const each = Math.max(20, Math.floor(VALUES / 2 / Math.max(1, binding.columns.length)));
  const short = (text: string | null) => (text === null ? null : cutText(text, Math.min(each, 200)));
  const fields = binding.columns.map((column, position): BuyerField => {
    const inSheet = row?.cells[position] ?? null;
    const inDatabase = stored?.[column.column] ?? null;
    const fault = row === null ? null : faultOf(row, column, position);
    return {
      header: cutText(column.header, 60),
      column: column.column,
      cell: rowNumber === null ? null : cellAddress(rowNumber, column.index),
      sheet: short(inSheet),
      database: short(inDatabase),
      differs: row !== null && stored !== null && (fault !== null || inSheet !== inDatabase),
      fault,
    };
  });
  return [...fields.filter(({ differs }) => differs), ...fields.filter(({ differs }) => !differs)];
}

function faultOf(row: SheetRow, { column }: SyncedColumn, position: number): string | null {
  if (row.held.includes(position)) return 'formula_error';
  return row.errors.find((error) => error.column === column)?.code ?? null;
}

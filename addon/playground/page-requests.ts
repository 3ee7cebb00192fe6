// What the page may ask for, checked once where it comes in.
import type { Selection } from './host/spreadsheet.ts';
import type { TypedCell } from './sheet-view.ts';

export type FromPage =
  | { readonly what: 'open' }
  | { readonly what: 'select'; readonly selection: Selection }
  | { readonly what: 'menu'; readonly functionName: string }
  | { readonly what: 'run'; readonly functionName: string; readonly args: readonly unknown[] }
  | { readonly what: 'edit'; readonly gid: number; readonly cells: readonly TypedCell[]; readonly keepAsText: boolean };

/** Null for anything else. */
export function readFromPage(what: string, body: unknown): FromPage | null {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const { functionName, args, gid, cells, keepAsText } = fields;
  if (what === 'open') return { what };
  if (what === 'select') return isSelection(fields) ? { what, selection: fields } : null;
  if (what === 'menu') return typeof functionName === 'string' ? { what, functionName } : null;
  if (what === 'run')
    return typeof functionName === 'string' && Array.isArray(args) ? { what, functionName, args } : null;
  if (what !== 'edit' || !isCount(gid) || !Array.isArray(cells) || !cells.every(isTyped)) return null;
  return { what, gid, cells, keepAsText: keepAsText === true };
}

function isSelection(value: Record<string, unknown>): value is Record<string, unknown> & Selection {
  return isCount(value['gid']) && ['row', 'column', 'rows', 'columns'].every((name) => isPosition(value[name]));
}

function isTyped(value: unknown): value is TypedCell {
  if (typeof value !== 'object' || value === null) return false;
  const { row, column, text } = value as Record<string, unknown>;
  return isPosition(row) && isPosition(column) && typeof text === 'string';
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isPosition = (value: unknown): value is number => isCount(value) && value >= 1 && value <= 1_000_000;

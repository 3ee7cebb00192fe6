// What the page sends when a person agreed to a table, checked once where it comes in.
import type { AgreedTable } from './create-table.ts';

interface Agreed extends AgreedTable {
  /** As the offer named it. */
  readonly file: string;
  readonly keepAsText: boolean;
}

/** Null for anything else. Names and types are judged against the proposal, not here. */
export function readAgreed(body: unknown): Agreed | null {
  if (typeof body !== 'object' || body === null) return null;
  const { file, keepAsText, table, columns, key } = body as Record<string, unknown>;
  if (typeof file !== 'string' || typeof table !== 'string' || typeof keepAsText !== 'boolean') return null;
  if (!Number.isSafeInteger(key) || !Array.isArray(columns) || !columns.every(isColumn)) return null;
  return { file, keepAsText, table, columns, key: Number(key) };
}

function isColumn(value: unknown): value is AgreedTable['columns'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { index, column, type } = value as Record<string, unknown>;
  return Number.isSafeInteger(index) && typeof column === 'string' && typeof type === 'string';
}

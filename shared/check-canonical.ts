// Says whether a text that a client sent is canonical for its column, limits included; the server asks for every cell.

import { canonicalCell, isFault } from './canonical-cell.ts';
import type { CellFault } from './cell.ts';
import type { ColumnType } from './column-type.ts';

/** Null where it is. An empty cell of a NOT NULL column is fine in a text column, which then stores ''. */
export function checkCanonical(type: ColumnType, text: string | null, notNull: boolean): CellFault | null {
  if (text === null) return notNull && type.kind !== 'text' && type.kind !== 'char' ? REQUIRED : null;
  // Canonical text is what canonicalising leaves as it is. It names its own zone, so the one given here decides nothing.
  const canonical = canonicalCell(type, text, text, '', 'UTC');
  if (canonical === text) return null;
  return isFault(canonical) ? canonical : NOT_CANONICAL;
}

const REQUIRED: CellFault = { code: 'required' };
const NOT_CANONICAL: CellFault = { code: 'not_canonical' };

// Protected ranges and tabs: who may edit which cell.
import type { Block } from './a1.ts';
import { holds, overlaps } from './block-shift.ts';

export interface ProtectionInput {
  /** The whole tab where it is left out. */
  readonly range?: Block;
  /** Of a protected tab: where everybody may edit. */
  readonly unprotected?: readonly Block[];
  /** Addresses of those who may edit; everybody else may not. */
  readonly editors: readonly string[];
  readonly description?: string;
  /** A person is asked first, and a script is not stopped. */
  readonly isWarningOnly?: boolean;
}

export interface Protection extends ProtectionInput {
  readonly id: number;
}

export const canEdit = ({ editors, isWarningOnly = false }: ProtectionInput, user: string): boolean =>
  isWarningOnly || editors.includes(user);

/** Whether a write to the block meets a cell that this user may not edit. */
export function forbids(protection: ProtectionInput, block: Block, user: string): boolean {
  if (canEdit(protection, user)) return false;
  const { range, unprotected = [] } = protection;
  if (range !== undefined) return overlaps(range, block);
  for (let row = block.row; row < block.row + block.rows; row++) {
    for (let column = block.column; column < block.column + block.columns; column++) {
      if (!unprotected.some((free) => holds(free, row, column))) return true;
    }
  }
  return false;
}

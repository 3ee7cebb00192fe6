// The merged cells and protections of a tab, which move with its rows and columns.
import type { Block } from './a1.ts';
import { type Axis, holds, overlaps, type Shift, shiftBlock } from './block-shift.ts';
import type { Protection, ProtectionInput } from './protection.ts';

export class Areas {
  #merges: readonly Block[] = [];
  #protections: readonly Protection[] = [];
  #protectionsMade = 0;

  get merges(): readonly Block[] {
    return this.#merges;
  }

  get protections(): readonly Protection[] {
    return this.#protections;
  }

  merge(block: Block): void {
    if (this.#merges.some((other) => overlaps(other, block))) throw new Error('Merged cells cannot overlap.');
    this.#merges = [...this.#merges, block];
  }

  unmerge(block: Block): void {
    this.#merges = this.#merges.filter((merge) => !overlaps(merge, block));
  }

  /** Under a merge, and not its first cell. */
  isCovered(row: number, column: number): boolean {
    return this.#merges.some((merge) => holds(merge, row, column) && (row !== merge.row || column !== merge.column));
  }

  protect(input: ProtectionInput): number {
    this.#protectionsMade += 1;
    this.#protections = [...this.#protections, { ...input, id: this.#protectionsMade }];
    return this.#protectionsMade;
  }

  unprotect(id: number): void {
    this.#protections = this.#protections.filter((protection) => protection.id !== id);
  }

  /** Refuses, with nothing done, what would tear merged cells apart. A sort leaves protections where they are. */
  shift(axis: Axis, shift: Shift, isSort: boolean): void {
    const merges = this.#merges.map((merge) => shiftBlock(merge, axis, shift));
    if (merges.includes('torn')) throw new Error('Merged cells cannot be torn apart.');
    this.#merges = merges.filter((merge) => merge !== null && merge !== 'torn');
    if (!isSort) this.#protections = this.#protections.flatMap((protection) => shifted(protection, axis, shift));
  }
}

/** What would be torn apart stays where it is. */
function shifted(protection: Protection, axis: Axis, shift: Shift): Protection[] {
  const blocks = (block: Block): Block[] => {
    const now = shiftBlock(block, axis, shift);
    return now === null ? [] : [now === 'torn' ? block : now];
  };
  const unprotected = protection.unprotected?.flatMap(blocks);
  const rest = unprotected === undefined ? protection : { ...protection, unprotected };
  return rest.range === undefined ? [rest] : blocks(rest.range).map((range) => ({ ...rest, range }));
}

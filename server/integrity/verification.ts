// The verdict of a run from its last compare: complete, accurate, and what was not compared, in one plain report.
import type { BoundColumn, Mismatch, Receipt, Verdict, Verification } from '../../shared/protocol.ts';
import type { Comparison } from '../rows/compare.ts';

const MAX_MISMATCHES = 1000;

export type Compared = Pick<
  Comparison,
  'read' | 'skippedBlank' | 'unchanged' | 'different' | 'missing' | 'missingKeys' | 'unreadable' | 'heldCells'
> & {
  readonly duplicateKeys: number;
  readonly blankKeyRows: number;
  readonly outcomes: Comparison['outcomes'] & { readonly held?: number };
};

/** What the guard kept back of a run. */
export interface Guard {
  /** Buyers that left the sheet, where the whole run was held for them. */
  readonly runHeld: { readonly rows: number; readonly of: number } | null;
  /** Columns that were neither written nor compared, and why. */
  readonly columns: readonly { readonly header: string; readonly reason: string }[];
}

const NO_GUARD: Guard = { runHeld: null, columns: [] };

export interface Examined {
  readonly mismatches: readonly Mismatch[];
  /** Fields found different in all, and the rows whose values were looked at. */
  readonly found: number;
  readonly rows: number;
}

/** Every row read has one outcome, so the counts close; `balanced` says that they do. */
export function makeReceipt({ read, skippedBlank, outcomes }: Compared, overwritten = 0): Receipt {
  const { inserted, updated, unchanged, rejected, duplicate, held = 0 } = outcomes;
  const all = read + skippedBlank;
  const sum = inserted + updated + unchanged + rejected + duplicate + skippedBlank + held;
  const counts = { read: all, inserted, updated, unchanged, rejected, duplicate, skippedBlank, held };
  return { ...counts, balanced: sum === all, ...(overwritten > 0 ? { overwritten } : {}) };
}

export function makeVerification(
  compared: Compared,
  examined: Examined,
  columns: readonly BoundColumn[],
  synced: readonly { column: string }[],
  now: Date,
  guard: Guard = NO_GUARD,
): Verification {
  const { missing, missingKeys, different, unchanged, unreadable, duplicateKeys, blankKeyRows, heldCells } = compared;
  const unexamined = Math.max(0, different - examined.rows);
  const isEqual = missing === 0 && different === 0 && unreadable === 0 && duplicateKeys === 0 && blankKeyRows === 0;
  const passed = isEqual && guard.runHeld === null;
  const held = heldCells.length + columns.filter((column) => column.state === 'held').length + guard.columns.length;
  const verdict = !passed ? 'not_in_step' : held > 0 ? 'in_step_except_held' : 'in_step';
  return {
    timestamp: now.toISOString(),
    completeness: { complete: missing === 0, missingCount: missing, missingBuyerNumbers: missingKeys },
    accuracy: {
      accurate: different === 0,
      sampleSize: unchanged + different,
      mismatchCount: examined.found + unexamined,
      mismatches: examined.mismatches.slice(0, MAX_MISMATCHES),
    },
    passed,
    verdict,
    notCompared: {
      cells: heldCells.map((cell) => ({
        rowNumber: cell.rowNumber,
        columns: cell.columns.map((position) => synced[position]?.column ?? ''),
      })),
      columns: columns
        .filter((column) => column.state !== 'synced' && column.header.trim() !== '')
        .map((column) => ({ header: column.header, reason: column.reason ?? '' }))
        .concat(guard.columns),
    },
    summary: summary(verdict, compared, guard),
  };
}

function summary(verdict: Verdict, compared: Compared, { runHeld }: Guard): string {
  if (runHeld !== null)
    return `The run is held: ${runHeld.rows.toLocaleString('en-US')} of the ${runHeld.of.toLocaleString('en-US')} rows of the last sync are gone from the sheet. Nothing is written until somebody releases it.`;
  const rows = compared.read === 1 ? 'The one row' : `All ${compared.read.toLocaleString('en-US')} rows`;
  const are = compared.read === 1 ? 'is' : 'are';
  if (compared.read === 0) return 'The sheet has no rows yet.';
  if (verdict === 'in_step') return `${rows} of the sheet ${are} in the database, exactly.`;
  if (verdict === 'in_step_except_held')
    return `${rows} of the sheet ${are} in the database; some cells or columns are held and were not compared.`;
  const parts = [
    said(compared.missing, 'missing in the database'),
    said(compared.different, 'different'),
    said(compared.unreadable, 'with a cell that cannot be stored'),
    said(compared.duplicateKeys, 'of the keys used more than once'),
    said(compared.blankKeyRows, 'without a key'),
  ].filter((part) => part !== null);
  return `Of ${compared.read.toLocaleString('en-US')} rows: ${parts.join(', ')}.`;
}

const said = (count: number, what: string): string | null =>
  count === 0 ? null : `${count.toLocaleString('en-US')} ${what}`;

// What every request of a run needs of it: the sheet, the table's shape and the synced columns. Frozen when the run opened,
// so it is read once per process; whether the table is still that one is asked in the transaction that writes.

import type { BoundColumn } from '../../shared/protocol.ts';
import { bindRows, type RowBinding } from '../../shared/sheet-rows.ts';
import type { CatalogColumn } from '../db/catalog.ts';
import type { Db } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { KEPT_STAMPS, type RowShape } from '../rows/row-shape.ts';
import { type BoundSheet, findSheet } from '../sheets/bound-sheets.ts';
import { readTarget, type Target } from '../sheets/target.ts';
import { findRun, type RunRecord } from './run-record.ts';

export interface RunContext {
  readonly sheetId: string;
  readonly runId: string;
  readonly sheet: BoundSheet;
  readonly tableOid: string;
  readonly catalogHash: string;
  readonly mode: RunRecord['mode'];
  readonly binding: RowBinding;
  readonly columns: readonly BoundColumn[];
  readonly shape: RowShape;
}

/** Throws `unknown_run`, or `contract_changed` where the table is no longer the one the run froze. */
export async function runContext(db: Db, sheetId: string, runId: string): Promise<RunContext> {
  const known = CONTEXTS.get(`${sheetId}/${runId}`);
  if (known !== undefined) return known;
  const [record, sheet] = [await findRun(db, sheetId, runId), await findSheet(db, sheetId)];
  if (record === null || sheet === null) throw new Problem('unknown_run');
  const target = await readTarget(db, sheet);
  if (target.catalogHash !== record.catalogHash) throw new Problem('contract_changed');
  const context = contextOf(record, sheet, target);
  CONTEXTS.set(`${sheetId}/${runId}`, context);
  const oldest = CONTEXTS.size > MAX_CONTEXTS ? CONTEXTS.keys().next().value : undefined;
  if (oldest !== undefined) CONTEXTS.delete(oldest);
  return context;
}

const MAX_CONTEXTS = 200;
const CONTEXTS = new Map<string, RunContext>();

type Frozen = Pick<RunRecord, 'sheetId' | 'id' | 'mode' | 'columns' | 'catalogHash'>;

/** Columns as they were frozen, over the table as it is. */
export function contextOf(frozen: Frozen, sheet: BoundSheet, target: Target): RunContext {
  const { sheetId, id: runId, mode, columns, catalogHash } = frozen;
  const binding = bindRows(columns, sheet.keyColumn, 'UTC');
  return {
    sheetId,
    runId,
    sheet,
    tableOid: target.table.oid,
    catalogHash,
    mode,
    binding,
    columns,
    shape: shapeOf(binding, target),
  };
}

function shapeOf(binding: RowBinding, target: Target): RowShape {
  return {
    schema: target.table.schema,
    table: target.table.name,
    columns: binding.columns.map(({ column, type, notNull }) => ({ name: column, type, notNull })),
    keyPosition: binding.keyPosition,
    scope: target.scope,
    rewritesRows: target.rewritesRows,
    stamps: KEPT_STAMPS.filter((name) => target.columns.some((column) => column.name === name && takesNow(column))),
  };
}

/** A stamp of another type is left alone, like any column that is not in the sheet. */
const takesNow = (column: CatalogColumn): boolean => !column.generated && /^(timestamp|date\b|text$)/.test(column.type);

// Alerts from conditions: one when something begins, its end when it is so no more.
import type { Pool } from 'pg';
import type { AlertType, Condition } from './condition.ts';

/**
 * `conditions` are all that hold now of these types (of these sheets, where `sheetIds` is given): what is new among them is raised,
 * what is open and not among them has recovered. One alert and one recovery per change, however many servers look.
 */
export async function settle(
  _pool: Pool,
  _types: readonly AlertType[],
  _conditions: readonly Condition[],
  _now: Date,
  _sheetIds?: readonly string[],
): Promise<{ raised: number; recovered: number }> {
  return { raised: 0, recovered: 0 };
}

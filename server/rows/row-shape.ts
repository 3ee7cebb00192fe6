// What a run writes and compares: the table, the synced columns in the order of a batch's cells, and where the key is.
import { literal, quoted } from '../db/query.ts';
import { bareType, isTextLike, type SqlColumn } from './canonical-sql.ts';

export interface ShapeColumn extends SqlColumn {
  readonly notNull: boolean;
}

export interface RowShape {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly ShapeColumn[];
  readonly keyPosition: number;
  readonly scope: { readonly column: string; readonly value: string } | null;
  /** Whether a trigger or rule may change a row on its way in. */
  readonly rewritesRows: boolean;
  /** Those of created_at, db_updated_at and synced_at that the table has. */
  readonly stamps: readonly string[];
}

export const tableSql = (shape: RowShape): string => `${quoted(shape.schema)}.${quoted(shape.table)}`;

export function keyOf(shape: RowShape): ShapeColumn {
  const key = shape.columns[shape.keyPosition];
  if (key === undefined) throw new Error('a row shape has a key column');
  return key;
}

/** Condition that keeps to this sheet's rows of the table; TRUE without a scope. */
export function scopeSql(shape: Pick<RowShape, 'scope'>, alias: string): string {
  if (shape.scope === null) return 'TRUE';
  return `${alias}.${quoted(shape.scope.column)} = ${scopeValueSql(shape)}`;
}

/** Without a cast: it takes the column's own type, text or uuid. */
export const scopeValueSql = (shape: Pick<RowShape, 'scope'>): string =>
  shape.scope === null ? 'NULL' : literal(shape.scope.value);

/** A canonical text as a value of its column: text uncast, since a cast to varchar(n) cuts silently; '' where NULL may not be. */
export function storedSql(column: ShapeColumn, text: string): string {
  if (isTextLike(column)) return column.notNull ? `coalesce(${text}, '')` : text;
  return `(${text})::${bareType(column)}`;
}

/** Set by us on every write; `created_at` on the first only. */
export const KEPT_STAMPS: readonly string[] = ['created_at', 'db_updated_at', 'synced_at'];

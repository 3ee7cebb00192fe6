// Column types and wall clocks by the names a person would use, for tables of cases.

import type { WallClock } from '../../shared/cell.ts';
import { type ColumnKind, type ColumnType, parseColumnType } from '../../shared/column-type.ts';

export function columnType(spelling: string): ColumnType {
  const type = parseColumnType(spelling);
  if (type === null) throw new Error(`${spelling} is not a synced type`);
  return type;
}

/** `2024-04-01T09:00:00` by the sheet's clock. */
export function wall(text: string): WallClock {
  return { wallMs: Date.parse(`${text}Z`) };
}

/** One or more spellings of every kind there is. */
export const SPELLINGS: Readonly<Record<ColumnKind, readonly string[]>> = {
  text: ['text', 'varchar(20)', 'varchar(5)'],
  char: ['char(5)', 'bpchar'],
  smallint: ['smallint'],
  integer: ['integer'],
  bigint: ['bigint'],
  numeric: ['numeric', 'numeric(12,2)', 'numeric(5,0)', 'numeric(3,5)', 'numeric(3,-2)'],
  real: ['real'],
  double: ['double precision'],
  boolean: ['boolean'],
  date: ['date'],
  timestamp: ['timestamp', 'timestamp(0)', 'timestamp(2)'],
  timestamptz: ['timestamptz', 'timestamptz(0)'],
  time: ['time', 'time(1)'],
  uuid: ['uuid'],
};

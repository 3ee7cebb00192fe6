// A column's type as the catalog prints it, read once into the kind that decides a cell's canonical text.

export type ColumnKind =
  | 'text'
  | 'char'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'numeric'
  | 'real'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'time'
  | 'uuid';

export interface ColumnType {
  readonly kind: ColumnKind;
  /** Characters a varchar(n) or char(n) takes; null without a limit. */
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  /** Digits of a second's fraction a time type keeps, where declared: timestamp(0). */
  readonly fraction: number | null;
  /** A text column that takes the value of a cell, not what a person sees. */
  readonly asValue: boolean;
}

/** The same column, taking values; other than a column of text it does so anyhow. */
export function takingValues(type: ColumnType): ColumnType {
  return type.kind === 'text' || type.kind === 'char' ? { ...type, asValue: true } : type;
}

/** Null for a type that is not synced (json, arrays, timetz, money …). Takes Postgres' spellings, short and long. */
export function parseColumnType(type: string): ColumnType | null {
  const match = /^([a-z ]+?)(?:\((\d+)(?:,(-?\d+))?\))?( with(?:out)? time zone)?$/.exec(type.trim().toLowerCase());
  if (match === null) return null;
  const name = `${match[1] ?? ''}${match[4] ?? ''}`;
  const kind = KINDS.get(name);
  if (kind === undefined) return null;
  const first = match[2] === undefined ? null : Number(match[2]);
  const isText = kind === 'text' || kind === 'char';
  const isTime = kind === 'timestamp' || kind === 'timestamptz' || kind === 'time';
  return {
    kind,
    length: isText ? (first ?? (kind === 'char' && name !== 'bpchar' ? 1 : null)) : null,
    precision: kind === 'numeric' ? first : null,
    scale: kind === 'numeric' && first !== null ? Number(match[3] ?? 0) : null,
    fraction: isTime ? first : null,
    asValue: false,
  };
}

const KINDS: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ['text', 'text'],
  ['varchar', 'text'],
  ['character varying', 'text'],
  ['char', 'char'],
  ['character', 'char'],
  ['bpchar', 'char'],
  ['smallint', 'smallint'],
  ['int2', 'smallint'],
  ['integer', 'integer'],
  ['int', 'integer'],
  ['int4', 'integer'],
  ['bigint', 'bigint'],
  ['int8', 'bigint'],
  ['numeric', 'numeric'],
  ['decimal', 'numeric'],
  ['real', 'real'],
  ['float4', 'real'],
  ['double precision', 'double'],
  ['float8', 'double'],
  ['boolean', 'boolean'],
  ['bool', 'boolean'],
  ['date', 'date'],
  ['timestamp', 'timestamp'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamptz', 'timestamptz'],
  ['timestamp with time zone', 'timestamptz'],
  ['time', 'time'],
  ['time without time zone', 'time'],
  ['uuid', 'uuid'],
]);

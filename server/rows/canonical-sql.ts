// Canonical text in SQL: from the columns as they are now, whatever the session's DateStyle, zone or float setting.
import { type ColumnKind, parseColumnType } from '../../shared/column-type.ts';
import { literal, quoted } from '../db/query.ts';

export interface SqlColumn {
  readonly name: string;
  readonly type: string;
}

/** An expression of type text, null for an empty value. `alias` is the table's alias in the statement. */
export function canonicalSql(alias: string, column: SqlColumn): string {
  const value = `${alias}.${quoted(column.name)}`;
  return isTextLike(column) ? onlyLineFeeds(`nullif(${value}::text, '')`) : typedSql(value, column);
}

const kindOf = (column: SqlColumn): ColumnKind => {
  const kind = parseColumnType(column.type)?.kind;
  if (kind === undefined) throw new Error(`columns of type ${column.type} are not synced`);
  return kind;
};

export const isTextLike = (column: SqlColumn): boolean => ['text', 'char'].includes(kindOf(column));

/** The bare type to cast a canonical text to: never with a length or a scale, which would cut silently. */
export const bareType = (column: SqlColumn): string => BARE_TYPES[kindOf(column)];

/** 32 hex digits over the canonical texts joined by U+001F, columns in byte order of their names; those at the positions `without` left out. */
export function fingerprintSql(alias: string, columns: readonly SqlColumn[], without: readonly number[] = []): string {
  const texts = inByteOrder(columns, without).map((column) => `coalesce(${joinedSql(alias, column)}, '')`);
  return hashSql(onlyLineFeeds(concatenated(texts, `E'\\x1f'`)));
}

/** The same with the columns left out whose positions are in the int[] expression `heldSql`; slower, for rows with held cells. */
export function fingerprintWithoutSql(
  alias: string,
  columns: readonly SqlColumn[],
  heldSql: string,
  without: readonly number[] = [],
): string {
  const ordered = inByteOrder(columns, without);
  const texts = ordered.map((column) => `coalesce(${joinedSql(alias, column)}, '')`);
  const positions = ordered.map((column) => columns.indexOf(column));
  const joined = `(SELECT string_agg(u.text, E'\\x1f' ORDER BY u.n)
     FROM unnest(ARRAY[${texts.join(', ')}]::text[], ARRAY[${positions.join(', ')}]::int[]) WITH ORDINALITY AS u(text, position, n)
    WHERE u.position <> ALL (${heldSql}))`;
  return hashSql(onlyLineFeeds(`coalesce(${joined}, '')`));
}

const inByteOrder = (columns: readonly SqlColumn[], without: readonly number[]): SqlColumn[] =>
  columns
    .filter((_, position) => !without.includes(position))
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));

/** A balanced tree of ||: a chain would copy its head once per column. */
function concatenated(texts: readonly string[], separator: string): string {
  if (texts.length <= 1) return texts[0] ?? `''`;
  const middle = Math.ceil(texts.length / 2);
  return `(${concatenated(texts.slice(0, middle), separator)} || ${separator} || ${concatenated(texts.slice(middle), separator)})`;
}

const hashSql = (text: string): string => `left(encode(sha256(convert_to(${text}, 'UTF8')), 'hex'), 32)`;

/** CRLF and CR as LF. Within a fingerprint this is done once for the whole row, since U+001F stands between the columns. */
const onlyLineFeeds = (text: string): string => `replace(replace(${text}, E'\\r\\n', E'\\n'), E'\\r', E'\\n')`;

const joinedSql = (alias: string, column: SqlColumn): string =>
  isTextLike(column) ? `${alias}.${quoted(column.name)}::text` : typedSql(`${alias}.${quoted(column.name)}`, column);

function typedSql(value: string, column: SqlColumn): string {
  const kind = kindOf(column);
  switch (kind) {
    case 'text':
    case 'char':
    case 'uuid':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return `${value}::text`;
    case 'numeric':
    case 'real':
    case 'double':
      return `trim_scale(${value}::numeric)::text`;
    case 'boolean':
      return `CASE WHEN ${value} THEN 'true' WHEN NOT ${value} THEN 'false' END`;
    case 'date':
      return calendar(value, `to_char(${value}, 'YYYY-MM-DD')`, `${value} >= DATE '0001-01-01'`);
    case 'timestamp':
      return calendar(value, clock(value, 'YYYY-MM-DD HH24:MI:SS.MS'), `${value} >= TIMESTAMP '0001-01-01'`);
    case 'timestamptz': {
      const utc = `(${value} AT TIME ZONE 'UTC')`;
      return calendar(value, `${clock(utc, 'YYYY-MM-DD HH24:MI:SS.MS')} || 'Z'`, `${utc} >= TIMESTAMP '0001-01-01'`);
    }
    case 'time':
      return clock(`('2000-01-01'::date + ${value})`, 'HH24:MI:SS.MS', value);
  }
}

/** Milliseconds without trailing zeros; the point goes with the last of them. 24:00:00 is a time of its own in Postgres. */
function clock(value: string, pattern: string, time?: string): string {
  const shown = `rtrim(rtrim(to_char(${value}, ${literal(pattern)}), '0'), '.')`;
  return time === undefined ? shown : `(CASE WHEN ${time} = TIME '24:00' THEN '24:00:00' ELSE ${shown} END)`;
}

/** Infinities and years before 1, which no sheet can hold, get texts of their own, so that they differ from any cell. */
function calendar(value: string, text: string, commonEra: string): string {
  return `(CASE WHEN ${value} IS NULL THEN NULL WHEN NOT isfinite(${value}) THEN ${value}::text
    WHEN ${commonEra} THEN ${text} ELSE ${text} || ' BC' END)`;
}

const BARE_TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'text',
  char: 'text',
  smallint: 'smallint',
  integer: 'integer',
  bigint: 'bigint',
  numeric: 'numeric',
  real: 'real',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  time: 'time',
  uuid: 'uuid',
};

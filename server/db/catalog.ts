// What the database itself says of a table: columns, types, limits, unique indexes, triggers. Nothing of a table is known from code.
import { type Db, many, maybeOne, one } from './query.ts';

export interface Table {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
}

export interface CatalogColumn {
  readonly name: string;
  /** Postgres' own spelling, modifier included: `numeric(12,2)`. */
  readonly type: string;
  /** As information_schema names it: `character varying`. */
  readonly dataType: string;
  readonly maxLength: number | null;
  readonly notNull: boolean;
  /** Generated or identity: the database fills it. */
  readonly generated: boolean;
  /** False where its collation calls different texts equal. */
  readonly comparesExactly: boolean;
}

/** Null where there is no such table, partitioned table or view that takes writes. `name` may be `schema.name`. */
export const findTable = (db: Db, name: string): Promise<Table | null> => maybeOne<Table>(db, FIND_TABLE, [name]);

const FIND_TABLE = /* sql */ `
  SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p')
     AND ((strpos($1::text, '.') > 0 AND n.nspname || '.' || c.relname = $1::text)
      OR (c.relname = $1::text AND pg_table_is_visible(c.oid)))
   ORDER BY pg_table_is_visible(c.oid) DESC
   LIMIT 1`;

export const tableColumns = (db: Db, table: Table): Promise<CatalogColumn[]> =>
  many<CatalogColumn>(db, TABLE_COLUMNS, [table.oid]);

const TABLE_COLUMNS = /* sql */ `
  SELECT a.attname AS name,
         format_type(a.atttypid, a.atttypmod) AS type,
         format_type(a.atttypid, NULL) AS "dataType",
         CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 4
              THEN a.atttypmod - 4 END AS "maxLength",
         a.attnotnull AS "notNull",
         a.attgenerated <> '' OR a.attidentity <> '' AS generated,
         coalesce(c.collisdeterministic, true) AS "comparesExactly"
    FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
   WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
   ORDER BY a.attnum`;

/** Whether a valid, plain (no expression, no condition, not deferrable) unique index stands on exactly these columns. */
export async function hasUniqueIndex(db: Db, table: Table, columns: readonly string[]): Promise<boolean> {
  return (await one<{ found: boolean }>(db, UNIQUE_INDEX, [table.oid, columns])).found;
}

const UNIQUE_INDEX = /* sql */ `
  SELECT EXISTS (
    SELECT FROM pg_index i
     WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indimmediate
       AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = cardinality($2::text[])
       AND (SELECT array_agg(a.attname::text COLLATE "C" ORDER BY a.attname::text COLLATE "C")
              FROM unnest(i.indkey[0:i.indnkeyatts - 1]) AS k(attnum)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum)
         = (SELECT array_agg(c COLLATE "C" ORDER BY c COLLATE "C") FROM unnest($2::text[]) AS c)) AS found`;

/** Whether a trigger of the table, or of a partition, may change a row on its way in. */
export async function rewritesRows(db: Db, table: Table): Promise<boolean> {
  return (await one<{ found: boolean }>(db, REWRITES_ROWS, [table.oid])).found;
}

/** An INSERT … ON CONFLICT is not allowed on a table with rules for INSERT or UPDATE. */
export async function hasWriteRules(db: Db, table: Table): Promise<boolean> {
  return (await one<{ found: boolean }>(db, WRITE_RULES, [table.oid])).found;
}

const WRITE_RULES = /* sql */ `
  SELECT EXISTS (SELECT FROM pg_rewrite WHERE ev_class = $1::oid AND ev_type IN ('2', '3')) AS found`;

const REWRITES_ROWS = /* sql */ `
  SELECT EXISTS (SELECT FROM pg_trigger t
                  WHERE NOT t.tgisinternal AND t.tgtype & 3 = 3 AND t.tgenabled <> 'D'
                    AND t.tgrelid IN (SELECT $1::oid UNION ALL SELECT relid FROM pg_partition_tree($1::oid::regclass)))
 AS found`;

/** Changes when a column of the table, its type, limit or nullability changes, or a trigger comes or goes. `oid` is an expression. */
export const catalogHashSql = (oid: string): string => /* sql */ `
  md5(concat(
    (SELECT string_agg(concat_ws(':', attname, atttypid, atttypmod, attnotnull, attgenerated, attidentity), ',' ORDER BY attnum)
       FROM pg_attribute WHERE attrelid = ${oid} AND attnum > 0 AND NOT attisdropped),
    (SELECT string_agg(concat_ws(':', oid, tgenabled), ',' ORDER BY oid) FROM pg_trigger WHERE tgrelid = ${oid} AND NOT tgisinternal)))`;

export async function catalogHash(db: Db, table: Table): Promise<string> {
  return (await one<{ hash: string }>(db, `SELECT ${catalogHashSql('$1::oid')} AS hash`, [table.oid])).hash;
}

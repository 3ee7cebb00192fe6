// The one statement that writes a batch: reads what was there, writes what differs, logs each buyer, and reads it back.
import { literal, quoted } from '../db/query.ts';
import { canonicalSql, isTextLike } from './canonical-sql.ts';
import { keyOf, type RowShape, type ShapeColumn, scopeSql, scopeValueSql, storedSql, tableSql } from './row-shape.ts';

/**
 * Takes ($1 jsonb: rows as arrays of the cells, then row number, then fingerprint; $2 sheet, $3 run, $4 round, $5 batch).
 * Answers a line per row: (n, is_new, changed, unlike: names of columns that do not read back as written).
 * `held` are positions neither written nor compared; a new row gets none there.
 */
export function upsertSql(shape: RowShape, held: readonly number[] = []): string {
  const written = shape.columns
    .map((column, position) => ({ column, position }))
    .filter(({ position }) => !held.includes(position));
  const key = keyOf(shape);
  const keyText = `c${shape.keyPosition}`;
  const width = shape.columns.length;
  return /* sql */ `
WITH input AS MATERIALIZED (
  SELECT e.n::int AS n, ${written.map(inputSql).join(', ')},
         (e.x->>${width})::int AS row_number, e.x->>${width + 1} AS fingerprint
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e(x, n)),
before AS MATERIALIZED (
  SELECT i.n, stored.changes
    FROM input i CROSS JOIN LATERAL (
         SELECT ${changesSql(written, shape.keyPosition)} AS changes
           FROM ${tableSql(shape)} t
          WHERE t.${quoted(key.name)} = ${keyValue(key, `i.${keyText}`)} AND ${scopeSql(shape, 't')}
            FOR NO KEY UPDATE) stored),
todo AS MATERIALIZED (
  SELECT i.n, b.n IS NULL AS is_new, b.changes FROM input i LEFT JOIN before b USING (n)
   WHERE b.n IS NULL OR b.changes <> ''),
written AS (
  INSERT INTO ${tableSql(shape)} AS t (${insertColumns(shape, written)})
  SELECT ${insertValues(shape, written)} FROM todo JOIN input USING (n) ORDER BY n
  ON CONFLICT (${conflictColumns(shape)}) DO UPDATE SET ${updates(shape, written)}
  RETURNING ${canonicalSql('t', key)} AS key, ${storedTexts(shape, written)} AS stored),
logged AS (
  INSERT INTO row_history (sheet_id, key, run_id, round, batch, row_number, outcome, fingerprint, partial, held, before)
  SELECT $2::uuid, ${keyText}, $3::uuid, $4::int, $5::int, row_number, CASE WHEN is_new THEN 'inserted' ELSE 'updated' END, fingerprint, ${held.length > 0}, ${heldNames(shape, held)},
         CASE WHEN NOT is_new THEN ('{' || left(changes, -1) || '}')::jsonb END
    FROM todo JOIN input USING (n))
SELECT input.n, coalesce(todo.is_new, false) AS is_new, todo.n IS NOT NULL AS changed, ${unlikeSql(shape, written)} AS unlike
  FROM input LEFT JOIN todo USING (n) LEFT JOIN written ON written.key = input.${keyText}`;
}

/** The same for all rows of the statement. */
function heldNames({ columns }: RowShape, held: readonly number[]): string {
  if (held.length === 0) return 'NULL::text[]';
  return `ARRAY[${held.flatMap((position) => literal(columns[position]?.name ?? '')).join(', ')}]::text[]`;
}

interface Written {
  readonly column: ShapeColumn;
  readonly position: number;
}

/** The text as sent, and beside it the value where the column is not text: made once, compared and written. */
function inputSql({ column, position }: Written): string {
  const text = `e.x->>${position}`;
  return isTextLike(column)
    ? `${text} AS c${position}`
    : `${text} AS c${position}, ${storedSql(column, text)} AS v${position}`;
}

/** The value to store, from the input. */
const valueSql = ({ column, position }: Written): string =>
  isTextLike(column) ? storedSql(column, `c${position}`) : `v${position}`;

const keyValue = (key: ShapeColumn, text: string): string => storedSql({ ...key, notNull: false }, text);

/** The fields that change, as the inside of a JSON object with a comma after each: `"name": "as it was",`. */
function changesSql(written: readonly Written[], keyPosition: number): string {
  const changes = written
    .filter(({ position }) => position !== keyPosition)
    .map((one) => {
      const { column, position } = one;
      const was = canonicalSql('t', column);
      const name = `${JSON.stringify(column.name)}:`.replaceAll("'", "''").replaceAll('\\', '\\\\');
      return `CASE WHEN ${isElse(one)} AND ${was} IS DISTINCT FROM i.c${position}
        THEN E'${name}' || coalesce(to_json(${was})::text, 'null') || ',' END`;
    });
  return joined(changes);
}

/** Whether the stored value is another, told at a fraction of the cost of its canonical text, which then has the last word. */
const isElse = ({ column, position }: Written): string =>
  `t.${quoted(column.name)} IS DISTINCT FROM i.${isTextLike(column) ? 'c' : 'v'}${position}`;

/** concat takes at most 100 arguments, and leaves out nulls without a copy. */
function joined(texts: readonly string[]): string {
  if (texts.length === 0) return `''`;
  const groups = Array.from({ length: Math.ceil(texts.length / 90) }, (_, at) => texts.slice(at * 90, (at + 1) * 90));
  const parts = groups.map((group) => `concat(${group.join(', ')})`);
  return parts.length === 1 ? parts.join('') : joined(parts);
}

/** Held text columns that may not be NULL still need a value in a new row. */
const filledWhenHeld = (shape: RowShape, written: readonly Written[]): ShapeColumn[] =>
  shape.columns.filter(
    (column, at) => column.notNull && isTextLike(column) && !written.some(({ position }) => position === at),
  );

function insertColumns(shape: RowShape, written: readonly Written[]): string {
  const names = written
    .map(({ column }) => column.name)
    .concat(filledWhenHeld(shape, written).map((column) => column.name));
  return [...names, ...(shape.scope === null ? [] : [shape.scope.column]), ...shape.stamps].map(quoted).join(', ');
}

function insertValues(shape: RowShape, written: readonly Written[]): string {
  const cells = written.map(valueSql);
  const empty = filledWhenHeld(shape, written).map(() => `''`);
  const scope = shape.scope === null ? [] : [scopeValueSql(shape)];
  return [...cells, ...empty, ...scope, ...shape.stamps.map(() => 'now()')].join(', ');
}

const conflictColumns = (shape: RowShape): string =>
  [...(shape.scope === null ? [] : [shape.scope.column]), keyOf(shape).name].map(quoted).join(', ');

/** Never `created_at`. The key is written too: it is equal, and a table of keys alone needs something to set. */
function updates(shape: RowShape, written: readonly Written[]): string {
  const cells = written.map(({ column }) => column.name);
  const stamps = shape.stamps.filter((name) => name !== 'created_at');
  return [...cells, ...stamps].map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ');
}

/** Columns whose stored value may differ from the text that was sent; all of them where a trigger may interfere. */
const readBack = (shape: RowShape, written: readonly Written[]): Written[] =>
  written.filter(({ column }) => shape.rewritesRows || !isTextLike(column));

function storedTexts(shape: RowShape, written: readonly Written[]): string {
  const texts = readBack(shape, written).map(({ column }) => canonicalSql('t', column));
  return `ARRAY[${texts.join(', ')}]::text[]`;
}

function unlikeSql(shape: RowShape, written: readonly Written[]): string {
  const back = readBack(shape, written);
  if (back.length === 0) return `'{}'::text[]`;
  const names = back.map(({ column }) => `'${column.name.replaceAll("'", "''")}'`).join(', ');
  const texts = back.map(({ position }) => `input.c${position}`).join(', ');
  return `CASE WHEN todo.n IS NULL OR written.stored = ARRAY[${texts}]::text[] THEN '{}'
    ELSE ARRAY(SELECT u.name FROM unnest(ARRAY[${names}], ARRAY[${texts}]::text[], written.stored) AS u(name, sent, stored)
                WHERE u.sent IS DISTINCT FROM u.stored) END`;
}

// What Rollcall is held against: the fastest a database administrator could do, and the plain way of a small script.
import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { quoted } from '../../server/db/query.ts';
import { KEY_COLUMN, type Row } from './data.ts';

/** COPY into a temporary table, then one INSERT … ON CONFLICT DO UPDATE; one transaction. Logs nothing, checks nothing. */
export async function copyAndMerge(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const names = columns.map(quoted).join(', ');
  await client.query('BEGIN');
  await client.query(`CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT ${names} FROM ${quoted(table)} WITH NO DATA`);
  const copy = client.query(copyFrom(`COPY incoming (${names}) FROM STDIN`));
  for (let at = 0; at < rows.length; at += CHUNK) {
    const text = rows
      .slice(at, at + CHUNK)
      .map(copyLine)
      .join('');
    if (!copy.write(text)) await once(copy, 'drain');
  }
  copy.end();
  await once(copy, 'finish');
  await client.query(
    `INSERT INTO ${quoted(table)} (${names}, synced_at) SELECT ${names}, now() FROM incoming ${onConflict(columns)}`,
  );
  await client.query('COMMIT');
}

const CHUNK = 500;

const copyLine = (row: Row): string => `${row.map((cell) => (cell === null ? '\\N' : escaped(cell))).join('\t')}\n`;

const escaped = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (found) => `\\${ESCAPES[found] ?? found}`) : text;

const ESCAPES: Readonly<Record<string, string>> = { '\t': 't', '\n': 'n', '\r': 'r' };

/** One upsert for each row, awaited, each its own transaction. */
export async function rowAtATime(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const names = columns.map(quoted).join(', ');
  const values = columns.map((_, at) => `$${at + 1}`).join(', ');
  const text = `INSERT INTO ${quoted(table)} (${names}, synced_at) VALUES (${values}, now()) ${onConflict(columns)}`;
  for (const row of rows) await client.query(text, [...row]);
}

function onConflict(columns: readonly string[]): string {
  const set = columns.filter((name) => name !== KEY_COLUMN).map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
  return `ON CONFLICT (${quoted(KEY_COLUMN)}) DO UPDATE SET ${set.join(', ')}, synced_at = now(), db_updated_at = now()`;
}

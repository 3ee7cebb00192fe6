// The header contract as kept: what was agreed for a sheet, the aliases of its table, and where its headers stood.

import type { BoundColumn } from '../../shared/protocol.ts';
import { type Db, many, maybeOne, run } from '../db/query.ts';
import type { BoundSheet } from './bound-sheets.ts';
import { WIDTH } from './header-changes.ts';
import { type Agreed, type Contract, headerText, type ReadHeaders } from './headers.ts';

export async function readContract(db: Db, sheet: BoundSheet, headerRow: number): Promise<Contract> {
  const agreed = await many<{ header: string; agreed: Agreed }>(db, AGREED, [sheet.id, headerRow]);
  const aliases = await many<{ header: string; column: string }>(db, ALIASES, [sheet.table]);
  const places = await many<{ header: string; place: number; inDoubt: boolean }>(db, PLACES, [sheet.id, headerRow]);
  return {
    agreed: new Map(agreed.map((row) => [row.header, row.agreed])),
    aliases: new Map(aliases.map((row) => [row.header, row.column])),
    places: new Map(places.map((row) => [row.header, row.place])),
    doubted: new Set(places.filter((row) => row.inDoubt).map((row) => row.header)),
  };
}

/** A text means the same in whichever row a client names: what was agreed for the row that a person named comes first. */
const AGREED = /* sql */ `
  SELECT DISTINCT ON (header) header, jsonb_build_object('decision', decision, 'column', column_name, 'asValue', as_value, 'copy',
           CASE WHEN copy IS NULL THEN 'null' ELSE jsonb_build_object('number', copy, 'of', copies) END) AS agreed
    FROM sheet_headers h JOIN sheets s ON s.id = h.sheet_id
   WHERE h.sheet_id = $1::uuid AND h.header_row IN ($2::int, s.header_row)
   ORDER BY header, h.header_row IS NOT DISTINCT FROM s.header_row DESC`;

const ALIASES = /* sql */ `SELECT alias AS header, column_name AS column FROM header_aliases WHERE target_table = $1::text`;

const PLACES = /* sql */ `SELECT header, place, in_doubt AS "inDoubt" FROM header_places WHERE sheet_id = $1::uuid AND header_row = $2::int`;

/** Writes down what bound by itself, so that a later change of names or aliases does not rebind a sheet; or what a person confirmed. */
export function rememberHeaders(
  db: Db,
  sheetId: string,
  headerRow: number,
  columns: readonly Pick<BoundColumn, 'header' | 'column' | 'state'>[],
  confirmedBy = 'name or alias',
): Promise<number> {
  const synced = columns.filter((column) => column.state === 'synced');
  const headers = synced.map((column) => headerText(column.header));
  return run(db, REMEMBER, [sheetId, headerRow, headers, synced.map((column) => column.column), confirmedBy]);
}

const REMEMBER = /* sql */ `
  INSERT INTO sheet_headers (sheet_id, header_row, header, column_name, confirmed_by)
  SELECT $1::uuid, $2::int, h, c, $5::text FROM unnest($3::text[], $4::text[]) AS u(h, c)
  ON CONFLICT DO NOTHING`;

/** What a reading of the heading row adds to what is known: newly bound headers, and places where none is in question. */
export async function rememberReading(
  db: Db,
  sheetId: string,
  headerRow: number,
  read: ReadHeaders,
  contract: Contract,
): Promise<void> {
  const fresh = read.columns.filter((column) => !contract.agreed.has(read.texts[column.index] ?? ''));
  if (fresh.some((column) => column.state === 'synced')) await rememberHeaders(db, sheetId, headerRow, fresh);
  const places = placesNow(read, contract);
  if (places !== null) await rememberPlaces(db, sheetId, headerRow, places, contract.places);
  await rememberDoubts(db, sheetId, headerRow, places === null ? doubtsOf(read, contract) : null, contract);
  const alone = read.texts.filter((text, index) => isAloneNow(text, index, read, contract));
  if (alone.length > 0) await run(db, FORGET_COPIES, [sheetId, headerRow, alone]);
}

/** Where each header stands, or null while one is in question: then the picture of the sheet stays as it was. */
export function placesNow({ columns, texts, changes }: ReadHeaders, contract: Contract): Map<string, number> | null {
  if (columns.some((column) => isInQuestion(column, texts[column.index] ?? '', contract))) return null;
  const places = new Map<string, number>();
  const doubled = new Set<string>();
  texts.forEach((text, index) => {
    if (places.has(text)) doubled.add(text);
    if (text !== '') places.set(text, index);
  });
  for (const text of doubled) {
    const genuine = changes.genuine.get(text);
    if (genuine === undefined) places.delete(text);
    else places.set(text, genuine);
  }
  return places.set(WIDTH, texts.length);
}

function isInQuestion({ state, reason }: BoundColumn, text: string, { places }: Contract): boolean {
  if (state !== 'held' || reason === 'header_unknown') return false;
  // Headers that were never told apart are no change of anything.
  return reason !== 'header_doubled' || places.has(text);
}

/** Texts that are in question, and those that others stand instead of. */
function doubtsOf({ columns, texts, changes }: ReadHeaders, contract: Contract): string[] {
  const held = columns.filter((column) => isInQuestion(column, texts[column.index] ?? '', contract));
  return [...held.map((column) => texts[column.index] ?? ''), ...changes.replaced.values()];
}

/** A second edit must not make an unanswered question look like no change at all. Null: nothing is in question any more. */
export async function rememberDoubts(
  db: Db,
  sheetId: string,
  headerRow: number,
  doubts: readonly string[] | null,
  { places, doubted }: Pick<Contract, 'places' | 'doubted'>,
): Promise<void> {
  const fresh = (doubts ?? []).filter((text) => text !== WIDTH && places.has(text) && !doubted.has(text));
  if (doubts === null ? doubted.size === 0 : fresh.length === 0) return;
  await run(db, DOUBT, [sheetId, headerRow, doubts === null ? [] : [...doubted, ...fresh]]);
}

const DOUBT = /* sql */ `
  UPDATE header_places SET in_doubt = header = ANY ($3::text[])
   WHERE sheet_id = $1::uuid AND header_row = $2::int AND in_doubt <> (header = ANY ($3::text[]))`;

/** Of several headers one counted, and the others are gone for certain. */
const isAloneNow = (text: string, index: number, { texts, changes }: ReadHeaders, { agreed }: Contract): boolean =>
  agreed.get(text)?.copy != null && !changes.lost.has(index) && texts.indexOf(text) === texts.lastIndexOf(text);

const FORGET_COPIES = /* sql */ `
  UPDATE sheet_headers SET copy = NULL, copies = NULL
   WHERE sheet_id = $1::uuid AND header_row = $2::int AND header = ANY ($3::text[])`;

/** Only what differs is written: a sheet whose headers stay costs nothing. */
export async function rememberPlaces(
  db: Db,
  sheetId: string,
  headerRow: number,
  places: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
): Promise<void> {
  const gone = [...before.keys()].filter((text) => !places.has(text));
  const moved = [...places].filter(([text, place]) => before.get(text) !== place);
  if (gone.length > 0) await run(db, FORGET_PLACES, [sheetId, headerRow, gone]);
  if (moved.length === 0) return;
  const values = [moved.map(([text]) => text), moved.map(([, place]) => place)];
  await run(db, REMEMBER_PLACES, [sheetId, headerRow, ...values]);
}

const FORGET_PLACES = /* sql */ `
  DELETE FROM header_places WHERE sheet_id = $1::uuid AND header_row = $2::int AND header = ANY ($3::text[])`;

const REMEMBER_PLACES = /* sql */ `
  INSERT INTO header_places (sheet_id, header_row, header, place)
  SELECT $1::uuid, $2::int, h, p FROM unnest($3::text[], $4::int[]) AS u(h, p)
  ON CONFLICT (sheet_id, header_row, header) DO UPDATE SET place = excluded.place`;

/** The next run finds nothing changed, whatever changed: how many places it forgot. What was agreed stays. */
export const forgetPlaces = (db: Db, sheetId: string): Promise<number> => run(db, FORGET_ALL_PLACES, [sheetId]);

const FORGET_ALL_PLACES = /* sql */ `DELETE FROM header_places WHERE sheet_id = $1::uuid`;

/** The row a person said, or that of what was agreed last, or the first. */
export async function agreedHeaderRow(db: Db, sheetId: string): Promise<{ said: number | null; row: number }> {
  const found = await maybeOne<{ said: number | null; row: number | null }>(db, HEADER_ROW, [sheetId]);
  return { said: found?.said ?? null, row: found?.row ?? 1 };
}

const HEADER_ROW = /* sql */ `
  SELECT s.header_row AS said, coalesce(s.header_row,
           (SELECT h.header_row FROM sheet_headers h WHERE h.sheet_id = s.id ORDER BY confirmed_at DESC, header_row LIMIT 1)) AS row
    FROM sheets s WHERE s.id = $1::uuid`;

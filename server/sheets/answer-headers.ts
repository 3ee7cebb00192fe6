// What a person said of some headers: checked against the sheet as it stands, written down, and the contract confirmed by it.
import type { Pool } from 'pg';
import type { HeaderAnswers, SheetView } from '../../shared/protocol.ts';
import type { Db } from '../db/query.ts';
import { run, transaction } from '../db/query.ts';
import { applyAnswers } from './apply-answers.ts';
import type { BoundSheet } from './bound-sheets.ts';
import {
  agreedHeaderRow,
  placesNow,
  readContract,
  rememberDoubts,
  rememberHeaders,
  rememberPlaces,
} from './contract.ts';
import { type Agreed, readHeaders } from './headers.ts';
import { checkKeyHeader } from './key-header.ts';
import { sheetView } from './sheet-view.ts';
import { readTarget } from './target.ts';

/** Throws what `applyAnswers`, `checkKeyHeader` and `readTarget` throw; then nothing is written. */
export function answerHeaders(pool: Pool, sheet: BoundSheet, said: HeaderAnswers, by: string): Promise<SheetView> {
  return transaction(pool, async (db) => {
    // Two people answering at once take turns.
    await run(db, LOCK, [sheet.id]);
    const { headerRow } = said;
    const target = await readTarget(db, sheet);
    const { row } = await agreedHeaderRow(db, sheet.id);
    if (row !== headerRow) await carryAlong(db, sheet.id, row, headerRow);
    const before = await readContract(db, sheet, headerRow);
    const { contract, changed } = applyAnswers(said, target, before);
    const read = readHeaders(said.headers, target, contract);
    checkKeyHeader(target, read, contract, headerRow);
    await writeAnswers(db, sheet.id, headerRow, changed, by);
    await rememberHeaders(db, sheet.id, headerRow, read.columns);
    const places = placesNow(read, contract);
    await rememberPlaces(db, sheet.id, headerRow, places ?? contract.places, before.places);
    if (places !== null) await rememberDoubts(db, sheet.id, headerRow, null, before);
    await run(db, CONFIRM, [sheet.id, headerRow, by]);
    return sheetView(db, sheet);
  });
}

const LOCK = /* sql */ `SELECT FROM sheets WHERE id = $1::uuid FOR NO KEY UPDATE`;

/** The headings stand in another row now: what each text means goes along, and stays where it was for those who still name that row. */
async function carryAlong(db: Db, sheetId: string, from: number, to: number): Promise<void> {
  await run(db, CARRY_HEADERS, [sheetId, from, to]);
  await run(db, CARRY_PLACES, [sheetId, from, to]);
}

const CARRY_HEADERS = /* sql */ `
  INSERT INTO sheet_headers (sheet_id, header_row, header, column_name, decision, as_value, copy, copies, confirmed_by, confirmed_at)
  SELECT sheet_id, $3::int, header, column_name, decision, as_value, copy, copies, confirmed_by, confirmed_at
    FROM sheet_headers WHERE sheet_id = $1::uuid AND header_row = $2::int
  ON CONFLICT (sheet_id, header_row, header) DO UPDATE
     SET column_name = excluded.column_name, decision = excluded.decision, as_value = excluded.as_value, copy = excluded.copy,
         copies = excluded.copies, confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at`;

const CARRY_PLACES = /* sql */ `
  WITH gone AS (DELETE FROM header_places WHERE sheet_id = $1::uuid AND header_row = $3::int AND header NOT IN
    (SELECT header FROM header_places WHERE sheet_id = $1::uuid AND header_row = $2::int))
  INSERT INTO header_places (sheet_id, header_row, header, place, in_doubt)
  SELECT sheet_id, $3::int, header, place, in_doubt FROM header_places WHERE sheet_id = $1::uuid AND header_row = $2::int
  ON CONFLICT (sheet_id, header_row, header) DO UPDATE SET place = excluded.place, in_doubt = excluded.in_doubt`;

function writeAnswers(
  db: Db,
  sheetId: string,
  headerRow: number,
  changed: ReadonlyMap<string, Agreed>,
  by: string,
): Promise<number> {
  const lines = [...changed].map(([header, agreed]) => ({ header, ...agreed }));
  return run(db, WRITE, [sheetId, headerRow, JSON.stringify(lines), by]);
}

const WRITE = /* sql */ `
  INSERT INTO sheet_headers (sheet_id, header_row, header, column_name, decision, as_value, copy, copies, confirmed_by)
  SELECT $1::uuid, $2::int, a->>'header', a->>'column', a->>'decision', (a->>'asValue')::boolean,
         (a->'copy'->>'number')::int, (a->'copy'->>'of')::int, $4::text
    FROM jsonb_array_elements($3::jsonb) AS e(a)
  ON CONFLICT (sheet_id, header_row, header) DO UPDATE
     SET column_name = excluded.column_name, decision = excluded.decision, as_value = excluded.as_value,
         copy = excluded.copy, copies = excluded.copies, confirmed_by = excluded.confirmed_by, confirmed_at = now()`;

const CONFIRM = /* sql */ `
  UPDATE sheets SET header_row = $2::int, contract_confirmed_at = now(), contract_confirmed_by = $3::text WHERE id = $1::uuid`;

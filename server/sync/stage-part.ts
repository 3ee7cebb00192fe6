// Keeps a compare's part until the last one is in. A part sent twice counts once.
import type { CompareRequest } from '../../shared/protocol.ts';
import type { RowBinding } from '../../shared/sheet-rows.ts';
import { type Db, many, run } from '../db/query.ts';
import { Problem } from '../problem.ts';
import type { RunContext } from './run-context.ts';

export type Staged =
  | { readonly state: 'staged' }
  | { readonly state: 'moved' }
  | { readonly state: 'missing'; readonly part: number };

/** `moved`: the parts were not read from one sheet; they are dropped and the compare starts again. Needs the run locked. */
export async function stagePart(db: Db, context: RunContext, round: number, body: CompareRequest): Promise<Staged> {
  const { sheetId, runId } = context;
  const { part = 0, last = true, keysDigest = null } = body;
  const others = await many<Other>(db, OTHERS, [sheetId, runId, round, part]);
  const without = heldEverywhere(context, body).join();
  if (others.some((other) => other.keysDigest !== keysDigest || other.without.join() !== without)) {
    await run(db, DROP, [sheetId, runId, round]);
    if (part > 0) return { state: 'moved' };
    others.length = 0;
  }
  await run(db, STAGE, stageValues(context, round, body));
  if (!last) return { state: 'staged' };
  await run(db, DROP_BEYOND, [sheetId, runId, round, part]);
  const present = new Set(others.map((other) => other.part)).add(part);
  for (let at = 0; at < part; at++) {
    if (present.has(at)) continue;
    const isAgain = others.length === 0 && (await adoptParts(db, context, round, part));
    return isAgain ? { state: 'staged' } : { state: 'missing', part: at };
  }
  return { state: 'staged' };
}

/** The last part of the compare before, sent again because its answer was lost: the parts before it are this compare's too. */
async function adoptParts(db: Db, { sheetId, runId }: RunContext, round: number, part: number): Promise<boolean> {
  return (await run(db, ADOPT, [sheetId, runId, round, part])) === part;
}

const ADOPT = /* sql */ `
  UPDATE compare_parts p SET round = $3::int
    FROM compare_parts again
    JOIN compare_parts before ON before.sheet_id = again.sheet_id AND before.run_id = again.run_id AND before.part = again.part
   WHERE again.sheet_id = $1::uuid AND again.run_id = $2::uuid AND again.round = $3::int AND again.part = $4::int
     AND before.round = $3::int - 1 AND before.is_last
     AND (before.keys_digest, before.row_numbers, before.keys, before.fingerprints, before.rejected_rows, before.held_everywhere)
         IS NOT DISTINCT FROM
         (again.keys_digest, again.row_numbers, again.keys, again.fingerprints, again.rejected_rows, again.held_everywhere)
     AND NOT EXISTS (SELECT FROM batches b WHERE b.sheet_id = $1::uuid AND b.run_id = $2::uuid AND b.round = $3::int - 1)
     AND p.sheet_id = $1::uuid AND p.run_id = $2::uuid AND p.round = $3::int - 1 AND p.part < $4::int
     AND p.keys_digest IS NOT DISTINCT FROM again.keys_digest`;

interface Other {
  readonly part: number;
  readonly keysDigest: string | null;
  readonly without: readonly number[];
}

const OTHERS = /* sql */ `
  SELECT part, keys_digest AS "keysDigest", held_everywhere AS without FROM compare_parts
   WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int AND part <> $4::int`;

const DROP = /* sql */ `DELETE FROM compare_parts WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int`;

const DROP_BEYOND = /* sql */ `${DROP} AND part > $4::int`;

/** Throws `invalid_body` for a held cell or column that is not synced, or is the key. */
export function checkHeldCells(
  { binding }: RunContext,
  { heldCells = [], heldColumns = [] }: Pick<CompareRequest, 'heldCells' | 'heldColumns'>,
): void {
  const positionOf = heldPositions(binding);
  if (heldColumns.some((index) => !positionOf.has(index)))
    throw new Problem('invalid_body', { path: 'heldColumns', expected: 'indexes of synced columns, never the key' });
  const at = heldCells.findIndex((cell) => cell.columns.some((index) => !positionOf.has(index)));
  if (at < 0) return;
  throw new Problem('invalid_body', {
    path: `heldCells.${at}.columns`,
    expected: 'indexes of synced columns, never the key',
  });
}

const heldPositions = ({ columns, keyPosition }: RowBinding): ReadonlyMap<number, number> =>
  new Map(columns.flatMap(({ index }, position) => (position === keyPosition ? [] : [[index, position]])));

/** Positions of the columns that a compare leaves out of all its rows, in rising order. */
function heldEverywhere({ binding }: RunContext, { heldColumns = [] }: CompareRequest): number[] {
  const positionOf = heldPositions(binding);
  return [...new Set(heldColumns)].flatMap((index) => positionOf.get(index) ?? []).sort((a, b) => a - b);
}

/** The same of a compare that is staged. */
export async function stagedWithout(
  db: Db,
  { sheetId, runId }: { readonly sheetId: string; readonly runId: string },
  round: number,
): Promise<readonly number[]> {
  const parts = await many<Pick<Other, 'without'>>(db, STAGED_WITHOUT, [sheetId, runId, round]);
  return parts[0]?.without ?? [];
}

const STAGED_WITHOUT = /* sql */ `
  SELECT held_everywhere AS without FROM compare_parts
   WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int AND is_last`;

function stageValues(context: RunContext, round: number, body: CompareRequest): unknown[] {
  const { sheetId, runId, binding } = context;
  const held = body.heldCells ?? [];
  const positionOf = heldPositions(binding);
  const heldColumns = held.map((cell) => `{${cell.columns.map((index) => positionOf.get(index)).join(',')}}`);
  const rejected = body.rejected ?? [];
  return [
    sheetId,
    runId,
    round,
    body.part ?? 0,
    body.last ?? true,
    body.keysDigest ?? null,
    body.rowNumbers,
    body.keys,
    body.fingerprints,
    held.map((cell) => cell.position),
    heldColumns,
    rejected.map((row) => row.rowNumber),
    rejected.map((row) => row.key),
    body.skippedBlank ?? 0,
    heldEverywhere(context, body),
    body.filled ?? [],
  ];
}

const STAGE = /* sql */ `
  INSERT INTO compare_parts (sheet_id, run_id, round, part, is_last, keys_digest, row_numbers, keys, fingerprints,
                             held_positions, held_columns, rejected_rows, rejected_keys, skipped_blank,
                             held_everywhere, filled)
  VALUES ($1::uuid, $2::uuid, $3::int, $4::int, $5::boolean, $6::text, $7::int[], $8::text[], $9::text[],
          $10::int[], $11::text[], $12::int[], $13::text[], $14::int, $15::int[], $16::int[])
  ON CONFLICT (sheet_id, run_id, round, part) DO UPDATE
     SET is_last = excluded.is_last, keys_digest = excluded.keys_digest,
         row_numbers = excluded.row_numbers, keys = excluded.keys, fingerprints = excluded.fingerprints,
         held_positions = excluded.held_positions, held_columns = excluded.held_columns,
         rejected_rows = excluded.rejected_rows, rejected_keys = excluded.rejected_keys,
         skipped_blank = excluded.skipped_blank, held_everywhere = excluded.held_everywhere, filled = excluded.filled`;

/** Parts of rounds before this one are done with. */
export const dropEarlierParts = (db: Db, context: RunContext, round: number): Promise<number> =>
  run(db, DROP_EARLIER, [context.sheetId, context.runId, round]);

const DROP_EARLIER = /* sql */ `DELETE FROM compare_parts WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round < $3::int`;

/** A run that is over, however it ended, keeps nothing of the sheet. */
export const dropAllParts = (db: Db, context: { sheetId: string; runId: string }): Promise<number> =>
  run(db, DROP_ALL, [context.sheetId, context.runId]);

const DROP_ALL = /* sql */ `DELETE FROM compare_parts WHERE sheet_id = $1::uuid AND run_id = $2::uuid`;

export async function isStaged(db: Db, context: RunContext, round: number): Promise<boolean> {
  return (
    (
      await many(
        db,
        `SELECT 1 FROM compare_parts WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int AND is_last`,
        [context.sheetId, context.runId, round],
      )
    ).length > 0
  );
}

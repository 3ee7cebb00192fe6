// One part of a compare: staged, and with the last one compared with the table; the answer says which rows to send.
import type { Pool } from 'pg';
import { type LookAlike, lookAlikes } from '../../shared/key-fold.ts';
import type { CompareAnswer, CompareRequest, SampleRequest } from '../../shared/protocol.ts';
import { type Db, one, run, transaction } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { allKeys, type Comparison, compareStaged } from '../rows/compare.ts';
import { rememberKeys } from '../rows/seen.ts';
import { lookAlikeAnswers } from '../sheets/look-alike-answers.ts';
import { checkRows } from './check-rows.ts';
import { lockForCompare } from './fence.ts';
import { type Compared as Guard, guardCompare, heldAnswer } from './guard-compare.ts';
import { recordGuard } from './guard-record.ts';
import { checkSample } from './guard-sample.ts';
import { keepBack, toStore } from './keep-back.ts';
import { logFindings, logUnreadable, type NamedLookAlike } from './log-findings.ts';
import { rejectLongKeys } from './long-keys.ts';
import { confirmEntries } from './retry-confirm.ts';
import type { RunContext } from './run-context.ts';
import { type RunRecord, touchRun } from './run-record.ts';
import { checkHeldCells, dropEarlierParts, isStaged, stagedWithout, stagePart } from './stage-part.ts';

/** A run sends in at most this many rounds; a compare after them only reports. */
const MAX_ROUNDS = 3;
const MAX_LISTED = 10_000;
const SAMPLE_ROWS = 200;

export async function compareRun(
  pool: Pool,
  context: RunContext,
  body: CompareRequest,
): Promise<CompareAnswer | { accepted: true }> {
  checkHeldCells(context, body);
  await touchRun(pool, context.sheetId, context.runId);
  const result = await transaction(pool, (db) => stageAndCompare(db, context, body));
  if (result.state === 'moved') throw new Problem('sheet_moved');
  if (result.state === 'missing') throw new Problem('parts_missing', { part: result.part });
  return result.state === 'compared' ? result.answer : { accepted: true };
}

type Result =
  | { readonly state: 'compared'; readonly answer: CompareAnswer }
  | { readonly state: 'accepted' }
  | { readonly state: 'moved' }
  | { readonly state: 'missing'; readonly part: number };

/** Problems of the parts are returned, not thrown: what was dropped for them must stay dropped. */
async function stageAndCompare(db: Db, context: RunContext, body: CompareRequest): Promise<Result> {
  const record = await lockForCompare(db, context);
  const round = record.round + 1;
  const part = rejectLongKeys(context, body);
  const staged = await stagePart(db, context, round, part);
  if (staged.state !== 'staged') return staged;
  await logUnreadable(db, context, part.rejected ?? []);
  if (!(body.last ?? true)) return { state: 'accepted' };
  const told = { formulaColumns: body.formulaColumns ?? [], sample: null };
  return { state: 'compared', answer: await closeCompare(db, context, record, round, told) };
}

/** The values that a compare asked to see: compared again from the parts as they are staged, in the same round. */
export async function sampleRun(pool: Pool, context: RunContext, body: SampleRequest): Promise<CompareAnswer> {
  checkRows(context, body.rows, SAMPLE_ROWS);
  await touchRun(pool, context.sheetId, context.runId);
  return transaction(pool, async (db) => {
    const record = await lockForCompare(db, context);
    if (record.round !== body.round) throw new Problem('stale_round', { sent: body.round, round: record.round });
    if (!(await isStaged(db, context, body.round))) throw new Problem('compare_needed');
    checkSample(context, record.guardWatch, body.rows);
    const told = { formulaColumns: body.formulaColumns ?? [], sample: body.rows };
    return closeCompare(db, context, record, body.round, told);
  });
}

type Told = Pick<Guard, 'formulaColumns' | 'sample'>;

async function closeCompare(
  db: Db,
  context: RunContext,
  record: RunRecord,
  round: number,
  told: Told,
): Promise<CompareAnswer> {
  const { sheetId, runId, shape } = context;
  const at = { sheetId, runId, round };
  const without = await stagedWithout(db, at, round);
  const found = await compareStaged(db, shape, at, MAX_LISTED, without);
  const alike = await findLookAlikes(db, context, round, found);
  await logFindings(db, context, found, alike);
  const kept = await keepBack(db, context, record, at, found);
  const guarded = await guardCompare(db, context, record, at, { found, candidates: kept.candidates, ...told });
  const isHeld = context.mode === 'sync' && guarded.scope === 'run';
  const withheld = new Set(alike.map((pair) => pair.position));
  const keptBack = isHeld ? new Set(found.send) : kept.positions;
  const alikeKeys = [...new Set(alike.map((pair) => pair.key))];
  const stored = JSON.stringify(toStore(found, alike, keptBack, without));
  await run(db, RECORD, [sheetId, runId, round, stored, found.duplicateKeys, alikeKeys, kept.overwrites.length]);
  await rememberKeys(db, at, found.seen);
  await recordGuard(db, context, guarded);
  if (context.mode === 'sync') {
    const isWaiting = isHeld || guarded.watch?.isAnswered === false;
    const isAgain = told.sample !== null;
    await confirmEntries(db, context, {
      round,
      withheld: alikeKeys,
      without,
      keptBack: kept.positions,
      isWaiting,
      isAgain,
    });
    if (!isAgain) await run(db, RAISE_REVISION, [sheetId]);
  }
  await dropEarlierParts(db, context, round);
  const { pushedRounds, nextBatch } = await one<Pushed>(db, PUSHED, [sheetId, runId]);
  const isOver = isHeld || (context.mode === 'sync' && pushedRounds >= MAX_ROUNDS);
  const wanted = isOver ? [] : found.send.filter((position) => !withheld.has(position) && !keptBack.has(position));
  return {
    round,
    nextBatch,
    send: sampleFirst(wanted, guarded.sample),
    unchanged: found.unchanged,
    missing: found.missing,
    different: found.different,
    extra: { count: found.extra, keys: found.extraKeys },
    duplicates: found.duplicates,
    lookAlikes: groupLookAlikes(alike),
    blankKeys: found.blankKeys.slice(0, MAX_LISTED),
    held: heldAnswer(guarded),
    sample: isOver ? [] : guarded.sample,
    overwrites: {
      count: kept.overwrites.length,
      keys: kept.overwrites.slice(0, MAX_LISTED).map((overwrite) => overwrite.key),
    },
    differing: found.differing,
    databaseCount: found.databaseCount,
    truncated: isCut(found, alike),
  };
}

/** Who sends batches without showing the sample first is judged by them, so they begin with it. */
function sampleFirst(wanted: readonly number[], sample: readonly number[]): readonly number[] {
  if (sample.length === 0) return wanted;
  const first = new Set(sample);
  return [...sample, ...wanted.filter((position) => !first.has(position))];
}

/** Lists are cut, counts never. */
const isCut = (found: Comparison, alike: readonly NamedLookAlike[]): boolean =>
  Math.max(found.extra, found.duplicateKeys.length, alike.length, found.blankKeys.length) > MAX_LISTED;

interface Pushed {
  readonly pushedRounds: number;
  readonly nextBatch: number;
}

const PUSHED = /* sql */ `
  SELECT count(DISTINCT round)::int AS "pushedRounds", coalesce(max(number) + 1, 0)::int AS "nextBatch"
    FROM batches WHERE sheet_id = $1::uuid AND run_id = $2::uuid`;

const RECORD = /* sql */ `
  UPDATE runs SET round = $3::int, compared = $4::jsonb, duplicate_keys = $5::text[], look_alike_keys = $6::text[], heard_at = now(),
         overwritten = coalesce(overwritten, $7::int)
   WHERE sheet_id = $1::uuid AND id = $2::uuid`;

const RAISE_REVISION = /* sql */ `UPDATE sheets SET revision = revision + 1, lease_heard_at = now() WHERE id = $1::uuid`;

/** Sheet keys the database lacks that look like another key. Exact matches come first: a key that is there is never one. */
export async function findLookAlikes(
  db: Db,
  context: RunContext,
  round: number,
  found: Comparison,
): Promise<NamedLookAlike[]> {
  if (!found.exoticKeys || found.missing === 0) return [];
  const { sheetId, runId } = context;
  const keys = await allKeys(db, context.shape, { sheetId, runId, round });
  const pairs = await unanswered(db, sheetId, lookAlikes(keys.missing, keys.present));
  if (pairs.length === 0) return [];
  const rows = await db.query(ROWS_OF_KEYS, [sheetId, runId, round, [...new Set(pairs.map((pair) => pair.key))]]);
  const byKey = Map.groupBy(rows.rows as { key: string; position: number; rowNumber: number }[], (row) => row.key);
  const withheld = new Set(found.send);
  return pairs
    .flatMap((pair) => (byKey.get(pair.key) ?? []).map((row) => ({ ...pair, ...row })))
    .filter((row) => withheld.has(row.position));
}

/** Two spellings that are two buyers by a person's word look alike no more. */
async function unanswered(db: Db, sheetId: string, pairs: readonly LookAlike[]) {
  const answers = await lookAlikeAnswers(db, sheetId, pairs);
  return pairs.flatMap((pair, at) =>
    answers[at] === 'different' ? [] : [{ ...pair, isSame: answers[at] === 'same' }],
  );
}

const ROWS_OF_KEYS = /* sql */ `
  WITH part AS (
    SELECT p.*, (sum(cardinality(row_numbers)) OVER (ORDER BY part) - cardinality(row_numbers))::int AS first
      FROM compare_parts p WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int)
  SELECT (part.first + u.n - 1)::int AS position, u.row_number AS "rowNumber", u.key
    FROM part, unnest(part.row_numbers, part.keys) WITH ORDINALITY AS u(row_number, key, n)
   WHERE u.key = ANY ($4::text[])`;

function groupLookAlikes(alike: readonly NamedLookAlike[]): CompareAnswer['lookAlikes'] {
  const pairs = Map.groupBy(alike, (pair) => JSON.stringify([pair.key, pair.otherKey]));
  return [...pairs.values()].slice(0, MAX_LISTED).map((rows) => ({
    key: rows[0]?.key ?? '',
    otherKey: rows[0]?.otherKey ?? '',
    rowNumbers: rows.map((row) => row.rowNumber),
    ...(rows[0]?.isSame ? { isSame: true } : {}),
  }));
}

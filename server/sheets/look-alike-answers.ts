// What people said of two spellings of a key: the same buyer, or two. An answer holds for the pair, whichever is named first.
import { createHash } from 'node:crypto';
import type { LookAlikeAnswer } from '../../shared/protocol.ts';
import { type Db, many, run } from '../db/query.ts';

export async function answerLookAlike(db: Db, sheetId: string, answer: LookAlikeAnswer, by: string): Promise<void> {
  const { key, otherKey } = answer;
  const pair = pairOf(key, otherKey);
  if (answer.answer === null) await run(db, TAKE_BACK, [sheetId, pair]);
  else await run(db, ANSWER, [sheetId, pair, key, otherKey, answer.answer, by]);
}

const TAKE_BACK = /* sql */ `DELETE FROM look_alike_answers WHERE sheet_id = $1::uuid AND pair = $2::text`;

const ANSWER = /* sql */ `
  INSERT INTO look_alike_answers (sheet_id, pair, key, other_key, answer, answered_by)
  VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text)
  ON CONFLICT (sheet_id, pair) DO UPDATE
     SET key = excluded.key, other_key = excluded.other_key, answer = excluded.answer, answered_by = excluded.answered_by, answered_at = now()`;

/** For each pair what was said of it; null where nothing was. */
export async function lookAlikeAnswers(
  db: Db,
  sheetId: string,
  pairs: readonly { readonly key: string; readonly otherKey: string }[],
): Promise<('same' | 'different' | null)[]> {
  if (pairs.length === 0) return [];
  const named = pairs.map(({ key, otherKey }) => pairOf(key, otherKey));
  const rows = await many<{ pair: string; answer: 'same' | 'different' }>(db, ANSWERS, [sheetId, named]);
  const answers = new Map(rows.map((row) => [row.pair, row.answer]));
  return named.map((pair) => answers.get(pair) ?? null);
}

const ANSWERS = /* sql */ `
  SELECT pair, answer FROM look_alike_answers WHERE sheet_id = $1::uuid AND pair = ANY ($2::text[])`;

/** Of these keys those of which it was said that another is the same buyer. */
export async function keysOfOneBuyer(db: Db, sheetId: string, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  return (await many<{ key: string }>(db, OF_ONE_BUYER, [sheetId, keys])).map((row) => row.key);
}

const OF_ONE_BUYER = /* sql */ `
  SELECT k AS key FROM unnest($2::text[]) AS k
   WHERE EXISTS (SELECT FROM look_alike_answers
                  WHERE sheet_id = $1::uuid AND answer = 'same' AND (key = k OR other_key = k))`;

const pairOf = (key: string, otherKey: string): string =>
  createHash('sha256').update([key, otherKey].sort().join('\u001f'), 'utf8').digest('hex');

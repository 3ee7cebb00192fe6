// What a compare does to the retry queue: an entry lives on only where its row is in the sheet as it was, once.
import { type Db, many, run } from '../db/query.ts';
import type { RunContext } from './run-context.ts';

export interface Confirming {
  readonly round: number;
  /** Keys that the compare withheld. */
  readonly withheld: readonly string[];
  /** Positions of columns that it leaves out of all rows. */
  readonly without: readonly number[];
  /** Positions of rows that are kept back. */
  readonly keptBack: ReadonlySet<number>;
  /** The run, or some of its values, wait for an answer: nothing is tried again until a later compare. */
  readonly isWaiting: boolean;
  /** The same compare once more, with the values it had asked for. */
  readonly isAgain: boolean;
}

/** In the transaction of the compare, before it raises the revision. */
export async function confirmEntries(db: Db, context: RunContext, confirming: Confirming): Promise<void> {
  const { sheetId, runId } = context;
  const entries = await many<Entry>(db, ENTRIES, [sheetId, runId, confirming.round]);
  if (entries.length === 0) return;
  const judged = Map.groupBy(entries, (entry) => judgeEntry(context, confirming, entry));
  const ids = (fate: Fate): string[] => (judged.get(fate) ?? []).map(({ id }) => id);
  await run(db, DROP, [sheetId, ids('goes')]);
  await run(db, CONFIRM, [sheetId, ids('lives'), confirming.isAgain ? 0 : 1]);
}

export interface Entry {
  readonly id: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly covers: readonly string[];
  /** No compare confirmed it since the one before the last. */
  readonly isStale: boolean;
  /** Rows of the sheet that carry its key. */
  readonly copies: number;
  readonly isUnreadable: boolean;
  /** Of its row as it is in the sheet now. */
  readonly listed: string | null;
  readonly position: number | null;
  /** Positions of columns that are held in this row. */
  readonly held: readonly number[];
}

/** `rests`: it may be the same row or not, or may not be written now; a batch or a later compare tells. */
type Fate = 'lives' | 'goes' | 'rests';

/**
 * Fingerprints over different columns (one was held, and is no more) tell nothing: such an entry rests for one compare, so that
 * what is known of its attempts is not lost while a held column comes and goes within a run.
 */
export function judgeEntry({ binding }: Pick<RunContext, 'binding'>, confirming: Confirming, entry: Entry): Fate {
  if (entry.copies !== 1 || entry.isUnreadable || confirming.withheld.includes(entry.key)) return 'goes';
  const out = new Set([...confirming.without, ...entry.held]);
  const compared = binding.columns.filter((_, position) => !out.has(position)).map(({ column }) => column);
  if (!sameNames(compared, entry.covers)) return entry.isStale && !confirming.isAgain ? 'goes' : 'rests';
  if (entry.listed !== entry.fingerprint) return 'goes';
  const isKeptBack = entry.position !== null && confirming.keptBack.has(entry.position);
  return confirming.isWaiting || isKeptBack ? 'rests' : 'lives';
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));

const ENTRIES = /* sql */ `
WITH part AS MATERIALIZED (
  SELECT p.*, (sum(cardinality(row_numbers)) OVER (ORDER BY part) - cardinality(row_numbers))::int AS first
    FROM compare_parts p WHERE sheet_id = $1::uuid AND run_id = $2::uuid AND round = $3::int
     AND EXISTS (SELECT FROM retry_queue q WHERE q.sheet_id = $1::uuid)),
entry AS MATERIALIZED (
  SELECT q.id, q.buyer_number COLLATE "C" AS key, q.fingerprint, q.covers, q.revision < s.revision AS "isStale"
    FROM retry_queue q JOIN sheets s ON s.id = q.sheet_id WHERE q.sheet_id = $1::uuid),
unreadable AS MATERIALIZED (
  SELECT u.row_number, u.key COLLATE "C" AS key FROM part, unnest(part.rejected_rows, part.rejected_keys) AS u(row_number, key)),
listed AS (
  SELECT u.key COLLATE "C" AS key, u.fingerprint, (part.first + u.n - 1)::int AS position, u.row_number,
         u.row_number IN (SELECT row_number FROM unreadable) AS is_unreadable
    FROM part, unnest(part.row_numbers, part.keys, part.fingerprints) WITH ORDINALITY AS u(row_number, key, fingerprint, n)
   WHERE u.key IS NOT NULL
  UNION ALL
  SELECT key, NULL, NULL, row_number, true FROM unreadable WHERE key IS NOT NULL),
held AS (
  SELECT (part.first + u.position)::int AS position, u.columns::int[] AS columns
    FROM part, unnest(part.held_positions, part.held_columns) AS u(position, columns)),
found AS MATERIALIZED (
  SELECT entry.id, count(DISTINCT listed.row_number)::int AS copies, bool_or(listed.is_unreadable) AS is_unreadable,
         min(listed.fingerprint) AS listed, min(listed.position) AS position
    FROM entry JOIN listed ON listed.key = entry.key GROUP BY entry.id)
SELECT entry.*, coalesce(found.copies, 0) AS copies, coalesce(found.is_unreadable, false) AS "isUnreadable", found.listed, found.position,
       coalesce(held.columns, '{}') AS held
  FROM entry LEFT JOIN found ON found.id = entry.id LEFT JOIN held ON held.position = found.position`;

const DROP = /* sql */ `DELETE FROM retry_queue WHERE sheet_id = $1::uuid AND id = ANY ($2::uuid[])`;

/** To the revision that this compare makes, or has made. */
const CONFIRM = /* sql */ `
  UPDATE retry_queue q SET revision = s.revision + $3::int
    FROM sheets s WHERE s.id = $1::uuid AND q.sheet_id = s.id AND q.id = ANY ($2::uuid[])`;

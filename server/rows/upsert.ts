// Writes a batch in one statement; where the database refuses it, row by row, so that the good rows land.
import { createHash } from 'node:crypto';
import type { Db } from '../db/query.ts';
import { many } from '../db/query.ts';
import type { RowShape } from './row-shape.ts';
import { upsertSql } from './upsert-sql.ts';

export interface RowToWrite {
  readonly rowNumber: number;
  readonly cells: readonly (string | null)[];
  readonly held: readonly number[];
  readonly fingerprint: string;
}

export interface WriteContext {
  readonly sheetId: string;
  readonly runId: string;
  readonly round: number;
  readonly batch: number;
}

export type RowOutcome =
  | { readonly outcome: 'inserted' | 'updated' | 'unchanged' }
  | {
      readonly outcome: 'failed';
      readonly sqlstate: string;
      readonly column: string | null;
      readonly constraint: string | null;
      /** Columns that did not read back as written. */
      readonly unlike: readonly string[];
    };

/** Rows must be sorted by key: two clients in opposite order would deadlock. Throws what the database throws; null: a value did not read back. */
export async function writeBatch(
  db: Db,
  shape: RowShape,
  rows: readonly RowToWrite[],
  at: WriteContext,
): Promise<RowOutcome[] | null> {
  const outcomes: RowOutcome[] = [];
  await db.query(PLANNER);
  for (const [held, indexes] of byHeld(rows)) {
    const group = indexes.flatMap((index) => rows[index] ?? []);
    const lines = await writeGroup(db, statementFor(shape, held), group, at);
    for (const line of lines) {
      if (line.unlike.length > 0) return null;
      outcomes[indexes[line.n - 1] ?? -1] = {
        outcome: line.is_new ? 'inserted' : line.changed ? 'updated' : 'unchanged',
      };
    }
  }
  return outcomes;
}

interface WrittenLine {
  readonly n: number;
  readonly is_new: boolean;
  readonly changed: boolean;
  readonly unlike: readonly string[];
}

/**
 * The plan is made once for a connection, not for each of its first five batches, and finds rows by the key's index even where it
 * was made while the table was empty. For the transaction only.
 */
const PLANNER = `SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off`;

async function writeGroup(
  db: Db,
  statement: Statement,
  rows: readonly RowToWrite[],
  at: WriteContext,
): Promise<WrittenLine[]> {
  const values = [asJson(rows), at.sheetId, at.runId, at.round, at.batch];
  return (await db.query({ ...statement, values })).rows as WrittenLine[];
}

interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Made once for each shape: building and hashing 30,000 characters takes a millisecond. */
function statementFor(shape: RowShape, held: readonly number[]): Statement {
  const known = STATEMENTS.get(shape) ?? new Map<string, Statement>();
  STATEMENTS.set(shape, known);
  const found = known.get(held.join());
  if (found !== undefined) return found;
  const text = upsertSql(shape, held);
  const statement = { name: `upsert_${createHash('sha1').update(text).digest('hex').slice(0, 16)}`, text };
  if (known.size < MAX_STATEMENTS) known.set(held.join(), statement);
  return statement;
}

const MAX_STATEMENTS = 100;
const STATEMENTS = new WeakMap<RowShape, Map<string, Statement>>();

/** One row after the other, each in an exception block of its own; says for each what became of it. */
export async function writeEachRow(
  db: Db,
  shape: RowShape,
  rows: readonly RowToWrite[],
  at: WriteContext,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const [held, indexes] of byHeld(rows)) {
    const group = indexes.flatMap((index) => rows[index] ?? []);
    const values = [statementFor(shape, held).text, asJson(group), at.sheetId, at.runId, at.round, at.batch];
    for (const line of await many<EachRowLine>(db, EACH_ROW, values)) {
      outcomes[indexes[line.ord - 1] ?? -1] =
        line.outcome === 'failed'
          ? { ...line, outcome: 'failed', sqlstate: line.sqlstate ?? 'XX000', unlike: line.unlike ?? [] }
          : { outcome: line.outcome };
    }
  }
  return outcomes;
}

interface EachRowLine {
  readonly ord: number;
  readonly outcome: 'inserted' | 'updated' | 'unchanged' | 'failed';
  readonly sqlstate: string | null;
  readonly column: string | null;
  readonly constraint: string | null;
  readonly unlike: readonly string[] | null;
}

const EACH_ROW = /* sql */ `
  SELECT ord, outcome, state AS sqlstate, nullif(column_name, '') AS column, nullif(constraint_name, '') AS constraint, unlike
    FROM rollcall_each_row($1::text, $2::jsonb, $3::uuid, $4::uuid, $5::int, $6::int)`;

const asJson = (rows: readonly RowToWrite[]): string =>
  JSON.stringify(rows.map((row) => [...sentCells(row), row.rowNumber, row.fingerprint]));

/** What stands in a held cell is nobody's business: it was not judged, and may not even be storable. */
const sentCells = ({ cells, held }: RowToWrite): readonly (string | null)[] =>
  held.length === 0 ? cells : cells.map((text, position) => (held.includes(position) ? null : text));

/** Indexes of the rows by the set of their held cells: nearly always one group. */
function byHeld(rows: readonly RowToWrite[]): [readonly number[], number[]][] {
  const groups = new Map<string, [readonly number[], number[]]>();
  rows.forEach((row, index) => {
    const group = groups.get(row.held.join());
    if (group === undefined) groups.set(row.held.join(), [row.held, [index]]);
    else group[1].push(index);
  });
  return [...groups.values()];
}

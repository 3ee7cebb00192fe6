// The mismatches of one run page by page: those of the last round whose values were looked at.
import type { Form, Mismatch, MismatchPage } from '../../shared/protocol.ts';
import { type Db, many, maybeOne, one } from '../db/query.ts';

export interface MismatchFilter {
  readonly field: string | null;
  readonly cause: string | null;
  /** `none`: those that differ in more than form. */
  readonly form: Form | 'none' | null;
  /** `part,position` of the last one of the page before. */
  readonly after: readonly [number, number] | null;
  readonly limit: number;
}

export interface ReportedRun {
  readonly sheetId: string;
  readonly runId: string;
  readonly round: number;
  readonly missingCount: number;
  readonly missingKeys: readonly string[];
  readonly extraCount: number;
  readonly extraKeys: readonly string[];
}

/** Null where there is no such run, or not of this sheet. `sheetId` null: of any sheet. */
export const findReportedRun = (db: Db, sheetId: string | null, runId: string): Promise<ReportedRun | null> =>
  maybeOne<ReportedRun>(db, FIND_RUN, [sheetId, runId]);

const FIND_RUN = /* sql */ `
  SELECT sheet_id AS "sheetId", id AS "runId", round, coalesce((compared->>'missing')::int, 0) AS "missingCount",
         coalesce(compared->'missingKeys', '[]') AS "missingKeys", coalesce((compared->>'extra')::int, 0) AS "extraCount",
         coalesce(compared->'extraKeys', '[]') AS "extraKeys"
    FROM runs WHERE ($1::uuid IS NULL OR sheet_id = $1::uuid) AND id = $2::uuid LIMIT 1`;

/** In the order of the sheet's rows as they were sent. `count` is of all that match, `cursor` null on the last page. */
export async function mismatchPage(db: Db, run: ReportedRun, filter: MismatchFilter): Promise<MismatchPage> {
  const { field, cause, form, after, limit } = filter;
  const which = [run.sheetId, run.runId, run.round, field, cause, form];
  const { count } = await one<{ count: number }>(db, COUNT, which);
  const lines = await many<Line>(db, PAGE, [...which, after?.[0] ?? -1, after?.[1] ?? 0, limit + 1]);
  const page = lines.slice(0, limit);
  const last = lines.length > limit ? page.at(-1) : undefined;
  const cursor = last === undefined ? null : `${last.part},${last.position}`;
  return { mismatches: page.map(({ mismatch }) => mismatch), count, cursor };
}

interface Line {
  readonly part: number;
  readonly position: number;
  readonly mismatch: Mismatch;
}

const matches = (item: string): string => /* sql */ `
       ($4::text IS NULL OR ${item}->>'field' = $4::text) AND ($5::text IS NULL OR ${item}->>'cause' = $5::text)
   AND ($6::text IS NULL OR coalesce(${item}->>'form', 'none') = $6::text)`;

/** From the groups, which count fields that were too many to keep as well. */
const COUNT = /* sql */ `
  SELECT coalesce(sum((g->>'count')::int), 0)::int AS count FROM mismatches m, jsonb_array_elements(m.groups) AS g
   WHERE m.sheet_id = $1::uuid AND m.run_id = $2::uuid AND m.round = $3::int AND ${matches('g')}`;

/** Parts without one that matches are passed over by their groups. */
const PAGE = /* sql */ `
  SELECT m.number AS part, e.n::int AS position, e.x AS mismatch
    FROM mismatches m CROSS JOIN LATERAL jsonb_array_elements(m.answer) WITH ORDINALITY AS e(x, n)
   WHERE m.sheet_id = $1::uuid AND m.run_id = $2::uuid AND m.round = $3::int AND m.number >= $7::int
     AND (m.number, e.n) > ($7::int, $8::bigint) AND ${matches('e.x')}
     AND EXISTS (SELECT FROM jsonb_array_elements(m.groups) AS g WHERE ${matches('g')})
   ORDER BY m.number, e.n LIMIT $9::int`;

// Which sheet and which run a call is about: a sheet's key names its own, an operator any.
import { maybeOne } from '../db/query.ts';
import { Problem } from '../problem.ts';
import { endWhereChanged } from '../sync/end-changed.ts';
import { type RunContext, runContext } from '../sync/run-context.ts';
import type { Call } from './route.ts';

/** Null for an operator. */
export const ownSheet = (call: Call): string | null =>
  call.principal?.kind === 'sheet' ? call.principal.sheetId : null;

/** Throws `unknown_run`. */
export async function sheetOfRun(call: Call): Promise<string> {
  const own = ownSheet(call);
  if (own !== null) return own;
  const found = await maybeOne<{ sheetId: string }>(call.deps.pool, SHEET_OF_RUN, [call.params['runId']]);
  if (found === null) throw new Problem('unknown_run');
  return found.sheetId;
}

const SHEET_OF_RUN = /* sql */ `SELECT sheet_id AS "sheetId" FROM runs WHERE id = $1::uuid LIMIT 1`;

/** Does the work of one request of a run; a run whose table changed ends. */
export async function inRun<T>(call: Call, work: (context: RunContext) => Promise<T>): Promise<T> {
  const { pool } = call.deps;
  const sheetId = await sheetOfRun(call);
  const runId = call.params['runId'] ?? '';
  return endWhereChanged(pool, sheetId, runId, async () => work(await runContext(pool, sheetId, runId)));
}

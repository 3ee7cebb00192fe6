// Where the time of a batch goes, with one batch under way so that nothing overlaps: what the client sees, each statement as the
// server sees it, and the server's own work on the body, done over here with the same functions.
import { performance } from 'node:perf_hooks';
import { Compile } from 'typebox/compile';
import { readBody } from '../../server/http/body.ts';
import { Batch } from '../../server/http/schemas.ts';
import { judgeRows } from '../../server/sync/judge-rows.ts';
import { runContext } from '../../server/sync/run-context.ts';
import type { BatchRequest } from '../../shared/protocol.ts';
import type { Bed } from './bed.ts';
import { drive } from './drive.ts';
import { median } from './measure.ts';
import { empty, type Load } from './rounds.ts';

export interface BatchSteps {
  /** Milliseconds of a batch, the parts in order; `rest` is HTTP on both sides, the client's JSON, and waiting. */
  readonly fresh: Readonly<Record<string, number>>;
  readonly changed: Readonly<Record<string, number>>;
}

export async function batchSteps(bed: Bed, load: Load): Promise<BatchSteps> {
  await empty(bed, load.tables);
  const own = await ownWork(bed, load);
  return { fresh: await traced(bed, load, 'fresh', own), changed: await traced(bed, load, 'changed', own) };
}

const PER_BATCH = [
  'sheet key',
  'begin',
  'claim and fence',
  'planner',
  'upsert and history',
  'store answer',
  'commit',
  'touch run',
];

async function traced(
  bed: Bed,
  load: Load,
  name: 'fresh' | 'changed',
  own: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  await bed.ask('trace');
  const { batchMs } = await drive(sheetOf(bed, load, name), 1);
  const { traced: sums = {} } = await bed.ask('traced');
  const seen = batchMs.reduce((sum, ms) => sum + ms, 0) / batchMs.length;
  const statements = Object.fromEntries(
    PER_BATCH.map((kind) => [kind, (sums[kind]?.ms ?? 0) / (sums[kind]?.times ?? 1)]),
  );
  const parts = { ...own, ...statements };
  const known = Object.values(parts).reduce((sum, ms) => sum + ms, 0);
  return { 'whole batch': seen, ...parts, rest: seen - known };
}

const sheetOf = (bed: Bed, { tables, rows }: Load, name: 'fresh' | 'changed') => ({
  url: bed.url,
  key: tables.key,
  headers: tables.columns.map((column) => column.name),
  rows: rows[name],
});

/** Reading the body (bytes, hash, JSON), the check of its shape, and the judgement of every cell. */
async function ownWork(bed: Bed, load: Load): Promise<Record<string, number>> {
  const { runId } = await drive({ ...sheetOf(bed, load, 'fresh'), rows: load.rows.fresh.slice(0, 100) });
  const context = await runContext(bed.pool, load.tables.sheetId, runId);
  const check = Compile(Batch);
  const rows = load.rows.fresh.slice(0, 100).map((cells, n) => ({ rowNumber: n + 2, cells }));
  const text = JSON.stringify({ round: 1, rows } satisfies BatchRequest);
  const times: Record<string, number[]> = { 'read body': [], 'check shape': [], 'judge cells': [] };
  for (let n = 0; n < 300; n++) {
    const request = new Request('http://bench/', {
      method: 'PUT',
      body: text,
      headers: { 'content-type': 'application/json' },
    });
    const at = [performance.now()];
    const body = (await readBody(request)).value;
    at.push(performance.now());
    check.Check(body);
    at.push(performance.now());
    judgeRows(context, rows);
    at.push(performance.now());
    if (n < 100) continue;
    for (const [part, list] of Object.values(times).entries()) list.push((at[part + 1] ?? 0) - (at[part] ?? 0));
  }
  await empty(bed, load.tables);
  return Object.fromEntries(Object.entries(times).map(([part, list]) => [part, median(list)]));
}

// Rounds of one size: in each, every way loads fresh, changed and unchanged rows, in turn and in random order, so that a busy
// machine is busy for all of them. Ratios are taken within a round.
import { performance } from 'node:perf_hooks';
import { quoted } from '../../server/db/query.ts';
import type { Bed, Tables } from './bed.ts';
import { changeRows, makeRows, type Row } from './data.ts';
import { type Driven, drive } from './drive.ts';
import { type Cost, measure, rowVersions } from './measure.ts';
import { copyAndMerge, rowAtATime } from './reference.ts';

export const CASES = ['fresh', 'changed', 'unchanged'] as const;
export type Case = (typeof CASES)[number];

interface Sample {
  readonly copied: Cost;
  readonly synced: Cost;
  readonly driven: Driven;
  /** Milliseconds for a row, where each is an upsert of its own. */
  readonly rowMs: number;
  readonly wroteToTable: boolean;
}

export type Round = Readonly<Record<Case, Sample>>;

export interface Load {
  readonly tables: Tables;
  readonly rows: Readonly<Record<Case, readonly Row[]>>;
}

export function makeLoad(tables: Tables, count: number): Load {
  const fresh = makeRows(tables.columns, count);
  const changed = changeRows(tables.columns, fresh);
  return { tables, rows: { fresh, changed, unchanged: changed } };
}

const SAMPLE_ROWS = 1000;

export async function oneRound(bed: Bed, load: Load): Promise<Round> {
  await empty(bed, load.tables);
  const round: Partial<Record<Case, Sample>> = {};
  for (const name of CASES) round[name] = await oneCase(bed, load, name);
  return round as Round;
}

async function oneCase(bed: Bed, { tables, rows }: Load, name: Case): Promise<Sample> {
  const { admin } = bed.meters;
  const names = tables.columns.map((column) => column.name);
  let [copied, synced, rowMs]: [Cost | null, Awaited<ReturnType<typeof sync>> | null, number] = [null, null, 0];
  const ways = [
    async () => {
      copied = (await measure(bed.meters, () => copyAndMerge(admin, tables.copied, names, rows[name]))).cost;
    },
    async () => {
      synced = await sync(bed, tables, names, rows[name]);
    },
    async () => {
      const sample = rows[name].slice(0, SAMPLE_ROWS);
      const from = performance.now();
      await rowAtATime(admin, tables.rowByRow, names, sample);
      rowMs = (performance.now() - from) / sample.length;
    },
  ];
  for (const way of shuffled(ways)) {
    await settle(bed, tables);
    await way();
  }
  if (copied === null || synced === null) throw new Error('every way is gone once');
  return { copied, ...(synced as Awaited<ReturnType<typeof sync>>), rowMs };
}

async function sync(bed: Bed, tables: Tables, headers: readonly string[], rows: readonly Row[]) {
  const before = await rowVersions(bed.meters.admin, tables.synced);
  const { result: driven, cost: synced } = await measure(bed.meters, () =>
    drive({ url: bed.url, key: tables.key, headers, rows }),
  );
  return { driven, synced, wroteToTable: before !== (await rowVersions(bed.meters.admin, tables.synced)) };
}

/** As a database is that has had time to rest: what an earlier load left to do is done. */
async function settle({ meters: { admin } }: Bed, { synced, copied, rowByRow }: Tables): Promise<void> {
  await admin.query(`VACUUM ANALYZE ${[synced, copied, rowByRow].map(quoted).join(', ')}, row_history, batches`);
  await admin.query('CHECKPOINT');
}

export async function empty({ meters: { admin } }: Bed, { synced, copied, rowByRow }: Tables): Promise<void> {
  await admin.query(
    `TRUNCATE ${[synced, copied, rowByRow].map(quoted).join(', ')}, row_history, batches, compare_parts`,
  );
}

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

// What a piece of work took: by the clock, in CPU time of each process, in WAL, and whether it wrote to a table at all.
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { one, quoted } from '../../server/db/query.ts';

export interface Cost {
  readonly ms: number;
  readonly cpuMs: { readonly client: number; readonly server: number; readonly postgres: number | null };
  readonly walBytes: number;
}

export interface Meters {
  readonly admin: pg.Client;
  readonly serverCpuMs: () => Promise<number>;
  readonly postmasterPid: number;
}

export async function measure<T>(meters: Meters, work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  const before = await read(meters);
  const from = performance.now();
  const result = await work();
  const ms = performance.now() - from;
  const after = await read(meters);
  const cpuMs = {
    client: after.client - before.client,
    server: after.server - before.server,
    postgres: after.postgres === null || before.postgres === null ? null : after.postgres - before.postgres,
  };
  return { result, cost: { ms, cpuMs, walBytes: after.wal - before.wal } };
}

async function read({ admin, serverCpuMs, postmasterPid }: Meters) {
  const { user, system } = process.cpuUsage();
  const { wal } = await one<{ wal: number }>(admin, `SELECT (pg_current_wal_insert_lsn() - '0/0')::float8 AS wal`);
  return { client: (user + system) / 1000, server: await serverCpuMs(), postgres: postgresCpuMs(postmasterPid), wal };
}

/** The postmaster, its processes and those that ended; null where the system does not tell (Linux does). */
function postgresCpuMs(postmasterPid: number): number | null {
  try {
    const all = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(statOf);
    const own = all.filter((stat) => stat.pid === postmasterPid || stat.parent === postmasterPid);
    return (
      own.reduce((sum, stat) => sum + stat.ticks + (stat.pid === postmasterPid ? stat.endedTicks : 0), 0) * TICK_MS
    );
  } catch {
    return null;
  }
}

const TICK_MS = 10;

function statOf(pid: string): { pid: number; parent: number; ticks: number; endedTicks: number }[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (at) => fields[at],
    );
    return [{ pid: Number(pid), parent, ticks: user + system, endedTicks: endedUser + endedSystem }];
  } catch {
    return [];
  }
}

/** Differs as soon as one row is inserted, updated, deleted or locked, even where its values stay the same. */
export async function rowVersions(admin: pg.Client, table: string): Promise<string> {
  return (
    await one<{ versions: string }>(
      admin,
      `SELECT md5(string_agg(concat(ctid, xmin, xmax), ',' ORDER BY ctid)) AS versions FROM ${quoted(table)}`,
    )
  ).versions;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

// Executions killed at random moments, also while the server is at work for them, windows reloaded, rows edited, sorted, put in and taken out by others between the calls, in
// friendly weather and in hostile: the sync ends complete or says why, and no row is lost, double, or older than it was.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import { type Chance, chance } from '../../addon/playground/prng.ts';
import type { Reply, RunReply, Status } from '../../addon/sidebar/answers.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { testDatabase } from '../support/database.ts';
import { serveApp } from '../support/serve-app.ts';

const SCALE = Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1);
const SEEDS = Array.from({ length: 4 * SCALE }, (_, n) => 356 + n);
const HEADERS = ['buyer_number', 'name', 'note', 'version', 'seen_on'];
const FORMATS = ['', '', '', '', 'yyyy/mm/dd'];
/** One sheet of two bands for three of one. Everything takes its time, so that a sync takes many calls. */
const rowsOf = (seed: number): number => (seed % 4 === 0 ? 10_500 : 2_100);
const SLOW = { callCostMs: 150, cellCostMicros: 60 };
/** What a person is told when a run ends short of its end, and can be gone on with or begun again. */
const REASONS = [
  ...['unreachable', 'server_error', 'sheet_unreadable', 'sheet_moved', 'contract_changed', 'sheet_busy', 'lease_lost'],
  ...['run_finished', 'unknown_run', 'stale_round', 'compare_needed', 'taken_over'],
];

const database = await testDatabase();
let built: BuiltAddon;
let server: Awaited<ReturnType<typeof serveApp>>;
/** What the server failed at, for a run that says what it should not. */
const failures: string[] = [];

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-survival-')) });
  server = await serveApp(database.pool, (level, event, fields) => {
    if (level === 'error') failures.push(JSON.stringify({ event, ...fields }));
  });
});
afterAll(async () => {
  await server.close();
  await rm(built.outDir, { recursive: true });
});

interface World {
  readonly table: string;
  readonly host: Host;
  readonly chances: Chance;
  readonly deleted: Set<string>;
  made: number;
  session: string;
}

let tables = 0;

async function world(profile: 'friendly' | 'hostile', seed: number): Promise<World> {
  tables += 1;
  const table = `lives_${profile}_${seed}_${tables}`;
  const size = rowsOf(seed);
  await database.pool.query(`
    CREATE TABLE ${table} (buyer_number text PRIMARY KEY, name text, note text, version integer, seen_on date);
    CREATE TABLE ${table}_back (key text, was integer, became integer);
    CREATE FUNCTION ${table}_watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.version < OLD.version THEN INSERT INTO ${table}_back VALUES (OLD.buyer_number, OLD.version, NEW.version); END IF;
      RETURN NULL; END $$;
    CREATE TRIGGER watch AFTER UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_watch();
    INSERT INTO ${table} SELECT 'K' || n, 'old', NULL, 0, NULL FROM generate_series(1, ${size / 2}) AS n`);
  const bound = { spreadsheetId: table, sheetName: 'Lives', table, keyColumn: 'buyer_number', scopeColumn: null };
  const { key } = await addSheet(database.pool, bound);
  const rows = [HEADERS, ...Array.from({ length: size }, (_, n) => rowOf(`K${n + 1}`, 1))];
  const spreadsheet = new Spreadsheet({
    id: table,
    name: 'Book',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [{ gid: 7, name: 'Lives', rows, formats: FORMATS }],
  });
  const host = await createHost({
    distDir: built.outDir,
    spreadsheet,
    fetchMap: { [built.serverUrl]: server.url },
    profile,
    seed,
    lockWaitScale: 0.01,
    assume: SLOW,
  });
  host.properties('document').set({ 'rollcall.key': key });
  return { table, host, chances: chance(seed), deleted: new Set(), made: size, session: 'first' };
}

const rowOf = (key: string, version: number) => [key, `買主 ${key}`, `v${version}`, version, 45_000 + version];

/** What others do to the sheet between two calls. */
function edit({ host, chances, deleted }: World, made: () => string): void {
  const sheet = host.spreadsheet.sheet(7);
  const last = sheet.lastRow();
  const row = 2 + chances.whole(last - 1);
  const key = String(sheet.value(row, 1) ?? '');
  const kind = chances.whole(100);
  if (kind < 45) {
    if (key === '') return;
    const version = Number(sheet.value(row, 4)) + 1;
    rowOf(key, version).forEach((value, at) => {
      sheet.set(row, at + 1, at === 4 ? { value, format: 'yyyy/mm/dd' } : value);
    });
  } else if (kind < 60) sheet.insertRow(row, rowOf(made(), 1));
  else if (kind < 70) sheet.insertRow(last + 1, rowOf(made(), 1));
  else if (kind < 80) {
    if (key !== '') deleted.add(key);
    sheet.deleteRow(row);
  } else if (kind < 88) sheet.insertRow(row, []);
  else sheet.sortRows(2, (a, b) => (String(a[1]) < String(b[1]) ? -1 : 1) * (kind % 2 === 0 ? 1 : -1));
}

/** A call of the sidebar, killed at a moment of its own in one case of three. Null where it was. */
async function call<T>(world: World, name: string, ...args: readonly unknown[]): Promise<T | null> {
  const { host, chances } = world;
  let left = chances.percent(33) ? 1 + chances.whole(90) : Number.POSITIVE_INFINITY;
  const whileAsking = chances.percent(50);
  const stop = host.onCall(({ execution, when, name: service }) => {
    left -= 1;
    if (left > 0) return;
    if (!whileAsking) execution.kill();
    // What it asked goes on at the server, whatever its person does next.
    else if (when === 'before' && service === 'UrlFetchApp.fetchAll') void turn().then(() => execution.kill());
  });
  try {
    const result = await host.run(name, args);
    return result.ok ? (result.value as T) : null;
  } finally {
    stop();
  }
}

interface Ended {
  readonly reply: RunReply;
  readonly reasons: readonly string[];
  readonly calls: number;
}

/** As a person would see it through: reloads the page after a kill, presses Continue, or Sync where there is nothing to continue. */
async function sync(world: World, edits: number): Promise<Ended> {
  const reasons: string[] = [];
  let left = edits;
  let next: readonly [string, ...unknown[]] = ['startRun', 'sync', world.session];
  for (let calls = 1; calls < 400; calls++) {
    const reply = await call<Reply<RunReply>>(world, ...next);
    if (reply?.ok === true && reply.state === 'done') return { reply, reasons, calls };
    if (left > 0) {
      for (let n = world.chances.whole(4); n > 0 && left > 0; n--, left--) {
        edit(world, () => {
          world.made += 1;
          return `K${world.made}`;
        });
      }
    }
    if (reply === null) next = await reload(world);
    else if (!reply.ok || reply.state === 'stopped') {
      reasons.push(reply.ok ? (reply.problem?.code ?? '') : reply.code);
      next = await reload(world);
    } else if (reply.state === 'busy') next = await reload(world);
    else next = ['continueRun', 7, world.session];
  }
  throw new Error(`The sync did not end in 400 calls: ${reasons.join(', ')}`);
}

async function reload(world: World): Promise<readonly [string, ...unknown[]]> {
  world.session = `window ${world.chances.whole(1e9)}`;
  const status = await call<Status>(world, 'sidebarStatus');
  const isLeft = status !== null && status.unfinished !== null && status.unfinished !== undefined;
  return isLeft ? ['resumeRun', 7, world.session] : ['startRun', 'sync', world.session];
}

describe.each(['friendly', 'hostile'] as const)('in %s weather', (profile) => {
  test.each(SEEDS)(
    'seed %i: killed, reloaded and edited under way, the sync ends complete, and nothing is lost, double or old over new',
    async (seed) => {
      const world_ = await world(profile, seed);
      const { host, table, deleted } = world_;
      try {
        const first = await sync(world_, 30);
        const second = await sync(world_, 0);
        const unknown = [...first.reasons, ...second.reasons].filter((reason) => !REASONS.includes(reason));
        expect(unknown, saidOf(host)).toEqual([]);
        expect(second.reply.result).toMatchObject({ verdict: 'in_step', receipt: { balanced: true, rejected: 0 } });
        expect(failures).toEqual([]);
        const { rows: stored } = await database.pool.query<{ row: string[] }>(
          `SELECT ARRAY[buyer_number, name, note, version::text, seen_on::text] AS row FROM ${table}`,
        );
        const inDatabase = new Map(stored.map(({ row }) => [row[0], row]));
        const inSheet = sheetRows(host);
        expect(inSheet.filter((row) => JSON.stringify(inDatabase.get(row[0] ?? '')) !== JSON.stringify(row))).toEqual(
          [],
        );
        const keys = new Set(inSheet.map((row) => row[0]));
        expect([...inDatabase.keys()].filter((key) => !keys.has(key) && !deleted.has(key ?? ''))).toEqual([]);
        expect((await database.pool.query(`SELECT * FROM ${table}_back`)).rows).toEqual([]);
        expect((await database.pool.query(DOUBLE, [table])).rows).toEqual([]);
        report(profile, seed, world_, first, second);
      } finally {
        await host.stop();
      }
    },
  );
});

/** What the server and the executions wrote down. */
const saidOf = (host: Host): string => [...failures, ...host.executions().flatMap(({ lines }) => lines)].join('\n');

/** A buyer that was inserted twice. */
const DOUBLE = /* sql */ `
  SELECT h.key FROM row_history h JOIN sheets s ON s.id = h.sheet_id
   WHERE s.target_table = $1::text AND h.outcome = 'inserted' GROUP BY h.key HAVING count(*) > 1`;

function sheetRows(host: Host): (string | null)[][] {
  const sheet = host.spreadsheet.sheet(7);
  return Array.from({ length: sheet.lastRow() - 1 }, (_, at) => at + 2)
    .filter((row) => sheet.value(row, 1) !== null)
    .map((row) => [
      ...[1, 2, 3, 4].map((column) => String(sheet.value(row, column))),
      sheet.display(row, 5).replaceAll('/', '-'),
    ]);
}

function report(profile: string, seed: number, { host }: World, ...syncs: readonly Ended[]): void {
  const { executions, killed, fetches, bytesSent, virtualMs, largestHeapMb } = host.totals();
  const reasons = syncs.flatMap((ended) => ended.reasons);
  process.stdout.write(
    `${profile} ${seed}: ${executions} executions (${killed} killed), ${fetches} fetches, ${(bytesSent / 1e6).toFixed(2)} MB, ` +
      `${(virtualMs / 60_000).toFixed(1)} virtual minutes, heap ${Math.round(largestHeapMb)} MB${reasons.length > 0 ? `, told: ${reasons.join(', ')}` : ''}\n`,
  );
}

// The numbered properties of the requirements that the monitor, the reports and the statistics answer for, over random states.
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { SettingName } from '../../../server/settings/settings.ts';
import { readSettings, writeSetting } from '../../../server/settings/settings.ts';
import { lookAtAll } from '../../../server/watch/monitor.ts';
import type { Statistics } from '../../../server/watch/statistics.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  CASES,
  clearRuns,
  drive,
  OPERATOR,
  send,
  type TestRow,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
let sheet: TestSheet;

beforeAll(async () => {
  await pool.query('CREATE TABLE clients (buyer_number text PRIMARY KEY, name text, age integer)');
  sheet = await bindSheet(server, ['buyer_number', 'name', 'age'], { table: 'clients' });
  await sheet.neverHold('buyer_number', 'name', 'age');
});
const clear = async () => {
  await clearRuns(database, 'clients', 'retry_queue', 'sync_health_metrics', 'alert_deliveries', 'alerts', 'settings');
  await sheet.neverHold('buyer_number', 'name', 'age');
};
afterEach(clear);

/** Cases one after the other, each on empty tables. */
const check = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  work: (...args: T) => Promise<void>,
) => fc.assert(fc.asyncProperty(...arbitraries, work).afterEach(clear), { numRuns: CASES });

const get = async <T>(path: string): Promise<T> => {
  const answer = await send<T>(server, 'GET', path, { token: OPERATOR });
  expect(answer.status).toBe(200);
  return answer.body;
};

let looks = 0;
/** A look of the monitor, each an hour of its own later than the one before, so that none is too early. */
async function look(now = new Date(Date.now() + 3_600_000 * ++looks)) {
  const conditions = await lookAtAll(pool, await readSettings(pool), now);
  if (conditions === null) throw new Error('the monitor did not look');
  return conditions;
}
const set = (name: SettingName, value: number) => writeSetting(pool, name, value, 'a test');

const openAlerts = async (type: string) =>
  (await pool.query('SELECT params FROM alerts WHERE type = $1 AND recovered_at IS NULL', [type])).rows.map(
    ({ params }) => params,
  );

const someKey = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRST', '1', '01', 'あ', '𠮷');
const someKeys = fc.uniqueArray(someKey, { maxLength: 20 });
const rowOf = (key: string): TestRow => [key, 'x', '1'];

async function seed(keys: readonly string[]): Promise<void> {
  await pool.query(`INSERT INTO clients SELECT key, 'x', 1 FROM unnest($1::text[]) AS u(key) ON CONFLICT DO NOTHING`, [
    keys,
  ]);
}
const remove = (keys: readonly string[]) =>
  pool.query('DELETE FROM clients WHERE buyer_number = ANY ($1::text[])', [keys]);
const inTable = async () =>
  new Set((await pool.query('SELECT buyer_number AS key FROM clients')).rows.map(({ key }) => key as string));

const TYPES = ['text', 'varchar', 'varchar(50)', 'varchar(1)', 'char(3)', 'char', 'integer', 'numeric(12,2)', 'date'];

test('Property 1: after the fix that the validator writes every text column is of any length, whatever the schema', async () => {
  await check([fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 12 })], async (types) => {
    await pool.query(
      `DROP TABLE IF EXISTS schemas; CREATE TABLE schemas (${types.map((type, n) => `"c ${n}" ${type}`).join()})`,
    );
    interface Schema {
      readonly valid: boolean;
      readonly nonTextFields: readonly { columnName: string }[];
      readonly fixScript: string;
    }
    const before = await get<Schema>('/v1/schema/schemas');
    const limited = types.flatMap((type, n) => (/^varchar\(|^char/.test(type) ? [`c ${n}`] : []));
    expect(before.nonTextFields.map(({ columnName }) => columnName)).toEqual(limited);
    expect(before.valid).toBe(limited.length === 0);
    if (before.fixScript !== '') await pool.query(before.fixScript);
    expect(await get<Schema>('/v1/schema/schemas')).toMatchObject({
      valid: true,
      errors: [],
      nonTextFields: [],
      fixScript: '',
    });
    const { rows } = await pool.query(
      `SELECT 1 FROM information_schema.columns WHERE table_name = 'schemas' AND character_maximum_length IS NOT NULL`,
    );
    expect(rows).toEqual([]);
  });
});

test('Property 2: the buyers reported missing are exactly those of the sheet that the database lacks, also after rows went and came', async () => {
  let deletedSince = 0;
  await check(
    [someKeys, someKeys, fc.array(fc.nat(), { maxLength: 9 }), someKeys, fc.array(fc.nat(), { maxLength: 3 })],
    async (inSheet, before, goneOf, added, doubled) => {
      await seed(before);
      const some = (which: readonly number[]) =>
        inSheet.length === 0 ? [] : which.map((n) => inSheet[n % inSheet.length] ?? '');
      const [twice, gone] = [some(doubled), some(goneOf)];
      sheet.rows = [...inSheet, ...twice].map(rowOf);
      const { finish } = await drive(sheet, { mode: 'verify' });
      const atCompare = inSheet.filter((key) => !before.includes(key)).sort();
      expect([...finish.verification.completeness.missingBuyerNumbers].sort()).toEqual(atCompare);
      await seed(added);
      await remove(gone);
      const now = await inTable();
      const missing = inSheet.filter((key) => !now.has(key)).sort();
      deletedSince += missing.filter((key) => !atCompare.includes(key)).length;
      const [counts] = (
        await get<{ sheets: { missingCount: number; missingBuyerNumbers: string[] }[] }>('/v1/reports/counts')
      ).sheets;
      expect(counts?.missingCount).toBe(missing.length);
      // One that was there at the compare, and that Rollcall neither wrote nor refused, has no name until the next.
      const known = missing.filter((key) => atCompare.includes(key) || twice.includes(key));
      expect(counts?.missingBuyerNumbers).toEqual(known);
      expect((await get<Statistics>('/v1/reports/statistics')).missingCount).toBe(missing.length);
      const again = await drive(sheet, { mode: 'verify' });
      expect([...again.finish.verification.completeness.missingBuyerNumbers].sort()).toEqual(missing);
    },
  );
  expect(deletedSince).toBeGreaterThan(CASES / 5);
}, 120_000);

test('Property 3: after a sync every buyer that was missing is in the database', async () => {
  await check([someKeys, someKeys], async (inSheet, before) => {
    await seed(before);
    sheet.rows = inSheet.map(rowOf);
    await drive(sheet, { mode: 'verify' });
    const was = (await get<{ sheets: { missingBuyerNumbers: string[] }[] }>('/v1/reports/counts')).sheets[0];
    expect(was?.missingBuyerNumbers.length).toBe(inSheet.filter((key) => !before.includes(key)).length);
    await drive(sheet);
    const now = await inTable();
    expect(was?.missingBuyerNumbers.filter((key) => !now.has(key))).toEqual([]);
    expect((await get<Statistics>('/v1/reports/statistics')).missingCount).toBe(0);
    // Deleted again behind our back they are missing again, each by its number, since Rollcall wrote it.
    await remove(was?.missingBuyerNumbers ?? []);
    const since = (await get<{ sheets: { missingBuyerNumbers: string[] }[] }>('/v1/reports/counts')).sheets[0];
    expect(since?.missingBuyerNumbers).toEqual(was?.missingBuyerNumbers);
  });
});

test('Property 13: more missing buyers than the threshold are an alert, as many as it are not', async () => {
  const alike = fc
    .tuple(fc.nat(20), fc.nat(20))
    .map(([missing, more]) => [missing, Math.max(0, missing + (more % 3) - 1)] as const);
  const seen = { silent: 0, alerts: 0, exactly: 0 };
  await check(
    [
      fc.oneof(
        alike,
        alike.map(([missing]) => [missing, 10] as const),
      ),
      fc.nat(30),
    ],
    async ([missing, threshold], extra) => {
      await set('missingMoreThan', threshold);
      const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
      sheet.rows = keys.map(rowOf);
      await drive(sheet);
      await remove(keys.slice(0, missing));
      // As many others as may be: it is no difference of counts.
      await seed(Array.from({ length: extra }, (_, n) => `extra ${n}`));
      const isAlert = missing > threshold;
      const conditions = (await look()).filter(({ type }) => type === 'missing_buyers');
      expect(conditions.length).toBe(isAlert ? 1 : 0);
      const alerts = await openAlerts('missing_buyers');
      expect(alerts.length).toBe(isAlert ? 1 : 0);
      if (isAlert) expect(alerts[0]).toMatchObject({ missingCount: missing, threshold });
      const { rows } = await pool.query(
        'SELECT missing_count, spreadsheet_count, database_count FROM sync_health_metrics',
      );
      expect(rows).toEqual([{ missing_count: missing, spreadsheet_count: 20, database_count: 20 - missing + extra }]);
      seen[isAlert ? 'alerts' : 'silent'] += 1;
      if (missing === threshold) seen.exactly += 1;
    },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(CASES / 20);
});

interface MadeRun {
  readonly mode: string;
  readonly status: string;
  readonly blank: number;
  readonly read: number;
  readonly rejected: number;
  readonly minutesAgo: number;
  readonly durationMs: number;
}

const someRun: fc.Arbitrary<MadeRun> = fc
  .record({
    mode: fc.constantFrom('sync', 'sync', 'sync', 'verify'),
    status: fc.constantFrom(
      'completed',
      'completed_with_problems',
      'completed_with_problems',
      'abandoned',
      'superseded',
    ),
    blank: fc.nat(50),
    full: fc.nat(40),
    refused: fc.nat(100),
    minutesAgo: fc.integer({ min: 0, max: 90 }).filter((minutes) => minutes !== 60),
    durationMs: fc.integer({ min: 1, max: 9000 }),
  })
  .map(({ full, refused, ...run }) => ({
    ...run,
    read: full + run.blank,
    rejected: refused > 50 ? 0 : Math.min(full, refused % 6),
  }));

async function insertRuns(runs: readonly MadeRun[], now: Date): Promise<void> {
  await pool.query(INSERT_RUNS, [sheet.sheetId, now, JSON.stringify(runs)]);
}

const INSERT_RUNS = /* sql */ `
  INSERT INTO runs (sheet_id, id, mode, trigger, status, header_row, columns, catalog_hash, started_at, heard_at, finished_at, duration_ms, receipt)
  SELECT $1::uuid, gen_random_uuid(), r->>'mode', 'api', r->>'status', 1, '[]', '', at - interval '1 second', at, at,
         CASE WHEN finished THEN (r->>'durationMs')::int END,
         CASE WHEN finished THEN jsonb_build_object('read', r->'read', 'skippedBlank', r->'blank', 'rejected', r->'rejected') END
    FROM jsonb_array_elements($3::jsonb) AS e(r),
         LATERAL (SELECT $2::timestamptz - make_interval(mins => (r->>'minutesAgo')::int) AS at, r->>'status' LIKE 'completed%' AS finished) t`;

const isFinishedSync = ({ mode, status }: MadeRun) => mode === 'sync' && status.startsWith('completed');
const sum = (runs: readonly MadeRun[], of: (run: MadeRun) => number) => runs.reduce((total, run) => total + of(run), 0);

test('Property 14: a higher error rate than the threshold is an alert, however few rows; exactly the threshold is not', async () => {
  const seen = { silent: 0, alerts: 0, exactly: 0 };
  const exact = fc
    .record({ rejected: fc.integer({ min: 1, max: 5 }), more: fc.nat(2) })
    .map(({ rejected, more }): MadeRun[] => [
      {
        mode: 'sync',
        status: 'completed',
        blank: 7,
        read: 20 * rejected + 8 - more,
        rejected,
        minutesAgo: 3,
        durationMs: 1,
      },
    ]);
  await check(
    [fc.oneof(fc.array(someRun, { maxLength: 6 }), exact), fc.constantFrom(5, 5, 5, 0, 20)],
    async (runs, threshold) => {
      await set('errorRateAbovePercent', threshold);
      const now = new Date(Date.now() + 3_600_000 * ++looks);
      await insertRuns(runs, now);
      const counted = runs.filter((run) => isFinishedSync(run) && run.minutesAgo < 60);
      const [read, rejected] = [sum(counted, (run) => run.read - run.blank), sum(counted, (run) => run.rejected)];
      const isAlert = rejected * 100 > threshold * read;
      const conditions = (await look(now)).filter(({ type }) => type === 'high_error_rate');
      expect(conditions.length).toBe(isAlert ? 1 : 0);
      expect((await openAlerts('high_error_rate')).length).toBe(isAlert ? 1 : 0);
      const { rows } = await pool.query('SELECT error_rate::float8 AS rate FROM sync_health_metrics');
      if (read === 0) expect(rows).toEqual([{ rate: null }]);
      else expect(rows[0].rate).toBeCloseTo((100 * rejected) / read, 3);
      seen[isAlert ? 'alerts' : 'silent'] += 1;
      if (rejected > 0 && rejected * 100 === threshold * read) seen.exactly += 1;
    },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(CASES / 20);
});

const someError = fc.record({
  type: fc.constantFrom('field_length', 'data_type', 'constraint_violation', 'unknown'),
  minutesAgo: fc.integer({ min: 0, max: 90 }),
});
const someEntry = fc.record({ key: someKey, failed: fc.boolean() });

test('Property 16: the statistics say what is so: runs, success and error rate, errors by type, missing, queued and given up', async () => {
  const arbitraries = [
    fc.array(someRun, { maxLength: 6 }),
    fc.array(someError, { maxLength: 8 }),
    fc.uniqueArray(someEntry, { selector: ({ key }) => key, maxLength: 6 }),
    fc.tuple(someKeys, someKeys),
    fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 95 })),
  ] as const;
  await check([...arbitraries], async (runs, errors, entries, [inSheet, inDatabase], [a, b]) => {
    await seed(inDatabase);
    sheet.rows = inSheet.map(rowOf);
    await drive(sheet, { mode: 'verify' });
    const now = new Date(Math.floor(Date.now() / 1000) * 1000);
    await insertRuns(runs, now);
    await pool.query(INSERT_ERRORS, [sheet.sheetId, now, JSON.stringify(errors)]);
    await pool.query(INSERT_ENTRIES, [sheet.sheetId, now, JSON.stringify(entries)]);
    const [from, to] = [Math.max(a, b), Math.min(a, b)].map((minutes) =>
      new Date(now.getTime() - minutes * 60_000).toISOString(),
    );
    const within = ({ minutesAgo }: { minutesAgo: number }) =>
      minutesAgo <= Math.max(a, b) && minutesAgo > Math.min(a, b);
    const syncs = runs.filter((run) => isFinishedSync(run) && within(run));
    const read = sum(syncs, (run) => run.read - run.blank);
    const all = runs.filter(isFinishedSync).map(({ minutesAgo }) => minutesAgo);
    const expected = {
      runs: syncs.length,
      successRate:
        syncs.length === 0
          ? null
          : near((100 * syncs.filter(({ status }) => status === 'completed').length) / syncs.length),
      errorRate: read === 0 ? null : near((100 * sum(syncs, (run) => run.rejected)) / read),
      errorsByType: Object.fromEntries(
        ['field_length', 'data_type', 'constraint_violation', 'unknown'].map((type) => [
          type,
          errors.filter((error) => error.type === type && within(error)).length,
        ]),
      ),
      missingCount: inSheet.filter((key) => !inDatabase.includes(key)).length,
      retryQueueSize: entries.filter(({ failed }) => !failed).length,
      permanentlyFailed: entries.filter(({ failed }) => failed).length,
      rowsPerSecond:
        syncs.length === 0
          ? null
          : near((1000 * sum(syncs, (run) => run.read)) / sum(syncs, (run) => run.durationMs), 0.06),
      lastSyncTime: all.length === 0 ? null : new Date(now.getTime() - Math.min(...all) * 60_000).toISOString(),
    };
    expect(await get<Statistics>(`/v1/reports/statistics?from=${from}&to=${to}`)).toEqual(expected);
    const own = await get<Statistics>(`/v1/reports/statistics?from=${from}&to=${to}&sheetId=${sheet.sheetId}`);
    expect(own).toEqual(expected);
    const nobody = await get<Statistics>(`/v1/reports/statistics?sheetId=${crypto.randomUUID()}`);
    expect(nobody).toMatchObject({ runs: 0, errorRate: null, missingCount: 0, retryQueueSize: 0, lastSyncTime: null });
  });
});

const near = (value: number, within = 0.0001) => ({
  asymmetricMatch: (other: unknown) => typeof other === 'number' && Math.abs(other - value) <= within,
});

const INSERT_ERRORS = /* sql */ `
  INSERT INTO sync_error_log (sheet_id, run_id, row_number, error_message, error_type, code, created_at)
  SELECT $1::uuid, gen_random_uuid(), 2, 'm', e->>'type', 'c', $2::timestamptz - make_interval(mins => (e->>'minutesAgo')::int)
    FROM jsonb_array_elements($3::jsonb) AS x(e)`;

const INSERT_ENTRIES = /* sql */ `
  INSERT INTO retry_queue (sheet_id, id, buyer_number, run_id, row_number, revision, cells, fingerprint, covers, catalog_hash, error_info,
                           attempt_count, status, next_retry_at)
  SELECT $1::uuid, gen_random_uuid(), e->>'key', gen_random_uuid(), 2, 1, '[]', '', '{}', '', '[]',
         CASE WHEN (e->>'failed')::boolean THEN 3 ELSE 1 END, CASE WHEN (e->>'failed')::boolean THEN 'failed' ELSE 'pending' END,
         CASE WHEN NOT (e->>'failed')::boolean THEN $2::timestamptz END
    FROM jsonb_array_elements($3::jsonb) AS x(e)`;

test('Property 22: of every sync duration and rows per second are logged, kept with the run, and answered', async () => {
  await check([someKeys, fc.constantFrom('sync', 'verify')], async (keys, mode) => {
    server.logged.length = 0;
    sheet.rows = keys.map(rowOf);
    const { run, finish } = await drive(sheet, { mode: mode as 'sync' | 'verify' });
    // Asked again it answers the same, and is not told twice.
    await run.finish();
    const { durationMs, rowsPerSecond, status } = finish;
    expect(durationMs).toBeGreaterThan(0);
    expect(rowsPerSecond).toBeCloseTo((1000 * keys.length) / durationMs, 0);
    const told = server.logged.filter(({ event }) => event === 'run_finished').map(({ fields }) => fields);
    expect(told).toEqual([
      expect.objectContaining({
        runId: run.id,
        sheetId: sheet.sheetId,
        status,
        durationMs,
        rowsPerSecond,
        read: keys.length,
      }),
    ]);
    for (const value of Object.values(told[0] as object))
      expect(typeof value === 'number' || /^[\w-]+$/.test(value)).toBe(true);
    const kept = await get<object>(`/v1/runs/${run.id}`);
    expect(kept).toMatchObject({ durationMs, rowsPerSecond });
  });
});

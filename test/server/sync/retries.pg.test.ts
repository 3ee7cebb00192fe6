// What becomes of refused rows: logged, queued, tried again three times at most, and never written over anything newer.
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorPage } from '../../../server/failures/error-log.ts';
import { permanentlyFailed, retryCounts, retryPage } from '../../../server/failures/retry-queue.ts';
import { retryDue, retryOne } from '../../../server/sync/retry-tick.ts';
import type { BatchAnswer, ErrorType, FinishAnswer } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  CASES,
  clearRuns,
  drive,
  HELD,
  type TestRow,
  type TestRun,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';
import { KINDS, type Kind, makeRefusingTable, openGate, REFUSALS, REFUSING_HEADERS } from '../../support/refusals.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database, 'warn');
const SETTINGS = { retriesPerMinute: 100_000 };
const ERROR_TYPES: readonly ErrorType[] = ['field_length', 'data_type', 'constraint_violation', 'unknown'];
let sheet: TestSheet;

beforeAll(async () => {
  await makeRefusingTable(pool);
  sheet = await bindSheet(server, REFUSING_HEADERS, { table: 'clients' });
  await sheet.neverHold(...REFUSING_HEADERS);
});
beforeEach(() => clean());
afterEach(() => clearRuns(database, 'clients'));

/** One buyer who has what others want, and the gate closed. */
async function clean(): Promise<void> {
  await clearRuns(database, 'clients', 'holds');
  await sheet.neverHold(...REFUSING_HEADERS);
  await openGate(pool, false);
  await pool.query(`UPDATE gate SET state = 'P0001'; INSERT INTO clients VALUES ('owner', 'Abe', 1, 'taken', NULL, 1)`);
}

const minutes = (count: number): Date => new Date(Date.now() + count * 60_000 + 1000);
const rowsOf = (kinds: readonly Kind[]): TestRow[] => kinds.map((kind, n) => REFUSALS[kind].cells(`b${n}`));
const keysOf = (kinds: readonly Kind[], wanted: (kind: Kind) => boolean): string[] =>
  kinds.flatMap((kind, n) => (wanted(kind) ? [`b${n}`] : [])).sort();

interface Entry {
  readonly key: string;
  readonly status: string;
  readonly attempts: number;
  readonly due: Date | null;
}

async function entries(): Promise<Entry[]> {
  const { rows } = await pool.query(
    `SELECT buyer_number AS key, status, attempt_count AS attempts, next_retry_at AS due FROM retry_queue ORDER BY 1`,
  );
  return rows;
}
const queuedKeys = async () => (await entries()).map(({ key }) => key);
const idOf = async (key: string): Promise<string> =>
  (await pool.query('SELECT id FROM retry_queue WHERE buyer_number = $1', [key])).rows[0].id;
const nameOf = async (key: string): Promise<string | undefined> =>
  (await pool.query('SELECT name FROM clients WHERE buyer_number = $1', [key])).rows[0]?.name;
const tick = (at: number) => retryDue(pool, SETTINGS, minutes(at));

/** Compared and pushed as it is, and left to be finished or not. */
async function pushed(
  rows: readonly TestRow[],
): Promise<{ run: TestRun; answer: BatchAnswer; round: number; number: number }> {
  sheet.rows = [...rows];
  const run = await sheet.open();
  const { round, nextBatch: number } = await run.compare();
  return { run, answer: await run.batch(number, round, run.allRows()), round, number };
}

async function sync(rows: readonly TestRow[]): Promise<FinishAnswer> {
  sheet.rows = [...rows];
  return (await drive(sheet)).finish;
}

const someKinds = fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 20 });
const check = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  work: (...args: T) => Promise<void>,
) => fc.assert(fc.asyncProperty(...arbitraries, work).beforeEach(clean), { numRuns: CASES });

interface Logged {
  readonly key: string | null;
  readonly row: number | null;
  readonly message: string;
  readonly type: ErrorType;
  readonly at: Date;
  readonly retryable: boolean;
  readonly stack: string | null;
}
async function logged(runId: string): Promise<Logged[]> {
  const { rows } = await pool.query(
    `SELECT buyer_number AS key, row_number AS row, error_message AS message, error_type AS type, created_at AS at, retryable,
            stack_trace AS stack
       FROM sync_error_log WHERE run_id = $1`,
    [runId],
  );
  return rows;
}

describe('the error log', () => {
  test('Property 5: every row that fails is in the error log, once in a run, and no other is', async () => {
    await check([someKinds], async (kinds) => {
      const { run } = await pushed(rowsOf(kinds));
      const again = await run.compare();
      await run.batch(again.nextBatch, again.round, run.allRows());
      const keys = (await logged(run.id)).map(({ key }) => key);
      // Of several who want what is unique, all are refused: it has an owner.
      expect(keys.sort()).toEqual(keysOf(kinds, (kind) => REFUSALS[kind].errorType !== null));
    });
  });

  test('Property 6: every entry has buyer number, row number, message, type and time', async () => {
    await check([someKinds], async (kinds) => {
      const before = Date.now();
      const { run } = await pushed(rowsOf(kinds));
      for (const { key, row, message, type, at } of await logged(run.id)) {
        expect(key).toBe(`b${(row ?? 0) - 2}`);
        expect(message).toMatch(/^[A-Z].{10,}\.$/);
        expect(ERROR_TYPES).toContain(type);
        expect(Math.abs(at.getTime() - before)).toBeLessThan(60_000);
      }
    });
  });

  test('Property 7: every failure has exactly one type of the four, and the right one', async () => {
    await check([someKinds], async (kinds) => {
      const { run, answer } = await pushed(rowsOf(kinds));
      const expected = kinds.flatMap((kind, n) =>
        REFUSALS[kind].errorType === null ? [] : [`b${n} ${REFUSALS[kind].errorType}`],
      );
      expect((await logged(run.id)).map(({ key, type }) => `${key} ${type}`).sort()).toEqual(expected.toSorted());
      const told = answer.rejected.flatMap(({ key, errors }) => errors.map((error) => `${key} ${error.errorType}`));
      expect(told.sort()).toEqual(expected.toSorted());
    });
  });

  test('Property 8: a query answers exactly the entries that match all of its conditions', async () => {
    const someLine = fc.record({
      key: fc.constantFrom(null, 'a', 'b', 'A'),
      type: fc.constantFrom(...ERROR_TYPES),
      minute: fc.nat(9),
      run: fc.nat(2),
    });
    const moment = (minute: number | null) => (minute === null ? null : `2024-05-01T10:0${minute}:00Z`);
    const runId = (n: number) => `0198a000-0000-7000-8000-00000000000${n}`;
    const someFilter = fc.record({
      from: fc.option(fc.nat(9)),
      to: fc.option(fc.nat(9)),
      type: fc.option(fc.constantFrom(...ERROR_TYPES)),
      key: fc.option(fc.constantFrom('a', 'b', 'A', 'c')),
      run: fc.option(fc.nat(2)),
    });
    await check([fc.array(someLine, { maxLength: 20 }), someFilter], async (lines, filter) => {
      const values = lines.map((line, n) => ({ ...line, n, at: moment(line.minute), run: runId(line.run) }));
      await pool.query(
        `INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, row_number, error_message, error_type, code, created_at)
         SELECT $1, (x->>'run')::uuid, x->>'key', (x->>'n')::int, 'said', x->>'type', 'code_' || (x->>'n'), (x->>'at')::timestamptz
           FROM jsonb_array_elements($2::jsonb) AS e(x)`,
        [sheet.sheetId, JSON.stringify(values)],
      );
      const found = await errorPage(pool, {
        sheetId: null,
        from: moment(filter.from),
        to: moment(filter.to),
        type: filter.type,
        buyerNumber: filter.key,
        runId: filter.run === null ? null : runId(filter.run),
        after: null,
        limit: 200,
      });
      const matching = lines.flatMap(({ key, type, minute, run }, n) => {
        const isIn = (filter.from === null || minute >= filter.from) && (filter.to === null || minute < filter.to);
        const isSo = (filter.type ?? type) === type && (filter.run ?? run) === run;
        return isIn && isSo && (filter.key === null || filter.key === key) ? [n] : [];
      });
      expect(found.errors.map((error) => error.rowNumber ?? -1).sort((a, b) => a - b)).toEqual(matching);
      expect(found.count).toBe(matching.length);
    });
  });

  test('an error that nobody can tie to a cell says where in our code it came up, and nothing of what was said', async () => {
    const { run } = await pushed(rowsOf(['raised', 'long', 'taken']));
    const lines = await logged(run.id);
    const stack = lines.find(({ type }) => type === 'unknown')?.stack ?? '';
    expect(stack).toMatch(/^error\n\s+at .+\.[jt]s:\d+:\d+/);
    expect(stack).not.toContain('refused');
    expect(lines.filter(({ type, stack }) => type !== 'unknown' && stack !== null)).toEqual([]);
  });

  test('what fails a whole batch is in it too, once in a run, with its place and never with its words', async () => {
    await pool.query(`UPDATE gate SET state = 'XX000'`);
    sheet.rows = rowsOf(['raised', 'good']);
    const run = await sheet.open();
    const { round, nextBatch } = await run.compare();
    for (let n = 0; n < 2; n++)
      await expect(run.sendBatch(nextBatch, round, run.allRows())).rejects.toThrow('answered 500');
    const lines = await logged(run.id);
    expect(lines).toMatchObject([
      { key: null, type: 'unknown', retryable: false, stack: expect.stringContaining(' at ') },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/refused|raise/);
    expect(await entries()).toEqual([]);
  });
});

describe('the retry queue', () => {
  test('Property 9: every row refused for what may pass later is queued once, due a minute later, and its answer says so', async () => {
    await check([someKinds], async (kinds) => {
      const before = Date.now();
      const { run, answer, round, number } = await pushed(rowsOf(kinds));
      const retryable = keysOf(kinds, (kind) => REFUSALS[kind].retryable);
      const queue = await entries();
      expect(queue.map(({ key }) => key)).toEqual(retryable);
      for (const { status, attempts, due } of queue) {
        expect([status, attempts]).toEqual(['pending', 0]);
        expect(Math.abs((due?.getTime() ?? 0) - before - 60_000)).toBeLessThan(30_000);
      }
      expect(
        answer.rejected
          .filter(({ queued }) => queued)
          .map(({ key }) => key ?? '')
          .sort(),
      ).toEqual(retryable);
      expect(await run.batch(number, round, run.allRows())).toEqual(answer);
      expect(await entries()).toEqual(queue);
      for (const line of await logged(run.id)) expect(line.retryable).toBe(retryable.includes(line.key ?? ''));
    });
  });

  test('Property 12: a row refused for what does not pass by waiting is never queued', async () => {
    const hopeless = KINDS.filter((kind) => !REFUSALS[kind].retryable);
    await check([fc.array(fc.constantFrom(...hopeless), { minLength: 1, maxLength: 20 })], async (kinds) => {
      const { answer } = await pushed(rowsOf(kinds));
      expect(answer.rejected.length).toBe(keysOf(kinds, (kind) => kind !== 'good').length);
      for (const { retryable, queued } of answer.rejected) expect([retryable, queued]).toEqual([false, false]);
      expect(await entries()).toEqual([]);
    });
  });

  test('Property 10: an entry is retried at most three times, 1, 5 and 15 minutes after each refusal, then given up', async () => {
    const someTicks = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 12 });
    await check([fc.constantFrom<Kind>('long', 'large', 'untyped', 'raised'), someTicks], async (kind, gaps) => {
      const { run } = await pushed(rowsOf([kind]));
      await run.compare();
      await run.finish();
      const pauses = [1, 5, 15];
      let [now, attempts, dueAt] = [0, 0, 1];
      for (const gap of gaps) {
        now += gap;
        const isDue = attempts < 3 && now >= dueAt;
        const result = await tick(now);
        if (isDue) {
          attempts += 1;
          dueAt = now + (pauses[attempts] ?? 0);
        }
        const isLast = isDue && attempts === 3;
        expect(result).toEqual({
          processed: isDue ? 1 : 0,
          succeeded: 0,
          failed: isDue && !isLast ? 1 : 0,
          permanentlyFailed: isLast ? 1 : 0,
        });
        const [entry] = await entries();
        expect(entry).toMatchObject({ attempts, status: attempts === 3 ? 'failed' : 'pending' });
        expect(entry?.due === null).toBe(attempts === 3);
      }
      const { rows } = await pool.query(
        `SELECT count(*)::int AS tries FROM row_history WHERE key = 'b0' AND outcome = 'failed'`,
      );
      expect(rows[0].tries).toBe(1 + attempts);
    });
  });

  test('Property 11: a retry that succeeds writes the row, takes its entry away, and is in the log of its buyer', async () => {
    await check(
      [fc.array(fc.constantFrom<Kind>('good', 'raised', 'long'), { minLength: 1, maxLength: 20 })],
      async (kinds) => {
        const { run } = await pushed(rowsOf(kinds));
        await openGate(pool, true);
        const healed = keysOf(kinds, (kind) => kind === 'raised');
        const long = keysOf(kinds, (kind) => kind === 'long');
        const counted = { processed: healed.length + long.length, succeeded: healed.length, failed: long.length };
        expect(await tick(1)).toEqual({ ...counted, permanentlyFailed: 0 });
        expect(await queuedKeys()).toEqual(long);
        const { rows } = await pool.query(
          `SELECT key FROM row_history WHERE run_id = $1 AND outcome = 'inserted' AND batch > 2000000000 ORDER BY key`,
          [run.id],
        );
        expect(rows.map(({ key }) => key)).toEqual(healed);
        for (const key of healed) expect(await nameOf(key)).toBe('Sato');
      },
    );
  });
});

describe('a passing state', () => {
  test('that one row alone meets while rows are written one by one queues that row, and the others land', async () => {
    await pool.query(`UPDATE gate SET state = '40001'`);
    const { answer } = await pushed(rowsOf(['taken', 'raised', 'good']));
    expect(answer).toMatchObject({ inserted: 1 });
    expect(answer.rejected.map(({ key, queued, errors }) => [key, queued, errors[0]?.errorType]).sort()).toEqual([
      ['b0', false, 'constraint_violation'],
      ['b1', true, 'unknown'],
    ]);
    await openGate(pool, true);
    expect(await tick(1)).toMatchObject({ succeeded: 1 });
  });

  test.each(['40001', '40P01', '55P03', '57014', '53100', '25006', '40003', '08006'])(
    'of a whole batch (%s) is tried once more, then told with when to come again; nothing is queued or written',
    async (state) => {
      await pool.query('UPDATE gate SET state = $1', [state]);
      await pool.query('CREATE SEQUENCE tries');
      await pool.query(`CREATE OR REPLACE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM nextval('tries'); RETURN new; END $$;
        CREATE TRIGGER a_count BEFORE INSERT ON clients FOR EACH ROW WHEN (new.note = 'raise') EXECUTE FUNCTION counted()`);
      sheet.rows = rowsOf(['raised', 'good']);
      const run = await sheet.open();
      const { round, nextBatch } = await run.compare();
      const answer = await run.sendBatch(nextBatch, round, run.allRows());
      expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([
        503,
        'database_unavailable',
        '5',
      ]);
      const { rows } = await pool.query('SELECT last_value::int AS tries FROM tries');
      await pool.query('DROP TRIGGER a_count ON clients; DROP SEQUENCE tries');
      expect(rows).toEqual([{ tries: 2 }]);
      expect([await entries(), await logged(run.id), await nameOf('b1')]).toEqual([[], [], undefined]);
    },
  );
});

describe('an entry', () => {
  test('is not made of a row that comes behind another of its buyer, written in the same round', async () => {
    const { run, round, number } = await pushed([REFUSALS.good.cells('b0')]);
    sheet.rows = [REFUSALS.raised.cells('b0')];
    const later = await run.batch(number + 1, round, run.allRows());
    expect(later.rejected).toMatchObject([{ key: 'b0', queued: false }]);
    expect(await queuedKeys()).toEqual([]);
  });

  const long = (name: string): TestRow => ['b0', name, '1', null, null, '1'];

  test.each<[string, () => TestRow[]]>([
    ['whose row left the sheet', () => [REFUSALS.good.cells('other')]],
    ['whose key is there twice', () => [long('Sato Taro'), long('Sato Taro')]],
    [
      'whose row cannot be read any more',
      () => [{ cells: ['b0', null, null, null, null, null], errors: [UNREADABLE] }],
    ],
    ['whose row is another now', () => [long('Ito')]],
  ])('%s goes with the compare that sees it', async (_, rows) => {
    await sync([long('Sato Taro')]);
    expect(await queuedKeys()).toEqual(['b0']);
    sheet.rows = rows();
    const run = await sheet.open();
    await run.compare();
    expect(await queuedKeys()).toEqual([]);
  });

  const UNREADABLE = {
    cell: 'C2',
    header: 'age',
    column: 'age',
    errorType: 'data_type',
    code: 'not_a_number',
    message: '',
    limit: null,
    actual: null,
    fix: '',
  } as const;

  test('keeps its attempts where the same row is refused again, and is anew where the row is another', async () => {
    await sync([long('Sato Taro')]);
    await tick(1);
    await sync([long('Sato Taro')]);
    expect(await entries()).toMatchObject([{ attempts: 1, status: 'pending' }]);
    await sync([long('Sato Jiro')]);
    expect(await entries()).toMatchObject([{ attempts: 0, status: 'pending' }]);
  });

  test('given up is counted by later runs, and neither queued nor new', async () => {
    await sync([long('Sato Taro')]);
    for (const at of [1, 6, 21]) await tick(at);
    const given = await permanentlyFailed(pool);
    expect(given).toMatchObject([{ buyerNumber: 'b0', code: 'text_too_long', errorType: 'field_length', attempts: 3 }]);
    const { run, answer } = await pushed([long('Sato Taro')]);
    expect(answer.rejected).toMatchObject([{ retryable: true, queued: false }]);
    await run.compare();
    expect((await run.finish()).receipt.rejected).toBe(1);
    expect(await permanentlyFailed(pool)).toEqual(given);
    expect(await retryCounts(pool)).toMatchObject([{ pending: 0, permanentlyFailed: 1, oldestDueAt: null }]);
    expect(await tick(60)).toMatchObject({ processed: 0 });
  });

  test('given up is tried at once where the table changed, and from the beginning', async () => {
    await sync([long('Sato Taro')]);
    for (const at of [1, 6, 21]) await tick(at);
    await pool.query('ALTER TABLE clients ALTER COLUMN name TYPE varchar(6)');
    expect(await tick(22)).toMatchObject({ processed: 1, failed: 1 });
    expect(await entries()).toMatchObject([{ attempts: 1, status: 'pending' }]);
    await pool.query('ALTER TABLE clients ALTER COLUMN name TYPE text');
    expect(await tick(22)).toMatchObject({ succeeded: 1 });
    expect(await nameOf('b0')).toBe('Sato Taro');
    await pool.query(`DELETE FROM clients; ALTER TABLE clients ALTER COLUMN name TYPE varchar(5)`);
  });

  test('refused again by a table that changed is an entry of its own', async () => {
    await sync([long('Sato Taro')]);
    for (const at of [1, 6, 21]) await tick(at);
    await pool.query('ALTER TABLE clients ALTER COLUMN name TYPE varchar(6)');
    const { answer } = await pushed([long('Sato Taro')]);
    expect(answer.rejected).toMatchObject([{ queued: true }]);
    expect(await entries()).toMatchObject([{ attempts: 0, status: 'pending' }]);
    await pool.query('ALTER TABLE clients ALTER COLUMN name TYPE varchar(5)');
  });

  test('by hand is tried though it is not due or given up, and its attempts begin again', async () => {
    await sync([long('Sato Taro'), REFUSALS.raised.cells('b1')]);
    for (const at of [1, 6, 21]) await tick(at);
    const refused = await retryOne(pool, sheet.sheetId, await idOf('b0'), minutes(22));
    expect(refused).toEqual({ processed: 1, succeeded: 0, failed: 1, permanentlyFailed: 0 });
    expect(await entries()).toMatchObject([
      { key: 'b0', attempts: 1, status: 'pending' },
      { key: 'b1', attempts: 3, status: 'failed' },
    ]);
    await openGate(pool, true);
    expect(await retryOne(pool, null, await idOf('b1'), minutes(22))).toMatchObject({ succeeded: 1 });
    expect(await queuedKeys()).toEqual(['b0']);
  });

  test.each([
    ['is written', 'raise'],
    ['turns out to be equal', 'equal'],
  ])('goes where its row %s by a batch', async (_, how) => {
    await sync([REFUSALS.raised.cells('b0')]);
    if (how === 'equal')
      await pool.query(`
      ALTER TABLE clients DISABLE TRIGGER gate; INSERT INTO clients VALUES ('b0', 'Sato', 1, NULL, 'raise', 1);
      ALTER TABLE clients ENABLE TRIGGER gate`);
    await openGate(pool, true);
    const { answer } = await pushed([REFUSALS.raised.cells('b0')]);
    expect(answer).toMatchObject(how === 'equal' ? { unchanged: 1 } : { inserted: 1 });
    expect(await queuedKeys()).toEqual([]);
  });

  test('goes where its row is refused for good', async () => {
    await sync([REFUSALS.raised.cells('b0')]);
    await pool.query(`UPDATE gate SET state = '23514'`);
    const { answer } = await pushed([REFUSALS.raised.cells('b0')]);
    expect(answer.rejected).toMatchObject([{ retryable: false, queued: false }]);
    expect(await queuedKeys()).toEqual([]);
  });

  test('of a sheet that is no longer bound is never written, and goes', async () => {
    await sync([REFUSALS.raised.cells('b0')]);
    await openGate(pool, true);
    await pool.query('UPDATE sheets SET removed_at = now() WHERE id = $1', [sheet.sheetId]);
    expect(await tick(1)).toMatchObject({ processed: 0 });
    expect([await queuedKeys(), await nameOf('b0')]).toEqual([[], undefined]);
    await pool.query('UPDATE sheets SET removed_at = NULL WHERE id = $1', [sheet.sheetId]);
  });

  test('keeps no cell that was held, and a retry leaves that cell of the buyer as it is', async () => {
    await sync([['b0', 'Ito', '1', 'kept', 'n', '1']]);
    await sync([['b0', 'Abe', '2', HELD, 'raise', '1']]);
    const { rows } = await pool.query(`SELECT cells::text, held, covers FROM retry_queue`);
    expect(rows[0].held).toEqual(['email']);
    expect(rows[0].covers).not.toContain('email');
    expect(rows[0].cells).not.toContain('email');
    await openGate(pool, true);
    expect(await tick(1)).toMatchObject({ succeeded: 1 });
    const { rows: stored } = await pool.query(`SELECT name, age, email, note FROM clients WHERE buyer_number = 'b0'`);
    expect(stored).toEqual([{ name: 'Abe', age: 2, email: 'kept', note: 'raise' }]);
    expect(await sync([['b0', 'Abe', '2', HELD, 'raise', '1']])).toMatchObject({ receipt: { unchanged: 1 } });
  });

  test('whose held cell holds something again goes, and the row is pushed as it is now', async () => {
    await sync([['b0', 'Abe', '2', HELD, 'raise', '1']]);
    const { run } = await pushed([['b0', 'Abe', '2', 'now', 'raise', '1']]);
    expect(await entries()).toMatchObject([{ attempts: 0 }]);
    expect((await pool.query('SELECT held FROM retry_queue')).rows).toEqual([{ held: [] }]);
    await run.compare();
    await openGate(pool, true);
    await tick(1);
    expect((await pool.query(`SELECT email FROM clients WHERE buyer_number = 'b0'`)).rows).toEqual([{ email: 'now' }]);
  });
});

describe('a retry', () => {
  test('of a state that passes is left as it was, for the next look', async () => {
    await sync([REFUSALS.raised.cells('b0'), REFUSALS.long.cells('b1')]);
    for (const state of ['40001', '40P01', '55P03', '57014', '53200']) {
      await pool.query('UPDATE gate SET state = $1', [state]);
      await tick(1);
      expect((await entries())[0], state).toMatchObject({ key: 'b0', attempts: 0, status: 'pending' });
    }
    expect(await entries()).toMatchObject([{ attempts: 0 }, { key: 'b1', attempts: 1 }]);
    await openGate(pool, true);
    expect(await tick(1)).toMatchObject({ succeeded: 1 });
  });

  test('that no row of the table can pass counts for none, and is written down once', async () => {
    await sync([REFUSALS.raised.cells('b0'), REFUSALS.raised.cells('b1')]);
    const before = await entries();
    await pool.query('ALTER TABLE clients RENAME TO elsewhere');
    for (const at of [1, 2]) expect(await tick(at)).toMatchObject({ processed: 0 });
    await pool.query('ALTER TABLE elsewhere RENAME TO clients');
    expect(await entries()).toEqual(before);
    const { rows } = await pool.query(
      `SELECT code, buyer_number AS key FROM sync_error_log WHERE code = 'unknown_table'`,
    );
    expect(rows).toEqual([{ code: 'unknown_table', key: null }]);
  });

  test('writes only the columns that the table still has', async () => {
    await pool.query('ALTER TABLE clients ADD COLUMN extra text');
    sheet.rows = [[...REFUSALS.raised.cells('b0'), 'more']];
    const run = await sheet.open({ headers: [...REFUSING_HEADERS, 'extra'] });
    const { round, nextBatch } = await run.compare();
    await run.batch(nextBatch, round, run.allRows());
    await run.compare();
    await run.finish();
    await pool.query('ALTER TABLE clients DROP COLUMN extra');
    await openGate(pool, true);
    expect(await tick(1)).toMatchObject({ succeeded: 1 });
    expect(await nameOf('b0')).toBe('Sato');
  });

  test("is not made while its sheet is compared, and stands in no compare's way", async () => {
    await sync([REFUSALS.raised.cells('b0')]);
    await openGate(pool, true);
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM sheets WHERE id = $1 FOR UPDATE', [sheet.sheetId]);
    expect(await tick(1)).toMatchObject({ processed: 0 });
    await client.query('DELETE FROM retry_queue');
    await client.query('ROLLBACK');
    client.release();
    expect(await tick(1)).toMatchObject({ succeeded: 1 });
  });

  test('keeps to the tries of a minute, over all servers and by hand', async () => {
    await sync(Array.from({ length: 30 }, (_, n) => REFUSALS.raised.cells(`b${n}`)));
    const ten = { retriesPerMinute: 10 };
    const at = minutes(1);
    const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
    const looks = await Promise.all([1, 2, 3, 4].map(() => retryDue(pool, ten, at)));
    expect(looks.reduce((sum, look) => sum + look.processed, 0)).toBe(10);
    expect(await retryDue(pool, ten, later(50))).toMatchObject({ processed: 0 });
    expect(await retryDue(pool, ten, later(75))).toMatchObject({ processed: 10 });
    expect(await retryDue(pool, ten, later(76))).toMatchObject({ processed: 0 });
  });
});

describe('what the guard holds', () => {
  const many = (name: string, more: readonly TestRow[] = []): TestRow[] => [
    ...Array.from({ length: 30 }, (_, n): TestRow => [`g${n}`, name, '1', null, 'n', '1']),
    ...more,
  ];
  beforeEach(() => pool.query('DELETE FROM holds'));

  test('of a column is not written by a retry either, and its attempts outlast the hold', async () => {
    const stuck = (name: string): TestRow => ['b0', name, '1', null, 'raise', '1'];
    await openGate(pool, true);
    await sync(many('Sato', [stuck('Sato')]));
    await openGate(pool, false);
    sheet.rows = many('Abe', [['b0', 'Abe', '7', null, 'raise', '1']]);
    expect((await drive(sheet)).finish.verification.notCompared.columns).toMatchObject([{ header: 'name' }]);
    expect(await queuedKeys()).toEqual(['b0']);
    await tick(1);
    expect(await entries()).toMatchObject([{ attempts: 1 }]);
    // The next run compares all columns first, then without the held one: the entry is the same.
    await drive(sheet);
    expect(await entries()).toMatchObject([{ attempts: 1 }]);
    await openGate(pool, true);
    expect(await tick(10)).toMatchObject({ succeeded: 1 });
    const { rows } = await pool.query(`SELECT name, age FROM clients WHERE buyer_number = 'b0'`);
    expect(rows).toEqual([{ name: 'Sato', age: 7 }]);
  });

  test('of a client that leaves nothing out is not written either', async () => {
    await openGate(pool, true);
    await sync(many('Sato', [['b0', 'Sato', '1', null, 'raise', '1']]));
    await openGate(pool, false);
    sheet.rows = many('Abe', [['b0', 'Abe', '7', null, 'raise', '1']]);
    await drive(sheet, { isNaive: true });
    expect(await queuedKeys()).toEqual(['b0']);
    await openGate(pool, true);
    await tick(1);
    expect((await pool.query(`SELECT name FROM clients WHERE buyer_number = 'b0'`)).rows).toEqual([{ name: 'Sato' }]);
  });

  test('of a whole run is not written by a retry, nor by hand, until a later compare', async () => {
    await sync(many('Sato', [REFUSALS.raised.cells('b0')]));
    await openGate(pool, true);
    sheet.rows = [REFUSALS.raised.cells('b0')];
    expect((await drive(sheet)).finish.receipt.held).toBe(1);
    expect(await tick(1)).toMatchObject({ processed: 0 });
    await expect(retryOne(pool, null, await idOf('b0'), minutes(1))).rejects.toMatchObject({ code: 'retry_waits' });
    expect(await retryCounts(pool)).toMatchObject([{ pending: 1, oldestDueAt: null }]);
    expect(await nameOf('b0')).toBeUndefined();
    await sync(many('Sato', [REFUSALS.raised.cells('b0')]));
    expect(await nameOf('b0')).toBe('Sato');
    expect(await queuedKeys()).toEqual([]);
  });

  test('a row that a schedule leaves to whoever changed it in the database is left by retries too', async () => {
    await sync([['b0', 'Ito', '1', null, 'n', '1']]);
    await sync([['b0', 'Ito', '2', null, 'raise', '1']]);
    await pool.query(`UPDATE clients SET name = 'Mori' WHERE buyer_number = 'b0'`);
    await openGate(pool, true);
    sheet.rows = [['b0', 'Ito', '2', null, 'raise', '1']];
    expect((await drive(sheet, { trigger: 'schedule' })).finish.receipt.held).toBe(1);
    await tick(1);
    expect(await nameOf('b0')).toBe('Mori');
  });
});

test('the page of entries is cut, counted, filtered, and holds no cell', async () => {
  await sync([...Array.from({ length: 5 }, (_, n) => REFUSALS.raised.cells(`b${n}`)), REFUSALS.long.cells('b9')]);
  const filter = { sheetId: sheet.sheetId, status: null, buyerNumber: null, after: null, limit: 4 };
  const first = await retryPage(pool, filter);
  expect([first.retries.length, first.count]).toEqual([4, 6]);
  const [at = '', id = ''] = (first.cursor ?? '').split(',');
  const second = await retryPage(pool, { ...filter, after: [at, id] });
  expect([second.retries.length, second.cursor]).toEqual([2, null]);
  expect([...first.retries, ...second.retries].map(({ buyerNumber }) => buyerNumber).sort()).toEqual([
    'b0',
    'b1',
    'b2',
    'b3',
    'b4',
    'b9',
  ]);
  expect((await retryPage(pool, { ...filter, buyerNumber: 'b9' })).retries).toMatchObject([
    { rowNumber: 7, attempts: 0, status: 'pending', errors: [{ code: 'text_too_long', cell: 'B7', header: 'name' }] },
  ]);
  expect((await retryPage(pool, { ...filter, status: 'failed' })).count).toBe(0);
  expect(JSON.stringify(first)).not.toMatch(/Sato|raise"/);
});

// Whatever is sent twice, late, at once or never: nothing is lost, nothing is double, nothing old lands over new, and counts are right.
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  drive,
  driveToEnd,
  type TestRow,
  type TestRun,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
const HEADERS = ['buyer_number', 'name', 'age'];
let sheet: TestSheet;

beforeAll(async () => {
  await pool.query('CREATE TABLE clients (buyer_number text PRIMARY KEY, name text, age integer)');
  sheet = await bindSheet(server, HEADERS, { table: 'clients' });
});
beforeEach(() => {
  sheet.rows = rows(5);
});
afterEach(() => clearRuns(database, 'clients'));

const rows = (count: number, name = 'Sato'): TestRow[] =>
  Array.from({ length: count }, (_, n) => [`${n}`, name, `${n}`]);

const stored = async () =>
  (await pool.query('SELECT buyer_number, name, age::text FROM clients ORDER BY buyer_number')).rows.map((row) =>
    Object.values(row),
  );
const count = async (table: string) =>
  (await pool.query(`SELECT count(*)::int AS count FROM ${table}`)).rows[0].count as number;
const statusOf = async (run: TestRun) =>
  (await pool.query('SELECT status FROM runs WHERE id = $1', [run.id])).rows[0].status as string;
const takeLeaseAway = () => pool.query(`UPDATE sheets SET lease_heard_at = now() - interval '121 seconds'`);

async function compared(): Promise<{ run: TestRun; round: number; nextBatch: number }> {
  const run = await sheet.open();
  return { run, ...(await run.compare()) };
}

async function expectRefused(
  answer: Promise<{ status: number; body: { code?: string } }>,
  code: string,
): Promise<void> {
  const { status, body } = await answer;
  expect([status, body.code]).toEqual([409, code]);
}

describe('a batch', () => {
  test('sent twice answers the same and writes once', async () => {
    const { run, round, nextBatch } = await compared();
    const first = await run.batch(nextBatch, round, run.allRows());
    const second = await run.batch(nextBatch, round, run.allRows());
    expect(first).toEqual({ inserted: 5, updated: 0, unchanged: 0, rejected: [] });
    expect(second).toEqual(first);
    expect([await count('clients'), await count('row_history'), await count('batches')]).toEqual([5, 5, 1]);
  });

  test('sent twice at once answers the same and writes once', async () => {
    const { run, round, nextBatch } = await compared();
    const answers = await Promise.all(Array.from({ length: 5 }, () => run.batch(nextBatch, round, run.allRows())));
    for (const answer of answers) expect(answer).toEqual({ inserted: 5, updated: 0, unchanged: 0, rejected: [] });
    expect([await count('clients'), await count('row_history'), await count('batches')]).toEqual([5, 5, 1]);
  });

  test('of which four are under way at once is written whole, each of them', async () => {
    sheet.rows = rows(400);
    const { run, round } = await compared();
    const numbers = [0, 1, 2, 3];
    const rowsOf = (n: number) => run.rows(Array.from({ length: 100 }, (_, at) => 2 + n * 100 + at));
    const answers = await Promise.all(numbers.map((n) => run.batch(n, round, rowsOf(n))));
    expect(answers.map((answer) => answer.inserted)).toEqual([100, 100, 100, 100]);
    expect(await run.compare()).toMatchObject({ unchanged: 400, send: [] });
    expect((await run.finish()).receipt).toMatchObject({ read: 400, inserted: 400 });
  });

  test('with an earlier number and other rows is refused, and nothing of it is written', async () => {
    const { run, round, nextBatch } = await compared();
    await run.batch(nextBatch, round, run.rows([2]));
    await expectRefused(run.sendBatch(nextBatch, round, run.rows([3])), 'batch_differs');
    expect(await count('clients')).toBe(1);
  });

  test('whose answer never arrived is sent again and answers as it did', async () => {
    const { run, round, nextBatch } = await compared();
    // The client dies between sending and reading; another execution of it sends the same.
    await run.sendBatch(nextBatch, round, run.allRows());
    const again = await sheet.open({ runId: run.id });
    expect(await again.batch(nextBatch, round, again.allRows())).toMatchObject({ inserted: 5, updated: 0 });
    await again.compare();
    expect((await again.finish()).receipt).toMatchObject({ read: 5, inserted: 5, updated: 0, unchanged: 0 });
  });

  test('of a round that is over is refused and writes nothing', async () => {
    const { run, round, nextBatch } = await compared();
    const late = run.allRows();
    sheet.rows = rows(5, 'newer');
    const next = await run.compare();
    await run.batch(next.nextBatch, next.round, run.allRows());
    await expectRefused(run.sendBatch(next.nextBatch + 1, round, late), 'stale_round');
    expect(next.nextBatch).toBe(nextBatch);
    expect((await stored()).map((row) => row[1])).toEqual(Array(5).fill('newer'));
  });

  test('of a run that lost the sheet is refused and writes nothing', async () => {
    const { run, round, nextBatch } = await compared();
    const late = run.allRows();
    await takeLeaseAway();
    sheet.rows = rows(5, 'newer');
    await drive(sheet);
    await expectRefused(run.sendBatch(nextBatch, round, late), 'lease_lost');
    await expectRefused(sheet.send('POST', run.path('compare'), run.parts()[0]), 'lease_lost');
    await expectRefused(sheet.send('POST', run.path('finish'), {}), 'lease_lost');
    expect(await statusOf(run)).toBe('superseded');
    expect((await stored()).map((row) => row[1])).toEqual(Array(5).fill('newer'));
  });

  test('that already landed is answered as it was, even after the run is over', async () => {
    const { run, round, nextBatch } = await compared();
    const sent = run.allRows();
    const first = await run.batch(nextBatch, round, sent);
    await run.compare();
    await run.finish();
    sheet.rows = rows(5, 'newer');
    await drive(sheet);
    expect(await run.batch(nextBatch, round, sent)).toEqual(first);
    expect((await stored()).map((row) => row[1])).toEqual(Array(5).fill('newer'));
  });

  test('waits for nothing that a taking-over waits for: neither fails', async () => {
    for (let round = 0; round < 10; round++) {
      const old = await sheet.open({ trigger: 'schedule' });
      const first = await old.compare();
      const [taken] = await Promise.all([
        sheet.open(),
        old.sendBatch(first.nextBatch, first.round, old.allRows()),
        sheet.send('POST', old.path('compare'), old.parts()[0]),
      ]);
      expect(await statusOf(old)).toBe('superseded');
      await sheet.ask('POST', taken.path('abandon'), {});
    }
  });
});

describe('a run', () => {
  test('abandoned frees the sheet, and continued goes on where it stood', async () => {
    sheet.rows = rows(150);
    const { run, round, nextBatch } = await compared();
    await run.batch(nextBatch, round, run.allRows().slice(0, 100));
    const stopped = { status: 'abandoned', batches: 1, inserted: 100, updated: 0 };
    expect(await sheet.ask('POST', run.path('abandon'), {})).toEqual(stopped);
    expect(await sheet.ask('POST', run.path('abandon'), {})).toEqual(stopped);
    await expectRefused(run.sendBatch(nextBatch + 1, round, run.allRows().slice(100)), 'run_finished');
    const again = await sheet.open({ runId: run.id });
    const left = await again.compare();
    expect(left).toMatchObject({ unchanged: 100, missing: 50, nextBatch: nextBatch + 1 });
    await again.batch(left.nextBatch, left.round, again.rows(left.send.map((position) => position + 2)));
    await again.compare();
    expect((await again.finish()).receipt).toMatchObject({ read: 150, inserted: 150, unchanged: 0 });
  });

  test('opened twice at once with one id is one run', async () => {
    const runId = crypto.randomUUID();
    for (const mode of ['sync', 'verify'] as const) {
      const id = mode === 'sync' ? runId : crypto.randomUUID();
      const opened = await Promise.all(Array.from({ length: 4 }, () => sheet.open({ runId: id, mode })));
      expect(new Set(opened.map((run) => run.id))).toEqual(new Set([id]));
    }
    expect(await count('runs')).toBe(2);
  });

  test('of another sheet keeps its id to itself', async () => {
    await pool.query('CREATE TABLE elsewhere (buyer_number text PRIMARY KEY)');
    const other = await bindSheet(server, ['buyer_number'], { table: 'elsewhere' });
    const run = await sheet.open();
    await expectRefused(other.send('POST', '/v1/runs', other.openBody({ runId: run.id })), 'run_id_taken');
  });

  test('of a sheet that is being synced is told by whom, since when, and from when it may take over', async () => {
    const run = await sheet.open();
    await run.compare();
    const answer = await sheet.send<{ code: string; params: Record<string, string> }>(
      'POST',
      '/v1/runs',
      sheet.openBody(),
    );
    expect([answer.status, answer.body.code]).toEqual([409, 'sheet_busy']);
    const { who, since, lastHeard, takeOverAt } = answer.body.params;
    expect(who).toBe('an editor (sidebar)');
    const times = (
      await pool.query(`SELECT r.started_at, s.lease_heard_at FROM runs r, sheets s WHERE s.lease_run_id = r.id`)
    ).rows[0];
    const seconds = (time: Date) => Math.floor(time.getTime() / 1000) * 1000;
    expect(Date.parse(since ?? '')).toBe(seconds(times.started_at));
    expect(Date.parse(lastHeard ?? '')).toBe(seconds(times.lease_heard_at));
    expect(Date.parse(takeOverAt ?? '')).toBe(seconds(times.lease_heard_at) + 120_000);
    // The one that is told so changes nothing for the one that works.
    expect(await run.compare()).toMatchObject({ round: 2 });
  });

  test('of a verify needs no lease and disturbs no sync', async () => {
    const { run, round, nextBatch } = await compared();
    const { finish } = await drive(sheet, { mode: 'verify' });
    expect(finish).toMatchObject({
      status: 'completed_with_problems',
      verification: { completeness: { missingCount: 5 } },
    });
    expect(finish.receipt).toMatchObject({ read: 5, inserted: 0, unchanged: 5 });
    expect(await run.batch(nextBatch, round, run.allRows())).toMatchObject({ inserted: 5 });
  });

  test('of a verify that ends and is stopped at once does either, and neither fails', async () => {
    for (let times = 0; times < 10; times++) {
      const run = await sheet.open({ mode: 'verify' });
      await run.compare();
      const [finished, stopped] = await Promise.all(
        ['finish', 'abandon'].map((verb) => sheet.send<{ code: string }>('POST', run.path(verb), {})),
      );
      const ended = finished?.status === 200 ? stopped : finished;
      expect([finished?.status, stopped?.status].sort()).toEqual([200, 409]);
      expect(ended?.body.code).toBe('run_finished');
    }
  });

  test('of a person takes a schedule’s sheet at once, and that one ends superseded; its batches stay', async () => {
    const scheduled = await sheet.open({ trigger: 'schedule' });
    const { round, nextBatch } = await scheduled.compare();
    await scheduled.batch(nextBatch, round, scheduled.rows([2, 3]));
    const { finish } = await drive(sheet);
    expect(finish.receipt).toMatchObject({ inserted: 3, unchanged: 2 });
    expect(await statusOf(scheduled)).toBe('superseded');
    await expectRefused(scheduled.sendBatch(nextBatch + 1, round, scheduled.rows([4])), 'lease_lost');
    await expectRefused(
      sheet.send('POST', '/v1/runs', sheet.openBody({ runId: scheduled.id, trigger: 'schedule' })),
      'run_finished',
    );
  });

  test('of a schedule or a script waits for a person’s, and for each other', async () => {
    for (const [holder, comer] of [
      ['sidebar', 'schedule'],
      ['sidebar', 'api'],
      ['api', 'schedule'],
      ['schedule', 'api'],
      ['api', 'sidebar'],
    ] as const) {
      const run = await sheet.open({ trigger: holder });
      await expectRefused(sheet.send('POST', '/v1/runs', sheet.openBody({ trigger: comer })), 'sheet_busy');
      await sheet.ask('POST', run.path('abandon'), {});
    }
  });

  test('not heard of for 120 seconds loses its sheet to the next that asks, and keeps it until then', async () => {
    const { run, round, nextBatch } = await compared();
    await takeLeaseAway();
    await run.batch(nextBatch, round, run.rows([2]));
    await takeLeaseAway();
    const next = await sheet.open({ trigger: 'schedule' });
    expect(await statusOf(run)).toBe('superseded');
    await expectRefused(run.sendBatch(nextBatch + 1, round, run.rows([3])), 'lease_lost');
    expect(await next.compare()).toMatchObject({ unchanged: 1, missing: 4 });
  });

  test('keeps its sheet by being heard of', async () => {
    const { run, round, nextBatch } = await compared();
    await pool.query(
      `UPDATE sheets SET lease_heard_at = now() - interval '119 seconds'; UPDATE runs SET heard_at = now() - interval '119 seconds'`,
    );
    await run.batch(nextBatch, round, run.rows([2]));
    const { rows: heard } = await pool.query(
      `SELECT lease_heard_at > now() - interval '10 seconds' AS recent FROM sheets WHERE lease_run_id IS NOT NULL`,
    );
    expect(heard).toEqual([{ recent: true }]);
    await expectRefused(sheet.send('POST', '/v1/runs', sheet.openBody()), 'sheet_busy');
  });

  test('finished twice answers the same', async () => {
    const { run, round, nextBatch } = await compared();
    await run.batch(nextBatch, round, run.allRows());
    await run.compare();
    const [first, twin] = await Promise.all([run.finish(), run.finish()]);
    expect(twin).toEqual(first);
    sheet.rows = rows(9);
    await drive(sheet);
    expect(await run.finish()).toEqual(first);
    await pool.query('ALTER TABLE clients ADD COLUMN later text');
    expect(await run.finish()).toEqual(first);
    await pool.query('ALTER TABLE clients DROP COLUMN later');
  });

  test('finished without a closing compare speaks of what is there now, not of what was', async () => {
    const { run, round, nextBatch } = await compared();
    await run.batch(nextBatch, round, run.rows([2, 3]));
    await pool.query(`UPDATE clients SET name = 'drifted' WHERE buyer_number = '0'`);
    const { status, receipt, verification } = await run.finish();
    expect(status).toBe('completed_with_problems');
    expect(receipt).toMatchObject({ read: 5, inserted: 2, unchanged: 3 });
    expect(verification.completeness).toEqual({
      complete: false,
      missingCount: 3,
      missingBuyerNumbers: ['2', '3', '4'],
      causes: { never_synced: 3 },
    });
    expect(verification.accuracy).toMatchObject({ accurate: false, sampleSize: 2 });
  });

  test('finished with nothing sent does not say that it is done', async () => {
    const { run } = await compared();
    const { status, verification } = await run.finish();
    expect([status, verification.verdict, verification.completeness.missingCount]).toEqual([
      'completed_with_problems',
      'not_in_step',
      5,
    ]);
  });

  test('whose staged rows were lost in a crash is asked to compare again', async () => {
    const { run, round, nextBatch } = await compared();
    await run.batch(nextBatch, round, run.allRows());
    await pool.query('TRUNCATE compare_parts');
    await expectRefused(sheet.send('POST', run.path('finish'), {}), 'compare_needed');
    await run.compare();
    expect((await run.finish()).status).toBe('completed');
  });
});

describe('the table under a run', () => {
  afterEach(() =>
    pool.query('ALTER TABLE clients DROP COLUMN IF EXISTS fresh; ALTER TABLE clients ALTER COLUMN age TYPE integer'),
  );

  test.each([
    ['a column more', 'ALTER TABLE clients ADD COLUMN fresh text'],
    ['another type', 'ALTER TABLE clients ALTER COLUMN age TYPE bigint'],
    [
      'a trigger',
      'CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$; CREATE TRIGGER t BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION nothing()',
    ],
    ['no trigger again', 'DROP TRIGGER t ON clients; DROP FUNCTION nothing'],
  ])('changed by %s ends it, and the next run goes on at once', async (_what, change) => {
    const { run, round, nextBatch } = await compared();
    await run.batch(nextBatch, round, run.rows([2]));
    await pool.query(change);
    await expectRefused(run.sendBatch(nextBatch + 1, round, run.rows([3])), 'contract_changed');
    await expectRefused(sheet.send('POST', run.path('compare'), run.parts()[0]), 'contract_changed');
    await expectRefused(sheet.send('POST', run.path('finish'), {}), 'contract_changed');
    const { finish } = await drive(sheet);
    expect(finish).toMatchObject({ status: 'completed', receipt: { inserted: 4, unchanged: 1 } });
    expect(await statusOf(run)).toBe('contract_changed');
  });

  test('without its unique index ends the run as a changed contract, not as a row’s fault', async () => {
    const { run, round, nextBatch } = await compared();
    await pool.query('ALTER TABLE clients DROP CONSTRAINT clients_pkey');
    await expectRefused(run.sendBatch(nextBatch, round, run.allRows()), 'contract_changed');
    await pool.query('ALTER TABLE clients ADD PRIMARY KEY (buyer_number)');
  });
});

describe('the sheet between rounds', () => {
  test('sorted: rows whose key moved are left to the next round, and all land', async () => {
    sheet.rows = rows(250);
    let sorted = false;
    const { finish, compares } = await drive(sheet, {
      before: ({ kind }) => {
        if (kind !== 'batches' || sorted) return;
        sorted = true;
        sheet.rows = [...sheet.rows].reverse();
      },
    });
    expect(finish).toMatchObject({ status: 'completed', receipt: { inserted: 250 } });
    expect(compares.length).toBe(3);
    expect(await count('clients')).toBe(250);
  });

  test('edited after it was sent: the newer value goes in the next round', async () => {
    let edits = 0;
    const { finish } = await drive(sheet, {
      before: ({ kind }) => {
        if (kind === 'compare' && edits++ === 1) sheet.rows = rows(7, 'edited');
      },
    });
    expect(finish).toMatchObject({ status: 'completed', receipt: { inserted: 7, updated: 0 } });
    expect(await stored()).toEqual(sheet.rows);
  });

  test('edited and edited back: what is in the sheet at the end is in the database', async () => {
    const names = ['first', 'second', 'first'];
    let round = 0;
    const { finish } = await drive(sheet, {
      before: ({ kind }) => {
        if (kind === 'compare') sheet.rows = rows(3, names[round++] ?? 'first');
      },
    });
    expect(finish).toMatchObject({ status: 'completed', receipt: { inserted: 3 } });
    expect(await stored()).toEqual(sheet.rows);
  });

  test('that never rests is sent three times, and then told as it is', async () => {
    let edits = 0;
    const { finish, compares, batches } = await drive(sheet, {
      before: ({ kind }) => {
        if (kind === 'compare') sheet.rows = rows(3, `edit ${edits++}`);
      },
    });
    expect([compares.length, batches.length]).toEqual([4, 3]);
    expect(compares.map((compare) => compare.send.length)).toEqual([3, 3, 3, 0]);
    expect(finish).toMatchObject({ status: 'completed_with_problems', verification: { verdict: 'not_in_step' } });
    expect(finish.verification.accuracy.mismatches.map(({ field, cause }) => [field, cause])).toEqual(
      Array(3).fill(['name', 'edited_in_sheet']),
    );
  });

  test('a row accepted that another writer changes at once is not sent for ever, and named', async () => {
    let compares = 0;
    const { finish, batches } = await drive(sheet, {
      before: async ({ kind }) => {
        if (kind === 'compare' && compares++ > 0)
          await pool.query(`UPDATE clients SET name = 'theirs' WHERE buyer_number = '1'`);
      },
    });
    expect(batches.length).toBe(1);
    expect(finish.verification.accuracy.mismatches).toEqual([
      expect.objectContaining({
        cell: 'B3',
        spreadsheetValue: 'Sato',
        databaseValue: 'theirs',
        cause: 'changed_by_another_writer',
      }),
    ]);
  });

  test('rows put in and taken out while batches are under way are neither lost nor double', async () => {
    sheet.rows = rows(300);
    let waves = 0;
    const { finish } = await drive(sheet, {
      before: ({ kind }) => {
        if (kind === 'batches' && waves++ === 0)
          sheet.rows = [
            ['new 1', 'x', '1'],
            ...sheet.rows.slice(0, 120),
            ['new 2', 'x', '2'],
            ...sheet.rows.slice(130),
          ];
      },
    });
    expect(finish.status).toBe('completed');
    expect(await count('clients')).toBe(292);
    expect(finish.receipt).toMatchObject({ read: 292, inserted: 292 });
  });
});

describe('the parts of a compare', () => {
  beforeEach(() => {
    sheet.rows = rows(25);
  });

  test('are one compare, in any size', async () => {
    for (const size of [1, 7, 25, 100]) {
      const run = await sheet.open();
      const answer = await run.compare(size);
      expect(answer).toMatchObject({ missing: 25, send: Array.from({ length: 25 }, (_, n) => n) });
      await sheet.ask('POST', run.path('abandon'), {});
    }
    expect((await drive(sheet, { partSize: 4 })).finish).toMatchObject({
      status: 'completed',
      receipt: { inserted: 25 },
    });
  });

  test('sent twice count once, in whatever order they come', async () => {
    const run = await sheet.open();
    const parts = run.parts(10);
    const last = parts.at(-1);
    for (const part of [1, 0, 1, 0, 0])
      expect(await sheet.ask('POST', run.path('compare'), parts[part])).toEqual({ accepted: true });
    expect(await sheet.ask('POST', run.path('compare'), last)).toMatchObject({ missing: 25, unchanged: 0 });
  });

  test('are asked for again where one is missing', async () => {
    const run = await sheet.open();
    const parts = run.parts(10);
    await sheet.ask('POST', run.path('compare'), parts[0]);
    await expectRefused(sheet.send('POST', run.path('compare'), parts[2]), 'parts_missing');
    await sheet.ask('POST', run.path('compare'), parts[1]);
    expect(await sheet.ask('POST', run.path('compare'), parts[2])).toMatchObject({ missing: 25 });
  });

  test('read from a sheet that was sorted meanwhile start again from the first', async () => {
    const run = await sheet.open();
    const before = run.parts(10);
    await sheet.ask('POST', run.path('compare'), before[0]);
    sheet.rows = [...sheet.rows].reverse();
    const after = run.parts(10);
    await expectRefused(sheet.send('POST', run.path('compare'), after[1]), 'sheet_moved');
    await expectRefused(sheet.send('POST', run.path('compare'), after[2]), 'parts_missing');
    for (const part of after.slice(0, 2)) await sheet.ask('POST', run.path('compare'), part);
    expect(await sheet.ask('POST', run.path('compare'), after[2])).toMatchObject({ missing: 25 });
  });

  test('need not be read again where the answer to the last one was lost: it is sent again and answered', async () => {
    const run = await sheet.open();
    const parts = run.parts(10);
    for (const part of parts.slice(0, 2)) await sheet.ask('POST', run.path('compare'), part);
    const lost = await sheet.ask<{ round: number }>('POST', run.path('compare'), parts[2]);
    const again = await sheet.ask<{ round: number }>('POST', run.path('compare'), parts[2]);
    expect(again).toEqual({ ...lost, round: lost.round + 1 });
    await run.batch(0, again.round, run.allRows());
    await expectRefused(sheet.send('POST', run.path('compare'), parts[2]), 'parts_missing');
    await run.compare(10);
    expect((await run.finish()).receipt).toMatchObject({ read: 25, inserted: 25 });
  });

  test('are read again where the last one that comes is not the one that came before', async () => {
    const run = await sheet.open();
    for (const part of run.parts(10)) await sheet.ask('POST', run.path('compare'), part);
    sheet.rows = [...sheet.rows.slice(0, 24), ['25', 'another', null]];
    await expectRefused(sheet.send('POST', run.path('compare'), run.parts(10)[2]), 'parts_missing');
  });

  test('left over from a longer compare do not count in a shorter one', async () => {
    const run = await sheet.open();
    for (const part of run.parts(5).slice(0, 4)) await sheet.ask('POST', run.path('compare'), part);
    expect(await run.compare()).toMatchObject({ missing: 25 });
    await run.batch(0, 1, run.allRows());
    await run.compare();
    expect((await run.finish()).receipt).toMatchObject({ read: 25 });
  });
});

test('two clients that speak at once end in step, whoever is refused', async () => {
  sheet.rows = rows(120);
  const ends = await Promise.all(Array.from({ length: 4 }, () => driveToEnd(sheet, { trigger: 'api' })));
  expect(ends.filter((end) => end.finish !== null).length).toBe(1);
  for (const { problem, finish } of ends) if (finish === null) expect(problem?.code).toBe('sheet_busy');
  expect(await count('clients')).toBe(120);
});

test('two tabs that swap their names are still each its own sheet', async () => {
  const tabs = [];
  for (const [at, name] of ['north', 'south'].entries()) {
    await pool.query(`CREATE TABLE ${name} (buyer_number text PRIMARY KEY)`);
    const tab = await bindSheet(server, ['buyer_number'], { table: name });
    tab.rows = [[name]];
    const { runId } = await tab.ask<{ runId: string }>('POST', '/v1/runs', tab.openBody({ sheetGid: at }));
    await tab.ask('POST', `/v1/runs/${runId}/abandon`, {});
    tabs.push(tab);
  }
  for (const [at, name] of ['south', 'north'].entries()) {
    const opened = await tabs[at]?.ask<{ runId: string }>(
      'POST',
      '/v1/runs',
      tabs[at].openBody({ sheetGid: at, sheetName: name }),
    );
    expect(opened?.runId).toMatch(/^[\da-f-]{36}$/);
  }
  const { rows: named } = await pool.query(
    `SELECT target_table, sheet_name FROM sheets WHERE sheet_gid IS NOT NULL ORDER BY sheet_gid`,
  );
  expect(named).toEqual([
    { target_table: 'north', sheet_name: 'south' },
    { target_table: 'south', sheet_name: 'north' },
  ]);
});

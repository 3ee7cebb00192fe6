// Several clients of one sheet asking at once: an execution that was killed leaves a request under way when the next call of its
// person comes, a window that was taken over does not know it yet, and the clock has its own run.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { CompareAnswer, Mode, OpenRunAnswer, Problem } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import { bindSheet, CASES, clearRuns, TestRun, type TestSheet, testServer } from '../../support/protocol-client.ts';

const database = await testDatabase();
const server = testServer(database);
const HEADERS = ['buyer_number', 'name', 'email', 'age'];
/** More than the guard lets pass unasked. */
const SIZE = 24;
const BATCH = 12;
let sheet: TestSheet;

beforeAll(async () => {
  await database.pool.query(
    'CREATE TABLE people (buyer_number text PRIMARY KEY, name text, email text UNIQUE, age integer CHECK (age < 200))',
  );
  sheet = await bindSheet(server, HEADERS, { table: 'people' });
});

/** What the sheet holds: as it was, a column emptied, values that change places, or most buyers gone and some of the new ones refused. */
const VERSIONS = [
  (n: number) => [`K${n}`, `name ${n}`, `${n}@example.com`, '30'],
  (n: number) => [`K${n}`, null, `${n}@example.com`, '30'],
  (n: number) => [`K${n}`, `name ${n}`, `${(n + 1) % SIZE}@example.com`, '31'],
  (n: number) => [`K${n < 3 ? n : 100 + n}`, `name ${n}`, `${n}@example.com`, n % 5 === 0 ? '999' : '30'],
];
const rowsOf = (version: number) =>
  Array.from({ length: SIZE }, (_, n) => (VERSIONS[version] ?? (() => []))(n) as (string | null)[]);

/** What is known to all clients, as far as any of them was told. */
interface World {
  readonly runs: readonly { readonly id: string; readonly mode: Mode }[];
  opened: OpenRunAnswer | null;
  round: number;
  sample: readonly number[];
}

interface Ask {
  readonly kind: keyof typeof ASKS;
  readonly run: number;
  /** Which of several ways to ask. */
  readonly way: number;
}

type Request = readonly [method: string, path: string, body?: unknown];

/** Null for what is no request. */
const ASKS = {
  open: (world: World, { run, way }: Ask): Request => {
    const { id: runId, mode } = world.runs[run] ?? { id: '', mode: 'sync' };
    const headers = way === 3 ? ['buyer_number', 'email', 'name', 'note'] : HEADERS;
    const trigger = way === 1 ? 'schedule' : 'sidebar';
    return ['POST', '/v1/runs', sheet.openBody({ runId, mode, trigger, headers })];
  },
  compare: (world: World, { run, way }: Ask): Request => {
    const client = clientOf(world, run);
    const parts = client.parts(way < 2 ? undefined : BATCH);
    return ['POST', client.path('compare'), parts[way === 3 ? parts.length - 1 : 0]];
  },
  batch: (world: World, { run, way }: Ask): Request => {
    const client = clientOf(world, run);
    const rows = client.allRows().slice(way * 4, way * 4 + BATCH);
    return ['PUT', client.path(`batches/${way}`), { round: world.round, rows }];
  },
  values: (world: World, { run, way }: Ask): Request => {
    const client = clientOf(world, run);
    return ['PUT', client.path(`values/${way % 2}`), { rows: client.allRows() }];
  },
  sample: (world: World, { run }: Ask): Request => {
    const client = clientOf(world, run);
    const rows = client.rows(world.sample.map((position) => position + 2));
    return ['POST', client.path('sample'), { round: world.round, rows }];
  },
  end: (world: World, { run, way }: Ask): Request => {
    const verb = ['finish', 'finish', 'abandon', 'finish'][way] ?? 'finish';
    return ['POST', clientOf(world, run).path(verb), {}];
  },
  decide: (world: World, { run, way }: Ask): Request => {
    const verb = way % 2 === 0 ? 'release' : 'discard';
    return ['POST', clientOf(world, run).path(verb), {}];
  },
  look: (world: World, { run, way }: Ask): Request => [
    'GET',
    way < 2 ? '/v1/sheet' : clientOf(world, run).path('errors'),
  ],
  answer: (_: World, { way }: Ask): Request => {
    const answers = [{ index: 1, decision: way < 2 ? 'column' : 'never', ...(way < 2 ? { column: 'name' } : {}) }];
    return ['PUT', '/v1/sheet/headers', { headerRow: 1, headers: HEADERS, answers }];
  },
  edit: (_: World, { way }: Ask): null => {
    sheet.rows = rowsOf(way);
    return null;
  },
};

const clientOf = ({ opened, runs }: World, run: number): TestRun => {
  if (opened === null) throw new Error('each case opens a run before the clients begin');
  return new TestRun(sheet, { ...opened, runId: runs[run]?.id ?? '' });
};

/** What writes comes twice as often. */
const KINDS = (Object.keys(ASKS) as (keyof typeof ASKS)[]).concat('compare', 'batch', 'end');
const ask: fc.Arbitrary<Ask> = fc.record({
  kind: fc.constantFrom(...KINDS),
  run: fc.constantFrom(0, 0, 0, 1),
  way: fc.nat(3),
});

async function perform(world: World, what: Ask): Promise<number> {
  const request = ASKS[what.kind](world, what);
  if (request === null) return 200;
  const { status, body } = await sheet.send<Partial<CompareAnswer & OpenRunAnswer & Problem>>(...request);
  if (status === 201) world.opened = body as OpenRunAnswer;
  if (body.round !== undefined && body.send !== undefined)
    Object.assign(world, { round: body.round, sample: body.sample });
  return status;
}

/** The sheet has been synced before where `before` says so; then run 0 is open, and where `compared` says so, compared. */
async function begin(modes: readonly Mode[], before: boolean, compared: boolean): Promise<World> {
  await clearRuns(database, 'people', 'header_places', 'sheet_headers');
  sheet.rows = rowsOf(0);
  const world: World = {
    runs: modes.map((mode) => ({ id: crypto.randomUUID(), mode })),
    opened: null,
    round: 1,
    sample: [],
  };
  const one = (kind: Ask['kind'], way = 0) => perform(world, { kind, run: 0, way });
  if (before) {
    const first = await sheet.open();
    const { round, nextBatch } = await first.compare();
    await first.batch(nextBatch, round, first.allRows());
    await first.compare();
    await first.finish();
    sheet.rows = rowsOf(1);
  }
  await one('open');
  if (compared) await one('compare');
  // Long enough ago that each request writes down that the run lives.
  await database.pool.query(`UPDATE runs SET heard_at = heard_at - interval '5 seconds'`);
  return world;
}

/** Some 8 s, and many times that on a busy machine: a case begins with a sync of its own, so that the guard has something to go by. */
test('Property: whatever clients of one sheet ask at once, no answer is a failure of the server', async () => {
  const modes = fc.tuple(fc.constantFrom<Mode[]>('sync', 'sync', 'verify'), fc.constantFrom<Mode[]>('sync', 'verify'));
  const clients = fc.array(fc.array(ask, { minLength: 2, maxLength: 6 }), { minLength: 2, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(modes, fc.boolean(), fc.boolean(), clients, async (of, before, compared, asked) => {
      server.logged.length = 0;
      const world = await begin(of, before, compared);
      const statuses = await Promise.all(
        asked.map(async (asks) => {
          const told: number[] = [];
          for (const what of asks) told.push(await perform(world, what));
          return told;
        }),
      );
      expect(
        statuses.flat().filter((status) => status >= 500),
        JSON.stringify(server.logged),
      ).toEqual([]);
    }),
    { numRuns: CASES },
  );
}, 240_000);

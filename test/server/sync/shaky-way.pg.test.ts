// A bad line and a busy sheet at once: answers lost, requests lost, doubled and together, rows sorted, edited, put in and taken out
// between any two requests. What the run says at its end is true all the same.
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import {
  type Answer,
  bindSheet,
  CASES,
  clearRuns,
  driveToEnd,
  expectClosed,
  type TestRow,
  TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
let bound: TestSheet;

beforeAll(async () => {
  await pool.query('CREATE TABLE clients (buyer_number text PRIMARY KEY, name text, age integer)');
  bound = await bindSheet(server, ['buyer_number', 'name', 'age'], { table: 'clients' });
});
afterEach(() => clearRuns(database, 'clients'));

type Fate = 'arrives' | 'twice' | 'together' | 'answer lost' | 'request lost';

/** What a broken line looks like to a client: nobody answered, try again. */
const LOST = { status: 503, headers: new Headers(), body: { code: 'unreachable', detail: '', params: {} } };

class ShakySheet extends TestSheet {
  readonly fates: Fate[] = [];

  override async send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const fate = this.fates.shift() ?? 'arrives';
    if (fate === 'request lost') return LOST as Answer<T>;
    const answers = [super.send<T>(method, path, body)];
    if (fate === 'together') answers.push(super.send<T>(method, path, body));
    const [first, second] = await Promise.all(answers);
    if (fate === 'twice') return super.send<T>(method, path, body);
    return fate === 'answer lost' ? (LOST as Answer<T>) : (second ?? (first as Answer<T>));
  }
}

type Edit = readonly [kind: 'sort' | 'change' | 'put in' | 'take out' | 'double', at: number, value: string];

function edited(rows: readonly TestRow[], [kind, at, value]: Edit): TestRow[] {
  const cells = rows.map((row) => [...(row as readonly (string | null)[])]);
  const index = at % Math.max(1, cells.length);
  if (kind === 'sort')
    return cells.toSorted((a, b) => (at % 2 === 0 ? 1 : -1) * String(a[1]).localeCompare(String(b[1])));
  if (kind === 'put in') return [...cells.slice(0, index), [`new ${value}`, value, '1'], ...cells.slice(index)];
  if (kind === 'take out') return cells.toSpliced(index, 1);
  if (kind === 'double') return [...cells, ...cells.slice(index, index + 1)];
  return cells.map((row, n) => (n === index ? [row[0] ?? null, value, row[2] ?? null] : row));
}

const someFate = fc.constantFrom<Fate>(
  'arrives',
  'arrives',
  'arrives',
  'twice',
  'together',
  'answer lost',
  'request lost',
);
const someEdit = fc.tuple(
  fc.constantFrom('sort', 'change', 'put in', 'take out', 'double'),
  fc.nat(400),
  fc.stringMatching(/^[a-z]{3}$/),
);
const name = fc.constantFrom('Sato', 'Abe', 'Kimura', null);
const someCase = fc.record({
  rows: fc.array(name, { minLength: 1, maxLength: 20 }),
  seeded: fc.array(name, { maxLength: 20 }),
  // Batches hold 100 rows: with as many more that rest, several are under way.
  resting: fc.constantFrom(0, 0, 0, 0, 0, 130),
  fates: fc.array(someFate, { maxLength: 25 }),
  edits: fc.array(fc.tuple(fc.nat({ max: 12 }), someEdit), { maxLength: 5 }),
  partSize: fc.constantFrom(3, 50, 1000),
});

const keyed = (rows: readonly TestRow[]) =>
  Map.groupBy(rows as readonly (readonly (string | null)[])[], (row) => row[0] ?? null);

// A case is a run of up to four rounds and many requests, some of them again: a hundred take longer than five seconds.
test('whatever is lost, doubled, sorted or edited on the way, nothing is lost, double or mixed, and the verdict is true', async () => {
  const ends = { passed: 0, not: 0, stopped: 0 };
  await fc.assert(
    fc
      .asyncProperty(someCase, async ({ rows, seeded, resting, fates, edits, partSize }) => {
        const sheet = new ShakySheet(server, bound, bound.headers);
        sheet.fates.push(...fates);
        sheet.rows = [
          ...rows.map((text, n) => [`${n}`, text, `${n}`]),
          ...Array.from({ length: resting }, (_, n) => [`r${n}`, 'x', null]),
        ];
        const before = new Map(seeded.map((text, n) => [`${2 * n}`, [`${2 * n}`, text, `${n}`]]));
        await pool.query(
          `INSERT INTO clients SELECT x->>0, x->>1, (x->>2)::int FROM jsonb_array_elements($1::jsonb) AS e(x)`,
          [JSON.stringify([...before.values()])],
        );
        const everSeen = new Set([...sheet.rows, ...before.values()].map((row) => JSON.stringify(row)));
        let compared: readonly TestRow[] = [];
        let asked = 0;
        const { finish, problem } = await driveToEnd(sheet, {
          partSize,
          before: (request) => {
            for (const [, edit] of edits.filter(([at]) => at === asked)) sheet.rows = edited(sheet.rows, edit);
            asked++;
            for (const row of sheet.rows) everSeen.add(JSON.stringify(row));
            const inner = request.kind === 'wait' ? request.then : request;
            if (inner.kind === 'compare') compared = sheet.rows;
          },
        });
        const { rows: stored } = await pool.query({
          text: 'SELECT buyer_number, name, age::text FROM clients',
          rowMode: 'array',
        });
        // Every row is one that the sheet, or the database before, held whole.
        for (const row of stored) expect(everSeen.has(JSON.stringify(row)), JSON.stringify(row)).toBe(true);
        expect(stored.length).toBeGreaterThanOrEqual(before.size);
        if (finish === null) {
          expect(problem?.code).toBe('unreachable');
          ends.stopped++;
          return;
        }
        const { receipt, verification, status } = finish;
        expectClosed(receipt);
        expect(receipt.read).toBe(compared.length);
        const inDatabase = new Map(stored.map((row) => [row[0], row]));
        const inSheet = keyed(compared);
        const doubled = [...inSheet.values()].filter((copies) => copies.length > 1);
        const single = [...inSheet].filter(([, copies]) => copies.length === 1);
        const equal = single.filter(
          ([key, copies]) => JSON.stringify(inDatabase.get(key)) === JSON.stringify(copies[0]),
        );
        const missing = [...inSheet.keys()].filter((key) => !inDatabase.has(key));
        expect(receipt.duplicate).toBe(doubled.flat().length);
        expect(receipt.inserted).toBe(single.filter(([key]) => inDatabase.has(key) && !before.has(String(key))).length);
        expect(verification.completeness.missingCount).toBe(missing.length);
        expect(verification.accuracy.sampleSize).toBe(single.filter(([key]) => inDatabase.has(key)).length);
        expect(verification.passed).toBe(equal.length === inSheet.size);
        expect(status).toBe(verification.passed ? 'completed' : 'completed_with_problems');
        ends[verification.passed ? 'passed' : 'not']++;
      })
      .afterEach(() => clearRuns(database, 'clients')),
    { numRuns: CASES },
  );
  expect(ends.passed, JSON.stringify(ends)).toBeGreaterThan(CASES / 4);
}, 120_000);

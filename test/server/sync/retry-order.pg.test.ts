// Order under retry: whatever is pushed, edited back, refused, mended and tried again, in whatever order, the database ends with
// the newest value that was accepted.
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { retryDue, retryOne } from '../../../server/sync/retry-tick.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  CASES,
  clearRuns,
  drive,
  driveToEnd,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';
import { openGate } from '../../support/refusals.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database, 'warn');
const SETTINGS = { retriesPerMinute: 100_000 };
let sheet: TestSheet;

beforeAll(async () => {
  await pool.query(`
    CREATE TABLE gate (open boolean NOT NULL);
    INSERT INTO gate VALUES (true);
    CREATE TABLE clients (buyer_number text PRIMARY KEY, name varchar(8));
    CREATE TABLE audit (n bigserial PRIMARY KEY, key text NOT NULL, name text);
    CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF new.name LIKE 'r%' AND NOT (SELECT open FROM gate) THEN RAISE EXCEPTION 'refused'; END IF;
      RETURN new;
    END $$;
    CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION gate();
    -- Its numbers are given while the buyer is locked: they rise in the order in which a buyer is written.
    CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO audit (key, name) VALUES (new.buyer_number, new.name); RETURN NULL; END $$;
    CREATE TRIGGER audit AFTER INSERT OR UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION audit()`);
  sheet = await bindSheet(server, ['buyer_number', 'name'], { table: 'clients' });
});
afterEach(() => clean());

async function clean(): Promise<void> {
  await clearRuns(database, 'clients', 'audit');
  await pool.query('ALTER TABLE clients ALTER COLUMN name TYPE varchar(8)');
  await openGate(pool, true);
}

const KEYS = ['a', 'b'] as const;
/** Taken always, while the gate is open, and while the column takes long texts. */
const VALUES = ['s1', 's2', 'r1', 'r2', 'long text 1', 'long text 2'] as const;
type Value = (typeof VALUES)[number];

type Step =
  | { readonly kind: 'edit'; readonly key: string; readonly value: Value | null }
  | { readonly kind: 'sync' | 'compare' | 'retry' | 'gate' | 'width' }
  | { readonly kind: 'by hand'; readonly key: string };

const only = <K extends string>(kind: K) => fc.constant({ kind });
const someStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      key: fc.constantFrom(...KEYS),
      value: fc.option(fc.constantFrom(...VALUES), { freq: 8 }),
    }),
  },
  { weight: 8, arbitrary: only('sync' as const) },
  { weight: 4, arbitrary: only('retry' as const) },
  { weight: 4, arbitrary: only('gate' as const) },
  { weight: 2, arbitrary: only('width' as const) },
  { weight: 1, arbitrary: only('compare' as const) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('by hand' as const), key: fc.constantFrom(...KEYS) }),
  },
);

interface Waiting {
  readonly value: Value;
  attempts: number;
  catalog: string;
}

/** What should be so, told without a database. */
class Model {
  readonly inSheet = new Map<string, Value>();
  readonly inTable = new Map<string, Value>();
  readonly queue = new Map<string, Waiting>();
  isOpen = true;
  isWide = false;

  takes(value: Value): boolean {
    if (value.startsWith('r')) return this.isOpen;
    return this.isWide || !value.startsWith('long');
  }

  get catalog(): string {
    return this.isWide ? 'wide' : 'narrow';
  }

  compare(): void {
    for (const [key, { value }] of this.queue) if (this.inSheet.get(key) !== value) this.queue.delete(key);
  }

  sync(): void {
    this.compare();
    for (const [key, value] of this.inSheet) {
      if (this.inTable.get(key) === value) continue;
      const known = this.queue.get(key);
      if (this.takes(value)) this.write(key, value);
      else if (known?.catalog !== this.catalog) this.queue.set(key, { value, attempts: 0, catalog: this.catalog });
    }
  }

  retry(): void {
    for (const [key, entry] of this.queue) {
      if (entry.catalog !== this.catalog) Object.assign(entry, { attempts: 0, catalog: this.catalog });
      if (entry.attempts < 3) this.try(key, entry);
    }
  }

  byHand(key: string): void {
    const entry = this.queue.get(key);
    if (entry === undefined) return;
    Object.assign(entry, { attempts: 0, catalog: this.catalog });
    this.try(key, entry);
  }

  private try(key: string, entry: Waiting): void {
    if (this.takes(entry.value)) this.write(key, entry.value);
    else entry.attempts += 1;
  }

  private write(key: string, value: Value): void {
    this.inTable.set(key, value);
    this.queue.delete(key);
  }
}

async function take(model: Model, step: Step, now: () => Date): Promise<void> {
  switch (step.kind) {
    case 'edit':
      if (step.value === null) model.inSheet.delete(step.key);
      else model.inSheet.set(step.key, step.value);
      sheet.rows = [...model.inSheet];
      return;
    case 'sync':
      model.sync();
      await drive(sheet);
      return;
    case 'compare': {
      model.compare();
      const run = await sheet.open();
      await run.compare();
      await sheet.ask('POST', run.path('abandon'), {});
      return;
    }
    case 'retry':
      model.retry();
      await retryDue(pool, SETTINGS, now());
      return;
    case 'by hand': {
      model.byHand(step.key);
      const { rows } = await pool.query('SELECT id FROM retry_queue WHERE buyer_number = $1', [step.key]);
      if (rows.length > 0) await retryOne(pool, sheet.sheetId, rows[0].id, now());
      return;
    }
    case 'gate':
      model.isOpen = !model.isOpen;
      await openGate(pool, model.isOpen);
      return;
    case 'width':
      // What is stored must fit.
      if (model.isWide && [...model.inTable.values()].some((value) => value.startsWith('long'))) return;
      model.isWide = !model.isWide;
      await pool.query(`ALTER TABLE clients ALTER COLUMN name TYPE varchar(${model.isWide ? 20 : 8})`);
  }
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

async function state() {
  const { rows: table } = await pool.query('SELECT buyer_number AS key, name FROM clients ORDER BY 1');
  const { rows: queue } = await pool.query(
    `SELECT buyer_number AS key, cells->1->>'text' AS value, attempt_count AS attempts, status FROM retry_queue ORDER BY 1`,
  );
  return { table, queue };
}

// Some hundred whole syncs.
test('one after the other: table and queue are at every moment what they should be', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(someStep, { minLength: 8, maxLength: 16 }), async (steps) => {
        const model = new Model();
        let hours = 0;
        for (const step of steps) {
          await take(model, step, () => new Date(Date.now() + ++hours * 3_600_000));
          expect(await state()).toEqual({
            table: sorted(model.inTable).map(([key, name]) => ({ key, name })),
            queue: sorted(model.queue).map(([key, { value, attempts }]) => ({
              key,
              value,
              attempts,
              status: attempts < 3 ? 'pending' : 'failed',
            })),
          });
        }
      })
      .beforeEach(async () => {
        await clean();
        sheet.rows = [];
      }),
    { numRuns: CASES },
  );
}, 240_000);

test('a row edited between its compare and its push is not written over by what was compared', async () => {
  await openGate(pool, false);
  sheet.rows = [['a', 'r1']];
  await drive(sheet);
  const run = await sheet.open();
  const { round, nextBatch } = await run.compare();
  sheet.rows = [['a', 's2']];
  expect(await run.batch(nextBatch, round, run.allRows())).toMatchObject({ inserted: 1 });
  await openGate(pool, true);
  expect(await retryDue(pool, SETTINGS, new Date(Date.now() + 3_600_000))).toMatchObject({ processed: 0 });
  expect(await state()).toEqual({ table: [{ key: 'a', name: 's2' }], queue: [] });
});

const someRace = fc.record({
  /** One before each request of a run: which buyer, and how its new value is met; or none. */
  edits: fc.array(fc.option(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom('s', 'r', 'r', 'long')), { freq: 2 }), {
    minLength: 8,
    maxLength: 24,
  }),
  /** What happens at the same time as each request of the run. */
  beside: fc.array(fc.constantFrom('retry', 'retry', 'two retries', 'by hand', 'nothing'), {
    minLength: 8,
    maxLength: 24,
  }),
  /** At which requests the gate opens or closes, and the column gets wide or narrow. */
  changes: fc.array(fc.constantFrom('gate', 'gate', 'width', 'nothing', 'nothing'), { minLength: 8, maxLength: 24 }),
  runs: fc.integer({ min: 2, max: 4 }),
});

// Some hundred syncs, each with retries beside it.
test('at once: no buyer is ever written with an older value than it had, and at rest sheet and database are equal', async () => {
  await fc.assert(
    fc
      .asyncProperty(someRace, async ({ edits, beside, changes, runs }) => {
        const at = new Date(Date.now() + 3_600_000);
        const values = new Map<string, string>();
        let version = 0;
        const edit = (): void => {
          const next = edits[version++];
          // Numbers rise with every edit, so that older is told from newer.
          if (next) values.set(next[0], `${next[1]} ${String(version).padStart(next[1] === 'long' ? 8 : 2, '0')}`);
          sheet.rows = [...values];
        };
        const running: Promise<unknown>[] = [];
        const next = (): void => {
          edit();
          const what = beside.shift() ?? 'nothing';
          if (what === 'retry' || what === 'two retries') running.push(retryDue(pool, SETTINGS, at));
          if (what === 'two retries') running.push(retryDue(pool, SETTINGS, at));
          if (what === 'by hand') running.push(anyByHand(at));
          const change = changes.shift() ?? 'nothing';
          if (change === 'gate') running.push(pool.query('UPDATE gate SET open = NOT open'));
          if (change === 'width') running.push(widen(version % 2 === 0));
        };
        for (let run = 0; run < runs; run++) {
          await driveToEnd(sheet, { before: next });
          next();
        }
        await Promise.all(running);
        await openGate(pool, true);
        await pool.query('ALTER TABLE clients ALTER COLUMN name TYPE varchar(20)');
        await drive(sheet);
        for (let n = 0; n < 4; n++) await retryDue(pool, SETTINGS, new Date(at.getTime() + n * 3_600_000));
        expect(await state()).toEqual({ table: sorted(values).map(([key, name]) => ({ key, name })), queue: [] });
        const { rows: written } = await pool.query('SELECT key, name FROM audit ORDER BY n');
        for (const key of KEYS) {
          const numbers = written
            .filter((line) => line.key === key)
            .map(({ name }) => Number(name.replace(/^\D+/, '')));
          expect(numbers, key).toEqual(numbers.toSorted((a, b) => a - b));
        }
      })
      .beforeEach(async () => {
        await clean();
        sheet.rows = [];
      }),
    { numRuns: CASES },
  );
}, 240_000);

async function anyByHand(now: Date): Promise<void> {
  const { rows } = await pool.query('SELECT id FROM retry_queue LIMIT 1');
  // It may be written, or wait for a compare, by the time it is asked for.
  if (rows.length > 0)
    await retryOne(pool, null, rows[0].id, now).catch((error) => expect(error).toHaveProperty('code'));
}

/** Narrow again only where what is stored fits. */
async function widen(isWide: boolean): Promise<void> {
  const alter = `ALTER TABLE clients ALTER COLUMN name TYPE varchar(${isWide ? 20 : 8})`;
  await pool.query(alter).catch((error) => expect(['22001', '40P01']).toContain(error.code));
}

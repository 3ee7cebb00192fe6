// People edit, sort, insert and delete rows and columns between any two calls of a sync: no value ever stands in a wrong column or
// a wrong buyer, and after one more sync all is equal, or what is not is named.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { RunReply } from '../../addon/sidebar/answers.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { expandRanges } from '../../shared/row-set.ts';
import type { RowBinding } from '../../shared/sheet-rows.ts';
import { testDatabase } from '../support/database.ts';
import { clearRuns } from '../support/protocol-client.ts';
import {
  COLUMNS,
  type Edit,
  KEY,
  type RestlessColumn,
  RestlessSheet,
  someEdit,
  textColumn,
} from '../support/restless-sheet.ts';
import { type ServedApp, serveApp } from '../support/serve-app.ts';

const SCALE = Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1);
/** Where others may be quicker than the script: each of its reads, and each of its words with the server. */
const BETWEEN = /^(?:Range\.get(?:Value|Display|NumberFormat|Formula)|Sheet\.getLast|UrlFetchApp\.)/;
/** What a person is told when a run ends short of its end, and can begin another. */
const KEYLESS = ['no_key_column', 'no_key_header', 'key_header_doubled', 'empty_sheet'];
const REASONS = ['sheet_moved', 'contract_changed', 'compare_needed', 'stale_round', 'sheet_unreadable', ...KEYLESS];

const database = await testDatabase();
let built: BuiltAddon;
let server: ServedApp;

beforeAll(async () => {
  built = await buildAddon({ outDir: await mkdtemp(join(tmpdir(), 'rollcall-restless-')) });
  server = await serveApp(database.pool);
});
afterAll(async () => {
  for (const { host } of worlds.splice(0)) await host.stop();
  await server.close();
  await rm(built.outDir, { recursive: true });
});

interface World {
  readonly host: Host;
  readonly table: string;
  readonly key: string;
  readonly columns: readonly RestlessColumn[];
}

const worlds: World[] = [];

/** A table that keeps every value it was ever given, and every one that was taken away. `callCostMs` decides how many steps of a run fit one execution. */
async function world(table: string, callCostMs: number, columns: readonly RestlessColumn[]): Promise<World> {
  const typed = columns.filter(({ type }) => type !== null).map(({ header, type }) => `, ${header} ${type}`);
  await database.pool.query(`
    CREATE TABLE ${table} (${KEY} text PRIMARY KEY ${typed.join('')});
    CREATE TABLE ${table}_given (key text, field text, value text);
    CREATE FUNCTION ${table}_watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO ${table}_given SELECT NEW.${KEY}, n.key, n.value FROM jsonb_each_text(to_jsonb(NEW)) AS n
       WHERE n.value IS DISTINCT FROM CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD)->>n.key END;
      RETURN NULL; END $$;
    CREATE TRIGGER watch AFTER INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_watch()`);
  const bound = { spreadsheetId: table, sheetName: 'Restless', table, keyColumn: KEY, scopeColumn: null };
  const { key } = await addSheet(database.pool, bound);
  const sheets = [{ gid: 7, name: 'Restless', rows: [] }];
  const host = await createHost({
    distDir: built.outDir,
    spreadsheet: new Spreadsheet({ id: table, name: 'Book', timeZone: 'Asia/Tokyo', locale: 'ja_JP', sheets }),
    fetchMap: { [built.serverUrl]: server.url },
    assume: { callCostMs },
  });
  worlds.push({ host, table, key, columns });
  return { host, table, key, columns };
}

/** A new sheet, of which the database holds every other buyer with one older value. */
async function begin(
  { host, table, key, columns }: World,
  rows: number,
  hasNumberKeys: boolean,
): Promise<RestlessSheet> {
  const restless = new RestlessSheet(host.spreadsheet.sheet(7), rows, hasNumberKeys, columns);
  const stale = restless
    .rows(restless.binding() ?? expect.unreachable())
    .flatMap((row) => (row.rowNumber % 2 ? [row.key ?? ''] : []));
  for (const one of stale) restless.allow(one, 'alpha', `older/${one}`);
  await clearRuns(database, table, 'sheet_headers', 'header_places');
  await database.pool.query(
    `INSERT INTO ${table} (${KEY}, alpha) SELECT k, 'older/' || k FROM unnest($1::text[]) AS k`,
    [stale],
  );
  await database.pool.query(`DELETE FROM ${table}_given`);
  host.properties('document').clear();
  host.properties('document').set({ 'rollcall.key': key, 'rollcall.header.7': '1' });
  return restless;
}

async function run(host: Host, mode: string): Promise<RunReply[]> {
  const replies: RunReply[] = [];
  const ask = async (name: string, argument: unknown): Promise<RunReply> => {
    const result = await host.run(name, [argument, 'window']);
    if (!result.ok) throw new Error(result.error.message);
    replies.push(result.value as RunReply);
    return result.value as RunReply;
  };
  let reply = await ask('startRun', mode);
  for (let calls = 0; reply.state === 'running' && calls < 60; calls++) reply = await ask('continueRun', reply.gid);
  return replies;
}

/** Edits as they fall due, read by read; what is left is done when the run is over. */
async function runAmong(host: Host, restless: RestlessSheet, edits: readonly Edit[]): Promise<RunReply[]> {
  const due = schedule(edits, restless);
  let reads = 0;
  const stop = host.onCall(({ when, name }) => {
    if (when !== 'before' || !BETWEEN.test(name)) return;
    reads += 1;
    due(reads, name === 'Range.getNumberFormats');
  });
  const replies = await run(host, 'sync');
  stop();
  due(Number.POSITIVE_INFINITY, false);
  return replies;
}

/**
 * A format has nothing to be known by. One that is read while an edit stands that is gone before and after gives a value another
 * form until the run's next compare; that alone is not tried.
 */
function schedule(edits: readonly Edit[], restless: RestlessSheet): (reads: number, areFormats: boolean) => void {
  let next = 0;
  const waiting = edits.map((edit) => {
    next += edit.gap;
    return { ...edit, at: next };
  });
  let undoing: { readonly at: number; readonly undo: () => void }[] = [];
  return (reads, areFormats) => {
    for (const { undo } of undoing.filter(({ at }) => at <= reads)) undo();
    undoing = undoing.filter(({ at }) => at > reads);
    for (let [first] = waiting; first !== undefined && first.at <= reads; [first] = waiting) {
      if (areFormats && first.undone !== null) return;
      waiting.shift();
      if (first.undone === null || !Number.isFinite(reads)) restless.apply(first);
      else undoing.push({ at: reads + first.undone, undo: restless.applyForNow(first) });
    }
  };
}

/** Whatever the table was ever given stood in the sheet, in a row of that buyer, under that header. */
async function expectNothingMisplaced({ table }: World, restless: RestlessSheet): Promise<void> {
  const { rows } = await database.pool.query<{ key: string; field: string; value: string | null }>(
    `SELECT DISTINCT key, field, value FROM ${table}_given`,
  );
  expect(rows.filter(({ key, field, value }) => !restless.hasShown(key, field, value))).toEqual([]);
}

/** After a sync that nobody disturbed: all that can be equal is, and all else was named. Answers the keys of what is not. */
async function expectInStepOrNamed(
  { table }: World,
  restless: RestlessSheet,
  replies: readonly RunReply[],
): Promise<string[]> {
  const reply = replies.at(-1);
  const whole = restless.binding();
  if (whole === null) {
    expect(KEYLESS).toContain(reply?.problem?.code);
    return [];
  }
  expect(reply).toMatchObject({ state: 'done', result: { receipt: { balanced: true } } });
  const held = new Set(reply?.notes?.heldColumns.items.map(({ header }) => header));
  const binding = without(whole, held);
  const rows = restless.rows(binding).filter(({ blank }) => !blank);
  const counts = Map.groupBy(rows, ({ key }) => key);
  const named = new Set(replies.flatMap(({ sheetFindings }) => sheetFindings.items.map(({ rowNumber }) => rowNumber)));
  const { blankKeys, duplicates } = reply?.notes ?? expect.unreachable();
  for (const rows of blankKeys.items) for (const row of expandRanges(rows)) named.add(row);
  for (const { rowNumbers } of duplicates.items) for (const row of rowNumbers) named.add(row);
  const sound = rows.filter(({ key, errors }) => key !== null && errors.length === 0 && counts.get(key)?.length === 1);
  const odd = rows.filter((row) => !sound.includes(row));
  const isCut = replies.some(({ sheetFindings: { count, items } }) => items.length < count);
  const unnamed = odd.filter(({ rowNumber }) => !named.has(rowNumber));
  if (!isCut) expect(unnamed.map(({ rowNumber }) => rowNumber)).toEqual([]);
  const { rejected = 0, duplicate = 0 } = reply?.result?.receipt ?? {};
  expect(rejected + duplicate).toBe(odd.length);
  const fields = binding.columns.map(({ column }) => column);
  const { rows: stored } = await database.pool.query<{ cells: (string | null)[] }>(
    `SELECT ARRAY[${fields.map((field) => `${field}::text`).join(', ')}] AS cells FROM ${table} ORDER BY ${KEY}`,
  );
  const keyAt = binding.keyPosition;
  const byKey = new Map(stored.map(({ cells }) => [cells[keyAt], cells]));
  const shown = (cells: readonly (string | null)[] | undefined) =>
    cells?.filter((_, at) => !held.has(fields[at] ?? ''));
  const differing = sound.filter(
    ({ key, cells }) => JSON.stringify(shown(byKey.get(key ?? ''))) !== JSON.stringify(shown(cells)),
  );
  expect(differing.map(({ key, cells }) => ({ key, cells, stored: byKey.get(key ?? '') }))).toEqual([]);
  expect(reply?.result?.passed).toBe(odd.length === 0);
  return odd.map(({ key }) => key ?? '');
}

/** What stands under a held heading is neither sent nor found fault with. */
function without(binding: RowBinding, held: ReadonlySet<string>): RowBinding {
  const key = binding.columns[binding.keyPosition] ?? expect.unreachable();
  const columns = binding.columns.filter((column) => column === key || !held.has(column.header));
  return { ...binding, columns, keyPosition: columns.indexOf(key) };
}

async function survives(at: World, rows: number, hasNumberKeys: boolean, edits: readonly Edit[]): Promise<void> {
  const restless = await begin(at, rows, hasNumberKeys);
  const among = await runAmong(at.host, restless, edits);
  const last = among.at(-1);
  if (last?.state !== 'done')
    expect(REASONS, JSON.stringify(among.map(({ state, phase, problem }) => [state, phase, problem]))).toContain(
      last?.problem?.code,
    );
  const after = await run(at.host, 'sync');
  await expectNothingMisplaced(at, restless);
  const odd = await expectInStepOrNamed(at, restless, after);
  const verified = (await run(at.host, 'verify')).at(-1);
  expect(verified?.state).toBe(after.at(-1)?.state);
  if (verified?.result == null) return;
  const { passed, receipt } = after.at(-1)?.result ?? expect.unreachable();
  const { read, rejected, duplicate } = receipt;
  expect(verified.result).toMatchObject({ passed, mismatches: { count: 0 }, receipt: { read, rejected, duplicate } });
  expect(verified.result.missing.items.filter((key) => !odd.includes(key))).toEqual([]);
}

test.each([
  ['in one execution', 'quick', 20, 70],
  ['in an execution for each of its steps', 'slow', 2000, 30],
] as const)(
  'a sync %s, edited between any two reads, puts nothing in a wrong place',
  async (_, table, costMs, cases) => {
    const at = await world(table, costMs, COLUMNS);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 24 }),
        fc.boolean(),
        fc.array(someEdit, { maxLength: 10 }),
        (...given) => survives(at, ...given),
      ),
      { numRuns: cases * SCALE, interruptAfterTimeLimit: 100_000 * SCALE, markInterruptAsFailure: true },
    );
  },
  120_000 * SCALE,
);

/** Wide enough that 900 rows are two bands, and with columns in between that nobody reads, so that a band's values are read in two calls. */
const WIDE: readonly RestlessColumn[] = [
  ...COLUMNS,
  ...Array.from({ length: 8 }, (_, n) => ({ ...textColumn(`unread_${n}`), type: null })),
  ...Array.from({ length: 50 }, (_, n) => textColumn(`more_${n}`)),
];

test(
  'nor does a sync of a sheet that takes several bands',
  async () => {
    const at = await world('wide', 20, WIDE);
    await fc.assert(
      fc.asyncProperty(fc.array(someEdit, { minLength: 1, maxLength: 6 }), (edits) =>
        survives(
          at,
          900,
          false,
          // Far below the headings a call does not see them: a column that comes and goes between two checks is not tried.
          edits.map((edit) => ({ ...edit, gap: edit.gap * 2, undone: null })),
        ),
      ),
      // 54,000 cells each time: to shrink them takes longer than to read them.
      { numRuns: 3 * SCALE, endOnFailure: true },
    );
  },
  120_000 * SCALE,
);

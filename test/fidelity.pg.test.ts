// The fidelity table over the whole way: from the sheet through the built add-on, from values in the Sheets API's shape, and from a
// CSV, through the real server into Postgres and back, with sheet, script, server and database each in a zone of its own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltAddon, buildAddon } from '../addon/build.ts';
import { createHost } from '../addon/playground/host/host.ts';
import type { CellInput } from '../addon/playground/host/sheet.ts';
import { Spreadsheet } from '../addon/playground/host/spreadsheet.ts';
import type { RunReply } from '../addon/sidebar/answers.ts';
import { openPool } from '../server/db/pool.ts';
import { FIDELITY_KEYS } from '../shared/fidelity-keys.ts';
import { FIDELITY_ZONE } from '../shared/fidelity-moments.ts';
import { COLUMNS, type ColumnOf, type FidelityRow, HELD, type Outcome } from '../shared/fidelity-row.ts';
import { FIDELITY_ROWS } from '../shared/fidelity-table.ts';
import type { BoundColumn, Mode, OpenRunAnswer } from '../shared/protocol.ts';
import { bindRows, canonicalRow } from '../shared/sheet-rows.ts';
import { type CellData, sheetsApiRow } from '../shared/sheets-api-cell.ts';
import { rollcall } from './support/command-line.ts';
import { testDatabase } from './support/database.ts';
import { apiCell, boundColumn, displayIn, hostCell, type Locale, outcomeIn, TYPES } from './support/fidelity-cells.ts';
import {
  bindSheet,
  drive,
  HELD as HELD_CELL,
  type TestRow,
  type TestSheet,
  testServer,
} from './support/protocol-client.ts';

const ZONES = { server: 'Asia/Kolkata', database: 'Pacific/Apia' } as const;
const database = await testDatabase();
const quoted = (name: string): string => `"${name}"`;
const nameOf = (kind: ColumnOf): string => `as ${kind}`;
const HEADERS = ['key', ...COLUMNS.map(nameOf)];

/** One cell of the table in one column; nothing else is in its row, so that it alone decides. */
interface Case {
  readonly key: string;
  readonly row: FidelityRow;
  readonly kind: ColumnOf;
}
const CASES: readonly Case[] = FIDELITY_ROWS.flatMap((row) =>
  COLUMNS.map((kind) => ({ key: `${row.id} ${kind}`, row, kind })),
);

let folder: string;
let built: BuiltAddon;
let pool: pg.Pool;
/** A person who looks at the table with a client of their own. */
let reader: pg.Pool;
let listener: ServerType;
let url: string;
let sheet: TestSheet;
let keys: { readonly text: TestSheet; readonly bigint: TestSheet };
const zoneBefore = process.env['TZ'];

beforeAll(async () => {
  process.env['TZ'] = ZONES.server;
  folder = await mkdtemp(join(tmpdir(), 'rollcall-fidelity-'));
  built = await buildAddon({ outDir: join(folder, 'addon') });
  await prepareDatabase();
  pool = openPool(database.url);
  reader = new pg.Pool({ connectionString: database.url, options: '-c TimeZone=UTC -c DateStyle=ISO,MDY' });
  const server = testServer({ ...database, pool }, 'warn');
  sheet = await bindSheet(server, HEADERS, { table: 'fidelity', keyColumn: 'key' });
  keys = {
    text: await bindSheet(server, ['key', 'id'], { table: 'keys_text', keyColumn: 'key' }),
    bigint: await bindSheet(server, ['key', 'id'], { table: 'keys_bigint', keyColumn: 'key' }),
  };
  url = await listen(server.app);
});
afterAll(async () => {
  listener.close();
  await Promise.all([pool.end(), reader.end(), rm(folder, { recursive: true })]);
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
});
beforeEach(() => database.pool.query('DELETE FROM fidelity; DELETE FROM sync_error_log'));

async function prepareDatabase(): Promise<void> {
  const { pathname } = new URL(database.url);
  const columns = COLUMNS.map((kind) => `${quoted(nameOf(kind))} ${TYPES[kind]}`);
  for (const statement of [
    `ALTER DATABASE ${pathname.slice(1)} SET timezone = '${ZONES.database}'`,
    `ALTER DATABASE ${pathname.slice(1)} SET datestyle = 'SQL, DMY'`,
    `CREATE TABLE fidelity (key text PRIMARY KEY, ${columns.join(', ')})`,
    'CREATE TABLE keys_text (key text PRIMARY KEY, id text)',
    'CREATE TABLE keys_bigint (key bigint PRIMARY KEY, id text)',
  ])
    await database.pool.query(statement);
}

/** The server as it is, but that a person has set one of the text columns to take values. */
function listen(app: Hono): Promise<string> {
  const fetch = async (request: Request): Promise<Response> => {
    const answer = await app.fetch(request);
    if (request.method !== 'POST' || !request.url.endsWith('/v1/runs') || !answer.ok) return answer;
    const opened = (await answer.json()) as OpenRunAnswer;
    return Response.json({ ...opened, columns: opened.columns.map(takingValues) }, { status: answer.status });
  };
  return new Promise((resolve) => {
    listener = serve({ fetch, hostname: '127.0.0.1', port: 0 }, (info: AddressInfo) =>
      resolve(`http://127.0.0.1:${info.port}/`),
    );
  });
}

const takingValues = (column: BoundColumn): BoundColumn =>
  column.column === nameOf('asValue') ? { ...column, asValue: true } : column;

/** What became of a case: the stored text, null where the row is there without it, or the codes of refusal. */
type Found = string | number | null | { readonly refused: string };

/** Read by a plain SELECT, in a session of UTC and ISO dates, and from the error log. */
async function found(cases: readonly Case[]): Promise<Map<string, Found>> {
  const selected = COLUMNS.map((kind) => `${quoted(nameOf(kind))}::text AS ${quoted(kind)}`).join(', ');
  const { rows } = await reader.query<Record<string, string | null>>(`SELECT key, ${selected} FROM fidelity`);
  const stored = new Map(rows.map((row) => [row['key'], row]));
  const errors = await reader.query<{ key: string; code: string }>(
    'SELECT DISTINCT buyer_number AS key, code FROM sync_error_log',
  );
  const refusals = new Map(errors.rows.map(({ key, code }) => [key, { refused: code }]));
  return new Map(
    cases.map(({ key, kind }) => {
      const row = stored.get(key);
      return [key, row === undefined ? (refusals.get(key) ?? 'nowhere') : plain(kind, row[kind] ?? null)];
    }),
  );
}

/** As Postgres prints it, and as the table writes it: one way for an instant, and a floating-point number by its value. */
function plain(kind: ColumnOf, text: string | null): string | number | null {
  if (text === null) return null;
  if (kind === 'real' || kind === 'double') return Number(text);
  return kind === 'timestamptz' ? text.replace(/\+00$/, 'Z') : text;
}

function expected(cases: readonly Case[], locale: Locale): Map<string, Found> {
  return new Map(
    cases.map(({ key, row, kind }) => {
      const outcome = outcomeIn(row, kind, locale);
      if (outcome === HELD) return [key, null];
      return [key, typeof outcome === 'string' ? plain(kind, outcome) : (outcome as Found)];
    }),
  );
}

const isRefused = (outcome: Outcome): boolean =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome;
const isStored = ({ row, kind }: Case): boolean => !isRefused(row.stored[kind]);

async function openHost(
  place: TestSheet,
  headers: readonly string[],
  rows: readonly CellInput[][],
  locale: Locale,
  timeZone = FIDELITY_ZONE,
) {
  const tab = { gid: 7, name: place.name, rows: [[...headers], ...rows] };
  const id = 'spreadsheet-of-the-tests';
  const spreadsheet = new Spreadsheet({ id, name: 'Book', timeZone, locale, sheets: [tab] });
  const host = await createHost({ distDir: built.outDir, spreadsheet, fetchMap: { [built.serverUrl]: url }, seed: 7 });
  host.properties('document').set({ 'rollcall.key': place.key });
  const call = async (name: string, ...args: readonly unknown[]): Promise<RunReply> => {
    const result = await host.run(name, args);
    if (!result.ok) throw new Error(result.error.message);
    return result.value as RunReply;
  };
  const run = async (mode: Mode): Promise<RunReply> => {
    let reply = await call('startRun', mode);
    while (reply.state === 'running') reply = await call('continueRun', reply.gid);
    return reply;
  };
  return { host, run };
}

const hostRow = ({ key, row, kind }: Case): CellInput[] => [
  key,
  ...COLUMNS.map((column) => (column === kind ? hostCell(row) : null)),
];

const API_BINDING = bindRows(
  [{ ...boundColumn(0, 'text'), column: 'key' }, ...COLUMNS.map((kind, at) => ({ ...boundColumn(at + 1, kind) }))],
  'key',
  FIDELITY_ZONE,
);

/** The row that a reader of the Sheets API makes canonical. */
function apiRow({ key, row, kind }: Case, at: number): TestRow {
  const cells: CellData[] = [{ effectiveValue: { stringValue: key }, formattedValue: key }];
  cells[COLUMNS.indexOf(kind) + 1] = apiCell(row, 'ja_JP');
  const { held, errors, ...read } = canonicalRow(API_BINDING, at + 2, sheetsApiRow(cells));
  const texts = read.cells.map((text, position) => (held.includes(position) ? HELD_CELL : text));
  return errors.length > 0 ? { cells: texts, errors } : texts;
}

describe('every kind of cell in every kind of column', () => {
  test('is in zones that all differ, on both sides of UTC', async () => {
    expect(new Date(Date.UTC(2024, 0, 1)).getTimezoneOffset()).toBe(-330);
    const { rows } = await pool.query(`SELECT current_setting('TimeZone') AS zone`);
    expect(rows).toEqual([{ zone: ZONES.database }]);
  });

  test.each(['ja_JP', 'en_US'] as const)(
    'comes through the add-on as the table says, from a sheet in %s, and a verify finds all that is stored in step',
    async (locale) => {
      const { host, run } = await openHost(sheet, HEADERS, CASES.map(hostRow), locale);
      try {
        const synced = await run('sync');
        const stored = CASES.filter(isStored);
        expect(synced).toMatchObject({ state: 'done', result: { receipt: { read: CASES.length, balanced: true } } });
        expect(synced.result?.receipt).toMatchObject({ inserted: stored.length, updated: 0, duplicate: 0 });
        expect(await found(CASES)).toEqual(expected(CASES, locale));
        CASES.forEach((_, at) => {
          const last = CASES.length - 1 - at;
          if (!isStored(CASES[last] as Case)) host.spreadsheet.sheet(7).deleteRow(last + 2);
        });
        const verified = await run('verify');
        expect(verified).toMatchObject({ state: 'done', result: { verdict: 'in_step_except_held' } });
        expect(verified.result?.receipt).toMatchObject({ read: stored.length, unchanged: stored.length });
      } finally {
        await host.stop();
      }
    },
  );

  test('comes from the Sheets API with the fingerprints that the add-on sent, and as the table says', async () => {
    const { host, run } = await openHost(sheet, HEADERS, CASES.map(hostRow), 'ja_JP');
    await run('sync').finally(() => host.stop());
    const stored = CASES.filter(isStored);
    sheet.rows = stored.map(apiRow);
    const verified = await drive(sheet, { mode: 'verify' });
    expect(verified.compares[0]).toMatchObject({
      unchanged: stored.length,
      missing: 0,
      different: 0,
      extra: { count: 0 },
    });
    await database.pool.query('DELETE FROM fidelity; DELETE FROM sync_error_log');
    sheet.rows = CASES.map(apiRow);
    const synced = await drive(sheet);
    expect(synced.finish.receipt).toMatchObject({ read: CASES.length, inserted: stored.length });
    expect(await found(CASES)).toEqual(expected(CASES, 'ja_JP'));
  });

  test('comes from a CSV as the table says, where what is shown carries the whole value', async () => {
    const cases = CASES.filter(({ row, kind }) => row.notByCsv !== 'no file' && !row.notByCsv.includes(kind));
    expect(cases.length).toBeGreaterThan(CASES.length * 0.8);
    const path = join(folder, 'shown.csv');
    const lines = cases.map(({ key, row, kind }) =>
      [key, ...COLUMNS.map((column) => (column === kind ? displayIn(row, 'ja_JP') : ''))].map(csvCell).join(),
    );
    await writeFile(path, `${[HEADERS.join(), ...lines].join('\r\n')}\r\n`);
    const args = [path, '--server', url, '--key', sheet.key, '--time-zone', FIDELITY_ZONE, '--json'];
    const pushed = await rollcall(['push', ...args]);
    expect(pushed.json()).toMatchObject({ receipt: { read: cases.length, inserted: cases.filter(isStored).length } });
    expect(await found(cases)).toEqual(expected(cases, 'ja_JP'));
  });
});

describe('dates', () => {
  const KINDS = ['text', 'asValue', 'date', 'timestamp'] as const;
  /** Among them the days whose midnight, or all of which, one of the zones skipped. */
  const DAYS = ['1899-12-31', '1900-03-01', '1945-06-10', '2011-12-30', '2018-11-04', '2024-02-29', '2024-12-31'];
  const days = (text: string): number => (Date.parse(text) - Date.UTC(1899, 11, 30)) / 86_400_000;
  const at = (kind: ColumnOf, day: string, display: string): CellInput[] => [
    `${kind} ${day}`,
    ...COLUMNS.map((column) => (column === kind ? { value: days(day), format: display } : null)),
  ];

  test.each(['Pacific/Kiritimati', 'America/Sao_Paulo', 'Pacific/Apia', 'Africa/Monrovia', 'Asia/Kathmandu'])(
    'of a sheet in %s stay on their day, however they are shown',
    async (zone) => {
      const formats = ['yyyy/m/d', 'yyyy"年"m"月"d"日"', 'yyyy-mm-dd'];
      const rows = DAYS.flatMap((day, i) => KINDS.map((kind) => at(kind, day, formats[i % formats.length] ?? '')));
      const { host, run } = await openHost(sheet, HEADERS, rows, 'ja_JP', zone);
      const reply = await run('sync').finally(() => host.stop());
      expect(reply).toMatchObject({ result: { verdict: 'in_step', receipt: { inserted: rows.length } } });
      const columns = KINDS.map((kind) => `${quoted(nameOf(kind))}::text`).join(', ');
      const stored = await reader.query(`SELECT key, concat(${columns}) AS day FROM fidelity`);
      const midnight = { timestamp: ' 00:00:00' } as Partial<Record<ColumnOf, string>>;
      const expected = DAYS.flatMap((day) => KINDS.map((kind) => [`${kind} ${day}`, day + (midnight[kind] ?? '')]));
      expect(new Map(stored.rows.map(({ key, day }) => [key, day]))).toEqual(new Map(expected as [string, string][]));
    },
  );
});

test('0, FALSE and a cleared cell replace what was stored; a formula that fails leaves it, and the rest of its row goes', async () => {
  const row = (value: CellInput): CellInput[] => ['edited', ...COLUMNS.map((kind) => (kind === 'text' ? value : null))];
  const { host, run } = await openHost(sheet, HEADERS, [row('before')], 'ja_JP');
  const stored = async () =>
    (await reader.query('SELECT "as text" AS text, "as integer" AS other FROM fidelity')).rows[0];
  const edited = async (value: CellInput, other: number) => {
    host.spreadsheet.sheet(7).set(2, 2, value);
    host.spreadsheet.sheet(7).set(2, 2 + COLUMNS.indexOf('integer'), other);
    await run('sync');
    return stored();
  };
  try {
    await run('sync');
    expect(await edited({ value: '#N/A', formula: '=NA()' }, 1)).toEqual({ text: 'before', other: 1 });
    expect(await edited(0, 2)).toEqual({ text: '0', other: 2 });
    expect(await edited(false, 3)).toEqual({ text: 'FALSE', other: 3 });
    expect(await edited({ value: '読み込んでいます...', formula: '=IMPORTRANGE()' }, 4)).toEqual({
      text: 'FALSE',
      other: 4,
    });
    expect(await edited(null, 5)).toEqual({ text: null, other: 5 });
  } finally {
    await host.stop();
  }
});

const csvCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test.each(['text', 'bigint'] as const)(
  'every kind of key is stored in a key column of %s as the table says',
  async (kind) => {
    const rows = FIDELITY_KEYS.map((row) => [keyCell(row), row.id]);
    const { host, run } = await openHost(keys[kind], ['key', 'id'], rows, 'ja_JP');
    await run('sync').finally(() => host.stop());
    const { rows: stored } = await reader.query<{ id: string; key: string }>(`SELECT id, key::text FROM keys_${kind}`);
    const errors = await reader.query<{ row: number; code: string }>(
      'SELECT row_number AS row, code FROM sync_error_log',
    );
    const codes = new Map(errors.rows.map(({ row, code }) => [FIDELITY_KEYS[row - 2]?.id, { refused: code }]));
    const landed = new Map(stored.map(({ id, key }) => [id, key]));
    expect(FIDELITY_KEYS.map(({ id }) => [id, landed.get(id) ?? codes.get(id)])).toEqual(
      FIDELITY_KEYS.map((row) => [row.id, row.stored[kind] ?? { refused: 'blank_key' }]),
    );
  },
);

const keyCell = ({ content, format }: (typeof FIDELITY_KEYS)[number]): CellInput => {
  const value =
    typeof content !== 'object' || content === null ? content : 'error' in content ? content.text : content.days;
  return { value, format };
};

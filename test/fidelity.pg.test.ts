// The fidelity table over the whole way: from the sheet through the built add-on, from values in the Sheets API's shape, and from a
// CSV, through the real server into Postgres and back, with sheet, script, server and database each in a zone of its own.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CellInput } from '../addon/playground/host/sheet.ts';
import { FIDELITY_KEYS } from '../shared/fidelity-keys.ts';
import { FIDELITY_ZONE } from '../shared/fidelity-moments.ts';
import { COLUMNS, type ColumnOf } from '../shared/fidelity-row.ts';
import { rollcall } from './support/command-line.ts';
import { testDatabase } from './support/database.ts';
import {
  apiRow,
  CASES,
  type Case,
  expected,
  found,
  HEADERS,
  hostRow,
  isStored,
  nameOf,
  rowWith,
} from './support/fidelity-cases.ts';
import { displayIn } from './support/fidelity-cells.ts';
import { type FidelityWorld, fidelityWorld, ZONES } from './support/fidelity-world.ts';
import { clearRuns, drive } from './support/protocol-client.ts';

const database = await testDatabase();
let world: FidelityWorld;

beforeAll(async () => {
  world = await fidelityWorld(database);
});
afterAll(() => world.stop());
beforeEach(() => clearRuns(database, 'fidelity'));

describe('every kind of cell in every kind of column', () => {
  test('is in zones that all differ, on both sides of UTC', async () => {
    expect(new Date(Date.UTC(2024, 0, 1)).getTimezoneOffset()).toBe(-330);
    const { rows } = await world.pool.query(`SELECT current_setting('TimeZone') AS zone`);
    expect(rows).toEqual([{ zone: ZONES.database }]);
  });

  test.each(['ja_JP', 'en_US'] as const)(
    'comes through the add-on as the table says, from a sheet in %s, and a verify finds all that is stored in step',
    async (locale) => {
      const { host, run } = await world.open(world.sheet, CASES.map(hostRow), locale);
      try {
        const synced = await run('sync');
        const stored = CASES.filter(isStored);
        expect(synced).toMatchObject({ state: 'done', result: { receipt: { read: CASES.length, balanced: true } } });
        expect(synced.result?.receipt).toMatchObject({ inserted: stored.length, updated: 0, duplicate: 0 });
        expect(await found(world.reader, CASES)).toEqual(expected(CASES, locale));
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
    const { host, run } = await world.open(world.sheet, CASES.map(hostRow), 'ja_JP');
    await run('sync').finally(() => host.stop());
    const stored = CASES.filter(isStored);
    world.sheet.rows = stored.map(apiRow);
    const verified = await drive(world.sheet, { mode: 'verify' });
    expect(verified.compares[0]).toMatchObject({
      unchanged: stored.length,
      missing: 0,
      different: 0,
      extra: { count: 0 },
    });
    await clearRuns(database, 'fidelity');
    world.sheet.rows = CASES.map(apiRow);
    const synced = await drive(world.sheet);
    expect(synced.finish.receipt).toMatchObject({ read: CASES.length, inserted: stored.length });
    expect(await found(world.reader, CASES)).toEqual(expected(CASES, 'ja_JP'));
  });

  test('comes from a CSV as the table says, where what is shown carries the whole value', async () => {
    const cases = CASES.filter(({ row, kind }) => row.notByCsv !== 'no file' && !row.notByCsv.includes(kind));
    expect(cases.length).toBeGreaterThan(CASES.length * 0.8);
    const path = join(world.folder, 'shown.csv');
    const lines = cases.map(({ key, row, kind }) =>
      [key, ...COLUMNS.map((column) => (column === kind ? displayIn(row, 'ja_JP') : ''))].map(csvCell).join(),
    );
    await writeFile(path, `${[HEADERS.join(), ...lines].join('\r\n')}\r\n`);
    const args = [path, '--server', world.url, '--key', world.sheet.key, '--time-zone', FIDELITY_ZONE, '--json'];
    const pushed = await rollcall(['push', ...args]);
    expect(pushed.json()).toMatchObject({ receipt: { read: cases.length, inserted: cases.filter(isStored).length } });
    expect(await found(world.reader, cases)).toEqual(expected(cases, 'ja_JP'));
  });
});

describe('dates', () => {
  const KINDS = ['text', 'asValue', 'date', 'timestamp'] as const;
  /** Among them the days whose midnight, or all of which, one of the zones skipped. */
  const DAYS = [
    '1899-12-31',
    '1900-03-01',
    '1948-05-02',
    '1951-05-06',
    '2011-12-30',
    '2018-11-04',
    '2024-02-29',
    '2024-12-31',
  ];
  const days = (text: string): number => (Date.parse(text) - Date.UTC(1899, 11, 30)) / 86_400_000;
  test.each([
    'Asia/Tokyo',
    'Pacific/Kiritimati',
    'America/Sao_Paulo',
    'Pacific/Apia',
    'Africa/Monrovia',
    'Asia/Kathmandu',
  ])('of a sheet in %s stay on their day, however they are shown', async (zone) => {
    const formats = ['yyyy/m/d', 'yyyy"年"m"月"d"日"', 'yyyy-mm-dd'];
    const rows = DAYS.flatMap((day, i) =>
      KINDS.map((kind) =>
        rowWith(`${kind} ${day}`, kind, { value: days(day), format: formats[i % formats.length] ?? '' }),
      ),
    );
    const { host, run } = await world.open(world.sheet, rows, 'ja_JP', zone);
    const reply = await run('sync').finally(() => host.stop());
    expect(reply).toMatchObject({ result: { verdict: 'in_step', receipt: { inserted: rows.length } } });
    const columns = KINDS.map((kind) => `"${nameOf(kind)}"::text`).join(', ');
    const stored = await world.reader.query(`SELECT key, concat(${columns}) AS day FROM fidelity`);
    const midnight = { timestamp: ' 00:00:00' } as Partial<Record<ColumnOf, string>>;
    const expected = DAYS.flatMap((day) => KINDS.map((kind) => [`${kind} ${day}`, day + (midnight[kind] ?? '')]));
    expect(new Map(stored.rows.map(({ key, day }) => [key, day]))).toEqual(new Map(expected as [string, string][]));
  });
});

test('0, FALSE and a cleared cell replace what was stored; a formula that fails leaves it, and the rest of its row goes', async () => {
  const row = (value: CellInput) => rowWith('edited', 'text', value);
  const { host, run } = await world.open(world.sheet, [row('before')], 'ja_JP');
  const stored = async () =>
    (await world.reader.query('SELECT "as text" AS text, "as integer" AS other FROM fidelity')).rows[0];
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
    const { host, run } = await world.open(world.keys[kind], rows, 'ja_JP');
    await run('sync').finally(() => host.stop());
    const { rows: stored } = await world.reader.query<{ id: string; key: string }>(
      `SELECT id, key::text FROM keys_${kind}`,
    );
    const errors = await world.reader.query<{ row: number; code: string }>(
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

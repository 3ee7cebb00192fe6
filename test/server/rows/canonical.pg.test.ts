// One text form on both sides: what TypeScript makes of a cell is what the stored column gives back, in any session.
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { canonicalSql, fingerprintSql, fingerprintWithoutSql } from '../../../server/rows/canonical-sql.ts';
import type { RowShape } from '../../../server/rows/row-shape.ts';
import { type RowToWrite, writeBatch } from '../../../server/rows/upsert.ts';
import { canonicalCell, isFault } from '../../../shared/canonical-cell.ts';
import type { CellValue } from '../../../shared/cell.ts';
import { type ColumnKind, parseColumnType } from '../../../shared/column-type.ts';
import { fingerprintOrder, fingerprintRow } from '../../../shared/fingerprint.ts';
import { ZONES } from '../../shared/zones.ts';
import { testDatabase } from '../../support/database.ts';
import { CASES } from '../../support/protocol-client.ts';

const database = await testDatabase();
// One session, so that what is set in it holds for the statements that follow.
const session = new pg.Pool({ connectionString: database.url, max: 1 });
afterAll(() => session.end());

const TYPES: readonly string[] = [
  ...['text', 'character varying', 'character varying(5)', 'character(3)', 'bpchar'],
  ...['smallint', 'integer', 'bigint', 'numeric', 'numeric(12,2)', 'numeric(5,0)', 'numeric(5,-2)', 'numeric(3,5)'],
  ...['real', 'double precision', 'boolean', 'date', 'uuid'],
  ...['timestamp without time zone', 'timestamp(0) without time zone', 'timestamp(2) without time zone'],
  ...['timestamp with time zone', 'timestamp(0) with time zone', 'time without time zone', 'time(0) without time zone'],
];
const COLUMNS = ['key', ...TYPES.map((_, at) => `${at % 2 === 0 ? 'c' : 'Ж'}${at} ü`), 'text, not null'];
const COLUMN_TYPES = ['text', ...TYPES, 'text'];
const kinds = COLUMN_TYPES.map((type) => parseColumnType(type));
const shape: RowShape = {
  schema: 'public',
  table: 'every type',
  columns: COLUMNS.map((name, at) => ({ name, type: COLUMN_TYPES[at] ?? '', notNull: name === 'text, not null' })),
  keyPosition: 0,
  scope: null,
  rewritesRows: true,
  stamps: [],
};
const order = fingerprintOrder(COLUMNS);
const id = (name: string) => `"${name}"`;

beforeAll(async () => {
  const columns = COLUMNS.map(
    (name, at) => `${id(name)} ${COLUMN_TYPES[at]}${at === COLUMNS.length - 1 ? ' NOT NULL' : ''}`,
  );
  await database.pool.query(`CREATE TABLE "every type" (${columns.join(', ')}, PRIMARY KEY (key))`);
});
afterEach(() => database.pool.query('DELETE FROM "every type"; DELETE FROM row_history'));

const SETTINGS = {
  DateStyle: ['ISO, MDY', 'ISO, DMY', 'SQL, DMY', 'SQL, MDY', 'German', 'Postgres, YMD', 'Postgres, DMY'],
  TimeZone: [
    'UTC',
    'Asia/Tokyo',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'Africa/Monrovia',
    '-13:37',
  ],
  extra_float_digits: ['-15', '-7', '0', '1', '3'],
  IntervalStyle: ['postgres', 'iso_8601', 'sql_standard', 'postgres_verbose'],
  bytea_output: ['hex', 'escape'],
  lc_numeric: ['C', 'C.UTF-8', 'POSIX'],
  lc_time: ['C', 'C.UTF-8', 'POSIX'],
  lc_monetary: ['C', 'POSIX'],
  timezone_abbreviations: ['Default', 'India'],
  standard_conforming_strings: ['on', 'off'],
  jit: ['on', 'off'],
} as const;
const someSettings = fc.record(
  Object.fromEntries(Object.entries(SETTINGS).map(([name, values]) => [name, fc.constantFrom(...values)])),
);

async function applySettings(settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    await session.query('SELECT set_config($1, $2, false)', [name, value]);
  }
}

const pieces = [
  'あ',
  '𠮷',
  '👨‍👩‍👧',
  'e\u0301',
  'か\u3099',
  '\u3000',
  '\u00a0',
  '\ufeff',
  '\u200b',
  '\u2028',
  '\u0085',
  '\u0001',
  '\u001b',
];
const ascii = [
  '\r\n',
  '\r',
  '\n',
  '\t',
  ' ',
  '\\',
  '"',
  "'",
  '%s',
  '{',
  ',',
  '}',
  'NULL',
  '\\u0000',
  '\u007f',
  '-0',
  '0',
];
const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
  fc.string({ unit: fc.constantFrom(...pieces, ...ascii), maxLength: 5 }),
);
const digits = fc.stringMatching(/^-?\d{1,30}(\.\d{0,20})?$/);
const someNumber: fc.Arbitrary<CellValue> = fc.oneof(
  fc.integer({ min: -40_000, max: 40_000 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -999_999_99, max: 999_999_99 }).map((cents) => cents / 100),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -40, max: 40 })).map(([n, e]) => n * 10 ** e),
  digits,
  fc.tuple(digits, fc.integer({ min: -320, max: 310 })).map(([n, e]) => `${n}e${e}`),
  fc.constantFrom<CellValue>(
    0,
    -0,
    0.5,
    1e15,
    9.5,
    '99.995',
    '¥1,234',
    '12.5%',
    '１２３',
    5e-324,
    1.7976931348623157e308,
    3.4028234663852886e38,
    1.401298464324817e-45,
  ),
  fc.constantFrom(
    '32767',
    '-32768',
    '2147483647',
    '-2147483648',
    '9223372036854775807',
    '-9223372036854775808',
    '0.000005',
    '0.00999',
    '9999999999.99',
    '9999999999.995',
  ),
);
const DAY = 86_400_000;
const someMoment: fc.Arbitrary<CellValue> = fc.oneof(
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }).map((wallMs) => ({ wallMs })),
  fc.integer({ min: -719_162, max: 2_932_896 }).map((day) => ({ wallMs: day * DAY })),
  fc.integer({ min: 0, max: DAY - 1 }).map((time) => ({ wallMs: -2_209_161_600_000 + time })),
  fc.double({ min: -3e12, max: 4e12, noNaN: true }).map((wallMs) => ({ wallMs })),
  fc.constantFrom(
    '0001-01-01',
    '9999-12-31',
    '1900-02-28',
    '2000-02-29',
    '1582-10-10',
    '2024年4月1日',
    '2024/4/1 9:05',
    '9999-12-31 23:59:59.999',
  ),
  fc.constantFrom(
    '00:00:00',
    '23:59:59.999',
    '23:59',
    '9:05:01.1',
    '2024-03-31 02:30:00',
    '2024-06-01T12:00:00.25Z',
    '0001-01-01 00:00:00',
    '1850-01-01 12:00:00',
  ),
);
const BY_KIND: Readonly<Partial<Record<ColumnKind, fc.Arbitrary<CellValue>>>> = {
  text: someText,
  char: someText,
  boolean: fc.constantFrom<CellValue>(true, false, 'true', 'FALSE', 1, 0),
  date: someMoment,
  timestamp: someMoment,
  timestamptz: someMoment,
  time: someMoment,
  uuid: fc.uuid().map((uuid) => uuid.toUpperCase()),
};
const anyCell = fc.oneof(someText, someNumber, someMoment, fc.boolean(), fc.constant(null));
const cellOf = (kind: ColumnKind | undefined) =>
  fc.oneof({ weight: 8, arbitrary: BY_KIND[kind ?? 'text'] ?? someNumber }, { weight: 1, arbitrary: anyCell });
const someRow = fc.record({
  cells: fc.tuple(...kinds.slice(1).map((type) => cellOf(type?.kind))),
  format: fc.constantFrom('', '', 'yyyy-mm-dd', 'yyyy/m/d h:mm:ss', 'h:mm:ss', '[h]:mm', '0.00E+00'),
  zone: fc.constantFrom(...ZONES),
  held: fc.uniqueArray(fc.integer({ min: 1, max: COLUMNS.length - 1 }), { maxLength: 3 }),
});
type SomeRow = typeof someRow extends fc.Arbitrary<infer T> ? T : never;

const seen = new Map<string, number>();

/** As any reader would: a cell that is refused is left empty here, since its row would not be sent. */
function toWrite(row: SomeRow, at: number): RowToWrite {
  const texts = row.cells.map((value, column) => {
    const type = kinds[column + 1];
    if (!type) throw new Error('every type is synced');
    const display = typeof value === 'object' || value === null ? '' : String(value);
    const text = canonicalCell(type, value, display, row.format, row.zone);
    if (isFault(text)) return null;
    const name = COLUMN_TYPES[column + 1] ?? '';
    if (text !== null) seen.set(name, (seen.get(name) ?? 0) + 1);
    return text;
  });
  const cells = [`key ${at}`, ...texts];
  return { rowNumber: at + 2, cells, held: [], fingerprint: fingerprintRow(cells, order) };
}

const readBack = `
  SELECT ARRAY[${shape.columns.map((column) => canonicalSql('t', column)).join(', ')}]::text[] AS texts,
         ${fingerprintSql('t', shape.columns)} AS fingerprint,
         ${fingerprintWithoutSql('t', shape.columns, '($1::jsonb->t.key->>0)::int[]')} AS "withoutHeld"
    FROM "every type" t ORDER BY substr(t.key, 5)::int`;
const at = { sheetId: crypto.randomUUID(), runId: crypto.randomUUID(), round: 1, batch: 0 };

test('any cell of any type reads back from the database as the text TypeScript gave it, and the fingerprints agree', async () => {
  await fc.assert(
    fc
      .asyncProperty(
        someSettings,
        someSettings,
        fc.array(someRow, { minLength: 1, maxLength: 10 }),
        async (writing, reading, some) => {
          await applySettings(writing);
          const rows = some.map(toWrite);
          const outcomes = await writeBatch(session, shape, rows, at);
          expect(outcomes).toEqual(rows.map(() => ({ outcome: 'inserted' })));
          await applySettings(reading);
          const held = Object.fromEntries(some.map((row, n) => [`key ${n}`, [`{${row.held.join(',')}}`]]));
          const stored = (await session.query(readBack, [JSON.stringify(held)])).rows;
          expect(stored.map((row) => row.texts)).toEqual(rows.map((row) => row.cells));
          expect(stored.map((row) => row.fingerprint)).toEqual(rows.map((row) => row.fingerprint));
          const withoutHeld = rows.map((row, n) => fingerprintRow(row.cells, order, some[n]?.held));
          expect(stored.map((row) => row.withoutHeld)).toEqual(withoutHeld);
          // Written again it is equal, whatever the session: nothing is touched.
          expect(await writeBatch(session, shape, rows, at)).toEqual(rows.map(() => ({ outcome: 'unchanged' })));
        },
      )
      .afterEach(() => session.query('DELETE FROM "every type"; DELETE FROM row_history')),
    { numRuns: CASES },
  );
  for (const type of TYPES) expect(seen.get(type), `values that fitted ${type}`).toBeGreaterThan(CASES / 10);
});

const DATABASE_ONLY: readonly (readonly [type: string, literal: string, canonical: string | null])[] = [
  ['text', '', null],
  ['text', 'a\r\nb\rc\n', 'a\nb\nc\n'],
  ['text', ' x \u3000', ' x \u3000'],
  ['character(3)', 'a', 'a'],
  ['character(3)', '   ', null],
  ['numeric', 'NaN', 'NaN'],
  ['numeric', 'Infinity', 'Infinity'],
  ['numeric', '-Infinity', '-Infinity'],
  ['numeric', '1.500', '1.5'],
  ['numeric', '-0.00', '0'],
  ['numeric', '100', '100'],
  ['numeric', '1e25', '10000000000000000000000000'],
  ['numeric(12,2)', '7', '7'],
  ['numeric(5,-2)', '12345', '12300'],
  ['double precision', 'NaN', 'NaN'],
  ['double precision', 'Infinity', 'Infinity'],
  ['double precision', '-Infinity', '-Infinity'],
  ['double precision', '-0', '0'],
  ['double precision', '0.1', '0.1'],
  ['double precision', '0.30000000000000004', '0.3'],
  ['double precision', '1e300', `1${'0'.repeat(300)}`],
  ['real', 'NaN', 'NaN'],
  ['real', '-Infinity', '-Infinity'],
  ['real', '16777217', '16777200'],
  ['real', '0.1', '0.1'],
  ['boolean', 'no', 'false'],
  ['uuid', 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
  ['date', 'infinity', 'infinity'],
  ['date', '-infinity', '-infinity'],
  ['date', '0044-03-15 BC', '0044-03-15 BC'],
  ['date', '0001-12-31 BC', '0001-12-31 BC'],
  ['date', '12024-01-01', '12024-01-01'],
  ['timestamp', 'infinity', 'infinity'],
  ['timestamp', '-infinity', '-infinity'],
  ['timestamp', '0044-03-15 10:00:00.5 BC', '0044-03-15 10:00:00.5 BC'],
  ['timestamp', '2024-01-01 10:20:30.123456', '2024-01-01 10:20:30.123'],
  ['timestamp', '2024-01-01 10:20:00.000456', '2024-01-01 10:20:00'],
  ['timestamp', '2024-01-01 10:20:00.100', '2024-01-01 10:20:00.1'],
  ['timestamp', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.999'],
  ['timestamptz', 'infinity', 'infinity'],
  ['timestamptz', '2024-01-01 09:00:00.50+09', '2024-01-01 00:00:00.5Z'],
  ['timestamptz', '0001-01-01 05:00:00+09', '0001-12-31 20:00:00Z BC'],
  ['timestamptz', '-infinity', '-infinity'],
  ['time', '24:00:00', '24:00:00'],
  ['time', '23:59:59.999999', '23:59:59.999'],
  ['time', '00:00:00.010', '00:00:00.01'],
  ['time', '00:00', '00:00:00'],
];

test('values that only a database holds have texts of their own, in any session', async () => {
  const types = DATABASE_ONLY.map(([type], n) => `v${n} ${type}`);
  await database.pool.query(`CREATE TABLE database_only (${types.join(', ')})`);
  const names = DATABASE_ONLY.map((_, n) => `v${n}`);
  const values = DATABASE_ONLY.map(([, literal]) => literal);
  await session.query('SET DateStyle = ISO; SET TimeZone = UTC');
  await session.query(`INSERT INTO database_only VALUES (${names.map((_, n) => `$${n + 1}`).join(', ')})`, values);
  const shown = DATABASE_ONLY.map(([type], n) => canonicalSql('t', { name: `v${n}`, type }));
  await fc.assert(
    fc.asyncProperty(someSettings, async (settings) => {
      await applySettings(settings);
      const { rows } = await session.query(`SELECT ARRAY[${shown.join(', ')}]::text[] AS texts FROM database_only t`);
      expect(rows[0].texts).toEqual(DATABASE_ONLY.map(([, , canonical]) => canonical));
    }),
    { numRuns: CASES },
  );
});

test('a row of nothing but its key, and a held column or all of them left out, have the fingerprint of what is left', async () => {
  const row: RowToWrite = { rowNumber: 2, cells: ['key 0', ...TYPES.map(() => null), null], held: [], fingerprint: '' };
  await writeBatch(session, shape, [row], at);
  const all = COLUMNS.map((_, n) => n);
  for (const held of [[], [1], all.slice(1), all]) {
    const sql = `SELECT ${fingerprintWithoutSql('t', shape.columns, '$1::int[]')} AS fingerprint FROM "every type" t`;
    const { rows } = await session.query(sql, [held]);
    expect(rows[0].fingerprint).toBe(fingerprintRow(row.cells, order, held));
  }
});

test.each([
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kiritimati', '1994-12-31'],
  ['Pacific/Kwajalein', '1993-08-21'],
  ['America/Sao_Paulo', '2018-11-04'],
])('a session in %s reads the day that its clocks skipped, %s, as that day', async (zone, day) => {
  await session.query(`SELECT set_config('TimeZone', $1, false)`, [zone]);
  const [date, timestamp] = ['date', 'timestamp'].map((type) => canonicalSql('t', { name: type, type }));
  const { rows } = await session.query(
    `SELECT ${date} AS date, ${timestamp} AS timestamp FROM (SELECT $1::date AS date, $1::timestamp AS timestamp) t`,
    [day],
  );
  expect(rows).toEqual([{ date: day, timestamp: `${day} 00:00:00` }]);
});

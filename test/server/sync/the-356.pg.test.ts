// The fault this project was born of: 4,137 buyers in the sheet, VARCHAR(50) in the database, 356 lost without a word.
import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  drive,
  OPERATOR,
  send,
  type TestCell,
  TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const BUYERS = 4137;
const LONG = 356;
const LIMIT = 50;
const TEXTS = ['name', 'address', 'desired_area', 'inquiry', 'notes'] as const;
const HEADERS = ['買主番号', '氏名', '住所', '希望エリア', '問合せ内容', '備考'];
const FIRST_TEXT = 1;

const database = await testDatabase();
const { pool } = database;
const strict = testServer(database);
const lenient = testServer(database, 'warn');

/** Buyer n's text in a column: characters of one, two, three and four bytes, so that bytes and characters differ. */
const textOf = (n: number, column: number, length: number): string =>
  Array.from({ length }, (_, at) => ['a', 'é', '東', '𠮷'][(n + column + at) % 4] ?? '').join('');

interface Expected {
  readonly cell: string;
  readonly column: string;
  readonly limit: number;
  readonly actual: number;
}

/** 356 rows spread over the sheet hold a text of 51 or more somewhere, some in two columns; the others go right up to 50. */
function makeSheet(): { rows: TestCell[][]; tooLong: Map<string, Expected[]> } {
  const tooLong = new Map<string, Expected[]>();
  const rows = Array.from({ length: BUYERS }, (_, n) => {
    const isLong = Math.floor(((n + 1) * LONG) / BUYERS) > Math.floor((n * LONG) / BUYERS);
    const key = String(n + 1).padStart(6, '0');
    const cells = TEXTS.map((column, at) => {
      const over = isLong && (at === n % TEXTS.length || (n % 7 === 0 && at === (n + 1) % TEXTS.length));
      const length = over ? LIMIT + 1 + (n % 200) : (n * 7 + at) % (LIMIT + 1);
      const cell = `${'ABCDEF'[at + FIRST_TEXT]}${n + 2}`;
      if (over) tooLong.set(key, [...(tooLong.get(key) ?? []), { cell, column, limit: LIMIT, actual: length }]);
      return textOf(n, at, length) || null;
    });
    return [key, ...cells];
  });
  return { rows, tooLong };
}

interface LoggedError extends Expected {
  readonly rowNumber: number;
  readonly buyerNumber: string;
  readonly errorType: string;
}

const count = async () => (await pool.query('SELECT count(*)::int AS count FROM buyers')).rows[0].count as number;

// Two whole syncs and a verify of 4,137 rows take longer than five seconds where the machine is busy.
test('4,137 buyers, 356 of them too long for VARCHAR(50): refused up front, told cell by cell, and all there after the fix', async () => {
  const { rows, tooLong } = makeSheet();
  expect([rows.length, tooLong.size]).toEqual([BUYERS, LONG]);
  await pool.query(TEXTS.map((name) => `ALTER TABLE buyers ALTER COLUMN ${name} TYPE varchar(${LIMIT})`).join(';'));
  const sheet = await bindSheet(strict, HEADERS);
  sheet.rows = rows;

  // 1. By default nothing is written, and the columns are named with their headers, their limits and the fix.
  const refused = await sheet.send<{ code: string; detail: string; params: { columns: object[]; fixScript: string } }>(
    'POST',
    '/v1/runs',
    sheet.openBody(),
  );
  expect([refused.status, refused.body.code]).toEqual([422, 'schema_refused']);
  expect(refused.body.params.columns).toEqual(
    TEXTS.map((column, at) => ({
      column,
      columnName: column,
      header: HEADERS[at + FIRST_TEXT],
      index: at + FIRST_TEXT,
      dataType: 'character varying',
      characterMaximumLength: LIMIT,
    })),
  );
  for (const [at, column] of TEXTS.entries())
    expect(refused.body.detail).toContain(`${HEADERS[at + FIRST_TEXT]} → ${column} (50)`);
  expect(await count()).toBe(0);

  // 2. With the policy `warn`, what fits lands, and each cell that does not is named with its limit and its length.
  const warned = new TestSheet(lenient, sheet, HEADERS);
  warned.rows = rows;
  const first = await drive(warned);
  expect(first.finish.receipt).toMatchObject({ read: BUYERS, inserted: BUYERS - LONG, rejected: LONG, unchanged: 0 });
  expect(first.finish).toMatchObject({
    status: 'completed_with_problems',
    verification: { passed: false, verdict: 'not_in_step' },
  });
  expect(first.finish.verification.completeness).toMatchObject({ complete: false, missingCount: LONG });
  expect([...first.finish.verification.completeness.missingBuyerNumbers]).toEqual([...tooLong.keys()]);
  expect(await count()).toBe(BUYERS - LONG);
  const told = new Map(
    [...first.rejected.values()].map(({ key, errors }) => [
      key,
      errors.map(({ cell, column, limit, actual }) => ({ cell, column, limit, actual })),
    ]),
  );
  expect(told).toEqual(tooLong);
  for (const { retryable, errors } of first.rejected.values()) {
    expect(retryable).toBe(true);
    for (const error of errors) expect(error).toMatchObject({ errorType: 'field_length', code: 'text_too_long' });
  }
  const { body: log } = await send<{ errors: LoggedError[]; count: number }>(
    strict,
    'GET',
    '/v1/errors?type=field_length',
    { token: OPERATOR },
  );
  expect(log.count).toBe([...tooLong.values()].flat().length);
  expect(new Set(log.errors.map((error) => error.buyerNumber)).size).toBe(LONG);

  // 3. The fix, and a sync alone.
  const { body: schema } = await send<{ valid: boolean; nonTextFields: object[]; fixScript: string }>(
    strict,
    'GET',
    '/v1/schema/buyers',
    { token: OPERATOR },
  );
  expect(schema).toMatchObject({ valid: false, fixScript: refused.body.params.fixScript });
  expect(schema.nonTextFields.length).toBe(TEXTS.length);
  await pool.query(schema.fixScript);
  const { body: fixed } = await send<object>(strict, 'GET', '/v1/schema/buyers', { token: OPERATOR });
  expect(fixed).toMatchObject({ valid: true, errors: [], nonTextFields: [], fixScript: '' });
  const second = await drive(sheet);
  expect(second.finish.receipt).toMatchObject({ read: BUYERS, inserted: LONG, unchanged: BUYERS - LONG, rejected: 0 });
  expect(second.finish).toMatchObject({ status: 'completed', verification: { passed: true, verdict: 'in_step' } });
  expect(await count()).toBe(BUYERS);

  // 4. Verify passes, and the database agrees on its own account.
  const verified = await drive(sheet, { mode: 'verify' });
  expect(verified.finish.verification).toMatchObject({
    passed: true,
    accuracy: { sampleSize: BUYERS, mismatchCount: 0 },
  });
  const { rows: stored } = await pool.query({
    text: `SELECT buyer_number, ${TEXTS.join(', ')} FROM buyers ORDER BY 1`,
    rowMode: 'array',
  });
  expect(stored).toEqual(rows);
}, 120_000);

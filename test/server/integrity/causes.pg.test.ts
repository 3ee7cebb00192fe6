// The cause of a difference over whole runs: whoever changed what since the last sync, each field says which side it was.
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { MismatchGroup } from '../../../shared/protocol.ts';
import { testDatabase } from '../../support/database.ts';
import {
  bindSheet,
  clearRuns,
  drive,
  HELD,
  type TestCell,
  type TestSheet,
  testServer,
} from '../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const server = testServer(database);
const COLUMNS = ['buyer_number', 'name', 'visits', 'budget', 'joined', 'notes'] as const;
let sheet: TestSheet;

beforeAll(async () => {
  await pool.query(
    'CREATE TABLE clients (buyer_number text PRIMARY KEY, name text, visits integer, budget numeric(12,2), joined date, notes text)',
  );
  sheet = await bindSheet(server, COLUMNS, { table: 'clients' });
});
afterEach(() => clearRuns(database, 'clients'));

/** Three values for each column but the key, none of them the same as another but for its form. */
const VALUES: readonly (readonly (string | null)[])[] = [
  ['Sato', 'a\nb', null],
  ['1', '22', null],
  ['0.5', '1234', null],
  ['2024-02-29', '0001-01-01', null],
  ['山田', '"quoted"', null],
];
const cells = fc.tuple(...VALUES.map((values) => fc.constantFrom(...values)));
const rows = fc.array(cells, { minLength: 1, maxLength: 4 });
/** Row, column after the key, which of its values, and on which side. */
const edit = fc.tuple(fc.nat(3), fc.nat(4), fc.nat(2), fc.constantFrom('sheet' as const, 'database' as const));

test('each field names the side that changed since the last sync, wherever no field of its row changed on both', async () => {
  const inputs = [rows, fc.array(edit, { minLength: 1, maxLength: 8 }), fc.boolean()] as const;
  const property = fc.asyncProperty(...inputs, async (agreed, edits, holdNames) => {
    await clearRuns(database, 'clients');
    const held = (row: TestCell[]) => (holdNames ? row.map((cell, at) => (at === 1 ? HELD : cell)) : row);
    sheet.rows = agreed.map((row, n) => held([`${n}`, ...row]));
    await drive(sheet);
    // What both sides held then: a held cell was written as empty.
    const then = agreed.map((row) => (holdNames ? [null, ...row.slice(1)] : row));
    const now = { sheet: then.map((row) => [...row]), database: then.map((row) => [...row]) };
    for (const [row, column, value, side] of edits) {
      const edited = now[side][row % agreed.length];
      if (edited !== undefined) edited[column] = VALUES[column]?.[value] ?? null;
    }
    for (const [n, row] of now.database.entries())
      await pool.query(
        'UPDATE clients SET name = $2, visits = $3, budget = $4, joined = $5, notes = $6 WHERE buyer_number = $1',
        [`${n}`, ...row],
      );
    sheet.rows = now.sheet.map((row, n) => [`${n}`, ...row]);
    const { mismatches, finish } = await drive(sheet, { mode: 'verify' });

    for (const { buyerNumber, field, cause, since } of mismatches) {
      const [row, column] = [Number(buyerNumber), COLUMNS.indexOf(field as 'name') - 1];
      const isChanged = (side: 'sheet' | 'database', at: number) => now[side][row]?.[at] !== then[row]?.[at];
      const both = VALUES.some(
        (_, at) => isChanged('sheet', at) && isChanged('database', at) && !(holdNames && at === 0),
      );
      const fields = mismatches.filter(
        (other) => other.buyerNumber === buyerNumber && !(holdNames && other.field === 'name'),
      );
      expect(since).toMatch(/^20.*Z$/);
      if (holdNames && field === 'name') expect(cause).toBe('differs');
      else if (!both && fields.length <= 4)
        expect(cause).toBe(isChanged('database', column) ? 'changed_in_database' : 'edited_in_sheet');
      else if (cause === 'edited_in_sheet') expect(isChanged('database', column)).toBe(false);
    }
    const groups = finish.verification.accuracy.groups ?? [];
    expect(groups.reduce((sum: number, group: MismatchGroup) => sum + group.count, 0)).toBe(mismatches.length);
  });
  await fc.assert(property, { numRuns: 40 * Number(process.env['ROLLCALL_TEST_SCALE'] ?? 1) });
});

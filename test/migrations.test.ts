// Committed migrations never change: an installation that applied one would never see the change.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../server/config.ts';
import { migrationFiles } from '../server/migrate/migrate.ts';

test('every committed migration is as it was when it was committed', async () => {
  const files = await migrationFiles(join(PROJECT_ROOT, 'migrations'));
  expect(Object.fromEntries(files.map((file) => [file.filename, file.checksum.slice(0, 16)]))).toEqual(COMMITTED);
});

/** A new file gets its line here with its first commit; no line ever changes. */
const COMMITTED: Readonly<Record<string, string>> = {
  '0001-sheets.sql': '06250c659d59e5ac',
  '0002-runs.sql': '85f15ecafbff29cd',
  '0003-errors.sql': 'ad404cd13ee24ebe',
  '0004-buyers.sql': '41527c58d855db03',
  '0005-contract.sql': 'b0de052316a69628',
  '0006-guards.sql': 'b91787c76172ad63',
  '0007-seen.sql': 'de88234933b12ee9',
  '0008-trust.sql': '0c77874cdfee7194',
};

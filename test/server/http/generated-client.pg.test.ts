// /openapi.json as others use it: a client generated from it type-checks a whole sync, and then does it, over a socket.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import openapiTS from 'openapi-typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../../server/config.ts';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import { testDatabase } from '../../support/database.ts';
import { serveApp } from '../../support/serve-app.ts';

const execute = promisify(execFile);
const PROGRAM = join(PROJECT_ROOT, 'test/fixtures/whole-sync.ts.txt');
const TSC = join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc');
const database = await testDatabase();
let server: Awaited<ReturnType<typeof serveApp>>;
let folder: string;

beforeAll(async () => {
  server = await serveApp(database.pool);
  // Inside the project, where the client's library is found.
  const cache = join(PROJECT_ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'rollcall-client-'));
  await writeFile(join(folder, 'paths.ts'), await openapiTS(new URL('openapi.json', server.url)));
  await copyFile(PROGRAM, join(folder, 'whole-sync.ts'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(STRICT));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const STRICT = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, target: 'es2024', module: 'nodenext', types: ['node'], skipLibCheck: true },
    ...{ noUncheckedIndexedAccess: true, allowImportingTsExtensions: true, erasableSyntaxOnly: true },
  },
  include: ['*.ts'],
};

/** What the compiler says; '' where all is well. */
async function complaints(): Promise<string> {
  const told = await execute(process.execPath, [TSC, '-p', folder]).catch((error: { stdout: string }) => error);
  return told.stdout;
}

test('a client generated from the description type-checks a whole sync', async () => {
  expect(await complaints()).toBe('');
});

test.each([
  ['a field by another name', 'fingerprints: SHEET', 'hashes: SHEET', 'fingerprints'],
  ['a number for a text', "trigger: 'api'", 'trigger: 7', '"schedule" | "sidebar"'],
  ['a path that is not there', "'/v1/reports/counts'", "'/v1/reports/count'", '/v1/reports/count'],
  [
    'a field that is not answered',
    '{ spreadsheetCount, databaseCount }',
    '{ sheetCount, databaseCount }',
    'sheetCount',
  ],
])('and refuses %s', async (_, right, wrong, named) => {
  const program = await readFile(PROGRAM, 'utf8');
  expect(program).toContain(right);
  await writeFile(join(folder, 'whole-sync.ts'), program.replace(right, wrong));
  expect(await complaints()).toContain(named);
  await writeFile(join(folder, 'whole-sync.ts'), program);
});

test('and does it: 250 buyers are in step', async () => {
  await database.pool.query(`
    CREATE TABLE generated (buyer_number text PRIMARY KEY, name text, budget bigint);
    INSERT INTO header_aliases VALUES ('generated', '氏名', 'name')`);
  const sheet = { spreadsheetId: 'generated', sheetName: 'Buyers', table: 'generated' };
  const { key } = await addSheet(database.pool, { ...sheet, keyColumn: 'buyer_number', scopeColumn: null });
  // Node strips no types below node_modules.
  const bundled = join(folder, 'whole-sync.mjs');
  await build({
    entryPoints: [join(folder, 'whole-sync.ts')],
    outfile: bundled,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const { stdout } = await execute(process.execPath, [bundled], {
    env: { SERVER: server.url.replace(/\/$/, ''), KEY: key },
  });
  expect(JSON.parse(stdout)).toMatchObject({
    receipt: { read: 250, inserted: 250, balanced: true },
    verdict: 'in_step',
    counts: [[250, 250]],
  });
  const { rows } = await database.pool.query(`SELECT * FROM generated WHERE buyer_number = '00013'`);
  expect(rows).toEqual([{ buyer_number: '00013', name: '買主 13', budget: '13000' }]);
});

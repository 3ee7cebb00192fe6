// The other verbs as real processes: sheet, schema, migrate, doctor, problems. Exit codes and --json as --help promises them.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLoginCode } from '../../../server/access/login-codes.ts';
import { PROBLEMS } from '../../../server/problem.ts';
import type { SheetView } from '../../../shared/protocol.ts';
import { type Ran, rollcall } from '../../support/command-line.ts';
import { testDatabase } from '../../support/database.ts';
import { ROOT, start } from '../../support/processes.ts';

const database = await testDatabase();
const { pool } = database;
const folder = mkdtempSync(join(tmpdir(), 'rollcall-verbs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): Promise<Ran> => rollcall(args, { DATABASE_URL: database.url });
const add = (name: string, ...more: string[]): Promise<Ran> =>
  run('sheet', 'add', '--spreadsheet', 'book', '--sheet', name, ...more);

/** The program with a folder of migrations of its own. */
function checkout(): { path: string; run: (...args: string[]) => Promise<Ran> } {
  const path = mkdtempSync(join(folder, 'checkout-'));
  for (const name of ['server', 'shared', 'migrations', 'package.json'])
    cpSync(join(ROOT, name), join(path, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  const inCheckout = async (...args: string[]): Promise<Ran> => {
    const program = start('node', ['server/launch.mjs', ...args], { DATABASE_URL: database.url }, path);
    const { code } = await program.ended();
    const stdout = program.stdout();
    return { code, stdout, stderr: program.stderr(), json: <T>() => JSON.parse(stdout) as T };
  };
  return { path, run: inCheckout };
}

describe('sheet', () => {
  beforeEach(async () => {
    for (const table of ['sheet_keys', 'sheets']) await pool.query(`DELETE FROM ${table}`);
  });
  afterEach(() => pool.query('DROP TABLE IF EXISTS plain, scoped, "買主 台帳"'));

  test('add binds, shows the key once and says that the sheet wins; list shows the sheet, never a key', async () => {
    expect((await run('sheet', 'list')).stdout).toBe('No sheet is bound yet; "rollcall sheet add" binds one.\n');
    const added = await add('買主');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).toMatch(/^Bound "買主" to table buyers by buyer_number\. From now on the sheet wins/);
    expect(added.stdout).toMatch(/^Key, shown this once: rks_[\w-]{43}$/m);
    const listed = await run('sheet', 'list');
    expect(listed.stdout).toMatch(/^[0-9a-f-]{36} {2}買主 \(book\) → buyers by buyer_number\n$/);
    const [sheet] = (await run('sheet', 'list', '--json')).json<Record<string, unknown>[]>();
    expect(sheet).toMatchObject({
      spreadsheetId: 'book',
      sheetName: '買主',
      table: 'buyers',
      keyColumn: 'buyer_number',
    });
    expect(JSON.stringify(sheet)).not.toContain('rks_');
  });

  test('--json of add, rotate-key and remove is one document each; only the newest key is alive, and none after remove', async () => {
    const { sheetId, key } = (await add('s', '--json')).json<{ sheetId: string; key: string }>();
    const rotated = (await run('sheet', 'rotate-key', 's', '--json')).json<{ sheetId: string; key: string }>();
    expect(rotated).toMatchObject({ sheetId, key: expect.stringMatching(/^rks_/) });
    expect(rotated.key).not.toBe(key);
    expect(await liveKeys()).toBe(1);
    expect((await run('sheet', 'rotate-key', sheetId)).stdout).toMatch(/^New key, shown this once: rks_\S+\n$/);
    expect(await liveKeys()).toBe(1);
    expect((await run('sheet', 'remove', sheetId, '--json')).json()).toEqual({ sheetId, removed: true });
    expect(await liveKeys()).toBe(0);
    expect((await run('sheet', 'list', '--json')).json()).toEqual([]);
    expect(await run('sheet', 'remove', 's')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No sheet s is bound'),
    });
    expect(await add('s')).toMatchObject({ code: 0 });
  });

  test('a table or column that cannot serve is refused with what to do about it', async () => {
    await pool.query('CREATE TABLE plain (code text, name text)');
    const refusals: [string[], RegExp][] = [
      [['--table', 'nowhere'], /There is no table nowhere/],
      [['--table', 'plain', '--key-column', 'code'], /CREATE UNIQUE INDEX ON plain \(code\)/],
      [['--table', 'plain', '--key-column', 'nothing'], /Table plain has no column nothing/],
      [['--key-column', 'created_at'], /no column created_at that can be synced/],
      [['--scope-column', 'nothing'], /Table buyers has no column nothing/],
      [['--scope-column', 'branch'], /CREATE UNIQUE INDEX ON buyers \(branch, buyer_number\)/],
    ];
    for (const [args, sentence] of refusals) {
      const ran = await add('s', ...args);
      expect(ran, args.join(' ')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) });
    }
    await pool.query('CREATE UNIQUE INDEX ON plain (code)');
    expect(await add('s', '--table', 'plain', '--key-column', 'code')).toMatchObject({ code: 0 });
  });

  test('a table takes one sheet, or several that each have a scope of their own', async () => {
    await pool.query('CREATE TABLE scoped (office text, code text, name text, UNIQUE (office, code))');
    await add('first');
    expect(await add('first')).toMatchObject({ code: 2, stderr: expect.stringContaining('bound already') });
    expect(await add('second')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/already takes another sheet.*--scope-column/),
    });
    const scope = ['--table', 'scoped', '--key-column', 'code'];
    expect(await add('tokyo', ...scope, '--scope-column', 'office')).toMatchObject({ code: 0 });
    expect(await add('osaka', ...scope, '--scope-column', 'office')).toMatchObject({ code: 0 });
    expect(await add('kyoto', ...scope)).toMatchObject({ code: 2 });
  });

  test('two tabs of one name in two books are told apart by id', async () => {
    await pool.query('CREATE TABLE "買主 台帳" (code text PRIMARY KEY)');
    await add('tab');
    const more = ['--sheet', 'tab', '--table', '買主 台帳', '--key-column', 'code'];
    expect(await run('sheet', 'add', '--spreadsheet', 'other', ...more)).toMatchObject({ code: 0 });
    expect(await run('sheet', 'remove', 'tab')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name one by its id'),
    });
  });
});

describe('sheet contract', () => {
  beforeEach(async () => {
    for (const table of ['sheet_keys', 'sheets']) await pool.query(`DELETE FROM ${table}`);
  });

  test('shows what was agreed, heading by heading, and what no heading means', async () => {
    const { sheetId } = (await add('agreed', '--json')).json<{ sheetId: string }>();
    const fresh = await run('sheet', 'contract', 'agreed');
    expect(fresh.stdout).toMatch(
      /^"agreed" → buyers by buyer_number: nobody has said .*, not confirmed by a person yet\.\n/,
    );
    expect(fresh.stdout).toMatch(/^Columns that no heading means: buyer_number, name, name_kana, /m);
    await pool.query(
      `INSERT INTO sheet_headers (sheet_id, header_row, header, decision, column_name, as_value, confirmed_by, confirmed_at) VALUES
         ($1, 2, '買主番号', 'column', 'buyer_number', false, 'name or alias', '2024-04-01Z'),
         ($1, 2, '備考', 'column', 'notes', true, 'Sato', '2024-04-01Z'),
         ($1, 2, '内緒', 'never', NULL, false, 'Sato', '2024-04-01Z')`,
      [sheetId],
    );
    await pool.query(`INSERT INTO header_places VALUES ($1, 2, '買主番号', 0), ($1, 2, '内緒', 27)`, [sheetId]);
    await pool.query(
      `UPDATE sheets SET header_row = 2, contract_confirmed_by = 'Sato', contract_confirmed_at = '2024-04-01Z' WHERE id = $1`,
      [sheetId],
    );
    const { stdout } = await run('sheet', 'contract', sheetId);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      '"agreed" → buyers by buyer_number: headings in row 2, confirmed by Sato at 2024-04-01T00:00:00.000Z.',
      'A   買主番号 → buyer_number  (name or alias, 2024-04-01)',
      'AB  内緒 → never sent  (Sato, 2024-04-01)',
      '–   備考 → notes (values, not what is shown)  (Sato, 2024-04-01)',
    ]);
    const view = (await run('sheet', 'contract', 'agreed', '--json')).json<SheetView>();
    expect(view).toMatchObject({ sheetId, headerRow: 2, headers: [{ index: 0 }, { index: 27 }, { index: null }] });
    for (const table of ['header_places', 'sheet_headers', 'sheet_keys', 'sheets'])
      await pool.query(`DELETE FROM ${table}`);
  });
});

const liveKeys = async (): Promise<number> =>
  (await pool.query('SELECT count(*)::int AS n FROM sheet_keys WHERE revoked_at IS NULL')).rows[0].n;

/** The migrations there are, and the names of the next two. */
const LAST = readdirSync(join(ROOT, 'migrations')).sort().at(-1) ?? '';
const next = (number: number, name: string): string =>
  `${String(Number(LAST.slice(0, 4)) + number).padStart(4, '0')}-${name}.sql`;
const FIX = next(1, 'legacy-text');
const GOOD = next(1, 'good');
const BAD = next(2, 'bad');

describe('schema and migrate', () => {
  afterEach(async () => {
    await pool.query('DROP TABLE IF EXISTS legacy');
    await pool.query('DELETE FROM schema_migrations WHERE filename > $1', [LAST]);
  });

  test('what check names, fix writes down and migrate up applies: then there is nothing to name', async () => {
    await pool.query(
      'CREATE TABLE legacy (code varchar(20) PRIMARY KEY, "Full Name" varchar(50), flag char(1), memo text)',
    );
    await pool.query(`INSERT INTO legacy VALUES ('L1', '山田', 'y', 'm')`);
    const { path, run: there } = checkout();
    const checked = await there('schema', 'check', '--table', 'legacy');
    expect(checked).toMatchObject({ code: 1, stderr: '' });
    expect(checked.stdout).toContain('Full Name takes at most 50 characters (character varying(50)); make it TEXT.');
    const report = (await there('schema', 'check', '--table', 'legacy', '--json')).json<Record<string, unknown>>();
    expect(report).toMatchObject({
      valid: false,
      errors: expect.arrayContaining([expect.any(String)]),
      fixScript: expect.any(String),
    });
    expect(report['nonTextFields']).toContainEqual({
      columnName: 'flag',
      dataType: 'character',
      characterMaximumLength: 1,
    });

    const { file } = (await there('schema', 'fix', '--table', 'legacy', '--json')).json<{ file: string }>();
    expect(file).toBe(join(path, 'migrations', FIX));
    const status = await there('migrate', 'status');
    expect(status).toMatchObject({ code: 1, stdout: `pending ${FIX}\n` });
    expect((await there('migrate', 'status', '--json')).json()).toEqual({ pending: [FIX] });
    expect(await there('sheet', 'list')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('run "rollcall migrate up" first'),
    });
    expect((await there('migrate', 'up', '--json')).json()).toEqual({ applied: [FIX] });
    expect(await there('migrate', 'up')).toMatchObject({ code: 0, stdout: 'Nothing is pending.\n' });
    expect(await there('migrate', 'status')).toMatchObject({ code: 0 });
    expect(await there('schema', 'check', '--table', 'legacy')).toMatchObject({
      code: 0,
      stdout: 'legacy: text of any length fits.\n',
    });
    expect(await there('schema', 'fix', '--table', 'legacy')).toMatchObject({
      code: 0,
      stdout: 'legacy: nothing to fix.\n',
    });
    expect((await pool.query('SELECT * FROM legacy')).rows).toEqual([
      { code: 'L1', 'Full Name': '山田', flag: 'y', memo: 'm' },
    ]);
  }, 120_000);

  test('fix writes where --out says, over nothing that is there, and says so where there is no such folder', async () => {
    await pool.query('CREATE TABLE legacy (code varchar(20) PRIMARY KEY)');
    const out = mkdtempSync(join(folder, 'out-'));
    writeFileSync(join(out, '0041-earlier.sql'), 'SELECT 1');
    const ran = await run('schema', 'fix', '--table', 'legacy', '--out', out);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('rollcall migrate up') });
    expect(readdirSync(out).sort()).toEqual(['0041-earlier.sql', '0042-legacy-text.sql']);
    expect(readFileSync(join(out, '0042-legacy-text.sql'), 'utf8')).toContain(
      'ALTER TABLE "public"."legacy"\n  ALTER COLUMN "code" TYPE text;',
    );
    const nowhere = await run('schema', 'fix', '--table', 'legacy', '--out', join(out, 'nowhere'));
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no folder') });
    expect(await run('schema', 'check', '--table', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no table nowhere'),
    });
  });

  test('a migration that fails is rolled back whole and named with its line, exit 4; those before it stay', async () => {
    const { path, run: there } = checkout();
    writeFileSync(join(path, 'migrations', GOOD), 'CREATE TABLE legacy (code text PRIMARY KEY);');
    writeFileSync(
      join(path, 'migrations', BAD),
      'ALTER TABLE legacy ADD COLUMN name text;\nALTER TABLE legacy ADD COLUMN nmae no_such_type;\n',
    );
    const ran = await there('migrate', 'up');
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(ran.stderr).toMatch(/^\d{4}-bad\.sql failed on line 2 .*42704.*rolled back.*\n$/);
    expect((await there('migrate', 'status', '--json')).json()).toEqual({ pending: [BAD] });
    expect(
      (await pool.query(`SELECT attname FROM pg_attribute WHERE attrelid = 'legacy'::regclass AND attnum > 0`))
        .rowCount,
    ).toBe(1);
    const served = await there('server/main.ts');
    expect(served).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining(`${BAD} failed on line 2`),
    });
  });
});

describe('doctor', () => {
  test('passes an installation that is sound, name by name', async () => {
    await pool.query('DELETE FROM sheet_keys');
    await pool.query('DELETE FROM sheets');
    const unbound = await run('doctor');
    expect(unbound.code).toBe(0);
    expect(unbound.stdout).toMatch(/! warn {2}Sheets: none is bound\n +Run "npm run rollcall -- sheet add --help"/);
    await add('buyers');
    const ran = await run('doctor');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/✓ pass {2}Node: 24\./);
    expect(ran.stdout).toMatch(/✓ pass {2}Database: Postgres \d+\.\d+.*, from DATABASE_URL/);
    expect(ran.stdout).toContain('✓ pass  Sheet "buyers": goes to buyers');
    expect(ran.stdout).not.toContain(new URL(database.url).password);
    const findings = (await run('doctor', '--json')).json<{ name: string; result: string }[]>();
    expect(findings.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'Node pass',
      'Settings pass',
      'Database pass',
      'Migrations pass',
      'Sheet "buyers" pass',
    ]);
  });

  test('names what fails, with the way to mend it, exit 1', async () => {
    const nowhere = await rollcall(['doctor'], { DATABASE_URL: 'postgres://a:secret-word@127.0.0.1:1/x' });
    expect(nowhere).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/✗ fail {2}Database: .*\n +Check DATABASE_URL/),
    });
    expect(nowhere.stdout).not.toContain('secret-word');
    const wrong = (await rollcall(['doctor', '--json'], { PORT: 'none' })).json<unknown[]>();
    expect(wrong).toContainEqual({
      name: 'Settings',
      result: 'fail',
      detail: 'PORT must be a whole number up to 65535.',
      fix: 'Correct the environment variable.',
    });
    await pool.query('CREATE TABLE gone (code text PRIMARY KEY, memo varchar(9))');
    await run('sheet', 'add', '--spreadsheet', 'b', '--sheet', 'gone', '--table', 'gone', '--key-column', 'code');
    expect((await run('doctor')).stdout).toMatch(
      /! warn {2}Sheet "gone": memo takes at most 9 .*\n +Run .*schema fix --table gone/,
    );
    await pool.query('DROP TABLE gone');
    expect(await run('doctor')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/✗ fail {2}Sheet "gone": There is no table gone/),
    });
  });
});

describe('every verb', () => {
  const VERBS = [
    'sheet add',
    'sheet list',
    'sheet rotate-key',
    'sheet remove',
    'sheet quiet',
    'settings list',
    'settings set',
    'settings reset',
    'push',
    'verify',
    'sync release',
    'sync discard',
    'schema check',
    'schema fix',
    'migrate up',
    'migrate status',
    'doctor',
    'problems',
  ];

  test('is listed, and its --help has an example and --json', async () => {
    const top = await run('--help');
    expect(top).toMatchObject({ code: 0, stderr: '' });
    for (const code of [0, 1, 2, 3, 4, 5, 70]) expect(top.stdout).toMatch(new RegExp(`^ +${code} `, 'm'));
    const helps = await Promise.all(VERBS.map((verb) => run(...verb.split(' '), '--help')));
    for (const [at, verb] of VERBS.entries()) {
      expect(top.stdout).toContain(verb.split(' ')[0]);
      expect(helps[at], verb).toMatchObject({ code: 0, stderr: '' });
      expect(helps[at]?.stdout, verb).toMatch(new RegExp(`Example:\\n +(rollcall|npm run) ${verb}`));
      expect(helps[at]?.stdout, verb).toContain('--json');
    }
  });

  test.each([
    ['nothing at all', []],
    ['a verb that is none', ['pull']],
    ['a verb without its verb', ['sheet']],
    ['an option that is missing', ['sheet', 'add', '--sheet', 's']],
    ['an argument too many', ['problems', 'all']],
  ])('%s is wrong use: exit 2, nothing on standard output', async (_, args) => {
    const ran = await run(...args);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/rollcall|--help/);
  });

  test('the version is the one of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await run('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  test('no database is exit 3, in a sentence', async () => {
    for (const verb of ['sheet list', 'schema check', 'migrate status']) {
      const ran = await rollcall(verb.split(' '), { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' });
      expect(ran, verb).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/^No database: .*\n$/) });
    }
  });

  test('a right that is missing is exit 2, in a sentence that holds no word of Postgres', async () => {
    await pool.query(`CREATE ROLE rollcall_reader LOGIN PASSWORD 'reader'`);
    try {
      const url = Object.assign(new URL(database.url), { username: 'rollcall_reader', password: 'reader' }).href;
      const ran = await rollcall(['sheet', 'list'], { DATABASE_URL: url });
      expect(ran).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^The database refuses .*42501.*\n$/),
      });
    } finally {
      await pool.query('DROP ROLE rollcall_reader');
    }
  });

  test('problems lists every code with its status; --json is the registry', async () => {
    const listed = await run('problems');
    for (const [code, { status }] of Object.entries(PROBLEMS)) expect(listed.stdout).toContain(`${status} ${code}\n`);
    expect((await run('problems', '--json')).json()).toEqual(PROBLEMS);
  });

  test('a reader that stops reading is no fault', async () => {
    const program = start('sh', ['-c', `${process.execPath} server/rollcall.ts problems | true`]);
    expect(await program.ended()).toEqual({ code: 0, signal: null });
    expect(program.stderr()).toBe('');
  });
});

describe('operator link', () => {
  test('makes a link of the server’s own address, which logs in once', async () => {
    const made = (await run('operator', 'link', '--json')).json<{ link: string; expiresAt: string }>();
    expect(made.link).toMatch(/^http:\/\/127\.0\.0\.1:8787\/dashboard\/login\?code=rkl_[\w-]{43}$/);
    expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
    const code = new URL(made.link).searchParams.get('code') ?? '';
    expect(await takeLoginCode(pool, code, new Date())).toBe(true);
    expect(await takeLoginCode(pool, code, new Date())).toBe(false);
  });

  test('takes another address, behind a path too, and nothing that is none', async () => {
    const { stdout } = await run('operator', 'link', '--server', 'https://example.com/rollcall/');
    expect(stdout).toMatch(
      /^https:\/\/example\.com\/rollcall\/dashboard\/login\?code=rkl_\S+\nIt works once, for 10 minutes\.\n$/,
    );
    for (const server of ['example.com', 'ftp://x', 'https://'])
      expect((await run('operator', 'link', '--server', server)).code).toBe(2);
  });
});

// `rollcall push` and `verify` as real processes against a real server: every kind of file a spreadsheet program writes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logNothing } from '../../../server/log.ts';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import { type RunningServer, startServer } from '../../../server/start-server.ts';
import type { FinishAnswer, Verification } from '../../../shared/protocol.ts';
import { type Ran, rollcall } from '../../support/command-line.ts';
import { testDatabase } from '../../support/database.ts';
import { unusedPort } from '../../support/processes.ts';

const database = await testDatabase();
const nowhere = `http://127.0.0.1:${await unusedPort()}`;
const folder = mkdtempSync(join(tmpdir(), 'rollcall-push-'));
let server: RunningServer;
let key: string;

beforeAll(async () => {
  const config = {
    databaseUrl: database.url,
    dataDir: folder,
    host: '127.0.0.1',
    port: 0,
    operatorToken: 'op',
  } as const;
  server = await startServer(
    { ...config, schemaPolicy: 'refuse', webhook: null, smtp: null, alertMail: [], publicUrl: null },
    logNothing,
  );
  const bound = { spreadsheetId: 'book', sheetName: 'buyers', table: 'buyers', keyColumn: 'buyer_number' };
  ({ key } = await addSheet(database.pool, { ...bound, scopeColumn: null }));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await database.pool.query('DELETE FROM buyers');
  // Each file is a sheet of its own: its headings are no change of another's.
  await database.pool.query('DELETE FROM header_places');
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const push = (path: string, ...more: string[]): Promise<Ran> =>
  rollcall(['push', path, '--server', server.url, '--key', key, ...more]);
const verify = (path: string, ...more: string[]): Promise<Ran> =>
  rollcall(['verify', path, '--server', server.url, '--key', key, ...more]);

const stored = async (columns = 'buyer_number, name, notes') =>
  (await database.pool.query(`SELECT ${columns} FROM buyers ORDER BY buyer_number`)).rows;

describe('files', () => {
  test('UTF-8 with a byte order mark and CRLF, quoted line breaks, quotes and commas, and leading zeros land as they are', async () => {
    const lines = [
      'buyer_number,氏名,郵便番号,備考',
      '0001,"山田, 太郎",0600001,"一行目\r\n二行目 ""引用"""',
      '0002, 名 ,,',
    ];
    const path = write('bom.csv', `\uFEFF${lines.join('\r\n')}\r\n`);
    const ran = await push(path);
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(
      /^read 2 = inserted 2 \+ updated 0 \+ unchanged 0 \+ rejected 0 \+ duplicate 0 \+ skipped blank 0 \+ held 0$/m,
    );
    expect(await stored('buyer_number, name, postal_code, notes')).toEqual([
      { buyer_number: '0001', name: '山田, 太郎', postal_code: '0600001', notes: '一行目\n二行目 "引用"' },
      { buyer_number: '0002', name: ' 名 ', postal_code: null, notes: null },
    ]);
    expect((await verify(path)).code).toBe(0);
  });

  test('line ends may change within a file: no row is lost in another, no cell gets a stray one', async () => {
    const path = write('mixed.csv', 'buyer_number,name,notes\r\nM1,a,x\nM2,b,y\r\nM3,c,z\rM4,d,"1\r2\n3"');
    expect(await push(path)).toMatchObject({ code: 0 });
    expect(await stored()).toEqual([
      { buyer_number: 'M1', name: 'a', notes: 'x' },
      { buyer_number: 'M2', name: 'b', notes: 'y' },
      { buyer_number: 'M3', name: 'c', notes: 'z' },
      { buyer_number: 'M4', name: 'd', notes: '1\n2\n3' },
    ]);
    const unix = write('header-unix.csv', 'buyer_number,name,notes\nM1,a,x\r\nM2,b,y\r\n');
    expect((await push(unix, '--json')).json<FinishAnswer>().receipt).toMatchObject({ read: 2, unchanged: 2 });
  });

  test('blank lines are skipped and counted; a short record has empty cells, a long one has none too many', async () => {
    const path = write('ragged.csv', 'buyer_number,name,notes\n\nR1\nR2,名\n,,\nR3,c,z,extra,more\n\n');
    const { receipt } = (await push(path, '--json')).json<FinishAnswer>();
    expect(receipt).toMatchObject({ read: 6, inserted: 3, skippedBlank: 3, rejected: 0, balanced: true });
    expect(await stored()).toEqual([
      { buyer_number: 'R1', name: null, notes: null },
      { buyer_number: 'R2', name: '名', notes: null },
      { buyer_number: 'R3', name: 'c', notes: 'z' },
    ]);
  });

  test('a heading renamed in the file holds its column, until an operator says that the file is right', async () => {
    await push(write('first.csv', 'buyer_number,name,notes\nH1,a,x\n'));
    const other = write('other.csv', 'buyer_number,name,phone\nH1,a,090\n');
    const held = await push(other);
    expect(held.stderr).toContain('column "phone" is held (header_renamed); did you mean notes?');
    expect(await stored('phone, notes')).toEqual([{ phone: null, notes: 'x' }]);
    const env = { DATABASE_URL: database.url };
    expect(await rollcall(['sheet', 'relearn', 'buyers'], env)).toMatchObject({ code: 0, stderr: '' });
    expect(await push(other)).toMatchObject({ code: 0, stderr: '' });
    expect(await stored('phone, notes')).toEqual([{ phone: '090', notes: 'x' }]);
  });

  test('a TSV is cut at tabs, and its quotes are text', async () => {
    const path = write('list.tsv', 'buyer_number\tname\tnotes\nT1\t"A"\t3" pipe, long\nT2\t\t=SUM(A1)\n');
    expect(await push(path)).toMatchObject({ code: 0 });
    expect(await stored()).toEqual([
      { buyer_number: 'T1', name: '"A"', notes: '3" pipe, long' },
      { buyer_number: 'T2', name: null, notes: '=SUM(A1)' },
    ]);
  });

  test('Shift_JIS is read where it is named; unnamed it is refused in a sentence, and the sheet is free', async () => {
    // 買主番号,氏名 / S1,表示 (whose second bytes include 0x5C, a backslash)
    const bytes = [0x94, 0x83, 0x8e, 0xe5, 0x94, 0xd4, 0x8d, 0x86, 0x2c, 0x8e, 0x81, 0x96, 0xbc, 0x0a];
    const path = write('sjis.csv', Uint8Array.from([...bytes, 0x53, 0x31, 0x2c, 0x95, 0x5c, 0x8e, 0xa6, 0x0a]));
    const wrong = await push(path);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/The file is not utf-8.*--encoding shift_jis/);
    expect(await push(path, '--encoding', 'shift_jis')).toMatchObject({ code: 0 });
    expect(await stored()).toEqual([{ buyer_number: 'S1', name: '表示', notes: null }]);
    expect((await verify(path, '--encoding', 'Shift_JIS')).code).toBe(0);
    const unknown = await push(path, '--encoding', 'klingon');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('"klingon" is not an encoding') });
  });

  test('a file that turns out unreadable far below its header leaves the sheet free and writes nothing', async () => {
    const head = Buffer.from(`buyer_number,name\n${Array.from({ length: 30_000 }, (_, i) => `F${i},n`).join('\n')}\n`);
    const bad = write('late.csv', Buffer.concat([head, Buffer.from([0x46, 0x2c, 0xff, 0x0a])]));
    expect(await push(bad)).toMatchObject({ code: 2, stderr: expect.stringContaining('is not utf-8') });
    const quotes = write('quotes.csv', Buffer.concat([head, Buffer.from('F,"never closed\n')]));
    expect(await push(quotes)).toMatchObject({ code: 2, stderr: expect.stringMatching(/line \d+.*quotes/) });
    expect(await stored()).toEqual([]);
    const sound = write('sound.csv', 'buyer_number,name\nF1,n\n');
    expect(await push(sound)).toMatchObject({ code: 0 });
  });

  test('times are in the zone that is named, UTC else', async () => {
    const path = write('zone.csv', 'buyer_number,next_appointment_at\nZ1,2024-07-01 09:00:00\n');
    const at = `buyer_number, (next_appointment_at AT TIME ZONE 'UTC')::text AS at`;
    await push(path);
    expect(await stored(at)).toEqual([{ buyer_number: 'Z1', at: '2024-07-01 09:00:00' }]);
    await push(path, '--time-zone', 'Asia/Tokyo');
    expect(await stored(at)).toEqual([{ buyer_number: 'Z1', at: '2024-07-01 00:00:00' }]);
    expect(await push(path, '--time-zone', 'Tokyo')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Asia/Tokyo'),
    });
  });

  test('an empty file, a header alone, and a header without the key', async () => {
    expect(await push(write('empty.csv', ''))).toMatchObject({ code: 2, stderr: expect.stringContaining('is empty') });
    const { receipt } = (await push(write('header.csv', 'buyer_number,name\n'), '--json')).json<FinishAnswer>();
    expect(receipt).toMatchObject({ read: 0, balanced: true });
    const keyless = await push(write('keyless.csv', 'name,notes\na,b\n'));
    expect(keyless).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/No header is bound to the key column buyer_number.*買主番号/),
    });
    const doubled = await push(write('doubled.csv', 'buyer_number,買主番号\na,b\n'));
    expect(doubled).toMatchObject({ code: 2, stderr: expect.stringMatching(/A1, B1/) });
  });
});

describe('what it says', () => {
  test('--json is one JSON document: the answer of finish for push, the verification for verify', async () => {
    const path = write('json.csv', 'buyer_number,name\nJ1,a\nJ2,b\n');
    const ran = await push(path, '--json');
    expect(ran.json<FinishAnswer>()).toMatchObject({
      status: 'completed',
      receipt: { read: 2, inserted: 2, balanced: true },
      verification: { passed: true, verdict: 'in_step' },
      durationMs: expect.any(Number),
      rowsPerSecond: expect.any(Number),
    });
    expect(ran.stdout.split('\n')).toHaveLength(2);
    expect((await verify(path, '--json')).json<Verification>()).toMatchObject({
      passed: true,
      accuracy: { sampleSize: 2 },
    });
  });

  test('a verify that does not pass exits 1, names what differs and what is missing, and writes nothing', async () => {
    await push(write('three.csv', 'buyer_number,name\nV1,a\nV2,b\nV3,c\n'));
    await database.pool.query(`UPDATE buyers SET name = 'changed' WHERE buyer_number = 'V2'`);
    await database.pool.query(`DELETE FROM buyers WHERE buyer_number = 'V3'`);
    const path = join(folder, 'three.csv');
    const said = await verify(path);
    expect(said.code).toBe(1);
    expect(said.stderr).toContain('B3  name: sheet and database differ (changed_in_database)');
    expect(said.stdout).toContain('missing: V3');
    const verification = (await verify(path, '--json')).json<Verification>();
    expect(verification).toMatchObject({
      passed: false,
      completeness: { missingCount: 1, missingBuyerNumbers: ['V3'] },
    });
    expect(verification.accuracy.mismatches).toContainEqual(
      expect.objectContaining({ cell: 'B3', buyerNumber: 'V2', spreadsheetValue: 'b', databaseValue: 'changed' }),
    );
    expect(await stored('buyer_number, name')).toEqual([
      { buyer_number: 'V1', name: 'a' },
      { buyer_number: 'V2', name: 'changed' },
    ]);
  });

  test('cells that cannot go are named, the rest lands, exit 1; doubled keys and rows without a key too', async () => {
    const rows = ['E1,四人,2024-01-01', 'E2,2,2024-02-30', 'E3,3,2024-03-01', 'E4,1,', 'E4,2,', ',5,2024-01-01'];
    const ran = await push(write('errors.csv', `buyer_number,世帯人数,受付日\n${rows.join('\n')}\n`));
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^read 6 = inserted 1 \+ .* rejected 3 \+ duplicate 2/m);
    expect(ran.stderr).toMatch(/B2 {2}世帯人数: /);
    expect(ran.stderr).toMatch(/C3 {2}受付日: /);
    expect(ran.stderr).toContain('rows 5, 6: the key E4 is used more than once; none was written');
    expect(ran.stderr).toContain('row 7: has values but no key');
    expect(await stored('buyer_number, household_size')).toEqual([{ buyer_number: 'E3', household_size: 3 }]);
  });

  test('a header that is not known is held, with a proposal; the other columns go', async () => {
    const ran = await push(write('held.csv', 'buyer_number,name,電話番合\nH1,a,03\n'));
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/column "電話番合" is held \(header_unknown\); did you mean phone\?/),
    });
    expect(await stored('buyer_number, name, phone')).toEqual([{ buyer_number: 'H1', name: 'a', phone: null }]);
  });

  test('a table that would lose texts is refused: cells listed, rows counted, exit 2, nothing written; after the fix it goes', async () => {
    await database.pool.query(
      'ALTER TABLE buyers ALTER COLUMN address TYPE varchar(10), ALTER COLUMN city TYPE varchar(3)',
    );
    try {
      const long = Array.from({ length: 15 }, (_, i) => `L${i},${'あ'.repeat(11)},"千代田\n区"`);
      const path = write('long.csv', `buyer_number,address,city\n${long.join('\n')}\nL99,短い,\n`);
      const ran = await push(path);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toMatch(
        /Nothing was written: 2 columns of buyers limit.*city → city \(3\), address → address \(10\)/,
      );
      expect(ran.stderr).toContain(
        '  B2  address: 11 characters, the column takes 10\n  C2  city: 5 characters, the column takes 3\n',
      );
      expect(ran.stderr).toContain('… and 10 more cells');
      expect(ran.stderr).toContain('30 cells in 15 rows are too long as the table is.');
      expect(await stored()).toEqual([]);
      const { fixScript } = (await rollcall(['schema', 'check', '--json'], { DATABASE_URL: database.url })).json<{
        fixScript: string;
      }>();
      await database.pool.query(fixScript);
      expect(await push(path)).toMatchObject({ code: 0 });
    } finally {
      await database.pool.query('ALTER TABLE buyers ALTER COLUMN address TYPE text, ALTER COLUMN city TYPE text');
    }
  });
});

describe('refusals', () => {
  test.each([
    ['a file that is not there', ['nowhere.csv'], 2, /There is no file nowhere\.csv/],
    ['a key that is unknown', ['--key', 'rks_unknown'], 2, /key is unknown or was revoked.*rotate-key/],
    ['a key that was copied with an ellipsis', ['--key', 'rks_abc…'], 2, /--key holds a character/],
    ['a spreadsheet that the key does not open', ['--spreadsheet', 'other'], 2, /belongs to another sheet/],
    ['a tab that the key does not open', ['--sheet', 'other'], 2, /belongs to another sheet/],
    ['an address without its scheme', ['--server', 'localhost:8787'], 2, /must be an address that begins with http/],
    ['an address that is none', ['--server', 'http://:x'], 2, /must be an address/],
    [
      'an address where nobody listens',
      ['--server', nowhere],
      3,
      /No answer from http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
    ],
    ['an option that is unknown', ['--frobnicate'], 2, /unknown option[\s\S]*--help/],
  ])(
    '%s: said in a sentence, with the exit code of --help, nothing on standard output',
    async (_, args, code, sentence) => {
      const file = args[0]?.endsWith('.csv') ? [] : [write('refused.csv', 'buyer_number,name\nX1,a\n')];
      const given = (name: string, value: string) => (args.includes(name) ? [] : [name, value]);
      const ran = await rollcall([
        'push',
        ...file,
        ...given('--server', server.url),
        ...given('--key', key),
        ...args,
        '--json',
      ]);
      expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(sentence) });
      expect(ran.stderr).not.toMatch(/^ +at /m);
      expect(await stored()).toEqual([]);
    },
  );

  test('another program than Rollcall behind the address is told apart', async () => {
    const ran = await rollcall([
      'push',
      write('refused.csv', 'buyer_number\nX1\n'),
      '--server',
      `${server.url}/elsewhere`,
      '--key',
      key,
    ]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('/openapi.json') });
  });
});

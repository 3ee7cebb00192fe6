// `rollcall settings` and `rollcall sheet quiet` as real processes: what they print, what they set, and how they end.
import { afterEach, expect, test } from 'vitest';
import { addSheet } from '../../../server/sheets/add-sheet.ts';
import { type Ran, rollcall } from '../../support/command-line.ts';
import { testDatabase } from '../../support/database.ts';

const database = await testDatabase();
const { pool } = database;
const run = (...args: string[]): Promise<Ran> => rollcall(args, { DATABASE_URL: database.url });

afterEach(() => pool.query('DELETE FROM settings'));

test('list shows each with value, bounds and meaning; it is what settings alone does', async () => {
  const listed = await run('settings', 'list');
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.stdout).toContain(
    'missingMoreThan = 10 buyers  (0 to 1000000)\n    more missing buyers than this are an alert\n',
  );
  expect((await run('settings')).stdout).toBe(listed.stdout);
  expect((await run('settings', 'list', '--json')).json<{ name: string }[]>()[0]).toEqual({
    ...{ name: 'retryEverySeconds', value: 60, default: 60, least: 1, most: 3600, unit: 's' },
    ...{ meaning: 'pause between two looks into the retry queue', changedBy: null, changedAt: null },
  });
});

test('set changes one and says who; reset gives the default back', async () => {
  const changed = await run('settings', 'set', 'missingMoreThan', '25', '--json');
  expect(changed).toMatchObject({ code: 0, stderr: '' });
  expect(changed.json()).toMatchObject({ name: 'missingMoreThan', value: 25, default: 10, changedBy: 'command line' });
  expect((await run('settings')).stdout).toMatch(
    /^missingMoreThan = 25 buyers {2}\(0 to 1000000; default 10, changed 20\S+Z by command line\)$/m,
  );
  expect((await run('settings', 'reset', 'missingMoreThan')).stdout).toMatch(
    /^missingMoreThan = 10 buyers {2}\(0 to 1000000\)\n/,
  );
  expect((await pool.query('SELECT * FROM settings')).rows).toEqual([]);
});

test.each([
  [
    'a name that is none',
    ['settings', 'set', 'missing', '1'],
    /There is no setting "missing"\. Known are: retryEverySeconds/,
  ],
  ['a value too large', ['settings', 'set', 'errorRateAbovePercent', '101'], /from 0 to 100 \(%\)/],
  ['a value that is no number', ['settings', 'set', 'errorRateAbovePercent', '5%'], /"5%" is no whole number/],
  ['a fraction', ['settings', 'set', 'errorRateAbovePercent', '5.5'], /"5\.5" is no whole number/],
  ['no value', ['settings', 'set', 'errorRateAbovePercent'], /value/],
  ['a reset of what is none', ['settings', 'reset', 'missing'], /There is no setting "missing"/],
  ['silence of a sheet that is not bound', ['sheet', 'quiet', 'nowhere', '5'], /No sheet nowhere is bound/],
  ['silence of no number', ['sheet', 'quiet', 'nowhere', 'long'], /"long" is neither a number of hours/],
  ['silence for too long', ['sheet', 'quiet', 'nowhere', '721'], /"721" is neither a number of hours/],
])('%s is refused with exit 2, and nothing is set', async (_what, args, sentence) => {
  const ran = await run(...args);
  expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) });
  expect((await pool.query('SELECT * FROM settings')).rows).toEqual([]);
});

test('sheet quiet says for one sheet when its silence is an alert', async () => {
  const bound = { spreadsheetId: 'b', sheetName: 's', table: 'buyers', keyColumn: 'buyer_number', scopeColumn: null };
  const { sheetId } = await addSheet(pool, bound);
  const stored = async () => (await pool.query('SELECT quiet_after_hours AS hours FROM sheets')).rows;
  expect((await run('sheet', 'quiet', 's', '24')).stdout).toBe('An alert after 24 hours without a word.\n');
  expect(await stored()).toEqual([{ hours: 24 }]);
  expect((await run('sheet', 'quiet', sheetId, 'never', '--json')).json()).toEqual({ sheetId, afterHours: 0 });
  expect(await stored()).toEqual([{ hours: 0 }]);
  expect(await run('sheet', 'quiet', 's', 'default')).toMatchObject({ code: 0 });
  expect(await stored()).toEqual([{ hours: null }]);
});

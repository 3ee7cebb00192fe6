// Every button of the dashboard through its form, without a script: what it does, and what is said afterwards.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ALERT_ID,
  type DashboardWorld,
  dashboardApp,
  dashboardWorld,
  Visitor,
} from '../../../support/dashboard-world.ts';
import { testDatabase } from '../../../support/database.ts';
import { drive } from '../../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const visitor = new Visitor(dashboardApp(database));
let world: DashboardWorld;

beforeAll(async () => {
  world = await dashboardWorld(database);
  await visitor.logIn(undefined, '田中');
});

const rowOf = async (statement: string): Promise<Record<string, unknown>> =>
  (await pool.query(statement)).rows[0] ?? {};
const saysAfter = async (path: string | null): Promise<string> =>
  /id="said"[^>]*>([^<]+)</.exec((await visitor.ask(path ?? '')).text)?.[1] ?? '';

describe('what is held', () => {
  beforeEach(() => pool.query(`UPDATE holds SET state = 'waiting', always = false, decided_by = NULL`));

  test.each([
    ['/held', 'release', '', 'released', false, 'Released. The next sync'],
    ['', 'release', 'yes', 'released', true, 'Released for good'],
    ['/runs/{run}', 'discard', '', 'discarded', false, 'Kept out.'],
  ])('from %s: %s (%s) is %s', async (page, verb, always, state, isAlways, said) => {
    const from = `/dashboard${page.replace('{run}', world.runId)}`;
    const seen = await visitor.press(from, `/${verb}`, { always });
    expect([seen.status, seen.to?.split('?')[0]]).toEqual([303, from]);
    expect(await saysAfter(seen.to)).toContain(said);
    expect(await rowOf('SELECT state, always, decided_by AS by FROM holds')).toEqual({
      state,
      always: isAlways,
      by: '田中',
    });
  });

  test('that was released goes through with the next sync', async () => {
    await visitor.press('/dashboard/held', '/release', { always: '' });
    await drive(world.sheet);
    expect(
      await rowOf(
        `SELECT count(*)::int AS n FROM clients WHERE phone IS NOT NULL AND buyer_number NOT IN ('B3', 'B5', 'B7')`,
      ),
    ).toEqual({ n: 0 });
  });

  test('by no run, or by a name that the run does not hold, is answered in words', async () => {
    const { text } = await visitor.ask('/dashboard');
    const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const gone = await visitor.send('/dashboard/runs/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa/release', {
      csrf,
      column: 'phone',
    });
    expect([gone.status, gone.text.includes('There is no such run')]).toEqual([404, true]);
    const other = await visitor.send(`/dashboard/runs/${world.runId}/release`, { csrf, column: 'name' });
    expect([other.status, other.text.includes('holds nothing by that name')]).toEqual([409, true]);
  });
});

describe('the settings', () => {
  test('are changed, within their bounds, and go back to their default', async () => {
    const changed = await visitor.press('/dashboard/settings', '/settings/missingMoreThan', { value: '25' });
    expect(await saysAfter(changed.to)).toContain('Changed.');
    expect(await rowOf('SELECT name, value, changed_by AS by FROM settings')).toEqual({
      name: 'missingMoreThan',
      value: 25,
      by: '田中',
    });
    const page = (await visitor.ask('/dashboard/settings')).text;
    expect(page).toMatch(/id="set-missingMoreThan"[^>]* value="25"/);
    const back = await visitor.press('/dashboard/settings', '/settings/missingMoreThan', { value: '' });
    expect(await saysAfter(back.to)).toContain('Back to the default.');
    expect((await pool.query('SELECT FROM settings')).rowCount).toBe(0);
  });

  test.each(['-1', '1000001', '2.5', 'many', '1e3', '٣'])('do not take %s', async (value) => {
    const seen = await visitor.press('/dashboard/settings', '/settings/missingMoreThan', { value });
    expect(seen.status).toBe(422);
    expect(seen.text).toContain('takes a whole number from 0 to');
    expect((await pool.query('SELECT FROM settings')).rowCount).toBe(0);
  });

  test('that do not exist are named', async () => {
    const csrf = /name="csrf" value="([^"]+)"/.exec((await visitor.ask('/dashboard/settings')).text)?.[1] ?? '';
    const seen = await visitor.send('/dashboard/settings/nothing', { csrf, value: '1' });
    expect([seen.status, seen.text.includes('There is no setting')]).toEqual([404, true]);
  });
});

describe('an alert', () => {
  test('is acknowledged once, by name, where it stands', async () => {
    const seen = await visitor.press('/dashboard/alerts', '/acknowledge');
    expect([seen.status, seen.to?.split('?')[0]]).toEqual([303, '/dashboard/alerts']);
    expect(await saysAfter(seen.to)).toBe('Acknowledged.');
    const page = (await visitor.ask('/dashboard/alerts')).text;
    expect(page).toContain('Acknowledged by 田中');
    expect(page).not.toContain('/acknowledge"');
    expect(await rowOf(`SELECT acknowledged_by AS by FROM alerts WHERE id = '${ALERT_ID}'`)).toEqual({ by: '田中' });
  });

  test('shows whom nobody could reach, and the recovered ones stand apart', async () => {
    const open = (await visitor.ask('/dashboard/alerts')).text;
    expect(open).toContain('1 message was not delivered');
    expect(open).toContain('tanaka@example.jp');
    expect(open).toContain('connection refused');
    const recovered = (await visitor.ask('/dashboard/alerts?state=recovered')).text;
    expect(recovered).toContain('Quiet sheet');
    expect(recovered).not.toContain('Buyers missing');
  });
});

describe('the retry queue', () => {
  test('shows each row with its tries and its cells', async () => {
    const page = (await visitor.ask('/dashboard/retries')).text;
    expect(page).toContain('0 of 3');
    expect(page).toContain('Text too long');
    expect(page).toMatch(/href="[^"]*\/buyers\/B5"/);
    expect((await visitor.ask('/dashboard/retries?status=failed')).text).toContain('The queue is empty.');
  });

  test('has nothing to do where nothing is due', async () => {
    const seen = await visitor.press('/dashboard/retries', '/retries/process');
    expect(await saysAfter(seen.to)).toBe('Nothing is due now.');
  });

  test('tries a row at once where somebody says so', async () => {
    const { id } = await rowOf(`SELECT id FROM retry_queue WHERE buyer_number = 'B5'`);
    const seen = await visitor.press('/dashboard/retries', `/retries/${id}/retry`);
    expect(seen.status).toBe(303);
    expect(await saysAfter(seen.to)).toMatch(/^Tried again/);
  });

  test('says that a row is gone', async () => {
    const csrf = /name="csrf" value="([^"]+)"/.exec((await visitor.ask('/dashboard/retries')).text)?.[1] ?? '';
    const seen = await visitor.send('/dashboard/retries/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa/retry', { csrf });
    expect([seen.status, seen.text.includes('There is no such entry in the retry queue')]).toEqual([404, true]);
  });
});

describe('who is written to about a sheet', () => {
  const page = () => `/dashboard/sheets/${world.sheet.sheetId}`;

  test('is added and taken off', async () => {
    const added = await visitor.press(page(), '/recipients', { email: ' Suzuki@example.jp ', language: 'ja' });
    expect(await saysAfter(added.to)).toContain('Added.');
    expect(await rowOf('SELECT email, language, added_by AS by FROM alert_recipients')).toEqual({
      email: 'suzuki@example.jp',
      language: 'ja',
      by: '田中',
    });
    const removed = await visitor.press(page(), '/recipients/remove', { email: 'suzuki@example.jp' });
    expect(await saysAfter(removed.to)).toBe('Taken off.');
    expect((await visitor.ask(page())).text).toContain('Nobody is written to about this sheet.');
  });

  test.each(['nobody', '', 'a@b@c', 'x@example.jp\r\nBcc: y@example.jp'])('%j is no address', async (email) => {
    const seen = await visitor.press(page(), '/recipients', { email });
    expect(seen.status).toBe(422);
    expect(seen.text).toContain('That was not done');
  });
});

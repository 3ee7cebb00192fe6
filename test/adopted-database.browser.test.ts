// A database that was filled before Rollcall came, by another hand: 12,000 buyers, the same as in the sheet, each name written otherwise.
// One line tells a person so, in either language, and one sync puts it right.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SpreadsheetInput } from '../addon/playground/host/spreadsheet.ts';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const ADOPTED = 12_000;
const PATIENT = { timeout: 60_000 };
const pools = { en: (await testDatabase()).pool, ja: (await testDatabase()).pool };
let tryOut: TryOut;

function adopted(): SpreadsheetInput {
  const sample = sampleSpreadsheet({ buyers: 1 });
  const headers = sample.sheets[0]?.rows[0]?.slice(0, 2) ?? [];
  const rows = Array.from({ length: ADOPTED }, (_, i) => [`B${i}`, `コーポ 第${i}号`]);
  return { ...sample, sheets: [{ gid: 0, name: '買主台帳', rows: [headers, ...rows] }] };
}

const TEXTS = {
  en: {
    cause: 'same, only written differently · full-width or half-width characters',
    advice: 'To a person both say the same. Choose the side whose writing you want to keep.',
    first: 'Nothing of this sheet was sent yet. Check first says what a sync would do.',
    more: 'Show 47 more',
    update: 'Update 12,000',
    written: 'To a person both say the same. Syncing writes them as the sheet does.',
    inStep: 'All 12,000 rows of the sheet are in the database, exactly.',
  },
  ja: {
    cause: '書き方だけの違い（内容は同じ） · 全角・半角の違い',
    advice: '内容は同じです。残したい書き方のほうを選んでください。',
    first: 'このシートはまだ送信していません。「まず確認」で同期の内容を確かめられます。',
    more: 'あと 47 件を表示',
    update: '更新 12,000',
    written: '内容は同じです。同期すると、シートの書き方になります。',
    inStep: 'シートの 12,000 行すべてが、そのままデータベースにあります。',
  },
} as const;

describe.each(['en', 'ja'] as const)('an adopted database, read in %s', (language) => {
  const text = TEXTS[language];
  const pool = pools[language];
  const stored = async (): Promise<string> =>
    (await pool.query(`SELECT string_agg(DISTINCT left(name, 3), ' ') AS names FROM buyers`)).rows[0].names;
  const idle = () => tryOut.sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  const picture = (name: string) => tryOut.page.screenshot({ path: `test-results/adopted-${name}-${language}.png` });

  beforeAll(async () => {
    await pool.query(
      `INSERT INTO buyers (buyer_number, name)
       SELECT 'B' || n, 'ｺｰﾎﾟ 第' || n || '号' FROM generate_series(0, $1::int - 1) AS n`,
      [ADOPTED],
    );
    tryOut = await startTryOut(pool, adopted(), () => 'refuse', { userLocale: language });
  });
  afterAll(() => tryOut?.stop());

  test('its 12,000 differences of one form are one line to read', async () => {
    const { sidebar } = tryOut;
    await sidebar.locator('#verify').click(PATIENT);
    await idle();
    const groups = sidebar.locator('#groups .fold');
    await groups.getByText(text.cause).waitFor(PATIENT);
    expect(await groups.count()).toBe(1);
    expect(await groups.locator('summary .count').innerText()).toBe('12,000');
    await groups.getByText(text.advice, { exact: false }).waitFor();
    await groups.getByText(text.first).waitFor();
    expect(await sidebar.locator('[id$="-push"]').count()).toBe(0);
    await picture('groups');
    await sidebar.getByRole('button', { name: text.more }).click();
    await expect.poll(() => sidebar.locator('#groups .mismatch').count(), PATIENT).toBe(50);
  });

  test('Check says how many rows it means, and the yes puts them right', async () => {
    const { sidebar } = tryOut;
    await sidebar.locator('#sync').click(PATIENT);
    await idle();
    await sidebar.getByRole('row', { name: text.update }).waitFor(PATIENT);
    const found = sidebar.locator('#findings .fold');
    expect(await found.count()).toBe(1);
    expect(await found.locator('summary .count').innerText()).toBe('12,000');
    await found.getByText(text.cause).click();
    await found.getByText(text.written).waitFor();
    expect(await stored()).toBe('ｺｰﾎ');
    await picture('check');
    await sidebar.locator('#sync-now').click(PATIENT);
    await idle();
    await sidebar.getByText(text.inStep).waitFor(PATIENT);
    expect(await stored()).toBe('コーポ');
    await picture('in-step');
  });

  test('no request left the machine, and no page had an error', () => {
    expect(tryOut.strayRequests).toEqual([]);
    expect(tryOut.pageErrors).toEqual([]);
  });
});

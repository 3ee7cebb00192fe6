// The way of a person who reads Japanese, through the whole product: headings, Check, a column held, let through and kept out, and what
// differs put right on either side. Every text of the sidebar is looked for as it stands in the page.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLE_COLUMNS } from '../addon/playground/sample-columns.ts';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 100;
const PATIENT = { timeout: 30_000 };
const { pool } = await testDatabase();
let tryOut: TryOut;

beforeAll(async () => {
  tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: BUYERS }), () => 'refuse', {
    setsUp: false,
    userLocale: 'ja',
  });
});
afterAll(() => tryOut?.stop());

const sheet = () => tryOut.host.spreadsheet.sheet(0);
const at = (column: string): number => SAMPLE_COLUMNS.findIndex((one) => one.column === column) + 1;
const says = (text: string | RegExp): Promise<void> => tryOut.sidebar.getByText(text).first().waitFor(PATIENT);
const idle = (): Promise<void> => tryOut.sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
const picture = (name: string) => tryOut.page.screenshot({ path: `test-results/japanese-${name}.png` });
const count = async (where: string): Promise<number> =>
  (await pool.query(`SELECT count(*)::int AS count FROM buyers WHERE ${where}`)).rows[0].count;

async function press(name: string | RegExp): Promise<void> {
  await tryOut.sidebar.getByRole('button', { name, exact: true }).first().click(PATIENT);
  await idle();
}

function eachBuyer(column: string, write: (row: number) => string): void {
  for (let row = 2; row <= sheet().lastRow(); row++) {
    if (sheet().display(row, 1) !== '') sheet().set(row, at(column), write(row));
  }
}

test('the headings are agreed on, Check comes first, and the yes syncs', async () => {
  await says('このタブの設定');
  await picture('setup');
  await press('確定');
  await press('まず確認');
  expect(await count('true')).toBe(0);
  await picture('check');
  await tryOut.sidebar.locator('#sync-now').click(PATIENT);
  await idle();
  await says(`シートの ${BUYERS} 行すべてが、そのままデータベースにあります。`);
  expect(await count('true')).toBe(BUYERS);
});

test('of two emptied columns one is let through, and the other kept out', async () => {
  const phones = await count('phone IS NOT NULL');
  eachBuyer('phone', () => '');
  eachBuyer('city', () => '');
  await press('同期');
  await says('確認待ちの保留');
  await picture('held');
  await press('保留のまま: 市区町村');
  await says('保留を続けています');
  await tryOut.sidebar.getByRole('button', { name: '許可する: 電話番号' }).click(PATIENT);
  await tryOut.sidebar.getByRole('button', { name: '今回だけ許可' }).click(PATIENT);
  await expect.poll(() => count('phone IS NOT NULL'), PATIENT).toBe(0);
  await idle();
  expect(phones).toBeGreaterThan(20);
  expect(await count('city IS NOT NULL')).toBeGreaterThan(20);
});

test('what differs is told with its cause, taken from the database, and put back', async () => {
  await pool.query(`UPDATE buyers SET name = '変更後 ' || buyer_number WHERE buyer_number BETWEEN '00011' AND '00015'`);
  await press('照合');
  await says('データベース側で変更');
  await picture('groups');
  await press('データベースの 5 件を採用');
  await press('5 セルを上書き');
  await says('5 セルがデータベースの値になりました');
  const names = Array.from({ length: sheet().lastRow() }, (_, row) => sheet().display(row + 1, at('name')));
  expect(names.filter((name) => name.startsWith('変更後'))).toHaveLength(5);
  await press('5 セルを元に戻す');
  await says('5 セルを元に戻しました');
  await picture('put-back');
});

test('no request left the machine, and no page had an error', () => {
  expect(tryOut.strayRequests).toEqual([]);
  expect(tryOut.pageErrors).toEqual([]);
});

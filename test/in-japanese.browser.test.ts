// The way of a person who reads Japanese, through the whole product: headings, Check, a column held, let through and kept out, what
// differs put right on either side, and a copied file refused. Every text of the sidebar is looked for as it stands in the page.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlayground } from '../addon/playground/playground.ts';
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

test('what was edited in the sheet is pushed by its group, and the rest is left alone', async () => {
  const edited = Array.from({ length: 7 }, (_, row) => row + 20).filter((row) => sheet().display(row, 1) !== '');
  for (const row of edited) sheet().set(row, at('address'), `新住所 ${row}`);
  await pool.query(`UPDATE buyers SET name = '変更後' WHERE buyer_number = '00011'`);
  await press('照合');
  await says('前回の同期後にシートで編集');
  await press(`この ${edited.length} 件を送信`);
  await says(`選んだ ${edited.length} 行のうち ${edited.length} 行を送信しました。`);
  await says('ほかの行はそのままです。');
  await picture('pushed');
  expect(await count(`address LIKE '新住所 %'`)).toBe(edited.length);
  expect(await count(`name = '変更後'`)).toBe(1);
});

test('a copied file sends nothing, and forgets the copied key', async () => {
  const copy = await tryOut.host.copy();
  const playground = await createPlayground({ host: copy, columns: SAMPLE_COLUMNS });
  const runs = async () => (await pool.query('SELECT count(*)::int AS n FROM runs')).rows[0].n;
  const before = await runs();
  const page = await tryOut.page.context().browser()?.newPage();
  if (page === undefined) throw new Error('the try-out has a browser');
  try {
    await page.goto(await tryOut.serve(playground.app.fetch));
    const sidebar = page.frameLocator('#sidebar iframe');
    await sidebar.getByText('このファイルはコピーです').waitFor(PATIENT);
    await sidebar.getByText('ここからは何も送っていません。', { exact: false }).first().waitFor();
    expect(await sidebar.locator('#sync').count()).toBe(0);
    await page.screenshot({ path: 'test-results/japanese-copy.png' });
    await sidebar.getByRole('button', { name: '写されたキーを消す' }).click();
    await sidebar.getByLabel('シートのキー').waitFor(PATIENT);
    expect(await runs()).toBe(before);
  } finally {
    await page.close();
    await playground.stop();
    await copy.stop();
  }
});

test('no request left the machine, and no page had an error', () => {
  expect(tryOut.strayRequests).toEqual([]);
  expect(tryOut.pageErrors).toEqual([]);
});

// The database goes away in the midst of a sync and comes back, as a person at the sheet sees it, in either language: what happened is
// said, nothing is half-written, and the run goes on by itself to its end.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { openPool } from '../server/db/pool.ts';
import { testDatabase } from './support/database.ts';
import { type Relay, relayTo } from './support/relay.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 900;
const PATIENT = { timeout: 60_000 };
const databases = { en: await testDatabase(), ja: await testDatabase() };
let tryOut: TryOut;
let relay: Relay;
let pool: ReturnType<typeof openPool>;

const TEXTS = {
  en: {
    away: 'The database is away; going on by itself when it is back…',
    whole: 'Each row is in whole or not at all: nothing is half-written.',
    opened: 'The server answers, but its database cannot be reached.',
    far: '400 of 900 rows',
    chip: 'No database',
    title: 'The database is away',
    again: 'Try again',
    inStep: `All ${BUYERS} rows of the sheet are in the database, exactly.`,
  },
  ja: {
    away: 'データベースに接続できません。戻りしだい自動で続けます…',
    whole: '行は丸ごと入るか、入らないかのどちらかです。途中までの書き込みはありません。',
    opened: 'サーバーは応答していますが、データベースに接続できません。',
    far: '400 / 900 行',
    chip: 'DB 未接続',
    title: 'データベースに接続できません',
    again: '再試行',
    inStep: `シートの ${BUYERS} 行すべてが、そのままデータベースにあります。`,
  },
} as const;

describe.each(['en', 'ja'] as const)('a database that goes away, read in %s', (language) => {
  const text = TEXTS[language];
  const stored = async (): Promise<number> =>
    (await databases[language].pool.query('SELECT count(*)::int AS n FROM buyers')).rows[0].n;
  const picture = (name: string) => tryOut.page.screenshot({ path: `test-results/away-${name}-${language}.png` });

  beforeAll(async () => {
    relay = await relayTo(databases[language].url);
    pool = openPool(relay.url);
    tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: BUYERS }), () => 'refuse', {
      userLocale: language,
      panePool: databases[language].pool,
    });
  });
  afterAll(async () => {
    await tryOut?.stop();
    await pool?.end();
    relay?.close();
  });

  test('in mid-sync is said to be away, and the run goes on by itself once it is back', async () => {
    const { sidebar, host } = tryOut;
    await sidebar.locator('#sync').click(PATIENT);
    await sidebar.locator('#sync-now').waitFor(PATIENT);
    // One wave of batches is in; the next one meets no database.
    const stop = host.onCall(({ when, args }) => {
      if (when === 'after' && JSON.stringify(args).includes('/batches/')) relay.cut();
    });
    await sidebar.locator('#sync-now').click();
    await sidebar.locator('#doing').getByText(text.away).waitFor(PATIENT);
    stop();
    await sidebar.locator('.progress').getByText(text.whole).waitFor();
    expect((await sidebar.locator('.progress .far').innerText()).trim()).toBe(text.far);
    await picture('waits');
    expect(await stored()).toBe(400);
    await relay.mend();
    await sidebar.getByText(text.inStep).waitFor(PATIENT);
    expect(await stored()).toBe(BUYERS);
    await picture('done');
  });

  test('on opening is said to be away, and not the server', async () => {
    const { sidebar, page } = tryOut;
    relay.cut();
    await page.reload();
    await sidebar.getByText(text.opened, { exact: false }).waitFor(PATIENT);
    expect(await sidebar.locator('#result-title, .chip').allInnerTexts()).toEqual([text.chip, text.title]);
    await picture('opened');
    await relay.mend();
    await sidebar.getByRole('button', { name: text.again, exact: true }).click();
    await sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  });

  test('no request left the machine, and no page had an error', () => {
    expect(tryOut.strayRequests).toEqual([]);
    expect(tryOut.pageErrors).toEqual([]);
  });
});

// A row that the database refuses for a while, as a person at the sheet lives it, in either language: it says when it is tried again,
// and "Try again now" tries it; found as a buyer, it says the same.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleSpreadsheet } from '../addon/playground/sample-sheet.ts';
import { testDatabase } from './support/database.ts';
import { startTryOut, type TryOut } from './support/try-out.ts';

const BUYERS = 60;
const PATIENT = { timeout: 30_000 };
const pools = { en: (await testDatabase()).pool, ja: (await testDatabase()).pool };
let tryOut: TryOut;

const TEXTS = {
  en: {
    title: '1 row waits to be tried again',
    more: /^Will be tried again .*3 more times\.$/,
    refused: '1 was refused again.',
    went: '1 of 1 row is in the database now.',
    only: 'In the sheet, not in the database.',
    both: 'The same on both sides.',
    inStep: `All ${BUYERS} rows of the sheet are in the database, exactly.`,
  },
  ja: {
    title: '再試行を待っている行: 1',
    more: /再試行します（あと 3 回）。$/,
    refused: '1 行は再び拒否されました。',
    went: '1 行のうち 1 行がデータベースに入りました。',
    only: 'シートにありますが、データベースにありません。',
    both: 'シートとデータベースで一致しています。',
    inStep: `シートの ${BUYERS} 行すべてが、そのままデータベースにあります。`,
  },
} as const;

const REFUSES = /* sql */ `
  CREATE FUNCTION not_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$;
  CREATE TRIGGER not_now BEFORE INSERT OR UPDATE ON buyers FOR EACH ROW WHEN (new.buyer_number = '00003') EXECUTE FUNCTION not_now()`;

// The server of this step fills the queue; until it does, these cannot pass.
describe.each(['en', 'ja'] as const)('a row that is refused for a while, read in %s', (language) => {
  const text = TEXTS[language];
  const pool = pools[language];
  const idle = () => tryOut.sidebar.locator('#sync:not(:disabled)').waitFor(PATIENT);
  const says = (what: string | RegExp) => tryOut.sidebar.getByText(what).first().waitFor(PATIENT);
  const card = () => tryOut.sidebar.locator('#queue-card');
  const picture = (name: string) => tryOut.page.screenshot({ path: `test-results/retries-${name}-${language}.png` });
  const stored = async (): Promise<number> =>
    (await pool.query(`SELECT count(*)::int AS n FROM buyers WHERE buyer_number = '00003'`)).rows[0].n;

  beforeAll(async () => {
    await pool.query(REFUSES);
    tryOut = await startTryOut(pool, sampleSpreadsheet({ buyers: BUYERS }), () => 'refuse', { userLocale: language });
  });
  afterAll(() => tryOut?.stop());

  test('says when it is tried again, and how often yet', async () => {
    await tryOut.press('Sync');
    await card().getByText(text.title).waitFor(PATIENT);
    await card().getByText(text.more).waitFor();
    await tryOut.sidebar.locator('#findings .again').first().waitFor();
    await picture('waits');
    await tryOut.sidebar.locator('#queue-0').click();
    const key = () => tryOut.host.spreadsheet.sheet(0).display(tryOut.host.spreadsheet.selection.row, 1);
    await expect.poll(key, PATIENT).toBe('00003');
  });

  test('is tried at a press, and refused again', async () => {
    await tryOut.sidebar.locator('#queue-all').click();
    await says(text.refused);
    await idle();
    expect(await stored()).toBe(0);
  });

  test('found as a buyer, says the same; once the database takes it, a press there writes it', async () => {
    const { sidebar } = tryOut;
    await sidebar.getByRole('searchbox').fill('00003');
    await sidebar.getByRole('searchbox').press('Enter');
    await says(text.only);
    await picture('buyer');
    await pool.query('DROP TRIGGER not_now ON buyers');
    await sidebar.locator('#buyer-again').click(PATIENT);
    await says(text.both);
    await says(text.went);
    expect(await stored()).toBe(1);
    await picture('went');
    await idle();
    await sidebar.locator('#verify').click();
    await says(text.inStep);
    expect(await card().count()).toBe(0);
  });

  test('no request left the machine, and no page had an error', () => {
    expect(tryOut.strayRequests).toEqual([]);
    expect(tryOut.pageErrors).toEqual([]);
  });
});

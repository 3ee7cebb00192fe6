// What the pages of the dashboard show, as HTML: of real runs, with numbers and names that would break out of a page that let them.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type DashboardWorld,
  dashboardApp,
  dashboardWorld,
  ODD_KEY,
  Visitor,
} from '../../../support/dashboard-world.ts';
import { testDatabase } from '../../../support/database.ts';
import { OPERATOR } from '../../../support/protocol-client.ts';

const database = await testDatabase();
const { pool } = database;
const app = dashboardApp(database);
const visitor = new Visitor(app);
let world: DashboardWorld;

beforeAll(async () => {
  world = await dashboardWorld(database);
  await visitor.logIn();
});

const look = async (path: string, who = visitor) => {
  const seen = await who.ask(`/dashboard${path}`);
  expect([seen.status, seen.text === '']).toEqual([200, false]);
  return seen.text;
};
/** As a reader sees it. */
const words = (page: string): string =>
  page
    .replace(/<(?:script|style|svg)\b.*?<\/(?:script|style|svg)>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('every page', () => {
  const paths = () => [
    '',
    '/runs',
    `/runs/${world.runId}`,
    '/errors',
    '/retries',
    '/alerts',
    '/held',
    '/settings',
    '/buyers',
    `/sheets/${world.sheet.sheetId}`,
    `/sheets/${world.sheet.sheetId}/buyers/B5`,
  ];

  test('is kept by nobody, framed by nobody, and runs nothing but its own script', async () => {
    for (const path of paths()) {
      const { headers, text } = await visitor.ask(`/dashboard${path}`);
      const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? '-';
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(text).not.toMatch(/\son\w+=|style=|<script(?! src=)|javascript:/i);
    }
  });

  test('has another nonce each time', async () => {
    const nonces = new Set<string | undefined>();
    for (let n = 0; n < 5; n++) nonces.add(/nonce="([^"]+)"/.exec(await look(''))?.[1]);
    expect(nonces.size).toBe(5);
  });

  test('links relatively, and every link and form of it leads somewhere', async () => {
    const followed = new Set<string>();
    for (const path of paths()) {
      const page = await look(path);
      for (const [, kind, href = ''] of page.matchAll(
        /<(a|form|link|script)\b[^>]*?\s(?:href|action|src)="([^"]+)"/g,
      )) {
        if (href === '#main' || href === 'data:,') continue;
        expect(href).not.toMatch(/^(?:\/|\w+:)/);
        const to = new URL(href.replaceAll('&amp;', '&'), `http://localhost/dashboard${path}`);
        expect(to.pathname.startsWith('/dashboard')).toBe(true);
        if (kind === 'form' || followed.has(to.pathname)) continue;
        followed.add(to.pathname);
        expect((await visitor.ask(to.pathname + to.search)).status, `${path} → ${href}`).toBe(200);
      }
    }
    expect(followed.size).toBeGreaterThan(15);
  });

  test('speaks the reader’s language', async () => {
    const reader = new Visitor(app, { 'accept-language': 'ja,en;q=0.5' });
    await reader.logIn();
    for (const path of paths()) {
      const page = await look(path, reader);
      expect(page).toContain('<html lang="ja">');
      expect(words(page)).toContain('再試行');
      expect(words(page)).not.toContain('Overview');
    }
  });
});

test('the overview says first that something needs a look, and what', async () => {
  const page = words(await look(''));
  expect(page).toMatch(
    /Something needs a look 1 of 1 sheet needs attention\. 1 alert is open\. 1 hold waits for an answer\./,
  );
  expect(page).toMatch(/In the sheet 4,137 In the database 3,781 Missing 356/);
  expect(page).toContain('2 Against a rule of the table');
  expect(page).toMatch(/Retry queue Waiting 1 Given up 0/);
});

test('a run’s receipt adds up on its page, with what it found and what it holds', async () => {
  const page = words(await look(`/runs/${world.runId}`));
  expect(page).toContain('Every row is accounted for: the lines add up to 124.');
  expect(page).toMatch(/Inserted 2 .*Updated 2 .*Unchanged 115 .*Rejected 3 .*Duplicate key 2 .*Rows read 124/);
  expect(page).toContain('not in step');
  expect(page).toContain('120 of 120 values would disappear from the database.');
  expect(page).toContain('Release this time');
  expect(page).toContain('1 B5 E7 : sheet 0312345678901 , database 03-5');
});

test('a buyer’s page tells what is stored, what failed where, and what each sync changed', async () => {
  const page = words(await look(`/sheets/${world.sheet.sheetId}/buyers/B10`));
  expect(page).toContain('In the database');
  expect(page).toMatch(/visits 10/);
  expect(page).toMatch(/updated 12 .*visits: 99/);
  const refused = words(await look(`/sheets/${world.sheet.sheetId}/buyers/B5`));
  expect(refused).toContain('E7 電話番号');
  expect(refused).toContain('The text has 13 characters; the column takes 10.');
});

test.each(['B5', ' B5 '])('the search finds the buyer "%s"', async (key) => {
  const seen = await visitor.ask(`/dashboard/buyers?${new URLSearchParams({ key })}`);
  expect([seen.status, seen.to]).toEqual([303, `/dashboard/sheets/${world.sheet.sheetId}/buyers/B5`]);
});

test('a number made of markup is a number', async () => {
  const found = await visitor.ask(`/dashboard/buyers?${new URLSearchParams({ key: ODD_KEY })}`);
  expect(found.status).toBe(303);
  const page = await visitor.ask(found.to ?? '');
  expect(page.status).toBe(200);
  expect(page.text).toContain('A/&lt;b&gt;&amp;&quot;’買%20');
  expect(page.text).not.toContain('<b>&');
});

test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '.', '..', '%2e%2e', '😀', '買主'])(
  'who looks for %s is told that there is no such buyer, and nothing else happens',
  async (key) => {
    for (const path of [
      `/buyers?${new URLSearchParams({ key })}`,
      `/sheets/${world.sheet.sheetId}/buyers?${new URLSearchParams({ key })}`,
    ]) {
      const seen = await visitor.ask(`/dashboard${path}`);
      expect(seen.status).toBe(404);
      expect(seen.text).not.toMatch(/<script>|<img/);
      expect(words(seen.text)).toContain('No sheet and no database knows the buyer');
    }
  },
);

describe('the errors', () => {
  const count = async (query: string) =>
    Number(/([\d,]+) errors?/.exec(words(await look(`/errors${query}`)))?.[1]?.replace(',', ''));

  test('are filtered by type, buyer, run and time', async () => {
    expect(await count('')).toBe(5);
    expect(await count('?type=field_length')).toBe(1);
    expect(await count('?type=field_length&buyerNumber=B3')).toBe(0);
    expect(await count('?type=&buyerNumber=B7&from=&to=&runId=')).toBe(2);
    expect(await count(`?runId=${world.runId}`)).toBe(5);
    expect(await count('?to=2020-01-01T00:00')).toBe(0);
  });

  test('are plotted by type, and the same figures stand beside it', async () => {
    const page = await look('/errors');
    expect(page).toMatch(/<svg [^>]*role="img" aria-labelledby="errors-t errors-d">/);
    expect(page).toContain('most often: Against a rule of the table.');
    const figures = words(/<details id="errors-figures">.*?<\/details>/s.exec(page)?.[0] ?? '');
    expect(figures).toMatch(/UTC 1 0 4 0/);
  });

  test('are the same as CSV', async () => {
    const csv = await visitor.ask('/dashboard/errors.csv?type=field_length');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="rollcall-errors.csv"');
    const v1 = await app.request('/v1/errors?type=field_length', {
      headers: { authorization: `Bearer ${OPERATOR}`, accept: 'text/csv' },
    });
    expect(csv.text).toBe(await v1.text());
    expect(csv.text.split('\r\n')).toHaveLength(3);
  });

  test.each(['?from=2026-02-30', '?type=nonsense', '?runId=1', '?cursor=1'])(
    '%s is answered in words',
    async (query) => {
      const seen = await visitor.ask(`/dashboard/errors${query}`);
      expect(seen.status).toBe(422);
      expect(words(seen.text)).toContain('That was not done');
    },
  );
});

test('what differs after a run can be taken along as CSV', async () => {
  const csv = await visitor.ask(`/dashboard/runs/${world.runId}/mismatches.csv`);
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.text).toContain('0312345678901');
});

test.each([
  '/runs/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  '/sheets/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  '/nothing',
  '/runs/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa/mismatches.csv',
])('%s is no page, and says so', async (path) => {
  const seen = await visitor.ask(`/dashboard${path}`);
  expect(seen.status).toBe(404);
  expect(seen.text).toContain('<nav aria-label="Pages">');
});

test('450 runs and 250 errors come 100 a page, each once', async () => {
  await pool.query(MANY, [world.sheet.sheetId, world.runId]);
  for (const [path, pages, link] of [
    ['/runs', 5, /data-key="([0-9a-f-]{36})"/g],
    ['/errors?buyerNumber=many', 3, /data-key="([0-9a-f-]{36})"/g],
  ] as const) {
    const seen: string[] = [];
    let next: string | undefined = `/dashboard${path}`;
    let turned = 0;
    for (; next !== undefined; turned++) {
      const { text }: { text: string } = await visitor.ask(next);
      seen.push(
        ...[
          ...(
            /<tbody role="rowgroup">.*<\/tbody>/s.exec(text.slice(text.lastIndexOf('<table class="list"')))?.[0] ?? ''
          ).matchAll(link),
        ].map(([, id = '']) => id),
      );
      const href = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      next = href === undefined ? undefined : `/dashboard/${href.replace(/^(?:\.\.\/)*dashboard\/?/, '')}`;
    }
    expect(turned, path).toBe(pages);
    expect(new Set(seen).size, path).toBe(seen.length);
    expect(seen.length, path).toBe(path === '/runs' ? 452 : 250);
  }
});

const MANY = /* sql */ `
  WITH runs AS (
    INSERT INTO runs (sheet_id, id, mode, trigger, header_row, columns, catalog_hash, started_at)
    SELECT $1::uuid, gen_random_uuid(), 'sync', 'api', 1, '[]', '', '2024-01-01'::timestamptz + make_interval(secs => n / 150) FROM generate_series(1, 450) AS n)
  INSERT INTO sync_error_log (sheet_id, run_id, buyer_number, row_number, error_message, error_type, code, column_name)
  SELECT $1::uuid, $2::uuid, 'many', n, 'x', 'unknown', 'database_refused', 'c' || n FROM generate_series(1, 250) AS n`;

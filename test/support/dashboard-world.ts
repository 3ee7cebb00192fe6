// A server with something to show on every page of its dashboard: a sheet in step but for what is rejected, missing, held and queued,
// alerts open and recovered, and a week of the monitor's looks.
import type { Hono } from 'hono';
import { createApp } from '../../server/http/app.ts';
import { logNothing } from '../../server/log.ts';
import type { TestDatabase } from './database.ts';
import { bindSheet, drive, OPERATOR, type TestCell, type TestSheet, testServer } from './protocol-client.ts';

export interface DashboardWorld {
  readonly sheet: TestSheet;
  readonly runId: string;
}

export const ALERT_ID = '0198b000-0000-7000-8000-00000000000a';
/** A number that no path and no page may trip over. */
export const ODD_KEY = 'A/<b>&"’買%20';

export async function dashboardWorld(database: TestDatabase): Promise<DashboardWorld> {
  const { pool } = database;
  await pool.query(`CREATE TABLE clients (
    buyer_number text PRIMARY KEY, name text CHECK (name <> 'x'), phone text, visits integer, "電話番号" varchar(10))`);
  const server = testServer(database, 'warn');
  const sheet = await bindSheet(server, ['buyer_number', 'name', 'phone', 'visits', '電話番号'], {
    table: 'clients',
    name: '買主リスト',
  });
  sheet.rows = rows(120);
  await drive(sheet);
  // A column emptied, a row that the table refuses, one too long, a key used twice, and a buyer changed in the database.
  sheet.rows = rows(122).map((row, n) => [
    row[0] ?? null,
    n === 3 ? 'x' : String(row[1]),
    null,
    row[3] ?? null,
    n === 5 ? '0312345678901' : (row[4] ?? null),
  ]);
  sheet.rows.push(['B7', 'again', null, '7', null], [ODD_KEY, 'x', null, '1', null]);
  await pool.query(`UPDATE clients SET visits = 99 WHERE buyer_number IN ('B10', 'B11')`);
  const { run } = await drive(sheet);
  await pool.query(ALERTS, [sheet.sheetId, ALERT_ID]);
  await pool.query(DELIVERIES, [sheet.sheetId, ALERT_ID]);
  await pool.query(METRICS, [sheet.sheetId]);
  return { sheet, runId: run.id };
}

const rows = (count: number): TestCell[][] =>
  Array.from({ length: count }, (_, n) => [`B${n}`, `name ${n}`, `080-${n}`, String(n), `03-${n}`]);

const ALERTS = /* sql */ `
  INSERT INTO alerts (sheet_id, id, type, subject, severity, params, opened_at, recovered_at) VALUES
    ($1, $2, 'missing_buyers', '', 'error', '{"sheetName": "買主リスト", "missingCount": 356, "threshold": 10}', now() - interval '20 minutes', NULL),
    ($1, gen_random_uuid(), 'quiet_sheet', '', 'warning', '{"sheetName": "買主リスト", "hours": 5, "threshold": 3}', now() - interval '2 days', now() - interval '1 day')`;

const DELIVERIES = /* sql */ `
  INSERT INTO alert_deliveries (sheet_id, id, channel, target, language, events, status, attempts, next_at, last_error, created_at, sent_at)
  SELECT $1, gen_random_uuid(), channel, target, 'en', jsonb_build_array(jsonb_build_object('alertId', $2::text, 'event', 'raised')), status, 3, now(), error, now(), sent
    FROM (VALUES ('log', '', 'sent', NULL, now()), ('email', 'tanaka@example.jp', 'failed', 'connection_refused', NULL)) AS d(channel, target, status, error, sent)`;

const METRICS = /* sql */ `
  INSERT INTO sync_health_metrics (sheet_id, id, check_time, spreadsheet_count, database_count, missing_count, error_rate,
    throughput_per_second, retry_queue_size, permanently_failed, issues)
  SELECT $1, gen_random_uuid(), now() - make_interval(hours => n), 4137, 4137 - m, m, round((2 + 2 * sin(n / 9.0))::numeric, 2), 800 + n, n % 4, 0,
         CASE WHEN m > 10 THEN jsonb_build_array(jsonb_build_object('code', 'missing_buyers', 'params', jsonb_build_object('sheetName', '買主リスト', 'missingCount', m, 'threshold', 10))) ELSE '[]' END
    FROM generate_series(0, 150) n, LATERAL (SELECT CASE WHEN n < 20 THEN 356 - n ELSE n % 5 END AS m) missing`;

/** A person at a browser without scripts: keeps cookies, follows no redirect by itself, sends the forms of the page it sees. */
export class Visitor {
  readonly app: Hono;
  readonly headers: Record<string, string>;
  readonly cookies = new Map<string, string>();

  constructor(app: Hono, headers: Record<string, string> = {}) {
    this.app = app;
    this.headers = headers;
  }

  async ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.headers, ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const response = await this.app.request(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const to = location === null ? null : new URL(location, `http://localhost${path}`);
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      to: to && `${to.pathname}${to.search}`,
    };
  }

  send(path: string, form: Readonly<Record<string, string>>, headers: Record<string, string> = {}): Promise<Seen> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.ask(path, {
      method: 'POST',
      headers: { ...type, ...headers },
      body: new URLSearchParams(form).toString(),
    });
  }

  /** By the token, as a person pastes it. */
  async logIn(token = OPERATOR, name = ''): Promise<Seen> {
    const page = await this.ask('/dashboard/login');
    return this.send('/dashboard/login', { csrf: csrfOf(page.text), token, name });
  }

  /** A form of a page, found by what its action ends with, sent with its own hidden fields. */
  async press(page: string, action: string, fields: Readonly<Record<string, string>> = {}): Promise<Seen> {
    const { text } = await this.ask(page);
    const form = formsOf(text).find(
      (one) =>
        one.action.endsWith(action) &&
        Object.entries(fields).every(
          ([name, value]) => !(name in one.fields) || one.fields[name] === value || name === 'value',
        ),
    );
    if (form === undefined) throw new Error(`no form ${action} on ${page}`);
    const to = new URL(form.action, `http://localhost${page}`).pathname;
    return this.send(to, { ...form.fields, ...fields });
  }
}

interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly to: string | null;
}

export const csrfOf = (page: string): string => /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

function formsOf(page: string): { action: string; fields: Record<string, string> }[] {
  return [...page.matchAll(/<form[^>]*method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].map(
    ([, action = '', inside = '']) => ({
      action,
      fields: Object.fromEntries(
        [...inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
          ([, name = '', value = '']) => [name, plain(value)],
        ),
      ),
    }),
  );
}

const plain = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

export const dashboardApp = ({ pool }: TestDatabase, clock?: () => Date): Hono =>
  createApp({
    pool,
    log: logNothing,
    version: '0.0.0',
    operatorToken: OPERATOR,
    schemaPolicy: 'warn',
    ...(clock === undefined ? {} : { clock }),
  });

// The world of the fidelity tests: the built add-on in the local host, a listening server and a database, each in a zone of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import pg from 'pg';
import { buildAddon } from '../../addon/build.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import type { CellInput } from '../../addon/playground/host/sheet.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { RunReply } from '../../addon/sidebar/answers.ts';
import { openPool } from '../../server/db/pool.ts';
import { FIDELITY_ZONE } from '../../shared/fidelity-moments.ts';
import { COLUMNS } from '../../shared/fidelity-row.ts';
import type { BoundColumn, Mode, OpenRunAnswer } from '../../shared/protocol.ts';
import type { TestDatabase } from './database.ts';
import { HEADERS, nameOf } from './fidelity-cases.ts';
import { type Locale, TYPES } from './fidelity-cells.ts';
import { bindSheet, type TestSheet, testServer } from './protocol-client.ts';

export const ZONES = { server: 'Asia/Kolkata', database: 'Pacific/Apia' } as const;

interface OpenSheet {
  readonly host: Host;
  readonly run: (mode: Mode) => Promise<RunReply>;
}

export interface FidelityWorld {
  readonly folder: string;
  readonly url: string;
  readonly pool: pg.Pool;
  /** A person who looks at the table with a client of their own, in a session of UTC and ISO dates. */
  readonly reader: pg.Pool;
  readonly sheet: TestSheet;
  readonly keys: { readonly text: TestSheet; readonly bigint: TestSheet };
  readonly open: (
    sheet: TestSheet,
    rows: readonly (readonly CellInput[])[],
    locale: Locale,
    timeZone?: string,
  ) => Promise<OpenSheet>;
  readonly stop: () => Promise<void>;
}

export async function fidelityWorld(database: TestDatabase): Promise<FidelityWorld> {
  const zoneBefore = process.env['TZ'];
  process.env['TZ'] = ZONES.server;
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-fidelity-'));
  const built = await buildAddon({ outDir: join(folder, 'addon') });
  await prepare(database);
  const pool = openPool(database.url);
  const reader = new pg.Pool({ connectionString: database.url, options: '-c TimeZone=UTC -c DateStyle=ISO,MDY' });
  const server = testServer({ ...database, pool }, 'warn');
  const bind = (headers: readonly string[], table: string) => bindSheet(server, headers, { table, keyColumn: 'key' });
  const sheet = await bind(HEADERS, 'fidelity');
  const keys = { text: await bind(['key', 'id'], 'keys_text'), bigint: await bind(['key', 'id'], 'keys_bigint') };
  const { listener, url } = await listen(server.app);
  return {
    ...{ folder, url, pool, reader, sheet, keys },
    open: async (place, rows, locale, timeZone = FIDELITY_ZONE) => {
      const tab = { gid: 7, name: place.name, rows: [[...place.headers], ...rows] };
      const id = 'spreadsheet-of-the-tests';
      const spreadsheet = new Spreadsheet({ id, name: 'Book', timeZone, locale, sheets: [tab] });
      const fetchMap = { [built.serverUrl]: url };
      const host = await createHost({ distDir: built.outDir, spreadsheet, fetchMap, seed: 7 });
      host.properties('document').set({ 'rollcall.key': place.key, 'rollcall.header.7': '1' });
      return { host, run: (mode) => runToEnd(host, mode) };
    },
    stop: async () => {
      listener.close();
      await Promise.all([pool.end(), reader.end(), rm(folder, { recursive: true })]);
      if (zoneBefore === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zoneBefore;
    },
  };
}

async function prepare({ url, pool }: TestDatabase): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const columns = COLUMNS.map((kind) => `"${nameOf(kind)}" ${TYPES[kind]}`);
  for (const statement of [
    `ALTER DATABASE ${name} SET timezone = '${ZONES.database}'`,
    `ALTER DATABASE ${name} SET datestyle = 'SQL, DMY'`,
    `CREATE TABLE fidelity (key text PRIMARY KEY, ${columns.join(', ')})`,
    'CREATE TABLE keys_text (key text PRIMARY KEY, id text)',
    'CREATE TABLE keys_bigint (key bigint PRIMARY KEY, id text)',
  ])
    await pool.query(statement);
}

/** The server as it is, but that a person has set one of the text columns to take values. */
function listen(app: Hono): Promise<{ listener: ServerType; url: string }> {
  const fetch = async (request: Request): Promise<Response> => {
    const answer = await app.fetch(request);
    if (request.method !== 'POST' || !request.url.endsWith('/v1/runs') || !answer.ok) return answer;
    const opened = (await answer.json()) as OpenRunAnswer;
    return Response.json({ ...opened, columns: opened.columns.map(takingValues) }, { status: answer.status });
  };
  return new Promise((resolve) => {
    const listener = serve({ fetch, hostname: '127.0.0.1', port: 0 }, (info: AddressInfo) =>
      resolve({ listener, url: `http://127.0.0.1:${info.port}/` }),
    );
  });
}

const takingValues = (column: BoundColumn): BoundColumn =>
  column.column === nameOf('asValue') ? { ...column, asValue: true } : column;

async function runToEnd(host: Host, mode: Mode): Promise<RunReply> {
  const call = async (name: string, ...args: readonly unknown[]): Promise<RunReply> => {
    const result = await host.run(name, args);
    if (!result.ok) throw new Error(result.error.message);
    return result.value as RunReply;
  };
  let reply = await call('startRun', mode);
  while (reply.state === 'running') reply = await call('continueRun', reply.gid);
  return reply;
}

// A large sheet in the local host, synced as its sidebar and as its hourly trigger do it, and what that cost under Apps Script's limits.
import type { Pool } from 'pg';
import type { BuiltAddon } from '../../addon/build.ts';
import type { ExecutionLog } from '../../addon/playground/host/events.ts';
import { createHost, type Host } from '../../addon/playground/host/host.ts';
import { Spreadsheet } from '../../addon/playground/host/spreadsheet.ts';
import type { RunReply, Schedule, Status } from '../../addon/sidebar/answers.ts';
import { addSheet } from '../../server/sheets/add-sheet.ts';
import { WIDE_KEY, wideSheet } from './wide-sheet.ts';

const HEAP_MB = 256;

/** A host whose sheet is bound to a new table `wide`, with every limit on. */
export async function largeHost(
  pool: Pool,
  built: BuiltAddon,
  serverUrl: string,
  size: { readonly rows: number; readonly columns: number },
): Promise<Host> {
  const { sheet, ddl } = wideSheet(size.rows, size.columns);
  await pool.query(ddl);
  const bound = { spreadsheetId: 'wide', sheetName: 'wide', table: 'wide', keyColumn: WIDE_KEY, scopeColumn: null };
  const { key } = await addSheet(pool, bound);
  const place = { id: 'wide', name: 'Wide', timeZone: 'Asia/Tokyo', locale: 'ja_JP' };
  const host = await createHost({
    distDir: built.outDir,
    spreadsheet: new Spreadsheet({ ...place, sheets: [sheet] }),
    fetchMap: { [built.serverUrl]: serverUrl },
    heapMb: HEAP_MB,
  });
  host.properties('document').set({ 'rollcall.key': key, 'rollcall.header.7': '1' });
  return host;
}

/** What a sync took, of all its executions. */
export interface Figures {
  readonly executions: number;
  readonly fetches: number;
  readonly megabytesSent: number;
  readonly virtualMinutes: number;
  /** The longest execution, on the virtual clock. */
  readonly longestSeconds: number;
  readonly heapMb: number;
  readonly seconds: number;
}

/** Call by call, as the sidebar does. */
export async function syncBySidebar(host: Host): Promise<{ readonly reply: RunReply; readonly figures: Figures }> {
  const { result, figures } = await measured(host, async () => {
    let reply = await answer<RunReply>(host, 'startRun', 'sync', 'window');
    while (reply.state === 'running') reply = await answer<RunReply>(host, 'continueRun', reply.gid, 'window');
    return reply;
  });
  return { reply: result, figures };
}

/** In one execution, as the clock starts it. */
export async function syncByTrigger(host: Host): Promise<{ readonly schedule: Schedule; readonly figures: Figures }> {
  await answer<Status>(host, 'setSchedule', true);
  const trigger = host.triggers()[0];
  if (trigger === undefined) throw new Error('the switch made no trigger');
  const { figures } = await measured(host, () => host.fireTrigger(trigger.uid));
  return { schedule: (await answer<Status>(host, 'sidebarStatus')).schedule, figures };
}

async function answer<T>(host: Host, name: string, ...args: readonly unknown[]): Promise<T> {
  const result = await host.run(name, args);
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
  return result.value as T;
}

async function measured<T>(host: Host, work: () => Promise<T>): Promise<{ result: T; figures: Figures }> {
  const before = new Set(host.executions().map((log) => log.id));
  const from = performance.now();
  const result = await work();
  const logs = host.executions().filter((log) => !before.has(log.id));
  const sum = (of: (log: ExecutionLog) => number) => logs.reduce((total, log) => total + of(log), 0);
  const most = (of: (log: ExecutionLog) => number) => Math.max(...logs.map(of));
  const figures = {
    executions: logs.length,
    fetches: sum((log) => log.fetches),
    megabytesSent: sum((log) => log.bytesSent) / 1e6,
    virtualMinutes: sum((log) => log.virtualMs) / 60_000,
    longestSeconds: most((log) => log.virtualMs) / 1000,
    heapMb: most((log) => log.heapMb),
    seconds: (performance.now() - from) / 1000,
  };
  return { result, figures };
}

export const asLine = (what: string, figures: Figures): string =>
  `${what}: ${figures.executions} executions, the longest ${figures.longestSeconds.toFixed(1)} s of virtual time; ` +
  `${figures.fetches} fetches, ${figures.megabytesSent.toFixed(1)} MB sent, ${figures.virtualMinutes.toFixed(1)} virtual minutes, ` +
  `heap ${Math.round(figures.heapMb)} MB; ${figures.seconds.toFixed(0)} s here`;

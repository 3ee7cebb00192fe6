// The server of the bench, in a process of its own so that its CPU time can be told from the client's. Asked over IPC, it says
// how much it used, and, while traced, what each kind of statement took from being sent until its answer was read.
import pg from 'pg';
import { logNothing } from '../../server/log.ts';
import { startServer } from '../../server/start-server.ts';

export type Ask = 'cpu' | 'trace' | 'traced';

export interface Told {
  readonly url?: string;
  readonly cpuMs?: number;
  /** By kind of statement: how often, and milliseconds in all. */
  readonly traced?: Readonly<Record<string, { readonly times: number; readonly ms: number }>>;
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\s*BEGIN/, 'begin'],
  [/^\s*COMMIT/, 'commit'],
  [/INSERT INTO batches/, 'claim and fence'],
  [/INSERT INTO row_history[\s\S]*FROM todo/, 'upsert and history'],
  [/UPDATE batches SET answer/, 'store answer'],
  [/FROM sheet_keys/, 'sheet key'],
  [/^SET LOCAL plan/, 'planner'],
  [/SET heard_at = now\(\)\s+WHERE[\s\S]*1 second/, 'touch run'],
  [/INSERT INTO compare_parts/, 'stage part'],
  [/^\s*WITH part AS MATERIALIZED/, 'compare in SQL'],
];

let traced: Record<string, { times: number; ms: number }> | null = null;

traceStatements();
const { DATABASE_URL: databaseUrl = null } = process.env;
const config = {
  databaseUrl,
  dataDir: '',
  host: '127.0.0.1',
  port: 0,
  operatorToken: null,
  schemaPolicy: 'refuse',
  webhook: null,
  smtp: null,
  alertMail: [],
  publicUrl: null,
} as const;
const server = await startServer(config, logNothing);
process.on('message', (ask: Ask) => {
  if (ask === 'trace') traced = {};
  tell(ask === 'traced' ? { traced: traced ?? {} } : { cpuMs: cpuMs() });
  if (ask === 'traced') traced = null;
});
process.on('disconnect', () => void server.stop().then(() => process.exit(0)));
tell({ url: server.url });

function tell(told: Told): void {
  process.send?.(told);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The pool's own queries take a callback, all others give a promise. */
function traceStatements(): void {
  const plain = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const into = traced;
    if (into === null) return plain.apply(this, args);
    const statement = args[0] as string | { text: string };
    const done = stopwatch(into, kindOf(typeof statement === 'string' ? statement : statement.text));
    const last = args.at(-1);
    if (typeof last !== 'function') return (plain.apply(this, args) as Promise<unknown>).finally(done);
    const callback = (...answer: unknown[]) => {
      done();
      last(...answer);
    };
    return plain.apply(this, [...args.slice(0, -1), callback]);
  } as typeof pg.Client.prototype.query;
}

function stopwatch(into: Record<string, { times: number; ms: number }>, kind: string): () => void {
  const from = performance.now();
  return () => {
    const { times, ms } = into[kind] ?? { times: 0, ms: 0 };
    into[kind] = { times: times + 1, ms: ms + performance.now() - from };
  };
}

const kindOf = (text: string): string => KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';

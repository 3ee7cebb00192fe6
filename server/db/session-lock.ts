// An advisory lock held by a connection of its own, named after its holder: it vanishes when the holder's process does.
// For the embedded database only: behind a pooler in transaction mode session locks leak.
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** First half of our advisory lock numbers ("ROLL"), so that no other program's lock is met. */
const LOCK_SPACE = 0x524f4c4c;
const POLL_MS = 20;
const RETAKE_MS = 250;

export interface SessionLock {
  /** Not to be taken again when the connection ends: the server is about to be stopped. */
  expectEnd(): void;
  release(): Promise<void>;
}

export type LockAttempt = { readonly lock: SessionLock } | { readonly holder: string };

export interface LockRequest {
  readonly connectionString: string;
  readonly number: number;
  /** Shown to others as the holder, and in pg_stat_activity. */
  readonly name: string;
  /** How long to wait for a holder to vanish: the connection of a killed process lives a few milliseconds longer than it did. */
  readonly patienceMs: (holder: string) => number;
}

/** Takes the lock, or says by name who holds it. A lock lost with its connection (the server restarted) is taken again as soon as it can be. */
export async function takeSessionLock(request: LockRequest): Promise<LockAttempt> {
  const client = await openClient(request);
  const holder = await waitForLock(client, request);
  if (holder === undefined) return { lock: keepLock(client, request) };
  await client.end();
  return { holder };
}

async function openClient({ connectionString, name }: LockRequest): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, keepAlive: true, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  await client.query(NAME_SESSION, [asApplicationName(name)]);
  return client;
}

/** Undefined once the lock is ours, else its holder. */
async function waitForLock(client: pg.Client, { number, patienceMs }: LockRequest): Promise<string | undefined> {
  const since = Date.now();
  for (;;) {
    const { rows: tried } = await client.query<{ taken: boolean }>(TRY_LOCK, [LOCK_SPACE, number]);
    if (tried[0]?.taken === true) return undefined;
    const { rows: held } = await client.query<{ holder: string }>(HOLDER, [LOCK_SPACE, number]);
    const holder = held[0]?.holder;
    if (holder !== undefined && Date.now() - since >= patienceMs(holder)) return holder;
    await wait(POLL_MS);
  }
}

function keepLock(first: pg.Client, request: LockRequest): SessionLock {
  const released = new AbortController();
  let client = first;
  const watch = () => client.once('end', () => released.signal.aborted || void retake());
  const retake = async () => {
    const next = await takeAgain(request, released.signal);
    if (next === undefined) return;
    client = next;
    watch();
  };
  watch();
  return {
    expectEnd: () => released.abort(),
    release: async () => {
      released.abort();
      await client.end().catch(() => {});
    },
  };
}

async function takeAgain(request: LockRequest, released: AbortSignal): Promise<pg.Client | undefined> {
  while (!released.aborted) {
    const client = await openClient(request).catch(() => undefined);
    const holder = client && (await waitForLock(client, request).catch(() => 'nobody: the connection broke'));
    if (client && holder === undefined && !released.aborted) return client;
    await client?.end().catch(() => {});
    await wait(RETAKE_MS, undefined, { ref: false });
  }
  return undefined;
}

/** What Postgres keeps of a name: 63 bytes of printable ASCII. */
function asApplicationName(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 63);
}

const NAME_SESSION = /* sql */ `SELECT set_config('application_name', $1::text, FALSE)`;

const TRY_LOCK = /* sql */ `SELECT pg_try_advisory_lock($1::integer, $2::integer) AS taken`;

const HOLDER = /* sql */ `
  SELECT a.application_name AS holder
  FROM pg_locks l
  JOIN pg_stat_activity a ON a.pid = l.pid
  JOIN pg_database d ON d.oid = l.database
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND d.datname = current_database()
    AND l.classid = $1::integer::oid AND l.objid = $2::integer::oid`;

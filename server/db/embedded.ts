// The database that needs no setting up: a real Postgres from node_modules on a folder of ours. It survives the kill of
// any process at any moment, is shared by processes on the same folder, and is stopped by the one that keeps it.
import { join } from 'node:path';
import { findBinaries } from './embedded-binaries.ts';
import { ensureCluster } from './embedded-cluster.ts';
import { becomeKeeper } from './embedded-owner.ts';
import { settlePlace } from './embedded-place.ts';
import { isPostmasterOf } from './embedded-process.ts';
import { openServer, type Server, stopServer } from './embedded-server.ts';
import { underStartLock } from './embedded-start-lock.ts';
import type { SessionLock } from './session-lock.ts';

export interface EmbeddedDatabase {
  /** The database `rollcall` as its superuser, on 127.0.0.1. Holds the password. */
  readonly connectionString: string;
  /** Whether this process started the server, or adopted one whose process was killed; else another living process keeps it. */
  readonly owned: boolean;
  /** Where the database really is, which differs from `dataDir` where Postgres cannot enter that. */
  readonly folder: string;
  /**
   * Starts the server again where its process has died, on the same port, so that whoever is connected to it comes back by itself.
   * False where it lives. Throws EmbeddedDatabaseError where it cannot be started.
   */
  revive(): Promise<boolean>;
  /** Stops the server if it is owned, and waits until it has ended; otherwise leaves it alone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

/** Starts or joins the Postgres of a data folder, making the database at the first start. Throws EmbeddedDatabaseError, which says what to do. */
export async function startEmbedded({ dataDir, log }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const asked = settlePlace(dataDir, log);
  const binaries = findBinaries(asked);
  const lock = join(asked.folder, 'start.lock');
  return underStartLock(lock, async () => {
    const password = await ensureCluster(asked, binaries, log);
    const joined = await joinServer(() => openServer(asked, binaries, password, log));
    const { keeper } = joined;
    let { server } = joined;
    let stopping: Promise<void> | undefined;
    let reviving: Promise<boolean> | undefined;
    const port = Number(new URL(server.connectionString).port);
    const revive = async () => {
      if (stopping !== undefined || isPostmasterOf(server.pid, asked.data)) return false;
      server = await underStartLock(lock, () => openServer(asked, binaries, password, log, port));
      return true;
    };
    const stopOnce = async () => {
      await reviving?.catch(() => undefined);
      if (keeper === undefined) return;
      keeper.expectEnd();
      await stopServer(asked, server, binaries);
      await keeper.release();
    };
    return {
      connectionString: server.connectionString,
      owned: keeper !== undefined,
      folder: asked.folder,
      revive: () => {
        reviving ??= revive().finally(() => {
          reviving = undefined;
        });
        return reviving;
      },
      stop: () => (stopping ??= stopOnce()),
    };
  });
}

/** The server found may be stopping, and break the connection that asks to keep it: then there is another to be had. */
async function joinServer(open: () => Promise<Server>): Promise<{ server: Server; keeper: SessionLock | undefined }> {
  for (let tries = 1; ; tries++) {
    const server = await open();
    try {
      return { server, keeper: await becomeKeeper(server.connectionString) };
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

// The database that needs no setting up: a real Postgres from node_modules on a folder of ours. It survives the kill of
// any process at any moment, is shared by processes on the same folder, and is stopped by the one that keeps it.
import { join } from 'node:path';
import { findBinaries } from './embedded-binaries.ts';
import { ensureCluster } from './embedded-cluster.ts';
import { becomeKeeper } from './embedded-owner.ts';
import { settlePlace } from './embedded-place.ts';
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
  return underStartLock(join(asked.folder, 'start.lock'), async () => {
    const password = await ensureCluster(asked, binaries, log);
    const { server, keeper } = await joinServer(() => openServer(asked, binaries, password, log));
    let stopping: Promise<void> | undefined;
    const stopOnce = async () => {
      if (keeper === undefined) return;
      keeper.expectEnd();
      await stopServer(asked, server, binaries);
      await keeper.release();
    };
    return {
      connectionString: server.connectionString,
      owned: keeper !== undefined,
      folder: asked.folder,
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

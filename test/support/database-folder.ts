// A temporary data folder for an embedded database that a test starts and kills by itself.
import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const FOLDER_PREFIX = 'rollcall-test-';

/** A new folder that any user may pass through, since Postgres runs as another one where the test is root. */
export function newDatabaseFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), FOLDER_PREFIX)));
  chmodSync(folder, 0o755);
  return folder;
}

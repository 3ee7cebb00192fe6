// The manifest as built: what the host goes by. An add-on that ships is the one that is tested.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Manifest {
  readonly timeZone: string;
  /** Null where the manifest has none: then any address is allowed, as in a test deployment. */
  readonly urlFetchWhitelist: readonly string[] | null;
  /** Null where the manifest has none: then what the code needs is asked for. */
  readonly oauthScopes: readonly string[] | null;
}

export async function readManifest(distDir: string): Promise<Manifest> {
  const manifest: unknown = JSON.parse(await readFile(join(distDir, 'appsscript.json'), 'utf8'));
  const fields = typeof manifest === 'object' && manifest !== null ? manifest : {};
  const timeZone = 'timeZone' in fields && typeof fields.timeZone === 'string' ? fields.timeZone : 'Etc/GMT';
  return { timeZone, urlFetchWhitelist: list(fields, 'urlFetchWhitelist'), oauthScopes: list(fields, 'oauthScopes') };
}

function list(fields: object, name: string): readonly string[] | null {
  const value: unknown = Reflect.get(fields, name);
  return Array.isArray(value) ? value.map(String) : null;
}

/** Prefixes: https, a full domain or one leading `*.`, and a path; paths below it match, by case. */
export function isAllowed(url: URL, whitelist: readonly string[] | null): boolean {
  return whitelist === null || whitelist.some((prefix) => matches(url, new URL(prefix.replace('//*.', '//any.'))));

  function matches(asked: URL, prefix: URL): boolean {
    const isHost = prefix.host.startsWith('any.')
      ? asked.host.endsWith(prefix.host.slice(3))
      : asked.host === prefix.host;
    const folder = prefix.pathname.endsWith('/') ? prefix.pathname : `${prefix.pathname}/`;
    const isPath = asked.pathname === prefix.pathname || asked.pathname.startsWith(folder);
    return asked.protocol === prefix.protocol && isHost && isPath;
  }
}

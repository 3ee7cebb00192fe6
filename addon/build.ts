// Builds the add-on: Code.js, the pages, appsscript.json. `npm run build` makes addon/dist, which is what is pushed to Google.
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCode } from './build/bundle.ts';
import { makeManifest } from './build/manifest.ts';
import { bundlePages } from './build/pages.ts';
import { publicAddress } from './build/public-address.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
/** What `clasp push` takes; only a build for push is ever written there. */
const DIST = join(here, 'dist');
/** Names a host that cannot exist: a local host maps it to its own server. */
const LOCAL_URL = 'https://rollcall.invalid/';

export interface BuildSettings {
  readonly outDir: string;
  /** https, with a slash at its end. */
  readonly serverUrl?: string;
}

export interface BuiltAddon {
  readonly outDir: string;
  readonly version: string;
  readonly serverUrl: string;
  /** The functions that Apps Script and the sidebar may call. */
  readonly entryPoints: readonly string[];
}

/** Throws, and writes nothing, where the result would not load in Apps Script, would let the page call more than the entry points, or asks for more than the manifest may. */
export async function buildAddon({ outDir, serverUrl = LOCAL_URL }: BuildSettings): Promise<BuiltAddon> {
  const manifest = await makeManifest(join(here, 'appsscript.json'), serverUrl);
  const { version } = JSON.parse(await readFile(join(here, '..', 'package.json'), 'utf8')) as { version: string };
  const code = await bundleCode(serverUrl, version);
  const pages = await bundlePages();
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, 'Code.js'), code.text);
  for (const [file, page] of pages) await writeFile(join(outDir, file), page);
  await writeFile(join(outDir, 'appsscript.json'), manifest);
  return { outDir, version, serverUrl, entryPoints: code.entryPoints };
}

/**
 * For the address that Google's servers will call. What stood in addon/dist goes first, so that after a refusal, a fault or a
 * kill an older build cannot be pushed as if it were this one; the new one appears whole or not at all. Null where the
 * address is refused: `tell` has heard why.
 */
export async function buildForPush(
  address: string | undefined,
  tell: (line: string) => void,
): Promise<BuiltAddon | null> {
  await rm(DIST, { recursive: true, force: true });
  const target = publicAddress(address);
  if (!target.ok) {
    for (const reason of target.reasons) tell(reason);
    tell('Nothing was built, and nothing is left in addon/dist to be pushed.');
    return null;
  }
  const making = await mkdtemp(join(dirname(DIST), '.dist-'));
  try {
    const built = await buildAddon({ outDir: making, serverUrl: target.url });
    await rename(making, DIST);
    return { ...built, outDir: DIST };
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const built = await buildForPush(process.env['ROLLCALL_PUBLIC_URL'], (line) => process.stderr.write(`${line}\n`));
  if (built === null) process.exitCode = 2;
  else
    process.stdout.write(`Rollcall ${built.version} for ${built.serverUrl} is in ${relative(process.cwd(), DIST)}\n`);
}

// Unpacks the Chromium, its libraries and the fonts that npm brought, once, into a folder that is complete as soon as it has its name.
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { untar } from './untar.ts';
import { woffToSfnt } from './woff.ts';

export interface Unpacked {
  /** Holds `fonts.conf` and `fonts/`; beside the executable its libraries in `lib/`. */
  readonly folder: string;
  readonly executable: string | undefined;
}

const require = createRequire(import.meta.url);
const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
/** Raise it when what is unpacked, or how, changes. */
const RECIPE = 2;
const SLICE = /^noto-sans-jp-(japanese|\d+)-(400|700)-normal\.woff$/;
const inflate = promisify(brotliDecompress);

/** The fonts alone (for a Chromium of the system's own), or with the Chromium of the package, which is for Linux on x64. */
export async function unpackChromium({ fontsOnly }: { fontsOnly: boolean }): Promise<Unpacked> {
  const withBrowser = !fontsOnly && process.arch === 'x64';
  // Found through its entry file, two levels below it: `exports` hides everything else.
  const root = dirname(dirname(require.resolve('@sparticuz/chromium')));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cacheFolder(), `${withBrowser ? version : 'fonts'}-r${RECIPE}`);
  if (!existsSync(folder)) await makeWhole(folder, (making) => fill(making, folder, withBrowser ? root : undefined));
  return { folder, executable: withBrowser ? join(folder, 'chromium') : undefined };
}

/** In node_modules where that is writable, else in a folder of this user's that no other may write to, since programs are run from it. */
function cacheFolder(): string {
  const inModules = join(NODE_MODULES, '.cache', 'rollcall-chromium');
  try {
    mkdirSync(inModules, { recursive: true });
    accessSync(inModules, constants.W_OK);
    return inModules;
  } catch {
    const own = join(tmpdir(), `rollcall-chromium-${process.getuid?.() ?? 'user'}`);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(own);
    if (uid === process.getuid?.() && (mode & 0o022) === 0) return own;
    throw new Error(`${own} belongs to another user: remove it, or make ${NODE_MODULES} writable.`);
  }
}

async function makeWhole(folder: string, work: (making: string) => Promise<void>): Promise<void> {
  const making = `${folder}.${randomUUID()}`;
  mkdirSync(making);
  try {
    await work(making);
    renameSync(making, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

async function fill(making: string, folder: string, root: string | undefined): Promise<void> {
  if (root !== undefined) {
    const unpack = async (name: string) => inflate(readFileSync(join(root, 'bin', name)));
    writeFileSync(join(making, 'chromium'), await unpack('chromium.br'), { mode: 0o755 });
    for (const name of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']) untar(await unpack(name), making);
  }
  mkdirSync(join(making, 'fonts', 'japanese'), { recursive: true });
  writeJapaneseFonts(join(making, 'fonts', 'japanese'));
  writeFileSync(join(making, 'fonts.conf'), fontSettings(folder, root === undefined));
}

/** The common characters are in one file; the rest (髙, 﨑, arrows) in a hundred numbered slices that a browser would load one by one. */
function writeJapaneseFonts(folder: string): void {
  const files = join(dirname(require.resolve('@fontsource/noto-sans-jp/400.css')), 'files');
  for (const name of readdirSync(files).filter((file) => SLICE.test(file))) {
    writeFileSync(join(folder, name.replace(/woff$/, 'ttf')), woffToSfnt(readFileSync(join(files, name))));
  }
}

/** The package's browser sees its own fonts only, so that a page looks the same on every machine; the system's sees the system's too. */
function fontSettings(folder: string, withSystem: boolean): string {
  const system = withSystem ? '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>' : '';
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${system}
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

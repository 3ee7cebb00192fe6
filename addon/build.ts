// Builds addon/dist: Code.js, whose top-level functions are exactly the exports of entry-points.ts; the pages, each whole in
// one file; appsscript.json. `npm run build` writes them for the address in ROLLCALL_PUBLIC_URL.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { parse } from 'acorn';
import { type BuildOptions, build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const NAMESPACE = 'Rollcall_';
/** Names a host that cannot exist: a local host maps it to its own server. */
const LOCAL_URL = 'https://rollcall.invalid/';

export interface BuildSettings {
  readonly outDir?: string;
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

/** Throws where the result would not load in Apps Script, or would let the page call more than the entry points. */
export async function buildAddon(settings: BuildSettings = {}): Promise<BuiltAddon> {
  const { outDir = join(here, 'dist'), serverUrl = LOCAL_URL } = settings;
  if (!/^https:\/\/[^/]+\/(.*\/)?$/.test(serverUrl)) {
    throw new Error(`the server's address must begin with https:// and end with a slash: ${serverUrl}`);
  }
  const version = await packageVersion();
  const code = await bundleCode(serverUrl, version);
  refuseFaults(bundleFaults(code.text, code.entryPoints));
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, 'Code.js'), code.text);
  for (const page of PAGES) await writeFile(join(outDir, page.file), await bundlePage(page));
  await writeFile(join(outDir, 'appsscript.json'), await manifest(serverUrl));
  return { outDir, version, serverUrl, entryPoints: code.entryPoints };
}

async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(here, '..', 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The first pass tells the exports, the second puts everything in one function with a stub for each of them. */
async function bundleCode(serverUrl: string, version: string) {
  const define = { ROLLCALL_SERVER_URL: JSON.stringify(serverUrl), ROLLCALL_VERSION: JSON.stringify(version) };
  const options = {
    ...COMMON,
    entryPoints: [join(here, 'entry-points.ts')],
    target: 'es2019',
    define,
  } satisfies BuildOptions;
  const { metafile } = await build({ ...options, format: 'esm', metafile: true, outfile: 'entry-points.js' });
  const entryPoints = Object.values(metafile.outputs).flatMap((output) => output.exports);
  const { outputFiles } = await build({ ...options, format: 'iife', globalName: NAMESPACE });
  const stubs = entryPoints.map(
    (name) => `function ${name}() { return ${NAMESPACE}.${name}.apply(this, arguments); }\n`,
  );
  const banner = `/** Rollcall ${version}\n * @OnlyCurrentDoc */\n`;
  return { entryPoints, text: banner + (outputFiles[0]?.text ?? '') + stubs.join('') };
}

const COMMON = { bundle: true, write: false, charset: 'utf8', logLevel: 'silent' } satisfies BuildOptions;

/** What keeps a bundle out of Apps Script, in words; empty for a good one. */
export function bundleFaults(code: string, entryPoints: readonly string[]): string[] {
  const parsed = parseScript(code);
  if (typeof parsed === 'string') return [`not a script of ES2019: ${parsed}`];
  const functions: string[] = [];
  const others: string[] = [];
  for (const statement of parsed.body) {
    if (statement.type === 'FunctionDeclaration') functions.push(statement.id.name);
    else if (!isNamespace(statement)) others.push(code.slice(statement.start, statement.start + 60));
  }
  return [
    ...functions.filter((name) => !entryPoints.includes(name)).map((name) => `${name} is callable but no entry point`),
    ...entryPoints.filter((name) => !functions.includes(name)).map((name) => `${name} has no top-level function`),
    ...others.map((text) => `a top-level statement runs at load: ${text}`),
    ...loadFaults(code),
  ];
}

function parseScript(code: string) {
  try {
    return parse(code, { ecmaVersion: 2019, sourceType: 'script' });
  } catch (error) {
    return (error as Error).message;
  }
}

function isNamespace(statement: ReturnType<typeof parse>['body'][number]): boolean {
  if (statement.type === 'ExpressionStatement') return statement.directive === 'use strict';
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return false;
  const { id } = statement.declarations[0] ?? {};
  return id?.type === 'Identifier' && id.name === NAMESPACE;
}

/** Loaded where there is no service at all: before a person enabled the add-on, any call at load kills the menu. */
function loadFaults(code: string): string[] {
  try {
    runInNewContext(code, {}, { timeout: 2000 });
    return [];
  } catch (error) {
    return [`needs something at load that is not there: ${String(error)}`];
  }
}

function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`The bundle would not run in Apps Script:\n  ${faults.join('\n  ')}`);
}

interface PageSource {
  readonly file: string;
  readonly folder: string;
  /** Of its template and its styles. */
  readonly name: string;
}

const PAGES: readonly PageSource[] = [
  { file: 'Sidebar.html', folder: 'sidebar', name: 'sidebar' },
  { file: 'SelfCheck.html', folder: 'self-check/page', name: 'self-check' },
];

/** One page, script and styles in it; nothing is fetched from elsewhere. */
async function bundlePage({ file, folder, name }: PageSource): Promise<string> {
  const from = (part: string) => join(here, folder, part);
  const script = await bundleText(from('main.ts'));
  const styles = await bundleText(from(`${name}.css`));
  const template = await readFile(from(`${name}.html`), 'utf8');
  const page = template
    .replace('/* styles */', () => styles.trim())
    .replace('/* script */', () => script.trim().replaceAll('</script', '<\\/script'));
  if (page.includes('<?')) throw new Error(`Apps Script would run the "<?" in ${file} as a scriptlet`);
  return page;
}

async function bundleText(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [entry],
    format: 'iife',
    target: 'es2022',
    minify: true,
  });
  return outputFiles[0]?.text ?? '';
}

/** The address that the bundle calls and the one it is allowed to call are written together. */
async function manifest(serverUrl: string): Promise<string> {
  const text = await readFile(join(here, 'appsscript.json'), 'utf8');
  return `${JSON.stringify({ ...JSON.parse(text), urlFetchWhitelist: [serverUrl] }, null, 2)}\n`;
}

if (import.meta.main) {
  const address = process.env['ROLLCALL_PUBLIC_URL'];
  const built = await buildAddon(address === undefined ? {} : { serverUrl: address.replace(/\/?$/, '/') });
  process.stdout.write(`Rollcall ${built.version} for ${built.serverUrl} is in ${built.outDir}\n`);
}

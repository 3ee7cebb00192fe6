// Code.js: a script of ES2019 whose top-level functions are exactly the exports of entry-points.ts, and in which nothing runs at load.
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { parse } from 'acorn';
import { type BuildOptions, build } from 'esbuild';
import { COMMON } from './esbuild-options.ts';

const ENTRY = fileURLToPath(new URL('../entry-points.ts', import.meta.url));
const NAMESPACE = 'Rollcall_';

export interface Bundle {
  readonly text: string;
  /** The functions that Apps Script and the sidebar may call. */
  readonly entryPoints: readonly string[];
}

/** The first pass tells the exports, the second puts everything in one function with a stub for each of them. */
export async function bundleCode(serverUrl: string, version: string): Promise<Bundle> {
  const define = { ROLLCALL_SERVER_URL: JSON.stringify(serverUrl), ROLLCALL_VERSION: JSON.stringify(version) };
  const options = {
    ...COMMON,
    entryPoints: [ENTRY],
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
  const text = banner + (outputFiles[0]?.text ?? '') + stubs.join('');
  const faults = bundleFaults(text, entryPoints);
  if (faults.length > 0) throw new Error(`The bundle would not run in Apps Script:\n  ${faults.join('\n  ')}`);
  return { entryPoints, text };
}

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

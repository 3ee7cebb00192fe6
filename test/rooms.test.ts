// The rooms of the house as data: who may import whom. An import against the order, or a circle, is red; types included.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** A room imports rooms to its left, and `shared/`. */
const ROOMS = [
  'db',
  'migrate',
  'settings',
  'schedule',
  'access',
  'google',
  'alerts',
  'sheets',
  'failures',
  'rows',
  'integrity',
  'sync',
  'backup',
  'watch',
  'http',
];

/** Files of server/ that belong to no room, each with the rooms it may know: what all may use, and what wires. */
const KNOWN_BY_ALL = ['server/problem.ts', 'server/log.ts', 'server/config.ts'];
const WIRING = [
  'server/main.ts',
  'server/rollcall.ts',
  'server/start-server.ts',
  'server/open-database.ts',
  'server/commands/',
];

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = ['shared', 'server', 'addon'].flatMap((folder) => sources(join(ROOT, folder)));
const imports = files.flatMap(importsOf);

test('a room imports only rooms before it, and shared', () => {
  const wrong = imports.filter(({ from, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    return room !== null && other !== null && ROOMS.indexOf(other) > ROOMS.indexOf(room);
  });
  expect(wrong).toEqual([]);
});

test('every folder of the server is a room that has its place in the order, or wires', () => {
  const folders = files.filter((file) => /^server\/[^/]+\//.test(file)).map((file) => file.split('/')[1] ?? '');
  expect([...new Set(folders)].filter((folder) => folder !== 'commands' && !ROOMS.includes(folder))).toEqual([]);
});

test('no room knows the wiring, and what all may use knows no room', () => {
  const isWiring = (file: string) =>
    WIRING.some((path) => file === path || (path.endsWith('/') && file.startsWith(path)));
  const toWiring = imports.filter(({ from, to }) => roomOf(from) !== null && isWiring(to));
  const fromBasics = imports.filter(({ from, to }) => KNOWN_BY_ALL.includes(from) && !KNOWN_BY_ALL.includes(to));
  expect([...toWiring, ...fromBasics]).toEqual([]);
});

test('shared knows nobody', () => {
  expect(imports.filter(({ from, to }) => from.startsWith('shared/') && !to.startsWith('shared/'))).toEqual([]);
});

test('the add-on imports shared only; the playground alone may import the server, and nobody imports the playground', () => {
  const inPlayground = (file: string) => file.startsWith('addon/playground/');
  const wrong = imports.filter(
    ({ from, to }) =>
      (from.startsWith('addon/') && !inPlayground(from) && !to.startsWith('addon/') && !to.startsWith('shared/')) ||
      (inPlayground(to) && !inPlayground(from)),
  );
  expect(wrong.filter(({ from, to }) => !(from === 'addon/build.ts' && to === 'package.json'))).toEqual([]);
});

test('nothing of the product knows the self-check but the entry points', () => {
  const inSelfCheck = (file: string) => file.startsWith(SELF_CHECK);
  const known = imports.filter(({ from, to }) => inSelfCheck(to) && !inSelfCheck(from)).map(({ from }) => from);
  expect([...new Set(known)]).toEqual(['addon/entry-points.ts']);
});

test('no import goes round in a circle, types included', () => {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

/** Asks Google's services by themselves, to see how they are; nothing of a row passes through it. */
const SELF_CHECK = 'addon/self-check/';

test('one file says SpreadsheetApp, one says UrlFetchApp, the self-check aside, and config.ts alone reads the environment of the server', () => {
  const saying = (word: RegExp, folder: string) =>
    files.filter(
      (file) =>
        file.startsWith(folder) &&
        !file.startsWith('addon/playground/') &&
        !file.startsWith(SELF_CHECK) &&
        word.test(code(file)),
    );
  expect(saying(/\bSpreadsheetApp\b/, 'addon/')).toEqual(['addon/sheet.ts']);
  expect(saying(/\bUrlFetchApp\b/, 'addon/')).toEqual(['addon/server-client.ts']);
  expect(saying(/process\.env\b/, 'server/')).toEqual(['server/config.ts']);
  // Looked at, kept and read again: no cell is written but there.
  expect(
    saying(/\.(?:set(?:Value|Formula|NumberFormat|RichTextValue)s?|clear(?:Content|Format)s?)\(/, 'addon/'),
  ).toEqual(WRITES_CELLS);
});

const WRITES_CELLS = ['addon/sheet-write.ts'];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('dist'))
    .map((name) => relative(ROOT, join(folder, name)).replaceAll('\\', '/'));
}

function importsOf(file: string): Import[] {
  const specifiers = code(file).matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]/g,
  );
  return [...specifiers].map(([, plain, dynamic]) => ({
    from: file,
    to: relative(ROOT, resolve(ROOT, dirname(file), plain ?? dynamic ?? '')).replaceAll('\\', '/'),
  }));
}

function code(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

function roomOf(file: string): string | null {
  return /^server\/([^/]+)\/.+/.exec(file)?.[1]?.replace(/^commands$/, '') || null;
}

// What leaves the build is what Apps Script can load, and nothing more of it can be called than the entry points.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFaults } from '../../addon/build/bundle.ts';
import { type BuiltAddon, buildAddon } from '../../addon/build.ts';

const ENTRY_POINTS = [
  ...[
    'answerRun',
    'continueRun',
    'discardHold',
    'disconnect',
    'hourlySync',
    'listFindings',
    'listMore',
    'onInstall',
    'onOpen',
    'openSelfCheck',
    'openSidebar',
  ],
  ...[
    'releaseHold',
    'resumeRun',
    'saveConnection',
    'sayLookAlike',
    'sayNotBuyers',
    'selectCell',
    'selfCheck',
    'selfCheckTrigger',
    'setSchedule',
    'sidebarStatus',
    'startRun',
    'stopRun',
    'writeKey',
  ],
  ...['answerHeader', 'forgetCopy', 'frontTab', 'goToTab', 'newColumn', 'putHeadingBack', 'saveSetup', 'viewSetup'],
  ...[
    'findBuyerByKey',
    'keepTakenValues',
    'listGroup',
    'pushOnly',
    'putBackTaken',
    'reportCsv',
    'showReport',
    'takeFromDatabase',
    'tryRetries',
  ],
].sort();

let built: BuiltAddon;
const read = (name: string): Promise<string> => readFile(join(built.outDir, name), 'utf8');

beforeAll(async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'rollcall-addon-'));
  built = await buildAddon({ outDir, serverUrl: 'https://sync.example.jp/rollcall/' });
});
afterAll(() => rm(built.outDir, { recursive: true }));

describe('the bundle', () => {
  it('offers exactly the entry points', async () => {
    expect([...built.entryPoints].sort()).toEqual(ENTRY_POINTS);
    expect(bundleFaults(await read('Code.js'), built.entryPoints)).toEqual([]);
  });

  it('knows its own version and the server it was built for', async () => {
    const code = await read('Code.js');
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(code).toContain(`"${version}"`);
    expect(code).toContain('"https://sync.example.jp/rollcall/"');
  });

  it('names each of the services in one file only, the self-check aside', async () => {
    const code = await read('Code.js');
    const places = (service: string) =>
      [...code.matchAll(/^ {2}\/\/ (.*)$/gm)].filter((part, i, parts) =>
        code.slice(part.index, parts[i + 1]?.index ?? code.length).includes(`${service}.`),
      );
    const saying = (service: string) =>
      places(service)
        .map((part) => part[1] ?? '')
        .filter((file) => !file.startsWith('addon/self-check/'));
    expect(saying('SpreadsheetApp')).toEqual(['addon/sheet.ts']);
    expect(saying('UrlFetchApp')).toEqual(['addon/server-client.ts']);
    expect(saying('PropertiesService')).toEqual(['addon/document-properties.ts']);
  });
});

const GOOD = 'var Rollcall_ = (() => ({ onOpen() {} }))();\nfunction onOpen() { return Rollcall_.onOpen(); }\n';

describe('the gate', () => {
  it.each([
    ['a good bundle', GOOD, null],
    ['a helper at top level, which the page could call', `${GOOD}function helper() {}\n`, /helper is callable/],
    [
      'an entry point without a function',
      GOOD.replace('function onOpen', 'function onopen'),
      /onOpen has no top-level/,
    ],
    ['a statement that runs at load', `${GOOD}onOpen();\n`, /runs at load/],
    ['a second variable', `${GOOD}var other = 1;\n`, /runs at load/],
    ['a service called at load', GOOD.replace('=> (', '=> (SpreadsheetApp.getUi(), '), /SpreadsheetApp is not defined/],
    ['a global that Apps Script lacks', GOOD.replace('=> (', '=> (new TextEncoder(), '), /TextEncoder is not defined/],
    ['a private field, which does not parse there', GOOD.replace('onOpen() {}', 'onOpen: class { #x = 1 }'), /ES2019/],
    ['a module', `${GOOD}export {};\n`, /ES2019/],
  ])('%s', (_, code, fault) => {
    const faults = bundleFaults(code, ['onOpen']).join('\n');
    if (fault === null) expect(faults).toBe('');
    else expect(faults).toMatch(fault);
  });

  it('refuses an address that no allowlist takes, before anything is written', async () => {
    const outDir = join(built.outDir, 'none');
    for (const serverUrl of ['http://sync.example.jp/', 'https://sync.example.jp', 'sync.example.jp/']) {
      await expect(buildAddon({ outDir, serverUrl })).rejects.toThrow('must begin with https://');
    }
    expect(await readdir(built.outDir)).not.toContain('none');
  });
});

describe.each(['Sidebar.html', 'SelfCheck.html'])('%s', (file) => {
  it('is whole in one file: no scriptlet, no address of another host to load', async () => {
    const page = await read(file);
    expect(page).not.toContain('<?');
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    expect(page).not.toContain('console.');
    expect(page.match(/<\/script/g)).toHaveLength(1);
  });
});

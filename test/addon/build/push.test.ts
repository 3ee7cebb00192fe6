// The way to Google: `npm run build`, and clasp's own program against an Apps Script API on loopback.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PushProject, pushProject } from '../support/push-project.ts';

const ADDRESS = { ROLLCALL_PUBLIC_URL: 'https://sync.example.jp/rollcall' };
const LOCAL = '.clasp.local.json';
const BUILT = ['Code.js', 'SelfCheck.html', 'Sidebar.html', 'appsscript.json'];
let project: PushProject;

beforeAll(async () => {
  project = await pushProject();
});
afterAll(() => project.remove());

const dist = (name: string): Promise<string> => readFile(join(project.dist, name), 'utf8');
const put = async (path: string, text: string): Promise<void> => writeFile(join(project.folder, path), text);
const sent = (method: string): number => project.api.requests.filter((request) => request.startsWith(method)).length;

describe('npm run build', () => {
  it('writes the address into bundle and allowlist together, and nothing else into addon/dist', async () => {
    const { code, stdout } = await project.program('addon/build.ts', ADDRESS);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('https://sync.example.jp/rollcall/'),
    });
    expect((await readdir(project.dist)).sort()).toEqual(BUILT);
    expect(await dist('Code.js')).toContain('"https://sync.example.jp/rollcall/"');
    expect(JSON.parse(await dist('appsscript.json')).urlFetchWhitelist).toEqual(['https://sync.example.jp/rollcall/']);
  });

  it('refused, says why and leaves no older build to be pushed', async () => {
    const { code, stdout, stderr } = await project.program('addon/build.ts', {
      ROLLCALL_PUBLIC_URL: 'http://10.0.0.7/',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^ROLLCALL_PUBLIC_URL begins with http: .*\n10\.0\.0\.7 is a private address.*internet.*\nNothing was built/,
    );
    expect((await readdir(join(project.folder, 'addon'))).filter((name) => name.includes('dist'))).toEqual([]);
  });
});

describe('clasp push', () => {
  const outcomes: { status: string; first: string; second: string } = { status: '', first: '', second: '' };

  beforeAll(async () => {
    await project.program('addon/build.ts', ADDRESS);
    await mkdir(join(project.dist, 'more'));
    for (const name of ['Code.js.map', 'notes.md', 'old.gs', 'more/Extra.js', 'more/Code.js', '.env', 'other.html'])
      await put(`addon/dist/${name}`, 'stays home');
    outcomes.status = (await project.clasp('--project', LOCAL, '--json', 'show-file-status')).stdout;
    outcomes.first = (await project.clasp('--project', LOCAL, 'push', '--force')).stdout;
    outcomes.second = (await project.clasp('--project', LOCAL, 'push', '--force')).stdout;
  });

  it('uploads exactly the built files, byte for byte; what else lies there stays home', async () => {
    expect(JSON.parse(outcomes.status).filesToPush.sort()).toEqual(BUILT.map((name) => `addon/dist/${name}`));
    expect(outcomes.first).toContain('Pushed 4 files');
    expect([...project.api.files()].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'Code', type: 'SERVER_JS', source: await dist('Code.js') },
      { name: 'SelfCheck', type: 'HTML', source: await dist('SelfCheck.html') },
      { name: 'Sidebar', type: 'HTML', source: await dist('Sidebar.html') },
      { name: 'appsscript', type: 'JSON', source: await dist('appsscript.json') },
    ]);
  });

  it('the second time sends nothing and says so', () => {
    expect(outcomes.second).toContain('already up to date');
    expect([sent('GET'), sent('PUT')]).toEqual([2, 1]);
  });

  it('reaches no other host here: a command that would is stopped', async () => {
    const { code, stderr } = await project.clasp('show-authorized-user');
    expect({ code, stderr }).toEqual({ code: 97, stderr: expect.stringContaining('googleapis.com') });
  });
});

describe('npm run push', () => {
  const push = (env: Readonly<Record<string, string>>) => project.program('addon/build/push.ts', env);

  it.each([
    ['the placeholder', '.clasp.json', '"PUT-YOUR-SCRIPT-ID-HERE" in .clasp.json is no script’s id'],
    ['no file with an id', '.clasp.none.json', 'copy .clasp.json to .clasp.none.json'],
  ])('with %s sends nothing, and says what to do', async (_, file, sentence) => {
    const before = project.api.requests.length;
    const { code, stderr } = await push({ ...ADDRESS, clasp_config_project: file });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
    expect(project.api.requests).toHaveLength(before);
  });

  it('without an address sends nothing', async () => {
    const before = project.api.requests.length;
    expect(await push({})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ROLLCALL_PUBLIC_URL is not set'),
    });
    expect(project.api.requests).toHaveLength(before);
  });

  it('builds anew and pushes that', async () => {
    const { code, stdout } = await push({ ROLLCALL_PUBLIC_URL: 'https://other.example.jp/' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Pushed 4 files') });
    const pushed = project.api.files().find(({ name }) => name === 'Code')?.source;
    expect(pushed).toContain('"https://other.example.jp/"');
    expect(pushed).toBe(await dist('Code.js'));
  });
});

it('the committed project file holds the placeholder, and names the folder that the build writes', async () => {
  expect(JSON.parse(await readFile('.clasp.json', 'utf8'))).toEqual({
    scriptId: 'PUT-YOUR-SCRIPT-ID-HERE',
    rootDir: 'addon/dist',
  });
});

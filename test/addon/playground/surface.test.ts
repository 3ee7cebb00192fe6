// What the add-on uses, the host has; what the host has, Apps Script has. Both are asked of the compiler, none of a list kept by hand.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hostSurface, restrictedTypes } from '../support/host-surface.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const addon = join(root, 'addon');
const realm = join(addon, 'playground/realm/');
const modules = join(root, 'node_modules');
const compiler = join(modules, 'typescript/bin/tsc');

/** Runs in a folder of its own, beside the type packages. */
async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(join(modules, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(modules, '.cache/surface-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the compiler says; empty when nothing. */
async function compiled(folder: string, config: object): Promise<string> {
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', folder]);
    return '';
  } catch (error) {
    return (error as { readonly stdout?: string }).stdout ?? String(error);
  }
}

describe('a member of the host that the type package does not have', () => {
  const inRealm = (code: string) =>
    inScratch(async (folder) => {
      await writeFile(
        join(folder, 'tried.ts'),
        `import { enumeration, strict } from '${join(realm, 'strict.ts')}';\nexport { enumeration, strict };\n${code}\n`,
      );
      return compiled(folder, { extends: join(realm, 'tsconfig.json'), files: ['tried.ts'] });
    });
  const range = (members: string) => `strict<GoogleAppsScript.Spreadsheet.Range>('Range', { ${members} });`;

  test('does not compile', async () => {
    expect(await inRealm(range('getRow: () => 1'))).toBe('');
    expect(await inRealm(range('getNonsense: () => 1'))).toContain('getNonsense');
    expect(await inRealm(range("getRow: () => 'one'"))).toContain("'string' is not assignable to type 'number'");
    const mode = 'GoogleAppsScript.Script.ScriptApp["AuthMode"]';
    expect(await inRealm(`enumeration<${mode}>('AuthMode', 'FULL');`)).toBe('');
    expect(await inRealm(`enumeration<${mode}>('AuthMode', 'HALF');`)).toContain('HALF');
  }, 60_000);

  test('cannot slip in: every service is made by strict, from a type of the package', async () => {
    const sources = (await readdir(realm)).filter((name) => name.endsWith('.ts') && name !== 'strict.ts');
    const texts = await Promise.all(sources.map((name) => readFile(join(realm, name), 'utf8')));
    const types = texts.flatMap((text) =>
      [...text.matchAll(/\b(?:strict|enumeration)(?:<(.*?)>)?\('/g)].map((call) => [call[1], text]),
    );
    expect(types.length).toBeGreaterThan(30);
    const foreign = types.filter(([type = '', text = '']) => {
      const isOfPackage = /GoogleAppsScript\.|^Console$/.test(type);
      return !isOfPackage && !new RegExp(`^type ${type.replace(/\[.*/, '')} = GoogleAppsScript\\.`, 'm').test(text);
    });
    expect(foreign.map(([type]) => type)).toEqual([]);
    const main = await readFile(join(realm, 'main.ts'), 'utf8');
    const globals = [...(/const SERVICES = \{([^}]+)\}/.exec(main)?.[1] ?? '').matchAll(/^ {2}(\w+)/gm)];
    const surface = await hostSurface();
    expect(globals.length).toBeGreaterThan(10);
    expect(globals.map(([, name]) => name ?? '').filter((name) => !surface.has(name))).toEqual([]);
  });
});

describe('a member that the add-on uses', () => {
  /** The add-on's sources against the type package cut down to the host; `extra` is one file more. */
  const againstHost = (extra: string) =>
    inScratch(async (folder) => {
      const isSource = (path: string) => !/\/addon\/(?:playground|dist|build\.ts)/.test(path);
      await cp(addon, join(folder, 'addon'), { recursive: true, filter: isSource });
      await cp(join(root, 'shared'), join(folder, 'shared'), { recursive: true });
      await writeFile(join(folder, 'addon/extra.ts'), `${extra}\nexport {};\n`);
      const types = await restrictedTypes(await hostSurface(), join(modules, '@types/google-apps-script'));
      await writeFile(join(folder, 'host.d.ts'), types);
      return compiled(folder, {
        extends: join(root, 'shared/tsconfig.json'),
        compilerOptions: { types: [], skipLibCheck: true },
        include: ['addon/*.ts', 'shared/*.ts', 'host.d.ts'],
      });
    });

  test('is one that the host has', async () => {
    expect(await againstHost('')).toBe('');
  }, 60_000);

  const range = 'SpreadsheetApp.getActiveSheet().getRange(1, 1)';
  test.each([
    [`${range}.getNotes();`, 'getNotes'],
    ['ScriptApp.getScriptId();', 'getScriptId'],
    ['console.time("a");', 'time'],
    ['DocumentApp.getActiveDocument();', 'DocumentApp'],
    ['Utilities.newBlob("a").getAs("b");', 'getAs'],
  ])(
    'and the host lacks does not compile: %s',
    async (code, member) => {
      const said = await againstHost(code);
      expect(said).toMatch(new RegExp(`extra\\.ts.*'${member}'`));
      expect(
        said
          .trim()
          .split('\n')
          .filter((line) => !line.startsWith(' ')),
      ).toHaveLength(1);
    },
    60_000,
  );
});

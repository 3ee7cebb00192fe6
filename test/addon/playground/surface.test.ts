// The host's services have the members of the type package and no others: what is invented does not compile.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const realm = fileURLToPath(new URL('../../../addon/playground/realm/', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
const compiler = join(modules, 'typescript/bin/tsc');

/** What the compiler says to `code` in the realm; empty when nothing. */
async function compiled(code: string): Promise<string> {
  await mkdir(join(modules, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(modules, '.cache/surface-'));
  try {
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(realm, 'tsconfig.json'), files: ['tried.ts'] }),
    );
    await writeFile(join(folder, 'tried.ts'), `import { strict } from '${join(realm, 'strict.ts')}';\n${code}\n`);
    await promisify(execFile)(process.execPath, [compiler, '-p', folder]);
    return '';
  } catch (error) {
    return (error as { readonly stdout?: string }).stdout ?? String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const range = (members: string) => `strict<GoogleAppsScript.Spreadsheet.Range>('Range', { ${members} });`;

test('a member of the host that the type package does not have does not compile', async () => {
  expect(await compiled(range('getRow: () => 1'))).toBe('');
  expect(await compiled(range('getNonsense: () => 1'))).toContain('getNonsense');
  expect(await compiled(range("getRow: () => 'one'"))).toContain("'string' is not assignable to type 'number'");
}, 30_000);

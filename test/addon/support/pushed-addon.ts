// The add-on as Google has it after `npm run push`: built for a public address, uploaded by clasp, and written out from what arrived.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScriptFile } from './fake-script-api.ts';
import { pushProject } from './push-project.ts';

export interface PushedAddon {
  readonly outDir: string;
  readonly serverUrl: string;
}

export async function pushedAddon(): Promise<PushedAddon> {
  const serverUrl = 'https://sync.example.jp/rollcall/';
  const project = await pushProject();
  try {
    const { code, stdout, stderr } = await project.program('addon/build/push.ts', { ROLLCALL_PUBLIC_URL: serverUrl });
    if (code !== 0) throw new Error(`the push ended with ${code}:\n${stdout}\n${stderr}`);
    const outDir = await mkdtemp(join(tmpdir(), 'rollcall-pushed-'));
    await writeFiles(outDir, project.api.files());
    return { outDir, serverUrl };
  } finally {
    await project.remove();
  }
}

async function writeFiles(folder: string, files: readonly ScriptFile[]): Promise<void> {
  for (const { name, type, source } of files) await writeFile(join(folder, `${name}${ENDINGS[type]}`), source);
}

const ENDINGS: Readonly<Record<string, string>> = { SERVER_JS: '.js', HTML: '.html', JSON: '.json' };

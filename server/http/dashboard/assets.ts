// The dashboard's style and its one script, made when they are first asked for and kept.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Answer } from './call.ts';

const place = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export const styleSheet = once('text/css; charset=utf-8', () => readFile(place('style.css'), 'utf8'));

export const liveScript = once('text/javascript; charset=utf-8', async () => {
  const options = {
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
  } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [place('page/main.ts')], legalComments: 'none' });
  return outputFiles[0]?.text ?? '';
});

function once(type: string, make: () => Promise<string>): () => Promise<Answer> {
  let made: Promise<string> | undefined;
  return async () => {
    made ??= make();
    return { kind: 'file', body: await made, type };
  };
}

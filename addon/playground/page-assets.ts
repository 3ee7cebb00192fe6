// The page's own files, bundled in memory at start: nothing is fetched from elsewhere.
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

export interface PageAssets {
  readonly script: string;
  readonly styles: string;
  /** What Apps Script puts before a sidebar's own code: google.script.run. */
  readonly shim: string;
}

export async function pageAssets(): Promise<PageAssets> {
  const [script, styles, shim] = await Promise.all([bundle('main.ts'), bundle('page.css'), bundle('shim.ts')]);
  return { script, styles, shim };
}

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [fileURLToPath(new URL(`page/${file}`, import.meta.url))],
  });
  return outputFiles[0]?.text ?? '';
}

const COMMON = {
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
} satisfies BuildOptions;

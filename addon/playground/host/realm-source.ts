// The realm's own script, bundled in memory: an expression whose value has `install` and `invoke`.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export async function realmSource(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../realm/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'localHost',
    target: 'es2020',
  });
  return `(() => { ${outputFiles[0]?.text ?? ''}; return localHost; })()`;
}

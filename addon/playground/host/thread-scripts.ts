// The two scripts of an execution's thread, bundled in memory: a thread that has no TypeScript to strip is ready in half the time.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface ThreadScripts {
  /** For the thread itself. */
  readonly worker: string;
  /** For the realm inside: an expression whose value has `install` and `invoke`. */
  readonly realm: string;
}

export async function threadScripts(): Promise<ThreadScripts> {
  const [worker, realm] = await Promise.all([
    bundle('./worker.ts', { platform: 'node', format: 'cjs', target: 'node24' }),
    bundle('../realm/main.ts', { format: 'iife', globalName: 'localHost', target: 'es2020' }),
  ]);
  return { worker, realm: `(() => { ${realm}; return localHost; })()` };
}

async function bundle(entry: string, options: object): Promise<string> {
  const entryPoints = [fileURLToPath(new URL(entry, import.meta.url))];
  const { outputFiles } = await build({ ...options, entryPoints, bundle: true, write: false });
  return outputFiles[0]?.text ?? '';
}

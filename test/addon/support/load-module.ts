// One module of the add-on, bundled as for Apps Script and loaded in a realm that has only the given services.
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

/** The module's exports; `services` are its only globals beside the language's own. */
export async function loadModule(
  path: string,
  services: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'loaded',
    target: 'es2019',
  });
  const realm = createContext({ ...services });
  runInContext(outputFiles[0]?.text ?? '', realm);
  return runInContext('loaded', realm) as Record<string, unknown>;
}

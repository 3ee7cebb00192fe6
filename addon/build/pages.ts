// The add-on's pages: each one file, script and styles in it; nothing is fetched from elsewhere.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { COMMON } from './esbuild-options.ts';

interface PageSource {
  readonly file: string;
  readonly folder: string;
  /** Of its template and its styles. */
  readonly name: string;
}

const PAGES: readonly PageSource[] = [
  { file: 'Sidebar.html', folder: 'sidebar', name: 'sidebar' },
  { file: 'SelfCheck.html', folder: 'self-check/page', name: 'self-check' },
];

/** File name and text of each. Throws where Apps Script would take part of one for a template. */
export const bundlePages = (): Promise<(readonly [string, string])[]> =>
  Promise.all(PAGES.map(async (page) => [page.file, await bundlePage(page)] as const));

async function bundlePage({ file, folder, name }: PageSource): Promise<string> {
  const from = (part: string) => fileURLToPath(new URL(`../${folder}/${part}`, import.meta.url));
  const script = await bundleText(from('main.ts'));
  const styles = await bundleText(from(`${name}.css`));
  const template = await readFile(from(`${name}.html`), 'utf8');
  const page = template
    .replace('/* styles */', () => styles.trim())
    .replace('/* script */', () => script.trim().replaceAll('</script', '<\\/script'));
  if (page.includes('<?')) throw new Error(`Apps Script would run the "<?" in ${file} as a scriptlet`);
  return page;
}

async function bundleText(entry: string): Promise<string> {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [entry],
    format: 'iife',
    target: 'es2022',
    minify: true,
  });
  return outputFiles[0]?.text ?? '';
}

// Sidebar.html: one page, script and styles in it; nothing is fetched from elsewhere.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { COMMON } from './esbuild-options.ts';

/** Throws where Apps Script would take part of it for a template. */
export async function bundleSidebar(): Promise<string> {
  const from = (name: string) => fileURLToPath(new URL(`../sidebar/${name}`, import.meta.url));
  const script = await bundleText(from('main.ts'));
  const styles = await bundleText(from('sidebar.css'));
  const template = await readFile(from('sidebar.html'), 'utf8');
  const page = template
    .replace('/* styles */', () => styles.trim())
    .replace('/* script */', () => script.trim().replaceAll('</script', '<\\/script'));
  if (page.includes('<?')) throw new Error('Apps Script would run the "<?" in Sidebar.html as a scriptlet');
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

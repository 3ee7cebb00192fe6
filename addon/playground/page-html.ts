// The try-out page and the sidebar's frame as HTML.
import { html } from 'hono/html';
import type { SidebarPage } from './host/events.ts';

/** Everything on it is filled in by the page's script. */
export const tryOutPage = (title: string) => html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title} · Rollcall try-out</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/page.css">
  <script src="/assets/page.js" defer></script>
</head>
<body>
  <ol class="hints" id="hints" aria-label="What to try"></ol>
  <header class="title-bar">
    <span class="logo" aria-hidden="true">R</span>
    <h1>${title}</h1>
    <nav id="menu-bar" aria-label="Add-on menu"></nav>
    <p class="where">Local try-out: everything stays on this machine</p>
  </header>
  <div class="formula-bar">
    <output id="address" aria-label="Selected cell"></output>
    <span class="fx" aria-hidden="true">fx</span>
    <textarea id="formula" rows="1" spellcheck="false" aria-label="Value of the selected cell"></textarea>
  </div>
  <main>
    <section class="sheet" aria-label="Spreadsheet">
      <div id="grid"><p class="loading">Loading the sheet…</p></div>
      <footer class="tabs" id="tabs"></footer>
    </section>
    <section class="database" id="database" aria-label="Database"></section>
  </main>
  <aside id="sidebar" hidden aria-label="Add-on sidebar"></aside>
  <div id="notes" role="status" aria-live="polite"></div>
</body>
</html>`;

/** The sandbox of an Apps Script sidebar, keyword by keyword, is the frame's; here is what goes into it. */
export function sidebarPage({ html: page }: SidebarPage, shim: string, functions: readonly string[]): string {
  const names = JSON.stringify(functions).replaceAll('<', '\\u003c');
  const script = `<script>window.googleScriptFunctions=${names};${shim.replaceAll('</script', '<\\/script')}</script>`;
  const head = /<head[^>]*>/i.exec(page);
  if (head === null) return `<!doctype html><head>${script}</head>${page}`;
  const at = head.index + head[0].length;
  return page.slice(0, at) + script + page.slice(at);
}

export const noSidebar = () => html`<!doctype html><title>No sidebar</title><p>This sidebar is closed.</p>`;

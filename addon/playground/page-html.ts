// The try-out page and the sidebar's frame as HTML.
import { html, raw } from 'hono/html';
import type { SidebarPage } from './host/events.ts';

export interface ListedDocument {
  readonly path: string;
  readonly name: string;
  readonly isCurrent: boolean;
}

/** All but the list of documents is filled in by the page's script. */
export const tryOutPage = (
  title: string,
  documents: readonly ListedDocument[],
  takesFiles: boolean,
) => html`<!doctype html>
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
    ${takesFiles ? documentList(documents) : ''}
    <p class="where">Local try-out: everything stays on this machine</p>
  </header>
  <div class="formula-bar">
    <output id="address" aria-label="Selected cell"></output>
    <span class="fx" aria-hidden="true">fx</span>
    <textarea id="formula" rows="1" spellcheck="false" aria-label="Value of the selected cell"></textarea>
    <p id="typed-note" role="status"></p>
    <label class="keep" title="Off, as in Sheets: 00123 becomes 123, and 1-2 a date"><input type="checkbox" id="keep-as-text"> Keep as text</label>
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
  <dialog id="drop-dialog" aria-labelledby="drop-title"></dialog>
</body>
</html>`;

/** Each document has an address of its own, so that links and the way back work. */
const documentList = (documents: readonly ListedDocument[]) => html`<nav class="documents" aria-label="Documents">
      ${documents.map(
        ({ path, name, isCurrent }) =>
          html`<a href="${path}"${isCurrent ? raw(' aria-current="page"') : ''}>${name}</a>`,
      )}
      <button type="button" id="open-file">Open a file…</button>
      <input type="file" id="file" accept=".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values" hidden>
    </nav>`;

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

export const noDocument = () =>
  html`<!doctype html><html lang="en"><title>Not open</title><p>This document is not open any more. Its table is still in the database; <a href="/">open the sample</a> and drop the file there again.</p></html>`;

// The try-out page: a spreadsheet grid beside the real sidebar, over the local Apps Script host; the database side is shown too.
import { Hono } from 'hono';
import { documentRoutes, yearAt } from './document-routes.ts';
import { dropRoutes } from './drop/drop-routes.ts';
import type { DropOptions } from './drop/dropped-document.ts';
import { assume } from './host/assumptions.ts';
import { loopbackOnly } from './loopback-only.ts';
import { type DocumentOptions, openDocument } from './open-document.ts';
import { pageAssets } from './page-assets.ts';

export interface PlaygroundOptions extends Omit<DocumentOptions, 'id' | 'name'> {
  /** Opens the sidebar with the page, by the menu's first item. Sheets would wait for a click. */
  readonly opensSidebar?: boolean;
  /** With it a CSV or TSV may be dropped onto the page: its table is proposed and made. */
  readonly drop?: DropOptions;
}

export interface Playground {
  /** To be served on a loopback address only. */
  readonly app: Hono;
  readonly stop: () => Promise<void>;
}

/**
 * Wiring, with a server that already listens on `serverUrl` and a sheet key for it:
 *
 *     const built = await buildAddon({ outDir });
 *     const openHost = (spreadsheet: Spreadsheet) => createHost({
 *       distDir: built.outDir,
 *       spreadsheet,
 *       fetchMap: { [built.serverUrl]: serverUrl }, // 'http://127.0.0.1:8787/'
 *     });
 *     const host = await openHost(new Spreadsheet(sampleSpreadsheet()));
 *     host.properties('document').set({ 'rollcall.key': sheetKey });
 *     const playground = await createPlayground({
 *       host,
 *       columns: SAMPLE_COLUMNS,
 *       database: sampleDatabase(pool),
 *       drop: { pool, openHost },
 *     });
 *     const web = serve({ fetch: playground.app.fetch, port: 8788, hostname: '127.0.0.1' });
 *     // at the end: web.close(); await playground.stop(); await host.stop();
 */
export async function createPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { host, drop } = options;
  const assets = await pageAssets();
  const documents = [openDocument({ ...options, id: '', name: 'Sample' })];

  // A document's page is a folder, with a slash at its end.
  const app = new Hono({ strict: false });
  app.use(loopbackOnly);
  app.get('/assets/page.js', (context) => context.body(assets.script, 200, { 'Content-Type': 'text/javascript' }));
  app.get('/assets/page.css', (context) => context.body(assets.styles, 200, { 'Content-Type': 'text/css' }));
  if (drop !== undefined) {
    const { locale, timeZone } = host.spreadsheet;
    const typing = () => ({ locale, year: yearAt(host) });
    const { cellChars } = assume();
    const opened = (document: DocumentOptions) => {
      const isTwin = documents.some(({ name }) => name === document.name);
      const name = isTwin ? `${document.name} (${document.database?.table})` : document.name;
      documents.push(openDocument({ ...document, name }));
    };
    app.route('/', dropRoutes({ ...drop, like: { locale, timeZone }, typing, cellChars, opened }));
  }
  const routes = documentRoutes({
    assets,
    opensSidebar: options.opensSidebar ?? true,
    takesFiles: drop !== undefined,
    documents: () => documents,
  });
  app.route('/', routes);
  app.route('/documents/:document', routes);

  const stop = async () => {
    for (const document of documents) document.stop();
    // The first host is the caller's; those of dropped files are ours.
    await Promise.all(documents.slice(1).map((document) => document.host.stop()));
  };
  return { app, stop };
}

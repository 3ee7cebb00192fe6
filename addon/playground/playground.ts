// The try-out page: a spreadsheet grid beside the real sidebar, over the local Apps Script host; the database side is shown too.
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { type DatabaseFigures, type DatabaseView, watchDatabase } from './database-watch.ts';
import type { HostEvent } from './host/events.ts';
import type { Host } from './host/host.ts';
import { loopbackOnly } from './loopback-only.ts';
import { pageAssets } from './page-assets.ts';
import { noSidebar, sidebarPage, tryOutPage } from './page-html.ts';
import { type FromPage, readFromPage } from './page-requests.ts';
import { rowView, sheetView, typeInto } from './sheet-view.ts';

export interface PlaygroundOptions {
  readonly host: Host;
  readonly database?: DatabaseView;
  /** Which header of the sheet fills which column, for the database pane; the first is the key. */
  readonly columns?: readonly { readonly header: string; readonly column: string }[];
  /** The steps of the strip on top; each may jump to a cell. */
  readonly hints?: readonly Hint[];
  /** Opens the sidebar with the page, by the menu's first item. Sheets would wait for a click. */
  readonly opensSidebar?: boolean;
}

interface Hint {
  readonly text: string;
  readonly cell?: string;
}

export interface Playground {
  /** To be served on a loopback address only. */
  readonly app: Hono;
  readonly stop: () => void;
}

type PageEvent = HostEvent | ({ readonly kind: 'database' } & DatabaseFigures);

/**
 * Wiring, with a server that already listens on `serverUrl` and a sheet key for it:
 *
 *     const built = await buildAddon({ outDir });
 *     const spreadsheet = new Spreadsheet(sampleSpreadsheet());
 *     const host = await createHost({
 *       distDir: built.outDir,
 *       spreadsheet,
 *       fetchMap: { [built.serverUrl]: serverUrl }, // 'http://127.0.0.1:8787/'
 *     });
 *     host.properties('document').set({ 'rollcall.key': sheetKey });
 *     const playground = await createPlayground({
 *       host,
 *       columns: SAMPLE_COLUMNS,
 *       database: { table: 'buyers', count, row, recent },
 *     });
 *     const web = serve({ fetch: playground.app.fetch, port: 8788, hostname: '127.0.0.1' });
 *     // at the end: web.close(); playground.stop(); await host.stop();
 */
export async function createPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { host, database } = options;
  const { spreadsheet } = host;
  const assets = await pageAssets();
  const pages = new Set<(event: PageEvent) => void>();
  const tell = (event: PageEvent): void => {
    for (const page of pages) page(event);
  };
  const isWatched = () => pages.size > 0;
  const watch = database && watchDatabase(database, isWatched, (figures) => tell({ kind: 'database', ...figures }));
  const unlisten = host.onEvent((event) => {
    tell(event);
    if (event.kind === 'execution') void watch?.look();
  });

  const app = new Hono();
  app.use(loopbackOnly);
  app.get('/', (context) => {
    context.header('Content-Security-Policy', PAGE_POLICY);
    return context.html(tryOutPage(spreadsheet.name));
  });
  app.get('/assets/page.js', (context) => context.body(assets.script, 200, { 'Content-Type': 'text/javascript' }));
  app.get('/assets/page.css', (context) => context.body(assets.styles, 200, { 'Content-Type': 'text/css' }));
  app.get('/sidebar/:id', (context) => {
    context.header('Content-Security-Policy', SIDEBAR_POLICY);
    const sidebar = host.sidebar();
    if (sidebar === null || String(sidebar.id) !== context.req.param('id')) return context.html(noSidebar(), 404);
    return context.html(sidebarPage(sidebar, assets.shim, host.functions));
  });
  app.get('/api/state', async (context) => {
    await watch?.look();
    return context.json({
      sheets: spreadsheet.sheets.map(({ gid, name }) => ({ gid, name })),
      sheet: sheetView(spreadsheet.sheet(spreadsheet.selection.gid)),
      selection: spreadsheet.selection,
      columns: options.columns ?? [],
      hints: options.hints ?? HINTS,
      table: database?.table ?? null,
      figures: watch?.figures() ?? null,
      opensSidebar: options.opensSidebar ?? true,
    });
  });
  app.get('/api/rows/:gid/:first/:count/:columns', (context) => {
    const [gid, first, count, columns] = ['gid', 'first', 'count', 'columns'].map((name) =>
      Number(context.req.param(name)),
    );
    const sheet = spreadsheet.sheet(gid ?? 0);
    const rows = Array.from({ length: Math.min(count ?? 0, sheet.maxRows) }, (_, at) => (first ?? 1) + at);
    return context.json(rows.map((row) => rowView(sheet, row, columns ?? 0)));
  });
  app.get('/api/database/row/:key', async (context) =>
    context.json((await database?.row(context.req.param('key'))) ?? null),
  );
  app.get('/api/events', (context) => streamSSE(context, (stream) => send(stream, pages)));
  app.post('/api/:what', async (context) => {
    const asked = readFromPage(context.req.param('what'), await context.req.json().catch(() => null));
    if (asked === null) return context.json({ error: 'The try-out page does not know this request.' }, 400);
    return context.json(await obey(host, asked));
  });

  const stop = () => {
    unlisten();
    watch?.stop();
    pages.clear();
  };
  return { app, stop };
}

/** What a person does on the page. */
async function obey(host: Host, asked: FromPage): Promise<unknown> {
  const { spreadsheet } = host;
  if (asked.what === 'open') {
    const result = await host.open();
    return { menu: host.menu(), error: result.ok ? null : result.error.message };
  }
  if (asked.what === 'select') return spreadsheet.select(asked.selection, 'person') ?? null;
  if (asked.what === 'menu') return await host.runMenu(asked.functionName);
  if (asked.what === 'run') return await host.run(asked.functionName, asked.args);
  const sheet = spreadsheet.sheet(asked.gid);
  return { refused: asked.cells.map((cell) => typeInto(sheet, cell)).filter((reason) => reason !== null) };
}

type Stream = Parameters<Parameters<typeof streamSSE>[1]>[0];

/** Open until the page goes; a page that came back asks for the whole state again. */
async function send(stream: Stream, pages: Set<(event: PageEvent) => void>): Promise<void> {
  const page = (event: PageEvent): void => void stream.writeSSE({ data: JSON.stringify(event) });
  pages.add(page);
  await stream.writeSSE({ event: 'hello', data: '' });
  await new Promise<void>((resolve) => stream.onAbort(resolve));
  pages.delete(page);
}

const HINTS: readonly Hint[] = [
  { text: 'Edit any cell', cell: 'B2' },
  { text: 'Click Sync in the sidebar' },
  { text: 'See it arrive in the database below' },
  { text: 'Break a cell: type “soon” into D3, Sync, and see it named', cell: 'D3' },
];

const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'";
/** The sidebar brings its script and styles with it; nothing is fetched from elsewhere. */
const SIDEBAR_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; form-action 'none'; base-uri 'none'";

// What the page asks about one document: its sheet, its sidebar, its database side, and what a person does in it.
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { conversionWords } from './conversion.ts';
import type { Host } from './host/host.ts';
import { serialAt, wallOf } from './host/serial-date.ts';
import type { Hint, OpenDocument, PageListener } from './open-document.ts';
import type { PageAssets } from './page-assets.ts';
import { noDocument, noSidebar, sidebarPage, tryOutPage } from './page-html.ts';
import { type FromPage, readFromPage } from './page-requests.ts';
import { rowView, sheetView, type TypedCell, typeInto } from './sheet-view.ts';

export interface RoutesOptions {
  readonly assets: PageAssets;
  readonly opensSidebar: boolean;
  readonly takesFiles: boolean;
  /** The one that is always there comes first. */
  readonly documents: () => readonly OpenDocument[];
}

/** The same under `/` for the document that is always there, and under `/documents/:document` for each that was opened. */
export function documentRoutes({ assets, opensSidebar, takesFiles, documents }: RoutesOptions): Hono {
  const routes = new Hono();
  /** Answers 404 where the address names none: it was open before the program was started anew. */
  const of =
    (answer: (document: OpenDocument, context: Context) => Response | Promise<Response>) =>
    (context: Context): Response | Promise<Response> => {
      const found = documents().find(({ id }) => id === (context.req.param('document') ?? ''));
      return found === undefined ? context.html(noDocument(), 404) : answer(found, context);
    };
  routes.get(
    '/',
    of((document, context) => {
      // Addresses of the page are relative to its folder.
      if (!new URL(context.req.url).pathname.endsWith('/')) return context.redirect(pathOf(document.id));
      context.header('Content-Security-Policy', PAGE_POLICY);
      const listed = documents().map(({ id, name }) => ({ path: pathOf(id), name, isCurrent: id === document.id }));
      return context.html(tryOutPage(document.host.spreadsheet.name, listed, takesFiles));
    }),
  );
  routes.get(
    '/sidebar/:id',
    of(({ host }, context) => {
      context.header('Content-Security-Policy', SIDEBAR_POLICY);
      const sidebar = host.sidebar();
      if (sidebar === null || String(sidebar.id) !== context.req.param('id')) return context.html(noSidebar(), 404);
      return context.html(sidebarPage(sidebar, assets.shim, host.functions));
    }),
  );
  routes.get(
    '/api/state',
    of(async (document, context) => {
      await document.watch?.look();
      return context.json({ ...stateOf(document), opensSidebar });
    }),
  );
  routes.get(
    '/api/rows/:gid/:first/:count/:columns',
    of(({ host }, context) => {
      const [gid, first, count, columns] = ['gid', 'first', 'count', 'columns'].map((name) =>
        Number(context.req.param(name)),
      );
      const sheet = host.spreadsheet.sheet(gid ?? 0);
      const rows = Array.from({ length: Math.min(count ?? 0, sheet.maxRows) }, (_, at) => (first ?? 1) + at);
      return context.json(rows.map((row) => rowView(sheet, row, columns ?? 0)));
    }),
  );
  routes.get(
    '/api/database/row/:key',
    of(async ({ database }, context) => context.json((await database?.row(context.req.param('key') ?? '')) ?? null)),
  );
  routes.get(
    '/api/events',
    of(({ pages }, context) => streamSSE(context, (stream) => send(stream, pages))),
  );
  routes.post(
    '/api/:what',
    of(async ({ host }, context) => {
      const asked = readFromPage(context.req.param('what') ?? '', await context.req.json().catch(() => null));
      if (asked === null) return context.json({ error: 'The try-out page does not know this request.' }, 400);
      return context.json(await obey(host, asked));
    }),
  );
  return routes;
}

export const pathOf = (id: string): string => (id === '' ? '/' : `/documents/${id}/`);

function stateOf({ host: { spreadsheet }, columns, hints, database, watch }: OpenDocument): object {
  return {
    sheets: spreadsheet.sheets.map(({ gid, name }) => ({ gid, name })),
    sheet: sheetView(spreadsheet.sheet(spreadsheet.selection.gid)),
    selection: spreadsheet.selection,
    columns: columns ?? [],
    hints: hints ?? HINTS,
    table: database?.table ?? null,
    figures: watch?.figures() ?? null,
  };
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
  return typed(host, asked.gid, asked.cells, asked.keepAsText);
}

/** `converted` are the cells that hold something else than was typed; `said` says so in words. */
function typed(host: Host, gid: number, cells: readonly TypedCell[], keepAsText: boolean): object {
  const sheet = host.spreadsheet.sheet(gid);
  const year = yearAt(host);
  const results = cells.map((cell) => typeInto(sheet, cell, year, keepAsText));
  return {
    refused: results.flatMap(({ refused }) => refused ?? []),
    converted: cells.filter((_, at) => results[at]?.converted != null),
    said: conversionWords(results.flatMap(({ converted }) => converted ?? [])),
  };
}

/** By the host's clock and the spreadsheet's zone. */
export const yearAt = ({ now, spreadsheet }: Host): number => wallOf(serialAt(now(), spreadsheet.timeZone)).year;

type Stream = Parameters<Parameters<typeof streamSSE>[1]>[0];

/** Open until the page goes; a page that came back asks for the whole state again. */
async function send(stream: Stream, pages: Set<PageListener>): Promise<void> {
  const page: PageListener = (event) => void stream.writeSSE({ data: JSON.stringify(event) });
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

// One document on the try-out page: its host, its database side, and the pages that look at it.
import { type DatabaseFigures, type DatabaseView, type DatabaseWatch, watchDatabase } from './database-watch.ts';
import type { HostEvent } from './host/events.ts';
import type { Host } from './host/host.ts';

export interface DocumentOptions {
  /** Names it in addresses; '' for the one that is always there. */
  readonly id: string;
  /** In the list of documents. */
  readonly name: string;
  readonly host: Host;
  readonly database?: DatabaseView | undefined;
  /** Which header of the sheet fills which column, for the database pane; the first is the key. */
  readonly columns?: readonly { readonly header: string; readonly column: string }[] | undefined;
  /** The steps of the strip on top; each may jump to a cell. */
  readonly hints?: readonly Hint[] | undefined;
}

export interface Hint {
  readonly text: string;
  readonly cell?: string;
}

type PageEvent = HostEvent | ({ readonly kind: 'database' } & DatabaseFigures);
export type PageListener = (event: PageEvent) => void;

export interface OpenDocument extends DocumentOptions {
  readonly pages: Set<PageListener>;
  readonly watch: DatabaseWatch | undefined;
  /** The host goes on; who made it stops it. */
  readonly stop: () => void;
}

export function openDocument(options: DocumentOptions): OpenDocument {
  const { host, database } = options;
  const pages = new Set<PageListener>();
  const tell: PageListener = (event) => {
    for (const page of pages) page(event);
  };
  const isWatched = () => pages.size > 0;
  const watch = database && watchDatabase(database, isWatched, (figures) => tell({ kind: 'database', ...figures }));
  const unlisten = host.onEvent((event) => {
    tell(event);
    if (event.kind === 'execution') void watch?.look();
  });
  const stop = () => {
    unlisten();
    watch?.stop();
    pages.clear();
  };
  return { ...options, pages, watch, stop };
}

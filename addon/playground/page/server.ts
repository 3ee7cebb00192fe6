// What the page asks its own server. Addresses without a slash in front are the open document's own.

export interface RowView {
  readonly texts: readonly string[];
  readonly kinds: string;
}

interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface MenuEntry {
  readonly caption?: string;
  readonly functionName?: string;
  readonly items?: readonly MenuEntry[];
}

export interface Figures {
  readonly count: number;
  readonly recent: readonly { readonly key: string; readonly at: string; readonly outcome: string }[];
}

export interface State {
  readonly sheets: readonly { readonly gid: number; readonly name: string }[];
  readonly sheet: {
    readonly gid: number;
    readonly name: string;
    readonly frozenRows: number;
    readonly rows: readonly RowView[];
  };
  readonly selection: Block & { readonly gid: number };
  readonly columns: readonly { readonly header: string; readonly column: string }[];
  readonly hints: readonly { readonly text: string; readonly cell?: string }[];
  readonly table: string | null;
  readonly figures: Figures | null;
  readonly opensSidebar: boolean;
}

export type PageEvent =
  | ({ readonly kind: 'cells'; readonly gid: number } & Block)
  | ({ readonly kind: 'selection'; readonly by: 'script' | 'person'; readonly gid: number } & Block)
  | { readonly kind: 'sheets'; readonly sheets: State['sheets'] }
  | { readonly kind: 'menu'; readonly menu: MenuEntry }
  | { readonly kind: 'sidebar'; readonly sidebar: { readonly id: number; readonly title: string } }
  | { readonly kind: 'alert'; readonly texts: readonly string[] }
  | { readonly kind: 'execution'; readonly log: { readonly functionName: string; readonly outcome: string } }
  | ({ readonly kind: 'database' } & Figures);

export interface RunResult {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export interface TypedCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

export interface TypedAnswer {
  readonly refused: readonly string[];
  /** The cells that hold something else than was typed, and a sentence about them. */
  readonly converted: readonly TypedCell[];
  readonly said: string;
}

/** Done, or a sentence why not. */
export type InWords<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export interface ProposedColumn {
  readonly index: number;
  readonly header: string;
  readonly column: string;
  readonly type: string;
  /** Why it cannot be the key; null where it can. */
  readonly notKey: string | null;
}

export interface OfferedCells {
  readonly said: string;
  readonly preview: readonly (readonly {
    readonly shown: string;
    /** Where it was converted: what stands in the file, and what a text column would receive. */
    readonly was?: string;
    readonly became?: string;
  }[])[];
  readonly proposal: {
    readonly table: string;
    readonly columns: readonly ProposedColumn[];
    readonly key: number | null;
  };
}

export interface FileOffer {
  readonly id: string;
  readonly name: string;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly separator: string;
  readonly encoding: string;
  readonly remarks: readonly string[];
  readonly headers: readonly string[];
  readonly types: readonly string[];
  readonly converted: OfferedCells;
  readonly kept: OfferedCells;
}

export interface AgreedTable {
  readonly file: string;
  readonly keepAsText: boolean;
  readonly table: string;
  readonly columns: readonly { readonly index: number; readonly column: string; readonly type: string }[];
  readonly key: number | null;
}

export const getState = (): Promise<State> => get('api/state');
export const getRow = (key: string): Promise<Readonly<Record<string, string | null>> | null> =>
  get(`api/database/row/${encodeURIComponent(key)}`);
export const getRows = (gid: number, first: number, count: number, columns: number): Promise<readonly RowView[]> =>
  get(`api/rows/${gid}/${first}/${count}/${columns}`);

export const openDocument = (): Promise<{ menu: MenuEntry | null; error: string | null }> => post('open', {});
export const runMenu = (functionName: string): Promise<RunResult> => post('menu', { functionName });
export const run = (functionName: string, args: readonly unknown[]): Promise<RunResult> =>
  post('run', { functionName, args });
export const select = (selection: State['selection']): Promise<null> => post('select', selection);
export const edit = (gid: number, cells: readonly TypedCell[], keepAsText: boolean): Promise<TypedAnswer> =>
  post('edit', { gid, cells, keepAsText });

/** The bytes go as they are: what they mean is found out over there. */
export async function offerFile(file: File): Promise<InWords<FileOffer>> {
  const headers = { 'Content-Type': 'application/octet-stream' };
  return await read(
    await fetch(`/api/file?name=${encodeURIComponent(file.name)}`, { method: 'POST', headers, body: file }),
  );
}

export async function makeTable(agreed: AgreedTable): Promise<InWords<{ readonly path: string }>> {
  const headers = { 'Content-Type': 'application/json' };
  return await read(await fetch('/api/table', { method: 'POST', headers, body: JSON.stringify(agreed) }));
}

/** Resolves once nothing more is missed; `again` when the connection came back after a pause: the page may have missed something. */
export function listen(heard: (event: PageEvent) => void, again: () => void): Promise<void> {
  const source = new EventSource('api/events');
  source.addEventListener('message', ({ data }: MessageEvent<string>) => heard(JSON.parse(data)));
  return new Promise((resolve) => {
    let hellos = 0;
    source.addEventListener('hello', () => {
      hellos += 1;
      if (hellos > 1) again();
      resolve();
    });
  });
}

async function get<T>(path: string): Promise<T> {
  return await read(await fetch(path));
}

async function post<T>(what: string, body: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  return await read(await fetch(`api/${what}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`The local server answered ${response.status}. Is "npm start" still running?`);
  return await response.json();
}
